/**
 * A verdict in words. Code and JSON say arm, seed, verdict; people read "your code", "with the fix", "runs" and "result". The title names the
 * outcome; the lead answers the reader's question ("is this why I'm stuck?"); the first sentence gives the two numbers, says whose data it was,
 * and is followed by one caveat. What was assumed is listed apart.
 */
import type { Experiment, Judging } from '../experiment/experiment';
import type { ArmResult, Figures, Reason, Verdict } from '../experiment/verdict';
import type { Finding } from '../finding/finding';
import { assumptionsOf } from './assumptions';
import { caveatOfDefect, caveatOfNoDifference } from './caveats';
import { chanceValue, grouped, metricName, metricPhrase, metricValue, ofRuns, plainNumber, plural } from './numbers';

export interface Words {
  /** `This stops learning`. */
  readonly title: string;
  /** The answer in one short sentence: `Probably not why you're stuck.` */
  readonly lead: string;
  /** The figures first. Plain text. */
  readonly sentences: readonly string[];
  /** What the result takes for granted, a line each, whose data and which Keras backend first. */
  readonly assumptions: readonly string[];
}

/** Says what came out. `finding` for a comparison; without it a comparison is told without what is particular to the rule. */
export function describeVerdict(verdict: Verdict, finding?: Finding, experiment?: Experiment): Words {
  const said =
    verdict.arms.length === 1 && verdict.comparisons.length === 0 ? ofBaseline(verdict) : ofComparison(verdict, finding);
  return { ...(said ?? ofUntested(verdict)), assumptions: assumptionsOf(verdict, experiment) };
}

/** Title, lead and sentences as one paragraph, for the command line and the hover. */
export const asParagraph = ({ title, lead, sentences }: Words): string =>
  [`${title}${/[.?!]$/.test(title) ? '' : '.'}`, lead, ...sentences].filter((text) => text !== '').join(' ');

type Said = Omit<Words, 'assumptions'>;

/** Whose data it was, first in every sentence. */
const wherever = ({ data }: Verdict): string =>
  data.kind === 'own' ? `On ${grouped(data.samples + data.heldOut)} rows of ${data.file}` : 'On made-up data shaped like yours';

function ofComparison(verdict: Verdict, finding: Finding | undefined): Said | undefined {
  const { reason } = verdict;
  const { metric } = verdict.judging;
  const fix = fixName(verdict);
  const own = verdict.data.kind === 'own';
  switch (reason.kind) {
    case 'stuck-at-chance':
    case 'nan':
    case 'weights-unmoved':
      return {
        title: verdict.outcome === 'confirmed' ? 'This stops learning' : titleOf(verdict),
        lead: leadOfStuck(verdict, reason.kind),
        sentences: [stuckSentence(verdict, reason, fix), caveatOfDefect(verdict, finding?.rule), ...rankSentence(verdict)],
      };
    case 'difference':
      return verdict.outcome === 'fix-worse'
        ? {
            title: 'The fix made it worse',
            lead: 'Keep your code as it is.',
            sentences: [
              `${wherever(verdict)}, your code reached ${metricPhrase(metric, reason.asWritten)} and ${fix} only ${metricValue(metric, reason.withFix)}, worse in ${ofRuns(reason.worse, reason.pairs)}${own ? '' : '; on your own data it may be different'}.`,
            ],
          }
        : {
            title: 'The fix helps',
            lead: 'This holds your model back.',
            sentences: [
              `${wherever(verdict)}, your code reached ${metricPhrase(metric, reason.asWritten)} and ${fix} ${metricValue(metric, reason.withFix)}, better in ${ofRuns(reason.better, reason.pairs)}.`,
              caveatOfDefect(verdict, finding?.rule),
              ...rankSentence(verdict),
            ],
          };
    case 'no-difference':
      return {
        title: 'No difference here',
        lead: "Probably not why you're stuck.",
        sentences: [
          `${wherever(verdict)}, your code (${metricPhrase(metric, reason.asWritten)}) and ${fix} (${metricValue(metric, reason.withFix)}) learned equally well in ${ofRuns(reason.pairs - reason.better - reason.worse, reason.pairs)}; ${caveatOfNoDifference(finding?.rule)}.`,
        ],
      };
    case 'neither-learned':
      return {
        title: "Can't tell: neither version learned",
        lead: trainsBriefly(verdict) ? 'Both trained too briefly to tell.' : 'Something else stops it first.',
        sentences: [
          `${wherever(verdict)}, neither your code (${metricPhrase(metric, reason.asWritten)}) nor ${fix} (${metricValue(metric, reason.withFix)}) got past chance (${chanceValue(metric, reason.chance)})${inSteps(verdict)}${learnedRuns(verdict, fix)}.`,
          trainsBriefly(verdict)
            ? 'Your program asks for so few steps that hardly any model learns in them: try more epochs first.'
            : 'Test whether this model can learn at all, or fix the other findings first.',
        ],
      };
    case 'runs-disagree':
      return {
        title: "Can't tell: runs disagree",
        lead: 'It depends on the random start.',
        sentences: [
          `${wherever(verdict)}, your code reached ${metricPhrase(metric, reason.asWritten)} and ${fix} ${metricValue(metric, reason.withFix)} in the middle run, but the fix was better in ${reason.better}, worse in ${reason.worse} and equal in ${reason.pairs - reason.better - reason.worse} of ${plural(reason.pairs, 'run')}; more runs may settle it.`,
        ],
      };
    default:
      return undefined;
  }
}

