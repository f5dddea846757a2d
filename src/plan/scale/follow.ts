/** Sizes in a model that the program chose to fit those of its input: they follow when the input is made smaller. */
import { layerRecord } from '../../knowledge/layers';
import type { Arm } from '../../experiment/experiment';
import type { InputSpec, TargetSpec } from '../../experiment/data-spec';
import type { ModelSpec, NodeSpec } from '../../experiment/model';
import { sizesOf } from './cost';
import { layerSize, type Shape } from './layer-sizes';

/** A pooling that covers the whole picture or sequence, `AveragePooling2D(8)` over 8x8, still does. */
export function withWholePooling(before: ModelSpec, after: ModelSpec): ModelSpec {
  const old = sizesOf(before);
  if (!old || !before.nodes.some(({ class: name }) => isPooling(name))) return after;
  const shapes = new Map<string, Shape>();
  const nodes = after.nodes.map((node): NodeSpec => {
    const inputs = node.inbound.map((id) => shapes.get(id) ?? []);
    const given = old.get(node.inbound[0] ?? '')?.shape.slice(0, -1);
    const whole = isPooling(node.class) && given?.join() === windowOf(node, given?.length ?? 0).join();
    const placed = whole ? { ...node, config: { ...node.config, pool_size: inputs[0]?.slice(0, -1) ?? [] } } : node;
    const own =
      node.class === 'InputLayer' ? (node.config.shape as Shape) : layerSize(placed.class, placed.config, inputs)?.shape;
    if (own) shapes.set(node.id, own);
    return placed;
  });
  return { ...after, nodes };
}

const isPooling = (name: string): boolean => layerRecord(name)?.family === 'pool' && !/^(?:Global|Adaptive)/.test(name);

function windowOf({ config: { pool_size: size } }: NodeSpec, axes: number): readonly unknown[] {
  const sizes: readonly unknown[] = Array.isArray(size) ? size : [size ?? 2];
  return sizes.length === 1 ? Array.from({ length: axes }, () => sizes[0]) : sizes;
}

/** Layers that give an autoencoder's input back, by id, with the units they need now. */
export function givingBack(
  { model, heads }: Arm,
  targets: readonly TargetSpec[],
  before: readonly InputSpec[],
  after: readonly InputSpec[],
): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { output, target: index } of heads) {
    const target = targets[index];
    if (target?.kind !== 'input') continue;
    const [from, to] = [before[target.input]?.shape.at(-1), after[target.input]?.shape.at(-1)];
    if (from === undefined || to === undefined || from === to) continue;
    let node = model.nodes.find(({ id }) => id === output);
    while (node && node.config.units === undefined && node.inbound.length === 1) {
      const [source] = node.inbound;
      node = model.nodes.find(({ id }) => id === source);
    }
    if (node?.config.units === from) found.set(node.id, to);
  }
  return found;
}
