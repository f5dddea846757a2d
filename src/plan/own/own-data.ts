/**
 * The user's own rows in place of made-up ones. Used only where everything from the file to the model is known: the columns of features and
 * labels, and every step between; otherwise it is said why not, and the test stays with made-up data.
 */
import type { OwnSample } from '../../experiment/data-spec';
import type { PreparationStep } from '../../experiment/experiment';
import { float32Base64 } from '../../experiment/data/base64';
import { stream } from '../../experiment/random';
import type { DataFlow } from '../../facts/data';
import type { Derivation } from '../../facts/derivation';
import type { TrainingProgram, TrainingRun } from '../../facts/training';
import { follower, type Follow } from './evaluate';
import { fileName, pathsOf, type OwnFiles } from './sources';
import { asArray, refused, rowShape, rowsOf, takeRows, type Derived, type OwnValue, type Refusal } from './value';

export type { OwnFile, OwnFiles } from './sources';
export { LARGEST_FILE } from './sources';

/** Most rows of one experiment, and most numbers: it is sent to the worker, shown and exported. */
const MOST_ROWS = 2000;
const MOST_NUMBERS = 400_000;
/** With fewer rows nothing could be told from chance. */
const FEWEST_ROWS = 40;
/** Of the rows, the part that is trained on. */
export const TRAINING_SHARE = 0.75;

const flowsOf = (run: TrainingRun): readonly DataFlow[] => [
  ...run.inputs,
  ...run.heads.flatMap(({ labels }) => ('origins' in labels ? [labels] : [])),
];

/** Files that the training data of a program come from, by the path as it is written. */
export function ownPaths(program: Pick<TrainingProgram, 'runs'>): readonly string[] {
  const derivations = program.runs.flatMap(flowsOf).flatMap(({ derivation }) => (derivation ? [derivation] : []));
  return [...new Set(derivations.flatMap((one) => pathsOf(one) ?? []))].filter((path) => !isRemote(path));
}

/** The names of the files that a run's arrays come from, as far as they are known; undefined where none is. */
export function filesNamed(run: TrainingRun): string | undefined {
  const named = flowsOf(run).flatMap(({ derivation }) => (derivation ? (pathsOf(derivation) ?? []) : []));
  return named.length > 0 ? [...new Set(named.map(fileName))].join(' and ') : undefined;
}

/** The files of one run, where every array it trains on has a known way out of them. */
export function offeredFiles(run: TrainingRun): { readonly name: string; readonly paths: readonly string[] } | undefined {
  const flows = flowsOf(run);
  const paths = flows.map(({ derivation }) => derivation && pathsOf(derivation));
  const all = [...new Set(paths.flatMap((one) => one ?? []))];
  if (run.inputs.length === 0 || paths.includes(undefined) || all.length === 0 || all.some(isRemote)) return undefined;
  return { name: [...new Set(all.map(fileName))].join(' and '), paths: all };
}

const isRemote = (path: string): boolean => /^[a-z][a-z0-9+.-]+:\/\//i.test(path);

/** What a run trains on, as far as it is known. */
export interface OwnRun {
  readonly inputs: readonly Derived[];
  /** One per head; undefined where the input is its own target. */
  readonly labels: readonly (Derived | undefined)[];
}

export interface OwnTask {
  readonly kind: 'own';
  readonly file: string;
  readonly rows: number;
  /** Shape of one sample of each input. */
  readonly shapes: readonly (readonly number[])[];
  /** Of each version of the program, what it does to the rows all of them share. */
  readonly runs: readonly OwnRun[];
  /** The rows that are used, in the file's order. */
  readonly inputs: readonly OwnValue[];
  readonly labels: readonly (OwnValue | undefined)[];
}

/** The rows that all versions of the program (as written first) train on. */
export function ownTask(runs: readonly TrainingRun[], files: OwnFiles): OwnTask | Refusal {
  const follow = follower(files);
  const [first] = runs;
  if (!first) return refused('there is nothing to train');
  const file = namesOf(first);
  const found: OwnRun[] = [];
  for (const run of runs) {
    const own = followRun(run, follow);
    if ('kind' in own) return refused(file === undefined ? own.reason : `${file}: ${own.reason}`);
    found.push(own);
  }
  const [written] = found;
  if (!written || file === undefined) return refused('your code reads no file that was found');
  const why = problemOf(written, found);
  if (why !== undefined) return refused(`${file}: ${why}`);
  const values = [...written.inputs, ...written.labels.flatMap((one) => one ?? [])].map(({ value }) => value);
  const rows = rowsOf(values[0] ?? { kind: 'array', shape: [0], data: new Float64Array() });
  const width = values.reduce((sum, value) => sum + rowShape(value).reduce((product, size) => product * size, 1), 0);
  const count = Math.min(rows, MOST_ROWS, Math.floor(MOST_NUMBERS / Math.max(1, width)));
  if (count < FEWEST_ROWS)
    return refused(
      rows < FEWEST_ROWS
        ? `${file}: it gives ${rows} rows, and fewer than ${FEWEST_ROWS} tell nothing from chance`
        : `${file}: its rows of ${width} numbers are too large to be tested here`,
    );
  const chosen = count === rows ? undefined : stream(1, 'own/sample').permutation(rows).slice(0, count).sort();
  const sampled = (value: OwnValue): OwnValue => (chosen ? takeRows(value, chosen) : value);
  return {
    kind: 'own',
    file,
    rows,
    shapes: written.inputs.map(({ value }) => shapeOf(value)),
    runs: found,
    inputs: written.inputs.map(({ value }) => sampled(value)),
    labels: written.labels.map((one) => one && sampled(one.value)),
  };
}