/** Titles by outcome where the reason alone does not name it. */
function titleOf({ outcome, data }: Verdict): string {
  switch (outcome) {
    case 'confirmed':
      return 'The fix helps';
    case 'not-reproduced':
      return 'No difference here';
    case 'fix-worse':
      return 'The fix made it worse';
    case 'learns':
      return 'Your model can learn';
    case 'does-not-learn':
      return data.kind === 'own' ? "Your model doesn't learn this data" : "Your model doesn't learn even easy data";
    case 'inconclusive':
      return "Can't tell: runs disagree";
    case 'not-testable':
      return "Can't be tested here";
    case 'failed':
      return 'Test failed';
  }
}

function leadOfStuck(verdict: Verdict, kind: 'stuck-at-chance' | 'nan' | 'weights-unmoved'): string {
  if (kind === 'nan') return 'Your loss turns into NaN.';
  if (kind === 'weights-unmoved') return 'Your weights never change.';
  const asWritten = verdict.arms[0];
  if (asWritten !== undefined && mostly(asWritten, (run) => run.outputSpread !== null && run.outputSpread < 1e-6))
    return 'This model gives the same answer for every input.';
  if (asWritten !== undefined && mostly(asWritten, (run) => run.layers.some(isDead))) return 'Units in your model are dead.';
  return 'This is enough to keep your model from learning.';
}

const isDead = (layer: { readonly dead: number | null }): boolean => layer.dead === 1;

const mostly = (arm: ArmResult, test: (run: ArmResult['runs'][number]) => boolean): boolean =>
  arm.runs.filter(test).length > arm.runs.length / 2;

function stuckSentence(
  verdict: Verdict,
  reason: Extract<Reason, { kind: 'stuck-at-chance' | 'nan' | 'weights-unmoved' }>,
  fix: string,
): string {
  const { metric } = verdict.judging;
  const against = `against ${metricValue(metric, reason.withFix)} with ${fix}`;
  const times = ofRuns(reason.better, reason.pairs);
  const settled = verdict.evidence === 'one-step';
  switch (reason.kind) {
    case 'nan': {
      const when = reason.step === null ? '' : `, from about step ${plainNumber(reason.step)}`;
      const after =
        reason.withFix === null
          ? `with ${fix} it stayed a number`
          : `with ${fix} it stayed a number and reached ${metricPhrase(metric, reason.withFix)}`;
      return `${wherever(verdict)}, the loss became NaN in ${ofRuns(reason.runs, reason.pairs)}${when}; ${after}.`;
    }
    case 'weights-unmoved':
      if (settled || reason.asWritten === null || reason.withFix === null)
        return `${wherever(verdict)}, a training step moved no weight as written, and moved them with ${fix}, in ${times}.`;
      return `${wherever(verdict)}, no weight moved${inSteps(verdict)}: ${staysAt(metric, reason)} ${against}, in ${times}.`;
    case 'stuck-at-chance':
      if (settled && (reason.asWritten === null || reason.withFix === null))
        return `${wherever(verdict)}, the first training step already tells your code and ${fix} apart, in ${times}.`;
      return `${wherever(verdict)}, ${staysAt(metric, reason)} ${against}, in ${times}.`;
  }
}

/** `accuracy stayed at 50.0% (chance is 50%)`. */
const staysAt = (metric: Judging['metric'], { asWritten, chance }: Figures): string =>
  asWritten === null
    ? `${metricName[metric]} was NaN`
    : `${metricName[metric]} stayed at ${metricValue(metric, asWritten)} (chance is ${chanceValue(metric, chance)})`;

