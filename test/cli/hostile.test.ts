/** What the command line does with bytes, files and terminals that are not as they should be. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodePython, encodeChanges } from '../../src/cli/encoding';
import { printable } from '../../src/cli/output';
import { replaceFile } from '../../src/cli/write';

const repository = resolve(import.meta.dirname, '../..');
const cli = join(repository, 'dist/cli.js');
let folder = '';

beforeAll(() => {
  const { status, stderr } = spawnSync(process.execPath, ['esbuild.mjs', '--production', '--only=cli.js,worker.cjs'], {
    cwd: repository,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  folder = mkdtempSync(join(tmpdir(), 'loss-probe-hostile-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (args: readonly string[], input = '') =>
  spawnSync(process.execPath, [cli, ...args], { cwd: folder, input, encoding: 'utf8', maxBuffer: 2 ** 28 });
const write = (name: string, text: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const program = (first: string, nl = '\n'): string =>
  [
    first,
    'from tensorflow import keras',
    'model = keras.Sequential([keras.layers.Dense(1, activation="softmax")])  # précision',
    'model.compile(optimizer="adam", loss="binary_crossentropy")',
    'model.fit(x, y)',
    '',
  ].join(nl);
const fixed = (text: string): string => text.replace('softmax', 'sigmoid');

describe('--fix changes what it fixes and no other byte', () => {
  test.each([
    ['Latin-1 that is declared', Buffer.from(program('# -*- coding: latin-1 -*-'), 'latin1'), 'latin1'],
    [
      'Latin-1 in the second line',
      Buffer.from(program('#!/usr/bin/python\n# vim: set fileencoding=iso-8859-15 :'), 'latin1'),
      'latin1',
    ],
    ['bytes that are no UTF-8', Buffer.from(program('# nothing declared'), 'latin1'), 'latin1'],
    ['a byte order mark', Buffer.from(`\ufeff${program('# marked')}`, 'utf8'), 'utf8'],
    ['CRLF', Buffer.from(program('# from Windows', '\r\n'), 'utf8'), 'utf8'],
    ['no line break at the end', Buffer.from(program('# short').trimEnd(), 'utf8'), 'utf8'],
  ] as const)('%s', (name, bytes, encoding) => {
    const path = write(`${name.replaceAll(' ', '-')}.py`, bytes);
    const { stdout } = run(['check', path, '--fix', '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({ files: [{ fixed: [expect.stringContaining('sigmoid')] }] });
    expect(readFileSync(path).toString(encoding)).toBe(fixed(bytes.toString(encoding)));
  });

  test('a double-byte encoding', () => {
    const bytes = Buffer.concat([
      Buffer.from('# coding: gbk\n# '),
      Buffer.from([0xc4, 0xe3, 0xba, 0xc3]),
      Buffer.from(program('').replace('é', 'e')),
    ]);
    const path = write('gbk.py', bytes);
    run(['check', path, '--fix']);
    expect(readFileSync(path).toString('latin1')).toBe(fixed(bytes.toString('latin1')));
  });

  test('an encoding that is not known is not read at all', () => {
    const { stdout, status } = run(['check', write('rot.py', program('# coding: rot13'))]);
    expect(stdout).toContain('This file is written in rot13, which cannot be read here.');
    expect(status).toBe(2);
  });

  test('a notebook with a cell that is none', () => {
    const source = program('')
      .split('\n')
      .map((line) => `${line}\n`);
    const cells = [null, { cell_type: 'code', metadata: {}, outputs: [], source }];
    const path = write('null.ipynb', JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
    const before = readFileSync(path, 'utf8');
    expect(run(['check', path, '--fix']).stdout).toContain('fixed:');
    expect(readFileSync(path, 'utf8')).toBe(fixed(before));
  });
});

describe('replacing a file', () => {
  const before = Buffer.from('before');
  const after = Buffer.from('after and longer');

  test('keeps its permissions and a link to it, and leaves nothing beside it', () => {
    const home = mkdtempSync(join(folder, 'replace-'));
    const path = join(home, 'a.py');
    writeFileSync(path, before);
    chmodSync(path, 0o640);
    symlinkSync(path, join(home, 'link.py'));
    expect(replaceFile(join(home, 'link.py'), before, after)).toBeUndefined();
    expect(readFileSync(path)).toEqual(after);
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(lstatSync(join(home, 'link.py')).isSymbolicLink()).toBe(true);
    expect(readdirSync(home).toSorted()).toEqual(['a.py', 'link.py']);
  });

  test.each([
    ['the disk is full', 'ENOSPC', /^It could not be written, and is as it was: The disk is full\.$/],
    ['the disk fails', 'EIO', /^It could not be written, and is as it was: This cannot be written \(EIO\)\.$/],
  ])('leaves it as it was where %s halfway', (_, code, sentence) => {
    const home = mkdtempSync(join(folder, 'full-'));
    const path = join(home, 'a.py');
    writeFileSync(path, before);
    const problem = replaceFile(path, before, after, {
      write: (descriptor, bytes) => {
        writeSync(descriptor, bytes, 0, 3);
        throw Object.assign(new Error(code), { code });
      },
    });
    expect(problem).toMatch(sentence);
    expect([readFileSync(path).toString(), readdirSync(home)]).toEqual(['before', ['a.py']]);
  });

  test.each([
    ['it has changed since it was read', (path: string) => writeFileSync(path, 'other'), /has changed/, 'other'],
    ['it is read-only', (path: string) => chmodSync(path, 0o444), /read-only/, 'before'],
    ['it is gone', (path: string) => rmSync(path), /no such file/, undefined],
  ])('writes nothing where %s', (_, meanwhile, sentence, left) => {
    const home = mkdtempSync(join(folder, 'changed-'));
    const path = join(home, 'a.py');
    writeFileSync(path, before);
    meanwhile(path);
    expect(replaceFile(path, before, after)).toMatch(sentence);
    const names = readdirSync(home);
    expect(names).toEqual(left === undefined ? [] : ['a.py']);
    if (left !== undefined) expect(readFileSync(path, 'utf8')).toBe(left);
  });
});

test('what an encoding cannot hold is not written', () => {
  const bytes = Buffer.from('# coding: latin-1\nx = 1\n');
  const read = decodePython(bytes);
  if (read.text === undefined) throw new Error(read.error);
  expect(encodeChanges(bytes, read.text, read.text.replace('1\n', '"→"\n'), read.encoding)).toBeUndefined();
});

describe('what is no file is not read', () => {
  test('pipes, devices and circles, as scripts, modules and settings', () => {
    const home = mkdtempSync(join(folder, 'odd-'));
    const at = (name: string): string => join(home, name);
    expect(spawnSync('mkfifo', [at('pipe.py')]).status).toBe(0);
    expect(spawnSync('mkfifo', [at('pyproject.toml')]).status).toBe(0);
    symlinkSync('/dev/zero', at('zero.py'));
    symlinkSync(at('circle.py'), at('circle.py'));
    writeFileSync(at('main.py'), 'import pipe\nimport zero\nimport circle\nimport keras\nkeras.Sequential().fit(x)\n');
    const { stdout, stderr } = run(['check', at('pipe.py'), at('zero.py'), at('circle.py'), at('main.py'), '--format', 'json']);
    const { files } = JSON.parse(stdout) as { files: { error?: string }[] };
    expect(files.map(({ error }) => error)).toEqual([
      'This is not a regular file, so it is not read.',
      'This is not a regular file, so it is not read.',
      'This is a link that leads back to itself.',
      undefined,
    ]);
    expect(stderr).toContain('is not a file of settings');
  });

  test('a standard input without end is cut off', () => {
    const { stderr, status } = run(['check', '-'], 'import keras\n'.repeat(200_000));
    expect(stderr).toContain('The standard input is not read any further');
    expect(status).toBe(2);
  });
});

describe('the terminal', () => {
  const escape = '\u001b]0;PWNED\u0007\u001b[2J';

  test('gets no control sequence of the program', () => {
    const text = `from tensorflow import keras
model = keras.Sequential([keras.layers.Dense(1, activation="softmax", name="a${escape}")])  # \u001b[31mred \u009b2J \u202e
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(x, y)
`;
    const path = write('escape.py', text);
    for (const args of [
      ['check', path],
      ['model', path],
      ['check', path, '--format', 'github'],
      ['check', path, '--format', 'json'],
    ]) {
      const { stdout, stderr } = run(args);
      expect(stdout.length).toBeGreaterThan(50);
      expect(stdout + stderr).not.toMatch(/(?![\t\n])[\p{Cc}\u202e]/u);
    }
    expect(run(['check', path]).stdout).toContain('\\u001b[31mred');
  });

  test('keeps our own colours', () => {
    expect(printable(`\ufdd01\ufdd1bold\ufdd00\ufdd1 \u001b[1m`)).toBe('\u001b[1mbold\u001b[0m \\u001b[1m');
  });

  test('may stop reading', () => {
    const { stderr } = spawnSync('sh', ['-c', `"${process.execPath}" "${cli}" rules --format json | head -n 1`], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
  });
});

test('a cell of commented lines from Windows is read', () => {
  const cell = `${'# old code\r\n'.repeat(2_000)}x = 1\r\n`;
  const cells = [cell, 'import keras\n'].map((source) => ({ cell_type: 'code', metadata: {}, outputs: [], source }));
  const path = write('comments.ipynb', JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
  expect(run(['check', path]).stdout).toContain('No model that is compiled or trained was seen.');
});
