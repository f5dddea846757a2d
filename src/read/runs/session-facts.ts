/** TensorFlow 1: from the events of sessions and graphs to facts. */
import type { Machine } from '../python/machine';
import type { Value } from '../python/value';
import type { GraphSession, SessionFacts, TrainOp } from '../../facts/session';
import {
  biasSlips,
  crossEntropies,
  dropouts,
  normalizations,
  trainedNodes,
  unreadVariables,
  updatesCollected,
} from './graph-calls';
import { lossOf, sessionSteps } from './session-steps';
import { listItems } from '../python/collections';
import type { SessionEvent } from '../libraries/tensorflow/events';

export function sessionFacts(m: Machine): SessionFacts {
  const trainOps = trainOpsOf(m);
  const trained = trainedNodes(m);
  const runs = m.events.filter((event): event is SessionEvent => event.kind === 'session');
  return {
    sessions: m.events.flatMap((event): readonly GraphSession[] =>
      event.kind === 'session-made'
        ? [
            {
              id: event.session.id,
              call: event.session.call,
              managed: event.session.type.includes('Monitored'),
              escaped: m.escaped.has(event.session.id),
              loops: event.loops.map(({ place }) => place),
            },
          ]
        : [],
    ),
    steps: sessionSteps(m, trainOps),
    trainOps,
    crossEntropies: crossEntropies(m),
    dropouts: dropouts(m, trained, runs),
    normalizations: normalizations(m, trained, runs),
    updatesCollected: updatesCollected(m),
    slips: biasSlips(trained),
    unread: unreadVariables(m, trained, runs),
  };
}

function trainOpsOf(m: Machine): readonly TrainOp[] {
  const ops = new Map<string, TrainOp>();
  for (const event of m.events) {
    if (event.kind !== 'train-op') continue;
    const { operation } = event;
    const loss = lossOf(m, operation);
    if (!loss) continue;
    ops.set(`${operation.place.source}:${operation.place.start}:${loss.id}`, {
      id: operation.id,
      call: operation.call,
      loops: event.loops.map(({ place }) => place),
      loss: loss.id,
      escaped: m.escaped.has(operation.id) || isHandedOn(m, operation),
    });
  }
  return [...ops.values()];
}

/** An op among the arguments of a library call, such as `tf.control_dependencies([train_op])`, runs with something else. */
function isHandedOn(m: Machine, operation: Extract<Value, { kind: 'object' }>): boolean {
  return m.events.some(
    (event) =>
      event.kind === 'call' &&
      [...event.args.positional, ...event.args.keywords.values()].some((value) => holds(m, value, operation.id, 0)),
  );
}

function holds(m: Machine, value: Value, id: number, depth: number): boolean {
  if (value.kind === 'object') return value.id === id;
  const items = value.kind === 'tuple' ? value.items : value.kind === 'list' ? listItems(m, value) : [];
  return depth < 3 && items.some((item) => holds(m, item, id, depth + 1));
}
