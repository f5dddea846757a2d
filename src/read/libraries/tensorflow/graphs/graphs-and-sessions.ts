/** TensorFlow 1: placeholders, variables, sessions. */
import { boundBy } from '../../../python/bound';
import { callOf } from '../../../python/library-calls';
import { forAll, table } from '../../../../facts/table';
import { known, unknown, type Fact } from '../../../../facts/fact';
import { entriesOf } from '../../../python/collections';
import { handOver } from '../../../python/escape';
import { notKnown, record, type Machine } from '../../../python/machine';
import { asString, isNone, none, unknownValue, type Arguments, type ObjectRef, type Value } from '../../../python/value';
import type { CallSite } from '../../../../facts/callsite';
import type { Shape } from '../../../../facts/training';
import { shapeFrom, stateOf } from '../../../data/data-access';
import type { MethodTable } from '../../object-methods';
import { type Transfer, type TransferTable } from '../../transfer';
import { lossField } from '../fields';
import { iterationField, subscriptField } from '../../../python/fields';
import { addNode } from '../nodes';
import { makeObject } from '../../../python/objects';
import { defaultSessions } from '../state';
import { tensorOf } from '../tensor';
import { statesOf } from '../../../data/data-states';

/** `tf.placeholder(tf.float32, [None, 784])`: its first dimension is the batch. */
const placeholder: Transfer = ({ m, bound, site, place }) => {
  const given = bound('shape');
  const dims = given && !isNone(given) ? shapeFrom(m, given) : undefined;
  const dtype = bound('dtype');
  const named = dtype?.kind === 'library' ? dtype.name.split('.').at(-1) : asString(dtype);
  return tensorOf(
    addNode(m, {
      kind: 'input',
      inputs: [],
      shape: dims ? known(dims.slice(1), place) : unknown('dynamic', place, 'the shape of a placeholder'),
      whole: dims && known(dims, place),
      place,
      call: site,
      name: asString(bound('name')),
      dtype: named,
    }),
  );
};

/** `tf.get_variable('W', shape=[784, 10], initializer=...)`. */
const getVariable: Transfer = ({ m, name, bound, site, place }) => {
  const dims = shapeFrom(m, bound('shape'));
  const initial = bound('initializer') ?? none(place);
  const trainable = bound('trainable');
  return tensorOf(
    addNode(m, {
      kind: 'variable',
      inputs: [],
      shape: dims ? known(dims, place) : shapeOfInitial(m, initial, site),
      place,
      initial,
      trainable: !(trainable?.kind === 'const' && trainable.value === false),
      call: { ...site, callee: name },
    }),
  );
};

/** The shape a variable takes from what it starts as. */
export function shapeOfInitial(m: Machine, initial: Value, site: CallSite): Fact<Shape> {
  if (initial.kind === 'data') return stateOf(m, initial).shape;
  if (initial.kind === 'const') return known([], site.place);
  if (initial.kind === 'tensor') {
    const { node } = initial;
    if (node.kind === 'variable' || node.kind === 'operation') return node.shape;
  }
  return initial.kind === 'unknown' ? initial.why : unknown('dynamic', site.place, 'the shape of a variable');
}

/** Objects that say how a variable starts. */
const initializers = [
  ...[
    'zeros',
    'ones',
    'constant',
    'random_normal',
    'truncated_normal',
    'random_uniform',
    'glorot_uniform',
    'glorot_normal',
  ].flatMap((name) => [`tf.${name}_initializer`, `tf.compat.v1.${name}_initializer`]),
  ...['xavier_initializer', 'xavier_initializer_conv2d', 'variance_scaling_initializer'].map(
    (name) => `tf.contrib.layers.${name}`,
  ),
];

const sessionTypes = ['tf.compat.v1.Session', 'tf.compat.v1.InteractiveSession', 'tf.compat.v1.train.MonitoredTrainingSession'];

export const sessionTransfers: TransferTable = table({
  'tf.compat.v1.placeholder': placeholder,
  'tf.compat.v1.get_variable': getVariable,
  'tf.compat.v1.placeholder_with_default': ({ m, args, site, place }) =>
    placeholder(callOf(m, 'tf.compat.v1.placeholder', { ...args, positional: [none(place), ...args.positional.slice(1)] }, site)),
  ...forAll(initializers, ({ m, name, args, site }) => makeObject(m, name, args, site)),
  ...forAll(sessionTypes, ({ m, name, args, site }) => makeSession(m, name, args, site)),
  ...forAll(
    [
      'tf.compat.v1.global_variables_initializer',
      'tf.compat.v1.local_variables_initializer',
      'tf.compat.v1.variables_initializer',
      'tf.group',
    ],
    ({ m, name, args, site }) => groupOf(m, args) ?? makeObject(m, name, args, site),
  ),
  ...forAll(
    ['tf.compat.v1.data.make_one_shot_iterator', 'tf.compat.v1.data.make_initializable_iterator'],
    ({ m, name, bound, place }) => bound('dataset') ?? notKnown(m, 'undefined', place, name),
  ),
  ...forAll(
    ['tf.summary.merge_all', 'tf.summary.merge', 'tf.compat.v1.summary.merge_all', 'tf.compat.v1.summary.merge'],
    ({ m, name, args, site }) => makeObject(m, name, args, site),
  ),
  ...forAll(['tf.gradients', 'tf.compat.v1.gradients'], ({ m, args, bound, site, place }) =>
    gradientsOf(m, bound('ys') ?? none(place), args, site),
  ),
  ...forAll(
    ['tf.compat.v1.assign', 'tf.compat.v1.assign_sub', 'tf.compat.v1.assign_add', 'tf.assign', 'tf.assign_sub', 'tf.assign_add'],
    ({ m, name, args, site }) => {
      const [ref, value] = args.positional;
      const short = name.slice(name.lastIndexOf('.') + 1);
      return ref
        ? m.call(
            { kind: 'method', self: ref, name: short, place: site.place },
            { positional: value ? [value] : [], keywords: new Map() },
            site,
          )
        : none(site.place);
    },
  ),
  ...forAll(['tf.app.run', 'tf.compat.v1.app.run', 'absl.app.run'], ({ m, name, bound, site, place }) => {
    const main = bound('main') ?? m.store.read(m.modules.get(m.input.entry)?.scope.id ?? -1, 'main');
    if (main?.kind !== 'function') return notKnown(m, 'dynamic', place, name);
    return m.call(
      main,
      {
        positional: main.def.parameters.length > 0 ? [unknownValue('dynamic', place, 'command line arguments')] : [],
        keywords: new Map(),
      },
      site,
    );
  }),
});

