/**
 * An experiment with smaller sizes, the same in every arm. What is smaller follows from one set of limits, so that every stage starts from the
 * program's own sizes again. Undefined where a layer would not fit any more, or an output no longer its labels.
 */
import type { InputSpec, TargetSpec, ValueSpec } from '../../experiment/data-spec';
import type { Arm, Experiment } from '../../experiment/experiment';
import { isJsonObject, type JsonObject } from '../../experiment/json';
import type { NodeSpec } from '../../experiment/model';
import { plannedSteps, sizesOf } from './cost';
import { givingBack, withWholePooling } from './follow';
import type { Shape } from './layer-sizes';

/** Most of each; left out: as the program has it. */
export interface Sizes {
  /** Pixels of a picture's height and width, in the middle of the two. */
  readonly space?: number | undefined;
  /** Time steps, tokens. */
  readonly length?: number | undefined;
  readonly vocabulary?: number | undefined;
  /** Features of a sample or a time step. */
  readonly inputs?: number | undefined;
  /** Share of the units and filters of hidden layers that is kept. */
  readonly widths?: number | undefined;
  readonly steps?: number | undefined;
  readonly batch?: number | undefined;
  readonly heldOut?: number | undefined;
}

export type Aspect = keyof Sizes;

export function reduced(experiment: Experiment, sizes: Sizes): Experiment | undefined {
  const inputs = experiment.data.inputs.map((input, i) => (isAlike(experiment, i) ? smallerInput(input, sizes) : input));
  const vocabulary = vocabularies(experiment, sizes.vocabulary);
  const smaller = inputs.map((input, i) =>
    input.kind === 'tokens' && vocabulary.has(i) ? { ...input, vocabulary: sizes.vocabulary ?? input.vocabulary } : input,
  );
  const keep = sizes.widths === undefined ? undefined : scalableWidths(experiment);
  const arms = experiment.arms.map((arm): Arm => {
    const ids = new Map(arm.model.inputs.map((id, i) => [id, smaller[i]?.shape]));
    const tables = new Set([...vocabulary.values()].flat());
    const back = givingBack(arm, experiment.data.targets, experiment.data.inputs, smaller);
    const nodes = arm.model.nodes.map((node): NodeSpec => {
      const shape = ids.get(node.id);
      if (node.class === 'InputLayer') return shape ? { ...node, config: { ...node.config, shape } } : node;
      let { config } = node;
      if (tables.has(owner(node)) && sizes.vocabulary !== undefined) config = { ...config, input_dim: sizes.vocabulary };
      if (keep?.has(owner(node)) === true) config = narrower(config, sizes.widths ?? 1);
      const units = back.get(node.id);
      if (units !== undefined) config = { ...config, units };
      return config === node.config ? node : { ...node, config };
    });
    const model = withWholePooling(arm.model, { ...arm.model, nodes });
    return { ...arm, model, fit: smallerBatch(arm, experiment, sizes.batch) };
  });
  const { data, budget } = experiment;
  const changed: Experiment = {
    ...experiment,
    arms,
    data: { ...data, inputs: smaller, heldOut: Math.min(data.heldOut, sizes.heldOut ?? data.heldOut) },
    budget: { ...budget, steps: Math.min(budget.steps, sizes.steps ?? budget.steps) },
  };
  return withTargets(experiment, changed);
}

const owner = ({ id, sharedWith }: NodeSpec): string => sharedWith ?? id;

/** An input that reaches every arm's model in the shape in which it is made. */
function isAlike({ arms, data }: Experiment, input: number): boolean {
  const shape = data.inputs[input]?.shape.join();
  return arms.every(({ model, inputs }) => {
    const node = model.nodes.find(({ id }) => id === model.inputs[input]);
    const given = node?.config.shape;
    return inputs[input]?.reshape === undefined && Array.isArray(given) && given.join() === shape;
  });
}

