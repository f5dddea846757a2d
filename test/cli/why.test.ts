/** `loss-probe why` and `check --data` on the real bundle, as docs/cli.md says. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const repository = resolve(import.meta.dirname, '../..');
const recorded = join(repository, 'test/evidence/logs/first');
let folder = '';

beforeAll(() => {
  const { status, stderr } = spawnSync(process.execPath, ['esbuild.mjs', '--production', '--only=cli.js,worker.cjs'], {
    cwd: repository,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  folder = mkdtempSync(join(tmpdir(), 'loss-probe-why-'));
  for (const name of ['house.py', 'house.log', 'houses.csv', 'healthy-two.py', 'healthy-two.log'])
    cpSync(join(recorded, name), join(folder, name));
  // The project's root, above which no file is read.
  writeFileSync(join(folder, 'requirements.txt'), '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Said {
  readonly state: string;
  readonly headline: string;
  readonly causes: readonly {
    readonly rule: string;
    readonly from: string;
    readonly fix?: string;
    readonly finding: { readonly severity: string } | null;
  }[];
  readonly log: { readonly name: string; readonly state: string; readonly symptoms: readonly { readonly kind: string }[] } | null;
  readonly notChecked: readonly string[];
  readonly lookYourself: readonly { readonly code: string }[];
}

function run(
  args: readonly string[],
  input: string | Uint8Array = '',
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(repository, 'dist/cli.js'), ...args], {
    cwd: folder,
    input,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const why = (args: readonly string[], input: string | Uint8Array = ''): Said => {
  const { status, stdout } = run(['why', ...args, '--format', 'json'], input);
  expect(status).toBe(0);
  return JSON.parse(stdout) as Said;
};

const progress = (losses: readonly string[]): string =>
  losses.map((loss, i) => `Epoch ${i + 1}/${losses.length}\n8/8 - 0s - loss: ${loss}\n`).join('');

describe('why', () => {
  test('names prices behind a sigmoid from the file alone', () => {
    const { state, causes, log } = why(['house.py']);
    expect([state, causes[0]?.rule, causes[0]?.from, causes[0]?.finding?.severity, log]).toEqual([
      'explained',
      'bounded-output-regression',
      'data',
      'error',
      null,
    ]);
  });
  test('from the log alone', () => {
    const { causes, log, notChecked } = why(['house.py', '--no-data', '--log', 'house.log']);
    expect([causes[0]?.rule, causes[0]?.from, causes[0]?.finding, log?.state]).toEqual([
      'bounded-output-regression',
      'log',
      null,
      'sick',
    ]);
    expect(log?.symptoms.map(({ kind }) => kind)).toContain('huge');
    expect(notChecked.join()).toContain('pandas.read_csv');
  });
  test('from both, with the arithmetic', () => {
    const { stdout } = run(['why', 'house.py', '--log', 'house.log']);
    expect(stdout).toMatch(/^house\.py: The labels range over 146000 to 994000/);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('The loss you printed, 3.08e11, is the mean square of exactly that');
    expect(stdout).toContain('fix: Remove sigmoid');
  });
  test('reads the log of the standard input, also as Windows writes it', () => {
    const text = progress(['0.5', 'nan', 'nan']);
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    for (const input of [text, utf16])
      expect(why(['healthy-two.py', '--log', '-'], input).log?.symptoms.map(({ kind }) => kind)).toEqual(['nan']);
  });
  test('says of a training that learns that it does', () => {
    const { state, causes } = why(['healthy-two.py', '--log', 'healthy-two.log']);
    expect([state, causes]).toEqual(['healthy', []]);
  });
  test('gives lines to paste, made for the program, where nothing explains it', () => {
    const { state, lookYourself } = why(
      ['healthy-two.py', '--log', '-'],
      progress(['0.61', '0.61', '0.60', '0.61', '0.61', '0.61']),
    );
    expect(state).toBe('unexplained');
    expect(lookYourself.map(({ code }) => code)).toEqual([
      'print(np.unique(y, return_counts=True))',
      'print(np.min(x), np.max(x), np.isnan(x).sum(), np.std(x, axis=0).min())',
      'model.fit(x[:32], y[:32], epochs=200, verbose=2)',
    ]);
  });
  test('of a notebook takes the stored output beside its training', () => {
    const cell = (source: string, text = ''): object => ({
      cell_type: 'code',
      metadata: {},
      source,
      execution_count: 1,
      outputs: text === '' ? [] : [{ output_type: 'stream', name: 'stdout', text }],
    });
    const model = (unit: string): string =>
      `model = keras.Sequential([keras.layers.Dense(8, activation='relu'), keras.layers.Dense(1, activation='${unit}')])\nmodel.compile('adam', 'mse')`;
    const cells = [
      cell(
        "import pandas as pd\nfrom tensorflow import keras\ndf = pd.read_csv('houses.csv')\nx = df.drop(columns=['price']).values\ny = df['price'].values / 1e6",
      ),
      cell(`${model('linear')}\nmodel.fit(x, y, epochs=3)`, progress(['0.30', '0.10', '0.02'])),
      cell("y = df['price'].values"),
      cell(
        `${model('sigmoid')}\nmodel.fit(x, y, epochs=3)`,
        progress(['364320817152.0000', '364320817152.0000', '364320817152.0000']),
      ),
    ];
    writeFileSync(join(folder, 'house.ipynb'), JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
    const { causes, log } = why(['house.ipynb']);
    expect([causes[0]?.rule, log?.state]).toEqual(['bounded-output-regression', 'sick']);
    expect(log?.symptoms.map(({ kind }) => kind)).toEqual(['huge', 'constant']);
  });
  test('refuses what is no file with a sentence', () => {
    const { status, stderr } = run(['why', 'house.py', '--log', 'nowhere.log']);
    expect([status, stderr]).toEqual([2, 'loss-probe: nowhere.log: there is no such file.\n']);
  });
});

describe('check --data', () => {
  const severities = (args: readonly string[]): readonly string[] => {
    const { stdout } = run(['check', ...args, '--format', 'json']);
    return (JSON.parse(stdout) as { files: { findings: { rule: string; severity: string }[] }[] }).files.flatMap(({ findings }) =>
      findings.map(({ rule, severity }) => `${rule}: ${severity}`),
    );
  };
  test('makes an error of what the file shows, and opens none without it', () => {
    expect(severities(['house.py', '--data'])).toEqual(['bounded-output-regression: error']);
    expect(severities(['house.py']).filter((one) => one.endsWith('error'))).toEqual([]);
  });
  test('reads nothing outside the project', () => {
    const outside = mkdtempSync(join(tmpdir(), 'loss-probe-outside-'));
    try {
      cpSync(join(recorded, 'houses.csv'), join(outside, 'houses.csv'));
      writeFileSync(
        join(folder, 'away.py'),
        `import pandas as pd\nfrom tensorflow import keras\ndf = pd.read_csv(${JSON.stringify(join(outside, 'houses.csv'))})\nmodel = keras.Sequential([keras.layers.Dense(1, activation='sigmoid')])\nmodel.compile('adam', 'mse')\nmodel.fit(df.drop(columns=['price']).values, df['price'].values)\n`,
      );
      expect(severities(['away.py', '--data']).filter((one) => one.endsWith('error'))).toEqual([]);
      expect(why(['away.py']).notChecked.join()).toContain('outside the project');
    } finally {
      rmSync(outside, { recursive: true, force: true });
    }
  });
});
