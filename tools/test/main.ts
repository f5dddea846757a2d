/**
 * `npm test`: everything that can fail, one after the other. A check without tests of its own counts as one.
 * The last line is `N passed, N failed`; the exit code is 1 if anything failed.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';

interface Count {
  readonly passed: number;
  readonly failed: number;
}

function npmRun(script: string, ...rest: readonly string[]): boolean {
  console.log(`\n> npm run ${[script, ...rest].join(' ')}`);
  const { status, error } = spawnSync('npm', ['run', '--silent', script, ...rest], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) console.error(error.message);
  return status === 0;
}

const one = (passed: boolean): Count => (passed ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

/** Runs a suite that writes its counts into a report. A suite that failed without a failed test counts as one failure. */
function suite(
  report: string,
  read: (report: Record<string, unknown>) => Count | undefined,
  script: string,
  ...rest: readonly string[]
): Count {
  rmSync(report, { force: true });
  const succeeded = npmRun(script, ...rest);
  const count = readReport(report, read);
  if (!count) {
    console.error(`${script} wrote no report.`);
    return { passed: 0, failed: 1 };
  }
  return !succeeded && count.failed === 0 ? { ...count, failed: 1 } : count;
}

function readReport(file: string, read: (report: Record<string, unknown>) => Count | undefined): Count | undefined {
  try {
    return read(JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>);
  } catch {
    return undefined;
  }
}

/** Vitest's JSON report. A test that was skipped proves nothing. */
function unitCount({ numPassedTests: passed, numTotalTests: total }: Record<string, unknown>): Count | undefined {
  return typeof passed === 'number' && typeof total === 'number' ? { passed, failed: total - passed } : undefined;
}

function integrationCount({ passed, failed }: Record<string, unknown>): Count | undefined {
  return typeof passed === 'number' && typeof failed === 'number' ? { passed, failed } : undefined;
}

// First, because without it the whole cannot pass, and who waits should hear so at once.
if (!npmRun('host:install', 'newest', 'browser')) {
  console.log('\n0 passed, 1 failed');
  process.exit(1);
}

const unitReport = '.build/unit-results.json';

const steps: readonly (() => Count)[] = [
  () => one(npmRun('typecheck')),
  () => one(npmRun('lint')),
  () => one(npmRun('generate', '--', '--check')),
  () => one(npmRun('build')),
  () =>
    suite(unitReport, unitCount, 'test:unit', '--', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`),
  () => suite('.build/integration-results.json', integrationCount, 'test:integration'),
];

const counts = steps.map((step) => step());
const total = counts.reduce((sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }), {
  passed: 0,
  failed: 0,
});
process.exitCode = total.failed === 0 ? 0 : 1;
console.log(`\n${total.passed} passed, ${total.failed} failed`);