function smallerInput(input: InputSpec, sizes: Sizes): InputSpec {
  const cap = (size: number | undefined, most: number | undefined): number => Math.min(size ?? 1, most ?? Infinity);
  const [first, ...rest] = input.shape;
  switch (input.kind) {
    case 'image':
      return { ...input, shape: smallerPicture(input.shape, sizes.space) };
    case 'tokens':
      return { ...input, shape: [cap(first, sizes.length), ...rest] };
    case 'sequence': {
      const features = rest.map((size) => cap(size, sizes.inputs));
      return { ...input, shape: [cap(first, sizes.length), ...features], values: fewer(input.values, rest, features) };
    }
    case 'features': {
      if (rest.length > 0) return input;
      const shape = [cap(first, sizes.inputs)];
      return { ...input, shape, values: fewer(input.values, input.shape, shape) };
    }
  }
}

/** Both sides by the same factor. In sides that halve four times where they are not equal, because networks halve them. */
function smallerPicture([height = 1, width = 1, ...rest]: Shape, most: number | undefined): Shape {
  const factor = most === undefined ? 1 : most / Math.sqrt(height * width);
  if (factor >= 1) return [height, width, ...rest];
  const side = (size: number): number =>
    Math.max(1, height === width ? Math.round(size * factor) : Math.min(size, 8 * Math.max(1, Math.round((size * factor) / 8))));
  return [side(height), side(width), ...rest];
}

/** Of a list of scales, one a feature, as many as there are features now, spread over the same range. */
function fewer(values: ValueSpec, before: Shape, now: Shape): ValueSpec {
  const [from = 1, to = 1] = [before.at(-1), now.at(-1)];
  if (values.kind !== 'affine' || from === to) return values;
  const pick = (list: number | readonly number[]): number | readonly number[] =>
    typeof list === 'number' || list.length !== from
      ? list
      : Array.from({ length: to }, (_, i) => list[to === 1 ? 0 : Math.round((i * (from - 1)) / (to - 1))] ?? 1);
  return { ...values, scale: pick(values.scale), offset: pick(values.offset) };
}

/** Inputs of tokens with the tables that read them, where every arm has the same and it is larger than wanted. */
function vocabularies({ arms, data }: Experiment, most: number | undefined): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, readonly string[]>();
  if (most === undefined) return found;
  for (const [i, input] of data.inputs.entries()) {
    if (input.kind !== 'tokens' || input.vocabulary <= most) continue;
    const readers = arms.map(({ model }) => model.nodes.filter(({ inbound }) => inbound.includes(model.inputs[i] ?? '')));
    const fits = (node: NodeSpec): boolean => node.class === 'Embedding' && node.config.input_dim === input.vocabulary;
    if (readers.every((nodes) => nodes.length > 0 && nodes.every(fits))) found.set(i, readers.flat().map(owner));
  }
  return found;
}

const widthNames = ['units', 'filters', 'output_dim', 'key_dim', 'value_dim'] as const;

const inner = ({ layer }: JsonObject): JsonObject | undefined => {
  const config = isJsonObject(layer) ? layer.config : undefined;
  return isJsonObject(config) ? config : undefined;
};

/** Width of a layer, or of the layer that it wraps. */
function widthOf(config: JsonObject): number | undefined {
  const width = widthNames.map((name) => config[name]).find((value) => typeof value === 'number');
  const wrapped = inner(config);
  return width ?? (wrapped && widthOf(wrapped));
}

/** Layers narrower than this are left alone. */
const NARROWEST = 8;

function narrower(config: JsonObject, share: number): JsonObject {
  const wrapped = inner(config);
  if (wrapped && isJsonObject(config.layer)) return { ...config, layer: { ...config.layer, config: narrower(wrapped, share) } };
  const cut = (width: number): number => Math.max(Math.min(width, NARROWEST), Math.round(width * share));
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => [
      name,
      typeof value === 'number' && (widthNames as readonly string[]).includes(name) ? cut(value) : value,
    ]),
  );
}

