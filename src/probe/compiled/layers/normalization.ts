import { booleanOf, numberOf, numbersOf } from '../../config';
import { Refused } from '../machine';
import { adding, at, reached, sizeOf, type Call, type Emitter, type Value } from '../plan';
import { differentiable, only, weightNamed, type Compiler, type CompilerTable } from './layer';

/** Address of a gradient that a kernel may leave out, and whether it adds. */
function optional(value: Value | undefined): readonly [number, 0 | 1] {
  const gradient = value?.gradient;
  return gradient === undefined ? [0, 0] : [at(gradient.data), adding(gradient)];
}

const place = (value: Value | undefined): number => (value === undefined ? 0 : at(value.data));

/** As the layer of the general engine: with the batch in training, with moving averages in prediction or where it is frozen. */
const batchNormalization: Compiler = (emitter, node, inputs) => {
  const x = only(inputs);
  const { config, sharedWith } = node.spec;
  if (sharedWith !== undefined) throw new Refused('BatchNormalization that is called twice');
  const { kernels, machine } = emitter;
  const channels = x.shape.at(-1) ?? 1;
  const rows = (emitter.rows * sizeOf(x.shape)) / channels;
  const momentum = numberOf(config, 'momentum', 0.99);
  const epsilon = Math.fround(numberOf(config, 'epsilon', 1e-3));
  const [gamma, beta] = [weightNamed(emitter, node, 'gamma'), weightNamed(emitter, node, 'beta')];
  const [movingMean, movingVariance] = [weightNamed(emitter, node, 'moving_mean'), weightNamed(emitter, node, 'moving_variance')];
  if (movingMean === undefined || movingVariance === undefined) throw new Refused('BatchNormalization without averages');
  const live = emitter.training && booleanOf(config, 'trainable', true);
  const [mean, variance, sums] = [machine.array(2 * channels), machine.array(2 * channels), machine.array(4 * channels)];
  const [means, variances] = [
    new Float64Array(mean.buffer, at(mean), channels),
    new Float64Array(variance.buffer, at(variance), channels),
  ];
  const [factor, shift] = [machine.array(channels), machine.array(channels)];
  const y = emitter.value(x.shape, differentiable(x, gamma, beta));
  const take: Call = live
    ? () => kernels.batchMoments(at(x.data), rows, channels, at(mean), at(variance))
    : () => {
        means.set(movingMean.data);
        variances.set(movingVariance.data);
      };
  emitter.forward(() => {
    take();
    kernels.batchNormalize(channels, at(mean), at(variance), place(gamma), place(beta), epsilon, at(factor), at(shift));
    kernels.affine(at(x.data), at(factor), at(shift), at(y.data), rows, channels);
  });
  if (live) {
    // Keras 2's fused kernel for images feeds the unbiased variance into the moving average.
    const correction = emitter.keras === 2 && x.shape.length === 3 && rows > 1 ? rows / (rows - 1) : 1;
    const [meanIndex, varianceIndex] = node.weights.slice(-2);
    const [nextMean, nextVariance] = [new Float32Array(channels), new Float32Array(channels)];
    emitter.forward(() => {
      for (let c = 0; c < channels; c++) {
        nextMean[c] = (movingMean.data[c] ?? 0) * momentum + (means[c] ?? 0) * (1 - momentum);
        nextVariance[c] = (movingVariance.data[c] ?? 0) * momentum + (variances[c] ?? 0) * correction * (1 - momentum);
      }
    });
    if (meanIndex !== undefined) emitter.update(meanIndex, nextMean);
    if (varianceIndex !== undefined) emitter.update(varianceIndex, nextVariance);
  }
  emitter.backward((call) => {
    const dy = reached(y);
    if (dy === undefined) return;
    const [dgamma, addGamma] = optional(gamma);
    const [dbeta, addBeta] = optional(beta);
    const [dx, add] = optional(x);
    const fixed = live ? 0 : 1;
    call(() =>
      kernels.batchNormalizeBack(
        at(x.data),
        at(dy),
        dx,
        rows,
        channels,
        at(mean),
        at(variance),
        place(gamma),
        dgamma,
        dbeta,
        epsilon,
        at(sums),
        fixed,
        addGamma,
        addBeta,
        add,
      ),
    );
  });
  return { ...y, mask: x.mask };
};

