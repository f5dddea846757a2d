/** Where the records of layers say something else than Keras itself, built and looked at by layers.py. */
import type { Reach } from '../../src/knowledge/activations';
import { layerRecord } from '../../src/knowledge/layers';
import { rangeAfter } from '../../src/knowledge/layers/range';
import type { Family, LayerArguments, LayerRecord } from '../../src/knowledge/layers/record';
import { oldParameters } from '../../src/knowledge/old-parameters';
import { signatureOf } from '../../src/knowledge/signatures';
import type { Difference } from './compare';

interface RealCase {
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly inputs: readonly (readonly number[])[];
  readonly raises?: string;
  readonly output?: readonly number[];
  readonly weights?: number;
  readonly state?: number;
  readonly ranges?: readonly { readonly in: readonly [number, number]; readonly out: readonly [number, number] }[];
}

export interface RealLayer {
  readonly module: string;
  readonly takes: LayerRecord['takes'];
  readonly cases: readonly RealCase[];
  readonly ranks: readonly number[];
  readonly activation?: string | null;
  readonly random?: string | boolean | null;
  /** Gives its input back in prediction. */
  readonly identity?: boolean;
  readonly losses?: boolean;
  /** Training gives something else than went in. */
  readonly changes?: boolean;
  readonly values?: 'all' | 'some' | 'other';
  readonly affine?: boolean;
  readonly meanSquare?: number;
}

export interface RealLayers {
  /** Every public layer, those that were not built too. */
  readonly public: readonly string[];
  readonly built: Readonly<Record<string, RealLayer>>;
}

export type Lookup = (type: string) => LayerRecord | undefined;

/** Of a layer built with these arguments, all others at their defaults, by today's names. */
export function argumentsOf(type: string, keras: 2 | 3, given: Readonly<Record<string, unknown>>): LayerArguments {
  const today = new Set(signatureOf(`keras.layers.${type}`, 3)?.parameters.map(({ name }) => name));
  const renamed = (name: string): string =>
    today.has(name) ? name : (oldParameters[name]?.find((one) => today.has(one)) ?? name);
  const defaults = (signatureOf(`keras.layers.${type}`, keras)?.parameters ?? []).flatMap((one) =>
    'default' in one ? [[renamed(one.name), one.default] as const] : [],
  );
  const all = new Map<string, unknown>([
    ...defaults,
    ...Object.entries(given).map(([name, value]) => [renamed(name), value] as const),
  ]);
  return (name) => (all.has(name) ? all.get(name) : null);
}

interface Inside {
  readonly class: string;
  readonly config: Readonly<Record<string, unknown>>;
}

const insideOf = ({ arguments: given }: RealCase, keras: 2 | 3) => {
  const inside = given.layer as Inside | undefined;
  const record = inside && layerRecord(inside.class);
  return record && { record, argument: argumentsOf(inside.class, keras, inside.config) };
};

/** Everything that the record of this layer says, against what was seen. */
export function complaintsAbout(type: string, record: LayerRecord, real: RealLayer, keras: 2 | 3): readonly string[] {
  return [
    ...real.cases.flatMap((one) => aboutCase(type, record, one, keras)),
    ...aboutKind(type, record, real),
    ...aboutSize(record, real),
    // Keras 2 looks at fewer dimensions than it means; of layers that are only there it is all there is.
    ...(keras === 3 || !isInKeras3(type) ? aboutRank(record, real) : []),
    ...aboutBehaviour(type, record, real, keras),
    ...aboutValues(record, real),
    ...aboutLooseness(type, record, real, keras),
  ];
}

function aboutCase(type: string, record: LayerRecord, one: RealCase, keras: 2 | 3): readonly string[] {
  const title = `(${JSON.stringify(one.arguments)}) of ${JSON.stringify(one.inputs)}`;
  const argument = argumentsOf(type, keras, one.arguments);
  const applied = { argument, inputs: one.inputs, inner: insideOf(one, keras) };
  const shape = record.outputShape(applied);
  const said = shape === undefined ? 'unknown' : 'reason' in shape ? shape.reason : JSON.stringify(shape);
  // What Keras refuses may have no shape; it must not have one where it could be told.
  if (one.raises !== undefined) return said.startsWith('[') ? [`${title} raises ${one.raises}, shape ${said}`] : [];
  const complaints: string[] = [];
  const is = JSON.stringify(one.output);
  if (said !== is && said !== 'not-modelled') complaints.push(`${title} is ${is}, not ${said}`);
  const [weights, state] = [record.weights, record.state].map((count) => (count ? count(applied) : 0));
  if (weights !== one.weights) complaints.push(`${title} trains ${String(one.weights)}, not ${String(weights)}`);
  if (state !== one.state) complaints.push(`${title} keeps ${String(one.state)}, not ${String(state)}`);
  for (const { in: given, out } of one.ranges ?? []) {
    const reach = rangeOfCase(record, one, argument, given);
    const slack = 1e-3 * Math.max(1, Math.abs(out[0]), Math.abs(out[1]));
    if (reach && (out[0] < reach.min - slack || out[1] > reach.max + slack))
      complaints.push(`${title} makes ${given.join('..')} into ${out.join('..')}, not ${reach.min}..${reach.max}`);
  }
  return complaints;
}

