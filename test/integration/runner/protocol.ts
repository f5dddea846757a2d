/**
 * What is said between the tests, which run inside the extension host, and the runner, which holds the window.
 *
 * A test can reach the editor's model through the `vscode` module, but not what is drawn: the document of a webview lies in nested frames of
 * another process. So it asks the runner, over HTTP on this machine, and the runner asks the real document through Playwright.
 */

/** Whose document: the workbench's, or the innermost of the webview that an extension shows. */
export type Where = 'workbench' | { readonly extension: string };

export type DriverRequest =
  /** The value of a JavaScript expression, which must be plain JSON. */
  | { readonly do: 'evaluate'; readonly where: Where; readonly expression: string; readonly seconds: number }
  /** The value of an expression as soon as it is neither false, null, 0 nor empty. */
  | { readonly do: 'waitFor'; readonly where: Where; readonly expression: string; readonly seconds: number }
  | { readonly do: 'click'; readonly where: Where; readonly selector: string; readonly seconds: number };

export type DriverAnswer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly why: string };

/** What the suite writes to a file after every event, so that a run that is cut off still tells how far it came. */
export interface SuiteReport {
  readonly rows: readonly TestRow[];
  /** The test that has begun and not ended. */
  readonly running?: string | undefined;
  /** All tests had their turn. */
  readonly complete: boolean;
}

/** One test as it ended. */
export interface TestRow {
  readonly title: string;
  readonly state: 'passed' | 'failed';
  readonly ms: number;
  readonly error?: string;
}

/** What the runner hands the suite, in the environment. */
export const ENVIRONMENT = {
  /** The file to write the `SuiteReport` to. */
  results: 'LOSS_PROBE_TEST_RESULTS',
  /** The address to send `DriverRequest`s to. */
  driver: 'LOSS_PROBE_TEST_DRIVER',
  /** Only tests whose title contains this. */
  grep: 'LOSS_PROBE_TEST_GREP',
  /** `development` or `vsix`: where the extension under test must have come from. */
  extension: 'LOSS_PROBE_TEST_EXTENSION',
} as const;
