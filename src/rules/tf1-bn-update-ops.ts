import type { ExperimentIntent } from '../finding/finding';
import { insertBefore, insertLinesBefore, setArgument } from '../edits/edits';
import type { NormalizationCall, TrainOp } from '../facts/session';
import type { TrainingProgram } from '../facts/training';
import { samePlace } from '../text/place';
import { defineRule, type RuleContext } from './define';
import { fixOf } from './support/fixes';
import { classifierProgram } from './support/session-examples';
import { statementText } from './support/sessions';

const example = (graph: string): string =>
  classifierProgram(graph, '{x: xs, y: ys, is_training: True}').replace(
    'hidden = ',
    'is_training = tf.placeholder(tf.bool)\nhidden = ',
  );

export default defineRule({
  id: 'tf1-bn-update-ops',
  group: 'graph',
  severity: 'warning',
  evidence: {
    measured: 'not-measured',
    exception:
      'By construction the moving averages stay where they start, so predictions are normalised by the wrong numbers on any data.',
  },
  messages: {
    notRun:
      'Batch normalisation keeps its moving averages by update ops, and nothing runs them. In inference it normalises with the averages it started with (mean 0, variance 1), so predictions are far worse than in training.',
    inference:
      'This batch normalisation is in inference mode while the model trains, because training is not given: it divides by the variance it started with (1) and normalises nothing.',
  },
  docs: {
    summary: 'Batch normalisation in a TensorFlow 1 graph whose update ops are not run, or which is never told that it trains.',
    why: `tf.layers.batch_normalization puts the updates of its moving averages into the collection UPDATE_OPS, and nothing runs them by itself. Without
tf.control_dependencies around minimize the averages stay at 0 and 1: training looks fine, since it uses the statistics of the batch, and evaluation fails.
With training left at False the layer uses these averages in training too.`,
    bad: example(`normal = tf.layers.batch_normalization(hidden, training=is_training)
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tf1-bn-update-ops
logits = tf.matmul(normal, W2) + b2
loss = tf.losses.softmax_cross_entropy(onehot_labels=y, logits=logits)
train_op = tf.train.AdamOptimizer(0.01).minimize(loss)
`),
    good: example(`normal = tf.layers.batch_normalization(hidden, training=is_training)
logits = tf.matmul(normal, W2) + b2
loss = tf.losses.softmax_cross_entropy(onehot_labels=y, logits=logits)
with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
    train_op = tf.train.AdamOptimizer(0.01).minimize(loss)
`),
    unavailable: '`batch_normalization` is not available with Keras 3',
    limits:
      'Silent where the collection of update ops is read anywhere, where updates_collections is given, where the layer is always in training mode (its averages are then never used), and where the op that trains is made by a helper.',
    fixSafety: 'Unsafe: the update ops then run in every training step, which is what is meant.',
    probe:
      'Trains with the moving averages left where they start and with them updated, and compares accuracy as in inference. A layer that is in inference mode while it trains is not rebuilt.',
    references: ['https://www.tensorflow.org/api_docs/python/tf/compat/v1/layers/batch_normalization'],
  },
  check(context, report) {
    const { graphs } = context.program;
    const seen = new Set<number>();
    for (const layer of graphs.normalizations) {
      const op = graphs.trainOps.find(({ id }) => id === layer.trainOp);
      if (!op || seen.has(op.id)) continue;
      if (layer.training === 'switched' && !graphs.updatesCollected && !layer.updatesItself) {
        seen.add(op.id);
        report({
          message: 'notRun',
          at: layer.call.place,
          related: [{ place: op.call.place, message: 'trained here' }],
          fixes: [collectUpdates(context, op)],
          experiment: experimentOf(context.program, op),
        });
      } else if (layer.training === 'never') {
        seen.add(op.id);
        report({
          message: 'inference',
          at: layer.call.place,
          related: [{ place: op.call.place, message: 'trained here' }],
          fixes: [trainIt(layer)],
          experiment: { kind: 'none', reason: 'in the rebuilt model all layers are in one mode' },
        });
      }
    }
  },
});

/** Judged as in inference, where the averages count. */
function experimentOf({ runs }: TrainingProgram, { call }: TrainOp): ExperimentIntent {
  const run = runs.find(({ loop }) => loop.kind === 'session' && loop.trainOp && samePlace(loop.trainOp.place, call.place));
  const patch = {
    title: 'With the averages updated',
    change: { kind: 'loop', written: { averages: false } },
  } as const;
  return run ? { kind: 'train', run: run.id, patch } : { kind: 'none', reason: 'no loop is known that runs this step' };
}

/** `with tf.control_dependencies(...)` around the statement, which goes one step deeper. */
function collectUpdates(context: RuleContext, { call }: TrainOp) {
  const statement = statementText(context, call.place);
  const tf = context.program.imports.find(({ canonical }) => canonical === 'tf' || canonical === 'tf.compat.v1')?.name;
  if (!statement || tf === undefined || statement.text.includes('\n')) return undefined;
  return fixOf(
    'Run the update ops with each training step',
    'unsafe',
    insertLinesBefore(context, call.place, [
      `with ${tf}.control_dependencies(${tf}.get_collection(${tf}.GraphKeys.UPDATE_OPS)):`,
    ]),
    insertBefore(statement.place, '    '),
  );
}

function trainIt({ call }: NormalizationCall) {
  return call.callee.includes('contrib')
    ? undefined
    : fixOf('Set training=True', 'unsafe', setArgument(call, 'training', 'True'));
}
