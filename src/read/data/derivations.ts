/**
 * Notes how arrays come out of files, operation by operation. Every array starts without a derivation (`makeData`); the few doors through which
 * operations on data pass note theirs here. What passes by another door has none, so that nothing is claimed of it.
 */
import type { Place } from '../../text/place';
import type { Derivation, DerivedArgument } from '../../facts/derivation';
import { valueOf } from '../../facts/fact';
import { entriesOf, itemsOf, looseItems } from '../python/collections';
import type { DataState, DataValue } from './data-state';
import type { Machine } from '../python/machine';
import type { Arguments, Value } from '../python/value';
import { stateField } from './data-join';
import type { Operation } from '../python/library';

/** Calls that bring numbers out of a file in the workspace. */
const readers: ReadonlySet<string> = new Set([
  'pandas.read_csv',
  'pandas.read_table',
  'numpy.load',
  'numpy.loadtxt',
  'numpy.genfromtxt',
]);

/** Longer ways than this are not followed. */
const DEEPEST = 60;
/** Longer lists than this are no selection of columns. */
const LONGEST = 400;

const stateOf = (m: Machine, id: number): DataState | undefined => m.store.read(id, stateField);

const one = (args: readonly Value[]): Arguments => ({ positional: args, keywords: new Map() });

/** What a subscript, an operator or an assignment is applied to. */
export const operands = (...values: readonly Value[]): Arguments => one(values);

/**
 * Runs an operation and notes it on the arrays it gives, and on the arrays among its arguments that it changed. `run` sees the states before.
 */
export function noted<T extends Value | undefined>(m: Machine, operation: Operation, run: () => T): T {
  const within = [...operation.args.positional, ...operation.args.keywords.values()].filter((value) => value.kind === 'data');
  const before = within.map(({ id }) => stateOf(m, id));
  if (!readers.has(operation.name) && !before.some((state) => state?.derivation)) return run();
  const derivation = describe(m, operation);
  const result = run();
  within.forEach(({ id }, i) => {
    const after = stateOf(m, id);
    const changed = after !== undefined && after !== before[i] && !onlyNamed(before[i], after);
    if (changed)
      m.store.write(id, stateField, {
        ...after,
        derivation: derivation && { ...derivation, rest: true, item: several(within, i) },
      });
  });
  if (result && derivation) attach(m, result, derivation, new Set(within.map(({ id }) => id)));
  return result;
}

/** Of several arrays that are changed together: which one it is. */
const several = (within: readonly DataValue[], i: number): number | undefined => (within.length > 1 ? i : undefined);

const onlyNamed = (before: DataState | undefined, after: DataState): boolean =>
  before?.derivation !== undefined &&
  before.derivation === after.derivation &&
  before.steps === after.steps &&
  before.shape === after.shape &&
  before.columns === after.columns;

function attach(m: Machine, result: Value, derivation: Derivation, own: ReadonlySet<number>): void {
  if (result.kind === 'data') {
    const state = stateOf(m, result.id);
    if (state && !own.has(result.id)) m.store.write(result.id, stateField, { ...state, derivation });
    return;
  }
  const items = result.kind === 'tuple' || result.kind === 'list' ? looseItems(m, result) : undefined;
  if (!items || items.length > 20) return;
  items.forEach((item, index) => {
    if (item.kind === 'data' && !own.has(item.id)) attach(m, item, { ...derivation, item: index }, own);
  });
}

/** The operation as it was written, before it ran; none where the way from the file is too long to be followed. */
function describe(m: Machine, { kind, name, place, args, of }: Operation): Derivation | undefined {
  const positional = args.positional.map((value) => argumentOf(m, value));
  const keywords = keywordsOf(m, args);
  const depth = 1 + deepest([...positional, ...Object.values(keywords)]);
  if (depth > DEEPEST) return undefined;
  return {
    kind,
    name,
    place,
    arguments: positional,
    keywords,
    depth,
    ...(of && { of: { arguments: of.positional.map((value) => argumentOf(m, value)), keywords: keywordsOf(m, of) } }),
  };
}

