import { textOf, insertAfter, insertBefore } from '../edits/edits';
import { valueOf } from '../facts/fact';
import type { Fix } from '../finding/finding';
import type { Optimizer, TapeLoop } from '../facts/training';
import { ensureImport } from '../edits/edits';
import { defineRule, type RuleContext } from './define';
import { fixOf } from './support/fixes';
import { customLoop } from './support/step-examples';
import { appendToTape, tapeRuns } from './support/steps';

const program = (optimizer: string, scale: string): string =>
  customLoop({
    before: `optimizer = ${optimizer}
`,
    step: `    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=True))
${scale}    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
`,
  }).replace('\nx = ', '\ntf.keras.mixed_precision.set_global_policy("mixed_float16")\nx = ');

export default defineRule({
  id: 'mixed-precision-unscaled',
  group: 'training',
  severity: 'warning',
  evidence: {
    measured: 'not-measured',
    exception: 'float16 certainly loses small gradients, and compile would have scaled the loss',
  },
  symptoms: ['constant', 'flat', 'slow', 'nan'],
  messages: {
    unscaled:
      'With the policy mixed_float16, this loop takes gradients of a loss that is not scaled. Gradients below 6e-8 become 0 in float16, so small ones are lost and layers stop learning.',
  },
  docs: {
    summary: 'A custom loop trains in mixed_float16 without scaling the loss.',
    why: `float16 knows no number between 0 and 6e-8. Many gradients are smaller. A loss-scale optimizer multiplies the loss, so that the gradients fit, and divides
them again before the update. compile adds it by itself; a custom loop has to do it.`,
    bad: program('tf.keras.optimizers.Adam(0.01)', '').replace(
      '    gradients = tape.gradient(loss, model.trainable_variables)\n',
      `    gradients = tape.gradient(loss, model.trainable_variables)
    #           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ mixed-precision-unscaled
`,
    ),
    good: program(
      'tf.keras.mixed_precision.LossScaleOptimizer(tf.keras.optimizers.Adam(0.01))',
      '        loss = optimizer.scale_loss(loss)\n',
    ),
    limits:
      'Silent for mixed_bfloat16, in a train_step (compile wraps the optimizer by itself), where the optimizer is a LossScaleOptimizer, and where the loss is multiplied by the program.',
    fixSafety: 'Unsafe: the loss that is printed is then the scaled one.',
    probe: 'Not trained: TensorFlow.js computes in float32.',
    references: ['https://www.tensorflow.org/guide/mixed_precision', 'https://keras.io/api/mixed_precision/'],
  },
  check(context, report) {
    for (const { run, loop } of tapeRuns(context)) {
      const optimizer = valueOf(run.optimizer);
      if (run.compile || valueOf(loop.step.precision) !== 'mixed_float16' || !loop.apply || !loop.gradient || !optimizer)
        continue;
      if (optimizer.type === 'LossScaleOptimizer' || loop.step.scaled || loop.step.path.kind !== 'recorded') continue;
      report({
        message: 'unscaled',
        at: loop.gradient.place,
        related: [{ place: optimizer.place, message: 'the optimizer, without loss scaling' }],
        fixes: [run.keras.version === 3 ? scale(context, loop, optimizer) : undefined],
        experiment: { kind: 'none', reason: 'the experiment computes in float32' },
      });
    }
  },
});

/** Wraps the optimizer and scales the loss at the end of the tape's block; Keras 3 divides in apply_gradients. */
function scale(context: RuleContext, loop: TapeLoop, optimizer: Optimizer): Fix | undefined {
  const [target] = loop.gradient?.arguments ?? [];
  const loss = target?.form?.kind === 'name' ? textOf(context, target.value) : undefined;
  const name = loop.apply?.receiver && loop.apply.method === 'apply_gradients' ? textOf(context, loop.apply.receiver) : undefined;
  const wrapper = ensureImport(context, optimizer.place.source, 'keras.mixed_precision.LossScaleOptimizer');
  if (loss === undefined || name === undefined || !wrapper || optimizer.form !== 'instance') return undefined;
  return fixOf(
    'Scale the loss with a LossScaleOptimizer',
    'unsafe',
    ...wrapper.edits,
    insertBefore(optimizer.place, `${wrapper.name}(`),
    insertAfter(optimizer.place, ')'),
    appendToTape(context, loop, `${loss} = ${name}.scale_loss(${loss})`),
  );
}