const rangeOfCase = (
  record: LayerRecord,
  { inputs }: RealCase,
  argument: LayerArguments,
  [min, max]: readonly [number, number],
): Reach | undefined => rangeAfter(record, { argument, inputs: inputs.map(() => ({ min, max })) });

/** The folders of Keras's own sources, by what is in them. */
const folders: readonly (readonly [RegExp, readonly Family[]])[] = [
  [/^src\.layers\.activation/, ['activation']],
  [/^src\.layers\.(convolutional|local|locally)/, ['conv', 'dense']],
  [/^src\.layers\.pooling/, ['pool']],
  [/^src\.layers\.normalization/, ['normalize', 'wrap']],
  [/^src\.layers\.regularization/, ['regularize']],
  [/^src\.layers\.reshaping/, ['shape']],
  [/^src\.layers\.merging/, ['merge']],
  [/^src\.layers\.attention/, ['attention']],
  [/^src\.layers\.rnn/, ['recurrent', 'wrap']],
  [/^src\.layers\.core\.(dense|einsum)/, ['dense']],
  [/^src\.layers\.core\.(embedding|reversible)/, ['embedding']],
  [/^src\.layers\.core\.identity/, ['shape']],
  [/^src\.layers\.core\.masking/, ['shape']],
  [/^src\.layers\.core\.activation/, ['activation']],
  [
    /^src\.layers\.preprocessing\.(image_preprocessing\.)?(random|rand_aug|aug_mix|mix_up|cut_mix|equalization|solarization)/,
    ['augment'],
  ],
  [/^src\.layers\.preprocessing\.image_preprocessing$/, ['augment', 'image', 'scale']],
  [/^src\.layers\.preprocessing\.(image_preprocessing\.)?(resizing|center|auto|contrast|clahe)/, ['image']],
  [/^src\.layers\.preprocessing\.(normalization|rescaling)/, ['scale']],
  [/^src\.layers\.preprocessing\.(stft|mel)/, ['signal']],
  [/^src\.layers\.preprocessing\./, ['encode']],
];

function aboutKind(type: string, record: LayerRecord, { module, takes }: RealLayer): readonly string[] {
  const complaints: string[] = [];
  const [, families] = folders.find(([folder]) => folder.test(module)) ?? [];
  if (families?.includes(record.family) !== true) complaints.push(`is filed under ${module}, not ${record.family}`);
  const isConvolution = !/^(?:LocallyConnected)/.test(type);
  if (/\.(convolutional|local)/.test(module) && isConvolution !== (record.family === 'conv'))
    complaints.push(`is no ${record.family}`);
  if (/^(?:Spectral|Time|Bidirectional)/.test(type) !== (record.family === 'wrap')) complaints.push('wraps a layer, or does not');
  // Cells are single steps; TimeDistributed remembers nothing.
  const remembers = module.startsWith('src.layers.rnn') && !/Cell$|^TimeDistributed$/.test(type);
  if (remembers !== record.recurrent) complaints.push(remembers ? 'is recurrent' : 'is not recurrent');
  if (takes !== record.takes) complaints.push(`takes ${takes}, not ${record.takes}`);
  return complaints;
}

/** Keeps the shape in all that was seen, and only then; the width is where the argument says. */
function aboutSize(record: LayerRecord, { cases }: RealLayer): readonly string[] {
  const seen = cases.filter((one) => one.output !== undefined);
  const keeps = seen.every(({ output, inputs: [input] }) => JSON.stringify(output) === JSON.stringify(input));
  const complaints: string[] = [];
  // Those that keep it here may change it with other arguments, ids with other modes.
  const open = /^(?:wrap|encode)$/.test(record.family);
  if (open ? record.keepsShape : record.keepsShape !== keeps) complaints.push(keeps ? 'keeps the shape' : 'changes the shape');
  const widths = (['units', 'filters', 'output_dim', 'num_tokens'] as const).filter((name) =>
    seen.some(({ arguments: given }) => name in given),
  );
  if (widths.length > 0 && record.width !== widths[0]) complaints.push(`is as wide as ${widths[0] ?? ''} says`);
  if (record.width !== undefined && widths.length === 0) complaints.push(`has no ${record.width}`);
  return complaints;
}

function aboutRank({ rank: [least, most] }: LayerRecord, { ranks }: RealLayer): readonly string[] {
  if (ranks.length === 0) return [];
  const [fewest, largest] = [Math.min(...ranks), Math.max(...ranks)];
  // Four is as far as was looked.
  return least === fewest && Math.min(most, Math.max(4, largest)) === largest
    ? []
    : [`takes ${fewest} to ${largest} dimensions, not ${least} to ${most}`];
}

