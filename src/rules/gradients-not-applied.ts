import type { Fix } from '../finding/finding';
import type { CallSite } from '../facts/callsite';
import { replaceText, textOf } from '../edits/edits';
import { defineRule, type RuleContext } from './define';
import { isAny } from './guards';

const example = (last: string): string => `import numpy as np
import tensorflow as tf

x = np.random.normal(size=(256, 4)).astype("float32")
y = x.sum(axis=1, keepdims=True)

model = tf.keras.Sequential([
    tf.keras.layers.Dense(16, activation="relu", input_shape=(4,)),
    tf.keras.layers.Dense(1),
])
optimizer = tf.keras.optimizers.Adam()
loss_fn = tf.keras.losses.MeanSquaredError()

for epoch in range(20):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x))
    gradients = tape.gradient(loss, model.trainable_variables)
${last}`;

export default defineRule({
  id: 'gradients-not-applied',
  group: 'training',
  severity: 'error',
  evidence: { measured: 'certain' },
  symptoms: ['constant', 'flat'],
  messages: {
    reversed:
      'The pairs are the wrong way round: apply_gradients takes (gradient, variable), and this zip gives it (variable, gradient). Keras raises, since a gradient cannot be updated.',
    unused:
      'The gradients of the loss are computed here and never applied: no weight changes, so the loss stays where it starts.',
  },
  docs: {
    summary: 'A custom training loop computes gradients and never applies them, or applies them the wrong way round.',
    why: `tape.gradient only computes. The weights change when the gradients are handed to optimizer.apply_gradients; without that line every epoch sees the
same model and the loss is constant apart from the choice of the batch.`,
    bad: example('    print(epoch, loss)\n').replace(
      '    gradients = tape.gradient(loss, model.trainable_variables)\n',
      `    gradients = tape.gradient(loss, model.trainable_variables)
    #           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ gradients-not-applied
`,
    ),
    good: example('    optimizer.apply_gradients(zip(gradients, model.trainable_variables))\n'),
    limits:
      'Silent where the gradients are handed to something that is not understood, where the model is also trained in another way, in adversarial and reinforcement training, and where the loss is none that is known (saliency maps and style transfer take gradients without training).',
    fixSafety:
      'Swapping the two lists of a zip is safe. Where nothing is applied there is no automatic fix: which optimizer should do it is for the author to say.',
    probe: 'Compares the first step as written, which moves no weight, with one whose gradients are applied.',
    references: [
      'https://www.tensorflow.org/guide/autodiff',
      'https://keras.io/guides/writing_a_custom_training_loop_in_tensorflow/',
    ],
  },
  check(context, report) {
    const { program } = context;
    const trainedElsewhere = new Set(
      program.runs.flatMap((run) =>
        run.loop.kind === 'fit' || (run.loop.kind === 'tape' && run.loop.apply) ? [JSON.stringify(run.model.place)] : [],
      ),
    );
    for (const run of program.runs) {
      const { loop } = run;
      if (loop.kind === 'tape' && loop.apply && loop.step.pairs.kind === 'known' && loop.step.pairs.value === 'variables') {
        report({
          message: 'reversed',
          at: loop.apply.place,
          fixes: [swapped(context, loop.apply)],
          experiment: { kind: 'none', reason: 'Keras raises in the first step' },
        });
      }
      if (loop.kind !== 'tape' || !loop.gradient || loop.apply || loop.escapes || isAny(run, 'adversarial', 'reinforcement'))
        continue;
      const known = run.heads.some(({ loss }) => loss.kind === 'known' && loss.value.form !== 'custom');
      // A gradient of a picture (saliency, an adversarial example) is not meant to be applied: weights must be asked for.
      if (loop.step.variables.keys.length === 0) continue;
      if (!known || trainedElsewhere.has(JSON.stringify(run.model.place))) continue;
      report({
        message: 'unused',
        at: loop.gradient.place,
        experiment: { kind: 'train', run: run.id, patch: { title: 'With the gradients applied', change: { kind: 'loop' } } },
      });
    }
  },
});

/** `zip(variables, gradients)` -> `zip(gradients, variables)`. */
function swapped(context: RuleContext, { arguments: [pairs] }: CallSite): Fix | undefined {
  if (pairs?.form?.kind !== 'call' || pairs.form.name !== 'zip') return undefined;
  const [variables, gradients, ...more] = pairs.form.arguments.map((part) => textOf(context, part));
  if (variables === undefined || gradients === undefined || more.length > 0) return undefined;
  return {
    title: 'Put the gradients first',
    edits: [replaceText(pairs.value, `zip(${gradients}, ${variables})`)],
    safety: 'safe',
  };
}
