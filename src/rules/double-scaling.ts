import type { DataFlow, DataStep } from '../facts/data';
import { always } from '../facts/fact';
import type { LayerNode } from '../facts/graph';
import { samePlace, type Place } from '../text/place';
import { defineRule } from './define';
import { pictures } from './support/examples';
import { fedInputs, flowTitle, type FedInput } from './support/data';
import { fixOf, undoDivision } from './support/fixes';

const example = (second: string): string => `${pictures}x_train = x_train / 255.0
${second}
model = keras.Sequential([
    keras.layers.Flatten(input_shape=(28, 28)),
    keras.layers.Dense(64, activation="relu"),
    keras.layers.Dense(10, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(x_train, y_train, epochs=5)
`;

export default defineRule({
  id: 'double-scaling',
  group: 'data',
  severity: 'warning',
  evidence: {
    measured: 'not-measured',
    exception: 'the second scaling is a mistake in every reading, and leaves inputs of almost no size',
  },
  symptoms: ['slow', 'uniform', 'flat'],
  messages: {
    measured:
      '{name} is divided twice by {measure}. The first division brings the values to a common size; the second divides by a size that they no longer have, so pixels of 0 to 255 would end up below 0.004.',
    twice:
      '{name} is scaled twice: by {first} and again by {second}. Its values end up hundreds of times too small, and so do the outputs and gradients of the first layer.',
  },
  docs: {
    summary: 'The same values are scaled twice.',
    why: `Divided by 255 once, pixels lie between 0 and 1, as they should. Divided again they lie below 0.004: the first layer hardly reacts, its gradients
vanish, and training crawls. It happens when a loader, a generator or a Rescaling layer already does what the script does too, or when a normalising
function divides twice by the range or the deviation that it measured once.`,
    bad: example(`x_train = x_train / 255.0
#         ^^^^^^^^^^^^^^^ double-scaling
`),
    good: example(''),
    limits:
      'Speaks where both steps have known constants of at most 1/100, in the program or as a Rescaling layer, and where the divisor of both was measured before the first: the same deviation, maximum or distance between the extremes, also in a function that nothing here calls. A maximum measured anew after the first division is 1 and harmless. Dividing by 255 and then standardizing is legitimate.',
    fixSafety:
      'Unsafe: which of the two belongs to the other uses of the array is for the author to say. Not offered for a Rescaling layer.',
    probe: 'Trains both versions and compares accuracy with chance and the gradient of the first layer.',
    references: [
      'https://keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling/',
      'https://doi.org/10.1109/TSE.2022.3201820',
    ],
  },
  check(context, report) {
    for (const fed of fedInputs(context.program.runs)) {
      const { flow, run } = fed;
      const shrinking = flow.steps
        .filter(isShrinking)
        .map(({ place, by }) => ({ place, by: by.startsWith('operator') ? 'a division' : by }));
      const all = [...shrinking, ...rescalingLayers(fed)];
      const [first, second] = all;
      if (!first || !second || isRefitted(flow)) continue;
      report({
        message: 'twice',
        at: second.place,
        data: { name: flowTitle(context, flow, 'The input'), first: first.by, second: second.by },
        related: [{ place: first.place, message: 'scaled here first' }],
        fixes: [fixOf('Leave out the second scaling', 'unsafe', undoDivision(context, second.place))],
        experiment: { kind: 'train', run: run.id },
      });
    }
    for (const { place, first, by, name } of context.program.rescalings) {
      const run = context.program.runs.find(({ inputs }) =>
        inputs.some(({ steps }) => steps.some((step) => samePlace(step.place, place))),
      );
      report({
        message: 'measured',
        at: place,
        data: { name: name === undefined ? 'The array' : `\`${name}\``, measure: measures[by] },
        related: [{ place: first, message: 'divided here first' }],
        fixes: [fixOf('Leave out the second division', 'unsafe', undoDivision(context, place))],
        experiment: run ? { kind: 'train', run: run.id } : { kind: 'none', reason: 'no model is trained on it here' },
      });
    }
  },
});

const measures = {
  mean: 'its own mean',
  std: 'its own standard deviation',
  min: 'its own minimum',
  max: 'its own maximum',
  spread: 'its own range (maximum minus minimum)',
} as const;

const isShrinking = ({ kind, factor }: DataStep): boolean => kind === 'scale' && factor !== undefined && Math.abs(factor) <= 0.01;

/** Standardizing afterwards brings any size back. */
const isRefitted = ({ steps }: DataFlow): boolean =>
  steps.some(({ kind }) => kind === 'standardize' || kind === 'minmax' || kind === 'normalize');

interface Scaling {
  readonly place: Place;
  readonly by: string;
}

function rescalingLayers({ run, input }: FedInput): readonly Scaling[] {
  return run.model.nodes
    .filter((node): node is LayerNode => node.kind === 'layer' && node.layer.type === 'Rescaling' && node.inputs.includes(input))
    .filter(({ layer }) => always(layer.arguments.scale, (scale) => typeof scale === 'number' && Math.abs(scale) <= 0.01))
    .map(({ layer }) => ({ place: layer.call.place, by: 'Rescaling' }));
}
