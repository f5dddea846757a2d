/** Programs that are too large to be tried as they are. */
import { describe, expect, test } from 'vitest';
import type { Experiment } from '../../src/experiment/experiment';
import { lint } from '../../src/lint/lint';
import { noConfig } from '../../src/lint/config';
import { assumptionsOf } from '../../src/plan/assumptions';
import { fixedPrograms } from '../../src/plan/fixes';
import { untestedVerdict } from '../../src/plan/outcome';
import { planBaseline, planFinding } from '../../src/plan/plan';
import type { OwnFile } from '../../src/plan/own/own-data';
import { estimatedMs, sizesOf } from '../../src/plan/scale/cost';
import { FAIR_MS, fitted } from '../../src/plan/scale/fit';
import { readProgram } from '../../src/read/read';
import type { TrainingProgram } from '../../src/facts/training';
import { rules } from '../../src/rules/index';
import type { Sources } from '../../src/text/source';
import { testParser } from '../support/parser';

const parser = await testParser();

function read(sources: Sources): TrainingProgram {
  const modules = new Map([...sources].map(([id, { text }]) => [id, parser.parse(text)] as const));
  return readProgram({ entry: 'main.py', sources, modules, resolve: () => undefined });
}

const textOf = (text: string): Sources => new Map([['main.py', { id: 'main.py', text }]]);

function baseline(text: string, files?: ReadonlyMap<string, OwnFile>): Experiment {
  const [run] = read(textOf(text)).runs;
  if (!run) throw new Error('nothing is trained');
  const planned = planBaseline(run, undefined, files);
  if (planned.kind !== 'experiment') throw new Error(`${planned.what}: ${planned.name}`);
  return planned.experiment;
}

function ofRule(text: string, rule: string): Experiment {
  const sources = textOf(text);
  const program = read(sources);
  const { findings } = lint({ program, sources, entry: 'main.py', rules }, noConfig);
  const finding = findings.find((one) => one.rule === rule);
  if (!finding) throw new Error(`${rule} does not speak; heard: ${findings.map((one) => one.rule).join(', ')}`);
  const planned = planFinding(program, finding, fixedPrograms(finding, sources, read));
  if (planned.kind !== 'experiment') throw new Error(`${planned.what}: ${planned.name}`);
  return planned.experiment;
}

const program = (
  x: string,
  y: string,
  layers: readonly string[],
  compile: string,
  fit = 'epochs=10',
): string => `import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

x = ${x}
y = ${y}
model = keras.Sequential([
${layers.map((layer) => `    ${layer},`).join('\n')}
])
model.compile(${compile})
model.fit(x, y, ${fit})
`;

const block = (filters: number, count: number): readonly string[] => [
  ...Array.from({ length: count }, () => `layers.Conv2D(${filters}, 3, padding="same", activation="relu")`),
  'layers.MaxPooling2D(2)',
];

const vgg = (loss: string, optimizer = 'optimizer=keras.optimizers.SGD(0.01)'): string =>
  program(
    'np.random.rand(2000, 224, 224, 3)',
    'np.random.randint(0, 10, 2000)',
    [
      'keras.Input((224, 224, 3))',
      ...block(64, 2),
      ...block(128, 2),
      ...block(256, 3),
      ...block(512, 3),
      ...block(512, 3),
      'layers.Flatten()',
      'layers.Dense(4096, activation="relu")',
      'layers.Dense(4096, activation="relu")',
      'layers.Dense(10, activation="softmax")',
    ],
    `${optimizer}, loss=${loss}`,
  );

const node = ({ arms }: Experiment, id: string, arm = 0) => arms[arm]?.model.nodes.find((one) => one.id === id)?.config;
const reductions = ({ data }: Experiment): readonly string[] => (data.reductions ?? []).map(({ what }) => what);

describe('a network for large pictures', () => {
  const experiment = baseline(vgg('"sparse_categorical_crossentropy"'));

  test('ends in time', () => {
    expect(estimatedMs(experiment)).toBeLessThanOrEqual(FAIR_MS);
  });

  test('every layer has an output, and the last its ten classes', () => {
    const sizes = experiment.arms[0] && sizesOf(experiment.arms[0].model);
    expect(sizes?.get('dense_2')?.shape).toEqual([10]);
    expect(node(experiment, 'dense_2')).toEqual({ units: 10, activation: 'softmax' });
  });

  test('the picture is smaller where it enters the model and where it is made', () => {
    const [input] = experiment.data.inputs;
    expect(input?.shape).toEqual(node(experiment, 'input')?.shape);
    expect(input?.shape[0]).toBeLessThan(64);
    expect(input?.shape[2]).toBe(3);
  });

  test('people are told', () => {
    expect(experiment.data.reductions).toContainEqual({
      what: 'size of pictures',
      from: '224x224',
      to: experiment.data.inputs[0]?.shape.slice(0, 2).join('x'),
    });
    const verdict = {
      ...untestedVerdict({ kind: 'not-testable', what: '', name: '' }, experiment.semantics),
      evidence: 'trained' as const,
    };
    const lines = assumptionsOf(
      { ...verdict, data: { ...verdict.data, reductions: experiment.data.reductions ?? [] } },
      experiment,
    );
    expect(lines.join('\n')).toMatch(
      /Made smaller so that the test ends soon: size of pictures, 224x224 in your code, \d+x\d+ here\./,
    );
    expect(lines.join('\n')).toMatch(/units and filters of hidden layers, 64, 128, 256, 512, 4,096 in your code, /);
  });
});

