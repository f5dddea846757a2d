/** What planning thinks a layer makes is what the probe builds. */
import { expect, test } from 'vitest';
import { groups } from '../../tools/parity/cases';
import { sizesOf } from '../../src/plan/scale/cost';
import { buildGraph } from '../../src/probe/graph';

for (const { name, model, keras } of Object.values(groups).flat()) {
  test(name, () => {
    const built = buildGraph(model, { keras, remembers: true });
    const planned = sizesOf(model);
    expect([...(planned ?? [])].map(([id, { shape }]) => [id, shape])).toEqual(
      built.nodes.map(({ spec, shape }) => [spec.id, shape]),
    );
  });
}
