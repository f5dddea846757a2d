import type { Fix } from '../finding/finding';
import { insertLinesBefore, textOf, nameAt } from '../edits/edits';
import type { Affine } from '../facts/affine';
import type { DataFlow, DataStep } from '../facts/data';
import { valueOf } from '../facts/fact';
import type { Shape, TrainingRun } from '../facts/training';
import { defineRule, type RuleContext } from './define';
import { fitOf, isAny } from './guards';
import { flowTitle } from './support/data';
import { validationNames } from './support/fixes';
import { fittedScaling, sameSource, triedOn, type Tried } from './support/tried';

const example = (test: string): string => `import numpy as np
from tensorflow import keras

rng = np.random.default_rng(0)
x = rng.integers(0, 256, size=(500, 20)).astype("float32")
y = (x.mean(axis=1) > 127).astype("int32")
x_train, y_train = x[:400], y[:400]
x_test, y_test = x[400:], y[400:]
x_train = x_train / 255.0
${test}

model = keras.Sequential([
    keras.layers.Dense(16, activation="relu", input_shape=(20,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=10)
model.evaluate(x_test, y_test)
`;

export default defineRule({
  id: 'inconsistent-split-scaling',
  group: 'data',
  severity: 'error',
  evidence: {
    measured: 'not-measured',
    exception: 'Values on another scale than those it was trained on tell nothing about the model, whatever the data.',
  },
  symptoms: ['validation-at-chance', 'uniform', 'slow'],
  messages: {
    differs:
      '{test} is {testScaling}, but the model is trained on data that is {trainScaling}. It then sees values on a scale it never learned, so what {use} says about it means nothing.',
  },
  docs: {
    summary: 'The model is trained on scaled data and tried on data that is scaled in another way, or not at all.',
    why: `A network learns the scale of its inputs. Given pixels from 0 to 255 after training on 0 to 1, its units are pushed far into saturation: the training
metric is good, the validation metric at chance, and it looks like overfitting.`,
    bad: example('').replace(
      'model.evaluate(x_test, y_test)',
      `model.evaluate(x_test, y_test)
#              ^^^^^^ inconsistent-split-scaling`,
    ),
    good: example('x_test = x_test / 255.0'),
    limits:
      'Speaks only where every step of both arrays is known and both come from the same source or the same reader. Silent where the scaling of either is out of sight.',
    fixSafety: 'Unsafe: the array is scaled before this use, and so in whatever is done with it later.',
    probe: 'Not tested by training: the probe has one made-up set of data, and what is wrong here lies between two.',
    references: ['https://scikit-learn.org/stable/common_pitfalls.html#inconsistent-preprocessing'],
  },
  check(context, report) {
    const { runs } = context.program;
    const reported = new Set<string>();
    for (const run of runs) {
      if (!fitOf(run) || isAny(run, 'adversarial', 'reinforcement')) continue;
      // A model that is trained on several sets may be tried on any of them.
      const trained = runs.filter((other) => other.model.place === run.model.place || other.model.name === run.model.name);
      for (const tried of triedOn(run)) {
        if (tried.inputs.length !== run.inputs.length) continue;
        for (const [i, test] of tried.inputs.entries()) {
          const train = run.inputs[i];
          const key = `${run.model.name} ${test.name ?? test.id}`;
          if (!train || reported.has(key) || trained.some((other) => !differs(other.inputs[i], test))) continue;
          reported.add(key);
          report({
            message: 'differs',
            at: test.place,
            data: {
              test: flowTitle(context, test, 'The data here'),
              testScaling: scalingTitle(test),
              trainScaling: scalingTitle(train),
              use: tried.by,
            },
            related: [{ place: scalings(train).at(-1)?.place ?? train.place, message: 'the training data' }],
            fixes: [scaleLikewise(context, run, train, test, tried)],
            experiment: { kind: 'none', reason: 'the probe has one made-up set of data, and the difference lies between two' },
          });
        }
      }
    }
  },
});

const scalings = ({ steps }: DataFlow): readonly DataStep[] =>
  steps.filter(({ kind }) => kind === 'scale' || fittedScaling.has(kind));