test('both versions are scaled alike, and only what the fix changes differs', () => {
  const { arms } = ofRule(vgg('keras.losses.SparseCategoricalCrossentropy(from_logits=True)'), 'from-logits-with-activation');
  const [asWritten, withFix] = arms;
  const widths = (arm: typeof asWritten) => arm?.model.nodes.map(({ config }) => config.filters ?? config.units ?? config.shape);
  expect(widths(asWritten)).toEqual(widths(withFix));
  expect(asWritten?.heads[0]?.loss).not.toEqual(withFix?.heads[0]?.loss);
});

test('small programs are tried as they are', () => {
  const experiment = baseline(
    program(
      'np.random.rand(500, 20)',
      'np.random.randint(0, 3, 500)',
      ['layers.Dense(64, activation="relu", input_shape=(20,))', 'layers.Dense(3, activation="softmax")'],
      'optimizer="adam", loss="sparse_categorical_crossentropy"',
    ),
  );
  expect(experiment.data.reductions).toEqual([]);
  expect(experiment.budget.steps).toBe(400);
  expect(experiment.data.heldOut).toBe(500);
  expect(fitted(experiment)).toBe(experiment);
});

test('the heads of attention are made narrower too', () => {
  const text = `import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

x = np.random.randint(1, 20000, (1000, 512))
y = np.random.randint(0, 2, 1000)
inputs = keras.Input((512,))
h = layers.Embedding(20000, 256)(inputs)
for i in range(6):
    h = layers.LayerNormalization()(h + layers.MultiHeadAttention(8, 32)(h, h))
outputs = layers.Dense(1, activation="sigmoid")(layers.GlobalAveragePooling1D()(h))
model = keras.Model(inputs, outputs)
model.compile("adam", "binary_crossentropy")
model.fit(x, y, epochs=5)
`;
  const nodes = baseline(text).arms.flatMap(({ model }) => model.nodes.filter((node) => node.class === 'MultiHeadAttention'));
  expect(nodes).toHaveLength(6);
  for (const { config } of nodes) {
    expect(config.num_heads).toBe(8);
    expect(config.key_dim).toBeLessThan(32);
  }
});

const texts = (vocabulary: number, length: number): string =>
  program(
    `np.random.randint(1, ${vocabulary}, (1000, ${length}))`,
    'np.random.randint(0, 2, 1000)',
    [
      `layers.Embedding(${vocabulary}, 128)`,
      'layers.Bidirectional(layers.LSTM(64, return_sequences=True))',
      'layers.LSTM(64)',
      'layers.Dense(1, activation="sigmoid")',
    ],
    'optimizer="adam", loss="binary_crossentropy"',
  );

test('texts become shorter and vocabularies smaller, and tokens stay within the table', () => {
  const experiment = baseline(texts(20_000, 1000));
  const [input] = experiment.data.inputs;
  expect(estimatedMs(experiment)).toBeLessThanOrEqual(FAIR_MS);
  expect(reductions(experiment).slice(0, 3)).toEqual(['training samples', 'tokens of a text', 'words in the vocabulary']);
  expect(input).toMatchObject({ kind: 'tokens', vocabulary: node(experiment, 'embedding')?.input_dim });
  expect(input?.shape[0]).toBeLessThanOrEqual(100);
});

test('features of very different size stay so when there are fewer of them', () => {
  const wide = program(
    'np.random.rand(1000, 10000)',
    'np.random.randint(0, 2, 1000)',
    ['layers.Dense(1024, activation="relu", input_shape=(10000,))', 'layers.Dense(1, activation="sigmoid")'],
    'optimizer="adam", loss="binary_crossentropy"',
  );
  const experiment = baseline(wide);
  expect(experiment.data.reductions).toEqual([
    { what: 'training samples', from: 1000, to: 600 },
    { what: 'features', from: 10_000, to: experiment.data.inputs[0]?.shape[0] },
  ]);
  const [input] = experiment.data.inputs;
  const scale = Array.from({ length: 10_000 }, (_, i) => i + 1);
  const spread = fitted({
    ...experiment,
    arms: experiment.arms.map((arm) => ({
      ...arm,
      model: {
        ...arm.model,
        nodes: arm.model.nodes.map((one) => (one.class === 'InputLayer' ? { ...one, config: { shape: [10_000] } } : one)),
      },
    })),
    data: {
      ...experiment.data,
      inputs: [{ kind: 'features', shape: [10_000], dtype: 'float32', values: { kind: 'affine', scale, offset: 0 } }],
    },
  }).data.inputs[0];
  const scales = spread?.kind === 'features' && spread.values.kind === 'affine' ? spread.values.scale : [];
  expect(scales).toHaveLength(input?.shape[0] ?? 0);
  expect([scales].flat().slice(0, 1)).toEqual([1]);
  expect([scales].flat().at(-1)).toBe(10_000);
});

