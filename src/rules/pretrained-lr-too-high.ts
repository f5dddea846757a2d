import { replaceLiteral } from '../edits/edits';
import { always, valueOf } from '../facts/fact';
import type { LayerNode } from '../facts/graph';
import type { Optimizer } from '../facts/training';
import { optimizers } from '../knowledge/optimizers';
import { defineRule } from './define';
import { isAny, trains } from './guards';
import { fixOf } from './support/fixes';
import { layersOf } from './support/graph';
import { startingRate } from './support/rates';

/** From here on Adam moves every weight by more per step than fine-tuning can bear; above the second `lr-too-high` speaks. */
const lowest = 5e-4;
const tooHighForAnything = 0.01;

const example = (rate: string, mark: string): string => `import numpy as np
from tensorflow import keras

x = np.random.rand(32, 32, 32, 3) * 2 - 1
y = (x.mean(axis=(1, 2, 3)) > 0).astype("int32")

# Weights of an earlier training.
keras.applications.MobileNet(alpha=0.25, include_top=False, weights=None, input_shape=(32, 32, 3)).save_weights("features.weights.h5")

base = keras.applications.MobileNet(alpha=0.25, include_top=False, weights="features.weights.h5", input_shape=(32, 32, 3), pooling="avg")
model = keras.Sequential([base, keras.layers.Dense(1, activation="sigmoid")])
model.compile(optimizer=keras.optimizers.Adam(learning_rate=${rate}), loss="binary_crossentropy", metrics=["accuracy"])
${mark}model.fit(x, y, epochs=1)
`;

export default defineRule({
  id: 'pretrained-lr-too-high',
  group: 'training',
  severity: 'warning',
  evidence: {
    measured: 'not-measured',
    exception: 'Needs pretrained weights, which no test here has; the rates are those the authors of the models recommend.',
  },
  symptoms: ['constant', 'chance-accuracy', 'diverging', 'nan', 'saw-tooth'],
  messages: {
    high: '{optimizer} trains the pretrained weights of {backbone} with a learning rate of {rate}. Its first steps move every weight by about that much, which destroys what was learned before.',
  },
  docs: {
    summary: 'A pretrained backbone that is not frozen is trained with a learning rate for training from scratch.',
    why: `Adam's steps have about the size of the learning rate whatever the gradient. At the start the new head is random and its gradients are noise: with 0.001
they push the pretrained weights away within a few dozen steps, and the model starts over with too little data. Fine-tuning uses 1e-5 to 5e-5, mostly after the head was
trained with the backbone frozen.`,
    bad: example('0.001', '#                                                           ^^^^^ pretrained-lr-too-high\n'),
    good: example('0.00001', ''),
    limits: `Speaks of Adam, AdamW, Nadam, Adamax and RMSprop from ${lowest} on, where the rate is written in the program, the backbone of keras.applications has weights and is known to be trainable as a whole. Silent where only some of its layers may be frozen.`,
    fixSafety: 'Not safe: the head learns slowly at such a rate too; training it first with the backbone frozen is often better.',
    probe: 'Not tested: the harm is to pretrained weights, which are not there to be tested with.',
    references: ['https://keras.io/guides/transfer_learning/#finetuning'],
  },
  check(context, report) {
    const seen = new Set<string>();
    for (const run of context.program.runs) {
      if (run.optimizer.kind !== 'known' || !trains(run) || isAny(run, 'adversarial')) continue;
      const optimizer = run.optimizer.value;
      const rate = startingRate(optimizer);
      const node = layersOf(run.model).find(isTrainedBackbone);
      if (!node || rate?.from !== 'source' || !movesByTheRate(optimizer)) continue;
      if (rate.value < lowest || rate.value > tooHighForAnything || seen.has(JSON.stringify(optimizer.place))) continue;
      seen.add(JSON.stringify(optimizer.place));
      report({
        message: 'high',
        at: rate.places.at(-1) ?? rate.places[0],
        data: { optimizer: optimizer.type, backbone: nameOf(node), rate: rate.value },
        related: [{ place: node.layer.backbone?.call?.place ?? node.layer.call.place, message: 'pretrained, and not frozen' }],
        fixes: [fixOf('Set the learning rate to 0.00001', 'unsafe', replaceLiteral(rate, '0.00001'))],
        experiment: { kind: 'none', reason: 'it needs the pretrained weights' },
      });
    }
  },
});

/** Its steps have the size of the rate, whatever the gradient, and it is known which rates suit it. */
const movesByTheRate = ({ type }: Optimizer): boolean =>
  optimizers[type]?.step === 'rate' && optimizers[type].rates !== undefined;

const isTrainedBackbone = ({ layer }: LayerNode): boolean =>
  layer.backbone !== undefined &&
  always(layer.trainable, (trainable) => trainable) &&
  typeof valueOf(layer.backbone.arguments.weights) === 'string';

const nameOf = ({ layer }: LayerNode): string => layer.backbone?.type.split('.').at(-1) ?? layer.type;
