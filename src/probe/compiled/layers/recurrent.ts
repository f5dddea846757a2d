/** Recurrent layers: one projection for all steps, then a loop over time with arrays that were cut beforehand. */
import { activationOf } from '../../activations';
import { booleanOf, named, numberOf, stringOf } from '../../config';
import type { JsonObject } from '../../../experiment/json';
import { cells } from '../../layers/recurrent/cells';
import type { ScanCell } from '../../layers/recurrent/scan-cells';
import { Refused } from '../machine';
import { adding, at, reached, type Emitter, type Value } from '../plan';
import { fasterCell } from './cells';
import { differentiable, only, weightNamed, type Compiler, type CompilerTable } from './layer';

interface Direction {
  readonly node: string;
  readonly class: keyof typeof cells;
  readonly config: JsonObject;
  readonly kernel: Value;
  readonly recurrent: Value;
  readonly bias: Value | undefined;
  /** Last step first. */
  readonly reversed: boolean;
  /** Outputs of all steps in the order of time, whatever the order they are made in. */
  readonly inTime: boolean;
}

/** Values of a mask that is drawn once per sequence. */
function drawn(
  emitter: Emitter,
  node: string,
  rate: number,
  length: number,
): { readonly array: Float32Array; readonly draw: () => void } | undefined {
  if (rate <= 0 || !emitter.training) return undefined;
  const array = emitter.machine.array(length);
  return {
    array,
    draw: () => {
      const random = emitter.random(node);
      for (let i = 0; i < length; i++) array[i] = random.uniform() < 1 - rate ? 1 / (1 - rate) : 0;
    },
  };
}

/** Rows from .. to of a bias that may have two: that of the input and that of the state (GRU). */
const part = (value: Value | undefined, row: number, width: number): Value | undefined =>
  value && {
    shape: [width],
    data: value.data.subarray(row * width, (row + 1) * width),
    gradient: value.gradient,
  };

