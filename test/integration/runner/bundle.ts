/** Bundle the suite for the extension host, which loads CommonJS. */
import { build } from 'esbuild';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../../tools/host/parts';

/** Where the bundled suite lies, and its entry. */
const bundleFolder = path.join(root, '.build/integration');
export const suiteEntry = path.join(bundleFolder, 'index.cjs');

/** One bundle a test file, so that a file that does not load is one failure with its own name. */
export async function bundleSuite(): Promise<void> {
  const suite = path.join(root, 'test/integration/suite');
  rmSync(bundleFolder, { recursive: true, force: true });
  await build({
    entryPoints: readdirSync(suite)
      .filter((file) => file === 'index.ts' || file.endsWith('.test.ts'))
      .map((file) => path.join(suite, file)),
    outdir: bundleFolder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}