/** `tf.group(train_op, update_op)` is run as its train op. */
function groupOf(m: Machine, args: Arguments): Value | undefined {
  const found = args.positional.find((value) => value.kind === 'object' && value.type === 'loss-probe.train-op');
  if (found) handOver(m, { ...args, positional: args.positional.filter((value) => value !== found) });
  return found;
}

function makeSession(m: Machine, name: string, args: Arguments, site: CallSite): ObjectRef {
  const session = makeObject(m, name, args, site);
  record(m, { kind: 'session-made', session, loops: [...m.loops] });
  // An interactive session is the one that everything uses from then on.
  if (name.endsWith('InteractiveSession')) m.of(defaultSessions).push(session);
  return session;
}

/** Gradients of a loss, whatever is done with them: iterating over them and computing with them keeps what they are of. */
export function gradientsOf(m: Machine, loss: Value, args: Arguments, site: CallSite): ObjectRef {
  const gradients = makeObject(m, 'loss-probe.gradients', args, site);
  m.store.write(gradients.id, lossField, loss);
  m.store.write(gradients.id, iterationField, { element: gradients, over: 'other' });
  m.store.write(gradients.id, subscriptField, () => gradients);
  return gradients;
}

export const isGradients = (value: Value | undefined): value is ObjectRef & { readonly type: 'loss-probe.gradients' } =>
  value?.kind === 'object' && value.type === 'loss-probe.gradients';

/** `session.run(fetches, feed_dict)`; `session` is undefined where it is not known which one runs. */
export function runSession(
  m: Machine,
  session: Value | undefined,
  fetches: Value,
  feed: Value | undefined,
  site: CallSite,
): Value {
  const feeds = [...(entriesOf(m, feed)?.entries.values() ?? [])].map(({ key, value }) => ({
    key,
    value: asArray(m, value, site),
  }));
  record(m, {
    kind: 'session',
    session: session?.kind === 'object' ? session : undefined,
    uncalled: m.uncalled > 0,
    conditions: m.conditions,
    fetches: [fetches],
    feeds,
    call: { ...site, callee: 'tf.compat.v1.Session.run' },
    loops: [...m.loops],
    data: statesOf(m, { positional: feeds.map(({ value }) => value), keywords: new Map() }),
  });
  return unknownValue('dynamic', site.place, 'a result of session.run');
}

/** `op.run(feed_dict, session)`, `tensor.eval(feed_dict, session)`: without a session, the default one. */
export function runAlone(m: Machine, fetched: Value, args: Arguments, site: CallSite): Value {
  // `Tensor.eval` and `Operation.run` take the same.
  const bound = boundBy(m, 'tf.Operation.run', args);
  const session = bound('session') ?? m.of(defaultSessions).at(-1);
  return runSession(m, session, fetched, bound('feed_dict'), site);
}

/** Lists fed to a placeholder become arrays. */
function asArray(m: Machine, value: Value, site: CallSite): Value {
  if (value.kind !== 'list' && value.kind !== 'tuple') return value;
  const callee: Value = { kind: 'library', name: 'numpy.array', path: 'numpy.array', place: site.place };
  return m.call(callee, { positional: [value], keywords: new Map() }, site);
}

export const sessionMethods: MethodTable = table({
  run: ({ m, object, bound, site, place }) => runSession(m, object, bound('fetches') ?? none(place), bound('feed_dict'), site),
  as_default: ({ object }) => object,
  close: ({ place }) => none(place),
});

/** An op that is run by itself: `train_step.run(feed_dict={...})`, `tf.global_variables_initializer().run()`. */
export const operationMethods: MethodTable = table({
  run: ({ m, object, args, site }) => runAlone(m, object, args, site),
});

export const saverMethods: MethodTable = table({
  save: ({ m, place }) => notKnown(m, 'dynamic', place, 'the path of a checkpoint'),
  restore: ({ m, bound, site, place }) => {
    const session = bound('sess');
    record(m, {
      kind: 'restore',
      session: session?.kind === 'object' ? session : undefined,
      call: { ...site, callee: 'tf.compat.v1.train.Saver.restore' },
      loops: [...m.loops],
      conditions: m.conditions,
    });
    return none(place);
  },
});