function direction(emitter: Emitter, x: Value, request: Direction): Value {
  const { config, node, kernel, recurrent, reversed } = request;
  const { kernels, machine, rows } = emitter;
  const [steps = 1, features = 1] = x.shape;
  const known = cells[request.class](config, x.shape);
  if (known.scan === undefined) throw new Refused(`activations of ${request.class}`);
  const cell: ScanCell = fasterCell(request.class, config, machine) ?? known.scan;
  const { units } = known;
  const width = cell.gates * units;
  const [size, wide] = [rows * units, rows * width];
  const sequences = booleanOf(config, 'return_sequences', false);
  const twoBiases = known.recurrentBias !== undefined;
  const bias = part(request.bias, 0, width);
  const stateBias = twoBiases ? part(request.bias, 1, width) : undefined;

  const inputMask = drawn(emitter, node, numberOf(config, 'dropout', 0), rows * features);
  const stateMask = drawn(emitter, node, numberOf(config, 'recurrent_dropout', 0), size);
  const needed = differentiable(x, kernel, recurrent, request.bias);
  const ordered = machine.array(steps * rows * features);
  const [projected, inner] = [machine.array(steps * wide), machine.array(wide)];
  const [states, carried] = [machine.array((steps + 1) * size), machine.array((steps + 1) * size)];
  const [before, gates, kept] = [machine.array(steps * size), machine.array(steps * wide), machine.array(steps * size)];
  const y = emitter.value(sequences ? [steps, units] : [units], needed);
  const cut = (array: Float32Array, t: number, length: number): Float32Array => array.subarray(t * length, (t + 1) * length);
  const timeOf = (t: number): number => (reversed ? steps - 1 - t : t);
  const forwards = Array.from({ length: steps }, (_, t) => ({
    ...{ rows, units, inner },
    before: cut(before, t, size),
    carried: cut(carried, t, size),
    output: cut(states, t + 1, size),
    nextCarried: cut(carried, t + 1, size),
    projected: cut(projected, timeOf(t), wide),
    gates: cut(gates, t, wide),
    memory: cut(kept, t, size),
    state: cut(states, t, size),
  }));
  /** Ranges of a step's rows that do not count. */
  const eachMasked = (t: number, visit: (from: number, to: number) => void): void => {
    if (x.mask === undefined) return;
    for (let row = 0; row < rows; row++) if (x.mask[row * steps + timeOf(t)] === 0) visit(row * units, (row + 1) * units);
  };

  emitter.forward(() => {
    kernels.swapAxes(at(x.data), at(ordered), rows, steps, features, 0, 0);
    if (inputMask !== undefined) {
      inputMask.draw();
      for (let t = 0; t < steps; t++) {
        const place = at(ordered) + 4 * t * rows * features;
        kernels.products(place, at(inputMask.array), place, rows * features, 0);
      }
    }
    stateMask?.draw();
    if (bias !== undefined) kernels.repeatRow(at(bias.data), at(projected), steps * rows, width);
    const add = bias === undefined ? 0 : 1;
    kernels.gemm(at(ordered), at(kernel.data), at(projected), steps * rows, features, width, features, 1, width, width, add);
    for (let t = 0; t < steps; t++) {
      const step = forwards[t];
      if (step === undefined) break;
      step.before.set(step.state);
      if (stateMask !== undefined) kernels.products(at(step.before), at(stateMask.array), at(step.before), size, 0);
      if (stateBias !== undefined) kernels.repeatRow(at(stateBias.data), at(inner), rows, width);
      const more = stateBias === undefined ? 0 : 1;
      kernels.gemm(at(step.before), at(recurrent.data), at(inner), rows, units, width, units, 1, width, width, more);
      cell.forward(step);
      eachMasked(t, (from, to) => {
        step.output.set(step.state.subarray(from, to), from);
        step.nextCarried.set(step.carried.subarray(from, to), from);
      });
    }
    if (sequences) kernels.swapAxes(at(states) + 4 * size, at(y.data), steps, rows, units, request.inTime && reversed ? 1 : 0, 0);
    else y.data.set(cut(states, steps, size));
  });

  if (request.class === 'SimpleRNN' && !emitter.training) {
    // Of the last step, as the general engine observes it.
    const last = machine.array(size);
    const spec = activationOf(config.activation ?? 'tanh');
    emitter.forward(() => {
      last.set(cut(projected, timeOf(steps - 1), wide));
      kernels.addScaled(at(inner), at(last), size, 1, 1);
    });
    emitter.observe({ node, activation: spec.name, before: last, after: cut(states, steps, size), units });
  }

  emitter.backward((call) => {
    const dy = reached(y);
    if (dy === undefined) return;
    const [dProjected, dInner] = [machine.array(steps * wide), machine.array(steps * wide)];
    const [dOutput, dCarried, dBefore] = [machine.array(size), machine.array(size), machine.array(size)];
    const [held, heldCarried] = [machine.array(size), machine.array(size)];
    const turned = machine.array(units * width);
    const given = sequences ? machine.array(steps * size) : dy;
    const backwards = forwards.map((step, t) => ({
      ...step,
      ...{ dOutput, dCarried, dBefore },
      dProjected: cut(dProjected, timeOf(t), wide),
      dInner: cut(dInner, t, wide),
    }));
    call(() => {
      if (sequences) kernels.swapAxes(at(dy), at(given), rows, steps, units, 0, 0);
      kernels.transpose(at(recurrent.data), at(turned), units, width);
      dOutput.fill(0);
      dCarried.fill(0);
      for (let t = steps - 1; t >= 0; t--) {
        const step = backwards[t];
        if (step === undefined) break;
        // What came in the order of time lies where time has it.
        const place = request.inTime ? timeOf(t) : t;
        if (sequences) kernels.addScaled(at(given) + 4 * place * size, at(dOutput), size, 1, 1);
        else if (t === steps - 1) dOutput.set(dy);
        if (x.mask !== undefined) {
          held.fill(0);
          heldCarried.fill(0);
          // The rows of a masked step hand their gradients on as they are.
          eachMasked(t, (from, to) => {
            held.set(dOutput.subarray(from, to), from);
            heldCarried.set(dCarried.subarray(from, to), from);
            dOutput.fill(0, from, to);
            dCarried.fill(0, from, to);
          });
        }
        dBefore.fill(0);
        cell.backward(step);
        if (t > 0) kernels.gemm(at(step.dInner), at(turned), at(dBefore), rows, width, units, width, 1, units, units, 1);
        if (stateMask !== undefined) kernels.products(at(dBefore), at(stateMask.array), at(dBefore), size, 0);
        if (x.mask !== undefined) {
          kernels.addScaled(at(held), at(dBefore), size, 1, 1);
          kernels.addScaled(at(heldCarried), at(dCarried), size, 1, 1);
        }
        dOutput.set(dBefore);
      }
    });
    const all = steps * rows;
    if (recurrent.gradient !== undefined) {
      const { data } = recurrent.gradient;
      const add = adding(recurrent.gradient);
      call(() => kernels.gemm(at(before), at(dInner), at(data), units, all, width, 1, units, width, width, add));
    }
    if (kernel.gradient !== undefined) {
      const { data } = kernel.gradient;
      const add = adding(kernel.gradient);
      call(() => kernels.gemm(at(ordered), at(dProjected), at(data), features, all, width, 1, features, width, width, add));
    }
    if (request.bias?.gradient !== undefined) {
      const { data } = request.bias.gradient;
      const add = adding(request.bias.gradient);
      call(() => {
        kernels.columns(at(dProjected), at(data), all, width, add);
        if (twoBiases && data.length > width) kernels.columns(at(dInner), at(data) + 4 * width, all, width, add);
      });
    }
    if (x.gradient !== undefined) {
      const { data } = x.gradient;
      const add = adding(x.gradient);
      const back = machine.array(features * width);
      const dOrdered = machine.array(all * features);
      call(() => {
        kernels.transpose(at(kernel.data), at(back), features, width);
        kernels.gemm(at(dProjected), at(back), at(dOrdered), all, width, features, width, 1, features, features, 0);
        if (inputMask !== undefined)
          for (let t = 0; t < steps; t++) {
            const place = at(dOrdered) + 4 * t * rows * features;
            kernels.products(place, at(inputMask.array), place, rows * features, 0);
          }
        kernels.swapAxes(at(dOrdered), at(data), steps, rows, features, 0, add);
      });
    }
  });
  return { ...y, mask: sequences ? x.mask : undefined };
}

