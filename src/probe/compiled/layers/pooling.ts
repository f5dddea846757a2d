import { booleanOf, sizesOf, stringOf } from '../../config';
import { sidesOf } from '../../layers/pooling';
import { Refused } from '../machine';
import { adding, at, reached, sizeOf } from '../plan';
import { floatsOf, windowOf } from './image';
import { differentiable, only, type Compiler, type CompilerTable } from './layer';

const pooling =
  (axes: 1 | 2, kind: 'max' | 'average'): Compiler =>
  (emitter, node, inputs) => {
    const x = only(inputs);
    const { config } = node.spec;
    const size = sizesOf(config, 'pool_size', axes, 2);
    const strides = sizesOf(config, 'strides', axes, size);
    const padding = stringOf(config, 'padding', 'valid').toLowerCase();
    const { input, output, ...window } = windowOf({ axes, input: x.shape, output: node.shape, size, strides, padding });
    const { kernels, machine, rows } = emitter;
    const image = [rows, input.height, input.width, input.channels, output.height, output.width] as const;
    const windows = [...window.size, ...window.strides, ...window.before] as const;
    const y = emitter.value(node.shape, differentiable(x));
    const places = kind === 'max' ? machine.array(rows * floatsOf(output)) : undefined;
    emitter.forward(() => {
      if (places !== undefined) kernels.maxPool(at(x.data), at(y.data), at(places), ...image, ...windows);
      else kernels.averagePool(at(x.data), at(y.data), ...image, ...windows);
    });
    emitter.backward((call) => {
      const dy = reached(y);
      if (dy === undefined || x.gradient === undefined) return;
      const { data } = x.gradient;
      const add = adding(x.gradient);
      call(() => {
        if (add === 0) data.fill(0);
        if (places !== undefined) kernels.maxPoolBack(at(dy), at(places), at(data), rows, floatsOf(input), floatsOf(output));
        else kernels.averagePoolBack(at(dy), at(data), ...image, ...windows);
      });
    });
    return y;
  };

/** One window over everything. */
const global =
  (axes: 1 | 2, kind: 'max' | 'average'): Compiler =>
  (emitter, node, inputs) => {
    if (only(inputs).mask !== undefined && kind === 'average' && axes === 1) throw new Refused('a mean of masked steps');
    const size = only(inputs).shape.slice(0, axes);
    const keep = booleanOf(node.spec.config, 'keepdims', false);
    const channels = node.shape.at(-1) ?? 1;
    const shape = [...size.map(() => 1), channels];
    const spec = { ...node.spec, config: { pool_size: size, strides: size } };
    const pooled = pooling(axes, kind)(emitter, { ...node, spec, shape }, inputs);
    return keep ? pooled : { ...pooled, shape: [channels] };
  };

/** Copies of lines of an image, each to its place in a larger or smaller one. */
const placed =
  (axes: 1 | 2, key: 'padding' | 'cropping'): Compiler =>
  (emitter, node, inputs) => {
    const x = only(inputs);
    const [input, output] = [x.shape, node.shape];
    const before = sidesOf(node.spec.config, key, axes, key === 'cropping' && axes === 2 ? 0 : 1).map(([first]) => first);
    const { kernels, rows } = emitter;
    const inner = key === 'padding' ? input : output;
    const outer = key === 'padding' ? output : input;
    const height = axes === 2 ? (inner[0] ?? 1) : 1;
    const run = sizeOf(inner.slice(axes - 1));
    const outerRun = sizeOf(outer.slice(axes - 1));
    const skip = (axes === 2 ? (before[0] ?? 0) * outerRun : 0) + (before[axes - 1] ?? 0) * (outer.at(-1) ?? 1);
    const y = emitter.value(output, differentiable(x));
    const move = (from: Float32Array, to: Float32Array, inwards: boolean, add: 0 | 1): void => {
      for (let n = 0; n < rows; n++) {
        const [small, large] = [4 * n * sizeOf(inner), 4 * (n * sizeOf(outer) + skip)];
        if (inwards) kernels.copyColumns(at(from) + large, at(to) + small, height, run, outerRun, run, add);
        else kernels.copyColumns(at(from) + small, at(to) + large, height, run, run, outerRun, add);
      }
    };
    // What lies around stays 0, as the array was made.
    emitter.forward(() => move(x.data, y.data, key === 'cropping', 0));
    emitter.backward((call) => {
      const dy = reached(y);
      if (dy === undefined || x.gradient === undefined) return;
      const { data } = x.gradient;
      const add = adding(x.gradient);
      call(() => {
        if (add === 0 && key === 'cropping') data.fill(0);
        move(dy, data, key === 'padding', key === 'cropping' ? 1 : add);
      });
    });
    return y;
  };

/** Nearest neighbours: every row and column as often as asked. */
const upsampling =
  (axes: 1 | 2): Compiler =>
  (emitter, node, inputs) => {
    const x = only(inputs);
    const sizes = sizesOf(node.spec.config, 'size', axes, 2);
    const [down, across] = axes === 2 ? [sizes[0] ?? 1, sizes[1] ?? 1] : [1, sizes[0] ?? 1];
    const channels = x.shape.at(-1) ?? 1;
    const width = x.shape[axes - 1] ?? 1;
    const { kernels, rows } = emitter;
    const lines = (rows * sizeOf(x.shape)) / (width * channels);
    const y = emitter.value(node.shape, differentiable(x));
    const run = width * channels;
    emitter.forward(() => {
      for (let l = 0; l < lines; l++)
        for (let a = 0; a < down; a++)
          for (let b = 0; b < across; b++) {
            const to = at(y.data) + 4 * ((l * down + a) * run * across + b * channels);
            kernels.copyColumns(at(x.data) + 4 * l * run, to, width, channels, channels, across * channels, 0);
          }
    });
    emitter.backward((call) => {
      const dy = reached(y);
      if (dy === undefined || x.gradient === undefined) return;
      const { data } = x.gradient;
      const add = adding(x.gradient);
      call(() => {
        if (add === 0) data.fill(0);
        for (let l = 0; l < lines; l++)
          for (let a = 0; a < down; a++)
            for (let b = 0; b < across; b++) {
              const from = at(dy) + 4 * ((l * down + a) * run * across + b * channels);
              kernels.copyColumns(from, at(data) + 4 * l * run, width, channels, across * channels, channels, 1);
            }
      });
    });
    return y;
  };

export const poolings: CompilerTable = {
  UpSampling1D: upsampling(1),
  UpSampling2D: upsampling(2),
  MaxPooling1D: pooling(1, 'max'),
  MaxPooling2D: pooling(2, 'max'),
  MaxPool1D: pooling(1, 'max'),
  MaxPool2D: pooling(2, 'max'),
  AveragePooling1D: pooling(1, 'average'),
  AveragePooling2D: pooling(2, 'average'),
  AvgPool1D: pooling(1, 'average'),
  AvgPool2D: pooling(2, 'average'),
  GlobalMaxPooling1D: global(1, 'max'),
  GlobalMaxPooling2D: global(2, 'max'),
  GlobalAveragePooling1D: global(1, 'average'),
  GlobalAveragePooling2D: global(2, 'average'),
  GlobalMaxPool1D: global(1, 'max'),
  GlobalMaxPool2D: global(2, 'max'),
  GlobalAvgPool1D: global(1, 'average'),
  GlobalAvgPool2D: global(2, 'average'),
  ZeroPadding1D: placed(1, 'padding'),
  ZeroPadding2D: placed(2, 'padding'),
  Cropping1D: placed(1, 'cropping'),
  Cropping2D: placed(2, 'cropping'),
};
