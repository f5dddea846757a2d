/** Programs made from a grammar: what people write around Keras, and what nobody writes but Python allows. */
import fc from 'fast-check';

const pick = (...words: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...words);

/** Names that JavaScript's objects have of themselves are among them: every table indexed by a name must take them for names. */
const name = pick(
  'x',
  'y',
  'model',
  'net',
  'units',
  'data',
  'self',
  'f',
  'i',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
);
const number = pick(
  '0',
  '1',
  '2',
  '-5',
  '3',
  '8',
  '32',
  '64',
  '0.5',
  '1e-3',
  '10.0',
  '1e400',
  '99999999',
  '200000',
  '10**9',
  'None',
  'True',
  'n',
);
const small = pick('1', '2', '3', '8', '16');
const activation = pick('"relu"', '"softmax"', '"sigmoid"', '"tanh"', 'None', '"constructor"', 'tf.nn.relu', 'act', '"linear"');
const loss = pick(
  '"mse"',
  '"binary_crossentropy"',
  '"categorical_crossentropy"',
  '"sparse_categorical_crossentropy"',
  'keras.losses.BinaryCrossentropy(from_logits=True)',
  'keras.losses.SparseCategoricalCrossentropy(from_logits=True)',
  '["mse", "mae"]',
  '{"constructor": "mse"}',
  'lambda a, b: tf.reduce_mean(-a * tf.math.log(b))',
  'own_loss',
);
const rate = pick('10.0', '1e-9', '0.01', '0', '-1', 'lr', 'keras.optimizers.schedules.CosineDecay(0.1, 20 * 0)', '1e400');
const optimizer = fc.oneof(
  pick('"adam"', '"sgd"', '"__proto__"', 'opt'),
  fc.tuple(pick('Adam', 'SGD', 'RMSprop', 'Nadam'), rate).map(([type, value]) => `keras.optimizers.${type}(${value})`),
);
const layer = fc.oneof(
  fc.tuple(number, activation).map(([units, act]) => `layers.Dense(${units}, activation=${act})`),
  small.map((units) => `layers.Dense(${units})`),
  fc.tuple(small, small).map(([filters, size]) => `layers.Conv2D(${filters}, ${size})`),
  pick(
    'layers.Flatten()',
    'layers.Dropout(0.95)',
    'layers.BatchNormalization()',
    'layers.LSTM(8, return_sequences=True)',
    'layers.Embedding(100, 8)',
    'layers.GlobalAveragePooling2D()',
    'layers.Activation("softmax")',
    'layers.UpSampling2D(10**5)',
    'layers.Reshape((2, -1))',
    'keras.Input((8,))',
    'keras.applications.MobileNet(include_top=False, pooling="avg")',
    'base',
    'mystery()',
    '*more',
  ),
);
const dataset = pick(
  'np.random.rand(300, 8)',
  'np.random.rand(300, 8) * 1000',
  'np.random.randint(0, 10, 300)',
  '(x.sum(axis=1) > 4).astype("int32")',
  'np.array([0, 1] * 16)',
  'keras.utils.to_categorical([0, 1, 1, 0, 1] * 4)',
  'pd.read_csv("constructor.csv")',
  'x / 255 / 255',
  'np.load(f"{path!r:>{width}}")',
  '[i for i in range(10) if (k := i) > 2]',
);
const arguments_ = pick(
  '',
  ', epochs=0',
  ', epochs=1, batch_size=4',
  ', epochs=20',
  ', batch_size=-5',
  ', validation_split=0.2',
  ', **options',
  ', shuffle=False',
);

