/**
 * Initial weights with Keras's formulae (keras/src/initializers). Numbers come from the experiment's own generator, so they are not those
 * of a Keras seed; the distributions are.
 */
import type { JsonObject } from '../../experiment/json';
import type { Random } from '../../experiment/random';
import { named, numberOf, plainName, stringOf, type Named } from '../config';
import { NotSupported } from '../failure';
import { orthogonal } from './orthogonal';

export type Initializer = (shape: readonly number[], random: Random) => Float32Array;

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

const fill = (shape: readonly number[], draw: () => number): Float32Array => Float32Array.from({ length: sizeOf(shape) }, draw);

/** Keras's compute_fans: of a convolution kernel [..., in, out] the receptive field counts in both. */
export function fans(shape: readonly number[]): readonly [number, number] {
  if (shape.length === 0) return [1, 1];
  if (shape.length === 1) return [shape[0] ?? 1, shape[0] ?? 1];
  const field = sizeOf(shape.slice(0, -2));
  return [field * (shape.at(-2) ?? 1), field * (shape.at(-1) ?? 1)];
}

/** Deviation of a unit normal cut off at two deviations. */
const TRUNCATED_DEVIATION = 0.87962566103423978;

function varianceScaling(scale: number, mode: string, distribution: string): Initializer {
  return (shape, random) => {
    const [into, out] = fans(shape);
    const fan = Math.max(1, mode === 'fan_in' ? into : mode === 'fan_out' ? out : (into + out) / 2);
    const variance = scale / fan;
    if (distribution === 'uniform') {
      const limit = Math.sqrt(3 * variance);
      return fill(shape, () => (random.uniform() * 2 - 1) * limit);
    }
    if (distribution === 'untruncated_normal') return fill(shape, () => random.normal() * Math.sqrt(variance));
    const deviation = Math.sqrt(variance) / TRUNCATED_DEVIATION;
    return fill(shape, () => random.truncatedNormal() * deviation);
  };
}

const constant =
  (value: number): Initializer =>
  (shape) =>
    new Float32Array(sizeOf(shape)).fill(value);

function identity(gain: number): Initializer {
  return (shape) => {
    const [, columns = 1] = shape;
    return Float32Array.from({ length: sizeOf(shape) }, (_, i) => (Math.floor(i / columns) === i % columns ? gain : 0));
  };
}

type Maker = (config: JsonObject) => Initializer;

const makers: Readonly<Record<string, Maker>> = {
  glorotuniform: () => varianceScaling(1, 'fan_avg', 'uniform'),
  glorotnormal: () => varianceScaling(1, 'fan_avg', 'truncated_normal'),
  heuniform: () => varianceScaling(2, 'fan_in', 'uniform'),
  henormal: () => varianceScaling(2, 'fan_in', 'truncated_normal'),
  lecununiform: () => varianceScaling(1, 'fan_in', 'uniform'),
  lecunnormal: () => varianceScaling(1, 'fan_in', 'truncated_normal'),
  variancescaling: (config) => {
    const distribution = stringOf(config, 'distribution', 'truncated_normal');
    return varianceScaling(
      numberOf(config, 'scale', 1),
      stringOf(config, 'mode', 'fan_in'),
      distribution === 'normal' ? 'truncated_normal' : distribution,
    );
  },
  zeros: () => constant(0),
  ones: () => constant(1),
  constant: (config) => constant(numberOf(config, 'value', 0)),
  randomnormal: (config) => {
    const [mean, deviation] = [numberOf(config, 'mean', 0), numberOf(config, 'stddev', 0.05)];
    return (shape, random) => fill(shape, () => mean + deviation * random.normal());
  },
  truncatednormal: (config) => {
    const [mean, deviation] = [numberOf(config, 'mean', 0), numberOf(config, 'stddev', 0.05)];
    return (shape, random) => fill(shape, () => mean + deviation * random.truncatedNormal());
  },
  randomuniform: (config) => {
    const [low, high] = [numberOf(config, 'minval', -0.05), numberOf(config, 'maxval', 0.05)];
    return (shape, random) => fill(shape, () => low + (high - low) * random.uniform());
  },
  orthogonal: (config) => orthogonal(numberOf(config, 'gain', 1)),
  orthogonalinitializer: (config) => orthogonal(numberOf(config, 'gain', 1)),
  /** The bias of an LSTM: the forget gate's quarter is 1. */
  forgetgate: (config) => {
    const units = numberOf(config, 'units');
    const rest = initializerOf(named(config.rest) ?? { class: 'zeros', config: {} });
    return (shape, random) => rest(shape, random).map((value, i) => (Math.floor(i / units) === 1 ? 1 : value));
  },
  identity: (config) => identity(numberOf(config, 'gain', 1)),
  identityinitializer: (config) => identity(numberOf(config, 'gain', 1)),
};

const aliases: Readonly<Record<string, string>> = {
  zero: 'zeros',
  one: 'ones',
  normal: 'randomnormal',
  uniform: 'randomuniform',
  eye: 'identity',
};

/** The initializer of a Keras name or object. */
export function initializerOf(spec: Named): Initializer {
  const name = plainName(spec.class);
  const make = makers[aliases[name] ?? name];
  if (make === undefined) throw new NotSupported('initializer', spec.class);
  return make(spec.config);
}
