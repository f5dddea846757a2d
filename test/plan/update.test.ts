import { expect, test } from 'vitest';
import { soundUpdate, type Experiment } from '../../src/experiment/experiment';
import { noConfig } from '../../src/lint/config';
import { lint } from '../../src/lint/lint';
import { fixedPrograms } from '../../src/plan/fixes';
import { planFinding } from '../../src/plan/plan';
import { readProgram } from '../../src/read/read';
import { rules } from '../../src/rules/index';
import type { Sources } from '../../src/text/source';
import { testParser } from '../support/parser';

const parser = await testParser();

const read = (sources: Sources) =>
  readProgram({
    entry: 'main.py',
    sources,
    modules: new Map([...sources].map(([id, { text }]) => [id, parser.parse(text)] as const)),
    resolve: () => undefined,
  });

/** The plan for a rule's own bad example. */
function planOf(id: string): Experiment {
  const rule = rules.find((one) => one.id === id);
  if (!rule) throw new Error(`no rule ${id}`);
  const text = rule.docs.bad.replaceAll(/^\s*#\s*\^.*\n?/gm, '');
  const whole =
    text.includes('import tensorflow') || text.includes('from tensorflow') ? text : `import tensorflow as tf\n${text}`;
  const sources: Sources = new Map([['main.py', { id: 'main.py', text: whole }]]);
  const program = read(sources);
  const finding = lint({ program, sources, entry: 'main.py', rules }, noConfig).findings.find((one) => one.rule === id);
  if (!finding) throw new Error(`${id} does not speak`);
  const planned = planFinding(program, finding, fixedPrograms(finding, sources, read));
  if (planned.kind !== 'experiment') throw new Error(`${id}: ${planned.what}: ${planned.name}`);
  return planned.experiment;
}

const updatesOf = (id: string) => planOf(id).arms.map(({ update }) => update);

test.each([
  ['gradients-not-applied', { applied: false }],
  ['optimizer-in-loop', { optimizerReset: 'every-step' }],
  ['recompile-in-loop', { optimizerReset: 'every-epoch' }],
  ['training-flag-missing', { training: false }],
  ['tf1-train-op-not-run', { applied: false }],
  ['tf1-init-in-loop', { reset: 'every-step' }],
  ['tf1-batch-fetched-once', { batches: 'first-only' }],
])('%s: the loop as written has the fault, the other one has none', (id, fault) => {
  const [asWritten, fixed] = updatesOf(id);
  expect(asWritten).toEqual({ ...soundUpdate, ...fault });
  expect(fixed).toEqual(soundUpdate);
});

test('wrong-variable-list: only the layers that are asked for are updated', () => {
  const [asWritten, fixed] = planOf('wrong-variable-list').arms;
  expect(asWritten?.update).toEqual({ ...soundUpdate, variables: ['dense_1'] });
  expect(fixed?.update).toEqual(soundUpdate);
});

test('all-layers-frozen: the other version trains every layer', () => {
  const trainable = planOf('all-layers-frozen').arms.map(({ model }) =>
    model.nodes.some(({ config }) => config.trainable === false),
  );
  expect(trainable).toEqual([true, false]);
});

test('tf1-keep-prob: what is fed is what dropout keeps', () => {
  const rates = planOf('tf1-keep-prob').arms.map(
    ({ model }) => model.nodes.find((node) => node.class === 'Dropout')?.config.rate,
  );
  expect(rates).toEqual([expect.closeTo(0.8, 6), expect.closeTo(0.2, 6)]);
});
