/** Libraries that call a function of the program to build the model: scikit-learn wrappers, searches over them, Keras Tuner. */
import { madeWith } from '../../../python/bound';
import { forAll, table } from '../../../../facts/table';
import type { CallSite } from '../../../../facts/callsite';
import { unknown } from '../../../../facts/fact';
import { entriesOf, itemsOf, makeList } from '../../../python/collections';
import { joinValues } from '../../../python/join';
import { notKnown, type Machine } from '../../../python/machine';
import {
  constant,
  isNone,
  noArguments,
  none,
  unknownValue,
  type Arguments,
  type InstanceValue,
  type ObjectRef,
  type Value,
} from '../../../python/value';
import { readAttribute } from '../../../python/attributes';
import type { MethodContext, MethodTable } from '../../object-methods';
import { fit } from '../keras/training-calls';
import { type Transfer, type TransferContext, type TransferTable } from '../../transfer';
import { hypermodelField, modelField } from '../fields';
import type { ModelValue } from '../tensor';
import { makeObject } from '../../../python/objects';

const wrapperNames = ['KerasClassifier', 'KerasRegressor'].flatMap((name) => [
  `keras.wrappers.scikit_learn.${name}`,
  `scikeras.wrappers.${name}`,
  `keras.wrappers.${name}`,
]);
const searchNames = ['GridSearchCV', 'RandomizedSearchCV', 'HalvingGridSearchCV', 'HalvingRandomSearchCV'].map(
  (name) => `sklearn.model_selection.${name}`,
);
const tunerNames = ['RandomSearch', 'BayesianOptimization', 'Hyperband', 'GridSearch'].flatMap((name) =>
  ['keras_tuner', 'kerastuner', 'keras_tuner.tuners', 'kerastuner.tuners'].map((module) => `${module}.${name}`),
);

const wrapper: Transfer = ({ m, name, args, site }) => makeObject(m, name, args, site);

/** Keras Tuner builds the model once when it is set up. */
const tuner: Transfer = ({ m, name, args, bound, site, place }) => {
  const object = makeObject(m, name, args, site);
  const hypermodel = bound('hypermodel') ?? none(place);
  m.store.write(object.id, modelField, buildTuned(m, hypermodel, hyperparameters(m, site), site));
  m.store.write(object.id, 'hypermodel', hypermodelObject(m, hypermodel, site));
  return object;
};

export const builderTransfers: TransferTable = table({
  ...forAll(wrapperNames, wrapper),
  ...forAll(searchNames, wrapper),
  ...forAll(tunerNames, tuner),
  ...forAll(['keras_tuner.HyperParameters', 'kerastuner.HyperParameters'], ({ m, site }) => hyperparameters(m, site)),
  ...forAll(['sklearn.model_selection.cross_val_score', 'sklearn.model_selection.cross_validate'], crossValidate),
});

function hyperparameters(m: Machine, site: CallSite): ObjectRef {
  return makeObject(m, 'keras_tuner.HyperParameters', noArguments, site);
}

function hypermodelObject(m: Machine, hypermodel: Value, site: CallSite): ObjectRef {
  const object = makeObject(m, 'loss-probe.hypermodel', noArguments, site);
  m.store.write(object.id, hypermodelField, hypermodel);
  return object;
}

function buildTuned(m: Machine, hypermodel: Value, hp: Value, site: CallSite): Value {
  const build = hypermodel.kind === 'instance' ? readAttribute(m, hypermodel, 'build', site.place) : hypermodel;
  return m.call(build, { positional: [hp], keywords: new Map() }, site);
}

/** One of the values offered; a number out of a range is not known. */
export const hyperparameterMethods: MethodTable = table({
  Choice: ({ m, bound, place }) => {
    const values = itemsOf(m, bound('values'));
    return values && values.length > 0 && values.length <= 4
      ? joinValues(m, values, place)
      : notKnown(m, 'dynamic', place, 'a hyperparameter');
  },
  Boolean: ({ m, place }) => joinValues(m, [constant(false, place), constant(true, place)], place),
  Fixed: ({ m, bound, place }) => bound('value') ?? notKnown(m, 'dynamic', place, 'a hyperparameter'),
  Int: ({ m, place }) => notKnown(m, 'dynamic', place, 'a hyperparameter'),
  Float: ({ m, place }) => notKnown(m, 'dynamic', place, 'a hyperparameter'),
  get: ({ m, place }) => notKnown(m, 'dynamic', place, 'a hyperparameter'),
});