/** `: your code learned in 0 of 5 runs, the fix in 1 of 5 runs`. */
function learnedRuns({ arms: [asWritten, withFix] }: Verdict, fix: string): string {
  if (asWritten === undefined || withFix === undefined) return '';
  const times = (arm: ArmResult): string => ofRuns(arm.learnedRuns, arm.runs.length);
  return `: your code learned in ${times(asWritten)}, ${fix} in ${times(withFix)}`;
}

/** Fewer steps than these are too few for most models. */
const FEW_STEPS = 100;

const trainsBriefly = ({ arms }: Verdict): boolean => arms.length > 0 && arms.every(({ stepsPerRun }) => stepsPerRun < FEW_STEPS);

function inSteps(verdict: Verdict): string {
  const steps = Math.max(0, ...verdict.arms.map((arm) => arm.stepsPerRun));
  return steps === 0 ? '' : ` in ${plural(steps, 'training step')}`;
}

/** The fix in a sentence: by name where several were tried. */
function fixName(verdict: Verdict): string {
  const [, only] = verdict.arms;
  if (verdict.arms.length <= 2) return only?.role === 'variant' ? only.title.replace(/^With /, '') : 'the fix';
  const index = verdict.best ?? verdict.comparisons.find((one) => one.outcome === verdict.outcome)?.arm ?? 1;
  const title = verdict.arms[index]?.title;
  return title === undefined ? 'the fix' : `“${title.replace(/^(With fix|Variant): /, '')}”`;
}

/** Where several fixes were tried: how the others did. */
function rankSentence(verdict: Verdict): readonly string[] {
  const others = verdict.comparisons
    .filter((one) => one.arm !== verdict.best)
    .toSorted((a, b) => b.meanDifference - a.meanDifference);
  if (verdict.best === undefined || others.length === 0) return [];
  const told = others.map(({ arm }) => {
    const result = verdict.arms[arm];
    return `“${result?.title.replace(/^(With fix|Variant): /, '') ?? ''}” ${metricValue(verdict.judging.metric, result?.median.metric ?? null)}`;
  });
  return [
    `The best of ${plural(others.length + 1, 'change')} tried; the ${others.length === 1 ? 'other' : 'others'}: ${told.join(', ')}.`,
  ];
}

function ofBaseline(verdict: Verdict): Said | undefined {
  const { reason, outcome } = verdict;
  if (reason.kind === 'not-cleared') return ofNotCleared(verdict, reason);
  if (reason.kind !== 'learned' && reason.kind !== 'not-learned') return undefined;
  const { metric } = verdict.judging;
  const chance = chanceValue(metric, reason.chance);
  const own = verdict.data.kind === 'own';
  const reached = metricPhrase(metric, reason.metric);
  if (outcome === 'learns')
    return {
      title: 'Your model can learn',
      lead: own ? 'It learns on your own data.' : 'Suspect your data or labels before the model and its optimizer.',
      sentences: [
        `${wherever(verdict)}, it reached ${reached} (chance is ${chance}) and learned in ${ofRuns(reason.learnedRuns, reason.runs)}${own ? '' : '; your real data may be harder, or reach it damaged'}.`,
      ],
    };
  if (outcome === 'inconclusive')
    return {
      title: "Can't tell: runs disagree",
      lead: 'It depends on the random start.',
      sentences: [
        `${wherever(verdict)}, it learned in ${ofRuns(reason.learnedRuns, reason.runs)} (${reached} in the middle run, chance is ${chance}); more runs may settle it.`,
      ],
    };
  const title = titleOf(verdict);
  const hint = trainsBriefly(verdict)
    ? 'It asks for so few steps that hardly any model learns in them: try more epochs first.'
    : own
      ? 'Test it on made-up data too: where it learns that, the data is what holds it back.'
      : 'Your own data is harder, so look at the model, its optimizer and its loop before the data.';
  if (reason.nanRuns > reason.runs / 2)
    return {
      title,
      lead: 'Its loss turns into NaN.',
      sentences: [
        `${wherever(verdict)}, the loss became NaN in ${ofRuns(reason.nanRuns, reason.runs)}.`,
        ...remedySentence(verdict, hint),
      ],
    };
  if (reason.unmovedRuns > reason.runs / 2)
    return {
      title,
      lead: 'Its weights never change.',
      sentences: [
        `${wherever(verdict)}, no weight moved${inSteps(verdict)} in ${ofRuns(reason.unmovedRuns, reason.runs)}.`,
        ...remedySentence(verdict, hint),
      ],
    };
  return {
    title,
    lead: own ? 'On your own data it is not clearly better than guessing.' : 'The data is not the (only) problem.',
    sentences: [
      `${wherever(verdict)}, it stayed at ${reached} (chance is ${chance})${inSteps(verdict)} and learned in ${ofRuns(reason.learnedRuns, reason.runs)}.`,
      ...remedySentence(verdict, hint),
    ],
  };
}

