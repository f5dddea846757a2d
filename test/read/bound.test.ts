/** Transfers ask for arguments by the names of the signature: every name they ask for exists, and positions are the signature's. */
import { expect, test } from 'vitest';
import { signatureOf } from '../../src/knowledge/signatures';
import { guests } from '../../src/read/guests';
import { boundBy, type Bound } from '../../src/read/python/bound';
import type { Machine } from '../../src/read/python/machine';
import { interpret } from '../../src/read/python/run';
import { asNumber, constant, type Arguments, type Value } from '../../src/read/python/value';
import { testParser } from '../support/parser';
import { factsAtFit } from './data/facts';

async function machine(text = ''): Promise<Machine> {
  const source = { id: 'main.py', text };
  const modules = new Map([[source.id, (await testParser()).parse(text)]]);
  return interpret({ entry: source.id, sources: new Map([[source.id, source]]), modules, resolve: () => undefined }, guests);
}

const place = { source: 'main.py', start: 0, end: 0 };
const site = { callee: 'f', place, function: place, parentheses: place, arguments: [] };
const given = (positional: readonly number[], keywords: Readonly<Record<string, number>> = {}): Arguments => ({
  positional: positional.map((value) => constant(value, place)),
  keywords: new Map(Object.entries(keywords).map(([name, value]) => [name, constant(value, place)])),
});

test.each([
  ['numpy.clip', given([1, 2, 3]), 'a_max', 3],
  ['numpy.clip', given([1], { a_max: 9 }), 'a_max', 9],
  ['numpy.linspace', given([0, 1, 5]), 'num', 5],
  ['pandas.DataFrame.drop', given([7, 1]), 'axis', 1],
  ['keras.optimizers.Adam.apply_gradients', given([4]), 'grads_and_vars', 4],
  ['tf.compat.v1.train.AdamOptimizer.minimize', given([4, 8]), 'global_step', 8],
  ['tf.compat.v1.Session.run', given([1, 2]), 'feed_dict', 2],
  ['sklearn.preprocessing.MaxAbsScaler.fit', given([5]), 'X', 5],
  ['keras_tuner.BayesianOptimization', given([3]), 'hypermodel', 3],
  ['keras_tuner.HyperParameters.Choice', given([3, 4]), 'values', 4],
])('%s: the argument of a call', async (callee, args, name, value) => {
  expect(asNumber(boundBy(await machine(), callee, args)(name))).toBe(value);
});

test('what can only be given by name is not taken by position, and nothing is found where it was left out', async () => {
  const m = await machine();
  expect(boundBy(m, 'numpy.clip', given([1, 2]))('a_max')).toBeUndefined();
  expect(boundBy(m, 'tf.data.Dataset.from_generator', given([1, 2, 3]))('no_such_parameter')).toBeUndefined();
  expect(boundBy(m, 'nobody.knows.this', given([1, 2]))('x')).toBeUndefined();
  expect(asNumber(boundBy(m, 'nobody.knows.this', given([], { x: 2 }))('x'))).toBe(2);
});

test('positions of the same function differ between libraries: the dtype of linspace, the axis of concat', async () => {
  const code = `
x = np.linspace(0, 1, 5, True, False, 'float32')
y = pd.concat([pd.DataFrame({'a': [1, 2]}), pd.DataFrame({'b': [3, 4]})], 1).drop('b', 1)`;
  const { x, y } = await factsAtFit(code, ['x', 'y']);
  expect(x).toContain('float32');
  expect(y).toContain('2, 1');
});

/** Asked for where the function of this name has no such parameter, because several functions share the transfer. */
const shared = new Map<string, RegExp>([
  ['fill_value,value', /(?:zeros|ones|empty|eye)(?:_like)?$/],
  ['shape,dims', /_like$/],
  // Operators take their two operands by position under every name.
  ['x2,y,b', /./],
  ['M,num_columns', /^numpy\.identity$/],
  ['dtype', /^(?:numpy\.copy|tf\.fill|tf\.linspace)$/],
  ['label_mode,version', /\.load_data$/],
  ['return_X_y', /fetch_mldata$/],
  ['low', /^numpy\.random\.integers$/],
  ['high', /^numpy\.random\.integers$/],
  ['size', /^numpy\.random\.integers$/],
]);

const askedBy = (run: (bound: Bound) => unknown): readonly (readonly string[])[] => {
  const asked = new Map<string, readonly string[]>();
  for (const answer of [undefined, constant(1, place), constant('mean', place)] as const) {
    const bound: Bound = (...names) => {
      asked.set(names.join(), names);
      return answer;
    };
    try {
      run(bound);
    } catch {
      // A machine without a program: some ask for what only a program has.
    }
  }
  return [...asked.values()];
};

const unknownNames = (callee: string, run: (bound: Bound) => unknown): readonly string[] => {
  const names = new Set(
    [2, 3].flatMap((keras) => (signatureOf(callee, keras as 2 | 3)?.parameters ?? []).map(({ name }) => name)),
  );
  return askedBy(run)
    .filter((asked) => !asked.some((name) => names.has(name)) && shared.get(asked.join())?.test(callee) !== true)
    .map((asked) => `${callee}: ${asked.join(' or ')}`);
};

test('every name that a transfer asks for is a parameter of its function', async () => {
  const m = await machine();
  const value: Value = constant(1, place);
  const unknown = [...guests.functions].flatMap(([name, transfer]) =>
    unknownNames(name, (bound) => transfer({ m, name, args: { positional: [value], keywords: new Map() }, bound, site, place })),
  );
  expect(unknown).toEqual([]);
});