/** True only where everything done to both arrays is known and comes out different. */
function differs(train: DataFlow | undefined, test: DataFlow): boolean {
  if (!train?.stepsComplete || !test.stepsComplete || train.id === test.id || !sameSource(train, test)) return false;
  const ranges = [valueOf(train.range), valueOf(test.range)];
  if (ranges[0] && ranges[0].min === ranges[1]?.min && ranges[0].max === ranges[1].max) return false;
  const [a, b] = [affine(train), affine(test)];
  const [fittedA, fittedB] = [train, test].map((flow) =>
    scalings(flow)
      .filter(({ kind }) => kind !== 'scale')
      .map(({ kind }) => kind),
  );
  if (fittedA?.join() !== fittedB?.join()) return true;
  const ratio = a.factor / b.factor;
  // 255 and 256 are the same for a network; of fitted scaling, what comes before is taken out again.
  return fittedA?.length === 0 && (ratio > 1.1 || ratio < 0.9 || Math.abs(a.shift - b.shift) > 0.1);
}

/** All scaling by constants as one x * factor + shift. */
const affine = (flow: DataFlow): Affine =>
  scalings(flow).reduce(
    ({ factor, shift }, step) => ({ factor: factor * (step.factor ?? 1), shift: shift * (step.factor ?? 1) + (step.shift ?? 0) }),
    { factor: 1, shift: 0 },
  );

function scalingTitle(flow: DataFlow): string {
  const steps = scalings(flow);
  if (steps.length === 0) return 'not scaled';
  const fitted = steps.find(({ kind }) => kind !== 'scale');
  if (fitted)
    return (
      { standardize: 'standardized', minmax: 'scaled by its extremes', normalize: 'normalized' }[fitted.kind as string] ??
      'preprocessed'
    );
  const { factor, shift } = affine(flow);
  const scale = Math.abs(factor) < 1 ? `divided by ${short(1 / factor)}` : `multiplied by ${short(factor)}`;
  const moved = `moved by ${short(shift)}`;
  return factor === 1 ? moved : shift === 0 ? scale : `${scale} and ${moved}`;
}

const short = (value: number): string => String(Number(value.toPrecision(4)));

/** Does to the other array, before it is used, what was done to the training data. */
function scaleLikewise(context: RuleContext, run: TrainingRun, train: DataFlow, test: DataFlow, tried: Tried): Fix | undefined {
  const name = tried.by === 'validation_data' ? validationNames(context, run)?.[0] : nameAt(context, test.place);
  const [step, ...more] = scalings(train);
  const loop = fitOf(run);
  if (name === undefined || !step || more.length > 0 || scalings(test).length > 0 || !loop) return undefined;
  const value = changed(
    context,
    step,
    name,
    [train, test].map((flow) => valueOf(flow.shape)),
  );
  const edit = value === undefined || loop.repeated ? undefined : insertLinesBefore(context, tried.place, [`${name} = ${value}`]);
  return edit && { title: `Scale \`${name}\` like the training data: ${value ?? ''}`, edits: [edit], safety: 'unsafe' };
}

function changed(context: RuleContext, step: DataStep, name: string, shapes: readonly (Shape | undefined)[]): string | undefined {
  if (step.kind === 'scale' && step.shift === 0 && step.factor !== undefined) {
    const divisor = 1 / step.factor;
    return Number.isInteger(Number(divisor.toPrecision(9)))
      ? `${name} / ${Number(divisor.toPrecision(9)).toFixed(1)}`
      : `${name} * ${short(step.factor)}`;
  }
  const call = context.program.calls.find(
    ({ call: one }) => one.place.source === step.place.source && one.place.start === step.place.start,
  );
  // Scalers take tables: what was reshaped since cannot be given to them.
  if (shapes.some((shape) => shape?.length !== 2)) return undefined;
  const { receiver, method = '' } = call?.call ?? {};
  const scaler = receiver && ['transform', 'fit_transform'].includes(method) ? textOf(context, receiver) : undefined;
  return scaler === undefined ? undefined : `${scaler}.transform(${name})`;
}
