/** How a lane ended, from everything that says something about it: pure, so that it is tested itself. */
import type { SuiteReport, TestRow } from './protocol';

export interface LaneOutcome {
  readonly lane: string;
  readonly passed: number;
  readonly failed: number;
  readonly rows: readonly TestRow[];
  readonly seconds: number;
  /** Why the suite did not run to its end; counted as one failure. */
  readonly broken?: string;
}

export interface LaneEnd {
  readonly lane: string;
  readonly seconds: number;
  /** What the suite wrote last; undefined when it did not get to its first test. */
  readonly report: SuiteReport | undefined;
  /** What VS Code reported for the run; undefined when it did not report. */
  readonly exitCode: number | undefined;
  /** What stopped the run from outside. */
  readonly interruption?: string | undefined;
}

/** Both accounts must agree that all is well: VS Code's exit code, and the rows of at least one test. */
export function laneOutcome({ lane, seconds, report, exitCode, interruption }: LaneEnd): LaneOutcome {
  const rows = report?.rows ?? [];
  const failed = rows.filter((row) => row.state === 'failed').length;
  const during = report?.running === undefined ? '' : ` It was at "${report.running}".`;
  const broken =
    interruption === undefined
      ? whyBroken(report, exitCode, failed, during)
      : `${interruption.trim()}${during && `\n${during.trim()}`}`;
  return {
    lane,
    passed: rows.length - failed,
    failed: failed + (broken === undefined ? 0 : 1),
    rows,
    seconds,
    ...(broken === undefined ? {} : { broken }),
  };
}

function whyBroken(
  report: SuiteReport | undefined,
  exitCode: number | undefined,
  failed: number,
  during: string,
): string | undefined {
  if (report === undefined) return 'The suite did not begin: it left no results.';
  if (!report.complete) return `The suite did not run to its end.${during}`;
  if (report.rows.length === 0) return 'The suite ran no test.';
  if (exitCode === undefined) return 'VS Code did not report how the run ended.';
  if (exitCode !== 0 && failed === 0) return `All tests passed, but VS Code reported exit code ${exitCode}.`;
  return undefined;
}

/** A lane as text: the failures in full, the rest as one line each. */
export function describeLane({ lane, passed, failed, rows, seconds, broken }: LaneOutcome): string {
  return [
    ...rows.map((row) =>
      row.state === 'passed' ? `  ok   ${row.title} (${row.ms} ms)` : `  FAIL ${row.title}\n${indent(row.error ?? '')}`,
    ),
    ...(broken === undefined ? [] : [`  FAIL ${broken}`]),
    `${lane}: ${passed} passed, ${failed} failed (${seconds.toFixed(1)} s)`,
  ].join('\n');
}

const indent = (text: string) => text.replace(/^/gm, '       ');
