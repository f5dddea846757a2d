/** The user's own rows: followed from the file to the model, or refused with the reason. */
import { describe, expect, test } from 'vitest';
import { makeTask } from '../../src/experiment/data';
import type { Experiment } from '../../src/experiment/experiment';
import type { Verdict } from '../../src/experiment/verdict';
import { prepare } from '../../src/experiment/prepare';
import { noConfig } from '../../src/lint/config';
import { lint } from '../../src/lint/lint';
import { fixedPrograms } from '../../src/plan/fixes';
import { kerasScript } from '../../src/plan/keras-script';
import { ownPaths, type OwnFile } from '../../src/plan/own/own-data';
import { longerExperiment } from '../../src/plan/follow-up';
import { untestedVerdict } from '../../src/plan/outcome';
import { planBaseline, planFinding } from '../../src/plan/plan';
import { readProgram } from '../../src/read/read';
import type { TrainingProgram } from '../../src/facts/training';
import { rules } from '../../src/rules/index';
import type { Sources } from '../../src/text/source';
import { npy, npz } from '../support/numpy-files';
import { testParser } from '../support/parser';

const parser = await testParser();
const ROWS = 120;

function read(sources: Sources): TrainingProgram {
  const modules = new Map([...sources].map(([id, { text }]) => [id, parser.parse(text)] as const));
  return readProgram({ entry: 'main.py', sources, modules, resolve: () => undefined });
}

const textOf = (text: string): Sources => new Map([['main.py', { id: 'main.py', text }]]);
const encode = (text: string): OwnFile => ({ bytes: new TextEncoder().encode(text) });

function baseline(text: string, files: Readonly<Record<string, OwnFile>>): Experiment {
  const [run] = read(textOf(text)).runs;
  if (!run) throw new Error('nothing is trained');
  const planned = planBaseline(run, undefined, new Map(Object.entries(files)));
  if (planned.kind !== 'experiment') throw new Error(`${planned.what}: ${planned.name}`);
  return planned.experiment;
}

/** The rows an experiment carries, in the file's order: inputs, then targets. */
function carried({ data: { own } }: Experiment): readonly (readonly number[])[] {
  if (!own) throw new Error('no rows of a file');
  return [...own.inputs, ...own.targets].map((text) => {
    const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
    return [...new Float32Array(bytes.buffer)];
  });
}

const rows = Array.from({ length: ROWS }, (_, i) => i);
/** a, b, c, text, label */
const table = (change: (line: string, row: number) => string = (line) => line): string =>
  [
    'a,b,c,place,label',
    ...rows.map((i) => change(`${i},${i % 7},${i / 4},"${i % 3 === 0 ? 'in, or out' : 'out'}",${i % 2}`, i)),
  ].join('\n');

const head = 'import numpy as np\nimport pandas as pd\nimport os\nfrom tensorflow import keras\n';
const model = (width: number, x = 'x', y = 'y'): string => `
model = keras.Sequential([
    keras.layers.Dense(4, activation="relu", input_shape=(${width},)),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(${x}, ${y}, epochs=5, batch_size=20)
`;
const withCsv = (lines: string, width: number, csv = table()): Experiment =>
  baseline(`${head}df = pd.read_csv("data.csv")\n${lines}\n${model(width)}`, { 'data.csv': encode(csv) });

const ids = rows.map((i) => i % 2);

