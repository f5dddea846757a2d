import { numberOf } from '../../config';
import { Refused } from '../machine';
import { adding, at, reached, sizeOf, type Emitter, type Value } from '../plan';
import { differentiable, type Compiler, type CompilerTable } from './layer';

/** Only inputs of one shape: broadcasting is left to the general engine. */
function alike(inputs: readonly Value[]): Value {
  const [first, ...others] = inputs;
  if (first === undefined || others.some(({ shape }) => shape.join() !== first.shape.join()))
    throw new Refused('a merge of different shapes');
  return first;
}

/** Sum of the inputs, each times its factor. */
export function weighted(emitter: Emitter, inputs: readonly Value[], factors: readonly number[]): Value {
  const { kernels } = emitter;
  const count = emitter.rows * sizeOf(alike(inputs).shape);
  const y = emitter.value(alike(inputs).shape, differentiable(...inputs));
  emitter.forward(() =>
    inputs.forEach((x, i) => kernels.addScaled(at(x.data), at(y.data), count, factors[i] ?? 1, i === 0 ? 0 : 1)),
  );
  emitter.backward((call) => {
    const dy = reached(y);
    if (dy === undefined) return;
    inputs.forEach(({ gradient }, i) => {
      if (gradient === undefined) return;
      const add = adding(gradient);
      call(() => kernels.addScaled(at(dy), at(gradient.data), count, factors[i] ?? 1, add));
    });
  });
  return { ...y, mask: inputs[0]?.mask };
}

export const multiply: Compiler = (emitter, _, inputs) => {
  const [a, b, ...others] = inputs;
  if (a === undefined || b === undefined || others.length > 0) throw new Refused('Multiply of other than two');
  const { kernels } = emitter;
  const count = emitter.rows * sizeOf(alike(inputs).shape);
  const y = emitter.value(a.shape, differentiable(a, b));
  emitter.forward(() => kernels.products(at(a.data), at(b.data), at(y.data), count, 0));
  emitter.backward((call) => {
    const dy = reached(y);
    if (dy === undefined) return;
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const { gradient } = one;
      if (gradient === undefined) continue;
      const add = adding(gradient);
      call(() => kernels.products(at(dy), at(other.data), at(gradient.data), count, add));
    }
  });
  return { ...y, mask: inputs[0]?.mask };
};

export const concatenate: Compiler = (emitter, node, inputs) => {
  const axis = numberOf(node.spec.config, 'axis', -1);
  const rank = node.shape.length;
  const along = axis < 0 ? axis + rank : axis - 1;
  const { kernels } = emitter;
  const outer = emitter.rows * sizeOf(node.shape.slice(0, along));
  const width = sizeOf(node.shape.slice(along));
  const y = emitter.value(node.shape, differentiable(...inputs));
  const widths = inputs.map(({ shape }) => sizeOf(shape.slice(along)));
  const starts = widths.map((_, i) => widths.slice(0, i).reduce((a, b) => a + b, 0));
  emitter.forward(() =>
    inputs.forEach((x, i) => {
      const own = widths[i] ?? 0;
      kernels.copyColumns(at(x.data), at(y.data) + 4 * (starts[i] ?? 0), outer, own, own, width, 0);
    }),
  );
  emitter.backward((call) => {
    const dy = reached(y);
    if (dy === undefined) return;
    inputs.forEach(({ gradient }, i) => {
      if (gradient === undefined) return;
      const own = widths[i] ?? 0;
      const add = adding(gradient);
      call(() => kernels.copyColumns(at(dy) + 4 * (starts[i] ?? 0), at(gradient.data), outer, own, width, own, add));
    });
  });
  return y;
};

export const merging: CompilerTable = {
  Add: (emitter, _, inputs) => weighted(emitter, inputs, [1]),
  Subtract: (emitter, _, inputs) => weighted(emitter, inputs, [1, -1]),
  Average: (emitter, _, inputs) =>
    weighted(
      emitter,
      inputs,
      inputs.map(() => 1 / inputs.length),
    ),
  Multiply: multiply,
  Concatenate: concatenate,
};
