/** Layers called on data, as in `dataset.map(lambda x, y: (rescale(x), y))`: what they do to values, where that is simple. */
import { boundBy } from '../../../python/bound';
import type { Place } from '../../../../text/place';
import type { DataStep } from '../../../../facts/data';
import { known, unknown, valueOf } from '../../../../facts/fact';
import { unknownData, type DataState } from '../../../data/data-state';
import { entriesOf, itemsOf, makeDict, makeList } from '../../../python/collections';
import type { Machine } from '../../../python/machine';
import type { TensorNode } from '../tensor';
import { asBoolean, asNumber, asString, tuple, type Value } from '../../../python/value';
import { derivedState, makeData, originsOf, stateOf } from '../../../data/data-access';
import { layersOfModel } from './model-graph';

/** Tensors in a structure become the data they are made of. */
export function dataOfTensors(m: Machine, value: Value, place: Place): Value {
  if (value.kind === 'tensor') {
    const state = stateOfNode(m, value.node, place);
    return state ? makeData(m, place, state) : value;
  }
  if (value.kind === 'tuple')
    return tuple(
      value.items.map((item) => dataOfTensors(m, item, place)),
      place,
    );
  const entries = entriesOf(m, value);
  if (entries)
    return makeDict(
      m,
      [...entries.entries.values()].map(({ key, value: item }) => [key, dataOfTensors(m, item, place)] as const),
      place,
      entries.open,
    );
  const items = value.kind === 'list' ? itemsOf(m, value) : undefined;
  return items
    ? makeList(
        m,
        items.map((item) => dataOfTensors(m, item, place)),
        place,
      )
    : value;
}

/** What a node that is computed from data alone holds; undefined when no data goes in. */
function stateOfNode(m: Machine, node: TensorNode, place: Place): DataState | undefined {
  if (node.kind === 'data') return node.data && stateOf(m, node.data);
  const inputs = node.inputs.map((input) => stateOfNode(m, input, place));
  const sources = inputs.filter((one) => one !== undefined);
  const [first] = sources;
  if (!first) return undefined;
  if (node.kind === 'layer' && inputs.length === 1) return throughLayer(m, node.layer, first, node.place);
  if (node.kind === 'model' && node.model.kind === 'model' && inputs.length === 1) {
    return layersOfModel(m, node.model).reduce<DataState>(
      (state, layer) => (layer.kind === 'layer' ? throughLayer(m, layer, state, node.place) : lost([state], layer.kind, place)),
      first,
    );
  }
  return lost(sources, node.kind === 'operation' ? node.operation : node.kind, place);
}

const lost = (sources: readonly DataState[], what: string, place: Place): DataState =>
  unknownData(place, what, {
    container: 'tensor',
    origins: originsOf(sources),
    originsComplete: sources.every((one) => one.originsComplete),
  });

function throughLayer(m: Machine, layer: Extract<Value, { kind: 'layer' }>, state: DataState, place: Place): DataState {
  const step = (kind: DataStep['kind'], more: Partial<DataStep> = {}): DataStep => ({
    kind,
    place,
    by: `keras.layers.${layer.type}`,
    ...more,
  });
  const float = known('float32', place, 'library');
  // What becomes of data is told in steps (scale, augment, encode), which are more than a range: each of these makes another.
  switch (layer.type) {
    case 'Rescaling': {
      const bound = boundBy(m, 'keras.layers.Rescaling', layer.args);
      const given = bound('offset');
      const [scale, offset] = [asNumber(bound('scale')), given ? asNumber(given) : 0];
      const reach = valueOf(state.range);
      const exact = scale !== undefined && offset !== undefined;
      const ends = reach && exact ? [reach.min * scale + offset, reach.max * scale + offset] : undefined;
      const range = ends
        ? known({ min: Math.min(...ends), max: Math.max(...ends) }, place)
        : unknown('dynamic', place, 'a scale that is not known');
      return derivedState(
        state,
        { range, dtype: float, stepsComplete: state.stepsComplete && exact },
        exact ? step('scale', { factor: scale, shift: offset }) : step('other'),
      );
    }
    case 'Normalization':
      return derivedState(
        state,
        { range: unknown('dynamic', place, 'a Normalization layer'), dtype: float, featureSpread: known(1, place, 'library') },
        step('standardize', { fittedBy: layer.id }),
      );
    case 'RandomFlip':
    case 'RandomRotation':
    case 'RandomZoom':
    case 'RandomTranslation':
    case 'RandomCrop':
    case 'CenterCrop':
    case 'Resizing':
    case 'RandomHeight':
    case 'RandomWidth': {
      const resizes = !/Flip|Rotation|Zoom|Translation/.test(layer.type);
      return derivedState(
        state,
        { dtype: float, ...(resizes ? { shape: unknown('dynamic', place, layer.type) } : {}) },
        step(layer.type === 'Resizing' ? 'reshape' : 'augment'),
      );
    }
    case 'TextVectorization':
      return vectorized(m, layer, state, step('encode', { fittedBy: layer.id, padded: 'post' }), place);
    case 'RandomContrast':
    case 'RandomBrightness':
      return derivedState(state, { dtype: float, range: unknown('dynamic', place, layer.type) }, step('augment'));
    default:
      return lost([state], layer.type, place);
  }
}

/** Texts as word numbers, or as counts of words. */
function vectorized(
  m: Machine,
  layer: Extract<Value, { kind: 'layer' }>,
  state: DataState,
  step: DataStep,
  place: Place,
): DataState {
  const option = boundBy(m, 'keras.layers.TextVectorization', layer.args);
  const mode = option('output_mode');
  const written = mode ? asString(mode) : 'int';
  const words = asNumber(option('max_tokens'));
  const length = asNumber(option('output_sequence_length')) ?? null;
  const rows = valueOf(state.shape)?.slice(0, 1) ?? [null];
  // Without padding the width is that of the vocabulary found, which may be smaller.
  const width = asBoolean(option('pad_to_max_tokens')) === true ? (words ?? null) : null;
  const why = unknown('dynamic', place, 'the output_mode of TextVectorization');
  const facts: Partial<DataState> =
    written === 'int'
      ? {
          shape: known([...rows, length], place, 'library'),
          dtype: known('int64', place, 'library'),
          range:
            words === undefined
              ? unknown('dynamic', place, 'the size of a vocabulary')
              : known({ min: 0, max: words - 1 }, place),
        }
      : written === 'multi_hot' || written === 'binary'
        ? {
            shape: known([...rows, width], place),
            dtype: known('float32', place, 'library'),
            range: known({ min: 0, max: 1 }, place, 'library'),
          }
        : {
            shape: written === undefined ? why : known([...rows, width], place),
            dtype: written === undefined ? why : known('float32', place, 'library'),
            range: why,
          };
  return derivedState(
    state,
    { ...facts, labelKind: unknown('dynamic', place, 'texts'), featureSpread: unknown('dynamic', place, 'texts') },
    step,
  );
}
