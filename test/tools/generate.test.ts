/** Generated files are fresh, and a stale one fails. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const repository = resolve(import.meta.dirname, '../..');
let copy = '';

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'loss-probe-generate-'));
  for (const part of ['src', 'assembly', 'docs', 'examples', 'tools', 'package.json', 'README.md', '.prettierrc.json'])
    cpSync(join(repository, part), join(copy, part), { recursive: true });
  symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'), 'junction');
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

const generate = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['--import', 'tsx', 'tools/generate/main.ts', ...args], { cwd: copy, encoding: 'utf8' });

test('nothing is stale', () => {
  const { status, stdout, stderr } = generate('--check');
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^Up to date: \d+ rules\.\n$/);
  expect(status).toBe(0);
});

const spoil = (file: string): void => {
  const path = join(copy, file);
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, file === 'README.md' ? text.replace('#data-and-labels', '#data-and-nothing') : `${text}\nstale\n`);
};

test.each([
  'docs/rules/lr-too-high.md',
  'docs/rules/no-such-rule.md',
  'examples/gallery/README.md',
  'examples/gallery/lr-too-high/bad.py',
  'examples/gallery/no-such-rule/bad.py',
  'README.md',
  'src/rules/index.ts',
  'src/probe/compiled/kernels.ts',
])('a stale %s fails the check and is written anew', (file) => {
  spoil(file);
  const { status, stderr } = generate('--check');
  expect(status).toBe(1);
  expect(stderr).toContain(`Stale, run npm run generate: ${file}`);
  expect(generate().status).toBe(0);
  expect(generate('--check').status).toBe(0);
});