export const hypermodelMethods: MethodTable = table({
  build: ({ m, object, bound, site, place }) =>
    buildTuned(m, m.store.read(object.id, hypermodelField) ?? none(place), bound('hp') ?? none(place), site),
});

export const tunerMethods: MethodTable = table({
  search: ({ m, object, args, site, place }) => {
    const model = m.store.read(object.id, modelField);
    if (isModel(model)) fit(m, model, 'fit', args, site);
    return none(place);
  },
  get_best_models: ({ m, object, place }) => {
    const model = m.store.read(object.id, modelField);
    return model ? makeList(m, [model], place) : notKnown(m, 'dynamic', place, 'the best models');
  },
  get_best_hyperparameters: ({ m, site, place }) => makeList(m, [hyperparameters(m, site)], place),
});

const isModel = (value: Value | undefined): value is ModelValue | InstanceValue =>
  value?.kind === 'model' || value?.kind === 'instance';

/** The build function with the arguments of the wrapper that are its parameters. */
function buildWrapped(m: Machine, object: ObjectRef, tried: ReadonlyMap<string, Value>, site: CallSite): Value {
  const build = madeWith(m, object)('build_fn', 'model');
  if (build?.kind !== 'function') return build ?? none(site.place);
  const names = new Set(build.def.parameters.map(({ name }) => name.id));
  const given = [...object.args.keywords, ...tried].map(([key, value]) => [key.replace(/^model__/, ''), value] as const);
  return m.call(build, { positional: [], keywords: new Map(given.filter(([key]) => names.has(key))) }, site);
}

/** Arguments of `fit` that the wrapper was made with, `KerasClassifier(build_fn, epochs=10)`, or that a search tries instead. */
function fitArguments(object: ObjectRef, tried: ReadonlyMap<string, Value>, args: Arguments): Arguments {
  const kept = ['epochs', 'batch_size', 'shuffle', 'validation_split', 'callbacks'].flatMap((name) => {
    const value = tried.get(name) ?? tried.get(`fit__${name}`) ?? object.args.keywords.get(name);
    return value ? [[name, value] as const] : [];
  });
  return { ...args, keywords: new Map([...kept, ...args.keywords]) };
}

function fitWrapped(
  context: Pick<MethodContext, 'm' | 'args' | 'site'>,
  object: ObjectRef,
  tried: ReadonlyMap<string, Value>,
): void {
  const { m, args, site } = context;
  const model = buildWrapped(m, object, tried, site);
  m.store.write(object.id, 'model', model);
  if (isModel(model)) fit(m, model, 'fit', fitArguments(object, tried, args), site);
}

export const wrapperMethods: MethodTable = table({
  fit: (context) => {
    fitWrapped(context, context.object, new Map());
    return context.object;
  },
});

export const searchMethods: MethodTable = table({
  fit: (context) => {
    const { m, object } = context;
    const estimator = madeWith(m, object)('estimator');
    const grid = madeWith(m, object)('param_grid', 'param_distributions');
    if (estimator?.kind === 'object' && wrapperNames.includes(estimator.type)) fitWrapped(context, estimator, tried(m, grid));
    return object;
  },
});

/** What a search tries for each parameter: one of a few values, or something that is not known. */
function tried(m: Machine, grid: Value | undefined): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  for (const { key, value } of entriesOf(m, grid)?.entries.values() ?? []) {
    if (key.kind !== 'const') continue;
    const place = 'place' in value ? value.place : key.place;
    const items = itemsOf(m, value);
    values.set(
      String(key.value),
      items && items.length > 0 && items.length <= 4
        ? joinValues(m, items, place)
        : unknownValue('dynamic', place, 'a value of a search'),
    );
  }
  return values;
}

function crossValidate({ m, name, bound, site, place }: TransferContext): Value {
  const estimator = bound('estimator');
  const x = bound('X');
  const y = bound('y');
  if (estimator?.kind === 'object' && wrapperNames.includes(estimator.type) && x) {
    const positional = y && !isNone(y) ? [x, y] : [x];
    fitWrapped({ m, args: { positional, keywords: new Map() }, site }, estimator, new Map());
  }
  return { kind: 'unknown', why: unknown('dynamic', place, name) };
}

export const builderMethods: readonly (readonly [string, MethodTable])[] = [
  ...wrapperNames.map((name) => [name, wrapperMethods] as const),
  ...searchNames.map((name) => [name, searchMethods] as const),
  ...tunerNames.map((name) => [name, tunerMethods] as const),
  ['keras_tuner.HyperParameters', hyperparameterMethods],
  ['loss-probe.hypermodel', hypermodelMethods],
];