const line = fc.oneof(
  fc.tuple(name, dataset).map(([to, value]) => `${to} = ${value}`),
  fc.array(layer, { maxLength: 4 }).map((list) => `model = keras.Sequential([${list.join(', ')}])`),
  layer.map((one) => `model.add(${one})`),
  layer.map((one) => `x = ${one}(x)`),
  pick('x = layers.add([x, x])', 'i = x = keras.Input((8,))', 'model = keras.Model(i, x)', 'model = build(4)', 'model = Net()'),
  fc.tuple(optimizer, loss).map(([how, what]) => `model.compile(optimizer=${how}, loss=${what}, metrics=["accuracy"])`),
  fc.tuple(optimizer, loss).map(([how, what]) => `model.compile( \\\n    ${how}, \\\n    ${what})`),
  arguments_.map((more) => `model.fit(x, y${more})`),
  fc.tuple(name, number).map(([to, value]) => `${to} = ${value}`),
  fc.tuple(name, name).map(([to, from]) => `${to}.${from} = ${from}[${to}]`),
  pick(
    'model.evaluate(x, y)',
    'model.trainable = False',
    'x, y = y, x',
    'del x',
    'return model',
    'break',
    'continue',
    'raise ValueError',
    'pass',
    'yield x',
    'await f(x)',
    'type Pair[T] = tuple[T, T]',
    'print(f"{"a" + f"{x}"}")',
    'if (n := len(x)) > 3: model.add(layers.Dense(n))',
    'with tf.GradientTape() as tape: l = own_loss(y, model(x))',
    'opt.apply_gradients(zip(tape.gradient(l, model.trainable_variables), model.trainable_variables))',
    'sess.run(train, {a: x, b: y})',
    'w = tf.Variable(tf.zeros([8, 1]))',
    'train = tf.train.GradientDescentOptimizer(0.5).minimize(tf.reduce_mean(tf.square(tf.matmul(a, w) - b)))',
    'a = tf.placeholder(tf.float32, [None, 8])',
    'globals()["model"] = model',
    '# lossprobe: ignore[lr-too-high]',
    'model.fit(x, y)  # lossprobe: ignore[softmax-single-unit, lr-too-high',
    '"""text',
    'x = (1,',
    'é = "ü\u2028"',
  ),
);

const heads = pick(
  'for _ in range(4):',
  'for units in [16, 8]:',
  'for epoch in range(10**6):',
  'while True:',
  'while n < 3:',
  'if mode():',
  'else:',
  'try:',
  'except Exception:',
  'finally:',
  'with strategy.scope():',
  'def build(n):',
  'def build(n=3, *more, k=1, **options):',
  'async def main():',
  'async for x in data:',
  'def call[T](self, x: T) -> T:',
  'class Net(keras.Model):',
  'class Net(keras.Model):\n    def __init__(self):\n        self.__proto__ = layers.Dense(4)\n    def call(self, constructor):',
  '@tf.function\ndef step(x, y):',
  'match x:\n  case [1, *rest] | {"k": rest}:',
  'if __name__ == "__main__":',
);

const indented = (text: string): string => text.replaceAll(/^(?=[^\n])/gm, '    ');

const statement = fc.letrec<{ statement: string; block: string }>((tie) => ({
  statement: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { arbitrary: line, weight: 4 },
    { arbitrary: tie('block'), weight: 1 },
  ),
  block: fc
    .tuple(heads, fc.array(tie('statement'), { minLength: 1, maxLength: 4 }))
    .map(([head, body]) => `${head}\n${indented(body.join('\n'))}`),
})).statement;

const imports = `import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
`;

/** Most end in a model that is compiled and trained, so that there is something to find. */
const ending = fc
  .tuple(fc.array(layer, { minLength: 1, maxLength: 4 }), optimizer, loss, arguments_)
  .map(
    ([list, how, what, more]) =>
      `model = keras.Sequential([${list.join(', ')}])\nmodel.compile(optimizer=${how}, loss=${what})\nmodel.fit(x, y${more})`,
  );

export const program = fc
  .tuple(fc.array(statement, { minLength: 1, maxLength: 12 }), fc.option(ending, { freq: 2 }), pick('\n', '\n', '\r\n'))
  .map(([body, end, lineBreak]) => {
    const text = `${imports}${[...body, ...(end === null ? [] : [end])].join('\n')}\n`;
    return text.replaceAll('\n', lineBreak);
  });
