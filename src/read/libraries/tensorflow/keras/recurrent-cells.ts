/** Recurrent networks of TensorFlow 1: a cell and a function that runs it over time, read as Keras's layer with the same equations. */
import { forAll, table } from '../../../../facts/table';
import { makeList, looseItems } from '../../../python/collections';
import type { Machine } from '../../../python/machine';
import {
  asNumber,
  constant,
  isNone,
  none,
  tuple,
  unknownValue,
  type Arguments,
  type ListValue,
  type ObjectRef,
  type Value,
} from '../../../python/value';
import type { CallSite } from '../../../../facts/callsite';
import { valueOf } from '../../../../facts/fact';
import { bindArguments } from '../../arguments';
import { callLayer } from './layers';
import { indexTensor, operation } from '../tensor-operations';
import { type Transfer, type TransferTable } from '../../transfer';
import { layerOfCell } from '../../../../knowledge/layers/earlier';
import { boundField } from '../fields';
import { field } from '../../../python/store';
import type { LayerValue, TensorValue } from '../tensor';
import { makeObject } from '../../../python/objects';

const cells = 'tf.compat.v1.nn.rnn_cell.';

/** What a cell makes of a sequence. */
interface Ran {
  readonly outputs: TensorValue;
  readonly state: Value;
}

function ran(m: Machine, cell: Value | undefined, x: Value | undefined, site: CallSite): Ran | undefined {
  if (cell?.kind !== 'object' || x?.kind !== 'tensor') return undefined;
  if (cell.type === `${cells}MultiRNNCell`) return stacked(m, cell, x, site);
  if (cell.type === `${cells}DropoutWrapper`) return dropping(m, cell, x, site);
  const type = layerOfCell[cell.type];
  return type === undefined ? undefined : layered(m, type, cell, x, site);
}

/** One cell after the other. */
function stacked(m: Machine, cell: ObjectRef, x: TensorValue, site: CallSite): Ran | undefined {
  const inner = looseItems(m, bindArguments(m, cell.type, cell.args, cell.call).values.get('cells'));
  if (!inner || inner.length === 0) return undefined;
  let outputs = x;
  const states: Value[] = [];
  for (const one of inner) {
    const next = ran(m, one, outputs, site);
    if (!next) return undefined;
    outputs = next.outputs;
    states.push(next.state);
  }
  return { outputs, state: tuple(states, site.place) };
}

function dropping(m: Machine, cell: ObjectRef, x: TensorValue, site: CallSite): Ran | undefined {
  const { values } = bindArguments(m, cell.type, cell.args, cell.call);
  if (asNumber(values.get('state_keep_prob')) !== 1) return undefined;
  const dropped = (tensor: TensorValue, keep: Value | undefined): TensorValue =>
    keep === undefined || asNumber(keep) === 1
      ? tensor
      : operation(m, 'tf.compat.v1.nn.dropout', { positional: [tensor, keep], keywords: new Map() }, cell.place, cell.call);
  const inner = ran(m, values.get('cell'), dropped(x, values.get('input_keep_prob')), site);
  return inner && { ...inner, outputs: dropped(inner.outputs, values.get('output_keep_prob')) };
}

