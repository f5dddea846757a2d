/**
 * What would make a model learn that does not: the program as written with one thing changed at a time (learning rate, optimizer, scaling, initial
 * weights, activation, regularisation), tried on the same made-up data and ranked by how it does.
 */
import type { Arm, Experiment } from '../experiment/experiment';
import type { JsonObject } from '../experiment/json';
import type { Tried, Verdict } from '../experiment/verdict';
import { defaultRate } from '../knowledge/optimizers';
import { plainNumber } from './numbers';
import { hiddenLayers, optimizerName } from './values';

/** Runs of each change: enough to rank, few enough to wait for. */
const RUNS = 3;

/** The changes worth trying, as an experiment of their own; undefined where the model learns, or where it is not training that fails. */
export function remedyExperiment(experiment: Experiment, verdict: Verdict): Experiment | undefined {
  const [asWritten, other] = experiment.arms;
  if (asWritten === undefined || other !== undefined) return undefined;
  if (verdict.outcome !== 'does-not-learn' || verdict.evidence !== 'trained') return undefined;
  const arms = changesOf(experiment, asWritten).map(([title, arm]): Arm => ({ ...arm, role: 'variant', title }));
  return arms.length === 0 ? undefined : { ...experiment, arms, seeds: { ...experiment.seeds, count: RUNS, extendTo: RUNS } };
}

/** What was tried, best first. */
export const ranked = ({ arms }: Verdict): readonly Tried[] =>
  arms
    .map(({ title, median, learnedRuns, runs }) => ({ title, metric: median.metric, learnedRuns, runs: runs.length }))
    .toSorted((a, b) => b.learnedRuns - a.learnedRuns || (b.metric ?? -Infinity) - (a.metric ?? -Infinity));

type Change = readonly [title: string, arm: Arm];

function changesOf(experiment: Experiment, arm: Arm): readonly Change[] {
  return [
    ...rates(arm),
    ...otherOptimizer(arm),
    ...scaledInputs(experiment, arm),
    ...scaledTargets(experiment, arm),
    ...usualStart(arm),
    ...relu(arm),
    ...unregularised(arm),
  ];
}

const withOptimizer = (arm: Arm, config: JsonObject): Arm => ({
  ...arm,
  optimizer: { ...arm.optimizer, config: { ...arm.optimizer.config, ...config } },
});

/** Ten times and a tenth of the program's own rate. A schedule is no single rate. */
function rates(arm: Arm): readonly Change[] {
  const rate = arm.optimizer.config.learning_rate ?? defaultRate(optimizerName(arm.optimizer));
  if (typeof rate !== 'number' || rate <= 0) return [];
  return [rate * 10, rate / 10].map((value) => {
    const rounded = Number(value.toPrecision(6));
    return [`learning rate ${plainNumber(rounded)}`, withOptimizer(arm, { learning_rate: rounded })];
  });
}

const otherOptimizer = (arm: Arm): readonly Change[] =>
  optimizerName(arm.optimizer) === 'Adam' && arm.optimizer.config.learning_rate === undefined
    ? []
    : [['Adam at its default rate (0.001)', { ...arm, optimizer: { class: 'Adam', config: {} } }]];

/** Where the values that reach the model are far from -2 .. 2. */
function scaledInputs(experiment: Experiment, arm: Arm): readonly Change[] {
  const large = experiment.data.inputs.some((input, i) => {
    const prepared = arm.inputs[i]?.steps.some(({ kind }) => kind !== 'cast') === true;
    return !prepared && 'values' in input && isLarge(input.values);
  });
  if (!large) return [];
  const inputs = arm.inputs.map((input) => ({ ...input, steps: [...input.steps, { kind: 'standardize' as const }] }));
  return [['standardized inputs', { ...arm, inputs }]];
}

function scaledTargets(experiment: Experiment, arm: Arm): readonly Change[] {
  const large = experiment.data.targets.some((target) => target.kind === 'regression' && isLarge(target.values));
  if (!large) return [];
  const targets = arm.targets.map((target) => ({ ...target, steps: [...target.steps, { kind: 'standardize' as const }] }));
  return [['standardized targets', { ...arm, targets }]];
}

type Values = Extract<Experiment['data']['inputs'][number], { readonly values: unknown }>['values'];

function isLarge(values: Values): boolean {
  if (values.kind === 'range') return Math.max(Math.abs(values.min), Math.abs(values.max)) > 2;
  const sizes = [values.scale, values.offset].flat();
  return Math.max(...sizes.map(Math.abs)) > 2;
}

/** Layers without the arguments that match; undefined where none has any. */
function without(arm: Arm, argument: RegExp): Arm | undefined {
  const written = arm.model.nodes.flatMap(({ config }) => Object.keys(config));
  if (!written.some((name) => argument.test(name))) return undefined;
  const nodes = arm.model.nodes.map((node) => ({
    ...node,
    config: Object.fromEntries(Object.entries(node.config).filter(([name]) => !argument.test(name))),
  }));
  return { ...arm, model: { ...arm.model, nodes } };
}

const titled = (title: string, arm: Arm | undefined): readonly Change[] => (arm === undefined ? [] : [[title, arm]]);

const usualStart = (arm: Arm): readonly Change[] =>
  titled(
    "Keras's default initial weights",
    without(arm, /^(?:kernel|recurrent|depthwise|pointwise|embeddings|bias)_initializer$/),
  );

function unregularised(arm: Arm): readonly Change[] {
  const lighter = without(arm, /_regularizer$/) ?? arm;
  const nodes = lighter.model.nodes.map((node) =>
    /^(?:Spatial)?Dropout/.test(node.class) ? { ...node, config: { ...node.config, rate: 0 } } : node,
  );
  const dropped = nodes.some((node, i) => node !== lighter.model.nodes[i]);
  return lighter === arm && !dropped ? [] : [['no regularisation', { ...lighter, model: { ...lighter.model, nodes } }]];
}

function relu(arm: Arm): readonly Change[] {
  const hidden = new Set(hiddenLayers(arm).filter(({ config }) => config.activation !== 'relu'));
  if (hidden.size === 0) return [];
  const nodes = arm.model.nodes.map((node) =>
    hidden.has(node) ? { ...node, config: { ...node.config, activation: 'relu' } } : node,
  );
  return [['relu in the hidden layers', { ...arm, model: { ...arm.model, nodes } }]];
}