const layerNormalization: Compiler = (emitter, node, inputs) => {
  const x = only(inputs);
  const { kernels, machine } = emitter;
  const size = x.shape.at(-1) ?? 1;
  const rows = (emitter.rows * sizeOf(x.shape)) / size;
  const epsilon = Math.fround(numberOf(node.spec.config, 'epsilon', 1e-3));
  const [gamma, beta] = [weightNamed(emitter, node, 'gamma'), weightNamed(emitter, node, 'beta')];
  const [normal, inverse, sums] = [machine.array(rows * size), machine.array(rows), machine.array(4 * size)];
  const y = emitter.value(x.shape, differentiable(x, gamma, beta));
  emitter.forward(() =>
    kernels.layerNormalize(at(x.data), at(y.data), at(normal), at(inverse), rows, size, place(gamma), place(beta), epsilon),
  );
  emitter.backward((call) => {
    const dy = reached(y);
    if (dy === undefined) return;
    const [dgamma, addGamma] = optional(gamma);
    const [dbeta, addBeta] = optional(beta);
    const [dx, add] = optional(x);
    call(() =>
      kernels.layerNormalizeBack(
        at(normal),
        at(inverse),
        at(dy),
        dx,
        rows,
        size,
        place(gamma),
        dgamma,
        dbeta,
        at(sums),
        addGamma,
        addBeta,
        add,
      ),
    );
  });
  return { ...y, mask: x.mask };
};

/** y = x factor + shift with constants, over the last axis. */
function constantAffine(emitter: Emitter, x: Value, factors: readonly number[], shifts: readonly number[]): Value {
  const { kernels, machine } = emitter;
  const size = x.shape.at(-1) ?? 1;
  const rows = (emitter.rows * sizeOf(x.shape)) / size;
  const [factor, shift] = [machine.array(size), machine.array(size)];
  for (let i = 0; i < size; i++) {
    factor[i] = factors[i % factors.length] ?? 1;
    shift[i] = shifts[i % shifts.length] ?? 0;
  }
  const y = emitter.value(x.shape, differentiable(x));
  emitter.forward(() => kernels.affine(at(x.data), at(factor), at(shift), at(y.data), rows, size));
  emitter.backward((call) => {
    const dy = reached(y);
    if (dy === undefined || x.gradient === undefined) return;
    const { data } = x.gradient;
    const add = adding(x.gradient);
    call(() => kernels.affineBack(at(dy), at(factor), at(data), rows, size, add));
  });
  return y;
}

const rescaling: Compiler = (emitter, { spec: { config } }, inputs) =>
  constantAffine(emitter, only(inputs), [numberOf(config, 'scale')], [numberOf(config, 'offset', 0)]);

const normalization: Compiler = (emitter, { spec: { config } }, inputs) => {
  const x = only(inputs);
  const [mean, variance] = [numbersOf(config, 'mean') ?? [], numbersOf(config, 'variance') ?? []];
  const size = x.shape.at(-1) ?? 1;
  if ([mean, variance].some(({ length }) => length !== 1 && length !== size))
    throw new Refused('Normalization over several axes');
  const factors = Array.from({ length: size }, (_, i) => 1 / Math.max(Math.sqrt(variance[i % variance.length] ?? 1), 1e-7));
  return constantAffine(
    emitter,
    x,
    factors,
    factors.map((factor, i) => -(mean[i % mean.length] ?? 0) * factor),
  );
};

export const normalizations: CompilerTable = {
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  Rescaling: rescaling,
  Normalization: normalization,
};