const isInKeras3 = (type: string): boolean => signatureOf(`keras.layers.${type}`, 3)?.keras === 3 && !type.startsWith('CuDNN');

function aboutBehaviour(type: string, record: LayerRecord, real: RealLayer, keras: 2 | 3): readonly string[] {
  const complaints: string[] = [];
  const { activation, random, identity, losses, changes } = real;
  // The packed ones say nothing of the tanh that they apply.
  const applied = type.startsWith('CuDNN') ? 'tanh' : (activation ?? 'linear');
  if (record.family !== 'activation' && applied !== record.activation)
    complaints.push(`applies ${applied}, not ${record.activation}`);
  const takes = (version: 2 | 3) =>
    signatureOf(`keras.layers.${type}`, version)?.parameters.some(({ name }) => name === record.random);
  const asked = typeof record.random !== 'string' || takes(keras) === true || takes(3) !== true;
  // Power iterations of a wrapper are no noise; what is made of words could not be compared.
  const drawn = record.family === 'wrap' ? false : random === null ? 'dropout' : (random ?? false);
  if (asked && (record.random ?? false) !== drawn) complaints.push(`draws by ${String(random)}, not ${String(record.random)}`);
  const only = identity === true && (changes === true || losses === true);
  if (only !== record.trainingOnly) complaints.push(only ? 'does nothing in prediction' : 'does something in prediction');
  return complaints;
}

function aboutValues(record: LayerRecord, real: RealLayer): readonly string[] {
  const complaints: string[] = [];
  const { values, affine } = real;
  const ranges = real.cases.flatMap((one) => one.ranges ?? []);
  const within = ranges.every(({ in: [low, high], out: [min, max] }) => min >= low - 1e-3 && max <= high + 1e-3);
  const seen = values === 'other' ? (within ? 'averaged' : 'no') : values;
  // Functions let some values through where they are straight; statistics of nothing are 0 and 1; softmax may pick a single value.
  const unclear = /^(?:wrap|activation|normalize|attention)$/.test(record.family);
  if (values !== undefined && !unclear && seen !== record.passes)
    complaints.push(`passes ${String(seen)} values, not ${record.passes}`);
  // Behind weights its activation decides.
  const bent = record.range.kind === 'activation';
  // A wrapper is as affine as the layer inside.
  if ((affine === true && !bent && record.family !== 'wrap') !== record.affine)
    complaints.push(affine ? 'is affine' : 'is not affine');
  if (record.family === 'attention' && (record.range.kind === 'kept') !== (record.passes === 'averaged'))
    complaints.push('averages values, or does not');
  // What keeps values in their range passes or averages them, and the other way round; several inputs are merged.
  const kept = record.range.kind === 'kept';
  if (record.family === 'merge' ? kept : kept !== (record.passes !== 'no'))
    complaints.push('has a range and a passage that contradict each other');
  return complaints;
}

/** A range that says less than what was seen: nothing where values were kept, or standardized, or bounded. */
function aboutLooseness(type: string, record: LayerRecord, real: RealLayer, keras: 2 | 3): readonly string[] {
  const seen = real.cases.flatMap((one) => (one.ranges ?? []).map((range) => ({ ...range, one })));
  if (seen.length === 0 || record.family === 'wrap') return [];
  const { kind } = record.range;
  const complaints: string[] = [];
  // A function that is saturated at -1 and 1 has a mean square of 1 too.
  const standardized = kind !== 'activation' && real.meanSquare !== undefined && Math.abs(real.meanSquare - 1) < 0.15;
  if (standardized !== (kind === 'standardized')) complaints.push(standardized ? 'standardizes' : 'does not standardize');
  const free = kind === 'free' || kind === 'standardized';
  const within = seen.every(({ in: [low, high], out: [min, max] }) => min >= low - 1e-3 && max <= high + 1e-3);
  if (free && within && !standardized) complaints.push('keeps values in their range');
  if (kind === 'kept') {
    const zero = seen.some(({ in: [low], out: [min] }) => low > 1 && min === 0);
    return zero === (record.range.zero === true) ? complaints : [...complaints, zero ? 'makes zeros' : 'makes no zeros'];
  }
  const tight = seen.some(({ in: given, out, one }) => {
    const reach = rangeOfCase(record, one, argumentsOf(type, keras, one.arguments), given);
    if (!reach) return true;
    const slack = 0.25 * Math.max(1, reach.max === Infinity ? 1 : reach.max - reach.min);
    return out[0] - reach.min < slack || reach.max - out[1] < slack;
  });
  if (!tight) complaints.push('fills far less than the range it is said to have');
  return complaints;
}

export const layerDifferences = (keras: 2 | 3, real: RealLayers, lookup: Lookup = layerRecord): readonly Difference[] =>
  real.public.flatMap((type) => {
    const [ours, theirs] = [lookup(type), real.built[type]];
    const what = ours === undefined ? ['has no record'] : theirs ? complaintsAbout(type, ours, theirs, keras) : [];
    return what.map((one) => ({ keras, name: `layer ${type}`, what: one }));
  });
