/** Models that train against each other: what one learns from is the answer of the other. */
import { valueOf } from '../../facts/fact';
import type { Layer } from '../../facts/graph';
import type { TrainingRun } from '../../facts/training';
import { layerKeys } from './layer-keys';

/** What people call one of the two, or both together. */
const usualNames = /gan\b|discriminator|generator|critic/i;

/** A backbone, or a whole model out of a file or a hub, as a part. */
export const isPretrained = ({ backbone, model }: Layer): boolean => backbone !== undefined || model?.loadedWeights === true;

/**
 * Whether a run is one of two sides: a part of its model is frozen that is a model of its own, or its model is called one of the usual names,
 * shares layers with one that is, or is not known well enough to tell. That another model of the program has such a name says nothing of this one.
 */
export function adversarialOf(runs: readonly TrainingRun[]): (run: TrainingRun) => boolean {
  const named = runs.length > 1 ? runs.filter(({ model }) => usualNames.test(model.name)) : [];
  const theirs = new Set(named.flatMap(({ model }) => layerKeys(model)));
  return (run) => {
    const nested = run.model.nodes.flatMap((node) => (node.kind === 'layer' && node.layer.model ? [node.layer] : []));
    if (nested.some((layer) => valueOf(layer.trainable) === false && !isPretrained(layer))) return true;
    if (named.length === 0) return false;
    const keys = layerKeys(run.model);
    return named.includes(run) || keys.length === 0 || run.model.gaps.length > 0 || keys.some((key) => theirs.has(key));
  };
}
