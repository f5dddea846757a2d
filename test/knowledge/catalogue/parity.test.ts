import { expect, test } from 'vitest';
import { cataloguedNames, recordedSignature } from '../../../src/knowledge/signatures';
import { nameDifferences, signatureDifferences, type Installed } from '../../../tools/catalogue/compare';
import type { RecordedParameter, Recording } from '../../../tools/catalogue/recording';

/** Packages that are exactly what the catalogue says. */
const faithful = (keras: 2 | 3): Installed => ({
  versions: {},
  found: Object.fromEntries(
    cataloguedNames().flatMap((name) => {
      const signature = recordedSignature(name, keras);
      if (signature?.keras !== keras) return [];
      const parameters = signature.parameters.map((one): RecordedParameter => {
        if (one.opaque !== undefined) return [one.name, one.role, { opaque: one.opaque }];
        return one.default === undefined ? [one.name, one.role] : [one.name, one.role, one.default];
      });
      return [[name, { signature: parameters, documented: null }]];
    }),
  ),
});

const changed = (
  name: string,
  change: (parameters: readonly RecordedParameter[]) => readonly RecordedParameter[] | undefined,
): Installed => {
  const { versions, found } = faithful(3);
  const { [name]: entry, ...rest } = found;
  const signature = change(entry?.signature ?? []);
  return { versions, found: signature === undefined ? rest : { ...rest, [name]: { signature, documented: null } } };
};

test('packages that are as the catalogue says have no difference', () => {
  expect(signatureDifferences(2, faithful(2))).toEqual([]);
  expect(signatureDifferences(3, faithful(3))).toEqual([]);
});

test.each([
  [
    'a default',
    (all: readonly RecordedParameter[]) =>
      all.map((one) => (one[0] === 'learning_rate' ? ([one[0], one[1], 0.01] as const) : one)),
  ],
  [
    'a name',
    (all: readonly RecordedParameter[]) =>
      all.map((one) => (one[0] === 'learning_rate' ? (['lr', one[1], one[2]] as const) : one)),
  ],
  ['a role', (all: readonly RecordedParameter[]) => all.map((one) => [one[0], 'keywordOnly', one[2]] as const)],
  ['the order', (all: readonly RecordedParameter[]) => all.toReversed()],
  ['one parameter more', (all: readonly RecordedParameter[]) => [...all, ['extra', 'normal'] as const]],
  ['the whole function', () => undefined],
] as const)('%s that changed is seen', (_, change) => {
  expect(signatureDifferences(3, changed('keras.optimizers.Adam', change)).map(({ name }) => name)).toEqual([
    'keras.optimizers.Adam',
  ]);
});

test('a new function and a path that leads elsewhere are seen', () => {
  const recording: Recording = {
    versions: {},
    signatures: { 'keras.layers.Dense': [], 'keras.layers.Quantum': [] },
    silent: [],
    aliases: { 'keras.layers.MaxPool2D': 'keras.layers.MaxPooling2D', 'keras.layers.AvgPool2D': 'keras.layers.MaxPooling2D' },
    byHand: {},
    identifiers: {},
  };
  expect(nameDifferences(3, recording).map(({ name }) => name)).toEqual(['keras.layers.Quantum', 'keras.layers.AvgPool2D']);
});
