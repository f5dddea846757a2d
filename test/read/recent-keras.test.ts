import { expect, test } from 'vitest';
import { readRuns } from '../support/facts';

const imports = 'import numpy as np\nimport tensorflow as tf\nimport keras\nfrom keras import layers, ops\n';

test.each([
  [
    `import keras_hub
model = keras_hub.models.Gemma3CausalLM.from_preset("gemma3_instruct_1b")
model.compile(optimizer=keras.optimizers.AdamW(5e-5), loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
`,
    ['unknown dynamic', 'linear', 'sparse_categorical_crossentropy'],
    'AdamW 0.00005',
  ],
  [
    `import keras_nlp
model = keras_nlp.models.BertClassifier.from_preset("bert_tiny_en_uncased", num_classes=4, activation="softmax")
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
`,
    [4, 'softmax', 'sparse_categorical_crossentropy'],
    'Adam 0.001',
  ],
  [
    `import keras_hub
backbone = keras_hub.models.Backbone.from_preset("resnet_50_imagenet")
model = keras_hub.models.ImageClassifier(backbone=backbone, num_classes=3)
model.compile(metrics=["accuracy"])
`,
    [3, 'linear', 'custom'],
    'Adam 0.00005',
  ],
  [
    `import keras_cv
model = keras_cv.models.ImageClassifier.from_preset("resnet50_imagenet", num_classes=2)
model.compile(optimizer="adam", loss="categorical_crossentropy")
`,
    [2, 'softmax', 'categorical_crossentropy'],
    'Adam 0.001',
  ],
  [
    `from transformers import TFAutoModelForSequenceClassification
model = TFAutoModelForSequenceClassification.from_pretrained("distilbert-base-uncased", num_labels=5)
model.compile(optimizer=keras.optimizers.Adam(3e-5), loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
`,
    [5, 'linear', 'sparse_categorical_crossentropy'],
    'Adam 0.00003',
  ],
])('the head of a model out of a hub: %s', async (code, head, optimizer) => {
  const [run] = await readRuns(`${imports}${code}`);
  expect(run?.heads).toEqual([head]);
  expect(run?.optimizer).toBe(optimizer);
});

test('an output that a dictionary of losses does not name has none', async () => {
  const [run] = await readRuns(`${imports}
inputs = keras.Input((4,))
score = layers.Dense(1, name="score")(inputs)
kind = layers.Dense(5, activation="softmax", name="kind")(inputs)
model = keras.Model(inputs, [score, kind])
model.compile(optimizer="adam", loss={"kind": keras.losses.CategoricalCrossentropy()})
`);
  expect(run?.heads).toEqual([
    [1, 'linear', 'unknown undefined'],
    [5, 'softmax', 'categorical_crossentropy'],
  ]);
});

test('the loss of a generator is taken of what the discriminator says; Keras 3 applies gradients with `apply`', async () => {
  const runs = await readRuns(`${imports}
generator = keras.Sequential([keras.Input((8,)), layers.Dense(16, activation="sigmoid")])
discriminator = keras.Sequential([keras.Input((16,)), layers.Dense(1)])
optimizer = keras.optimizers.Adam(0.0003)
loss_fn = keras.losses.BinaryCrossentropy(from_logits=True)
with tf.GradientTape() as tape:
    predictions = discriminator(generator(tf.random.normal((32, 8))))
    loss = loss_fn(tf.zeros((32, 1)), predictions)
gradients = tape.gradient(loss, generator.trainable_weights)
optimizer.apply(gradients, generator.trainable_weights)
`);
  expect(runs.map(({ heads, optimizer }) => [heads, optimizer])).toEqual([
    [[[1, 'linear', 'binary_crossentropy']], 'Adam 0.0003'],
  ]);
});

test('a pipeline of layers is a model; a width that is the product of a shape is known', async () => {
  const [run] = await readRuns(`${imports}
shape = (4, 2)
encoder = layers.Pipeline([layers.Flatten(), layers.Dense(16, activation="relu")])
decoder = layers.Pipeline([layers.Dense(np.prod(shape)), layers.Reshape(shape)])
model = keras.Sequential([layers.Input(shape=shape), encoder, decoder])
model.compile(optimizer="adam", loss="mse")
`);
  expect(run?.heads).toEqual([[8, 'linear', 'mean_squared_error']]);
});
