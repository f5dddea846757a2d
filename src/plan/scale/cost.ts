/**
 * How long an experiment takes, before it runs: from the sizes of its layers, at the rates of TensorFlow.js on WebAssembly. A figure within a
 * factor of two or so, which is enough to tell what is tried as it is from what cannot end in time.
 */
import type { DataSpec } from '../../experiment/data-spec';
import { stepsAsked, type Arm, type Experiment } from '../../experiment/experiment';
import type { ModelSpec } from '../../experiment/model';
import { layerSize, product, type LayerSize, type Shape } from './layer-sizes';

/** Nodes by id; undefined where one of them is not known or refuses its inputs. */
export function sizesOf(model: ModelSpec): ReadonlyMap<string, LayerSize> | undefined {
  const sizes = new Map<string, LayerSize>();
  for (const { id, class: name, config, inbound, sharedWith } of model.nodes) {
    if (name === 'InputLayer') {
      const shape = Array.isArray(config.shape) ? (config.shape as Shape) : undefined;
      if (shape?.every((size) => typeof size === 'number') !== true) return undefined;
      sizes.set(id, { shape, products: 0, values: 0, calls: 0, weights: 0 });
      continue;
    }
    const shapes = inbound.flatMap((one) => {
      const shape = sizes.get(one)?.shape;
      return shape === undefined ? [] : [shape];
    });
    const size = shapes.length === inbound.length ? layerSize(name, config, shapes) : undefined;
    if (size === undefined) return undefined;
    sizes.set(id, sharedWith === undefined ? size : { ...size, weights: 0 });
  }
  return sizes;
}

/**
 * Milliseconds on one slow core, fitted to 24 models of one to ten layers each (dense, convolutional, recurrent, of tokens) in batches of 32. A step
 * is the pass forward, the pass back and the update; nearly all of its time goes into the pass back.
 */
interface Rates {
  /** Of a multiply-add. */
  readonly product: number;
  /** Of a value that is computed by itself. */
  readonly value: number;
  /** Of a kernel that is started. */
  readonly call: number;
}

const training: Rates = { product: 4e-7, value: 1.2e-5, call: 0.03 };
const predicting: Rates = { product: 7e-8, value: 3e-6, call: 0.01 };
/** Of a weight in a step: its gradient is read, measured and applied. */
const WEIGHT_MS = 3e-5;
/** Of a step whatever the model is: batch, loss, curve. */
const STEP_MS = 1.5;
/** Of a number of the made-up data: drawn, dressed and handed over. */
const NUMBER_MS = 8e-5;

/** Of a number of a class centre that is held against one of another class, 16 candidates each. */
const COMPARISON_MS = 3e-5;

/** Passes over the training part in a run, and looks at the held-out part beside those during the training. */
const PASSES = 4;
const LAST_LOOKS = 1;

/** As the probe looks at the metric: every ten steps or rarer, about five times. */
const looks = (steps: number): number => Math.ceil(steps / Math.max(10, 10 * Math.ceil(steps / 50))) + LAST_LOOKS;

interface Total {
  readonly products: number;
  /** Likewise, as if all were as fast in training. */
  readonly trained: number;
  readonly values: number;
  readonly calls: number;
  readonly weights: number;
}

function totalOf(model: ModelSpec): Total | undefined {
  const sizes = sizesOf(model);
  if (!sizes) return undefined;
  const all = [...sizes.values()];
  const sum = (of: (size: LayerSize) => number): number => all.reduce((total, size) => total + of(size), 0);
  return {
    products: sum((size) => size.products),
    trained: sum((size) => size.products * (size.slower ?? 1)),
    values: sum((size) => size.values),
    calls: sum((size) => size.calls),
    weights: sum((size) => size.weights),
  };
}

/** Steps of one run. */
export const plannedSteps = ({ fit }: Arm, { budget, data }: Experiment): number =>
  Math.min(budget.steps, stepsAsked(fit, data.samples));

/** Drawing the samples, and class centres that lie apart. */
function dataMs({ inputs, targets, samples, heldOut }: DataSpec): number {
  const numbers = inputs.reduce((sum, input) => sum + product(input.shape), 0);
  const pairs = targets.reduce(
    (sum, target) => sum + (target.kind === 'classes' ? Math.min(target.classes, 128) ** 2 / 2 : 0),
    0,
  );
  return numbers * ((samples + heldOut) * NUMBER_MS + pairs * COMPARISON_MS);
}

/** Of one run of every arm; `most`: steps. */
function runMs(experiment: Experiment, most: number): number | undefined {
  const { data } = experiment;
  let [step, around] = [0, dataMs(data)];
  for (const arm of experiment.arms) {
    const total = totalOf(arm.model);
    if (!total) return undefined;
    const pass = (rows: number, products: number, rates: Rates): number =>
      rows * (products * rates.product + total.values * rates.value) + total.calls * rates.call;
    step += pass(Math.min(arm.fit.batchSize, data.samples), total.trained, training) + total.weights * WEIGHT_MS + STEP_MS;
    const look = (rows: number): number => pass(rows, total.products, predicting);
    around += looks(most) * look(data.heldOut) + PASSES * look(data.samples);
  }
  return around + step * most;
}

/** Milliseconds of the runs that are made at least; `steps`: in each, as planned where left out. Undefined where the model is not known well enough. */
export function estimatedMs(experiment: Experiment, steps?: number): number | undefined {
  const planned = Math.max(0, ...experiment.arms.map((arm) => plannedSteps(arm, experiment)));
  const one = runMs(experiment, steps ?? planned);
  return one === undefined ? undefined : experiment.seeds.count * one;
}
