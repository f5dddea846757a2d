/** TensorFlow and Keras. */
import { table } from '../../../facts/table';
import { canonicalName, isKnownName } from '../../../knowledge/names';
import { signatureOf } from '../../../knowledge/signatures';
import { libraryBases } from '../../python/definitions';
import { looseItems } from '../../python/collections';
import type { Library, MethodTable, TransferTable } from '../../python/library';
import { notKnown, type Machine } from '../../python/machine';
import type { BinaryOperator } from '../../../python/ast';
import type { Value } from '../../python/value';
import type { Place } from '../../../text/place';
import { tensorflowDataTransfers } from './data';
import { datasetSources } from './dataset-sources';
import { forgetStep, noteTrainable } from './keras/trainable';
import { changedField, nameField, trainableField } from './fields';
import { fileDataTransfers } from './file-data';
import { builderMethods, builderTransfers } from './graphs/builders';
import { graphFunctionTransfers } from './graphs/graph-functions';
import { isGradients, operationMethods, saverMethods, sessionMethods, sessionTransfers } from './graphs/graphs-and-sessions';
import { dataSetMethods, dataSetType, tutorialDataTransfers } from './graphs/tutorial-data';
import { tensorflowTransfers } from './index';
import { backboneTransfers } from './keras/backbones';
import { backendSettings } from './keras/backend-settings';
import { kerasDataTransfers } from './keras/data';
import { kerasVersion } from './keras/flavor';
import { imageDataTransfers } from './keras/image-data';
import { imageGeneratorMethods } from './keras/image-generators';
import { initialise } from './keras/instances';
import { inputTensor } from './keras/layers';
import { constructFunctional, constructSequential } from './keras/models';
import { precisionTransfers } from './keras/precision';
import { setValue } from './keras/optimizer-rates';
import { handOut, noteThreshold } from './keras/predictions';
import { recurrentCellTransfers } from './keras/recurrent-cells';
import { textDataTransfers, tokenizerMethods } from './keras/text-data';
import { kinds } from './kinds';
import { beforeCall, otherwise, unfollowed } from './library-calls';
import { bySpelling } from './spelling';
import { named, replaced } from './state';
import { gradientsEscape, optimizerMethods, tapeMethods } from './tapes/tape';
import { tensorCreationTransfers } from './tensor-creation';
import { operation, tensorArithmetic } from './tensor-operations';
import { isTraced, noteEffect, noteTracedEffect, noteTracedRead, noteTracedWrite, noteVariableRead, traces } from './traces';
import { isUnbuilt, ownersOf, variablesOf } from './variables';

const kerasTransfers: TransferTable = table({
  'keras.Sequential': ({ m, args, site }) => constructSequential(m, args, site),
  'keras.layers.Pipeline': ({ m, args, site }) => constructSequential(m, args, site),
  'keras.Model': ({ m, args, site }) => constructFunctional(m, args, site),
  'keras.backend.set_value': setValue,
  'keras.Input': ({ m, args, site }) => inputTensor(m, 'keras.Input', args, site),
});

const methods: readonly (readonly [type: string, methods: MethodTable])[] = [
  ['tf.GradientTape', tapeMethods],
  ['keras.optimizers.', optimizerMethods],
  ['tf.compat.v1.train.MonitoredTrainingSession', sessionMethods],
  ['tf.compat.v1.Session', sessionMethods],
  ['tf.compat.v1.InteractiveSession', sessionMethods],
  ['loss-probe.train-op', operationMethods],
  ['loss-probe.iterator-initializer', operationMethods],
  ['tf.compat.v1.global_variables_initializer', operationMethods],
  ['tf.compat.v1.local_variables_initializer', operationMethods],
  ['tf.compat.v1.variables_initializer', operationMethods],
  ['tf.group', operationMethods],
  ['tf.compat.v1.train.Saver', saverMethods],
  ...builderMethods,
  ['tf.compat.v1.train.', optimizerMethods],
  ['keras.preprocessing.image.ImageDataGenerator', imageGeneratorMethods],
  ['keras.preprocessing.text.Tokenizer', tokenizerMethods],
  [dataSetType, dataSetMethods],
];

/** Operations that are known to leave their arguments alone, though not what they give. */
const handsOff = /^(run|eval|save|restore|close|partial_run|append|add_summary|get_shape|should_stop)$/;