/** It learned, and that clears nothing: what stands in the way is said first. */
function ofNotCleared(verdict: Verdict, reason: Extract<Reason, { kind: 'not-cleared' }>): Said {
  const { leftOut, standing } = reason;
  const { metric } = verdict.judging;
  const figures = `reached ${metricPhrase(metric, reason.metric)} (chance is ${chanceValue(metric, reason.chance)}) and learned in ${ofRuns(reason.learnedRuns, reason.runs)}`;
  if (leftOut.length === 0 && standing.length === 0)
    return {
      title: `Can't tell: your program trains ${plural(reason.updates ?? 0, 'step')} only`,
      lead: 'Try more epochs first.',
      sentences: [`${wherever(verdict)}, it ${figures}; in so few updates of its weights real data teaches it little.`],
    };
  if (leftOut.length === 0)
    return {
      title: "Can't tell: a warning stands",
      lead: `Look at ${listed(standing)} first.`,
      sentences: [`${wherever(verdict)}, it ${figures}; that does not refute the warning.`],
    };
  return {
    title: "Can't tell: parts of your training were left out",
    lead: `Left out: ${listed(leftOut)}.`,
    sentences: [
      `${wherever(verdict)}, the rest ${figures}: look at what was left out first.`,
      ...(standing.length > 0 ? [`Also look at the warnings about it: ${listed(standing)}.`] : []),
    ],
  };
}

const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;

/** What made it learn, best first, or that nothing tried did; without a search, `otherwise`. */
function remedySentence({ remedies, judging: { metric } }: Verdict, otherwise: string): readonly string[] {
  if (remedies === undefined) return [otherwise];
  const helped = remedies.filter(({ learnedRuns, runs }) => learnedRuns > runs / 2);
  const told = helped.slice(0, 3).map((one) => `${one.title} (${metricValue(metric, one.metric)})`);
  return helped.length > 0
    ? [`Changed by itself, this made it learn: ${told.join('; ')}.`]
    : [
        `None of ${plural(remedies.length, 'change')} tried by itself made it learn: ${remedies.map(({ title }) => title).join(', ')}.`,
        otherwise,
      ];
}

/** Nothing was measured. */
function ofUntested(verdict: Verdict): Said {
  const { reason } = verdict;
  switch (reason.kind) {
    case 'not-supported':
      return {
        title: `Can't be tested here: ${whatIsMissing(reason.what, reason.name)}`,
        lead: 'Nothing was trained.',
        sentences: ['Whether your code can learn is neither confirmed nor refuted by it.'],
      };
    case 'keras-raises':
      return verdict.outcome === 'confirmed'
        ? {
            title: 'This stops learning',
            lead: 'Keras refuses this program before it trains.',
            sentences: [`It raises: ${sentence(reason.message)}`],
          }
        : {
            title: `Can't be tested here: Keras refuses this program`,
            lead: 'Nothing was trained.',
            sentences: [`It raises: ${sentence(reason.message)}`],
          };
    case 'deadline':
      return {
        title: `Test failed: it was not done within ${plural(Math.round(reason.ms / 1000), 'second')}`,
        lead: 'Your model is too large to train here in that time.',
        sentences: ['Nothing is known about your code from it. Fewer runs, or a smaller model, may end in time.'],
      };
    case 'cancelled':
      return { title: 'Test failed: it was cancelled', lead: 'Nothing is known from it.', sentences: [] };
    case 'error':
      return {
        title: `Test failed: ${reason.message.replace(/\.$/, '')}`,
        lead: 'This is a mistake of Loss Probe, not of your code.',
        sentences: ['Nothing is known about your code from it. The log says more.'],
      };
    default:
      return { title: titleOf(verdict), lead: '', sentences: [] };
  }
}

/** `layer Foo is not rebuilt yet`; `the optimizer (one of several)`; a reason that needs no subject stands alone. */
function whatIsMissing(what: string, name: string): string {
  const subject = /^(the|a|an|this|whether) /.test(what);
  if (what === 'this finding') return name;
  return subject || /\s/.test(name) ? `${what} (${name})` : `${what} ${name} is not rebuilt yet`;
}

const sentence = (text: string): string => (/[.?!]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);
