import rule from '../../src/rules/evaluate-without-fit';
import { ruleTest } from './support/rule-test';

const head = `
import numpy as np
import tensorflow as tf
from tensorflow import keras
x, y = np.load("x.npy"), np.load("y.npy")
inputs = keras.Input((8,))
hidden = keras.layers.Dense(8, activation="relu")(inputs)
model = keras.Model(inputs, keras.layers.Dense(3, activation="softmax")(hidden))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
`;

ruleTest(rule, {
  flags: {
    evaluate: `${head}
print(model.evaluate(x, y))
#     ^^^^^^^^^^^^^^^^^^^^ evaluate-without-fit
print(model.predict(x))
`,
    predict: `${head}
answers = model.predict(x)
#         ^^^^^^^^^^^^^^^^ evaluate-without-fit
`,
    'another model than the trained one': `${head}
model.fit(x, y)
fresh = keras.Sequential([keras.layers.Dense(3, activation="softmax")])
fresh.compile(loss="sparse_categorical_crossentropy")
fresh.evaluate(x, y)
#^^^^^^^^^^^^^^^^^^^ evaluate-without-fit
`,
  },
  ignores: {
    'fitted later, in a notebook out of order': `${head}
model.evaluate(x, y)
model.fit(x, y)
`,
    'weights are loaded': `${head}
model.load_weights("model.weights.h5")
model.evaluate(x, y)
`,
    'weights are loaded if there are any': `${head}
import os
if os.path.exists("model.weights.h5"):
    model.load_weights("model.weights.h5")
model.evaluate(x, y)
`,
    'its layers are trained in another model': `${head}
encoder = keras.Model(inputs, hidden)
encoder.compile(loss="mse")
model.fit(x, y)
encoder.predict(x)
`,
    'a loop of its own trains it': `${head}
for _ in range(10):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(y, model(x)))
    gradients = tape.gradient(loss, model.trainable_variables)
    keras.optimizers.Adam().apply_gradients(zip(gradients, model.trainable_variables))
model.evaluate(x, y)
`,
    'code that was not read gets it': `${head}
from helpers import train
train(model, x, y)
model.evaluate(x, y)
`,
    'a library trains it': `${head}
import horovod_like as hl
trainer = hl.Trainer(model=model)
trainer.run(x, y)
model.evaluate(x, y)
`,
    'a checkpoint restores it': `${head}
tf.train.Checkpoint(model=model).restore("checkpoint")
model.evaluate(x, y)
`,
    'a model of a file': `
from tensorflow import keras
model = keras.models.load_model("model.keras")
model.evaluate(x, y)
`,
    'the shape of what comes out': `${head}
print(model.predict(np.random.rand(32, 8)).shape)
`,
    'not compiled': `
import numpy as np
from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(3)])
model.predict(np.load("x.npy"))
`,
  },
  fixes: {
    'fits before': {
      before: `${head}
print(model.evaluate(x, y))
`,
      after: `${head}
model.fit(x, y, epochs=10)
print(model.evaluate(x, y))
`,
    },
  },
});
