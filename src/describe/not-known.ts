/** What a training run's facts leave open, in the order in which it matters: labels, data, loss, optimizer, model. */
import type { DataFlow } from '../facts/data';
import type { Fact, Unknown } from '../facts/fact';
import type { TrainingRun } from '../facts/training';

export interface NotKnown {
  /** `what the labels \`y\` are`. */
  readonly what: string;
  readonly why: Unknown;
}

/** Everything of the run that a rule or the probe may need and that reading did not settle. Data is open only where something trains. */
export function notKnownOf(run: TrainingRun): readonly NotKnown[] {
  if (run.replaced === true) return [];
  const found: NotKnown[] = [];
  const add = (what: string, fact: Fact<unknown> | undefined): void => {
    if (fact?.kind === 'unknown') found.push({ what, why: fact });
  };
  const trains = run.loop.kind !== 'none';
  for (const { name, labels, loss, units, activation, outputShape } of run.heads) {
    const of = name === undefined ? '' : ` of ${name}`;
    if (trains && 'origins' in labels) {
      add(`which kind of labels ${title(labels)} holds`, labels.labelKind);
      add(`the range of ${title(labels)}`, labels.range);
    } else if (trains && 'reason' in labels) add(`the labels${of}`, labels);
    add(`the loss${of}`, loss);
    // A width that a layer is given tells the last axis; the whole shape matters only where it does not.
    add(`the units${of}`, units);
    add(`the activation${of}`, activation);
    if (units.kind !== 'unknown') add(`the output shape${of}`, outputShape);
  }
  if (trains) {
    for (const flow of run.inputs) {
      add(`the shape of ${title(flow)}`, flow.shape);
      add(`the range of ${title(flow)}`, flow.range);
    }
  }
  add('the optimizer', run.optimizer);
  if (run.optimizer.kind === 'known') add('the learning rate', run.optimizer.value.learningRate);
  add('what one of the callbacks does', run.callbacks.open);
  add('one of the metrics', run.metrics.open);
  for (const gap of run.model.gaps) found.push({ what: 'a part of the model', why: gap });
  for (const node of run.model.nodes) if (node.kind === 'unknown') found.push({ what: 'a step of the model', why: node.why });
  return once(found);
}

const title = ({ name, container }: DataFlow): string => (name === undefined ? `the ${container} it is given` : `\`${name}\``);

const once = (all: readonly NotKnown[]): readonly NotKnown[] => [...new Map(all.map((one) => [one.what, one])).values()];

/**
 * Unknowns that no rule and no probe would use: what plots, prints, logs or handles paths, and numbers read back from a history.
 * They are not told, because they hide those that matter.
 */
const idle =
  /^(?:matplotlib|seaborn|plotly|logging|warnings|tqdm|IPython|wandb|mlflow|pprint|time|datetime|sys|gc|os|pathlib|shutil|glob|random\.seed|builtins\.print)\b|^an item of a method$|\bhistory\b/;

export const matters = ({ detail }: Unknown): boolean => !idle.test(detail);
