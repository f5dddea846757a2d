/** What cannot be tried whatever the time: sizes that Keras refuses, and sizes that would not fit into memory. Said before anything is made. */
import type { Experiment } from '../experiment/experiment';
import type { TargetSpec } from '../experiment/data-spec';
import type { ModelSpec } from '../experiment/model';
import { notTestable, type NotTestable } from './outcome';
import { sizesOf } from './scale/cost';
import { product } from './scale/layer-sizes';

/** Each class needs samples, and a column in every prediction of every sample. */
const mostClasses = 20_000;
/** Numbers that one arm may hold in its weights, and in the outputs of its layers for one batch: 400 MB each. */
const mostNumbers = 1e8;

/** Parameters that count something: none of them can be 0 or less. */
const counts = ['units', 'filters', 'output_dim', 'input_dim', 'kernel_size', 'pool_size', 'strides', 'n'] as const;

/** A size of a layer that is not one. */
function impossibleSize({ nodes }: ModelSpec): NotTestable | undefined {
  for (const { class: type, config } of nodes)
    for (const name of counts) {
      const value = Object.hasOwn(config, name) ? config[name] : undefined;
      const bad = [value].flat().find((one) => typeof one === 'number' && !(Number.isSafeInteger(one) && one > 0));
      if (bad !== undefined)
        return notTestable('the model as your code has it', `${name} of ${type} is ${JSON.stringify(bad)}, which Keras refuses`);
    }
  return undefined;
}

/** Before data are planned for them. */
export function outOfBounds(models: readonly ModelSpec[], targets: readonly TargetSpec[]): NotTestable | undefined {
  for (const target of targets)
    if (target.kind === 'classes' && target.classes > mostClasses)
      return notTestable(
        'so many classes',
        `${target.classes.toLocaleString('en-US')}, and at most ${mostClasses.toLocaleString('en-US')} are tried`,
      );
  for (const model of models) {
    const impossible = impossibleSize(model);
    if (impossible) return impossible;
  }
  return undefined;
}

/** After sizes were made smaller, where that was possible. */
export function tooLarge({ arms, data }: Experiment): NotTestable | undefined {
  for (const { model, fit } of arms) {
    const sizes = sizesOf(model);
    if (!sizes) continue;
    let [weights, values] = [0, 0];
    for (const { weights: own, shape } of sizes.values()) {
      weights += own;
      values += product(shape) * Math.min(fit.batchSize, data.samples);
    }
    // Written so that a size that is no number is too large as well.
    if (!(weights <= mostNumbers && values <= mostNumbers))
      return notTestable('a model of this size', `it would need more than ${Math.round((4 * mostNumbers) / 1e6)} MB at once`);
  }
  return undefined;
}
