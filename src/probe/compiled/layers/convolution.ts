/** Convolutions as products of patches: a few images at a time, so that their patches stay in the cache. */
import { activationOf } from '../../activations';
import { numberOf } from '../../config';
import { geometryOf } from '../../layers/convolution';
import { activated } from '../activations';
import { Refused } from '../machine';
import { adding, at, reached, type Call, type Emitter, type Value } from '../plan';
import { floatsOf, windowOf, type Window } from './image';
import { differentiable, only, weightNamed, type Compiler, type CompilerTable } from './layer';

/** Floats of patches that are made at a time. */
const PATCHES = 1 << 17;

/** Patches of `count` images from image `first` on. */
type Patch = (first: number, count: number) => void;

interface Patching {
  readonly array: Float32Array;
  /** Calls back with groups of images, from the first to the last. */
  readonly groups: (each: (first: number, count: number) => void) => void;
  readonly take: Patch;
  /** Adds what stands in the array to a gradient of the input. */
  readonly giveBack: (dx: Float32Array) => Patch;
  /** Positions of an image, and numbers of a patch. */
  readonly positions: number;
  readonly length: number;
}

function patching(emitter: Emitter, x: Value, { input, output, size, strides, dilation, before }: Window): Patching {
  const { kernels, machine, rows } = emitter;
  const positions = output.height * output.width;
  const length = size[0] * size[1] * input.channels;
  const step = floatsOf(input);
  const group = Math.max(1, Math.min(rows, Math.floor(PATCHES / (positions * length))));
  const array = machine.array(group * positions * length);
  const image = [input.height, input.width, input.channels, output.height, output.width] as const;
  const window = [...size, ...strides, ...dilation, ...before] as const;
  return {
    array,
    positions,
    length,
    groups: (each) => {
      for (let first = 0; first < rows; first += group) each(first, Math.min(group, rows - first));
    },
    take: (first, count) => kernels.patches(at(x.data) + 4 * first * step, at(array), count, ...image, ...window),
    giveBack: (dx) => (first, count) => kernels.patchesBack(at(array), at(dx) + 4 * first * step, count, ...image, ...window),
  };
}

/** A pixel is a patch: nothing needs to be taken or given back. */
const isPointwise = ({ size, strides, before }: Window): boolean =>
  [...size, ...strides].every((one) => one === 1) && before.every((one) => one === 0);

/** z = bias + patches times kernel. `kernel` is [patch, filters] in memory. */
function convolve(
  emitter: Emitter,
  x: Value,
  kernel: Value,
  bias: Value | undefined,
  window: Window,
  shape: Value['shape'],
): Value {
  const { kernels, machine, rows } = emitter;
  const filters = shape.at(-1) ?? 1;
  const z = emitter.value(shape, differentiable(x, kernel, bias));
  const all = rows * window.output.height * window.output.width;
  const fill: Call = () => {
    if (bias !== undefined) kernels.repeatRow(at(bias.data), at(z.data), all, filters);
  };
  const add = bias === undefined ? 0 : 1;
  const biasBack = (dz: Float32Array, call: (one: Call) => void): void => {
    if (bias?.gradient === undefined) return;
    const { data } = bias.gradient;
    const adds = adding(bias.gradient);
    call(() => kernels.columns(at(dz), at(data), all, filters, adds));
  };
  if (isPointwise(window)) {
    const into = window.input.channels;
    emitter.forward(() => {
      fill();
      kernels.gemm(at(x.data), at(kernel.data), at(z.data), all, into, filters, into, 1, filters, filters, add);
    });
    emitter.backward((call) => {
      const dz = reached(z);
      if (dz === undefined) return;
      biasBack(dz, call);
      if (kernel.gradient !== undefined) {
        const { data } = kernel.gradient;
        const adds = adding(kernel.gradient);
        call(() => kernels.gemm(at(x.data), at(dz), at(data), into, all, filters, 1, into, filters, filters, adds));
      }
      if (x.gradient !== undefined) {
        const { data } = x.gradient;
        const adds = adding(x.gradient);
        const turned = machine.array(into * filters);
        call(() => {
          kernels.transpose(at(kernel.data), at(turned), into, filters);
          kernels.gemm(at(dz), at(turned), at(data), all, filters, into, filters, 1, into, into, adds);
        });
      }
    });
    return z;
  }
  const patch = patching(emitter, x, window);
  const { array, positions, length } = patch;
  const offset = (first: number): number => 4 * first * positions * filters;
  emitter.forward(() => {
    fill();
    patch.groups((first, count) => {
      patch.take(first, count);
      const m = count * positions;
      kernels.gemm(at(array), at(kernel.data), at(z.data) + offset(first), m, length, filters, length, 1, filters, filters, add);
    });
  });
  emitter.backward((call) => {
    const dz = reached(z);
    if (dz === undefined) return;
    biasBack(dz, call);
    if (kernel.gradient !== undefined) {
      const { data } = kernel.gradient;
      const adds = adding(kernel.gradient);
      call(() =>
        patch.groups((first, count) => {
          patch.take(first, count);
          const m = count * positions;
          const more = first === 0 ? adds : 1;
          kernels.gemm(at(array), at(dz) + offset(first), at(data), length, m, filters, 1, length, filters, filters, more);
        }),
      );
    }
    if (x.gradient !== undefined) {
      const { data } = x.gradient;
      const adds = adding(x.gradient);
      const turned = machine.array(length * filters);
      const giveBack = patch.giveBack(data);
      call(() => {
        if (adds === 0) data.fill(0);
        kernels.transpose(at(kernel.data), at(turned), length, filters);
        patch.groups((first, count) => {
          const m = count * positions;
          kernels.gemm(at(dz) + offset(first), at(turned), at(array), m, filters, length, filters, 1, length, length, 0);
          giveBack(first, count);
        });
      });
    }
  });
  return z;
}