describe('columns of a table', () => {
  test.each<[name: string, lines: string, columns: readonly ((i: number) => number)[]]>([
    ['a list of names', 'x = df[["c", "a"]]\ny = df["label"]', [(i) => i / 4, (i) => i]],
    ['drop', 'x = df.drop(["label", "place"], axis=1).values\ny = df.label.values', [(i) => i, (i) => i % 7, (i) => i / 4]],
    ['drop(columns=)', 'x = df.drop(columns=["label", "place", "b"])\ny = df["label"]', [(i) => i, (i) => i / 4]],
    ['iloc', 'x = df.iloc[:, 0:3].values\ny = df.iloc[:, -1].values', [(i) => i, (i) => i % 7, (i) => i / 4]],
    ['loc', 'x = df.loc[:, "b":"c"]\ny = df.loc[:, "label"]', [(i) => i % 7, (i) => i / 4]],
    ['pop', 'y = df.pop("label")\ndf.pop("place")\nx = df', [(i) => i, (i) => i % 7, (i) => i / 4]],
    [
      'slices of an array of text and numbers',
      'v = df.values\nx = v[:, 0:2].astype("float32")\ny = v[:, 4].astype(int)',
      [(i) => i, (i) => i % 7],
    ],
    ['a column made of another', 'df["d"] = df["b"]\nx = df[["d"]]\ny = df["label"]', [(i) => i % 7]],
    [
      'a table of values for text',
      'df["place"] = df["place"].map({"in, or out": 1, "out": 0})\nx = df[["place"]]\ny = df["label"]',
      [(i) => (i % 3 === 0 ? 1 : 0)],
    ],
    [
      'an encoder',
      'from sklearn.preprocessing import LabelEncoder\ndf["place"] = LabelEncoder().fit_transform(df["place"])\nx = df[["place"]]\ny = df["label"]',
      [(i) => (i % 3 === 0 ? 0 : 1)],
    ],
    [
      'dummies',
      'df = pd.get_dummies(df)\ny = df["label"]\nx = df.drop("label", axis=1).iloc[:, 3:]',
      [(i) => (i % 3 === 0 ? 1 : 0), (i) => (i % 3 === 0 ? 0 : 1)],
    ],
  ])('%s', (_name, lines, columns) => {
    const experiment = withCsv(lines, columns.length);
    expect(experiment.data.notOwn).toBeUndefined();
    const [x, y] = carried(experiment);
    expect(x).toEqual(rows.flatMap((i) => columns.map((column) => Math.fround(column(i)))));
    expect(y).toEqual(ids);
  });

  test('rows with missing values are left out, or filled', () => {
    const csv = table((line, i) => (i % 10 === 0 ? line.replace(/^[^,]*/, '') : line));
    const dropped = withCsv('df = df.dropna()\nx = df[["a"]]\ny = df["label"]', 1, csv);
    expect(dropped.data.own?.rows).toBe(ROWS - 12);
    const [x] = carried(withCsv('df = df.fillna(-1)\nx = df[["a"]]\ny = df["label"]', 1, csv));
    expect(x?.[10]).toBe(-1);
  });

  test('a comparison makes labels and chooses rows', () => {
    const [, y] = carried(withCsv('y = (df["place"] == "out").astype(int)\nx = df[["a"]]', 1));
    expect(y).toEqual(rows.map((i) => (i % 3 === 0 ? 0 : 1)));
    const [x] = carried(withCsv('df = df[df["a"] >= 20]\nx = df[["a"]]\ny = df["label"]', 1));
    expect(x?.[0]).toBe(20);
  });

  test('separators, missing header, names and index', () => {
    const text = `${head}df = pd.read_csv(os.path.join("data", "d.txt"), sep=";", header=None, names=["a", "b", "y"], index_col=0)\nx = df[["b"]]\ny = df["y"]\n${model(1)}`;
    const file = encode(rows.map((i) => `${i};${i * 2};${i % 2}`).join('\r\n'));
    expect(carried(baseline(text, { 'data/d.txt': file }))[0]?.slice(0, 3)).toEqual([0, 2, 4]);
  });
});

