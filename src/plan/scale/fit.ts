/**
 * An experiment that ends in time. What would take longer than people wait is made smaller, in the order that changes least of what is tested: how large
 * pictures are and how long sequences, the vocabulary, the number of features, then the number of steps, the width of hidden layers, and huge batches. Runs are
 * not: five are the fewest that can decide. Rows of the user's own are never changed: there only the steps are fewer.
 */
import type { Reduction } from '../../experiment/data-spec';
import type { Arm, Experiment } from '../../experiment/experiment';
import type { KeptSize } from '../../finding/finding';
import { grouped } from '../numbers';
import { estimatedMs, plannedSteps } from './cost';
import { reduced, type Aspect, type Sizes } from './reduce';

/** What the runs that are made at least may take: the deadline leaves time for as many again, and for slower machines. */
export const FAIR_MS = 45_000;
/** A program that makes fewer steps is tested longer where nothing is learned in them. */
const USUAL_STEPS = 100;
/** The fewest runs that can decide. */
const DECISIVE_RUNS = 5;

type Stage = readonly [aspect: Aspect, values: readonly number[]];

const down = (from: number, to: number, by: number): readonly number[] =>
  Array.from({ length: Math.floor((from - to) / by) + 1 }, (_, i) => from - i * by);

/** From what is missed least to what is missed most; in each, from large to small. */
const stages: readonly Stage[] = [
  ['heldOut', [300, 200]],
  ['space', down(256, 64, 8)],
  ['length', [400, 300, 250, 200, 150, 120, 100]],
  ['vocabulary', [10_000, 5000]],
  ['inputs', [4000, 2000, 1000]],
  ['space', down(64, 32, 4)],
  ['length', [80, 60, 50]],
  ['vocabulary', [2000]],
  ['inputs', [500]],
  ['steps', [350, 300, 250]],
  ['widths', [0.75, 0.5]],
  ['space', [28, 24, 20, 16]],
  ['length', [40, 30, 25]],
  ['vocabulary', [1000]],
  ['inputs', [250]],
  ['steps', [200, 150]],
  ['batch', [128, 64]],
  ['widths', [0.375, 0.25]],
  ['batch', [32]],
  ['steps', [120, 100]],
  ['widths', [0.125, 0.0625, 0.03, 0.015]],
  ['space', [12, 8]],
  ['steps', [80, 60]],
];

/** What stages made smaller than was needed in the end is given back, what is missed most first. */
const givenBack: readonly Aspect[] = ['widths', 'batch', 'steps', 'inputs', 'vocabulary', 'length', 'space'];

interface Tried {
  readonly sizes: Sizes;
  readonly experiment: Experiment;
  readonly ms: number;
}

/** @param keeps what the tested finding is about; it stays as it is */
export function fitted(experiment: Experiment, keeps: readonly KeptSize[] = []): Experiment {
  const kept = new Set<Aspect>(keeps);
  const possible = stages.filter(([aspect]) =>
    experiment.data.own ? aspect === 'steps' : !kept.has(aspect) && !(aspect === 'batch' && differ(experiment.arms)),
  );
  const ms = costOf(experiment);
  if (ms === undefined || ms <= FAIR_MS) return experiment;
  const as = (sizes: Sizes): Tried | undefined => {
    const smaller = reduced(experiment, sizes);
    const cost = smaller && costOf(smaller);
    return smaller && cost !== undefined ? { sizes, experiment: smaller, ms: cost } : undefined;
  };
  let best: Tried = { sizes: {}, experiment, ms };
  for (const [aspect, values] of possible) {
    if (best.ms <= FAIR_MS) break;
    const tried = firstInTime(
      values.map((value) => ({ ...best.sizes, [aspect]: value })),
      as,
    );
    // Made smaller only where it makes a difference.
    if (tried && tried.ms < best.ms * 0.95) best = tried;
  }
  for (const aspect of best.ms <= FAIR_MS ? givenBack : []) {
    const now = best.sizes[aspect];
    if (now === undefined) continue;
    const larger = stages.flatMap(([one, values]) => (one === aspect ? values : [])).filter((value) => value > now);
    const tried = firstInTime(
      [undefined, ...larger].map((value) => ({ ...best.sizes, [aspect]: value })),
      as,
    );
    if (tried && tried.ms <= FAIR_MS) best = tried;
  }
  const { data } = best.experiment;
  return { ...best.experiment, data: { ...data, reductions: reductionsOf(experiment, best.experiment) } };
}