test('an autoencoder gives back as much as it is given', () => {
  const experiment = baseline(
    `import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

x = np.random.rand(1000, 6000)
model = keras.Sequential([
    layers.Dense(2000, activation="relu", input_shape=(6000,)),
    layers.Dense(64, activation="relu"),
    layers.Dense(2000, activation="relu"),
    layers.Dense(6000, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x, x, epochs=10)
`,
  );
  expect(experiment.data.inputs[0]?.shape[0]).toBeLessThan(6000);
  expect(node(experiment, 'dense_3')?.units).toBe(experiment.data.inputs[0]?.shape[0]);
});

test('pictures that a part of the model must have are left as they are', () => {
  const fixed = program(
    'np.random.rand(2000, 64, 64, 3)',
    'np.random.randint(0, 10, 2000)',
    [
      'keras.Input((64, 64, 3))',
      'layers.Conv2D(64, 3, padding="same", activation="relu")',
      'layers.Conv2D(64, 3, padding="same", activation="relu")',
      'layers.Reshape((64 * 64, 64))',
      'layers.GlobalAveragePooling1D()',
      'layers.Dense(10, activation="softmax")',
    ],
    'optimizer="adam", loss="sparse_categorical_crossentropy"',
  );
  const experiment = baseline(fixed);
  expect(experiment.data.inputs[0]?.shape).toEqual([64, 64, 3]);
  expect(reductions(experiment)).not.toContain('size of pictures');
});

test('a pooling over the whole picture still covers the whole of it', () => {
  const experiment = baseline(
    program(
      'np.random.rand(2000, 128, 128, 3)',
      'np.random.randint(0, 10, 2000)',
      [
        'keras.Input((128, 128, 3))',
        ...block(64, 2),
        ...block(64, 2),
        'layers.AveragePooling2D(32)',
        'layers.Flatten()',
        'layers.Dense(10, activation="softmax")',
      ],
      'optimizer="adam", loss="sparse_categorical_crossentropy"',
    ),
  );
  const side = experiment.data.inputs[0]?.shape[0] ?? 0;
  expect(side).toBeLessThan(128);
  expect(node(experiment, 'average_pooling2_d')?.pool_size).toEqual([side / 4, side / 4].map(Math.floor));
});

test('what a finding is about is tried as it is', () => {
  const recurrent = program(
    'np.random.randn(300, 400, 4)',
    'np.random.randn(300)',
    ['layers.LSTM(32, activation="relu", input_shape=(400, 4))', 'layers.Dense(1)'],
    'optimizer="adam", loss="mse"',
  );
  const experiment = ofRule(recurrent, 'rnn-relu-no-clip');
  expect(experiment.data.inputs[0]?.shape).toEqual([400, 4]);
  expect(node(experiment, 'lstm')?.units).toBe(32);
  expect(experiment.budget.steps).toBeLessThan(400);
  expect(baseline(recurrent).data.inputs[0]?.shape[0]).toBeLessThan(400);
});

test("a person's own rows keep their width: there only the steps are fewer", () => {
  const columns = Array.from({ length: 60 }, (_, i) => `c${i}`);
  const csv = [
    [...columns, 'label'].join(','),
    ...Array.from({ length: 200 }, (_, row) => [...columns.map((_, i) => (row * 7 + i * 3) % 11), row % 2].join(',')),
  ].join('\n');
  const text = `import pandas as pd
from tensorflow import keras
from tensorflow.keras import layers

data = pd.read_csv("data.csv")
x = data.drop(columns=["label"]).values
y = data["label"].values
model = keras.Sequential([
    layers.Dense(4096, activation="relu", input_shape=(60,)),
    layers.Dense(4096, activation="relu"),
    layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(x, y, epochs=200)
`;
  const experiment = baseline(text, new Map([['data.csv', { bytes: new TextEncoder().encode(csv) }]]));
  expect(experiment.data.own?.file).toBe('data.csv');
  expect(experiment.budget.steps).toBeLessThan(400);
  expect(node(experiment, 'dense')?.units).toBe(4096);
  expect(experiment.data.inputs[0]?.shape).toEqual([60]);
  expect(experiment.data.reductions).toEqual([]);
});