describe('steps of the program', () => {
  test('scaling is left to each version, fitted to its training part', () => {
    const experiment = withCsv(
      'from sklearn.preprocessing import StandardScaler\nfrom sklearn.model_selection import train_test_split\nx = df[["a", "b"]]\ny = df["label"]\nx, x_test, y, y_test = train_test_split(x, y, test_size=0.2)\nx = StandardScaler().fit_transform(x)',
      2,
    );
    expect(experiment.arms[0]?.inputs).toEqual([{ steps: [{ kind: 'standardize' }] }]);
    const task = makeTask(experiment.data, 1);
    const arm = experiment.arms[0];
    if (!arm) throw new Error('no arm');
    const [x] = prepare(task, arm, 1).training.inputs;
    const column = Array.from(x?.data ?? [NaN]).filter((_, i) => i % 2 === 0);
    expect(column.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 6);
  });

  test.each([
    ['x = df[["a", "b"]] / 10', [{ kind: 'scale', factor: 0.1, shift: 0 }]],
    ['x = df[["a", "b"]].values\nx = (x - x.mean(axis=0)) / x.std(axis=0)', [{ kind: 'standardize' }]],
    ['x = df[["a", "b"]]\nx = (x - x.min()) / (x.max() - x.min())', [{ kind: 'minmax' }]],
    ['x = df[["a", "b"]].values\nx /= x.max()', [{ kind: 'scale', factor: 1 / 119, shift: 0 }]],
  ])('%s', (lines, steps) => {
    expect(withCsv(`${lines}\ny = df["label"]`, 2).arms[0]?.inputs).toEqual([{ steps }]);
  });

  test('both versions of a program get the same rows, and what differs is theirs', () => {
    const text = `${head}df = pd.read_csv("data.csv")\nx = df[["a", "b", "c"]].values\ny = df["label"].values\n${model(3).replace('"sigmoid"', '"softmax"')}`;
    const sources = textOf(text);
    const program = read(sources);
    const { findings } = lint({ program, sources, entry: 'main.py', rules }, noConfig);
    const finding = findings.find(({ rule }) => rule === 'softmax-single-unit');
    if (!finding) throw new Error('the rule is silent');
    const planned = planFinding(
      program,
      finding,
      fixedPrograms(finding, sources, read),
      undefined,
      new Map([['data.csv', encode(table())]]),
    );
    if (planned.kind !== 'experiment') throw new Error(planned.name);
    expect(planned.experiment.data.own).toMatchObject({ file: 'data.csv', rows: ROWS });
    expect(planned.experiment.arms.map(({ inputs }) => inputs)).toEqual([[{ steps: [] }], [{ steps: [] }]]);
    expect(kerasScript(planned.experiment)).toContain('90 rows of data.csv');
    expect(JSON.parse(JSON.stringify(planned.experiment))).toEqual(planned.experiment);
  });
});

describe('files of numpy', () => {
  const x = npy(
    rows.flatMap((i) => [i, 0 - i]),
    [ROWS, 2],
    '<f4',
  );
  const y = npy(ids, [ROWS], '<i8');
  const archive = `${head}d = np.load("d.npz")\nx, y = d["x"], d["y"]\n${model(2)}`;

  test('.npy', () => {
    const experiment = baseline(`${head}x = np.load("x.npy")\ny = np.load("y.npy")\n${model(2)}`, {
      'x.npy': { bytes: x },
      'y.npy': { bytes: y },
    });
    expect(experiment.data.own?.file).toBe('x.npy and y.npy');
    expect(carried(experiment)).toEqual([rows.flatMap((i) => [i, 0 - i]), ids]);
  });

  test.each([
    ['stored', 0],
    ['deflated', 6],
  ] as const)('.npz, %s', (_name, level) => {
    expect(carried(baseline(archive, { 'd.npz': { bytes: npz({ x, y }, level) } }))[1]).toEqual(ids);
  });

  test('pictures of bytes', () => {
    const pictures = npy(
      rows.flatMap((i) => Array.from({ length: 64 }, (_, k) => (i + k) % 256)),
      [ROWS, 8, 8],
      '|u1',
    );
    const text = `${head}d = np.load("d.npz")
x = d["x"].reshape(-1, 8, 8, 1).astype("float32") / 255.0
y = keras.utils.to_categorical(d["y"], 3)
model = keras.Sequential([keras.layers.Conv2D(4, 3, input_shape=(8, 8, 1)), keras.layers.Flatten(), keras.layers.Dense(3, activation="softmax")])
model.compile(loss="categorical_crossentropy", optimizer="adam")
model.fit(x, y, epochs=2)
`;
    const { data, arms } = baseline(text, {
      'd.npz': {
        bytes: npz(
          {
            x: pictures,
            y: npy(
              rows.map((i) => i % 3),
              [ROWS],
              '>i4',
            ),
          },
          6,
        ),
      },
    });
    expect(data.own?.rows).toBe(ROWS);
    expect(data.inputs[0]).toMatchObject({ kind: 'image', shape: [8, 8, 1] });
    expect(arms[0]?.targets[0]?.encoding).toBe('one-hot');
    expect(arms[0]?.inputs[0]?.steps).toMatchObject([{ kind: 'scale' }]);
  });

  test('np.loadtxt', () => {
    const text = `${head}d = np.loadtxt("d.csv", delimiter=",", skiprows=1)\nx = d[:, :2]\ny = d[:, 2]\n${model(2)}`;
    const file = encode(['u,v,w', ...rows.map((i) => `${i},1.5,${i % 2}`)].join('\n'));
    expect(carried(baseline(text, { 'd.csv': file }))[0]?.slice(0, 4)).toEqual([0, 1.5, 1, 1.5]);
  });
});