/** Rows of single numbers reach a model as rows of one. */
const shapeOf = (value: OwnValue): readonly number[] => {
  const shape = rowShape(value);
  return shape.length === 0 ? [1] : shape;
};

function namesOf(run: TrainingRun): string | undefined {
  const paths = flowsOf(run).flatMap(({ derivation }) => (derivation ? (pathsOf(derivation) ?? []) : []));
  const names = [...new Set(paths.map(fileName))];
  return names.length === 0 ? undefined : names.join(' and ');
}

function followRun(run: TrainingRun, follow: Follow): OwnRun | Refusal {
  const inputs: Derived[] = [];
  const labels: (Derived | undefined)[] = [];
  if (run.inputs.length === 0) return refused('what the model is trained on is not known');
  for (const flow of run.inputs) {
    const one = followFlow(flow.derivation, flow, 'features', follow);
    if (one.kind === 'refused') return one;
    if (one.oneHot !== undefined) return refused('features that are one-hot columns of one column are not followed');
    inputs.push(one);
  }
  for (const head of run.heads) {
    if (run.traits.autoencoder) labels.push(undefined);
    else {
      const flow = 'origins' in head.labels ? head.labels : undefined;
      const one = followFlow(flow?.derivation, flow, 'labels', follow);
      if (one.kind === 'refused') return one;
      labels.push(one);
    }
  }
  return { inputs, labels };
}

function followFlow(
  derivation: Derivation | undefined,
  flow: DataFlow | undefined,
  what: string,
  follow: Follow,
): Derived | Refusal {
  if (!derivation) {
    const elsewhere = flow?.originsComplete === true && !flow.origins.some(({ kind }) => kind === 'file');
    return refused(
      elsewhere ? `your ${what} do not come from a file` : `how your ${what} come out of a file is not known in every step`,
    );
  }
  const paths = pathsOf(derivation);
  if (!paths) return refused('its path is only known when your code runs');
  const remote = paths.find(isRemote);
  if (remote !== undefined) return refused('it is read over the network');
  const one = follow(derivation);
  if (one.kind === 'refused') return one;
  return one.pending === undefined ? one : refused(`something is taken off your ${what} that is not followed`);
}

/** What keeps the rows from being shared by all versions, or features and labels from belonging together. */
function problemOf(written: OwnRun, all: readonly OwnRun[]): string | undefined {
  const everything = [...written.inputs, ...written.labels.flatMap((one) => one ?? [])];
  const rows = new Set(everything.map(({ value }) => rowsOf(value)));
  if (rows.size > 1) return `features and labels have different numbers of rows (${[...rows].join(' and ')})`;
  const orders = new Set(everything.map(({ shuffles }) => shuffles.join()));
  if (orders.size > 1) return 'features and labels are put in different orders';
  for (const { value } of written.inputs) {
    const array = asArray(value);
    if (array.kind === 'text') return `its column "${array.label}" holds text, and nothing turns it into numbers`;
  }
  for (const other of all.slice(1)) {
    const same =
      written.inputs.length === other.inputs.length &&
      written.labels.length === other.labels.length &&
      written.inputs.every((one, i) => sameValue(one.value, other.inputs[i]?.value)) &&
      written.labels.every((one, i) => one === undefined || sameValue(one.value, other.labels[i]?.value, true));
    if (!same) return 'the fix changes which numbers of it are used';
  }
  return undefined;
}

/** @param flat a label as (n,) or (n, 1) is the same label */
function sameValue(a: OwnValue, b: OwnValue | undefined, flat = false): boolean {
  if (b === undefined || rowsOf(a) !== rowsOf(b)) return false;
  if (a === b) return true;
  const [x, y] = [asArray(a), asArray(b)];
  if (x.kind === 'text' || y.kind === 'text') return JSON.stringify(a) === JSON.stringify(b);
  if (!flat && shapeOf(a).join() !== shapeOf(b).join()) return false;
  return x.data.length === y.data.length && x.data.every((value, i) => Object.is(value, y.data[i]));
}

/** Numbers of the sample as the experiment carries them. */
export const embedded = (value: OwnValue): string => {
  const array = asArray(value);
  return array.kind === 'text' ? '' : float32Base64(array.data);
};

export const ownSample = (task: OwnTask, targets: readonly string[]): OwnSample => ({
  file: task.file,
  rows: task.rows,
  inputs: task.inputs.map(embedded),
  targets,
});

/** What a version of the program does to an input before the model sees it. */
export const stepsOf = (task: OwnTask, run: number, input: number): readonly PreparationStep[] =>
  task.runs[run]?.inputs[input]?.steps ?? [];