/**
 * Hidden layers whose width can change: not those that make an output, nor those in which the arms differ, for that is what is tested. Where
 * the branches of a sum must agree all of them change, where that does not fit only those that can change alone.
 */
function scalableWidths(experiment: Experiment): ReadonlySet<string> {
  const ids = new Set(
    experiment.arms.flatMap(({ model }) => model.nodes.filter(({ config }) => widthOf(config) !== undefined).map(owner)),
  );
  const same = [...ids].filter((id) => {
    const widths = experiment.arms.map(({ model }) => model.nodes.find((node) => node.id === id)?.config);
    return new Set(widths.map((config) => config && widthOf(config))).size === 1;
  });
  const alone = new Map(same.map((id) => [id, effect(experiment, new Set([id]))]));
  const inside = same.filter((id) => alone.get(id) !== 'output');
  const all = new Set(inside);
  return effect(experiment, all) === 'fits' ? all : new Set(inside.filter((id) => alone.get(id) === 'fits'));
}

/** What halving these layers does to the model. */
function effect({ arms }: Experiment, ids: ReadonlySet<string>): 'fits' | 'output' | 'illegal' {
  for (const { model } of arms) {
    const nodes = model.nodes.map((node) => (ids.has(owner(node)) ? { ...node, config: narrower(node.config, 0.5) } : node));
    const [before, after] = [sizesOf(model), sizesOf({ ...model, nodes })];
    if (!before || !after) return 'illegal';
    if (model.outputs.some((id) => before.get(id)?.shape.join() !== after.get(id)?.shape.join())) return 'output';
  }
  return 'fits';
}

/** A smaller batch, and as many steps as before. */
function smallerBatch(arm: Arm, experiment: Experiment, most: number | undefined): Arm['fit'] {
  const { fit } = arm;
  if (most === undefined || fit.batchSize <= most) return fit;
  const steps = plannedSteps(arm, experiment);
  return { ...fit, batchSize: most, epochs: Math.max(1, Math.round(steps / Math.ceil(experiment.data.samples / most))) };
}

/** The targets where outputs have another shape than before; undefined where one no longer fits. */
function withTargets(before: Experiment, after: Experiment): Experiment | undefined {
  const targets: TargetSpec[] = [...before.data.targets];
  for (const [a, arm] of after.arms.entries()) {
    const [old, now] = [before.arms[a] && sizesOf(before.arms[a].model), sizesOf(arm.model)];
    if (!old || !now) return undefined;
    for (const { output, target } of arm.heads) {
      const [from, to] = [old.get(output)?.shape, now.get(output)?.shape];
      const given = before.data.targets[target];
      if (!from || !to || !given) return undefined;
      if (from.join() === to.join() && given.kind !== 'input') continue;
      const fitted = fittedTarget(given, from, to, before.data.inputs, after.data.inputs);
      if (!fitted) return undefined;
      targets[target] = fitted;
    }
  }
  return { ...after, data: { ...after.data, targets } };
}

const same = (input: InputSpec | undefined, shape: Shape): boolean => input?.shape.join() === shape.join();

/** `from`, `to`: shapes of the output. */
function fittedTarget(
  target: TargetSpec,
  from: Shape,
  to: Shape,
  before: readonly InputSpec[],
  after: readonly InputSpec[],
): TargetSpec | undefined {
  if (target.kind === 'input') return same(before[target.input], from) === same(after[target.input], to) ? target : undefined;
  if (target.kind === 'multilabel') return target;
  const shape = target.shape ?? [];
  if (shape.join() === from.join()) return { ...target, shape: to };
  if (shape.length > 0 && shape.join() === from.slice(0, -1).join()) return { ...target, shape: to.slice(0, -1) };
  // A size that the labels share with the output is no longer the same.
  return from.some((size, axis) => size !== to[axis] && shape.includes(size)) ? undefined : target;
}
