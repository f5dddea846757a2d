import type { Fix } from '../finding/finding';
import { addArgument, argumentOf, replaceText, textOf } from '../edits/edits';
import type { DataFlow, DataStep } from '../facts/data';
import { always } from '../facts/fact';
import { defineRule, type RuleContext } from './define';
import { fitOf, isAny } from './guards';
import { flowTitle, labelFlow, sharesOrigin } from './support/data';

const example = (split: string): string => `import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow import keras

series = np.sin(np.linspace(0, 60, 500))
x, y = [], []
for i in range(20, len(series)):
    x.append(series[i - 20:i])
    y.append(series[i])
x, y = np.array(x), np.array(y)
${split}

model = keras.Sequential([
    keras.layers.Dense(16, activation="relu", input_shape=(20,)),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x_train, y_train, epochs=10)
model.evaluate(x_test, y_test)
`;

export default defineRule({
  id: 'shuffled-time-series',
  group: 'data',
  severity: 'warning',
  evidence: { measured: 'partly', exception: 'Only what is measured is wrong, not the training.' },
  symptoms: [],
  messages: {
    windows:
      '{name} holds windows over time, and {by} puts them at random into training and test. Windows of the test then overlap with windows of the training, so the test result says nothing about the future.',
  },
  docs: {
    summary: 'Windows over a time series are split at random.',
    why: `Neighbouring windows share almost all their values. Split at random, nearly every test window has a twin in the training set, shifted by one step: the model has seen the
answer. The test result looks good and the forecast of tomorrow is not.`,
    bad: example(`x_train, x_test, y_train, y_test = train_test_split(x, y)
#                                  ^^^^^^^^^^^^^^^^^^^^^^ shuffled-time-series`),
    good: example('x_train, x_test, y_train, y_test = train_test_split(x, y, shuffle=False)'),
    limits:
      'Speaks where windows are cut out of one array in a loop, the labels come from the same array, and both are split at random. Independent sequences (sentences, recordings of several people) may be mixed, and shuffling the training part between epochs is right.',
    fixSafety: 'Unsafe: the test part is the end of the series afterwards, and results get worse because they get honest.',
    probe: 'Not tested by training: it changes what is measured, not what is learned.',
    references: ['https://www.tensorflow.org/tutorials/structured_data/time_series#split_the_data'],
  },
  check(context, report) {
    const reported = new Set<string>();
    for (const run of context.program.runs) {
      if (!fitOf(run) || isAny(run, 'reinforcement', 'autoencoder')) continue;
      const labels = run.heads.flatMap((head) => labelFlow(head) ?? []);
      for (const flow of run.inputs) {
        const step = flow.steps.find(({ kind, orderBefore }) => kind === 'split' && orderBefore === 'temporal');
        const key = step && `${step.place.source}:${step.place.start}`;
        if (!step || key === undefined || reported.has(key) || !labels.some((one) => isFuture(flow, one))) continue;
        reported.add(key);
        report({
          message: 'windows',
          at: step.place,
          data: { name: flowTitle(context, flow, 'The input'), by: step.by.split('.').at(-1) ?? 'the split' },
          related: [{ place: flow.place, message: 'trained on here' }],
          fixes: [splitByTime(context, step)],
          experiment: { kind: 'none', reason: 'it changes what is measured, not what is learned' },
        });
      }
    }
  },
});

/** The labels are cut out of the same series. */
const isFuture = (windows: DataFlow, labels: DataFlow): boolean =>
  windows.originsComplete && labels.originsComplete && windows.id !== labels.id && sharesOrigin(windows, labels);

function splitByTime(context: RuleContext, { place }: DataStep): Fix | undefined {
  const found = context.program.calls.find(({ call }) => call.place.source === place.source && call.place.start === place.start);
  if (!found || found.call.arguments.some(({ star }) => star > 0)) return undefined;
  const present = argumentOf(found.call, 'shuffle');
  // A stratified split cannot be done without shuffling.
  if (argumentOf(found.call, 'stratify') || (present && !always(found.arguments.shuffle, (value) => value === true)))
    return undefined;
  const edit = present ? replaceText(present.value, 'False') : addArgument(found.call, 'shuffle=False');
  return edit && !textOf(context, place).includes('#')
    ? { title: 'Set shuffle=False, so that the test part is the end of the series', edits: [edit], safety: 'unsafe' }
    : undefined;
}
