/** Every layer is asked every question of its record, and the answers are compared with what real Keras 3 and 2 gave (recordings). */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { layerRecord, layerTypes } from '../../src/knowledge/layers';
import type { LayerRecord } from '../../src/knowledge/layers/record';
import { isCatalogued } from '../../src/knowledge/signatures';
import { accepted, accepts } from '../../tools/catalogue/accepted';
import { layerDifferences, type Lookup, type RealLayers } from '../../tools/catalogue/compare-layers';

const recording = (keras: 2 | 3): RealLayers =>
  JSON.parse(readFileSync(new URL(`recordings/layers-keras${keras}.json`, import.meta.url), 'utf8')) as RealLayers;
const [two, three] = [recording(2), recording(3)];

const only = (real: RealLayers, type: string): RealLayers => ({ ...real, public: real.public.filter((one) => one === type) });

/** Of all layers, or of one. */
const complaints = (lookup: Lookup, type?: string): readonly string[] =>
  ([2, 3] as const)
    .flatMap((keras) => {
      const real = keras === 2 ? two : three;
      return layerDifferences(keras, type === undefined ? real : only(real, type), lookup);
    })
    .filter((difference) => !accepted.some((entry) => accepts(entry, difference)))
    .map(({ keras, name, what }) => `Keras ${keras}: ${name} ${what}`);

test('the records of all layers say what Keras does', () => {
  expect(complaints(layerRecord)).toEqual([]);
});

test('every record is of a public layer with a signature', () => {
  const everywhere = new Set([...two.public, ...three.public]);
  expect(layerTypes.filter((type) => !everywhere.has(type))).toEqual([]);
  expect(layerTypes.filter((type) => !isCatalogued(`keras.layers.${type}`))).toEqual([]);
  expect(layerRecord('constructor')).toBeUndefined();
});

/** What an entry could have been instead. */
const others: { readonly [Key in keyof LayerRecord]: (record: LayerRecord) => LayerRecord[Key] } = {
  family: ({ family }) => (family === 'pool' ? 'merge' : 'pool'),
  weights: ({ weights }) => (weights ? undefined : () => 1),
  state: ({ state }) => (state ? undefined : () => 1),
  activation: ({ activation }) => (activation === 'tanh' ? 'linear' : 'tanh'),
  random: ({ random }) => (random === undefined ? 'rate' : undefined),
  trainingOnly: ({ trainingOnly }) => !trainingOnly,
  recurrent: ({ recurrent }) => !recurrent,
  passes: ({ passes }) => (passes === 'all' ? 'some' : passes === 'some' ? 'no' : 'all'),
  affine: ({ affine }) => !affine,
  width: ({ width }) => (width === undefined ? 'units' : undefined),
  keepsShape: ({ keepsShape }) => !keepsShape,
  outputShape: () => () => [2, 3],
  range: ({ range }) => (range.kind === 'kept' ? { kind: 'free' } : { kind: 'kept' }),
  rank: ({ rank: [least, most] }) => [least + 1, most],
  takes: ({ takes }) => (takes === 'one' ? 'list' : 'one'),
};

/**
 * Entries of layers that were built, which no comparison can see changed, by question:
 * what is asked of some kinds of layers only, or has no meaning for them.
 */
const byArgument = new Set(
  'EinsumDense Permute HashedCrossing RandomWidth RandomHeight TimeDistributed Bidirectional SpectralNormalization MelSpectrogram STFTSpectrogram'.split(
    ' ',
  ),
);
const unseen: Partial<Record<keyof LayerRecord, (type: string) => boolean>> = {
  // Its argument is its activation.
  activation: (type) => type === 'Activation',
  // Their arguments, or the layer inside, say how many dimensions they take; Keras 2's random layers look at nothing; a spectrum needs more samples than were tried.
  rank: (type) => byArgument.has(type),
};

test('an entry that is changed is noticed', () => {
  const built = layerTypes.filter((type) => two.built[type] ?? three.built[type]);
  const missed = built.flatMap((type) => {
    const record = layerRecord(type);
    if (!record) return [];
    return (Object.keys(others) as (keyof LayerRecord)[])
      .filter((question) => {
        const changed = { ...record, [question]: others[question](record) };
        return unseen[question]?.(type) !== true && complaints(() => changed, type).length === 0;
      })
      .map((question) => `${type}.${question}`);
  });
  expect(missed).toEqual([]);
});

test('a row that is struck out is noticed', () => {
  const missed = layerTypes.filter((type) => complaints(() => undefined, type).length === 0);
  expect(missed).toEqual([]);
});
