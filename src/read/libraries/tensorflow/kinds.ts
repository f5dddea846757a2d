/** What Python's data model asks of layers, models, tensors and what is made of them. */
import type { Place } from '../../../text/place';
import { unknown, type Fact } from '../../../facts/fact';
import type { Shape } from '../../../facts/training';
import { canonicalName, isTensorFlow1Only } from '../../../knowledge/names';
import { writeAttribute } from '../../python/attributes';
import { listItems } from '../../python/collections';
import { joinFacts } from '../../python/join';
import type { Kind, Kinds } from '../../python/library';
import { notKnown, type Machine } from '../../python/machine';
import { asNumber, constant, noArguments, type ObjectRef, type Value } from '../../python/value';
import { callDatasetMethod } from './dataset-methods';
import { enteredField, layersOfField, modelField } from './fields';
import { callInstance, callInstanceMethod, instanceAttribute } from './keras/instances';
import { callLayer, callLayerMethod, layerAttribute } from './keras/layers';
import { layersOfModel } from './keras/model-graph';
import { callModel, callModelMethod, modelAttribute } from './keras/models';
import { assignRate, rateOf } from './keras/optimizer-rates';
import { noteDecoding } from './keras/predictions';
import { addNode } from './nodes';
import { callObject } from './object-calls';
import { defaultSessions, edition, tapes } from './state';
import { tensorOf, type LayerValue, type ModelValue, type TensorNode, type TensorValue } from './tensor';
import { callTensorMethod, indexTensor, tensorAttribute } from './tensor-operations';
import { notedMethod } from '../../data/data-kind';
import { stateOf } from '../../data/data-access';

const layer: Kind<LayerValue> = {
  keepsAttributes: true,
  hashable: true,
  call: callLayer,
  method: callLayerMethod,
  attribute: (m, value, name, place) => m.store.read(value.id, name) ?? layerAttribute(m, value, name, place),
  truth: () => true,
  isA: (value, type) => {
    const name = type.split('.').at(-1) ?? '';
    return name === value.type || name === 'Layer' ? true : type.startsWith('keras.layers.') ? false : undefined;
  },
};

const model: Kind<ModelValue> = {
  keepsAttributes: true,
  hashable: true,
  call: callModel,
  method: callModelMethod,
  attribute: (m, value, name, place) => m.store.read(value.id, name) ?? modelAttribute(m, value, name, place),
  item: (m, value, index, place) =>
    layersOfModel(m, value)[asNumber(index) ?? -1] ?? notKnown(m, 'not-modelled', place, 'an index into a model'),
  truth: () => true,
  length: (m, value, place) => constant(layersOfModel(m, value).length, place),
  isA: (_, type) => type === 'keras.Model' || undefined,
};

const tensor: Kind<TensorValue> = {
  symbolic: true,
  hashable: true,
  escapes: true,
  method: callTensorMethod,
  attribute: tensorAttribute,
  item: indexTensor,
  join: (m, values, _, place) =>
    joinTensors(
      m,
      values.map((value) => value.node),
      place,
    ),
  widen: (m, before, _, place) => {
    const why = unknown('loop', place, 'layers added in a loop of unknown length');
    return tensorOf(addNode(m, { kind: 'unknown', inputs: [before.node], shape: why, place, why }));
  },
};

function joinTensors(m: Machine, nodes: readonly TensorNode[], place: Place): Value {
  const [first, ...others] = nodes;
  const shape: Fact<Shape> = first
    ? others.reduce((fact, node) => joinFacts(fact, node.shape, place), first.shape)
    : unknown('branch', place, 'no tensor');
  const why = unknown('branch', place, 'layers that exist in one branch only');
  return tensorOf(addNode(m, { kind: 'unknown', inputs: nodes, shape, place, why }));
}

const tapeType = 'tf.GradientTape';

const isSession = ({ type }: ObjectRef): boolean => /^tf\.compat\.v1\..*Session$/.test(type);

const object: Kind<ObjectRef> = {
  call: callObject,
  attribute: rateOf,
  /** What is set on any layer of a model whose layers are not known one by one is set on the model. */
  write: (m, value, name, written, place) => {
    const owner = value.type === anyLayerType ? m.store.read(value.id, modelField) : undefined;
    if (!owner) return undefined;
    writeAttribute(m, owner, name, written, place);
    return true;
  },
  enter: (m, value) => {
    if (value.type === tapeType) {
      m.of(tapes).push(value.id);
      m.store.write(value.id, enteredField, true);
    }
    if (isSession(value)) m.of(defaultSessions).push(value);
  },
  leave: (m, value) => {
    if (value.type === tapeType && m.of(tapes).at(-1) === value.id) m.of(tapes).pop();
    if (isSession(value) && m.of(defaultSessions).at(-1)?.id === value.id) m.of(defaultSessions).pop();
  },
};

const anyLayerType = 'loss-probe.any-layer';

/** Any layer of a model whose layers are not known one by one. */
function anyLayer(m: Machine, model: ModelValue, place: Place): Value {
  const call = { callee: 'layers', place, function: place, parentheses: place, arguments: [] };
  const id = m.store.fresh();
  m.store.write(id, modelField, model);
  return { kind: 'object', id, type: anyLayerType, args: noArguments, call, place };
}

export const kinds: Kinds = {
  const: { method: (m, value, name, args, site) => assignRate(m, value, name, args, site.place) },
  layer,
  model,
  tensor,
  object,
  instance: { call: callInstance, method: callInstanceMethod, attribute: instanceAttribute },
  list: {
    iterate: (m, value, place) => {
      const owner = m.store.read(value.id, layersOfField);
      return owner && listItems(m, value).some(({ kind }) => kind === 'gap')
        ? { element: anyLayer(m, owner, place), over: 'other' }
        : undefined;
    },
  },
  data: {
    method: (m, data, name, args, site) => {
      const { container } = stateOf(m, data);
      if (container === 'dataset' || container === 'generator')
        return notedMethod(m, data, name, args, site, () => callDatasetMethod(m, data, name, args, site));
      if (name === 'argmax' || name === 'round')
        noteDecoding(m, `numpy.${name}`, { ...args, positional: [data, ...args.positional] }, site);
      return undefined;
    },
  },
  library: {
    attribute: (m, value, name, place) => {
      const path = `${value.path}.${name}`;
      if (path === 'tensorflow.keras') m.importedPaths.add(path);
      const met = m.of(edition);
      if (met.tensorflow === 2 && isTensorFlow1Only(path)) met.tensorflow = 1;
      switch (`${value.name}.${name}`) {
        case 'tf.newaxis':
          return constant(null, place, { from: 'library' });
        case 'tf.__version__':
        case 'keras.__version__':
          return notKnown(m, 'dynamic', place, 'a version');
        default:
          return met.tensorflow === 1 ? asInTensorFlow1(path, place) : undefined;
      }
    },
  },
};

/** A name that means another function in TensorFlow 1. */
function asInTensorFlow1(path: string, place: Place): Value | undefined {
  const name = canonicalName(path, 1);
  return name === canonicalName(path) ? undefined : { kind: 'library', name, path, place };
}
