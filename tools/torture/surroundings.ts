/** What lies around a program and is read too: its data files, what it printed, the project's settings. Made up and damaged, from a seed. */
import { zipSync } from 'fflate';
import { mutate } from '../../test/support/mutate';

export type Surrounding =
  | { readonly kind: 'data'; readonly text: string; readonly file: string; readonly bytes: Uint8Array }
  | { readonly kind: 'log'; readonly text: string; readonly log: string }
  | { readonly kind: 'settings'; readonly text: string; readonly paths: readonly string[] };

type Random = () => number;
const pick = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)] as T;
const upTo = (most: number, random: Random): number => Math.floor(random() * (most + 1));
const times = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

const headers = ['a', 'b', 'y', 'label', '__proto__', 'constructor', 'toString', '', ' a ', 'a', '"q,x"', 'é', 'Unnamed: 0', '0'];
const cells =
  '1 0 -1 2.5 1e308 1e400 nan inf -inf NA constructor __proto__ x "a,b" "a\nb" " True False 0x10 1_000 ٣ 9007199254740993'.split(
    / /,
  );

/** Of two files in three, one that pandas reads: numbers below names of their own, with at most a few odd cells. */
function csv(random: Random): string {
  const sound = random() < 0.66;
  const header = sound ? ['a', 'b', 'y', 'label'] : times(1 + upTo(5, random), () => pick(headers, random));
  const separator = sound ? ',' : pick([',', ';', '\t', ' '], random);
  const line = pick(['\n', '\n', '\r\n', '\r'], random);
  const odd = sound ? pick([0, 0, 0.005], random) : 0.3;
  const most = pick([1, 2, 2, 9], random);
  const row = (): string =>
    times(!sound && random() < 0.01 ? header.length + 1 - upTo(2, random) : header.length, () =>
      random() < odd ? pick(cells, random) : String(upTo(most, random)),
    ).join(separator);
  const mark = random() < 0.05 ? '\ufeff' : '';
  const text = [header.join(separator), ...times(upTo(160, random), row)].join(line);
  return mark + (sound || random() < 0.5 ? text : mutate(text, random));
}

const types = ['<f8', '<f4', '>f4', '<i8', '|u1', '|b1', '|O', '<U3', '<c8', '<f2', "', 'x"];

/** numpy's file with a header that may say anything. */
function npy(random: Random): Uint8Array {
  const sound = random() < 0.6;
  const rows = sound ? 200 : pick([50, 60, 200, 0, -3, 1e9, 1e15], random);
  const shape = sound
    ? pick([`${rows},`, `${rows}, 2`, `${rows}, 2`], random)
    : pick([`${rows},`, '', '-1, -1', `${rows}, 0`, '1e9', '9'.repeat(400), '1, '.repeat(3000)], random);
  const type = sound ? pick(['<f8', '<f4', '|u1', '|b1'], random) : pick(types, random);
  const order = pick(['True', 'False'], random);
  const header = `{'descr': '${type}', 'fortran_order': ${order}, 'shape': (${shape}), }\n`;
  const body = new Uint8Array(sound ? 3200 : upTo(4000, random)).map(() =>
    upTo(type === '<f4' || type === '<f8' ? 63 : 1, random),
  );
  const bytes = new Uint8Array(10 + header.length + body.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, sound ? 1 : pick([1, 2, 3, 255], random), 0]);
  bytes.set([header.length & 255, header.length >> 8], 8);
  bytes.set(new TextEncoder().encode(header), 10);
  bytes.set(body, 10 + header.length);
  return bytes;
}

function damaged(bytes: Uint8Array, random: Random): Uint8Array {
  if (random() < 0.75) return bytes;
  const cut = bytes.slice(0, random() < 0.5 ? upTo(bytes.length, random) : bytes.length);
  for (let i = upTo(8, random); i > 0; i--) cut[upTo(Math.max(0, cut.length - 1), random)] = upTo(255, random);
  return cut;
}

const loaded = [
  'df = pd.read_csv(FILE)',
  'df = pd.read_csv(FILE, header=None)',
  'df = pd.read_csv(FILE, sep=";", nrows=60, skiprows=1)',
];
const taken = [
  'x = df.drop("y", axis=1).values\ny = df["y"].values',
  'x = df.drop(columns=["label"])\ny = df["label"].map({"constructor": 1, "x": 0}).astype("int32")',
  'x = df.iloc[:, :-1].values\ny = df.iloc[:, -1].values',
  'df = df.dropna()\nx = df.values[:, 1:]\ny = df.values[:, 0]',
  'df["__proto__"] = LabelEncoder().fit_transform(df["label"])\nx = df[["a", "b"]].fillna(0)\ny = df.pop("__proto__")',
  'x = df[["a", "b"]].values\ny = df["label"].values',
  'x = df[["a", "b", "y"]]\ny = to_categorical(df["label"])',
  'df = pd.get_dummies(df)\nx = df.to_numpy()\ny = to_categorical(df["y"])',
];
const scaled = [
  '',
  'x = StandardScaler().fit_transform(x)\n',
  'x = (x - x.mean()) / x.std()\n',
  'x, xt, y, yt = train_test_split(x, y)\n',
];

const around = (body: string, head: string): string => `import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, StandardScaler
from tensorflow import keras
from tensorflow.keras.utils import to_categorical
${body}
model = keras.Sequential([${head}])
model.compile(optimizer="adam", loss=LOSS)
model.fit(x, y, epochs=3)
`;

