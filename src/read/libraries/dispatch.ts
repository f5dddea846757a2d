/** What calling a library function by canonical name does. */
import type { Place } from '../../text/place';
import type { CallSite } from '../../facts/callsite';
import { itemsOf } from '../python/collections';
import { joinValues } from '../python/join';
import { notKnown, record, type Machine } from '../python/machine';
import { asNumber, constant, tuple, type Arguments, type LibraryValue, type ObjectRef, type Value } from '../python/value';
import { outsideFamily, outsideModel } from './tensorflow/keras/backbones';
import { dataWithin, mixed } from '../data/data-access';
import { constructLayer, inputTensor } from './tensorflow/keras/layers';
import { makeObject } from './objects';
import { applyGradients, gradientsWithin, updateOp } from './tensorflow/tapes/tape';
import { holdsTensor, operation } from './tensorflow/tensor-operations';
import { handOut, noteDecoding } from './tensorflow/keras/predictions';
import { statesOf } from './tensorflow/keras/training-calls';
import type { TransferContext } from './transfer';

/** Namespaces whose classes are kept as objects with their arguments. */
const objectNamespaces = [
  'keras.optimizers.',
  'keras.losses.',
  'keras.metrics.',
  'keras.callbacks.',
  'keras.initializers.',
  'keras.regularizers.',
  'keras.constraints.',
  'keras.mixed_precision.',
  'tf.compat.v1.train.',
  'tf.compat.v1.nn.rnn_cell.',
  'sklearn.preprocessing.',
  'sklearn.impute.',
  'sklearn.model_selection.',
];

/** Libraries whose functions show, save or log and leave the program's values alone. */
const harmless =
  /^(matplotlib|seaborn|plotly|logging|warnings|tqdm|IPython|wandb|mlflow|pprint|time|datetime|sys|gc|random\.seed|numpy\.random\.seed|tf\.random\.set_seed|os\.(makedirs|mkdir|environ)|builtins\.print)/;

export function callLibrary(m: Machine, callee: LibraryValue, args: Arguments, site: CallSite): Value {
  const { name } = callee;
  noteDecoding(m, name, args, site);
  const result = dispatch({ m, name, args, site, place: site.place });
  if (noteworthy.test(name)) {
    record(m, {
      kind: 'call',
      call: { ...site, callee: name },
      args,
      result,
      loops: [...m.loops],
      data: statesOf(m, { ...args, positional: [...args.positional, result] }),
    });
  }
  return result;
}

/** Calls that rules read on their own, beside what they do to values. */
const noteworthy = /^(numpy|tf|sklearn|pandas|keras\.(utils|datasets|backend|ops))\./;

function dispatch(context: TransferContext): Value {
  const { m, name, args, site } = context;
  const gradients = name.startsWith('builtins.')
    ? undefined
    : [...args.positional, ...args.keywords.values()].map((one) => gradientsWithin(m, one)).find((one) => one !== undefined);
  if (gradients) return throughGradients(context, gradients);
  if (name === 'numpy.prod' && args.positional.length === 1) {
    const size = productOf(m, args.positional[0], site.place);
    if (size) return size;
  }
  const transfer = m.library.transfers.get(name);
  if (transfer) return transfer(context);
  if (name.startsWith('keras.layers.'))
    return name === 'keras.layers.Input' ? inputTensor(m, 'keras.Input', args, site) : layerOrFunction(context);
  if (outsideFamily.test(name)) return outsideModel(m, name, args, site);
  if (isClassOf(name, objectNamespaces)) return makeObject(m, name, args, site);
  if ([...args.positional, ...args.keywords.values()].some((value) => holdsTensor(m, value)))
    return operation(m, name, args, site.place, site);
  if (harmless.test(name)) return notKnown(m, 'dynamic', site.place, name);
  if (!/^keras\.utils\.(plot_model|model_to_dot|vis_utils)/.test(name)) handOut(m, args);
  const all = [...args.positional, ...args.keywords.values()];
  if (
    /^(numpy|scipy|sklearn|pandas|tf|keras|cv2|skimage|PIL)\b/.test(name) &&
    all.some((value) => dataWithin(m, value).length > 0)
  ) {
    notKnown(m, 'not-modelled', site.place, name);
    return mixed(m, all, site.place, name);
  }
  return notKnown(m, /^(numpy|tf|keras|pandas|sklearn)\b/.test(name) ? 'not-modelled' : 'outside', site.place, name);
}

/** `np.prod(shape)`: of numbers that are known their product, of a shape that is not known a size that only the run knows. */
function productOf(m: Machine, value: Value | undefined, place: Place): Value | undefined {
  const numbers = itemsOf(m, value)?.map(asNumber);
  if (numbers && numbers.length > 0 && !numbers.includes(undefined))
    return constant(
      (numbers as number[]).reduce((product, one) => product * one, 1),
      place,
    );
  return value?.kind === 'unknown' ? notKnown(m, 'dynamic', place, 'the product of a shape') : undefined;
}

/** Clipped or scaled gradients are gradients of the same loss; assigned to a variable they train it. */
function throughGradients({ m, name, args, site, place }: TransferContext, gradients: ObjectRef): Value {
  if (/assign(_sub|_add)?$/.test(name)) {
    const by = notKnown(m, 'not-modelled', place, 'an update written by hand');
    applyGradients(m, gradients, gradients, by, site);
    return updateOp(m, args, site, by, gradients);
  }
  return name.endsWith('clip_by_global_norm') ? tuple([gradients, notKnown(m, 'dynamic', place, 'a norm')], place) : gradients;
}

/** `keras.layers.add([a, b])` is a function that applies the layer `Add`; `Dense` constructs one. */
function layerOrFunction({ m, name, args, site, place }: TransferContext): Value {
  const short = name.split('.').at(-1) ?? name;
  if (/^[A-Z]/.test(short)) return constructLayer(m, name, args, site);
  const type = short.slice(0, 1).toUpperCase() + short.slice(1);
  const layer = constructLayer(m, `keras.layers.${type}`, { positional: [], keywords: args.keywords }, site);
  const result = m.call(layer, { positional: args.positional.slice(0, 1), keywords: new Map() }, site);
  return joinValues(m, [result], place);
}

function isClassOf(name: string, namespaces: readonly string[]): boolean {
  const short = name.split('.').at(-1) ?? '';
  return /^[A-Z]/.test(short) && namespaces.some((prefix) => name.startsWith(prefix));
}

/** Attributes of library names that are values rather than further names. */
export function libraryAttribute(m: Machine, value: LibraryValue, name: string, place: Place): Value | undefined {
  switch (`${value.name}.${name}`) {
    case 'numpy.pi':
    case 'math.pi':
      return constant(Math.PI, place, { from: 'library' });
    case 'numpy.e':
    case 'math.e':
      return constant(Math.E, place, { from: 'library' });
    case 'numpy.newaxis':
    case 'tf.newaxis':
      return constant(null, place, { from: 'library' });
    case 'tf.__version__':
    case 'keras.__version__':
      return notKnown(m, 'dynamic', place, 'a version');
    default:
      return undefined;
  }
}
