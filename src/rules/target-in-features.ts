import { insertLinesBefore, nameAt } from '../edits/edits';
import type { DataFlow } from '../facts/data';
import type { Derivation, DerivedArgument } from '../facts/derivation';
import { defineRule, type RuleContext } from './define';
import { isAny } from './guards';
import { flowTitle, labelFlow } from './support/data';
import { fixOf } from './support/fixes';

const example = (features: string): string => `import numpy as np
import pandas as pd
from tensorflow import keras

rng = np.random.default_rng(0)
size, age = rng.normal(size=300), rng.normal(size=300)
pd.DataFrame({"size": size, "age": age, "price": size - 0.5 * age + rng.normal(size=300)}).to_csv("houses.csv", index=False)

df = pd.read_csv("houses.csv")
y = df["price"].values
${features}

model = keras.Sequential([
    keras.layers.Dense(16, activation="relu"),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=10)
`;

export default defineRule({
  id: 'target-in-features',
  group: 'data',
  severity: 'warning',
  evidence: {
    measured: 'not-measured',
    exception: 'a model that copies its answer out of the features is of no use, whatever the data',
  },
  symptoms: ['perfect-at-once'],
  messages: {
    whole:
      '{name} is the whole table, and its column "{column}" is what the model shall predict. It learns to copy that column, and fails where the answer is not given.',
    counted:
      'Column "{column}" of {file} {how}. The model learns to copy it: training and validation look perfect, and it fails where the answer is not known yet.',
  },
  docs: {
    summary: 'The features hold the very value that the model shall predict.',
    why: `A table that is handed over as a whole holds the target as well, and so does a column made from it: a total beside its parts, a price in another currency, an outcome in words and as a
number. The model has nothing to find out but which column to copy. The loss falls at once and stays near 0, in validation too, and nothing of it holds for samples whose answer is not in the table.`,
    bad: example('x = df.values').replace(
      'model.fit(x, y, epochs=10)\n',
      'model.fit(x, y, epochs=10)\n#         ^ target-in-features\n',
    ),
    good: example('x = df.drop(columns=["price"]).values'),
    limits:
      'Speaks where a table of a text file reaches the model with all of its columns and one of them is the target; and, where the data files may be looked into, of columns that equal the target, follow it on a straight line (correlation over 0.99995), or name its classes one to one. Silent for autoencoders, series over time and a single feature.',
    fixSafety: 'Unsafe: the model takes one value fewer, which its input shape may have to follow.',
    probe: 'Not tested by training: a model that copies the answer learns, which is the trouble.',
    references: ['https://scikit-learn.org/stable/common_pitfalls.html#data-leakage'],
  },
  check(context, report) {
    for (const run of context.program.runs) {
      if (run.loop.kind === 'none' || isAny(run, 'autoencoder', 'adversarial', 'reinforcement', 'timeSeries')) continue;
      const labels = run.heads.flatMap((head) => labelFlow(head) ?? []);
      for (const flow of run.inputs) {
        const shared = {
          at: flow.place,
          related: labels.slice(0, 1).map(({ place }) => ({ place, message: 'the target' })),
          experiment: { kind: 'none', reason: 'a model that copies the answer learns' },
        } as const;
        const [leak] = flow.contents?.leaks ?? [];
        if (leak && flow.contents) {
          const { file } = flow.contents;
          report({ message: 'counted', severity: 'error', data: { column: leak.column, file, how: ways[leak.how] }, ...shared });
          continue;
        }
        const column = labels.map((one) => wholeTableWith(flow, one)).find((one) => one !== undefined);
        if (column === undefined) continue;
        report({
          message: 'whole',
          data: { name: flowTitle(context, flow, 'The input'), column },
          ...shared,
          fixes: [withoutColumn(context, flow, column)],
        });
      }
    }
  },
});

const ways = {
  equal: 'is the target itself',
  scaled: 'is the target in another unit',
  classes: 'has one value for each class of the target',
} as const;

/** The column that the target is taken from, where the features are the same table with all of its columns. */
function wholeTableWith({ derivation: features }: DataFlow, { derivation: target }: DataFlow): string | undefined {
  const table = features && kept(features);
  const taken = target && columnOf(target);
  return table && taken?.table === table ? taken.column : undefined;
}

const samePlace = /^(?:values|copy|to_numpy|astype|numpy|float32|array|asarray)$/;

/** The call that reads the table, where nothing on the way takes a column off it, makes a new one, or is not known. */
function kept(derivation: Derivation): string | undefined {
  const { kind, name, arguments: given, rest } = derivation;
  if (kind === 'call' && given[0]?.kind !== 'data') return keyOf(derivation);
  const [first] = given;
  const last = name.split('.').at(-1) ?? '';
  if (rest === true || first?.kind !== 'data') return undefined;
  const split = kind === 'call' && last === 'train_test_split';
  const plain = (kind === 'attribute' || kind === 'method' || kind === 'call') && samePlace.test(last);
  const scaled = kind === 'object' && /Scaler\.(?:fit_)?transform$/.test(name);
  return split || plain || scaled ? kept(first.data) : undefined;
}

/** `df['price']`, whatever is done to the numbers afterwards. */
function columnOf(derivation: Derivation): { readonly table: string; readonly column: string } | undefined {
  const { kind, name, arguments: given, rest, item } = derivation;
  const isSplit = kind === 'call' && name.endsWith('.train_test_split');
  const first = given[isSplit && item !== undefined ? Math.floor(item / 2) : 0];
  if (first?.kind !== 'data' || rest === true) return undefined;
  if (kind === 'subscript') {
    const column = labelOf(given[1]);
    const table = kept(first.data);
    return column !== undefined && table !== undefined ? { table, column } : undefined;
  }
  return isSplit || kind === 'attribute' || kind === 'method' ? columnOf(first.data) : undefined;
}

function labelOf(index: DerivedArgument | undefined): string | undefined {
  if (index?.kind === 'value' && typeof index.value === 'string') return index.value;
  return index?.kind === 'list' && index.items.length === 1 ? labelOf(index.items[0]) : undefined;
}

const keyOf = ({ name, place }: Derivation): string | undefined =>
  /^pandas\.read_(?:csv|table)$/.test(name) ? `${place.source} ${place.start}` : undefined;

/** A line before the features are taken out of the table is beyond what can be said here; the place of the call that reads it is known. */
function withoutColumn(context: RuleContext, { derivation }: DataFlow, column: string) {
  const written = derivation?.kind === 'attribute' && derivation.name === 'values' ? derivation.place : undefined;
  const path = written && context.program.written.at(written);
  const table = path?.kind === 'path' && path.attribute === 'values' ? nameAt(context, path.of) : undefined;
  if (!written || table === undefined || insertLinesBefore(context, written, ['pass']) === undefined) return undefined;
  const quoted = JSON.stringify(column);
  return fixOf(`Take column ${quoted} out of the features`, 'unsafe', {
    place: written,
    newText: `${table}.drop(columns=[${quoted}]).values`,
  });
}
