/** The one log channel: what was read and how long it took, and what went wrong. */
import * as vscode from 'vscode';

export type Log = vscode.LogOutputChannel;

export const openLog = (): Log => vscode.window.createOutputChannel('Loss Probe', { log: true });

/** An error in words. */
export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Runs one boundary (a command, an event): a throw is our mistake, is logged with its stack and goes no further. */
export async function guarded<T>(log: Log, what: string, run: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    log.error(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return undefined;
  }
}
