/** Whole programs with a custom loop, of which a rule shows only what matters to it. */
export interface StepParts {
  readonly layers?: string;
  /** Lines between the model and the loop. */
  readonly before?: string;
  /** The body of the loop, indented by four. */
  readonly step?: string;
}

export const customLoop = ({
  layers = `    tf.keras.layers.Dense(16, activation="relu"),
    tf.keras.layers.Dense(1),`,
  before = 'optimizer = tf.keras.optimizers.Adam(0.01)\n',
  step = `    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=True))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
`,
}: StepParts): string => `import numpy as np
import tensorflow as tf

x = np.random.normal(size=(256, 4)).astype("float32")
y = np.abs(x[:, :1]) + x[:, 1:2]

model = tf.keras.Sequential([
    tf.keras.Input(shape=(4,)),
${layers}
])
loss_fn = tf.keras.losses.MeanSquaredError()
${before}
for epoch in range(20):
${step}`;
