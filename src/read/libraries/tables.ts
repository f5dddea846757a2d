/** All that is known of library functions and methods, gathered once and handed to the machine. */
import { argparseMethods, argparseTransfers } from './stdlib/argparse';
import { classFunctions } from './stdlib/class-functions';
import { commandFlags } from './stdlib/command-flags';
import { backboneTransfers } from './tensorflow/keras/backbones';
import { backendSettings } from './tensorflow/keras/backend-settings';
import { builderMethods, builderTransfers } from './tensorflow/graphs/builders';
import { builtinTransfers } from './stdlib/builtins';
import { datasetSources } from './tensorflow/dataset-sources';
import { fileDataTransfers } from './tensorflow/file-data';
import { imageDataTransfers } from './tensorflow/keras/image-data';
import { imageGeneratorMethods } from './tensorflow/keras/image-generators';
import { kerasDataTransfers } from './tensorflow/keras/data';
import { inputTensor } from './tensorflow/keras/layers';
import { graphFunctionTransfers } from './tensorflow/graphs/graph-functions';
import { sessionMethods, sessionTransfers, operationMethods, saverMethods } from './tensorflow/graphs/graphs-and-sessions';
import { constructFunctional, constructSequential } from './tensorflow/keras/models';
import { numpyTransfers } from './numpy/index';
import { numpyRandomTransfers, randomGeneratorMethods } from './numpy/random';
import type { MethodTable, ObjectMethod } from './object-methods';
import { pandasTransfers } from './pandas/index';
import { precisionTransfers } from './tensorflow/keras/precision';
import { recurrentCellTransfers } from './tensorflow/keras/recurrent-cells';
import { sklearnTransfers, splitterMethods } from './sklearn/index';
import { columnTransformerMethods, pipelineMethods } from './sklearn/pipeline-methods';
import { scalerMethods } from './sklearn/scalers';
import { optimizerMethods, tapeMethods } from './tensorflow/tapes/tape';
import { tensorCreationTransfers } from './tensorflow/tensor-creation';
import { tensorflowTransfers } from './tensorflow/index';
import { tensorflowDataTransfers } from './tensorflow/data';
import { textDataTransfers, tokenizerMethods } from './tensorflow/keras/text-data';
import { dataSetMethods, dataSetType, tutorialDataTransfers } from './tensorflow/graphs/tutorial-data';
import type { Transfer, TransferTable } from './transfer';

export interface LibraryTables {
  readonly transfers: ReadonlyMap<string, Transfer>;
  readonly methodOf: (type: string, name: string) => ObjectMethod | undefined;
}

const kerasTransfers: TransferTable = {
  'keras.Sequential': ({ m, args, site }) => constructSequential(m, args, site),
  'keras.layers.Pipeline': ({ m, args, site }) => constructSequential(m, args, site),
  'keras.Model': ({ m, args, site }) => constructFunctional(m, args, site),
  'keras.Input': ({ m, args, site }) => inputTensor(m, 'keras.Input', args, site),
};

/** Methods by the type of the object: an exact name, or a prefix ending in a dot. */
const methodTables: readonly (readonly [string, MethodTable])[] = [
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
  ['numpy.random.', randomGeneratorMethods],
  ['sklearn.preprocessing.', scalerMethods],
  ['sklearn.impute.', scalerMethods],
  ['sklearn.decomposition.', scalerMethods],
  ['sklearn.feature_extraction.', scalerMethods],
  ['sklearn.pipeline.', pipelineMethods],
  ['sklearn.compose.', columnTransformerMethods],
  ['sklearn.model_selection.', splitterMethods],
  ['keras.preprocessing.image.ImageDataGenerator', imageGeneratorMethods],
  ['keras.preprocessing.text.Tokenizer', tokenizerMethods],
  [dataSetType, dataSetMethods],
  ['argparse.', argparseMethods],
];

export const libraryTables: LibraryTables = {
  transfers: new Map(
    [
      kerasTransfers,
      tensorCreationTransfers,
      builtinTransfers,
      numpyTransfers,
      numpyRandomTransfers,
      pandasTransfers,
      sklearnTransfers,
      kerasDataTransfers,
      imageDataTransfers,
      textDataTransfers,
      tutorialDataTransfers,
      fileDataTransfers,
      datasetSources,
      tensorflowDataTransfers,
      tensorflowTransfers,
      argparseTransfers,
      commandFlags,
      classFunctions,
      graphFunctionTransfers,
      sessionTransfers,
      backboneTransfers,
      backendSettings,
      builderTransfers,
      precisionTransfers,
      recurrentCellTransfers,
    ].flatMap((table) => Object.entries(table)),
  ),
  methodOf: (type, name) => {
    for (const [prefix, table] of methodTables) {
      if ((prefix.endsWith('.') ? type.startsWith(prefix) : type === prefix) && Object.hasOwn(table, name)) return table[name];
    }
    return undefined;
  },
};
