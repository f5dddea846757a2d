import type { Fix } from '../finding/finding';
import { replaceText, textOf } from '../edits/edits';
import { valueOf } from '../facts/fact';
import type { ModelGraph } from '../facts/graph';
import type { TapeLoop, TrainingProgram, TrainingRun } from '../facts/training';
import { defineRule, type RuleContext } from './define';
import { isAny } from './guards';
import { customLoop } from './support/step-examples';
import { modelText, tapeRuns } from './support/steps';

const step = (variables: string, caret = ''): string => `    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=True))
    gradients = tape.gradient(loss, ${variables})
${caret}    optimizer.apply_gradients(zip(gradients, ${variables}))
`;

export default defineRule({
  id: 'wrong-variable-list',
  group: 'training',
  severity: 'error',
  evidence: {
    measured: 'not-measured',
    exception:
      'Keras raises for lists that are empty or of another model; where a part is missing, a warning, since it stays at its random start',
  },
  symptoms: ['constant', 'flat', 'slow'],
  messages: {
    foreign:
      'The gradients are taken for variables of {asked}, but the loss depends on {models} only. Every gradient is None, and Keras raises "No gradients provided".',
    empty:
      'This list of variables was read before {models} had any: without an input shape Keras makes the weights in the first call. The list is empty and stays empty, so nothing is ever updated.',
    part: 'Only some of the weights that the loss depends on are updated: {missing} {verb} left out. What is left out keeps its random start for ever.',
  },
  docs: {
    summary: 'A custom loop updates a list of variables that misses those of the model.',
    why: `Only the variables that are handed to tape.gradient and apply_gradients change. A list of another model, a list read before the weights existed, or
that of a single layer leaves the others at their random start: nothing says so, the loss merely stops too early.`,
    bad: customLoop({
      step: step(
        'model.layers[-1].trainable_variables',
        `    #                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ wrong-variable-list
`,
      ),
    }),
    good: customLoop({ step: step('model.trainable_variables') }),
    limits:
      'Error where nothing can be updated, warning where some weights are left out. Silent where another step or fit trains the rest (adversarial and alternating training), with pretrained or loaded weights, in reinforcement learning, and where any of the variables is not known. Layers with trainable=False are not missed.',
    fixSafety: 'Unsafe: a part of the weights may be left out on purpose.',
    probe:
      'Trains with the variables that are asked for and with all of them. Where none of them is of the model the first step settles it: nothing moves, or Keras raises.',
    references: [
      'https://keras.io/guides/writing_a_custom_training_loop_in_tensorflow/',
      'https://www.tensorflow.org/guide/autodiff',
    ],
  },
  check(context, report) {
    for (const { run, loop } of tapeRuns(context)) {
      const { variables, path } = loop.step;
      const covers = valueOf(variables.covers);
      if (covers === undefined || covers === 'all' || path.kind === 'outside' || path.kind === 'left') continue;
      const models = named(variables.models);
      const fixes = [wholeModel(context, loop)];
      const experiment = {
        kind: 'train',
        run: run.id,
        patch: { title: 'With all variables updated', change: { kind: 'loop' } },
      } as const;
      if (covers === 'empty') {
        report({ message: 'empty', at: variables.place, data: { models }, fixes, experiment });
      } else if (covers === 'none') {
        report({
          message: 'foreign',
          at: variables.place,
          data: { asked: named(variables.owners), models },
          fixes,
          experiment,
        });
      } else {
        if (!loop.apply || isAny(run, 'adversarial', 'reinforcement', 'transfer') || run.model.loadedWeights) continue;
        // What other updates train is not known where one of them was not understood.
        if (context.program.otherUpdates.open) continue;
        const elsewhere = trainedElsewhere(context.program, run);
        // What Keras does not find is told where it is made (`untracked-variables`).
        const untracked = new Set(context.program.untracked.map(({ key }) => key));
        const asked = variables.missing.filter(({ key }) => !untracked.has(key));
        const missing = asked.filter(({ key }) => !elsewhere.has(key));
        const [first] = missing;
        if (!first || missing.length < asked.length) continue;
        report({
          message: 'part',
          at: variables.place,
          severity: 'warning',
          data: { missing: listed(missing.map(({ type }) => type)), verb: missing.length === 1 ? 'is' : 'are' },
          related: [{ place: first.place, message: 'never updated' }],
          fixes,
          experiment,
        });
      }
    }
  },
});

const named = (names: readonly string[]): string => (names.length === 0 ? 'the model' : names.join(' and '));

const listed = (types: readonly string[]): string => {
  const counts = new Map<string, number>();
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, count]) => (count === 1 ? type : `${count} ${type}`)).join(', ');
};

/** Keys of the layers that some other run trains. */
function trainedElsewhere({ runs, otherUpdates }: TrainingProgram, run: TrainingRun): ReadonlySet<number> {
  const keys = new Set(otherUpdates.items.flatMap((update) => update.keys));
  const add = (graph: ModelGraph): void => {
    for (const node of graph.nodes) {
      if (node.kind !== 'layer') continue;
      keys.add(node.layer.key);
      if (node.layer.model) add(node.layer.model);
    }
  };
  for (const other of runs) {
    if (other === run) continue;
    if (other.loop.kind === 'tape') for (const key of other.loop.step.variables.keys) keys.add(key);
    else if (other.loop.kind !== 'none') add(other.model);
  }
  return keys;
}

/** `model.trainable_variables` in both places, where the list is written the same way in both. */
function wholeModel(context: RuleContext, { apply, gradient, ...loop }: TapeLoop): Fix | undefined {
  const model = modelText(context, { apply, gradient, ...loop });
  const written = textOf(context, loop.step.variables.place);
  const pairs = apply?.arguments[0]?.form;
  const second = pairs?.kind === 'call' && pairs.name === 'zip' ? pairs.arguments[1] : undefined;
  if (model === undefined || !second || textOf(context, second) !== written) return undefined;
  const all = `${model}.trainable_variables`;
  if (all === written) return undefined;
  return {
    title: `Update ${all}`,
    edits: [replaceText(loop.step.variables.place, all), replaceText(second, all)],
    safety: 'unsafe',
  };
}
