/**
 * "Why isn't my loss changing?": the data, the log and the code are asked, and give one answer with its evidence, what was checked, and what
 * could not be.
 */
import type { Finding } from '../../finding/finding';
import type { Rule } from '../../rules/define';
import type { TrainingProgram, TrainingRun } from '../../facts/training';
import type { Sources } from '../../text/source';
import type { Looked } from '../data/look';
import { lossName, seriesOf, type LoggedFit, type TrainingLog } from '../log/log';
import { recognise, type Recognised } from '../log/recognise';
import { explainedLevel } from './arithmetic';
import { checkedLines, openLines } from './checked';
import { contextOf, labelContents } from './context';
import { inferredFrom } from './inferred';
import { lookYourself, type OwnLook } from './look-yourself';
import { LEAST, rank, type Weighed } from './rank';

/** A log, and the training it belongs to where that is known. */
export interface LogInput {
  readonly log: TrainingLog;
  /** Where it comes from, for people: `train.log`, `the output of cell 4`. */
  readonly name: string;
  readonly runOf?: ((fit: number) => TrainingRun | undefined) | undefined;
}

export interface DiagnosisInput {
  readonly program: TrainingProgram;
  readonly sources: Sources;
  /** Of all rules over `program`. */
  readonly findings: readonly Finding[];
  readonly rules: readonly Rule[];
  /** What was found in the data files; undefined where nobody let us look. */
  readonly looked?: Looked | undefined;
  readonly log?: LogInput | undefined;
}

export interface Cause {
  readonly rule: string;
  /** What is wrong, with the values seen. */
  readonly sentence: string;
  /** What in the log it explains, where there is one. */
  readonly explains?: string | undefined;
  readonly fix?: string | undefined;
  readonly finding?: Finding | undefined;
  /** Whence: counted in a file, read in the code, or concluded from the log. */
  readonly from: 'data' | 'code' | 'log';
}

export interface Answer {
  readonly state: 'explained' | 'unexplained' | 'healthy' | 'nothing-trained';
  /** One or two sentences. */
  readonly headline: string;
  /** Likeliest first, at most three. */
  readonly causes: readonly Cause[];
  readonly seen?: (Recognised & { readonly name: string }) | undefined;
  readonly checked: readonly string[];
  readonly notChecked: readonly string[];
  readonly lookYourself: readonly OwnLook[];
}

const MOST_CAUSES = 3;

export function diagnose(input: DiagnosisInput): Answer {
  const { program, findings, rules, log, looked } = input;
  const chosen = log && chooseFit(program, log);
  const { run, seen, fit } = chosen ?? { run: onlyRun(program), seen: undefined, fit: undefined };
  const context = run ? contextOf(run) : {};
  const warnings = log?.log.warnings ?? [];
  const counted = (finding: Finding): boolean => isCounted(finding, program);
  const weighed = rank({
    findings,
    inferred: inferredFrom(seen?.symptoms ?? [], warnings, context, run),
    seen,
    warnings,
    rules,
    counted,
  });
  const healthy = seen?.state === 'healthy';
  const likely = weighed.filter((one) => one.score >= LEAST && (!healthy || speaksInHealth(one)));
  // Far behind the first, a cause is no answer.
  const close = likely.filter((one) => one.score >= 0.1 * (likely[0]?.score ?? 0)).slice(0, MOST_CAUSES);
  const level = run && fit ? levelOf(run, fit, context) : undefined;
  const causes = close.map((one) => causeOf(one, seen, level));
  const shared = {
    causes,
    seen: seen && log && { ...seen, name: log.name },
    checked: checkedLines(input, run, seen),
    notChecked: openLines(input, run),
  };
  const trains = program.runs.some(({ loop }) => loop.kind !== 'none');
  if (causes.length === 0 && healthy)
    return {
      state: 'healthy',
      headline: `This training learns: ${seen.course}. Nothing that was found explains a loss that does not change.`,
      lookYourself: [],
      ...shared,
    };
  if (causes.length === 0 && !trains && !seen)
    return {
      state: 'nothing-trained',
      headline: 'No training was found in this file, and no log was given.',
      lookYourself: [],
      ...shared,
    };
  const [first] = causes;
  if (!first)
    return {
      state: 'unexplained',
      headline: seen
        ? `Nothing that was found explains it. ${(seen.symptoms[0]?.evidence ?? `Your log: ${seen.course}`).replace(/\.?$/, '.')}`
        : `Nothing that was found explains it${looked ? '' : ', and the data were not looked at'}.`,
      lookYourself: run ? lookYourself(run, input.sources, context) : [],
      ...shared,
    };
  return {
    state: 'explained',
    headline: [first.sentence, first.explains].filter((text) => text !== undefined).join(' '),
    lookYourself: run && first.from === 'log' ? lookYourself(run, input.sources, context) : [],
    ...shared,
  };
}

