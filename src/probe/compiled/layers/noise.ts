/** Layers that act in training only, with the chance the general engine gives them: the same stream, drawn in the same order. */
import type { Random } from '../../../experiment/random';
import { numberOf } from '../../config';
import { adding, at, reached, sizeOf, type Emitter, type Value } from '../plan';
import { differentiable, only, type Compiler, type CompilerTable } from './layer';

/** y = x (noise scale + offset), the noise drawn anew in every step. */
function multiplied(
  emitter: Emitter,
  node: string,
  x: Value,
  draw: (random: Random) => number,
  scale: number,
  offset: number,
): Value {
  const { kernels } = emitter;
  const count = emitter.rows * sizeOf(x.shape);
  const noise = emitter.machine.array(count);
  const y = emitter.value(x.shape, differentiable(x));
  emitter.forward(() => {
    const random = emitter.random(node);
    for (let i = 0; i < count; i++) noise[i] = draw(random);
    kernels.multiplyAdd(at(x.data), at(noise), at(y.data), count, scale, offset, 0);
  });
  emitter.backward((call) => {
    const dy = reached(y);
    if (dy === undefined || x.gradient === undefined) return;
    const { data } = x.gradient;
    const add = adding(x.gradient);
    call(() => kernels.multiplyAdd(at(dy), at(noise), at(data), count, scale, offset, add));
  });
  return { ...y, mask: x.mask };
}

const kept =
  (rate: number) =>
  (random: Random): number =>
    random.uniform() < 1 - rate ? 1 : 0;

const dropout: Compiler = (emitter, { spec }, inputs) => {
  const x = only(inputs);
  const rate = numberOf(spec.config, 'rate', 0.5);
  if (!emitter.training || rate <= 0) return x;
  if (rate >= 1) return { ...emitter.value(x.shape, false), mask: x.mask };
  return multiplied(emitter, spec.id, x, kept(rate), 1 / (1 - rate), 0);
};

/** Whole feature maps: one number of the mask for all positions. */
const spatialDropout: Compiler = (emitter, { spec }, inputs) => {
  const x = only(inputs);
  const rate = numberOf(spec.config, 'rate', 0.5);
  if (!emitter.training || rate <= 0) return x;
  if (rate >= 1) return { ...emitter.value(x.shape, false), mask: x.mask };
  const { kernels, machine, rows } = emitter;
  const channels = x.shape.at(-1) ?? 1;
  const positions = sizeOf(x.shape) / channels;
  const [factors, zero] = [machine.array(rows * channels), machine.array(channels)];
  const y = emitter.value(x.shape, differentiable(x));
  const place = (row: number): number => 4 * row * positions * channels;
  const factorOf = (row: number): number => at(factors) + 4 * row * channels;
  emitter.forward(() => {
    const random = emitter.random(spec.id);
    const draw = kept(rate);
    for (let i = 0; i < factors.length; i++) factors[i] = draw(random) / (1 - rate);
    for (let r = 0; r < rows; r++)
      kernels.affine(at(x.data) + place(r), factorOf(r), at(zero), at(y.data) + place(r), positions, channels);
  });
  emitter.backward((call) => {
    const dy = reached(y);
    if (dy === undefined || x.gradient === undefined) return;
    const { data } = x.gradient;
    const add = adding(x.gradient);
    call(() => {
      for (let r = 0; r < rows; r++)
        kernels.affineBack(at(dy) + place(r), factorOf(r), at(data) + place(r), positions, channels, add);
    });
  });
  return { ...y, mask: x.mask };
};

const gaussianDropout: Compiler = (emitter, { spec }, inputs) => {
  const x = only(inputs);
  const rate = numberOf(spec.config, 'rate', 0.5);
  if (!emitter.training || rate === 0) return x;
  return multiplied(emitter, spec.id, x, (random) => random.normal(), Math.sqrt(rate / (1 - rate)), 1);
};

const gaussianNoise: Compiler = (emitter, { spec }, inputs) => {
  const x = only(inputs);
  if (!emitter.training) return x;
  const deviation = numberOf(spec.config, 'stddev');
  const { kernels } = emitter;
  const count = emitter.rows * sizeOf(x.shape);
  const y = emitter.value(x.shape, differentiable(x));
  emitter.forward(() => {
    const random = emitter.random(spec.id);
    for (let i = 0; i < count; i++) y.data[i] = random.normal();
    kernels.scaled(at(y.data), at(y.data), count, deviation, 0);
    kernels.addScaled(at(x.data), at(y.data), count, 1, 1);
  });
  emitter.backward((call) => {
    const dy = reached(y);
    if (dy === undefined || x.gradient === undefined) return;
    const { data } = x.gradient;
    const add = adding(x.gradient);
    call(() => kernels.addScaled(at(dy), at(data), count, 1, add));
  });
  return { ...y, mask: x.mask };
};

export const noise: CompilerTable = {
  Dropout: dropout,
  SpatialDropout1D: spatialDropout,
  SpatialDropout2D: spatialDropout,
  GaussianDropout: gaussianDropout,
  GaussianNoise: gaussianNoise,
};