/** Every channel by itself. */
function depthwise(
  emitter: Emitter,
  x: Value,
  kernel: Value,
  bias: Value | undefined,
  window: Window,
  multiplier: number,
): Value {
  const { kernels, machine, rows } = emitter;
  const { height, width, channels } = window.output;
  const z = emitter.value(windowShape(window, x), differentiable(x, kernel, bias));
  const patch = patching(emitter, x, window);
  const { array, positions } = patch;
  const taps = window.size[0] * window.size[1];
  const into = window.input.channels;
  const offset = (first: number): number => 4 * first * positions * channels;
  emitter.forward(() => {
    if (bias === undefined) z.data.fill(0);
    else kernels.repeatRow(at(bias.data), at(z.data), rows * height * width, channels);
    patch.groups((first, count) => {
      patch.take(first, count);
      kernels.depthwise(at(array), at(kernel.data), at(z.data) + offset(first), count * positions, taps, into, multiplier);
    });
  });
  emitter.backward((call) => {
    const dz = reached(z);
    if (dz === undefined) return;
    if (bias?.gradient !== undefined) {
      const { data } = bias.gradient;
      const adds = adding(bias.gradient);
      call(() => kernels.columns(at(dz), at(data), rows * height * width, channels, adds));
    }
    const dk = kernel.gradient;
    const dx = x.gradient;
    if (dk === undefined && dx === undefined) return;
    const freshKernel = dk !== undefined && adding(dk) === 0;
    const freshInput = dx !== undefined && adding(dx) === 0;
    const backwards = dx === undefined ? undefined : machine.array(array.length);
    const giveBack = dx === undefined ? undefined : patch.giveBack(dx.data);
    call(() => {
      if (freshKernel) dk.data.fill(0);
      if (freshInput) dx.data.fill(0);
      patch.groups((first, count) => {
        patch.take(first, count);
        kernels.depthwiseBack(
          at(array),
          at(kernel.data),
          at(dz) + offset(first),
          dk === undefined ? 0 : at(dk.data),
          backwards === undefined ? 0 : at(backwards),
          count * positions,
          taps,
          into,
          multiplier,
        );
        if (backwards === undefined || giveBack === undefined) return;
        array.set(backwards);
        giveBack(first, count);
      });
    });
  });
  return z;
}

/** The shape of a window's output, with as many axes as the input has. */
const windowShape = ({ output }: Window, { shape }: Value): Value['shape'] =>
  shape.length === 3 ? [output.height, output.width, output.channels] : [output.width, output.channels];

const finished: (emitter: Emitter, node: Parameters<Compiler>[1], z: Value) => Value = (emitter, { spec }, z) =>
  activated(emitter, spec.id, activationOf(spec.config.activation), z, { own: true });

function required(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Refused(`a convolution without ${name}`);
  return value;
}

const convolution =
  (axes: 1 | 2): Compiler =>
  (emitter, node, inputs) => {
    const x = only(inputs);
    const { kernel: size, strides, dilation, padding } = geometryOf(node.spec.config, axes);
    if (numberOf(node.spec.config, 'groups', 1) !== 1) throw new Refused('groups of a convolution');
    const window = windowOf({ axes, input: x.shape, output: node.shape, size, strides, dilation, padding });
    const kernel = required(weightNamed(emitter, node, 'kernel'), 'kernel');
    return finished(emitter, node, convolve(emitter, x, kernel, weightNamed(emitter, node, 'bias'), window, node.shape));
  };

