/** One lane: one VS Code, one way the extension came into it, the whole suite. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { PartName } from '../../../tools/host/parts';
import { root } from '../../../tools/host/parts';
import { startServer, type VSCodeServer } from '../../../tools/host/server';
import { openWindow, type Window } from '../../../tools/host/window';
import { suiteEntry } from './bundle';
import { serveDriver } from './driver';
import { laneOutcome, type LaneOutcome } from './outcome';
import { ENVIRONMENT, type SuiteReport } from './protocol';

export interface Lane {
  readonly host: 'newest' | 'oldest';
  /** The development folder, or the packaged extension with an empty development extension beside it. */
  readonly extension: 'development' | 'vsix';
}

export interface LaneOptions {
  readonly folders: ReadonlyMap<PartName, string>;
  readonly vsix: string;
  readonly grep?: string | undefined;
  /** Seconds for everything between the open window and the last test. */
  readonly seconds: number;
  /** Called with each line that the extension host logs. */
  readonly heard?: (line: string) => void;
}

const laneTitle = ({ host, extension }: Lane) =>
  `${host} VS Code, ${extension === 'vsix' ? 'packaged extension' : 'development folder'}`;

const emptyExtension = path.join(root, 'test/integration/empty-extension');

/** Run the suite in a lane. Never throws and never hangs: whatever stops it is a failure with one sentence and the server's last lines. */
export async function runLane(lane: Lane, options: LaneOptions): Promise<LaneOutcome> {
  const started = Date.now();
  const seconds = () => (Date.now() - started) / 1000;
  let server: VSCodeServer | undefined;
  let window: Window | undefined;
  const driver = await serveDriver(() =>
    window === undefined ? Promise.reject(new Error('The window is not open yet.')) : Promise.resolve(window.page),
  );
  const stop = async () => {
    driver.close();
    await window?.close().catch(() => undefined);
    await server?.stop();
  };
  const interrupted = () => void stop().finally(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const results = path.join(root, `.build/integration/results-${lane.host}-${lane.extension}-${process.pid}.json`);
    server = await startServer({
      folder: folderOf(options, lane.host),
      open: path.join(root, 'examples'),
      testDriver: true,
      env: {
        [ENVIRONMENT.results]: results,
        [ENVIRONMENT.driver]: driver.address,
        [ENVIRONMENT.extension]: lane.extension,
        ...(options.grep === undefined ? {} : { [ENVIRONMENT.grep]: options.grep }),
      },
      ...(lane.extension === 'vsix' ? { vsix: options.vsix } : {}),
    });
    window = await openWindow({ folder: folderOf(options, 'browser'), temporary: server.temporary });
    const end = await untilEnd(lane, server, window, options);
    const report = existsSync(results) ? (JSON.parse(readFileSync(results, 'utf8')) as SuiteReport) : undefined;
    const interruption = end.interruption === undefined ? undefined : `${end.interruption}\n${server.logTail()}`;
    return laneOutcome({ lane: laneTitle(lane), seconds: seconds(), report, exitCode: end.exitCode, interruption });
  } catch (error) {
    const interruption = error instanceof Error ? error.message : String(error);
    return laneOutcome({ lane: laneTitle(lane), seconds: seconds(), report: undefined, exitCode: undefined, interruption });
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    await stop();
  }
}

function folderOf(options: LaneOptions, part: PartName): string {
  const folder = options.folders.get(part);
  if (folder === undefined) throw new Error(`The part "${part}" was not asked to be installed.`);
  return folder;
}

interface End {
  readonly exitCode?: number;
  readonly interruption?: string;
}

/** Open the workbench on the suite and wait for the first thing that ends the run. */
async function untilEnd(lane: Lane, server: VSCodeServer, { page }: Window, options: LaneOptions): Promise<End> {
  let timer: NodeJS.Timeout | undefined;
  let exit: (code: number) => void = () => undefined;
  const exited = new Promise<End>((resolve) => (exit = (exitCode) => resolve({ exitCode })));
  // The server's flag --enable-smoke-test-driver makes the workbench call these two.
  await page.exposeFunction('codeAutomationLog', (_type: string, values: readonly unknown[]) =>
    options.heard?.(values.join(' ')),
  );
  await page.exposeFunction('codeAutomationExit', (code: number) => exit(code));
  const development = lane.extension === 'vsix' ? emptyExtension : root;
  const address = server.address([
    ['extensionDevelopmentPath', server.remoteUri(development)],
    ['extensionTestsPath', server.remoteUri(suiteEntry)],
    ['skipWelcome', 'true'],
  ]);
  try {
    return await Promise.race([
      exited,
      server.ended.then((how) => ({ interruption: `The VS Code server ended during the tests (${how}).` })),
      new Promise<End>((resolve) => page.once('crash', () => resolve({ interruption: 'The page of VS Code crashed.' }))),
      new Promise<End>((resolve) => page.once('close', () => resolve({ interruption: 'The browser ended during the tests.' }))),
      new Promise<End>((resolve) => {
        timer = setTimeout(
          () => resolve({ interruption: `The suite did not end within ${options.seconds} s.` }),
          options.seconds * 1000,
        );
      }),
      page.goto(address, { waitUntil: 'commit' }).then(() => exited),
    ]);
  } finally {
    clearTimeout(timer);
  }
}