function required(value: Value | undefined): Value {
  if (value === undefined) throw new Refused('a recurrent layer without kernel');
  return value;
}

const recurrent =
  (name: keyof typeof cells): Compiler =>
  (emitter, node, inputs) => {
    const { config, id } = node.spec;
    return direction(emitter, only(inputs), {
      node: id,
      class: name,
      config,
      kernel: required(weightNamed(emitter, node, 'kernel')),
      recurrent: required(weightNamed(emitter, node, 'recurrent_kernel')),
      bias: weightNamed(emitter, node, 'bias'),
      reversed: booleanOf(config, 'go_backwards', false),
      inTime: false,
    });
  };

const isCell = (name: string): name is keyof typeof cells => Object.hasOwn(cells, name);

const bidirectional: Compiler = (emitter, node, inputs) => {
  const x = only(inputs);
  const inner = named(node.spec.config.layer);
  if (inner === undefined || !isCell(inner.class)) throw new Refused(`Bidirectional of ${inner?.class ?? 'nothing'}`);
  const mode = stringOf(node.spec.config, 'merge_mode', 'concat');
  if (mode !== 'concat') throw new Refused(`merge_mode ${mode}`);
  const { class: name, config } = inner;
  const [a, b] = (['forward', 'backward'] as const).map((side) =>
    direction(emitter, x, {
      node: node.spec.id,
      class: name,
      config,
      kernel: required(weightNamed(emitter, node, `${side}/kernel`)),
      recurrent: required(weightNamed(emitter, node, `${side}/recurrent_kernel`)),
      bias: weightNamed(emitter, node, `${side}/bias`),
      reversed: booleanOf(config, 'go_backwards', false) !== (side === 'backward'),
      inTime: side === 'backward',
    }),
  );
  if (a === undefined || b === undefined) throw new Error('unreachable');
  const { kernels } = emitter;
  const units = a.shape.at(-1) ?? 1;
  const rows = (emitter.rows * a.shape.reduce((p, q) => p * q, 1)) / units;
  const y = emitter.value(node.shape, differentiable(a, b));
  emitter.forward(() =>
    [a, b].forEach(({ data }, i) => kernels.copyColumns(at(data), at(y.data) + 4 * i * units, rows, units, units, 2 * units, 0)),
  );
  emitter.backward((call) => {
    const dy = reached(y);
    if (dy === undefined) return;
    [a, b].forEach(({ gradient }, i) => {
      if (gradient === undefined) return;
      const add = adding(gradient);
      call(() => kernels.copyColumns(at(dy) + 4 * i * units, at(gradient.data), rows, units, 2 * units, units, add));
    });
  });
  return { ...y, mask: a.mask };
};

export const recurrents: CompilerTable = {
  SimpleRNN: recurrent('SimpleRNN'),
  LSTM: recurrent('LSTM'),
  GRU: recurrent('GRU'),
  Bidirectional: bidirectional,
};