const depthwiseLayer =
  (axes: 1 | 2): Compiler =>
  (emitter, node, inputs) => {
    const x = only(inputs);
    const { kernel: size, strides, dilation, padding } = geometryOf(node.spec.config, axes);
    const window = windowOf({ axes, input: x.shape, output: node.shape, size, strides, dilation, padding });
    const kernel = required(weightNamed(emitter, node, 'kernel'), 'kernel');
    const multiplier = numberOf(node.spec.config, 'depth_multiplier', 1);
    return finished(emitter, node, depthwise(emitter, x, kernel, weightNamed(emitter, node, 'bias'), window, multiplier));
  };

const separable =
  (axes: 1 | 2): Compiler =>
  (emitter, node, inputs) => {
    const x = only(inputs);
    const { kernel: size, strides, dilation, padding } = geometryOf(node.spec.config, axes);
    const multiplier = numberOf(node.spec.config, 'depth_multiplier', 1);
    const middle = [...node.shape.slice(0, -1), (x.shape.at(-1) ?? 1) * multiplier];
    const window = windowOf({ axes, input: x.shape, output: middle, size, strides, dilation, padding });
    const deep = depthwise(
      emitter,
      x,
      required(weightNamed(emitter, node, 'depthwise_kernel'), 'kernel'),
      undefined,
      window,
      multiplier,
    );
    const ones = Array.from({ length: axes }, () => 1);
    const point = windowOf({ axes, input: middle, output: node.shape, size: ones, strides: ones, padding: 'valid' });
    const kernel = required(weightNamed(emitter, node, 'pointwise_kernel'), 'kernel');
    return finished(emitter, node, convolve(emitter, deep, kernel, weightNamed(emitter, node, 'bias'), point, node.shape));
  };

/** The way back through a convolution as a layer: products of pixels and the kernel, added up where patches lie. */
const transposed =
  (axes: 1 | 2): Compiler =>
  (emitter, node, inputs) => {
    const x = only(inputs);
    const { kernels, machine } = emitter;
    const { kernel: size, strides, padding } = geometryOf(node.spec.config, axes);
    // As the convolution whose input this layer gives.
    const window = windowOf({ axes, input: node.shape, output: x.shape, size, strides, padding });
    const kernel = required(weightNamed(emitter, node, 'kernel'), 'kernel');
    const bias = weightNamed(emitter, node, 'bias');
    const filters = node.shape.at(-1) ?? 1;
    const into = x.shape.at(-1) ?? 1;
    const z = emitter.value(node.shape, differentiable(x, kernel, bias));
    const patch = patching(emitter, z, window);
    const { array, positions, length } = patch;
    const turned = machine.array(length * into);
    const all = z.data.length / filters;
    const put = patch.giveBack(z.data);
    emitter.forward(() => {
      if (bias === undefined) z.data.fill(0);
      else kernels.repeatRow(at(bias.data), at(z.data), all, filters);
      kernels.transpose(at(kernel.data), at(turned), length, into);
      patch.groups((first, count) => {
        const from = at(x.data) + 4 * first * positions * into;
        kernels.gemm(from, at(turned), at(array), count * positions, into, length, into, 1, length, length, 0);
        put(first, count);
      });
    });
    emitter.backward((call) => {
      const dz = reached(z);
      if (dz === undefined) return;
      if (bias?.gradient !== undefined) {
        const { data } = bias.gradient;
        const adds = adding(bias.gradient);
        call(() => kernels.columns(at(dz), at(data), all, filters, adds));
      }
      const taking = patching(emitter, { ...z, data: dz }, window);
      const dk = kernel.gradient;
      const dx = x.gradient;
      const addKernel = dk === undefined ? 0 : adding(dk);
      const addInput = dx === undefined ? 0 : adding(dx);
      call(() =>
        taking.groups((first, count) => {
          taking.take(first, count);
          const m = count * positions;
          const place = 4 * first * positions * into;
          if (dk !== undefined) {
            const more = first === 0 ? addKernel : 1;
            kernels.gemm(at(taking.array), at(x.data) + place, at(dk.data), length, m, into, 1, length, into, into, more);
          }
          if (dx !== undefined)
            kernels.gemm(
              at(taking.array),
              at(kernel.data),
              at(dx.data) + place,
              m,
              length,
              into,
              length,
              1,
              into,
              into,
              addInput,
            );
        }),
      );
    });
    return finished(emitter, node, z);
  };

export const convolutions: CompilerTable = {
  Conv1DTranspose: transposed(1),
  Conv2DTranspose: transposed(2),
  Conv1D: convolution(1),
  Conv2D: convolution(2),
  Convolution1D: convolution(1),
  Convolution2D: convolution(2),
  DepthwiseConv1D: depthwiseLayer(1),
  DepthwiseConv2D: depthwiseLayer(2),
  SeparableConv1D: separable(1),
  SeparableConv2D: separable(2),
};
