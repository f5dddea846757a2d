import { setArgument } from '../edits/edits';
import { always, valueOf } from '../facts/fact';
import type { LayerNode } from '../facts/graph';
import { defineRule } from './define';
import { isAny, trains } from './guards';
import { fixOf } from './support/fixes';
import { layersOf } from './support/graph';

/** Up to here the mean and deviation of a batch are mostly chance. */
const small = 8;

const example = (call: string, mark: string): string => `import numpy as np
from tensorflow import keras

x = np.random.rand(32, 32, 32, 3) * 2 - 1
y = (x.mean(axis=(1, 2, 3)) > 0).astype("int32")

# Weights of an earlier training.
keras.applications.MobileNet(alpha=0.25, include_top=False, weights=None, input_shape=(32, 32, 3)).save_weights("bn.weights.h5")

base = keras.applications.MobileNet(alpha=0.25, include_top=False, weights="bn.weights.h5", input_shape=(32, 32, 3), pooling="avg")
inputs = keras.Input(shape=(32, 32, 3))
outputs = keras.layers.Dense(1, activation="sigmoid")(${call})
${mark}model = keras.Model(inputs, outputs)
model.compile(optimizer=keras.optimizers.Adam(1e-5), loss="binary_crossentropy")
model.fit(x, y, batch_size=4, epochs=1)
`;

export default defineRule({
  id: 'backbone-bn-training',
  group: 'training',
  severity: 'warning',
  evidence: {
    measured: 'not-measured',
    exception:
      "it needs pretrained weights; the statistics they were trained with are certainly replaced, and Keras's guide warns of it",
  },
  symptoms: ['validation-at-chance'],
  messages: {
    training:
      '{backbone} is fine-tuned with batches of {size}, and its BatchNormalization layers run in training mode. They replace the statistics they were trained with by those of a few pictures.',
  },
  docs: {
    summary: 'A pretrained backbone is fine-tuned with small batches while its BatchNormalization layers are in training mode.',
    why: `In training mode BatchNormalization normalises by the batch at hand and moves its averages towards it. With a handful of pictures these statistics are
mostly chance, and the pretrained weights behind them were made for others. Called with training=False the backbone keeps its statistics while its weights are still tuned.`,
    bad: example('base(inputs)', '#                                                     ^^^^^^^^^^^^ backbone-bn-training\n'),
    good: example('base(inputs, training=False)', ''),
    limits: `Speaks of backbones of keras.applications with weights, known to be trainable as a whole, called without training=False in a functional model, with a batch size of at most ${small} written in the program.`,
    fixSafety: 'Not safe: dropout inside the backbone is off as well then.',
    probe: 'Not tested: the harm is to pretrained weights, which are not there to be tested with.',
    references: ['https://keras.io/guides/transfer_learning/#finetuning'],
  },
  check({ program }, report) {
    const seen = new Set<number>();
    for (const run of program.runs) {
      const size = run.loop.kind === 'fit' && run.loop.batchSize.kind === 'known' ? run.loop.batchSize : undefined;
      if (!trains(run) || isAny(run, 'adversarial') || size?.from !== 'source' || size.value > small) continue;
      for (const node of layersOf(run.model)) {
        const { application, layer } = node;
        if (!always(application?.training, isOn) || !application || seen.has(layer.key) || !isTunedBackbone(node)) continue;
        seen.add(layer.key);
        report({
          message: 'training',
          at: application.call.place,
          data: { backbone: layer.backbone?.type.split('.').at(-1) ?? layer.type, size: size.value },
          related: [{ place: size.places[0], message: 'the size of a batch' }],
          fixes: [fixOf('Call it with training=False', 'unsafe', setArgument(application.call, 'training', 'False'))],
          experiment: { kind: 'none', reason: 'it needs the pretrained weights' },
        });
      }
    }
  },
});

const isOn = (training: boolean | null): boolean => training !== false;

/** VGG has no BatchNormalization, and ConvNeXt normalises each picture by itself. */
const isTunedBackbone = ({ layer: { backbone, trainable } }: LayerNode): boolean =>
  backbone !== undefined &&
  !/\.(?:VGG|ConvNeXt)\w+$/.test(backbone.type) &&
  always(trainable, (one) => one) &&
  typeof valueOf(backbone.arguments.weights) === 'string';
