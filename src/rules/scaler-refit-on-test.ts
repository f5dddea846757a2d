import type { Fix } from '../finding/finding';
import type { DataFlow, DataStep } from '../facts/data';
import type { LibraryCall } from '../facts/training';
import type { Place } from '../text/place';
import { defineRule, type RuleContext } from './define';
import { fitOf, isAny } from './guards';
import { triedOn } from './support/tried';

/** What learns something from the data it is fitted to. `Normalizer` and encoders of given categories do not. */
const learning =
  /^divided by (?:std|spread)$|\.(?:StandardScaler|MinMaxScaler|RobustScaler|MaxAbsScaler|PowerTransformer|QuantileTransformer|PCA|TruncatedSVD|TfidfVectorizer|CountVectorizer)$/;

const example = (method: string): string => `import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from tensorflow import keras

rng = np.random.default_rng(0)
x = rng.normal(50, 20, size=(500, 8))
y = (x[:, 0] > x[:, 1]).astype("int32")
x_train, x_test, y_train, y_test = train_test_split(x, y, random_state=0)

scaler = StandardScaler()
x_train = scaler.fit_transform(x_train)
x_test = ${method}

model = keras.Sequential([
    keras.layers.Dense(16, activation="relu", input_shape=(8,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=10)
model.evaluate(x_test, y_test)
`;

export default defineRule({
  id: 'scaler-refit-on-test',
  group: 'data',
  severity: 'warning',
  evidence: { measured: 'partly', exception: 'Only what is measured is wrong, not the training.' },
  symptoms: ['validation-at-chance'],
  messages: {
    again:
      '{scaler} is fitted again, to data that the model is tried on. The same value then means something else there than in training, so the result says little.',
    measured:
      'The data that the model is tried on is divided by its own {measure} here, the training data by its own. The same value then means something else than in training, so the result says little.',
    other:
      'Another {scaler} is fitted to data that the model is tried on. The same value then means something else there than in training, so the result says little.',
  },
  docs: {
    summary: 'A scaler is fitted again to validation or test data.',
    why: `A scaler learns means and ranges from the data it is fitted to. Fitted again to the test data it maps them by other numbers: a value of 50 may be 0.2 in
training and -0.7 in the test. With few test samples the validation metric can fall to chance. Unseen data must be treated as the first new customer would be: with what was learned in training.`,
    bad: example(`scaler.fit_transform(x_test)
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ scaler-refit-on-test`),
    good: example('scaler.transform(x_test)'),
    limits:
      'Speaks where a scaler is fitted to training data and one of its class to data (or either is divided by its own deviation or range) known to be the test part of a split or to reach validation_data, evaluate or predict. Silent for label encoders and for scalers that learn nothing.',
    fixSafety: 'Safe where the same scaler was fitted to the training data; there is no fix where it is another object.',
    probe: 'Not tested by training: it changes what is measured, not what is learned.',
    references: ['https://scikit-learn.org/stable/common_pitfalls.html#data-leakage-during-pre-processing'],
  },
  check(context, report) {
    const reported = new Set<string>();
    const tell = (step: DataStep, fitted: Place, same: boolean): void => {
      const at = step.fit?.place ?? step.place;
      const key = `${at.source}:${at.start}`;
      if (reported.has(key)) return;
      reported.add(key);
      const measure = measures.get(step.by);
      const scaler = step.by.split('.').at(-1) ?? 'The scaler';
      report({
        ...(measure === undefined
          ? { message: same ? 'again' : 'other', data: { scaler } }
          : { message: 'measured', data: { measure } }),
        at: measure === undefined ? at : step.place,
        related: [
          {
            place: fitted,
            message: measure === undefined ? 'fitted to the training data here' : 'measured of the training data here',
          },
        ],
        fixes: [same && measure === undefined ? onlyTransform(context, at) : undefined],
        experiment: { kind: 'none', reason: 'it changes what is measured, not what is learned' },
      });
    };
    for (const run of context.program.runs) {
      if (!fitOf(run) || isAny(run, 'adversarial', 'reinforcement')) continue;
      const training = [...run.inputs, ...run.heads.flatMap(({ labels }) => ('steps' in labels ? [labels] : []))];
      for (const tried of triedOn(run))
        for (const flow of [...tried.inputs, ...tried.labels]) {
          if (training.some(({ id }) => id === flow.id)) continue;
          for (const step of fits(flow)) {
            const first = training
              .flatMap(fits)
              .find((one) => one.by === step.by && !sameFit(one, step) && !eachByItself(one, step));
            // The array itself may be the training data under another name.
            if (first && !training.flatMap(fits).some((one) => sameFit(one, step)))
              tell(step, first.fit?.place ?? first.place, first.fittedBy === step.fittedBy);
          }
        }
    }
    // Test data that is never used is still meant to be.
    const fitting = context.program.calls.filter(({ call }) => call.callee.endsWith('.fit_transform'));
    for (const call of fitting) {
      const step = lastFit(call);
      const part = call.data[0]?.part;
      if (!step || (part !== 'test' && part !== 'validation')) continue;
      const first = fitting.find((one) => one.data[0]?.part === 'train' && lastFit(one)?.fittedBy === step.fittedBy);
      if (first) tell(step, first.call.place, true);
    }
  },
});

const measures: ReadonlyMap<string, string> = new Map([
  ['divided by std', 'deviation'],
  ['divided by spread', 'range'],
]);

const lastFit = ({ result }: LibraryCall): DataStep | undefined => result && fits(result).at(-1);

/** Steps whose scaler was fitted to the very data. */
const fits = ({ steps }: DataFlow): readonly DataStep[] => steps.filter(({ fit, by }) => fit?.own === true && learning.test(by));

/** Fitted anew in every round of a loop of its own, sample by sample or file by file: there is nothing that both parts could share. */
const eachByItself = (a: DataStep, b: DataStep): boolean =>
  a.fit?.within !== undefined && b.fit?.within !== undefined && !samePlace(a.fit.within, b.fit.within);

const sameFit = ({ fit: a }: DataStep, { fit: b }: DataStep): boolean =>
  a?.measurement !== undefined && b?.measurement !== undefined ? a.measurement === b.measurement : samePlace(a?.place, b?.place);

const samePlace = (a: Place | undefined, b: Place | undefined): boolean => a?.source === b?.source && a?.start === b?.start;

/** `fit_transform` -> `transform` */
function onlyTransform(context: RuleContext, at: Place): Fix | undefined {
  const call = context.program.calls.find(({ call: one }) => samePlace(one.place, at) && one.callee.endsWith('.fit_transform'));
  if (call?.call.method !== 'fit_transform') return undefined;
  const { source, end } = call.call.function;
  const place = { source, start: end - 'fit_transform'.length, end };
  return {
    title: 'Use transform, with what was learned from the training data',
    edits: [{ place, newText: 'transform' }],
    safety: 'safe',
  };
}
