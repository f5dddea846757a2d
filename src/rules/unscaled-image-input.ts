import { always, valueOf } from '../facts/fact';
import { defineRule } from './define';
import { pictures } from './support/examples';
import { isAny } from './guards';
import { fedInputs, flowTitle, isImage, readersOf } from './support/data';
import { changeInputBeforeFit } from './support/fixes';
import { isAffine, isRecurrent } from './support/graph';

export default defineRule({
  id: 'unscaled-image-input',
  group: 'data',
  severity: 'information',
  evidence: {
    measured: 'partly',
    wild: { right: 0, unclear: 0, benign: 10 },
    exception: 'warning with plain SGD, where it was confirmed',
  },
  symptoms: ['huge', 'nan', 'chance-accuracy', 'saw-tooth', 'uniform'],
  messages: {
    pixels:
      '{name} holds pixels from {min} to {max} and reaches {layer} as it is. The first layer then has gradients some hundred times too large, which {optimizer} {answer}.',
  },
  docs: {
    summary: 'Pixels from 0 to 255 reach the first layer unscaled.',
    why: `Initial weights are made for inputs of about unit size. With pixels up to 255 the outputs of the first layer are hundreds of times too large:
plain SGD saturates the softmax in its first steps and stays there, and relu units die. Adam divides the gradient by its own size and usually copes.`,
    bad: `${pictures}
model = keras.Sequential([
    keras.layers.Flatten(input_shape=(28, 28)),
    keras.layers.Dense(64, activation="relu"),
    keras.layers.Dense(10, activation="softmax"),
])
model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy")
model.fit(x_train, y_train, epochs=5)
#         ^^^^^^^ unscaled-image-input
`,
    good: `${pictures}x_train = x_train / 255.0

model = keras.Sequential([
    keras.layers.Flatten(input_shape=(28, 28)),
    keras.layers.Dense(64, activation="relu"),
    keras.layers.Dense(10, activation="softmax"),
])
model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy")
model.fit(x_train, y_train, epochs=5)
`,
    limits:
      'Warning with SGD, information with adaptive optimizers. Speaks only where the range of the pixels is known. Silent where a layer that scales comes first (Rescaling, Normalization, BatchNormalization), with pretrained backbones, and where anything not understood happens to the array.',
    fixSafety: 'Unsafe: arrays that are used elsewhere (for tests or predictions) need the same division.',
    probe:
      'Trains both versions with the optimizer of the program and compares accuracy with chance. Measured in Keras: SGD 0.01 10% against 100%; Adam 0.001 and 0.01 no difference.',
    references: [
      'https://keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling/',
      'https://doi.org/10.1145/3411764.3445538',
    ],
  },
  check(context, report) {
    for (const { run, flow, input } of fedInputs(context.program.runs)) {
      const range = valueOf(flow.range);
      if (!range || range.max < 100 || !isImage(flow) || isAny(run, 'transfer', 'autoencoder', 'adversarial', 'reinforcement'))
        continue;
      const readers = readersOf(run.model, input);
      const [first] = readers;
      if (first?.kind !== 'layer' || !readers.every((node) => isAffine(node) || isRecurrent(node))) continue;
      const plain = always(run.optimizer, ({ type }) => type === 'SGD');
      const fix = changeInputBeforeFit(
        context,
        run,
        flow,
        (array) => `${array} / 255.0`,
        (training) => `Divide \`${training}\` by 255 before fit`,
      );
      report({
        message: 'pixels',
        at: flow.place,
        severity: plain ? 'warning' : 'information',
        data: {
          name: flowTitle(context, flow, 'The input'),
          min: range.min,
          max: range.max,
          layer: first.layer.type,
          optimizer: valueOf(run.optimizer)?.type ?? 'the optimizer',
          answer: plain ? 'does not survive for long' : 'may or may not make up for',
        },
        related: flow.origins.slice(0, 1).map(({ place }) => ({ place, message: 'the pixels come from here' })),
        fixes: [fix],
        experiment: { kind: 'train', run: run.id },
      });
    }
  },
});
