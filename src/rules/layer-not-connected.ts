import { replaceText, nameAt } from '../edits/edits';
import { valueOf } from '../facts/fact';
import type { Layer, LostLayer } from '../facts/graph';
import { hasWeights, layerRecord } from '../knowledge/layers';
import { defineRule } from './define';
import { trains } from './guards';
import { fixOf } from './support/fixes';

const example = (taken: string, mark: string): string => `import numpy as np
from tensorflow import keras

features = np.random.rand(300, 8)
labels = features[:, :3].argmax(axis=1)

inputs = keras.Input(shape=(8,))
x = keras.layers.Dense(64, activation="relu")(inputs)
${mark}x = keras.layers.Dense(32, activation="relu")(${taken})
outputs = keras.layers.Dense(3, activation="softmax")(x)
model = keras.Model(inputs, outputs)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(features, labels, epochs=20)
`;

export default defineRule({
  id: 'layer-not-connected',
  group: 'architecture',
  severity: 'warning',
  evidence: { measured: 'certain', exception: 'the layer certainly takes no part, but the model may learn without it' },
  symptoms: ['flat', 'uniform'],
  messages: {
    lost: '{layer} is not part of the model: nothing takes its output `{name}` before `{name}` becomes the output of {next}, which takes {taken} again. Its weights are never trained.',
    idle: '{layer} is not part of the model: nothing takes its output `{name}` before `{name}` becomes the output of {next}, which takes {taken} again. It has no effect.',
  },
  docs: {
    summary: 'A layer of the functional API drops out of the model because the next one takes an earlier tensor.',
    why: `A functional model is what lies between its inputs and its outputs. Where two lines both take \`inputs\` and give their result the same name, the second
replaces the first: the layer is built and shown nowhere, and the model is smaller than the text says.`,
    bad: example('inputs', '#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ layer-not-connected\n'),
    good: example('x', ''),
    limits:
      'Speaks where the name of the output was given to another layer of the trained model, was read by nothing in between, and that layer takes what came before. Silent about layers that are made and never applied, and about two versions of the last layer.',
    fixSafety: 'Not safe: the model becomes deeper, and weights saved before no longer match.',
    probe: 'Trains the model without and with the layer. On easy data the smaller model often does as well.',
    references: ['https://keras.io/guides/functional_api/'],
  },
  check(context, report) {
    const seen = new Set<string>();
    for (const run of context.program.runs) {
      if (!trains(run)) continue;
      for (const lost of run.model.lost ?? []) {
        const key = `${lost.place.source}:${lost.place.start}`;
        if (seen.has(key) || isOtherVersion(lost, run.model.outputs.includes(lost.by))) continue;
        seen.add(key);
        const taken = lost.reader && nameAt(context, lost.reader);
        const same = lost.place.start === lost.readerPlace.start;
        report({
          message: isWeightless(lost.layer.type) ? 'idle' : 'lost',
          at: lost.place,
          data: {
            layer: titleOf(lost.layer),
            name: lost.name,
            next: same ? 'the same line in the next round' : titleOf(lost.instead),
            taken: taken === undefined ? 'an earlier tensor' : `\`${taken}\``,
          },
          related: same ? [] : [{ place: lost.readerPlace, message: `\`${lost.name}\` is replaced here` }],
          fixes: [
            lost.reader && taken !== undefined && !same
              ? fixOf(`Let ${titleOf(lost.instead)} take \`${lost.name}\``, 'unsafe', replaceText(lost.reader, lost.name))
              : undefined,
          ],
          experiment: { kind: 'train', run: run.id },
        });
      }
    }
  },
});

/** What is lost with it is what it would have done, and nothing that was to be trained. */
const isWeightless = (type: string): boolean => layerRecord(type) !== undefined && !hasWeights(type);

/** Both make the model's output in the same way: the first is an earlier try that was left there. */
const isOtherVersion = ({ layer, instead }: LostLayer, isOutput: boolean): boolean =>
  isOutput && layer.type === instead.type && widthOf(layer) === widthOf(instead);

const widthOf = ({ arguments: facts }: Layer): unknown => valueOf(facts.units ?? facts.filters);

function titleOf(layer: Layer): string {
  const width = widthOf(layer);
  return typeof width === 'number' ? `${layer.type}(${width})` : layer.type;
}
