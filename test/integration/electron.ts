/**
 * `npm run test:electron`: the same suite in the desktop VS Code, which `@vscode/test-electron` downloads: for machines with internet.
 *
 *     tsx test/integration/electron.ts [--version 1.103.0] [--grep TEXT]
 *
 * On Linux without a display run it under `xvfb-run -a`.
 */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import { chromium, type Page } from 'playwright-core';
import { root } from '../../tools/host/parts';
import { QUIET_SETTINGS, writeSettings } from '../../tools/host/settings';
import { bundleSuite, suiteEntry } from './runner/bundle';
import { serveDriver } from './runner/driver';
import { describeLane, laneOutcome } from './runner/outcome';
import { ENVIRONMENT, type SuiteReport } from './runner/protocol';

/** Minutes until the editor is given up: the first run downloads it. */
const LANE_MINUTES = 15;

const { values } = parseArgs({ options: { version: { type: 'string', default: 'stable' }, grep: { type: 'string' } } });
const started = Date.now();
const temporary = mkdtempSync(path.join(os.tmpdir(), 'loss-probe-'));
const workspace = path.join(temporary, 'examples');
cpSync(path.join(root, 'examples'), workspace, { recursive: true });
const user = path.join(temporary, 'user');
writeSettings(path.join(user, 'User'), QUIET_SETTINGS);
await bundleSuite();

const debugging = await freePort();
let window: Page | undefined;
const driver = await serveDriver(async () => (window ??= await workbenchOf(debugging)));
const results = path.join(temporary, 'results.json');
const overtime = setTimeout(() => {
  report(undefined, `The editor did not end within ${LANE_MINUTES} minutes.`);
  process.exit(1);
}, LANE_MINUTES * 60_000);

let exitCode: number | undefined;
let interruption: string | undefined;
try {
  exitCode = await runTests({
    version: values.version,
    extensionDevelopmentPath: root,
    extensionTestsPath: suiteEntry,
    launchArgs: [
      workspace,
      ...['--user-data-dir', user, '--extensions-dir', path.join(temporary, 'extensions')],
      ...['--disable-extensions', '--disable-workspace-trust', '--skip-welcome', '--skip-release-notes'],
      `--remote-debugging-port=${debugging}`,
      '--no-sandbox',
    ],
    extensionTestsEnv: {
      [ENVIRONMENT.results]: results,
      [ENVIRONMENT.driver]: driver.address,
      [ENVIRONMENT.extension]: 'development',
      [ENVIRONMENT.grep]: values.grep,
    },
  });
} catch (error) {
  // A failed test is an exception too; only a run that left no results was interrupted.
  if (existsSync(results)) exitCode = 1;
  else interruption = `The desktop VS Code could not run the suite: ${error instanceof Error ? error.message : String(error)}`;
}
clearTimeout(overtime);
driver.close();
const failed = report(existsSync(results) ? (JSON.parse(readFileSync(results, 'utf8')) as SuiteReport) : undefined, interruption);
rmSync(temporary, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
process.exit(failed === 0 ? 0 : 1);

/** @returns how many failures there are. */
function report(written: SuiteReport | undefined, why: string | undefined): number {
  const outcome = laneOutcome({
    lane: `desktop VS Code ${values.version}`,
    seconds: (Date.now() - started) / 1000,
    report: written,
    exitCode,
    interruption: why,
  });
  console.log(describeLane(outcome));
  console.log(`${outcome.passed} passed, ${outcome.failed} failed`);
  return outcome.failed;
}

/** The workbench's page in an Electron that listens for a debugger. */
async function workbenchOf(port: number): Promise<Page> {
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const pages = browser.contexts().flatMap((context) => context.pages());
  const found = pages.find((page) => page.url().includes('workbench'));
  if (found === undefined) throw new Error('The workbench is not among the pages of the editor.');
  return found;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
