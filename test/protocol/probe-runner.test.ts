/** The host's side with workers that misbehave. Time is handed in, so nothing here waits. */
import { expect, test } from 'vitest';
import { openProbeRunner, type ProbeWorker } from '../../src/protocol/probe-runner';
import { arm, data, dense, experiment, features, loss, optimizer, sequential } from '../probe/support/experiments';

const spec = experiment(
  [
    arm({
      model: sequential([8], [dense(1)]),
      loss: loss('MeanSquaredError'),
      optimizer: optimizer('Adam', { learning_rate: 0.01 }),
    }),
  ],
  data(features(8), { kind: 'binary' }),
);

const silent = (ended: string[]): ProbeWorker => ({
  postMessage: () => undefined,
  on: () => undefined,
  terminate: () => Promise.resolve(ended.push('terminated')),
  ref: () => undefined,
  unref: () => undefined,
});

test('a worker that never opens is given up, and the next test gets another', async () => {
  const ended: string[] = [];
  const due: (() => void)[] = [];
  const runner = openProbeRunner({
    spawn: () => silent(ended),
    schedule: (_, callback) => {
      due.push(callback);
      return () => undefined;
    },
  });
  const first = runner.start(spec);
  const second = runner.start(spec);
  due[0]?.();
  expect((await first.result).reason).toEqual({ kind: 'error', message: 'the worker did not start' });
  expect(ended).toEqual(['terminated']);
  second.cancel();
  expect((await second.result).reason).toEqual({ kind: 'cancelled' });
  expect(ended).toHaveLength(2);
  runner.dispose();
});
