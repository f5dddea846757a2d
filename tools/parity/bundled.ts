/**
 * Loads a module of ours that uses the tensor library. The library's ES modules import folders, which Node does not allow, so the module is
 * bundled first, as the worker is.
 */
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(import.meta.url);

/** Bundles `entry` (from the repository's root) into .build and loads it. */
export async function loadBundled(entry: string): Promise<unknown> {
  const outfile = join(root, '.build', 'tools', `${entry.replace(/[^A-Za-z0-9]+/g, '-')}.cjs`);
  mkdirSync(join(root, '.build', 'tools'), { recursive: true });
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'error',
    logOverride: { 'empty-import-meta': 'silent' },
  });
  return require(outfile);
}
