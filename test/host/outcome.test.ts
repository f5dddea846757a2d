/** The judgement over a run in a real VS Code: it may say that all is well only when everything says so. */
import { expect, test } from 'vitest';
import { laneOutcome } from '../integration/runner/outcome';

const row = (state: 'passed' | 'failed') => ({ title: 'a test', state, ms: 1 });
const report = { rows: [row('passed'), row('passed')], complete: true };
const end = { lane: 'a lane', seconds: 1, report, exitCode: 0 };

test('all passed and exit code 0 is the only success', () => {
  expect(laneOutcome(end)).toMatchObject({ passed: 2, failed: 0 });
  expect(laneOutcome(end).broken).toBeUndefined();
});

test('a failed test is one failure, whatever the exit code says', () => {
  const failing = { ...report, rows: [row('passed'), row('failed')] };
  expect(laneOutcome({ ...end, report: failing, exitCode: 1 })).toMatchObject({ passed: 1, failed: 1 });
  expect(laneOutcome({ ...end, report: failing, exitCode: 0 })).toMatchObject({ passed: 1, failed: 1 });
});

test.each([
  ['a suite that left no results', { report: undefined }, /left no results/],
  ['a suite without a test', { report: { rows: [], complete: true } }, /ran no test/],
  ['a suite that was cut off', { report: { ...report, complete: false, running: 'the third test' } }, /at "the third test"/],
  ['a run whose end was not reported', { exitCode: undefined }, /did not report/],
  ['an exit code that the rows do not explain', { exitCode: 1 }, /exit code 1/],
  ['an interruption after the last test', { interruption: 'The page of VS Code crashed.' }, /crashed/],
])('%s is a failure', (_name, difference, why) => {
  const outcome = laneOutcome({ ...end, ...difference });
  expect(outcome.failed).toBe(1);
  expect(outcome.broken).toMatch(why);
});
