import type { Fix } from '../finding/finding';
import { operandText, replaceText, textOf } from '../edits/edits';
import type { Place } from '../text/place';
import { defineRule, type RuleContext } from './define';
import { placeCause } from './head-group';
import { fixOf } from './support/fixes';
import { customLoop } from './support/step-examples';
import { tapeRuns } from './support/steps';

const step = (loss: string): string => `    with tf.GradientTape() as tape:
        predictions = model(x, training=True)
        ${loss}
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
`;

export default defineRule({
  id: 'numpy-in-train-step',
  group: 'training',
  severity: 'error',
  evidence: { measured: 'raises' },
  symptoms: ['constant'],
  messages: {
    left: '{call} leaves TensorFlow between the prediction and the loss. Outside of it there is no derivative, so no weight gets a gradient and the update raises.',
  },
  docs: {
    summary: 'Between the forward pass and the loss, numpy or Python takes over, and the gradient is lost.',
    why: `A gradient tape follows TensorFlow's own operations. \`.numpy()\`, functions of numpy and \`float()\` turn a tensor into plain numbers: the loss then
depends on no weight any more, as far as the tape can see.`,
    bad: customLoop({
      step: step(`loss = tf.reduce_mean((y - predictions.numpy()) ** 2)
        #                          ^^^^^^^^^^^^^^^^^^^ numpy-in-train-step`),
    }),
    good: customLoop({ step: step('loss = tf.reduce_mean((y - predictions) ** 2)') }),
    raises: 'No gradients provided for any variable',
    limits:
      'Speaks only where every way from the loss back to the weights leads through such a call. Numbers that are only printed or logged are no part of the loss and are never flagged.',
    fixSafety:
      'Removing .numpy() or float() is safe, since tensors and numbers mix freely in a loss. For functions of numpy there is no automatic fix: use the function of TensorFlow.',
    probe:
      'The first step as written, which has no gradients and raises as in Keras, against training with the gradients recorded.',
    references: ['https://www.tensorflow.org/guide/autodiff#getting_a_gradient_of_none'],
  },
  check(context, report) {
    for (const { run, loop } of tapeRuns(context)) {
      const { path } = loop.step;
      if (path.kind !== 'left') continue;
      const text = textOf(context, path.place);
      report({
        message: 'left',
        cause: placeCause('gradient', path.place),
        at: path.place,
        data: { call: text.length <= 50 && !text.includes('\n') ? text : path.by.replace(/^tensor/, '') + '()' },
        related: loop.gradient ? [{ place: loop.gradient.place, message: 'no gradient is found here' }] : [],
        fixes: [stay(context, path.place, path.by)],
        experiment: {
          kind: 'train',
          run: run.id,
          patch: { title: 'With the loss left in TensorFlow', change: { kind: 'loop' } },
        },
      });
    }
  },
});

/** `x.numpy()` -> `x`, `float(x)` -> `x`. */
function stay(context: RuleContext, place: Place, by: string): Fix | undefined {
  const call = context.program.written.at(place);
  if (call?.kind !== 'call') return undefined;
  const [argument, ...more] = call.arguments;
  if (by === 'tensor.numpy' && call.receiver && !argument)
    return fixOf('Remove .numpy()', 'safe', replaceText(place, operandText(context, place, call.receiver)));
  return by === 'builtins.float' && argument && more.length === 0
    ? fixOf('Remove float()', 'safe', replaceText(place, operandText(context, place, argument)))
    : undefined;
}
