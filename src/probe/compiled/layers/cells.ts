/** Cells whose steps are calls of kernels: those with the activations Keras gives them. */
import type { JsonObject } from '../../../experiment/json';
import { activationOf } from '../../activations';
import type { ScanCell } from '../../layers/recurrent/scan-cells';
import type { Machine } from '../machine';
import { at } from '../plan';

/** Undefined where a cell has other activations: then it runs on plain numbers. */
export function fasterCell(name: 'SimpleRNN' | 'LSTM' | 'GRU', config: JsonObject, machine: Machine): ScanCell | undefined {
  const usual =
    activationOf(config.activation ?? 'tanh').name === 'tanh' &&
    activationOf(config.recurrent_activation ?? 'sigmoid').name === 'sigmoid';
  return usual ? faster[name](machine) : undefined;
}

const TANH = 2;

const faster: Readonly<Record<'SimpleRNN' | 'LSTM' | 'GRU', (machine: Machine) => ScanCell>> = {
  SimpleRNN: ({ kernels }) => ({
    gates: 1,
    forward: ({ projected, inner, output }) => {
      output.set(projected);
      kernels.addScaled(at(inner), at(output), output.length, 1, 1);
      kernels.activate(TANH, at(output), at(output), output.length, 0, 0, 0);
    },
    backward: ({ output, dOutput, dProjected, dInner }) => {
      kernels.activateBack(TANH, 0, at(output), at(dOutput), at(dProjected), output.length, 0, 0, 0, 0);
      dInner.set(dProjected);
    },
  }),
  LSTM: ({ kernels }) => ({
    gates: 4,
    forward: ({ rows, units, projected, inner, carried, nextCarried, output, gates, memory }) =>
      kernels.lstm(at(projected), at(inner), at(carried), at(nextCarried), at(output), at(gates), at(memory), rows, units),
    backward: ({ rows, units, carried, gates, memory, dOutput, dCarried, dProjected, dInner }) => {
      kernels.lstmBack(at(carried), at(gates), at(memory), at(dOutput), at(dCarried), at(dProjected), rows, units);
      dInner.set(dProjected);
    },
  }),
  GRU: ({ kernels }) => ({
    gates: 3,
    forward: ({ rows, units, projected, inner, before, output, gates, memory }) =>
      kernels.gru(at(projected), at(inner), at(before), at(output), at(gates), at(memory), rows, units),
    backward: ({ rows, units, before, gates, memory, dOutput, dProjected, dInner, dBefore }) =>
      kernels.gruBack(at(before), at(gates), at(memory), at(dOutput), at(dProjected), at(dInner), at(dBefore), rows, units),
  }),
};
