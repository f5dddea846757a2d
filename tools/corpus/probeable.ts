/**
 * `npm run corpus:probeable -- FOLDER...`: of the `compile` calls in these programs that were understood (head, loss and optimizer), how many the
 * probe can rebuild, and why not the others. Likewise of all custom loops and TensorFlow 1 sessions that train.
 */
import { basename } from 'node:path';
import { isResolved } from '../../src/cli/format/json';
import { planBaseline } from '../../src/plan/plan';
import type { TrainingRun } from '../../src/facts/training';
import { readFolders } from './read-folder';

const [...folders] = process.argv.slice(2);
if (folders.length === 0) throw new Error('Name at least one folder of programs.');

interface Tally {
  readonly what: string;
  readonly belongs: (run: TrainingRun) => boolean;
  readonly reasons: Map<string, string[]>;
  total: number;
  probeable: number;
}

const tally = (what: string, belongs: Tally['belongs']): Tally => ({ what, belongs, reasons: new Map(), total: 0, probeable: 0 });

const tallies = [
  tally('understood compile() calls', (run) => run.compile !== undefined && run.loop.kind !== 'tape'),
  tally('custom loops', ({ loop }) => loop.kind === 'tape'),
  tally('sessions that train', ({ loop }) => loop.kind === 'session'),
];

for (const { path, script } of await readFolders(folders)) {
  for (const one of tallies) {
    for (const runs of byCall(script.program.runs.filter(one.belongs))) {
      if (one === tallies[0] && !runs.every(isResolved)) continue;
      one.total += 1;
      // A model that is trained more than once is probed where it can be.
      const planned = runs.map((run) => planBaseline(run));
      if (planned.some(({ kind }) => kind === 'experiment')) one.probeable += 1;
      else {
        const [first] = planned;
        const reason = first?.kind === 'not-testable' ? `${first.what}: ${first.name}` : '';
        one.reasons.set(reason, [...(one.reasons.get(reason) ?? []), basename(path)]);
      }
    }
  }
}

for (const { what, total, probeable, reasons } of tallies) {
  console.log(`${probeable} of ${total} ${what} can be probed (${((100 * probeable) / Math.max(1, total)).toFixed(1)}%)`);
  for (const [reason, paths] of [...reasons].toSorted(([, a], [, b]) => b.length - a.length))
    console.log(`  ${paths.length}  ${reason}  (${paths.slice(0, 4).join(', ')}${paths.length > 4 ? ', ...' : ''})`);
}

function byCall(runs: readonly TrainingRun[]): readonly (readonly TrainingRun[])[] {
  const calls = new Map<string, TrainingRun[]>();
  for (const run of runs) {
    const { source, start } = run.compile?.place ?? (run.loop.kind === 'fit' ? run.loop.call.place : run.loop.place);
    const key = `${source}:${start}`;
    calls.set(key, [...(calls.get(key) ?? []), run]);
  }
  return [...calls.values()];
}
