/** What kind of training a run is, recognised once for all rules that stay silent on it. */
import { valueOf } from '../../facts/fact';
import { layerRecord } from '../../knowledge/layers';
import type { Machine } from '../python/machine';
import type { Traits, TrainingRun } from '../../facts/training';
import { isFlow } from './data-flows';
import { adversarialOf, isPretrained } from './adversarial';

/** Of a run that nobody has looked at yet. */
export const noTraits: Traits = {
  autoencoder: false,
  adversarial: false,
  transfer: false,
  timeSeries: false,
  reinforcement: false,
};

export function traitsOf(m: Machine, runs: readonly TrainingRun[]): (run: TrainingRun) => Traits {
  const paths = [...m.importedPaths];
  const names = m.events.flatMap((event) => (event.kind === 'call' ? [event.call.callee] : []));
  const reinforcement = paths.some((path) => /^(gym|gymnasium|rl|tf_agents|stable_baselines|procgen|ale_py)\b/.test(path));
  const windows = names.some((name) => /timeseries_dataset_from_array|TimeseriesGenerator/.test(name));
  const adversarial = adversarialOf(runs);
  return (run) => ({
    autoencoder: isAutoencoder(run) || isGivenTwice(m, run),
    adversarial: adversarial(run),
    transfer: run.model.nodes.some((node) => node.kind === 'layer' && isPretrained(node.layer)),
    timeSeries:
      windows ||
      run.inputs.some((flow) => valueOf(flow.order) === 'temporal') ||
      run.model.nodes.some(
        (node) =>
          node.kind === 'layer' &&
          layerRecord(node.layer.type)?.recurrent === true &&
          !run.model.nodes.some((other) => other.kind === 'layer' && other.layer.type === 'Embedding'),
      ),
    reinforcement,
  });
}

/** `fit(x, x)`, even where nothing is known of x. */
function isGivenTwice(m: Machine, { loop }: TrainingRun): boolean {
  if (loop.kind !== 'fit') return false;
  const written = (parameter: string): string | undefined => {
    const place = loop.call.arguments.find((argument) => argument.parameter === parameter)?.value;
    return place && m.input.sources.get(place.source)?.text.slice(place.start, place.end);
  };
  const x = written('x');
  return x !== undefined && x === written('y');
}

/** The same array on both sides, or derived from the same one with the same shape. */
function isAutoencoder(run: TrainingRun): boolean {
  return run.heads.some(({ labels }) => {
    if (!isFlow(labels)) return false;
    return run.inputs.some((input) => {
      if (input.id === labels.id) return true;
      const same =
        input.origins.length > 0 &&
        labels.originsComplete &&
        input.originsComplete &&
        input.origins.every((one) => labels.origins.some((other) => other.id === one.id));
      const shape = JSON.stringify(valueOf(input.shape));
      return (
        same &&
        shape === JSON.stringify(valueOf(labels.shape)) &&
        valueOf(input.shape)?.slice(1).includes(null) === false &&
        // One number a sample is no picture of itself: y = 2 * x + 1.
        (valueOf(input.shape) ?? []).slice(1).some((size) => size !== 1) &&
        input.origins.every((one) => one.kind !== 'dataset' || input.name !== undefined) &&
        input.labelKind.kind === labels.labelKind.kind
      );
    });
  });
}
