import type { ExperimentIntent, Fix } from '../finding/finding';
import { nameAt, operandText, pathAt, replaceText, textOf } from '../edits/edits';
import type { DataFlow, DataStep } from '../facts/data';
import type { TrainingRun } from '../facts/training';
import { samePlace, type Place } from '../text/place';
import { defineRule, type RuleContext } from './define';
import { trains } from './guards';
import { flowTitle } from './support/data';
import { triedOn } from './support/tried';

const example = (scaling: string): string => `import numpy as np
from tensorflow import keras

rng = np.random.default_rng(0)
x = rng.integers(0, 256, size=(500, 20)).astype("uint8")
y = (x.mean(axis=1) > 127).astype("int32")
${scaling}

model = keras.Sequential([
    keras.layers.Dense(16, activation="relu", input_shape=(20,)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=10)
`;

export default defineRule({
  id: 'uint8-arithmetic',
  group: 'data',
  severity: 'error',
  evidence: { measured: 'not-measured', exception: 'Values that wrapped around or were cut off are gone, whatever the data.' },
  symptoms: ['slow', 'uniform', 'flat'],
  messages: {
    wraps:
      '{name} is {dtype}, so `{text}` wraps around at the end of the type instead of leaving it: dark pixels become bright ones. What the model sees then has little to do with the data.',
    truncates:
      '`{text}` gives whole numbers, so of the values of {name} only 0 and 1 are left. What made the samples different is gone.',
    raises: '{name} is {dtype}, and `{text}` would have to write fractions into it. numpy raises an error instead.',
  },
  docs: {
    summary: 'Integer arithmetic on pixels wraps around or cuts off what is behind the point.',
    why: `Images are loaded as uint8, whole numbers from 0 to 255. Subtracting 128 from 100 gives 228 there, because the type has no negative numbers; dividing with // leaves 0 and 1.
Nothing raises, and the model trains on garbage.`,
    bad: example(`x = x - 128
#   ^^^^^^^ uint8-arithmetic
x = x / 128.0`),
    good: example('x = (x.astype("float32") - 128) / 128.0'),
    limits:
      'Speaks where type and range of the array are known and it reaches training or evaluation. Dividing with / gives floats and is fine, and so is a whole division that keeps more than two values apart.',
    fixSafety: 'Safe: the arithmetic is done with floats, and nothing else changes.',
    probe: 'Trains on made-up whole numbers of that type after the same arithmetic, once in the type and once in floats.',
    references: ['https://numpy.org/doc/stable/user/basics.types.html#overflow-errors'],
  },
  check(context, report) {
    const reported = new Set<string>();
    for (const run of context.program.runs) {
      if (!trains(run)) continue;
      for (const flow of flowsOf(run)) {
        const step = flow.steps.find(({ damage }) => damage !== undefined);
        const key = step && `${step.place.source}:${step.place.start}`;
        if (!step?.damage || key === undefined || reported.has(key)) continue;
        reported.add(key);
        const [name, dtype] = [flowTitle(context, flow, 'the array'), step.dtype ?? 'of an integer type'];
        const data = { name: name.startsWith('`') ? name : 'The array', dtype, text: textOf(context, step.place) };
        const shared = {
          at: step.place,
          related: flow.origins.slice(0, 1).map(({ place }) => ({ place, message: 'the whole numbers come from here' })),
          fixes: [withFloats(context, step)],
          experiment: experimentOf(run, step),
        } as const;
        if (step.damage === 'wraps') report({ message: 'wraps', data, ...shared });
        else if (step.damage === 'raises') report({ message: 'raises', data, ...shared });
        else report({ message: 'truncates', data: { text: data.text, name }, ...shared });
      }
    }
  },
});

/** What is only tried on the model is not trained on. */
function experimentOf(run: TrainingRun, step: DataStep): ExperimentIntent {
  if (step.damage === 'raises') return { kind: 'none', reason: 'numpy raises before anything is trained' };
  if (!run.inputs.some(({ steps }) => steps.some(({ place }) => samePlace(place, step.place))))
    return { kind: 'none', reason: 'the array is none that the model is trained on' };
  return { kind: 'train', run: run.id };
}

const flowsOf = (run: TrainingRun): readonly DataFlow[] => [...run.inputs, ...triedOn(run).flatMap(({ inputs }) => inputs)];

/** `x - 128` -> `x.astype("float32") - 128`, `x // 255` -> `x / 255`, `x /= 255` -> `x = x / 255`, `.astype("uint8")` -> `.astype("float32")` */
function withFloats(context: RuleContext, step: DataStep): Fix | undefined {
  const { place } = step;
  const written = context.program.written.at(place);
  const edit = (title: string, at: Place, newText: string): Fix => ({ title, edits: [replaceText(at, newText)], safety: 'safe' });
  if (step.kind === 'cast')
    return written?.kind === 'call' && written.method === 'astype' && written.receiver
      ? edit('Keep the values as float32', place, `${operandText(context, place, written.receiver)}.astype("float32")`)
      : undefined;
  if (written?.kind !== 'operation' || !simple.has(written.operator)) return undefined;
  const { left, right, operator, inPlace } = written;
  const name = inPlace ? nameAt(context, left) : pathAt(context, left);
  if (name === undefined) return undefined;
  const floats = `${name}.astype("float32")`;
  if (inPlace) {
    const operand = step.damage === 'wraps' ? floats : name;
    const value = textOf(context, { ...place, start: right.start });
    return edit(
      `Give \`${name}\` a new array of floats`,
      place,
      `${name} = ${operand} ${operator === '//' ? '/' : operator} ${value}`,
    );
  }
  const between = { ...place, start: left.end, end: right.start };
  return operator === '//'
    ? edit('Divide with /, which keeps fractions', between, textOf(context, between).replace('//', '/'))
    : edit(`Make \`${name}\` floats first`, left, floats);
}

/** Operators whose result on integers is what it would be on floats, but for what the type cannot hold. */
const simple = new Set(['+', '-', '*', '/', '//']);