describe('what is not certain is refused in one sentence, and the data made up', () => {
  const csv = (text: string): Readonly<Record<string, OwnFile>> => ({ 'data.csv': encode(text) });
  const plain = 'x = df[["a", "b"]]\ny = df["label"]';
  test.each<[name: string, lines: string, files: Readonly<Record<string, OwnFile>>, reason: RegExp]>([
    ['a missing file', plain, { 'data.csv': { problem: 'there is no such file' } }, /^data\.csv: there is no such file$/],
    ['bytes', plain, { 'data.csv': { bytes: Uint8Array.of(0x50, 0, 1, 2) } }, /it is not a text file/],
    [
      'rows of different length',
      plain,
      csv(table((line, i) => (i === 5 ? `${line},9` : line))),
      /row 6 has 6 fields where 5 are expected/,
    ],
    ['text among numbers', plain, csv(table((line, i) => (i === 5 ? `x${line}` : line))), /column "a" holds text/],
    ['text as a feature', 'x = df[["a", "place"]]\ny = df["label"]', csv(table()), /column "place" holds text/],
    ['text as labels', 'x = df[["a", "b"]]\ny = df["place"]', csv(table()), /labels \("place"\) are text/],
    ['a column that is not there', 'x = df[["a", "z"]]\ny = df["label"]', csv(table()), /it has no column "z"/],
    ['too few rows', plain, csv(table().split('\n').slice(0, 12).join('\n')), /11 rows/],
    ['labels of more classes', 'x = df[["a", "b"]]\ny = df["b"]', csv(table()), /labels have 7 values from 0 to 6/],
    ['one class', plain, csv(table((line) => line.replace(/\d$/, '1'))), /all of its labels are the same/],
    ['another width', 'x = df[["a"]]\ny = df["label"]', csv(table()), /shape \(1\), and the model takes \(2\)/],
    [
      'columns that only the run knows',
      'x = df[columns_of("x")]\ny = df["label"]',
      csv(table()),
      /only known when your code runs/,
    ],
    ['a function of the rows', 'x = df[["a", "b"]].apply(clean)\ny = df["label"]', csv(table()), /apply is not followed/],
    ['different orders', 'x = df[["a", "b"]].sample(frac=1)\ny = df["label"]', csv(table()), /different orders/],
    [
      'cells written one by one',
      'df.loc[df["a"] > 3, "b"] = 0\nx = df[["a", "b"]]\ny = df["label"]',
      csv(table()),
      /not known in every step/,
    ],
    [
      'a function that nobody knows',
      'from helpers import clean\nclean(df)\nx = df[["a", "b"]]\ny = df["label"]',
      csv(table()),
      /not known in every step/,
    ],
    [
      'labels from elsewhere',
      'x = df[["a", "b"]]\ny = np.random.randint(0, 2, 120)',
      csv(table()),
      /labels do not come from a file/,
    ],
  ])('%s', (_name, lines, files, reason) => {
    const experiment = baseline(`${head}df = pd.read_csv("data.csv")\n${lines}\n${model(2)}`, files);
    expect(experiment.data.own).toBeUndefined();
    expect(experiment.data.notOwn).toMatch(reason);
  });

  test('bytes that are no numpy file', () => {
    const text = `${head}x = np.load("x.npy")\ny = np.load("y.npy")\n${model(2)}`;
    const broken = npy(rows, [ROWS, 2]);
    expect(baseline(text, { 'x.npy': encode('hello'), 'y.npy': encode('') }).data.notOwn).toMatch(/not a \.npy file/);
    expect(baseline(text, { 'x.npy': { bytes: broken }, 'y.npy': { bytes: npy(ids, [ROWS]) } }).data.notOwn).toMatch(
      /ends too early/,
    );
    const archive = `${head}d = np.load("d.npz")\nx, y = d["x"], d["y"]\n${model(2)}`;
    expect(baseline(archive, { 'd.npz': encode('no zip') }).data.notOwn).toMatch(/not a zip file/);
    expect(baseline(archive, { 'd.npz': { bytes: npz({ z: broken }, 0) } }).data.notOwn).toMatch(/no array "x", but z/);
  });

  test('files on the network are not asked for', () => {
    const program = read(
      textOf(`${head}df = pd.read_csv("https://example.org/data.csv")\nx = df[["a"]]\ny = df["label"]\n${model(1)}`),
    );
    expect(ownPaths(program)).toEqual([]);
  });
});

