import { applicationFacts, preprocessingOf, type ApplicationFacts } from '../knowledge/applications';
import type { DataFlow, DataStep } from '../facts/data';
import { valueOf } from '../facts/fact';
import type { LayerNode } from '../facts/graph';
import { defineRule } from './define';
import { trains } from './guards';
import { fedInputs, flowTitle, isImage, readersOf } from './support/data';
import { fixOf, undoDivision } from './support/fixes';
import { rangeTitle } from './support/losses';

const example = (scaling: string, mark: string): string => `import numpy as np
from tensorflow import keras

x = np.random.randint(0, 256, (32, 32, 32, 3)).astype("float32")
y = (x.mean(axis=(1, 2, 3)) > 127).astype("int32")
${scaling}
# Weights of an earlier training.
keras.applications.MobileNetV3Small(include_top=False, weights=None, input_shape=(32, 32, 3)).save_weights("small.weights.h5")

base = keras.applications.MobileNetV3Small(include_top=False, weights="small.weights.h5", input_shape=(32, 32, 3), pooling="avg")
base.trainable = False
model = keras.Sequential([base, keras.layers.Dense(1, activation="sigmoid")])
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(x, y, epochs=1)
${mark}`;

export default defineRule({
  id: 'pretrained-preprocessing-mismatch',
  group: 'data',
  severity: 'warning',
  evidence: {
    measured: 'not-measured',
    exception: 'it needs pretrained weights; the pictures certainly come in another range than these were trained on',
  },
  messages: {
    range:
      '{name} holds values from {range}, but the pretrained weights of {backbone} want {wanted}. Its features are then those of pictures it has never seen.',
    function:
      '{name} went through `{given}`, but the pretrained weights of {backbone} want {wanted}. Its features are then those of pictures it has never seen.',
  },
  docs: {
    summary: 'Pictures are scaled in another way than the pretrained backbone was trained with.',
    why: `Each architecture of keras.applications has its own scaling: some scale by themselves and want 0 to 255, others want -1 to 1, or the means of ImageNet
subtracted. Scaled twice or not at all, every picture looks almost black or overexposed to the pretrained filters, and what they learned is of little use.`,
    bad: example('x = x / 255.0\n', '#         ^ pretrained-preprocessing-mismatch\n'),
    good: example('', ''),
    limits:
      'Speaks where the backbone has weights, takes the input directly and everything done to the pictures is known. Silent for weights=None, for pictures from 0 to 1 where the weights want -1 to 1 or the means of ImageNet subtracted, which often works, and for preprocessing inside the model.',
    fixSafety: 'Not safe: the array may be used elsewhere, and tests and predictions need the same change.',
    probe: 'Not tested: the harm is to pretrained weights, which are not there to be tested with.',
    references: ['https://keras.io/api/applications/'],
  },
  check(context, report) {
    const seen = new Set<string>();
    for (const { run, flow, input } of fedInputs(context.program.runs)) {
      const [reader, ...others] = readersOf(run.model, input);
      const facts = reader?.kind === 'layer' && others.length === 0 ? pretrained(reader) : undefined;
      if (!trains(run) || reader?.kind !== 'layer' || !facts || !isImage(flow) || !flow.stepsComplete) continue;
      const key = `${flow.place.source}:${flow.place.start}`;
      const data = {
        name: flowTitle(context, flow, 'The input'),
        backbone: reader.layer.backbone?.type.split('.').at(-1) ?? reader.layer.type,
        wanted: wanted[facts.scaling],
      };
      const own = flow.steps.find(({ kind }) => kind === 'preprocess');
      const given = own && preprocessingOf(own.by);
      const range = valueOf(flow.range);
      const differs = given !== undefined && given !== facts.scaling && !flow.steps.some(changesValues);
      if (seen.has(key)) continue;
      const common = {
        at: flow.place,
        related: [{ place: reader.layer.backbone?.call?.place ?? reader.layer.call.place, message: 'pretrained' }],
        experiment: { kind: 'none', reason: 'it needs the pretrained weights' },
      } as const;
      if (own && differs) {
        seen.add(key);
        report({ ...common, message: 'function', data: { ...data, given: own.by.replace('keras.applications.', '') } });
      } else if (!own && range && isWrong(facts.scaling, range, flow)) {
        seen.add(key);
        const division = facts.scaling === 'none' ? flow.steps.find(changesValues) : undefined;
        report({
          ...common,
          message: 'range',
          data: { ...data, range: rangeTitle(range) },
          fixes: [
            division &&
              fixOf('Leave out the division: the model scales by itself', 'unsafe', undoDivision(context, division.place)),
          ],
        });
      }
    }
  },
});

const wanted: Readonly<Record<ApplicationFacts['scaling'], string>> = {
  none: 'pixels from 0 to 255, which it scales itself',
  'minus-one-one': 'pixels scaled to -1 to 1',
  caffe: 'BGR pixels with the means of ImageNet subtracted',
  torch: "pixels standardised by ImageNet's means and deviations",
};

function pretrained({ layer: { backbone } }: LayerNode): ApplicationFacts | undefined {
  const weights = valueOf(backbone?.arguments.weights);
  const builtIn = valueOf(backbone?.arguments.include_preprocessing) !== false;
  const facts = backbone && typeof weights === 'string' ? applicationFacts(backbone.type) : undefined;
  return builtIn ? facts : undefined;
}

const changesValues = ({ kind }: DataStep): boolean =>
  kind === 'scale' || kind === 'shift' || kind === 'standardize' || kind === 'minmax' || kind === 'normalize' || kind === 'other';

/** Pixels scaled down for a model that does so itself, or raw ones for a model that wants small numbers. */
const isWrong = (
  scaling: ApplicationFacts['scaling'],
  range: { readonly min: number; readonly max: number },
  flow: DataFlow,
): boolean =>
  scaling === 'none'
    ? range.max <= 1 && range.min >= -1 && flow.steps.some(({ kind }) => kind === 'scale' || kind === 'minmax')
    : scaling !== 'caffe' && range.max >= 200 && range.min >= 0;
