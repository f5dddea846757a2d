/**
 * `npm run bench:speed [-- --against COMMIT] [--rounds N]`: verdicts of the five models of bench/models.json, this checkout in turn with another commit in one run, so that every
 * row is a ratio; beside them what `import tensorflow` takes, where the Python environment is there. Writes `bench/results.json`. Nothing is asserted.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import type { Experiment } from '../../src/experiment/experiment';
import type { Verdict } from '../../src/experiment/verdict';
import { pythonEnvironment } from '../../tools/python/environment';
import { benchModels, fullExperiment } from '../probe/models';

/** Of a verdict that is measured cold only: warm is no quicker. */
const HEAVY_MS = 4000;
/** The commit before training was compiled. */
const BEFORE = 'd5378b1';
const { values: options } = parseArgs({
  options: { against: { type: 'string', default: BEFORE }, rounds: { type: 'string', default: '3' } },
});
const rounds = Number(options.rounds);
const root = fileURLToPath(new URL('../../', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'loss-probe-speed-'));

interface Round {
  readonly ms: number;
  readonly processorMs: number;
  readonly outcome: Verdict['outcome'];
  readonly pairs: number;
  readonly computed?: Verdict['engine']['computed'];
}

function build(folder: string): string {
  execFileSync(process.execPath, ['esbuild.mjs', '--production', '--only=worker.cjs'], { cwd: folder });
  return join(folder, 'dist/worker.cjs');
}

/** The other commit, built with the packages of this checkout. */
function buildOther(): string {
  const folder = join(home, 'other');
  execFileSync('mkdir', [folder]);
  execFileSync('sh', ['-c', `git archive ${options.against} | tar -x -C "${folder}"`], { cwd: root });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return build(folder);
}

function run(worker: string, experiment: Experiment, times: number): readonly Round[] {
  const path = join(home, 'experiment.json');
  writeFileSync(path, JSON.stringify(experiment));
  const child = fileURLToPath(new URL('./child.mjs', import.meta.url));
  return JSON.parse(execFileSync(process.execPath, [child, worker, path, String(times)], { encoding: 'utf8' })) as Round[];
}

const least = (values: readonly number[]): number => Math.min(...values);
const digits = (value: number): number => Number(value.toPrecision(3));

async function importMs(): Promise<number | undefined> {
  try {
    const { python } = await pythonEnvironment('keras3');
    const started = performance.now();
    const { status } = spawnSync(python, ['-c', 'import tensorflow'], { env: { ...process.env, CUDA_VISIBLE_DEVICES: '' } });
    return status === 0 ? performance.now() - started : undefined;
  } catch {
    return undefined;
  }
}

const [here, there] = [build(root), buildOther()];
const importing = await importMs();
const rows = benchModels.map((model) => {
  const experiment = fullExperiment(model);
  const [ours, theirs]: [Round[], Round[]] = [[], []];
  for (let i = 0; i < rounds; i++) {
    ours.push(...run(here, experiment, 1));
    theirs.push(...run(there, experiment, 1));
  }
  const heavy = least(ours.map((one) => one.ms)) > HEAVY_MS;
  const warm = heavy ? [] : run(here, experiment, 4).slice(1);
  const twenty = heavy ? [] : run(here, { ...experiment, seeds: { count: 20, extendTo: 20 } }, 3).slice(1);
  const [cold, before] = [ours, theirs].map((list) => least(list.map(({ processorMs }) => processorMs)));
  const [ms] = [least(ours.map((one) => one.ms))];
  const row = {
    model: model.name,
    computedBy: ours[0]?.computed?.by ?? 'tfjs',
    sameOutcome: ours[0]?.outcome === theirs[0]?.outcome,
    processorMs: digits(cold ?? NaN),
    processorMsBefore: digits(before ?? NaN),
    timesFaster: digits((before ?? NaN) / (cold ?? NaN)),
    ms: digits(ms),
    ...(heavy
      ? {}
      : {
          warmMs: digits(least(warm.map((one) => one.ms))),
          twentyPairsWarmMs: digits(least(twenty.map((one) => one.ms))),
        }),
    ...(importing === undefined ? {} : { ofImportTensorflow: digits(ms / importing) }),
  };
  console.log(JSON.stringify(row));
  return row;
});
rmSync(home, { recursive: true, force: true });

const version = (command: string, words: readonly string[]): string =>
  execFileSync(command, [...words], { cwd: root, encoding: 'utf8' }).trim();
const result = {
  made: 'npm run bench:speed',
  of: version('git', ['rev-parse', '--short', 'HEAD']),
  against: options.against,
  versions: { node: process.version, processors: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}` },
  importTensorflowMs: importing === undefined ? null : digits(importing),
  experiment: '2 arms x 5 runs x 150 steps, batch 32; cold is from before the worker is started; the best of the rounds',
  models: rows,
};
writeFileSync(join(root, 'bench/results.json'), await format(JSON.stringify(result), { parser: 'json', printWidth: 130 }));
