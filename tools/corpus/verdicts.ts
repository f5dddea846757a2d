/**
 * `npm run corpus:verdicts -- FOLDER... [--sample N] [--seed N] [--skip N]`: draws programs that can be probed, tests all their findings and asks of every model
 * whether it learns unchanged. Prints each outcome and the share that is decisive. Needs the built worker (`npm run build`).
 */
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openWorkerRunner } from '../../src/cli/probe-worker';
import type { Verdict } from '../../src/experiment/verdict';
import { noConfig } from '../../src/lint/config';
import { lint } from '../../src/lint/lint';
import { fixedPrograms } from '../../src/plan/fixes';
import type { Planned } from '../../src/plan/outcome';
import { planBaseline, planFinding } from '../../src/plan/plan';
import { testExperiment } from '../../src/plan/run';
import { rules } from '../../src/rules/index';
import { readFolders, type CorpusProgram } from './read-folder';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
    skip: { type: 'string', default: '0' },
  },
});

interface Question {
  readonly title: string;
  readonly planned: Planned;
}

function questionsOf({ script, reader }: CorpusProgram): readonly Question[] {
  const { program, sources, source } = script;
  const { findings } = lint({ program, sources, entry: source.id, rules }, noConfig);
  const compiled = program.runs.filter((run) => run.compile !== undefined);
  // Of a model compiled once and fitted twice the last run says most.
  const last = new Map(compiled.map((run) => [run.compile?.place.start, run]));
  return [
    ...findings.flatMap((finding) =>
      finding.experiment.kind === 'none'
        ? []
        : [
            {
              title: finding.rule,
              planned: planFinding(
                program,
                finding,
                fixedPrograms(finding, sources, (changed) => reader.reread(script, changed)),
              ),
            },
          ],
    ),
    ...[...last.values()].map((run) => ({ title: 'baseline', planned: planBaseline(run) })),
  ];
}

/** Draws without repetition (a linear congruential generator, so that a sample can be drawn again). */
function draw<T>(items: readonly T[], count: number, seed: number): readonly T[] {
  const left = [...items];
  let state = seed;
  return Array.from({ length: Math.min(count, left.length) }, () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return left.splice(state % left.length, 1);
  }).flat();
}

const probeable = (await readFolders(positionals)).filter(({ script }) =>
  script.program.runs.some((run) => run.compile !== undefined && planBaseline(run).kind === 'experiment'),
);
const drawn = draw(probeable, Number(options.sample), Number(options.seed));
console.log(`${drawn.length} of ${probeable.length} programs that can be probed, drawn with seed ${options.seed}`);

const root = fileURLToPath(new URL('../..', import.meta.url));
const runner = openWorkerRunner({ folder: join(root, 'dist') });
const outcomes = new Map<string, number>();
const decisive = new Set<string>(['confirmed', 'not-reproduced', 'fix-worse', 'learns', 'does-not-learn']);
let [clear, all] = [0, 0];
for (const program of drawn.slice(Number(options.skip))) {
  for (const { title, planned } of questionsOf(program)) {
    if (planned.kind !== 'experiment') {
      console.log(`  ${basename(program.path)}  ${title}: not planned (${planned.what}: ${planned.name})`);
      continue;
    }
    const { verdict } = await testExperiment(planned.experiment, (one) => runner.start(one).result);
    all += 1;
    if (decisive.has(verdict.outcome)) clear += 1;
    outcomes.set(verdict.outcome, (outcomes.get(verdict.outcome) ?? 0) + 1);
    console.log(`  ${basename(program.path)}  ${title}: ${verdict.outcome}  ${detail(verdict)}  ${verdict.ms} ms`);
  }
}
runner.dispose();
console.log(
  `${clear} of ${all} verdicts are decisive (${((100 * clear) / all).toFixed(1)}%): ${[...outcomes].map((one) => one.join(' ')).join(', ')}`,
);

function detail({ reason, arms }: Verdict): string {
  const metrics = arms.map(({ median }) => median.metric?.toFixed(3) ?? 'NaN').join(' vs ');
  const steps = Math.max(0, ...arms.map(({ stepsPerRun }) => stepsPerRun));
  const words =
    reason.kind === 'not-supported'
      ? ` ${reason.what} ${reason.name}`
      : reason.kind === 'keras-raises' || reason.kind === 'error'
        ? ` ${reason.message}`
        : '';
  return `${reason.kind}${words}  ${metrics}  ${steps} steps`;
}