function data(random: Random): Surrounding {
  const loss = pick(
    ['"mse"', '"binary_crossentropy"', '"sparse_categorical_crossentropy"', '"categorical_crossentropy"'],
    random,
  );
  const head = pick(
    [
      'keras.layers.Dense(8), keras.layers.Dense(1)',
      'keras.layers.Dense(3, activation="softmax")',
      'keras.layers.Embedding(9, 4), keras.layers.Flatten(), keras.layers.Dense(1, activation="sigmoid")',
    ],
    random,
  );
  const [file, body, bytes] = dataFile(random);
  return { kind: 'data', file, bytes, text: around(body.replaceAll('FILE', `"${file}"`), head).replace('LOSS', loss) };
}

function dataFile(random: Random): readonly [file: string, body: string, bytes: Uint8Array] {
  const kind = random();
  if (kind < 0.6) {
    const body = `${pick(loaded, random)}\n${pick(taken, random)}\n${pick(scaled, random)}`;
    return [
      pick(['d.csv', 'data/d.csv', '__proto__', 'constructor.csv'], random),
      body,
      damaged(new TextEncoder().encode(csv(random)), random),
    ];
  }
  if (kind < 0.7) {
    const body = `d = np.loadtxt(FILE, delimiter=",")\nx = d[:, 1:]\ny = d[:, 0]\n${pick(scaled, random)}`;
    return ['d.txt', body, damaged(new TextEncoder().encode(csv(random)), random)];
  }
  if (kind < 0.88) return ['d.npy', 'x = np.load(FILE)\ny = x[:, 0]', damaged(npy(random), random)];
  const names = pick([['x', 'y'], ['x', 'y'], ['x', 'y'], ['__proto__', 'y'], ['constructor'], ['x']], random);
  const zip = zipSync(Object.fromEntries(names.map((name) => [`${name}.npy`, npy(random)])));
  return ['d.npz', 'd = np.load(FILE)\nx = d["x"]\ny = d["y"]', damaged(zip, random)];
}

const figures = [
  '0.6931',
  'nan',
  'inf',
  '1e-400',
  '-1e999',
  '0.0000e+00',
  '13.8155',
  'constructor',
  '',
  '1_0',
  '٣',
  '9'.repeat(400),
];
const logNames = [
  'loss',
  'accuracy',
  'acc',
  'val_loss',
  'val_accuracy',
  'mae',
  '__proto__',
  'constructor',
  'lr',
  'learning_rate',
];

function log(random: Random): Surrounding {
  const names = ['loss', ...times(upTo(4, random), () => pick(logNames, random))];
  const figure = (): string => (random() < 0.3 ? pick(figures, random) : (random() * 3).toFixed(4));
  const bar = (): string =>
    pick(['[==============================]', '━━━━━━━━━━━━━━━━━━━━', '\u001b[1m', '[=>....', '\b'.repeat(30)], random);
  const epoch = (i: number): string =>
    pick(
      [
        `Epoch ${i}/${upTo(20, random)}\n${upTo(99, random)}/100 ${bar()} - ${upTo(9, random)}s ${upTo(9, random)}ms/step - ${names.map((name) => `${name}: ${figure()}`).join(' - ')}`,
        `Epoch ${i}: loss=${figure()}, acc=${figure()}`,
        `epoch ${i}\tloss ${figure()}`,
        `{${names.map((name) => `'${name}': [${times(upTo(9, random), figure).join(', ')}]`).join(', ')}}`,
        `step ${i}, training accuracy ${figure()}\rstep ${i + 1}, training accuracy ${figure()}`,
        `WARNING:tensorflow:Gradients do not exist for variables [${pick(["'dense/kernel:0'", '', "'".repeat(90)], random)}] when minimizing the loss.`,
        `${i},${names.map(figure).join(',')}`,
      ],
      random,
    );
  const repeated = random() < 0.02 ? 300 : 1;
  const text = times(upTo(25, random), epoch)
    .join(pick(['\n', '\n', '\r\n', '\r'], random))
    .repeat(repeated);
  const program = `x = np.random.rand(300, 4)\ny = np.random.randint(0, 2, 300)`;
  const head = pick(['keras.layers.Dense(1, activation="softmax")', 'keras.layers.Dense(8), keras.layers.Dense(1)'], random);
  return {
    kind: 'log',
    log: random() < 0.3 ? mutate(text, random) : text,
    text: around(program, head).replace('LOSS', pick(['"mse"', '"binary_crossentropy"'], random)),
  };
}

const stars = [
  '**',
  '*',
  'a*a*a*a',
  '**/**/**/**',
  '[',
  '[!',
  '{a,b}',
  '!(a)',
  '+(a+)',
  '\\',
  '?'.repeat(40),
  'a'.repeat(300),
  '*.ipynb',
  '..',
  '',
];
const names = ['a', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab', 'x.py', '.hidden', '__proto__', '[', 'é\n', 'a'.repeat(200)];

function settings(random: Random): Surrounding {
  const patterns = times(upTo(4, random), () =>
    JSON.stringify(times(1 + upTo(3, random), () => pick(stars, random)).join(pick(['', '/'], random))),
  );
  const rule = (): string =>
    `${pick(['lr-too-high', 'constructor', '__proto__', '"a b"', 'softmax-hidden'], random)} = ${pick(['"off"', '"error"', '3', '"constructor"', '{}', '[]', '1979-05-27'], random)}`;
  const text = `[tool.loss-probe]\nexclude = [${patterns.join(', ')}]\n${pick(['', 'constructor = 1\n', '__proto__ = {x = 1}\n'], random)}[tool.loss-probe.rules]\n${times(upTo(3, random), rule).join('\n')}\n`;
  const paths = times(3, () => times(1 + upTo(4, random), () => pick(names, random)).join('/'));
  return { kind: 'settings', text: random() < 0.4 ? mutate(text, random) : text, paths };
}

export function surrounding(random: Random): Surrounding {
  const kind = random();
  return kind < 0.55 ? data(random) : kind < 0.85 ? log(random) : settings(random);
}