const keywordsOf = (m: Machine, args: Arguments): Readonly<Record<string, DerivedArgument>> =>
  Object.fromEntries([...args.keywords].map(([key, value]) => [key, argumentOf(m, value)]));

function deepest(args: readonly DerivedArgument[]): number {
  return args.reduce(
    (most, arg) => Math.max(most, arg.kind === 'data' ? arg.data.depth : arg.kind === 'list' ? deepest(arg.items) : 0),
    0,
  );
}

const notKnown: DerivedArgument = { kind: 'unknown' };

function argumentOf(m: Machine, value: Value, nesting = 0): DerivedArgument {
  if (nesting > 3) return notKnown;
  switch (value.kind) {
    case 'const':
      return typeof value.value === 'bigint' ? notKnown : { kind: 'value', value: value.value };
    case 'library':
      return { kind: 'name', name: value.name };
    case 'data': {
      const state = stateOf(m, value.id);
      if (state?.derivation) return { kind: 'data', data: state.derivation };
      return state?.picks === 'shuffled' || valueOf(state?.order) === 'shuffled'
        ? { kind: 'shuffled-rows', id: value.id }
        : writtenItems(m, state, nesting);
    }
    case 'object':
      return value.type === 'builtins.slice'
        ? { kind: 'slice', bounds: value.args.positional.map((bound) => argumentOf(m, bound, nesting + 1)) }
        : notKnown;
    case 'dict': {
      const entries = entriesOf(m, value);
      if (!entries || entries.open || entries.entries.size > LONGEST) return notKnown;
      return {
        kind: 'dictionary',
        entries: [...entries.entries.values()].map((entry) => [
          argumentOf(m, entry.key, nesting + 1),
          argumentOf(m, entry.value, nesting + 1),
        ]),
      };
    }
    case 'tuple':
    case 'list':
    case 'range': {
      const items = itemsOf(m, value);
      return items && items.length <= LONGEST
        ? { kind: 'list', items: items.map((item) => argumentOf(m, item, nesting + 1)) }
        : notKnown;
    }
    default:
      return notKnown;
  }
}

/** `np.array([1, 2])` */
const writtenItems = (m: Machine, state: DataState | undefined, nesting: number): DerivedArgument =>
  state?.items && state.items.length <= LONGEST
    ? { kind: 'list', items: state.items.map((item) => argumentOf(m, item, nesting + 1)) }
    : notKnown;

/** An array of an archive: the call that opened it, and its name in it. */
export function noteArchived(m: Machine, made: DataValue, name: string, place: Place, args: Arguments, key: string): void {
  const opened = describe(m, { kind: 'call', name, place, args });
  if (!opened) return;
  const state = stateOf(m, made.id);
  const derivation: Derivation = {
    kind: 'subscript',
    name: 'archive',
    place,
    arguments: [
      { kind: 'data', data: opened },
      { kind: 'value', value: key },
    ],
    keywords: {},
    depth: 2,
  };
  if (state) m.store.write(made.id, stateField, { ...state, derivation });
}

const publicLibrary =
  /^(?:numpy|pandas|scipy|sklearn|keras|tf|tensorflow|matplotlib|seaborn|plotly|builtins|logging|time|os|sys|math|random|IPython|tqdm|warnings|pickle|joblib|copy)\./;

/** Functions of nobody knows where may change an array in place; those of the usual libraries do not, nor does a notebook's `display`. */
export const mayChangeData = (callee: Value, called: string): boolean =>
  called !== 'display' && (callee.kind === 'unknown' || (callee.kind === 'library' && !publicLibrary.test(callee.name)));

/** What was handed to such a function can no longer be followed from its file. */
export function forgetDerivations(m: Machine, args: Arguments): void {
  for (const value of [...args.positional, ...args.keywords.values()]) {
    const state = value.kind === 'data' ? stateOf(m, value.id) : undefined;
    if (value.kind === 'data' && state?.derivation) m.store.write(value.id, stateField, { ...state, derivation: undefined });
  }
}
