/**
 * Signatures that no installed package can be asked for: methods that a class only inherits, libraries that are not installed where the others
 * are recorded, functions that are gone, and positions that newer versions no longer allow. From the documentation of each.
 */
import type { Parameter } from './signatures';

/** Canonical name and its parameters in order. */
const functions = `
builtins.enumerate iterable start
random.choice seq
random.sample population k
keras.Model.call inputs training mask
tf.Operation.run feed_dict session
tf.compat.v1.train.Saver.restore sess save_path
tf.compat.v1.train.Optimizer.minimize loss global_step var_list
tf.compat.v1.placeholder dtype shape name
tf.compat.v1.placeholder_with_default input shape name
tf.examples.tutorials.mnist.input_data.read_data_sets train_dir fake_data one_hot
tf.examples.tutorials.mnist.DataSet.next_batch batch_size fake_data shuffle
tensorflow_datasets.load name split
keras.ops.image.resize images size
tf.image.resize_images images size
keras.config.set_dtype_policy policy
keras.mixed_precision.Policy name
keras.mixed_precision.experimental.Policy name loss_scale
keras.wrappers.scikit_learn.KerasClassifier build_fn
keras.wrappers.scikit_learn.KerasRegressor build_fn
scikeras.wrappers.KerasClassifier model
scikeras.wrappers.KerasRegressor model
keras.mixed_precision.set_global_policy policy
keras.mixed_precision.experimental.set_policy policy
keras.backend.set_image_data_format data_format
keras.backend.set_image_dim_ordering dim_ordering
numpy.average a axis weights
numpy.asfarray a dtype
numpy.matrix data dtype
keras.preprocessing.sequence.pad_sequences sequences maxlen dtype padding truncating value
keras.preprocessing.image.load_img path grayscale color_mode target_size
keras.mixed_precision.set_dtype_policy policy
keras.config.set_image_data_format data_format
tf.compat.v1.constant value dtype shape
tf.compat.v1.gradients ys xs grad_ys
tf.compat.v1.data.Dataset.from_tensor_slices tensors
tf.app.run main argv
tf.compat.v1.app.run main argv
absl.app.run main argv
sklearn.datasets.load_boston return_X_y
sklearn.datasets.fetch_mldata dataname
tf.contrib.learn.datasets.mnist.read_data_sets train_dir fake_data one_hot
tf.contrib.learn.python.learn.datasets.mnist.read_data_sets train_dir fake_data one_hot
input_data.read_data_sets train_dir fake_data one_hot
sklearn.model_selection.GridSearchCV estimator param_grid
sklearn.model_selection.RandomizedSearchCV estimator param_distributions
sklearn.model_selection.HalvingGridSearchCV estimator param_grid
sklearn.model_selection.cross_val_score estimator X y
sklearn.model_selection.cross_validate estimator X y
sklearn.model_selection.cross_val_predict estimator X y
pandas.DataFrame.drop labels axis index columns level inplace
pandas.Series.drop labels axis index columns level inplace
pandas.concat objs axis join ignore_index
pandas.DataFrame.fillna value method axis inplace
pandas.Series.fillna value method axis inplace
cv2.imread filename flags
cv2.resize src dsize dst fx fy interpolation
cv2.cvtColor src code
skimage.transform.resize image output_shape
PIL.Image.open fp
`;

const ofEstimators = 'fit X y;transform X;fit_transform X y;inverse_transform X;partial_fit X y;predict X;score X y';
const ofOptimizers =
  'apply_gradients grads_and_vars;apply grads trainable_variables;minimize loss var_list tape;get_scaled_loss loss;scale_loss loss;get_unscaled_gradients grads';
const ofTuners =
  '__init__ hypermodel;build hp;Choice name values;Int name min_value max_value;Float name min_value max_value;Boolean name default;Fixed name value';
const ofFlags = ['string', 'integer', 'float', 'boolean', 'bool', 'list', 'enum', 'multi_string', 'multi_integer', 'multi_float']
  .map((kind) => `DEFINE_${kind} name default help`)
  .join(';');

/** Methods that every class of a family has, by the start of the class's canonical name; its last part ends as told. */
const families: readonly (readonly [start: string, end: string, methods: string])[] = [
  ['sklearn.', '', ofEstimators],
  ['keras.optimizers.', '', ofOptimizers],
  ['keras.mixed_precision.', 'Optimizer', ofOptimizers],
  [
    'tf.',
    'Optimizer',
    'minimize loss global_step var_list;compute_gradients loss var_list;apply_gradients grads_and_vars global_step',
  ],
  ['tf.', 'Session', 'run fetches feed_dict options run_metadata'],
  ['keras_tuner.', '', ofTuners],
  ['kerastuner.', '', ofTuners],
  ['tf.', 'flags', ofFlags],
  ['absl.', 'flags', ofFlags],
];

let unpacked: ReadonlyMap<string, readonly Parameter[]> | undefined;

function written(): ReadonlyMap<string, readonly Parameter[]> {
  unpacked ??= new Map(
    functions
      .trim()
      .split('\n')
      .map((line) => line.split(' '))
      .map(([name = '', ...parameters]) => [name, parameters.map(plain)]),
  );
  return unpacked;
}

const plain = (name: string): Parameter => ({ name, role: 'normal' });

interface FamilyMethods {
  readonly start: string;
  readonly end: string;
  readonly methods: ReadonlyMap<string, readonly Parameter[]>;
}

let unpackedFamilies: readonly FamilyMethods[] | undefined;

const allFamilies = (): readonly FamilyMethods[] =>
  (unpackedFamilies ??= families.map(([start, end, methods]) => ({
    start,
    end,
    methods: new Map(
      methods
        .split(';')
        .map((line) => line.split(' '))
        .map(([name = '', ...parameters]) => [name, parameters.map(plain)]),
    ),
  })));

/** Names that no family has are asked for as often as others. */
const inFamily = new Map<string, readonly Parameter[] | undefined>();

/** Parameters in order, all of which can be given by position. Undefined where nothing is written of the callable. */
export function writtenParameters(canonicalName: string): readonly Parameter[] | undefined {
  const own = written().get(canonicalName);
  if (own || inFamily.has(canonicalName)) return own ?? inFamily.get(canonicalName);
  const parameters = familyParameters(canonicalName);
  inFamily.set(canonicalName, parameters);
  return parameters;
}

function familyParameters(canonicalName: string): readonly Parameter[] | undefined {
  const dot = canonicalName.lastIndexOf('.');
  const [owner, method] = [canonicalName.slice(0, Math.max(0, dot)), canonicalName.slice(dot + 1)];
  const wanted = /\.[A-Z]\w*$/.test(owner) || !/^[A-Z][a-z]/.test(method) ? method : '__init__';
  return allFamilies()
    .find(({ start, end, methods }) => `${owner}.`.startsWith(start) && owner.endsWith(end) && methods.has(wanted))
    ?.methods.get(wanted);
}
