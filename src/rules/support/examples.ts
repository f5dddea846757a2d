/** Whole programs for the documentation, of which a rule shows only what matters to it. */
export interface ExampleParts {
  /** Lines before the model. */
  readonly data?: string;
  /** Entries of the list of layers, indented by four. */
  readonly layers?: string;
  readonly compile?: string;
  readonly fit?: string;
}

/** Three classes, eight features. */
export const classification = ({
  data = `x = np.random.rand(300, 8)
y = x[:, :3].argmax(axis=1)`,
  layers = `    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(3, activation="softmax"),`,
  compile = 'model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])',
  fit = 'model.fit(x, y, epochs=20)',
}: ExampleParts): string => `import numpy as np
from tensorflow import keras

${data}

model = keras.Sequential([
${layers}
])
${compile}
${fit}
`;

/** Pictures of ten classes, the higher the brighter, as a loader gives them; nothing is fetched. */
export const pictures = `import numpy as np
from tensorflow import keras

y_train = np.random.randint(0, 10, size=500)
x_train = (np.random.randint(0, 128, size=(500, 28, 28)) + 12 * y_train[:, None, None]).astype("uint8")
`;

/** A `tf.data` pipeline of three classes. */
export const pipeline = ({
  data = `x = np.random.rand(300, 8).astype("float32")
y = x[:, :3].argmax(axis=1)`,
  dataset,
  fit = 'model.fit(train, epochs=10)',
}: {
  readonly data?: string;
  readonly dataset: string;
  readonly fit?: string;
}): string => `import numpy as np
import tensorflow as tf
from tensorflow import keras

${data}
${dataset}

model = keras.Sequential([
    keras.layers.Dense(32, activation="relu", input_shape=(8,)),
    keras.layers.Dense(3, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
${fit}
`;