/** A training whose loss falls is accused of nothing but what is certain, and spoils its result all the same. */
const speaksInHealth = ({ finding }: Weighed): boolean => finding?.severity === 'error';

/** It speaks of an array whose file was counted, or of the head that answers to it. */
function isCounted({ rule, place, severity, related }: Finding, { runs }: TrainingProgram): boolean {
  const flows = runs.flatMap((run) => [
    ...run.inputs,
    ...run.heads.flatMap(({ labels }) => ('origins' in labels ? [labels] : [])),
  ]);
  const about = [place, ...related.map((one) => one.place)];
  const names = flows.some(
    (flow) => flow.contents && about.some(({ source, start }) => flow.place.source === source && flow.place.start === start),
  );
  return (
    names && (severity === 'error' || /^(?:class-imbalance-unweighted|ordered-validation-split|target-in-features)$/.test(rule))
  );
}

function causeOf(
  { rule, finding, inferred, counted, matches }: Weighed,
  seen: Recognised | undefined,
  level: string | undefined,
): Cause {
  const first = matches ? seen?.symptoms[0] : undefined;
  const explains = level !== undefined && matches ? level : first && `Your log shows it: ${lower(first.evidence)}`;
  const fix = finding?.fixes[0]?.title;
  return {
    rule,
    sentence: finding?.message ?? inferred?.sentence ?? '',
    explains,
    fix: fix ?? inferred?.fix,
    finding,
    from: counted ? 'data' : finding ? 'code' : 'log',
  };
}

const lower = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);

function levelOf(run: TrainingRun, fit: LoggedFit, context: ReturnType<typeof contextOf>): string | undefined {
  const name = lossName(fit);
  const [head] = run.heads;
  const last = name === undefined ? undefined : seriesOf(fit, name).at(-1);
  const text = name === undefined ? undefined : fit.epochs.at(-1)?.texts.get(name);
  return head && last !== undefined && text !== undefined
    ? explainedLevel(last, shortText(last, text), context, labelContents(head))
    : undefined;
}

/** Long numbers as people say them. */
const shortText = (value: number, text: string): string =>
  Math.abs(value) >= 1e6 ? value.toExponential(2).replace('e+', 'e') : text;

const trainingRuns = ({ runs }: TrainingProgram): readonly TrainingRun[] =>
  runs.filter(({ loop, replaced }) => loop.kind !== 'none' && replaced !== true);

function onlyRun(program: TrainingProgram): TrainingRun | undefined {
  const [run, ...others] = trainingRuns(program);
  return others.length === 0 ? run : undefined;
}

interface Chosen {
  readonly fit: LoggedFit;
  readonly run: TrainingRun | undefined;
  readonly seen: Recognised;
}

/** The training of the log that is sick, the last one where several are; each with the run it belongs to. */
function chooseFit(program: TrainingProgram, { log, runOf }: LogInput): Chosen | undefined {
  const runs = trainingRuns(program);
  const all = log.fits.map((fit, i): Chosen => {
    const run = runOf ? runOf(i) : runs.length === log.fits.length ? runs[i] : runs.length === 1 ? runs[0] : undefined;
    return { fit, run, seen: recognise(fit, run ? contextOf(run) : {}) };
  });
  return all.findLast(({ seen }) => seen.state === 'sick') ?? all.at(-1);
}
