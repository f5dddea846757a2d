/** How a lane ended, from everything that says something about it: pure, so that it is tested itself. */
import type { TestRow } from './protocol';

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
  /** The rows that the suite wrote at its end; undefined when it did not get there. */
  readonly rows: readonly TestRow[] | undefined;
  /** What VS Code reported for the run; undefined when it did not report. */
  readonly exitCode: number | undefined;
  /** What stopped the run from outside. */
  readonly interruption?: string | undefined;
}

/** Both accounts must agree that all is well: VS Code's exit code, and the rows of at least one test. */
export function laneOutcome({ lane, seconds, rows, exitCode, interruption }: LaneEnd): LaneOutcome {
  const failed = rows?.filter((row) => row.state === 'failed').length ?? 0;
  const passed = (rows?.length ?? 0) - failed;
  const broken =
    interruption ??
    (rows === undefined
      ? 'The suite did not run to its end: it left no results.'
      : rows.length === 0
        ? 'The suite ran no test.'
        : exitCode === undefined
          ? 'VS Code did not report how the run ended.'
          : exitCode !== 0 && failed === 0
            ? `All tests passed, but VS Code reported exit code ${exitCode}.`
            : undefined);
  return {
    lane,
    passed,
    failed: failed + (broken === undefined ? 0 : 1),
    rows: rows ?? [],
    seconds,
    ...(broken === undefined ? {} : { broken }),
  };
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
