/** Runs what docs/cli.md promises, on the real bundle. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const repository = resolve(import.meta.dirname, '../..');
const cli = join(repository, 'dist/cli.js');
let folder = '';

beforeAll(() => {
  const { status, stderr } = spawnSync(process.execPath, ['esbuild.mjs', '--production', '--only=cli.js,worker.cjs'], {
    cwd: repository,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  folder = mkdtempSync(join(tmpdir(), 'loss-probe-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(args: readonly string[], { input = '', cwd = folder }: { input?: string; cwd?: string } = {}): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd,
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return { status, stdout, stderr };
}

interface Report {
  readonly version: 1;
  readonly files: readonly {
    readonly path: string;
    readonly error?: string;
    readonly note?: string;
    readonly fixed?: readonly string[];
    readonly findings: readonly {
      readonly rule: string;
      readonly severity: string;
      readonly range: { readonly start: { readonly line: number; readonly character: number }; readonly cell?: number };
      readonly fixes: readonly { readonly title: string; readonly safety: string }[];
    }[];
    readonly programs: readonly { readonly compiles: readonly Record<string, unknown>[] }[];
  }[];
}

const check = (...args: readonly string[]): { status: number | null; report: Report } => {
  const { status, stdout } = run(['check', ...args, '--format', 'json']);
  return { status, report: JSON.parse(stdout) as Report };
};

const write = (name: string, text: string | Uint8Array): string => {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), text);
  return name;
};

const faulty = `from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(8, "relu", input_shape=(4,)), keras.layers.Dense(1, activation="softmax")])
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(x, y)
`;
const sound = faulty.replace('softmax', 'sigmoid');

const notebook = (...cells: readonly string[]): string =>
  JSON.stringify({
    cells: cells.map((source) => ({
      cell_type: 'code',
      source: source.split(/(?<=\n)/),
      metadata: {},
      outputs: [],
      execution_count: null,
    })),
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  });

describe('check', () => {
  test('names each example by its first model only', () => {
    const { stdout, status } = run(['check', 'examples', '--format', 'json'], { cwd: repository });
    const { files } = JSON.parse(stdout) as Report;
    expect(status).toBe(1);
    const rules = (name: string): readonly string[] =>
      files
        .find(({ path }) => path === `examples/${name}`)
        ?.findings.map(({ rule, range }) => `${rule}@${range.cell ?? ''}:${range.start.line + 1}`) ?? [];
    expect(rules('data_scaling.py')).toEqual(['labels-independent-of-features@:7', 'unscaled-tabular-input@:17']);
    expect(rules('insufficient_capacity.py')).toEqual(['labels-independent-of-features@:7', 'no-hidden-layer@:12']);
    expect(rules('improper_loss.py')).toEqual(['labels-independent-of-features@:7', 'mse-for-classification@:16']);
    expect(rules('improper_loss.ipynb')).toEqual(['labels-independent-of-features@2:2', 'mse-for-classification@5:1']);
    for (const { path, programs } of files) {
      if (path.startsWith('examples/gallery/')) continue;
      expect(programs.flatMap(({ compiles }) => compiles).map(({ resolved }) => resolved)).toEqual([true, true]);
    }
  });

  test('exits by the severity asked for', () => {
    const path = write('exit/faulty.py', faulty);
    const clean = write('exit/sound.py', sound);
    expect(run(['check', clean]).status).toBe(0);
    expect(run(['check', path]).status).toBe(1);
    expect(run(['check', path, '--fail-on', 'never']).status).toBe(0);
    expect(run(['check', path, '--fail-on', 'error']).status).toBe(1);
    const information = write('exit/information.py', sound.replace('"adam"', 'keras.optimizers.Adam(0.05)'));
    expect(run(['check', information]).status).toBe(0);
    expect(run(['check', information, '--fail-on', 'information']).status).toBe(1);
  });

  test('describes every compile call', () => {
    const path = write('compiles.py', sound);
    expect(check(path).report.files[0]?.programs).toEqual([
      { compiles: [{ line: 2, resolved: true, loss: 'binary_crossentropy', optimizer: 'Adam', head: 'Dense(1, sigmoid)' }] },
    ]);
  });

  test('reports what cannot be read in one sentence each, and checks the others', () => {
    mkdirSync(join(folder, 'bad/nothing'), { recursive: true });
    write('bad/nothing/notes.txt', 'no Python here');
    const paths = [
      'bad/missing.py',
      'bad/nothing',
      write('bad/empty.py', ''),
      write('bad/binary.py', new Uint8Array([0x89, 0x50, 0, 1, 2])),
      write('bad/truncated.py', `${faulty}model.fit(x, y, callbacks=[keras.callbacks.Early`),
      write('bad/huge.py', 'import keras\n'.repeat(400_000)),
      write('bad/text.ipynb', 'this is no notebook'),
      write('bad/list.ipynb', '[1, 2, 3]'),
      write('bad/big.ipynb', notebook(sound, `text = """${'x'.repeat(50_000_000)}"""`)),
      write('bad/fine.py', faulty),
    ];
    const { status, report } = check(...paths);
    expect(status).toBe(1);
    const answers = Object.fromEntries(report.files.map(({ path, error, note }) => [path, error ?? note]));
    expect(answers).toMatchObject({
      'bad/missing.py': 'There is no such file or folder.',
      'bad/nothing': 'There is no Python file or notebook in this folder.',
      'bad/empty.py': 'This file is empty.',
      'bad/binary.py': 'This file is not text.',
      'bad/truncated.py': 'This does not parse as Python at line 5; the rest was checked.',
      'bad/huge.py': 'This file has 5 MB; files over 2 MB are not read.',
    });
    for (const name of ['bad/text.ipynb', 'bad/list.ipynb']) expect(answers[name]).toMatch(/^[A-Z].*notebook.*\.$/);
    const rulesOf = (name: string) => report.files.find(({ path }) => path === name)?.findings.map(({ rule }) => rule);
    expect(rulesOf('bad/fine.py')).toEqual(['softmax-single-unit']);
    expect(rulesOf('bad/truncated.py')).toEqual(['softmax-single-unit']);
  });

  test('exits with 2 where nothing at all could be read, and where it is used wrongly', () => {
    expect(check('nowhere.py', 'nor-here').status).toBe(2);
    expect(run(['check']).status).toBe(2);
    expect(run(['check', 'x.py', '--format', 'xml']).status).toBe(2);
    expect(run(['chekc', 'x.py']).status).toBe(2);
    expect(run(['check', '-', '--fix'], { input: faulty }).status).toBe(2);
    expect(run(['explain', 'no-such-rule']).stderr).toContain('There is no rule no-such-rule');
    expect(run(['--help']).status).toBe(0);
  });

  test('walks folders past what is not the project, and never round a circle', () => {
    for (const name of ['a.py', 'sub/b.py', '.venv/c.py', 'node_modules/d.py', '__pycache__/e.py', '.git/f.py', 'old/g.py']) {
      write(`walk/${name}`, sound);
    }
    write('walk/pyproject.toml', '[tool.loss-probe]\nexclude = ["old"]\n');
    symlinkSync(join(folder, 'walk'), join(folder, 'walk/sub/circle'), 'dir');
    expect(check('walk').report.files.map(({ path }) => path)).toEqual(['walk/a.py', 'walk/sub/b.py']);
  });

  test('does not parse what mentions neither keras nor tensorflow', () => {
    const { report } = check(write('other.py', 'this is ] not python'));
    expect(report.files).toEqual([{ path: 'other.py', findings: [], programs: [{ compiles: [] }] }]);
  });

  test('follows modules of the project and lists their findings with them', () => {
    write('follow/pyproject.toml', '');
    write(
      'follow/parts/heads.py',
      'from tensorflow import keras\ndef head(units):\n    return keras.layers.Dense(units, activation="softmax")\n',
    );
    write(
      'follow/train.py',
      faulty.replace('keras.layers.Dense(1, activation="softmax")', 'head(1)').replace('\n', '\nfrom parts.heads import head\n'),
    );
    const { report } = check('follow/train.py');
    expect(
      report.files.map(({ path, findings }) => [path, findings.map(({ rule, range }) => `${rule}@${range.start.line}`)]),
    ).toEqual([
      ['follow/train.py', []],
      ['follow/parts/heads.py', ['softmax-single-unit@2']],
    ]);
  });

  test('reads the standard input for a file', () => {
    const { status, stdout } = run(['check', '--stdin-filename', 'typed.py', '-', '--format', 'json'], { input: faulty });
    expect(status).toBe(1);
    expect((JSON.parse(stdout) as Report).files.map(({ path, findings }) => [path, findings.length])).toEqual([['typed.py', 1]]);
  });

  test('writes safe fixes into the cells of a notebook and leaves the rest as it is', () => {
    const json = notebook('!pip install tensorflow\n# %%', faulty.split('model.fit')[0] ?? '', '%time model.fit(x, y)');
    const path = write('fix/faulty.ipynb', json);
    expect(run(['check', path, '--fix']).status).toBe(0);
    expect(readFileSync(join(folder, path), 'utf8')).toBe(json.replace('softmax', 'sigmoid'));
  });

  test('writes safe fixes and reports what is left', () => {
    const path = write('fix/faulty.py', faulty.replaceAll('\n', '\r\n'));
    const { status, stdout } = run(['check', path, '--fix', '--format', 'json']);
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as Report).files[0]?.fixed).toHaveLength(1);
    expect(readFileSync(join(folder, path), 'utf8')).toBe(sound.replaceAll('\n', '\r\n'));
  });

  test('takes levels from pyproject.toml and says what it does not understand', () => {
    write(
      'config/pyproject.toml',
      '[tool.loss-probe]\nseverity = 3\n[tool.loss-probe.rules]\nsoftmax-single-unit = "hint"\nno-such-rule = "off"\n',
    );
    const path = write('config/faulty.py', faulty);
    const { stdout, stderr } = run(['check', path, '--format', 'json']);
    expect((JSON.parse(stdout) as Report).files[0]?.findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['softmax-single-unit', 'hint'],
    ]);
    expect(stderr).toMatch(/no-such-rule/);
    expect(stderr).toMatch(/unknown keys: severity/);
    expect(stderr.trim().split('\n')).toHaveLength(2);
  });

  test('places findings of a notebook in their cell', () => {
    const [setup = '', ...rest] = faulty.split(/(?=model)/);
    const path = write(
      'cells.ipynb',
      notebook(`%pip install keras\n${setup}`, rest.slice(0, 1).join(''), rest.slice(1).join('')),
    );
    const { report } = check(path);
    expect(report.files[0]?.findings.map(({ rule, range }) => [rule, range.cell, range.start.line])).toEqual([
      ['softmax-single-unit', 1, 0],
    ]);
    expect(run(['check', path]).stdout).toContain('cells.ipynb:cell 2:1:');
  });

  test('prints plain text with place, message, line and fixes', () => {
    const { stdout } = run(['check', write('plain.py', faulty)]);
    expect(stdout).toContain('plain.py:2:109: error softmax-single-unit');
    expect(stdout).toContain('keras.layers.Dense(1, activation="softmax")])');
    expect(stdout).toContain('fix: Use sigmoid');
    expect(stdout).toContain('1 finding (1 error) in 1 file. 1 can be fixed with --fix.');
    expect(stdout).not.toContain('\u001b[');
  });

  test('speaks SARIF and the language of GitHub Actions', () => {
    const path = write('formats.py', faulty);
    const sarif = JSON.parse(run(['check', path, '--format', 'sarif']).stdout) as {
      version: string;
      runs: {
        results: { ruleId: string; level: string; locations: { physicalLocation: { region: { startLine: number } } }[] }[];
      }[];
    };
    const [result] = sarif.runs[0]?.results ?? [];
    expect([sarif.version, result?.ruleId, result?.level, result?.locations[0]?.physicalLocation.region.startLine]).toEqual([
      '2.1.0',
      'softmax-single-unit',
      'error',
      2,
    ]);
    expect(run(['check', path, '--format', 'github']).stdout).toMatch(
      /^::error file=formats\.py,line=2,col=109,endLine=2,title=softmax-single-unit::Softmax/,
    );
  });
});

describe('comments', () => {
  test('silence rules on a line or in the file, and idle ones are hints', () => {
    const lines = faulty.split('\n');
    const line = write(
      'comments/line.py',
      lines.map((text) => (text.includes('softmax') ? `${text}  # lossprobe: ignore[softmax-single-unit]` : text)).join('\n'),
    );
    const file = write('comments/file.py', `# lossprobe: ignore-file[softmax-single-unit, lr-too-high]\n${faulty}`);
    const { report } = check(line, file);
    expect(
      report.files.map(({ findings }) => findings.map(({ rule, severity, range }) => [rule, severity, range.start.character])),
    ).toEqual([[], [['unused-suppression', 'hint', 46]]]);
  });
});

describe('a program of another framework', () => {
  const torch = 'import torch\nmodel = torch.nn.Linear(3, 1)\n';

  test('check, model and probe say so in place of finding nothing', () => {
    const path = write('torch_only.py', torch);
    const sentence = 'This uses PyTorch; Loss Probe reads TensorFlow and Keras so far, so nothing was checked.';
    expect(check(path).report.files.map(({ note }) => note)).toEqual([sentence]);
    const { stdout } = run(['check', path]);
    expect(stdout).toContain(sentence);
    expect(stdout).toContain('Nothing to check in 1 file.');
    expect(stdout).not.toContain('No findings');
    for (const command of ['model', 'probe']) expect(run([command, path]).stderr).toContain(sentence);
  });

  test('check says what it looked at', () => {
    expect(run(['check', write('looked.py', faulty)]).stdout).toMatch(/Looked at 1 model and \d training loops?/);
  });
});

describe('the other commands', () => {
  test('model tells what was understood and what was not', () => {
    const path = write('model.py', faulty.replace('"adam"', 'pick()'));
    const { stdout, status } = run(['model', path]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/Dense\(1\)\s+softmax\s+\(1,\)/);
    expect(stdout).toContain('Not understood');
    const json = JSON.parse(run(['model', path, '--format', 'json']).stdout) as { runs: unknown[]; unknowns: unknown[] };
    expect(json.runs).toHaveLength(1);
    expect(json.unknowns.length).toBeGreaterThan(0);
  });

  test('rules lists all and explain prints one', () => {
    const { rules } = JSON.parse(run(['rules', '--format', 'json']).stdout) as { rules: { id: string }[] };
    expect(rules.length).toBeGreaterThanOrEqual(8);
    const list = run(['rules']).stdout;
    for (const { id } of rules) expect(list).toContain(id);
    expect(run(['explain', 'softmax-single-unit']).stdout).toMatch(/Why[\s\S]*Reported[\s\S]*Accepted/);
  });

  test('probe --data trains on the file that the program reads, below the root only', () => {
    const program = (path: string): string => `import pandas as pd
from tensorflow import keras

df = pd.read_csv("${path}")
x = df[["a", "b"]].values
y = df["label"].values
model = keras.Sequential([
    keras.layers.Dense(8, activation="relu", input_shape=(2,)),
    keras.layers.Dense(1, activation="softmax"),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"])
model.fit(x, y, epochs=20, batch_size=10)
`;
    const row = (i: number): string => `${(i % 20) / 10 - 1},${(i % 7) / 3},${i % 20 < 10 ? 0 : 1}`;
    const csv = ['a,b,label', ...Array.from({ length: 200 }, (_, i) => row(i))].join('\n');
    write('own/pyproject.toml', '');
    write('own/data.csv', csv);
    write('outside.csv', csv);
    const inside = write('own/inside.py', program('data.csv'));
    const outside = write('own/outside.py', program('../outside.csv'));
    const probe = (file: string, ...flags: readonly string[]) => {
      const args = ['probe', file, '--rule', 'softmax-single-unit', '--seeds', '2', '--format', 'json', ...flags];
      const { probes } = JSON.parse(run(args).stdout) as {
        probes: readonly {
          verdict: { data: { kind: string; file?: string } };
          words: { sentences: string[]; assumptions: string[] };
        }[];
      };
      return probes[0];
    };
    const own = probe(inside, '--data');
    expect(own?.verdict.data).toMatchObject({ kind: 'own', file: 'data.csv', rows: 200, samples: 150, heldOut: 50 });
    expect(own?.words.sentences[0]).toContain('On 200 rows of data.csv');
    expect(own?.words.assumptions[0]).toMatch(/^Your own data: 150 rows of data\.csv/);
    const refused = probe(outside, '--data');
    expect(refused?.verdict.data.kind).toBe('made-up');
    expect(refused?.words.assumptions).toContain('Your own data was not used: outside.csv: it lies outside the project.');
    // The file lies in the project, so it is used unless people say otherwise.
    expect(probe(inside)?.verdict.data.kind).toBe('own');
    expect(probe(inside, '--no-data')?.verdict.data.kind).toBe('made-up');
  });

  test('probe gives at least five runs an arm with curves, twice the same', () => {
    mkdirSync(join(folder, 'examples'), { recursive: true });
    cpSync(join(repository, 'examples/improper_loss.py'), join(folder, 'examples/improper_loss.py'));
    const probe = (): string =>
      run(['probe', 'examples/improper_loss.py', '--rule', 'mse-for-classification', '--format', 'json']).stdout;
    const first = probe();
    const { probes } = JSON.parse(first) as {
      probes: {
        verdict: { outcome: string; semantics: { backend: string }; arms: { runs: { curve: { loss: number[] } }[] }[] };
        words: { assumptions: string[] };
      }[];
    };
    expect(probes).toHaveLength(1);
    const [{ verdict, words } = { verdict: undefined, words: undefined }] = probes;
    expect(verdict?.arms).toHaveLength(2);
    for (const arm of verdict?.arms ?? []) {
      expect(arm.runs.length).toBeGreaterThanOrEqual(5);
      for (const { curve } of arm.runs) expect(curve.loss.length).toBeGreaterThan(10);
    }
    expect(words?.assumptions.join(' ')).toMatch(/Made-up data[\s\S]*Keras 3 on TensorFlow/);
    const timeless = (text: string): string => text.replaceAll(/"ms": [\d.]+/g, '"ms": 0');
    expect(timeless(probe())).toBe(timeless(first));
  });

  test('probe --baseline asks of each model whether it learns, and tries what would change that', () => {
    const file = write(
      'slow.py',
      `import numpy as np
from tensorflow import keras
x = np.random.rand(60, 4)
y = (x.sum(axis=1) > 2).astype("int32")
model = keras.Sequential([keras.layers.Dense(1, activation="sigmoid", input_shape=(4,))])
model.compile(optimizer=keras.optimizers.SGD(1e-9), loss="binary_crossentropy")
model.fit(x, y, epochs=300)
`,
    );
    const { probes } = JSON.parse(run(['probe', file, '--baseline', '--format', 'json']).stdout) as {
      probes: {
        finding: null;
        model: { name: string; range: { start: { line: number } } };
        verdict: { outcome: string; remedies: { title: string; learnedRuns: number; runs: number }[] };
      }[];
    };
    expect(probes).toMatchObject([
      { finding: null, model: { name: 'model', range: { start: { line: 5 } } }, verdict: { outcome: 'does-not-learn' } },
    ]);
    const [best] = probes[0]?.verdict.remedies ?? [];
    expect(best).toMatchObject({ title: 'Adam at its default rate (0.001)', learnedRuns: 3, runs: 3 });
    expect(run(['probe', file, '--baseline', '--rule', 'lr-too-low']).status).toBe(2);
  });
});