/** The first that ends in time, else the last that is possible at all. */
function firstInTime(choices: readonly Sizes[], as: (sizes: Sizes) => Tried | undefined): Tried | undefined {
  let last: Tried | undefined;
  for (const sizes of choices) {
    last = as(sizes) ?? last;
    if (last && last.ms <= FAIR_MS) break;
  }
  return last;
}

const differ = (arms: readonly Arm[]): boolean => new Set(arms.map(({ fit }) => fit.batchSize)).size > 1;

function costOf(experiment: Experiment): number | undefined {
  const most = Math.max(0, ...experiment.arms.map((arm) => plannedSteps(arm, experiment)));
  // More runs that are asked for are made at the same sizes.
  const count = Math.min(experiment.seeds.count, DECISIVE_RUNS);
  const usual = { ...experiment, seeds: { ...experiment.seeds, count } };
  return estimatedMs(usual, Math.min(experiment.budget.steps, Math.max(USUAL_STEPS, most)));
}

/** What differs, in words and figures. Fewer steps are told with the number of steps. */
function reductionsOf(before: Experiment, after: Experiment): readonly Reduction[] {
  const found: Reduction[] = [...(before.data.reductions ?? [])];
  const note = (what: string, from: number | string | undefined, to: number | string | undefined): void => {
    if (from !== undefined && to !== undefined && from !== to && !found.some((one) => one.what === what))
      found.push({ what, from, to });
  };
  for (const [i, input] of before.data.inputs.entries()) {
    const now = after.data.inputs[i];
    const [from, to] = [input.shape, now?.shape ?? input.shape];
    if (input.kind === 'image') note('size of pictures', from.slice(0, 2).join('x'), to.slice(0, 2).join('x'));
    if (input.kind === 'tokens') note('tokens of a text', from[0], to[0]);
    if (input.kind === 'tokens' && now?.kind === 'tokens') note('words in the vocabulary', input.vocabulary, now.vocabulary);
    if (input.kind === 'sequence') note('time steps', from[0], to[0]);
    if (input.kind === 'sequence') note('features of a time step', from[1], to[1]);
    if (input.kind === 'features') note('features', from[0], to[0]);
  }
  const [asWritten, smaller] = [before.arms[0], after.arms[0]];
  const pairs = widthsOf(asWritten).flatMap((from, i): [number, number][] => {
    const to = widthsOf(smaller)[i];
    return to === undefined || to === from ? [] : [[from, to]];
  });
  const unique = [...new Map(pairs).entries()].toSorted(([a], [b]) => a - b);
  const list = (of: 0 | 1): string => unique.map((pair) => grouped(pair[of])).join(', ');
  if (unique.length > 0) note('units and filters of hidden layers', list(0), list(1));
  note('batch size', asWritten?.fit.batchSize, smaller?.fit.batchSize);
  return found;
}

/** Widths of all layers, in the order of the model. */
function widthsOf(arm: Arm | undefined): readonly number[] {
  const widths = (value: unknown): readonly number[] =>
    typeof value !== 'object' || value === null
      ? []
      : Object.entries(value).flatMap(([name, one]) =>
          /^(?:units|filters|output_dim)$/.test(name) && typeof one === 'number' ? [one] : widths(one),
        );
  return arm?.model.nodes.flatMap(({ config }) => widths(config)) ?? [];
}
