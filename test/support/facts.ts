import type { Fact } from '../../src/facts/fact';
import type { LayerNode } from '../../src/facts/graph';
import type { Optimizer, TrainingRun } from '../../src/facts/training';
import { analyze, type Files } from './analyze';

/** A known value as it is, alternatives as a list, an unknown one as its reason: `unknown dynamic`. */
export function valueText<T>(fact: Fact<T>, text: (value: T) => unknown = (value) => value): unknown {
  if (fact.kind === 'unknown') return `unknown ${fact.reason}`;
  return fact.kind === 'known' ? text(fact.value) : fact.values.map(({ value }) => text(value));
}

/** What was read of each run, short enough to be compared whole. */
export async function readRuns(files: Files): Promise<readonly RunSummary[]> {
  const { program } = await analyze(files);
  return program.runs.map(summary);
}

export interface RunSummary {
  readonly loop: string;
  readonly layers: readonly string[];
  readonly heads: readonly (readonly unknown[])[];
  readonly optimizer: unknown;
}

export function summary(run: TrainingRun): RunSummary {
  return {
    loop: run.loop.kind === 'fit' ? run.loop.method : run.loop.kind,
    layers: run.model.nodes.filter((node): node is LayerNode => node.kind === 'layer').map(layerText),
    heads: run.heads.map((head) => [valueText(head.units), valueText(head.activation), valueText(head.loss, ({ name }) => name)]),
    optimizer: valueText(run.optimizer, optimizerText),
  };
}

/** `Dense relu [16]`, with `frozen` where it does not train. */
function layerText({ layer, shape }: LayerNode): string {
  const frozen = layer.trainable.kind === 'known' && !layer.trainable.value ? ' frozen' : '';
  return `${layer.type} ${layer.activation.kind === 'known' ? layer.activation.value : '?'} ${shape.kind === 'known' ? JSON.stringify(shape.value) : '?'}${frozen}`;
}

const optimizerText = ({ type, learningRate }: Optimizer): string =>
  `${type} ${String(valueText(learningRate, (rate) => (typeof rate === 'number' ? rate : rate.type)))}`;
