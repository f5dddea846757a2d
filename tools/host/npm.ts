/** The two things asked of npm: can the registry be reached at all, and install a locked folder. */
import { runCommand, type CommandResult } from './command';

/** Seconds one installation may take before it is stopped. */
const INSTALL_SECONDS = 300;
/** Seconds the registry has for one line of answer; a silent network ends here, not after the installation's deadline. */
const REACH_SECONDS = 20;

const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];

/** npm as this process was started by it, so that the same npm is used; else the one on the path. */
function npm(args: readonly string[], cwd: string, seconds: number): Promise<CommandResult> {
  const script = process.env.npm_execpath;
  const env = { ...process.env };
  // What `npm run` tells its children about the project they were started from is not about this folder.
  for (const key of Object.keys(env))
    if (/^npm_(package|lifecycle)_|^npm_config_(local_prefix|prefix)$/.test(key)) Reflect.deleteProperty(env, key);
  const options = { cwd, env, seconds };
  return script?.endsWith('npm-cli.js') === true
    ? runCommand(process.execPath, [script, ...args, ...quiet], options)
    : runCommand('npm', [...args, ...quiet], options);
}

/** Ask the registry for one version, and once more: undefined when it answers, else why it does not. At most 40 seconds. */
export async function whyUnreachable(packageAtVersion: string, cwd: string): Promise<string | undefined> {
  let last = '';
  for (let attempt = 0; attempt < 2; attempt++) {
    const answer = await npm(['view', packageAtVersion, 'version', '--prefer-online', '--fetch-retries=0'], cwd, REACH_SECONDS);
    if (answer.ok) return undefined;
    last = answer.timedOut
      ? `the npm registry did not answer within ${REACH_SECONDS} s`
      : `the npm registry cannot be reached (${reason(answer)})`;
  }
  return last;
}

/** `npm ci` without scripts in a folder, and once more when it fails: undefined when done, else why not. */
export async function whyNotInstalled(folder: string, extra: readonly string[] = []): Promise<string | undefined> {
  let last = '';
  for (let attempt = 0; attempt < 2; attempt++) {
    const done = await npm(
      ['ci', '--ignore-scripts', '--fetch-retries=1', '--fetch-timeout=60000', ...extra],
      folder,
      INSTALL_SECONDS,
    );
    if (done.ok) return undefined;
    last = done.timedOut ? `npm ci took longer than ${INSTALL_SECONDS} s` : `npm ci failed (${reason(done)})`;
  }
  return last;
}

/** npm's own error code, or its first line: short enough for one sentence. */
function reason({ output }: CommandResult): string {
  const code = /npm error code (\S+)/.exec(output)?.[1];
  const line = output.split('\n').find((text) => text.startsWith('npm error ') && !text.includes('code '));
  return code ?? line?.replace('npm error ', '').slice(0, 120) ?? output.trim().split('\n').at(-1)?.slice(0, 120) ?? 'no message';
}
