/** Reads what a training printed: Keras's progress, printed histories, CSV logs, and the lines of a loop of one's own. Never throws. */
import { cleanText } from './clean';
import type { LoggedEpoch, LoggedFit, TrainingLog } from './log';
import { namedNumbers, type NamedNumber } from './numbers';
import { progressLine } from './progress';
import { csvLogs, histories } from './tables';
import { warningsIn } from './warnings';

export function readLog(output: string): TrainingLog {
  const { lines, skipped } = cleanText(output);
  const warnings = warningsIn(lines);
  const keras = kerasFits(lines);
  const others: readonly (() => readonly LoggedFit[])[] = [
    () => keras,
    () => (output.includes('loss') ? histories(lines.join('\n')) : []),
    () => csvLogs(lines),
    () => lineFits(lines),
  ];
  for (const read of others) {
    const fits = read();
    if (fits.length > 0) return { fits, warnings, skipped };
  }
  return { fits: [], warnings, skipped };
}

interface Open {
  epochs: LoggedEpoch[];
  planned: number | undefined;
  /** Number of the epoch under way, and what its lines said last. */
  epoch: number;
  figures: readonly NamedNumber[] | undefined;
  step: number;
  of: number | undefined;
  headed: boolean;
  /** What follows without a heading belongs to no epoch. */
  over: boolean;
  rate: number | undefined;
}

/** Every `Epoch 1/n` begins a training; without such lines, every finished progress bar is an epoch. */
function kerasFits(lines: readonly string[]): readonly LoggedFit[] {
  const fits: LoggedFit[] = [];
  let open: Open | undefined;
  const close = (): void => {
    if (!open) return;
    const cut = settle(open);
    if (open.epochs.length > 0) fits.push({ epochs: open.epochs, planned: open.planned, cut, by: 'keras' });
    open = undefined;
  };
  for (const line of lines) {
    const read = progressLine(line);
    if (!read) continue;
    if (read.kind === 'epoch') {
      if (open && (!open.headed || read.epoch <= open.epoch || read.planned !== open.planned)) close();
      if (open) settle(open);
      open ??= begun(read.planned, true);
      open = { ...open, epoch: read.epoch, figures: undefined, step: 0, of: undefined, over: false };
    } else if (read.kind === 'rate') {
      if (open) open.rate = read.rate;
    } else {
      open ??= begun(undefined, false);
      const restarts = open.figures !== undefined && open.of !== undefined && open.step >= open.of;
      if (open.headed && (open.over || restarts)) {
        // Without a heading no epoch follows: the last bar drawn again with its validation, or `evaluate` and `predict`.
        open.over ||= read.step !== open.step || read.of !== open.of || !read.drawn;
        const same = (open.figures ?? []).every(({ name }) => read.figures.some((one) => one.name === name));
        if (!open.over && same) open.figures = read.figures;
        continue;
      }
      if (!open.headed && open.figures !== undefined && (read.step < open.step || (restarts && read.step === open.step))) {
        settle(open);
        open.epoch++;
      }
      if (read.figures.length > 0) open.figures = read.figures;
      open.step = read.step;
      open.of = read.of;
    }
  }
  close();
  return fits.filter(({ epochs }) => epochs.some(({ values }) => [...values.keys()].some((name) => name.includes('loss'))));
}

const begun = (planned: number | undefined, headed: boolean): Open => ({
  epochs: [],
  planned,
  epoch: 1,
  figures: undefined,
  step: 0,
  of: undefined,
  headed,
  over: false,
  rate: undefined,
});

/** Writes down the epoch under way; true where it was not finished and is left out. */
function settle(open: Open): boolean {
  const { figures, step, of, epoch } = open;
  open.figures = undefined;
  if (!figures || figures.length === 0) return false;
  const unfinished = of !== undefined && step < of;
  // A bar that is not drawn to its end is an epoch where a later one follows; its last figures are nearly the whole epoch's.
  if (unfinished && open.epochs.length > 0 && step < 0.9 * of) return true;
  open.epochs.push(epochOf(epoch, figures, open.rate));
  return unfinished;
}

function epochOf(epoch: number, figures: readonly NamedNumber[], rate: number | undefined): LoggedEpoch {
  const values = new Map(figures.map(({ name, value }) => [name, value]));
  const texts = new Map(figures.map(({ name, text }) => [name, text]));
  if (rate !== undefined && !values.has('learning_rate') && !values.has('lr')) {
    values.set('learning_rate', rate);
    texts.set('learning_rate', String(rate));
  }
  return { epoch, values, texts };
}

const counters = /^(?:epochs?|steps?|iter(?:ation)?s?|batch|it|global_step|i)$/;
const losses =
  /^(?:(?:train|training|minibatch|batch|total|avg|average|mean|epoch|val|valid|validation|test)[_ ])?(?:loss|cost|error|mse)$/;

/** Lines of a program's own: whatever names a loss and a number is a step of the training. */
function lineFits(lines: readonly string[]): readonly LoggedFit[] {
  const fits: { epochs: LoggedEpoch[]; planned: number | undefined }[] = [];
  let current: { epochs: LoggedEpoch[]; planned: number | undefined } | undefined;
  let before = -Infinity;
  let announced: number | undefined;
  for (const line of lines) {
    if (line.length > 5000) continue;
    const numbered = /\b(?:epoch|step|iter(?:ation)?)s?\s{0,3}[:=#]?\s{0,3}\[?(\d{1,9})(?:\s?\/\s?(\d{1,9}))?/i.exec(line);
    const found = namedNumbers(line);
    const figures = found.filter(({ name }) => !counters.test(name));
    if (!figures.some(({ name }) => losses.test(name))) {
      if (numbered) announced = Number(numbered[1]);
      continue;
    }
    const count = numbered ? Number(numbered[1]) : (tqdmStep(line) ?? announced);
    announced = undefined;
    const planned = numbered?.[2] === undefined ? undefined : Number(numbered[2]);
    const last = current?.epochs.at(-1);
    if (!current || (count !== undefined && count < before)) fits.push((current = { epochs: [], planned }));
    else if (last && count !== undefined && count === before) {
      // A second line about the same step: its validation, or the bar drawn again.
      current.epochs[current.epochs.length - 1] = merged(last, figures);
      continue;
    }
    current.epochs.push(epochOf(count ?? current.epochs.length + 1, figures, undefined));
    before = count ?? -Infinity;
  }
  return fits.map(({ epochs, planned }) => ({ epochs, planned, cut: false, by: 'lines' as const }));
}

const merged = (epoch: LoggedEpoch, figures: readonly NamedNumber[]): LoggedEpoch => {
  const more = epochOf(epoch.epoch, figures, undefined);
  return {
    epoch: epoch.epoch,
    values: new Map([...epoch.values, ...more.values]),
    texts: new Map([...epoch.texts, ...more.texts]),
  };
};

/** ` 50%|█████     | 5/10 [00:01<00:01, 3.1it/s, loss=0.69]` */
const tqdmStep = (line: string): number | undefined => {
  const step = /\|\s?(\d{1,9})\/\d{1,9}\s\[/.exec(line)?.[1];
  return step === undefined ? undefined : Number(step);
};
