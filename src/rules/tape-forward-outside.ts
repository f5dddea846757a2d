import { textOf } from '../edits/edits';
import { defineRule } from './define';
import { customLoop } from './support/step-examples';
import { moveIntoTape, tapeRuns } from './support/steps';

const apply = `    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
`;

export default defineRule({
  id: 'tape-forward-outside',
  group: 'training',
  severity: 'error',
  evidence: { measured: 'raises' },
  symptoms: ['constant'],
  messages: {
    forward:
      '{call} runs while the gradient tape does not record. The tape sees only the finished prediction, so every gradient is None and Keras raises "No gradients provided".',
    loss: '{call} is computed after the gradient tape has stopped recording. The tape knows nothing of this loss, so every gradient is None and Keras raises "No gradients provided".',
  },
  docs: {
    summary: 'The forward pass or the loss of a custom loop is computed outside the GradientTape block.',
    why: `A tape records what happens between the two ends of its \`with\` block. What was computed before counts as a constant, what is computed afterwards is
unknown to it: in both cases there is no way back from the loss to the weights.`,
    bad: customLoop({
      step: `    predictions = model(x, training=True)
    #             ^^^^^^^^^^^^^^^^^^^^^^^ tape-forward-outside
    with tf.GradientTape() as tape:
        loss = loss_fn(y, predictions)
${apply}`,
    }),
    good: customLoop({
      step: `    with tf.GradientTape() as tape:
        predictions = model(x, training=True)
        loss = loss_fn(y, predictions)
${apply}`,
    }),
    raises: 'No gradients provided for any variable',
    limits:
      'Speaks only where every way from the loss back to the weights that are asked for leaves the tape. Silent for tapes that are entered without `with`, and where anything between is not understood.',
    fixSafety: 'Safe: the statement is moved into the block. Offered where it stands right before or right after it.',
    probe:
      'The first step as written, which has no gradients and raises as in Keras, against training with the gradients recorded.',
    references: ['https://www.tensorflow.org/guide/autodiff', 'https://www.tensorflow.org/api_docs/python/tf/GradientTape'],
  },
  check(context, report) {
    for (const { run, loop } of tapeRuns(context)) {
      const { path } = loop.step;
      if (path.kind !== 'outside') continue;
      const call = textOf(context, path.place);
      report({
        message: path.computed,
        at: path.place,
        data: { call: call.length <= 60 && !call.includes('\n') ? call : path.computed === 'loss' ? 'The loss' : 'The model' },
        related: [
          { place: loop.tape.place, message: 'the tape that should record it' },
          ...(loop.gradient ? [{ place: loop.gradient.place, message: 'these gradients are None' }] : []),
        ],
        fixes: [
          moveIntoTape(
            context,
            loop,
            path.place,
            path.computed === 'loss' ? 'Compute the loss inside the tape' : 'Call the model inside the tape',
          ),
        ],
        experiment: {
          kind: 'train',
          run: run.id,
          patch: { title: 'With the model and its loss under the tape', change: { kind: 'loop' } },
        },
      });
    }
  },
});