export const tensorflow: Library = {
  roots: ['tf', 'keras'],
  names: {
    canonical: (path) => canonicalName(path),
    isKnown: isKnownName,
    signature: (m, callee) => signatureOf(callee, kerasVersion(m)),
  },
  functions: {
    ...kerasTransfers,
    ...tensorCreationTransfers,
    ...kerasDataTransfers,
    ...imageDataTransfers,
    ...textDataTransfers,
    ...tutorialDataTransfers,
    ...fileDataTransfers,
    ...datasetSources,
    ...tensorflowDataTransfers,
    ...tensorflowTransfers,
    ...graphFunctionTransfers,
    ...sessionTransfers,
    ...backboneTransfers,
    ...backendSettings,
    ...builderTransfers,
    ...precisionTransfers,
    ...recurrentCellTransfers,
  },
  methods,
  kinds,
  hooks: {
    beforeCall,
    symbolic: ({ m, name, args, site, place }) => operation(m, name, args, place, site),
    otherwise,
    unfollowed,
    handedOut: (m, args) => {
      gradientsEscape(m, args);
      handOut(m, args);
    },
    leavesAlone: (callee) =>
      callee.kind === 'library'
        ? /\.start_queue_runners$|\.summary\.|\.range_input_producer$/.test(callee.name) || undefined
        : (callee.kind === 'method' && handsOff.test(callee.name) && callee.self.kind !== 'unknown') || undefined,
    operator,
    compare: (m, ops, values, place) => {
      if (ops.some((op) => op.startsWith('<') || op.startsWith('>'))) noteThreshold(m, values[0], values[1], place);
      const tensor = values.some(({ kind }) => kind === 'data') ? undefined : values.find(({ kind }) => kind === 'tensor');
      return tensor && tensorArithmetic(m, 'compare', tensor, values.find((value) => value !== tensor) ?? tensor, place);
    },
    augment: noteEffect,
    appended: (m, container, value, place) => {
      if (container.kind === 'list') noteTracedEffect(m, container.id, 'a list', value, place);
    },
    read: (m, scope, name, value, place) => {
      if (value.kind === 'tensor') m.of(named).add(value.node.id);
      noteVariableRead(m, scope, name, value, place);
    },
    readAttribute: noteTracedRead,
    bound: (m, scope, name, value) => {
      if (value.kind === 'tensor' && m.muted === 0) {
        const names = m.of(replaced);
        const before = names.length < 5000 ? m.store.read(scope, name) : undefined;
        if (before?.kind === 'tensor') names.push({ name, old: before.node, by: value.node });
      }
      noteTracedWrite(m, scope, name, value);
    },
    attributeSet: (m, owner, name, value, target) => {
      noteTracedWrite(m, owner, name, value);
      if (name === 'trainable') noteTrainable(m, target, value);
      if (name === 'train_function') forgetStep(m, owner);
    },
    attributeLost: (m, _, name, place) => {
      // Which layers are frozen is then no longer known of any.
      if (name === 'trainable')
        m.store.write(
          m.patched,
          trainableField,
          notKnown(m, 'not-modelled', place, 'trainable set on layers that are not known'),
        );
    },
    named: (m, value, name) => {
      if ((value.kind === 'model' || value.kind === 'instance') && m.store.read(value.id, nameField) === undefined)
        m.store.write(value.id, nameField, name);
    },
    entered: (m, callee, scope) => {
      // Its own scope is the first object that belongs to it: what it counts in locals is no effect outside.
      if (isTraced(callee)) m.of(traces).frames.push({ callee, from: scope.id });
    },
    left: (m, callee) => {
      if (isTraced(callee)) m.of(traces).frames.pop();
    },
    initialise: (m, instance, args, site) => {
      if (libraryBases(m, instance.cls).length === 0) return undefined;
      initialise(m, instance, args, site);
      return true;
    },
    calls: (m, cls) => libraryBases(m, cls).some((base) => base.startsWith('keras.')) || undefined,
    unbound: bySpelling,
  },
};

function operator(m: Machine, op: BinaryOperator, left: Value, right: Value, place: Place): Value | undefined {
  // A rate times gradients, a weight minus that: what comes out is still made of these gradients.
  for (const one of [left, right])
    if (isGradients(one)) {
      m.store.write(one.id, changedField, true);
      return one;
    }
  if (left.kind === 'tensor' || right.kind === 'tensor') return tensorArithmetic(m, op, left, right, place);
  return op === '+' ? variablesTogether(m, left, right, place) : undefined;
}

/** `a.trainable_variables + b.trainable_variables` belongs to both. */
function variablesTogether(m: Machine, left: Value, right: Value, place: Place): Value | undefined {
  if (!ownersOf(m, left) && !ownersOf(m, right)) return undefined;
  const owners = [left, right].map((one) => ownersOf(m, one) ?? (isEmptyOrVariables(m, one) ? looseItems(m, one) : undefined));
  if (owners.includes(undefined)) return undefined;
  return variablesOf(
    m,
    owners.flatMap((one) => one ?? []),
    place,
    !(isUnbuilt(m, left) && isUnbuilt(m, right)),
  );
}

const isEmptyOrVariables = (m: Machine, value: Value): boolean =>
  looseItems(m, value)?.every((item) => item.kind === 'tensor' && item.node.kind === 'variable') ?? false;
