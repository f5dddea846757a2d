/** What a person installs: these files and no others, and not much of them. Reads the built `dist/`. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { rules } from '../../src/rules/index';
import { root } from '../../tools/host/parts';
import { packagedFiles, packageExtension } from '../../tools/host/package';

test('the packaged extension consists of exactly these files', async () => {
  expect(await packagedFiles()).toEqual(
    [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist/LICENSES.txt',
      'dist/cli.js',
      'dist/cli.js.LEGAL.txt',
      'dist/core.cjs',
      'dist/core.cjs.LEGAL.txt',
      'dist/extension.cjs',
      'dist/mcp.js',
      'dist/tfjs-backend-wasm-simd.wasm',
      'dist/tfjs-backend-wasm.wasm',
      'dist/tree-sitter-python.wasm',
      'dist/web-tree-sitter.wasm',
      'dist/webview/panel.css',
      'dist/webview/panel.js',
      'dist/worker.cjs',
      'dist/worker.cjs.LEGAL.txt',
      'docs/rules/README.md',
      ...rules.map(({ id }) => `docs/rules/${id}.md`),
      'media/icon.png',
      ...['fix.md', 'see.md', 'stuck.ipynb', 'test.md', 'workspace.md'].map((file) => `media/walkthrough/${file}`),
      'package.json',
    ].sort(),
  );
});

test('the packaged extension is under 2 MB', async () => {
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'loss-probe-'));
  try {
    const { bytes } = await packageExtension(path.join(temporary, 'loss-probe.vsix'));
    expect(bytes).toBeGreaterThan(100_000);
    expect(bytes).toBeLessThan(2_000_000);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
});

test('the stub that every Python file loads is under 40 kB, and nothing of the core is in it', () => {
  const stub = readFileSync(path.join(root, 'dist/extension.cjs'), 'utf8');
  expect(Buffer.byteLength(stub)).toBeGreaterThan(1000);
  expect(Buffer.byteLength(stub)).toBeLessThan(40_000);
  expect(stub).toContain('./core.cjs');
  expect(rules.filter(({ id }) => stub.includes(id))).toEqual([]);
});

test('the licence of everything that is bundled is in it', () => {
  const text = readFileSync(path.join(root, 'dist/LICENSES.txt'), 'utf8');
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  for (const name of ['@modelcontextprotocol/sdk', '@tensorflow/tfjs-core', 'preact', 'web-tree-sitter', 'tree-sitter-python'])
    expect(text).toContain(`${name} ${manifest.devDependencies[name]} (`);
  expect(text).toContain('zod ');
  expect(text.match(/Permission is hereby granted/g)?.length).toBeGreaterThan(10);
});