describe('the sample', () => {
  const many = Array.from({ length: 5000 }, (_, i) => `${i},${i % 2}`);
  const experiment = baseline(`${head}df = pd.read_csv("data.csv")\nx = df[["a"]]\ny = df["label"]\n${model(1)}`, {
    'data.csv': encode(['a,label', ...many].join('\n')),
  });

  test('is bounded, the same each time, and in the order of the file', () => {
    const [x = []] = carried(experiment);
    expect(x).toHaveLength(2000);
    expect(x).toEqual(x.toSorted((a, b) => a - b));
    expect(experiment.data).toMatchObject({ samples: 1500, heldOut: 500, reductions: [{ from: 5000, to: 2000 }] });
    // As many steps as the program makes.
    expect(experiment.arms[0]?.fit.epochs).toBe(13);
  });

  test('is split anew by every seed, without a row on both sides', () => {
    const [first, again, second] = [1, 1, 2].map((seed) => makeTask(experiment.data, seed));
    expect(first).toEqual(again);
    expect(first?.training.inputs[0]?.data).not.toEqual(second?.training.inputs[0]?.data);
    const seen = new Set(first?.training.inputs[0]?.data);
    expect(first?.heldOut.inputs[0]?.data.some((value) => seen.has(value))).toBe(false);
    const ids = first?.training.targets[0];
    expect(ids?.kind === 'classes' && ids.ids.every((id, i) => id === (first?.training.inputs[0]?.data[i] ?? 0) % 2)).toBe(true);
  });

  test('is trained on as long as the program asks for, where fewer steps taught nothing', () => {
    const long = {
      ...experiment,
      arms: experiment.arms.map((arm) => ({ ...arm, fit: { ...arm.fit, epochs: 20, batchSize: 10 } })),
    };
    const verdict: Verdict = {
      ...untestedVerdict({ kind: 'not-testable', what: '', name: '' }, experiment.semantics),
      reason: { kind: 'not-learned', metric: 0.5, chance: 0.5, runs: 5, learnedRuns: 0, nanRuns: 0, unmovedRuns: 0 },
    };
    const longer = longerExperiment(long, verdict);
    expect(longer?.budget.steps).toBe(2000);
    expect(longer?.arms).toEqual(long.arms);
    expect(longer && longerExperiment(longer, verdict)).toBeUndefined();
    const made = { ...long, data: { ...long.data, own: undefined } };
    expect(longerExperiment(made, verdict)?.budget.steps).toBe(2000);
  });
});
