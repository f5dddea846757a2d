/** The short form of `npm run torture`, by count and never by time; and what once broke something, in its smallest form. */
import { expect, test } from 'vitest';
import { noCounts, torture, type Failure } from '../../tools/torture/checks';
import { inputs, smaller } from '../../tools/torture/inputs';
import { testParser } from '../support/parser';

test('300 inputs go through the whole path', async () => {
  const parser = await testParser();
  const counts = noCounts();
  const failures: (Failure & { readonly text: string })[] = [];
  for (const input of inputs(20261201, 300))
    failures.push(
      ...torture(parser, input, counts).failures.map((one) => ({
        ...one,
        text: input.kind === 'program' ? (input.notebook ?? input.text) : JSON.stringify(input),
      })),
    );
  expect(failures.slice(0, 2)).toEqual([]);
  // Were nothing found, fixed, planned or written back any more, the test would show nothing.
  expect(counts.inputs).toBe(300);
  expect(counts.findings).toBeGreaterThan(100);
  expect(counts.fixes).toBeGreaterThan(80);
  expect(counts.fixedAll).toBeGreaterThan(40);
  expect(counts.plans).toBeGreaterThan(150);
  expect(counts.notebooks).toBeGreaterThan(5);
  expect(Math.min(counts.data, counts.logs, counts.settings)).toBeGreaterThan(0);
});

const head =
  'import numpy as np\nimport pandas as pd\nimport tensorflow as tf\nfrom tensorflow import keras\nfrom tensorflow.keras import layers\n';
const trained = (layer: string, more = ''): string =>
  `${head}x = np.random.rand(300, 8)\ny = np.random.randint(0, 10, 300)\nmodel = keras.Sequential([${layer}])\nmodel.compile(optimizer="adam", loss="mse")\nmodel.fit(x, y${more})\n`;

test.each([
  [
    'a branch that returns, and what it made',
    'model = keras.Sequential([layers.Dense(8)])\ndef main(m):\n    try:\n        return None\n    except Exception:\n        if dict(a=1):\n            m.add(layers.Dense(1))\n        m.fit(x, y)\nif mode():\n    main(model)\n',
  ],
  [
    'a function that is only half written',
    'opt = tf.train.AdamOptimizer(0.1)\npairs = opt.compute_gradients(loss)\ntrain = opt.apply_gradients([(tf.clip_by_value(g, -1.0, 1.0), v) for g, v in pairs])\ndef f(file):\n    image = g(file)\n    b = np.zeros([1, w, 3])\n    return "x"\ndef p():\n        files = ask()\n    if file:\n        code = f(file)\n        return code\n',
  ],
  ...['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'].map((name): [string, string] => [
    `${name} as a name of everything`,
    `${name} = keras.Sequential([layers.Dense(1, activation="${name}", ${name}=3)])\n${name}.compile("${name}", loss={"${name}": "${name}"}, metrics=["${name}"])\n${name}.fit(np.${name}(3), x.${name}, ${name}=${name})\ndf = pd.read_csv("${name}.csv")\ndf["${name}"] = df.${name}.astype("${name}")\nlayers.${name}(3)(keras.Input((3,)))\ntf.${name}(1) + tf.keras.losses.${name}(1, 2)\n`,
  ]),
])('%s', async (_, text) => {
  const parser = await testParser();
  expect(torture(parser, { kind: 'program', text: head + text }, noCounts()).failures).toEqual([]);
});

test.each([
  ['a hundred million classes', trained('layers.Dense(99999999, activation="softmax", input_shape=(8,))')],
  ['a layer of a thousand million units', trained('layers.Dense(10**9, activation="relu"), layers.Dense(1)')],
  [
    'a picture that grows without end',
    trained('layers.Reshape((2, 2, 2)), layers.UpSampling2D(10**5), layers.Flatten(), layers.Dense(1)'),
  ],
  ['fewer than no units', trained('layers.Dense(-5), layers.Dense(1)')],
  ['no units', trained('layers.Dense(0), layers.Dense(1)')],
  ['batches of less than nothing', trained('layers.Dense(1)', ', batch_size=-5, epochs=0')],
])('%s are planned in bounds', async (_, text) => {
  const parser = await testParser();
  expect(torture(parser, { kind: 'program', text }, noCounts()).failures).toEqual([]);
});

test('what fails is made as small as it can be', () => {
  const text = Array.from({ length: 40 }, (_, i) => `line ${i}\n`).join('');
  expect(smaller(text, (one) => one.includes('line 7\n') && one.includes('line 31\n'))).toBe('line 7\nline 31\n');
});
