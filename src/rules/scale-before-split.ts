import { defineRule } from './define';

const example = (lines: string): string => `import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from tensorflow import keras

rng = np.random.default_rng(0)
x = rng.normal(50, 20, size=(500, 8))
y = (x[:, 0] > x[:, 1]).astype("int32")
scaler = StandardScaler()
${lines}

model = keras.Sequential([
    keras.layers.Dense(16, activation="relu", input_shape=(8,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=10)
model.evaluate(x_test, y_test)
`;

export default defineRule({
  id: 'scale-before-split',
  group: 'data',
  severity: 'off',
  evidence: { measured: 'not-measured', exception: 'It makes results a little too good and never stops a loss from falling.' },
  symptoms: [],
  messages: {
    leaks:
      '{scaler} is fitted to all samples before they are split. What it learns from the test part leaks into training, so the test result is a little too good.',
  },
  docs: {
    summary: 'A scaler is fitted before the data is split, so it has seen the test data.',
    why: `Means and ranges of the test samples are information about them. Used in training they make the test result slightly better than it will be on new data. It does
not keep a loss from falling, so the rule is off by default.`,
    bad: example(`x = scaler.fit_transform(x)
#   ^^^^^^^^^^^^^^^^^^^^^^^ scale-before-split
x_train, x_test, y_train, y_test = train_test_split(x, y, random_state=0)`),
    good: example(`x_train, x_test, y_train, y_test = train_test_split(x, y, random_state=0)
x_train = scaler.fit_transform(x_train)
x_test = scaler.transform(x_test)`),
    limits: 'Sees scalers of scikit-learn and its train_test_split; not validation_split of fit, which splits inside Keras.',
    fixSafety: 'There is no automatic fix: split first, then fit the scaler to the training part and transform both.',
    probe: 'Not tested by training: it changes what is measured by a little, not what is learned.',
    references: ['https://scikit-learn.org/stable/common_pitfalls.html#data-leakage-during-pre-processing'],
  },
  check(context, report) {
    const reported = new Set<string>();
    for (const { inputs } of context.program.runs)
      for (const { steps } of inputs)
        for (const [i, { kind, by, fit }] of steps.entries()) {
          const split = steps.slice(i + 1).find((later) => later.kind === 'split');
          if ((kind !== 'standardize' && kind !== 'minmax') || fit?.own !== true || !split) continue;
          const key = `${fit.place.source}:${fit.place.start}`;
          if (reported.has(key)) continue;
          reported.add(key);
          report({
            message: 'leaks',
            at: fit.place,
            data: { scaler: by.split('.').at(-1) ?? 'The scaler' },
            related: [{ place: split.place, message: 'the split' }],
            experiment: { kind: 'none', reason: 'it changes what is measured, not what is learned' },
          });
        }
  },
});
