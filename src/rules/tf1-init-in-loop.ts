import { insertLinesBefore } from '../edits/edits';
import type { RestoreStep, RunStep, SessionFacts, StepLoop } from '../facts/session';
import { contains, samePlace, type Place } from '../text/place';
import { defineRule, type RuleContext } from './define';
import { fixOf } from './support/fixes';
import { linearProgram } from './support/session-examples';
import { loopIntent, isWithin, removeLines, runSteps, sessionOf, shares, statementText } from './support/sessions';

export default defineRule({
  id: 'tf1-init-in-loop',
  group: 'graph',
  severity: 'error',
  evidence: { measured: 'certain' },
  messages: {
    loop: 'The initialiser is run in every round of this loop, which also trains. Each round starts again from new random weights, so nothing learned in the rounds before is kept.',
    restored:
      'The initialiser is run after the checkpoint was restored. It overwrites every restored weight with a new random one.',
  },
  docs: {
    summary: 'The variables are initialised again in every round of the training loop, or after a checkpoint was restored.',
    why: `tf.global_variables_initializer() gives every variable its first value. Run in the loop over epochs it throws away what the epoch before has
learned; run after saver.restore it throws away the checkpoint. The loss falls a little and jumps back, again and again.`,
    bad: linearProgram(`with tf.Session() as sess:
    for epoch in range(20):
        sess.run(tf.global_variables_initializer())
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tf1-init-in-loop
        _, value = sess.run([train_op, loss], feed_dict={x: xs, y: ys})
        print(epoch, value)
`),
    good: linearProgram(`with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for epoch in range(20):
        _, value = sess.run([train_op, loss], feed_dict={x: xs, y: ys})
        print(epoch, value)
`),
    limits:
      'Speaks where the same loop trains directly, or through one loop over the batches of an epoch. Silent where each round makes its own session or graph, where the initialiser stands in a condition, and for loops over folds, runs or settings that train for several epochs each.',
    fixSafety: 'Unsafe: moves the line before the loop; a program that means to start anew in each round would change.',
    probe: 'Trains once with new weights in each round of the loop and once without.',
    references: [
      'https://doi.org/10.1145/3470006',
      'https://www.tensorflow.org/api_docs/python/tf/compat/v1/global_variables_initializer',
    ],
  },
  check(context, report) {
    const { graphs } = context.program;
    const seen = new Set<number>();
    for (const step of runSteps(graphs)) {
      if (step.initialises?.all !== true || seen.has(step.call.place.start)) continue;
      const loop = step.loops.find((one, i) => resets(graphs, step, one, i));
      const restored = loop ? undefined : restoredBefore(graphs, step);
      if (!loop && !restored) continue;
      seen.add(step.call.place.start);
      const train = runSteps(graphs).find((one) => one.trainOps.length > 0 && one.session === step.session);
      if (loop)
        report({
          message: 'loop',
          at: step.call.place,
          related: [{ place: { ...loop.place, end: loop.place.start }, message: 'the loop' }],
          fixes: [hoist(context, step, loop)],
          experiment: loopIntent(
            context.program,
            graphs.trainOps.find(({ id }) => train?.trainOps.includes(id)),
            'With one initialisation, before the loop',
            {
              reset:
                train?.loops.at(-1) && samePlace(train.loops.at(-1)?.place ?? loop.place, loop.place)
                  ? 'every-step'
                  : 'every-epoch',
            },
          ),
        });
      else if (restored)
        report({
          message: 'restored',
          at: step.call.place,
          related: [{ place: restored.call.place, message: 'restored here' }],
          experiment: { kind: 'none', reason: 'the checkpoint is not in the program' },
        });
    }
  },
});

/** Loops that start from new weights on purpose. */
const startsAnew = /fold|split|run|trial|seed|repeat|restart|exp|model|config|lr|rate|param|size|rep\b/i;

/** Every round of the loop initialises, and trains one step, or one pass over the batches. */
function resets(graphs: SessionFacts, init: RunStep, loop: StepLoop, at: number): boolean {
  const session = sessionOf(graphs, init);
  // Between this loop and the initialiser there is no other loop: that one would be the culprit.
  if (loop.sometimes || at !== init.loops.length - 1 || (loop.variable !== undefined && startsAnew.test(loop.variable)))
    return false;
  if (!session || session.loops.some((one) => samePlace(one, loop.place))) return false;
  return runSteps(graphs).some((train) => {
    const depth = train.loops.findIndex(({ place }) => samePlace(place, loop.place));
    if (depth < 0 || train.session !== init.session || train.trainOps.length === 0) return false;
    const ops = graphs.trainOps.filter(({ id }) => train.trainOps.includes(id));
    if (ops.some((op) => shares([loop], op.loops[depth] ?? { ...loop.place, start: -1 }))) return false;
    const inner = train.loops.slice(depth + 1);
    return inner.length === 0 || (inner.length === 1 && inner.every((one) => isPassOverBatches(train, one, loop)));
  });
}

/** The inner loop goes through the batches of one epoch: over data, until the iterator ends, or the outer one counts epochs by name. */
const isPassOverBatches = ({ feeds }: RunStep, inner: StepLoop, outer: StepLoop): boolean =>
  (outer.over === 'counter' || outer.variable !== undefined) &&
  (/epoch|iter|step/i.test(outer.variable ?? '') ||
    (inner.over === 'data' && outer.over === 'counter') ||
    (feeds.length === 0 && inner.over === 'other'));

/** A checkpoint that is restored in the same session, before, and not followed by training that would make it pointless. */
function restoredBefore(graphs: SessionFacts, init: RunStep): RestoreStep | undefined {
  if (init.conditional || init.session === undefined) return undefined;
  const at = graphs.steps.indexOf(init);
  const used = graphs.steps
    .slice(0, at)
    .findLast((step) => step.session === init.session && (step.kind === 'restore' || step.usesVariables));
  const again = graphs.steps.slice(at + 1).find((step) => step.session === init.session && step.kind === 'restore');
  return used?.kind === 'restore' && !again ? used : undefined;
}

/** Moves the line before the loop, where what it names is already there. */
function hoist(context: RuleContext, step: RunStep, loop: StepLoop) {
  const made = step.initialises?.call.place;
  const statement = statementText(context, step.call.place);
  if (!made || !statement || statement.text.includes('\n')) return undefined;
  // It binds a name, or does more than initialise.
  if (!samePlace(statement.place, step.call.place)) return undefined;
  const ready: Place = loop.place;
  if (isWithin(ready, made) && !contains(step.call.place, made)) return undefined;
  return fixOf(
    'Run the initialiser once, before the loop',
    'unsafe',
    insertLinesBefore(context, { ...loop.place, end: loop.place.start }, [statement.text]),
    removeLines(context, step.call.place),
  );
}
