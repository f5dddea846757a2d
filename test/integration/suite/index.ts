/** The suite's entry: VS Code calls `run` inside the extension host, the served one and the Electron one alike. */
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import { ENVIRONMENT, type SuiteReport, type TestRow } from '../runner/protocol';

export async function run(): Promise<void> {
  const grep = process.env[ENVIRONMENT.grep];
  const mocha = new Mocha({
    ui: 'bdd',
    reporter: Silent,
    color: false,
    timeout: 90_000,
    forbidOnly: true,
    forbidPending: true,
    ...(grep === undefined ? {} : { grep }),
  });
  for (const file of readdirSync(__dirname).sort()) if (file.endsWith('.test.cjs')) mocha.addFile(path.join(__dirname, file));
  const rows: TestRow[] = [];
  const results = process.env[ENVIRONMENT.results];
  const write = (rest: Omit<SuiteReport, 'rows'>) => {
    if (results !== undefined) writeFileSync(results, JSON.stringify({ rows, ...rest } satisfies SuiteReport));
  };
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on('test', (test) => write({ running: test.fullTitle(), complete: false }));
    runner.on('pass', (test) => {
      rows.push({ title: test.fullTitle(), state: 'passed', ms: test.duration ?? 0 });
      console.log(`ok ${test.fullTitle()}`);
    });
    runner.on('fail', (test, error: Error) => {
      rows.push({ title: test.fullTitle(), state: 'failed', ms: test.duration ?? 0, error: error.stack ?? error.message });
      console.log(`FAIL ${test.fullTitle()}: ${error.message}`);
    });
  });
  write({ complete: true });
  if (failures > 0) throw new Error(`${failures} tests failed`);
}

/** The rows are reported by the runner. */
class Silent extends Mocha.reporters.Base {
  override epilogue(): void {
    // Nothing.
  }
}
