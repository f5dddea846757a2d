import { argumentOf, insertLinesBefore, textOf } from '../edits/edits';
import type { RunStep, SessionFacts, TrainOp } from '../facts/session';
import { defineRule, type RuleContext } from './define';
import { fixOf } from './support/fixes';
import { linearProgram } from './support/session-examples';
import { loopIntent, boundName, opsOfSameLoss, runSteps } from './support/sessions';

export default defineRule({
  id: 'tf1-train-op-not-run',
  group: 'graph',
  severity: 'error',
  evidence: { measured: 'certain' },
  messages: {
    other:
      'The op that minimises this loss is never run. Another one is, which may train the same weights: if this loss was meant, it is not the one that is lowered.',
    never:
      'This op trains the model, but no session runs it: the program only evaluates the loss. No weight ever changes, so the loss stays where it starts.',
    once: 'The op that trains is run once, outside of any loop: the weights take a single step, and the loss hardly changes.',
  },
  docs: {
    summary: 'The op made by minimize() is never run in a session, or only once.',
    why: `In TensorFlow 1, optimizer.minimize(loss) only adds an op to the graph. Weights change when a session runs this op, one step each time. Fetching
the loss or the accuracy computes them and leaves the weights as they are.`,
    bad: linearProgram(`with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(50):
        value = sess.run(loss, feed_dict={x: xs, y: ys})
        print(step, value)
`).replace(
      'minimize(loss)\n',
      `minimize(loss)
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tf1-train-op-not-run
`,
    ),
    good: linearProgram(`with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(50):
        _, value = sess.run([train_op, loss], feed_dict={x: xs, y: ys})
        print(step, value)
`),
    limits:
      'Silent where another op of the same loss is run, where the op is handed to something that may run it (tf.group, control dependencies, functions that were not followed), and where any fetch of a session is not understood.',
    fixSafety: 'Unsafe: adds a line that runs the op before the line that evaluates the loss.',
    probe: 'Compares the first step as written, which moves no weight, with one in which the op is run.',
    references: ['https://www.tensorflow.org/api_docs/python/tf/compat/v1/train/Optimizer', 'https://doi.org/10.1145/3470006'],
  },
  check(context, report) {
    const { graphs } = context.program;
    const steps = runSteps(graphs);
    // Anything may be run by a fetch that is not understood, or by a session that is not known.
    if (steps.length === 0 || steps.some(({ whole }) => !whole)) return;
    for (const op of graphs.trainOps) {
      const ops = opsOfSameLoss(graphs, op);
      if (ops.some(({ escaped }) => escaped) || ops[0] !== op) continue;
      const training = steps.filter((step) => ops.some(({ id }) => step.trainOps.includes(id)));
      const watched = steps.find((step) => step.losses.includes(op.id) && step.loops.length > 0 && !step.uncalled);
      const other = mayBeTrainedBy(graphs, op);
      if (training.length === 0 && watched)
        report({
          message: other ? 'other' : 'never',
          severity: other ? 'hint' : undefined,
          at: op.call.place,
          related: [{ place: watched.call.place, message: 'only the loss is evaluated here' }],
          fixes: [runIt(context, op, watched)],
          experiment: loopIntent(context.program, op, 'With the op run in each step', { applied: false }),
        });
      const [only] = training;
      if (only && training.length === 1 && isSingleStep(graphs, only))
        report({
          message: 'once',
          at: only.call.place,
          severity: 'warning',
          related: [{ place: op.call.place, message: 'the op is made here' }],
          experiment: { kind: 'none', reason: 'a single step shows nothing' },
        });
    }
  },
});

/** Another op that is run may train the same weights: only where both name their variables is it known that it does not. */
const mayBeTrainedBy = (graphs: SessionFacts, op: TrainOp): boolean => {
  const run = new Set(runSteps(graphs).flatMap((step) => step.trainOps));
  const names = ({ call }: TrainOp): boolean => argumentOf(call, 'var_list') !== undefined;
  return graphs.trainOps.some((other) => other !== op && run.has(other.id) && !(names(op) && names(other)));
};

/** Not in a loop, nor in something that others may call again, and nothing else is trained. */
const isSingleStep = (graphs: SessionFacts, step: RunStep): boolean =>
  step.loops.length === 0 && !step.uncalled && runSteps(graphs).every((other) => other === step || other.trainOps.length === 0);

/** `sess.run(train_op, feed_dict=...)` on a line before, with what the loss is fed. */
function runIt(context: RuleContext, op: TrainOp, { call }: RunStep) {
  const name = boundName(context, op.call.place);
  const [fetches, ...rest] = call.arguments;
  if (name === undefined || !fetches || call.method !== 'run') return undefined;
  const given = rest.map(({ place }) => `, ${textOf(context, place)}`).join('');
  if (given.includes('\n')) return undefined;
  return fixOf(
    `Run ${name} in each step`,
    'unsafe',
    insertLinesBefore(context, call.place, [`${textOf(context, call.function)}(${name}${given})`]),
  );
}