/** The layer in Keras's words. Its weights start as those of the cell do: one matrix for inputs and state, a forget gate that is open. */
function layered(m: Machine, type: string, cell: ObjectRef, x: TensorValue, site: CallSite): Ran | undefined {
  const { values, given, call } = bindArguments(m, cell.type, cell.args, cell.call);
  const units = values.get('num_units');
  const forget = asNumber(values.get('forget_bias')) ?? 1;
  const plain = ['use_peepholes', 'cell_clip', 'num_proj'].every((name) => {
    const value = values.get(name);
    return value === undefined || isNone(value) || (value.kind === 'const' && value.value === false);
  });
  if (!units || !plain || (forget !== 0 && forget !== 1)) return undefined;
  const { place } = cell;
  const keywords = new Map<string, Value>([
    ['return_sequences', constant(true, place, { from: 'library' })],
    ['recurrent_initializer', constant('glorot_uniform', place, { from: 'library' })],
  ]);
  const activation = values.get('activation');
  if (given.has('activation') && activation && !isNone(activation)) keywords.set('activation', activation);
  if (type === 'GRU') keywords.set('reset_after', constant(false, place, { from: 'library' }));
  if (type === 'LSTM' && forget === 0) keywords.set('unit_forget_bias', constant(false, place, { from: 'library' }));
  const args: Arguments = { positional: [units], keywords };
  const bound = bindArguments(m, `keras.layers.${type}`, args, cell.call);
  const layer: LayerValue = { kind: 'layer', id: m.store.fresh(), type, args, call, place };
  m.store.write(layer.id, boundField, { ...bound, call });
  const outputs = callLayer(m, layer, { positional: [x], keywords: new Map() }, site);
  if (outputs.kind !== 'tensor') return undefined;
  const last = at(m, outputs, constant(-1, site.place), site);
  const memory = unknownValue('not-modelled', site.place, 'the memory of a cell');
  return { outputs, state: type === 'LSTM' ? tuple([memory, last], site.place) : last };
}

/** `outputs[:, step]`. */
function at(m: Machine, tensor: TensorValue, step: Value, site: CallSite): Value {
  const nothing = none(site.place);
  const all = makeObject(m, 'builtins.slice', { positional: [nothing, nothing, nothing], keywords: new Map() }, site);
  return indexTensor(m, tensor, tuple([all, step], site.place), site.place);
}

/** Where lengths of sequences are given, what lies behind them is not what the layer gives. */
const overTime: Transfer = ({ m, name, args, site, place }) => {
  const { values } = bindArguments(m, name, args, site);
  const unsure = ['sequence_length', 'time_major'].some((key) => {
    const value = values.get(key);
    return value !== undefined && !isNone(value) && !(value.kind === 'const' && value.value === false);
  });
  const done = unsure ? undefined : ran(m, values.get('cell'), values.get('inputs'), site);
  return done ? tuple([done.outputs, done.state], place) : operation(m, name, args, place, site);
};

const wholeField = field<Value>('unstacked');
const most = 200;

/** A list of what a tensor holds at each time. */
const unstack: Transfer = ({ m, name, args, site, place }) => {
  const { values } = bindArguments(m, name, args, site);
  const value = values.get('value');
  const length = value?.kind === 'tensor' ? valueOf(value.node.shape)?.[0] : undefined;
  const count = asNumber(values.get('num')) ?? length ?? undefined;
  if (value?.kind !== 'tensor' || asNumber(values.get('axis')) !== 1 || count === undefined || count > most)
    return operation(m, name, args, place, site);
  return steps(m, value, count, site);
};

function steps(m: Machine, tensor: TensorValue, count: number, site: CallSite): ListValue {
  const items = Array.from({ length: count }, (_, i) => at(m, tensor, constant(i, site.place), site));
  const list = makeList(m, items, site.place);
  m.store.write(list.id, wholeField, tensor);
  return list;
}

const stepByStep: Transfer = ({ m, name, args, site, place }) => {
  const { values } = bindArguments(m, 'tf.compat.v1.nn.static_rnn', args, site);
  const list = values.get('inputs');
  const x = list?.kind === 'list' ? m.store.read(list.id, wholeField) : undefined;
  const count = looseItems(m, list)?.length;
  const lengths = values.get('sequence_length');
  const done = lengths === undefined || isNone(lengths) ? ran(m, values.get('cell'), x, site) : undefined;
  return done && count !== undefined
    ? tuple([steps(m, done.outputs, count, site), done.state], place)
    : operation(m, name, args, place, site);
};

export const recurrentCellTransfers: TransferTable = table({
  ...forAll(['tf.compat.v1.nn.dynamic_rnn', 'tf.nn.dynamic_rnn'], overTime),
  ...forAll(['tf.compat.v1.nn.static_rnn', 'tf.nn.static_rnn', `${cells}static_rnn`], stepByStep),
  'tf.unstack': unstack,
});
