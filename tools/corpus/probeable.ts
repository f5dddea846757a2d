/**
 * `npm run corpus:probeable -- FOLDER...`: of the `compile` calls in these programs that were understood (head, loss and optimizer), how many the
 * probe can rebuild, and why not the others.
 */
import { basename } from 'node:path';
import { isResolved } from '../../src/cli/format/json';
import { planBaseline } from '../../src/plan/plan';
import type { TrainingRun } from '../../src/program/training';
import { readFolders } from './read-folder';

const [...folders] = process.argv.slice(2);
if (folders.length === 0) throw new Error('Name at least one folder of programs.');

const reasons = new Map<string, string[]>();
let [resolved, probeable] = [0, 0];
for (const { path, script } of await readFolders(folders)) {
  for (const runs of byCompile(script.program.runs)) {
    if (!runs.every(isResolved)) continue;
    resolved += 1;
    // A model that is trained more than once is probed where it can be.
    const planned = runs.map((run) => planBaseline(run));
    if (planned.some(({ kind }) => kind === 'experiment')) probeable += 1;
    else {
      const [first] = planned;
      const reason = first?.kind === 'not-testable' ? `${first.what}: ${first.name}` : '';
      reasons.set(reason, [...(reasons.get(reason) ?? []), basename(path)]);
    }
  }
}

console.log(
  `${probeable} of ${resolved} understood compile() calls can be probed (${((100 * probeable) / resolved).toFixed(1)}%)`,
);
for (const [reason, paths] of [...reasons].toSorted(([, a], [, b]) => b.length - a.length))
  console.log(`  ${paths.length}  ${reason}  (${paths.slice(0, 4).join(', ')}${paths.length > 4 ? ', ...' : ''})`);

function byCompile(runs: readonly TrainingRun[]): readonly (readonly TrainingRun[])[] {
  const calls = new Map<string, TrainingRun[]>();
  for (const run of runs) {
    if (!run.compile) continue;
    const key = `${run.compile.place.source}:${run.compile.place.start}`;
    calls.set(key, [...(calls.get(key) ?? []), run]);
  }
  return [...calls.values()];
}
