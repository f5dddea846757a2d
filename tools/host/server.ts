/**
 * VS Code's own server, started on a copy of a folder, with nothing of the person's: private home, settings, extensions and temporary files.
 *
 * Everything it writes lies under one temporary folder, which is removed with it; the whole process group is ended, because the extension host
 * may outlive the server by seconds.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runCommand } from './command';
import { vscodePaths } from './parts';
import { QUIET_SETTINGS, writeSettings } from './settings';

export interface ServerOptions {
  /** Where the part `newest` or `oldest` is installed. */
  readonly folder: string;
  /** The folder to open; it is copied, so that nothing edited there reaches the original. */
  readonly open: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A packaged extension to install first. */
  readonly vsix?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** 0, or left out: any free port. */
  readonly port?: number;
  /** A secret that the address must carry; without one, anybody on this machine may connect. */
  readonly token?: string;
  /** What lets a test runner hear from the extension host. */
  readonly testDriver?: boolean;
}

export interface VSCodeServer {
  readonly port: number;
  readonly temporary: string;
  /** The copy of the opened folder. */
  readonly workspace: string;
  /** The address of the workbench on that folder; `payload` is handed to the workbench. */
  address(payload?: readonly (readonly [string, string])[]): string;
  /** How the workbench names a file of this machine. */
  remoteUri(file: string): string;
  /** The last lines the server wrote. */
  logTail(): string;
  /** Settles when the server has ended, with its exit code or signal. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

const START_SECONDS = 60;

/** Start the server and wait until it listens. Throws one sentence, with the server's last lines, when it does not. */
export async function startServer(options: ServerOptions): Promise<VSCodeServer> {
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'loss-probe-'));
  const inside = (...names: string[]) => {
    const folder = path.join(temporary, ...names);
    mkdirSync(folder, { recursive: true });
    return folder;
  };
  const workspace = path.join(temporary, path.basename(options.open));
  cpSync(options.open, workspace, { recursive: true });
  for (const scope of ['User', 'Machine'])
    writeSettings(path.join(temporary, 'user', scope), { ...QUIET_SETTINGS, ...options.settings });
  const env = serverEnvironment({ HOME: inside('home'), TMPDIR: inside('t'), EXTENSIONS_GALLERY: '{}', ...options.env });
  const { node, vscode } = vscodePaths(options.folder);
  const common = [
    path.join(vscode, 'out/server-main.js'),
    '--accept-server-license-terms',
    ...['--server-data-dir', inside('server'), '--user-data-dir', inside('user'), '--extensions-dir', inside('extensions')],
    ...['--telemetry-level', 'off'],
  ];
  const discard = () => rmSync(temporary, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  if (options.vsix !== undefined) {
    const installed = await runCommand(node, [...common, '--install-extension', options.vsix, '--force'], { env, seconds: 60 });
    if (!installed.ok) {
      discard();
      throw new Error(`The packaged extension could not be installed into VS Code.\n${installed.output}`);
    }
  }
  const child = spawn(
    node,
    [
      ...common,
      ...['--host', '127.0.0.1', '--port', String(options.port ?? 0)],
      ...(options.token === undefined ? ['--without-connection-token'] : ['--connection-token', options.token]),
      ...(options.testDriver === true
        ? ['--enable-smoke-test-driver', '--disable-workspace-trust', '--enable-remote-auto-shutdown']
        : []),
    ],
    { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  const lines: string[] = [];
  const logTail = () => lines.join('').split('\n').slice(-25).join('\n').trim();
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code ?? 'unknown'}`));
  });
  const stop = async () => {
    await endGroup(child, ended);
    discard();
  };
  const listening = new Promise<number>((resolve) => {
    const collect = (chunk: Buffer) => {
      lines.push(chunk.toString());
      if (lines.length > 400) lines.splice(0, 200);
      const port = /Extension host agent listening on (\d+)/.exec(lines.join(''))?.[1];
      if (port !== undefined) resolve(Number(port));
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
  });
  let late: NodeJS.Timeout | undefined;
  const port = await Promise.race([
    listening,
    ended.then((how) => `it ended with ${how}`),
    new Promise<string>(
      (resolve) => (late = setTimeout(() => resolve(`it did not listen within ${START_SECONDS} s`), START_SECONDS * 1000)),
    ),
  ]);
  clearTimeout(late);
  if (typeof port === 'string') {
    await stop();
    throw new Error(`The VS Code server did not start: ${port}.\n${logTail()}`);
  }
  return {
    port,
    temporary,
    workspace,
    address: (payload) => {
      const query = new URLSearchParams({ folder: workspace });
      if (payload !== undefined) query.set('payload', JSON.stringify(payload));
      if (options.token !== undefined) query.set('tkn', options.token);
      return `http://127.0.0.1:${port}/?${query.toString()}`;
    },
    remoteUri: (file) => `vscode-remote://127.0.0.1:${port}${file}`,
    logTail,
    ended,
    stop,
  };
}

/** The environment without what an outer VS Code, npm or Node.js would say to this one. */
function serverEnvironment(own: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([key]) => !/^(VSCODE_|npm_|NODE_OPTIONS$|ELECTRON_RUN_AS_NODE$|XDG_)/.test(key),
  );
  return { ...Object.fromEntries(kept), ...own };
}

/** Ask the group to end; three seconds later, make it. */
async function endGroup(child: ChildProcess, ended: Promise<string>): Promise<void> {
  const signal = (name: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // Nobody left.
    }
  };
  signal('SIGTERM');
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([ended, new Promise((resolve) => (timer = setTimeout(resolve, 3000)))]);
  clearTimeout(timer);
  signal('SIGKILL');
}
