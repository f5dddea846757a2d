import { insertLinesBefore, textOf } from '../edits/edits';
import type { RunStep, SessionFacts } from '../facts/session';
import { defineRule } from './define';
import { fixOf } from './support/fixes';
import { linearProgram } from './support/session-examples';
import { initializerText, runSteps, sessionOf } from './support/sessions';

export default defineRule({
  id: 'tf1-init-missing',
  group: 'graph',
  severity: 'error',
  evidence: { measured: 'raises' },
  messages: {
    missing:
      'This session runs {what} before any variable has a value: no initialiser is run in it and no checkpoint is restored. TensorFlow raises FailedPreconditionError.',
  },
  docs: {
    summary: 'A session uses variables that were never initialised.',
    why: `In TensorFlow 1 a variable is a place in the graph; it gets its value in a session, when tf.global_variables_initializer() is run there or a
checkpoint is restored. A session that trains without either stops at its first step with FailedPreconditionError.`,
    bad: linearProgram(`with tf.Session() as sess:
    for step in range(50):
        _, value = sess.run([train_op, loss], feed_dict={x: xs, y: ys})
        #          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tf1-init-missing
    print(value)
`),
    good: linearProgram(`with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(50):
        _, value = sess.run([train_op, loss], feed_dict={x: xs, y: ys})
    print(value)
`),
    raises: 'FailedPreconditionError',
    limits:
      'Silent where the session is handed to something that was not followed, where anything that is fetched before is not understood, where any variable is assigned in a session, and for MonitoredTrainingSession, which initialises by itself.',
    fixSafety: 'Unsafe only in that the program then goes on: the line is put before the first use.',
    probe: 'Not trained: TensorFlow raises.',
    references: ['https://www.tensorflow.org/api_docs/python/tf/compat/v1/global_variables_initializer'],
  },
  check(context, report) {
    const { graphs } = context.program;
    const reported = new Set<number>();
    for (const step of runSteps(graphs)) {
      const session = sessionOf(graphs, step);
      if (!session || session.managed || session.escaped || reported.has(session.id) || !step.usesVariables || !step.whole)
        continue;
      // An escaped train op says that other code works on this graph; its variables may be set there.
      if (isInitialised(graphs, step)) continue;
      reported.add(session.id);
      const [outer] = step.loops.filter(
        ({ place }) => place.source === step.call.place.source && place.start > session.call.place.start,
      );
      const name = step.call.receiver && step.call.method === 'run' ? textOf(context, step.call.receiver) : undefined;
      const line = name && `${name}.run(${initializerText(context, session)})`;
      report({
        message: 'missing',
        at: step.call.place,
        data: { what: step.trainOps.length > 0 ? 'the train op' : 'the graph' },
        related: [{ place: session.call.place, message: 'the session is made here' }],
        fixes: [
          line && step.loops.every(({ place }) => place.source === step.call.place.source)
            ? fixOf(
                'Run the initialiser first',
                'unsafe',
                insertLinesBefore(context, atStart(outer?.place ?? step.call.place), [line]),
              )
            : undefined,
        ],
        experiment: { kind: 'none', reason: 'TensorFlow raises at the first step' },
      });
    }
  },
});

const atStart = <P extends { readonly start: number; readonly end: number }>(place: P): P => ({ ...place, end: place.start });

/** Something in the program initialises, restores or assigns in this session, in one that is not known, or with a fetch that is not understood. */
const isInitialised = (graphs: SessionFacts, { session }: RunStep): boolean =>
  graphs.steps.some(
    (step) =>
      (step.session === session || step.session === undefined) &&
      (step.kind === 'restore' || step.initialises !== undefined || !step.whole),
  );
