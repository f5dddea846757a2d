/** Running a command to its end, or to its deadline: nothing here can hang. */
import { spawn } from 'node:child_process';

export interface CommandResult {
  /** Exit code 0 within the deadline. */
  readonly ok: boolean;
  readonly timedOut: boolean;
  /** Standard output and error, interleaved. */
  readonly output: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly seconds: number;
}

/** Run a command; when its deadline passes it is killed with everything it started. Never throws. */
export function runCommand(file: string, args: readonly string[], { cwd, env, seconds }: CommandOptions): Promise<CommandResult> {
  return new Promise((resolve) => {
    // Its own process group, so that the children of npm end with it.
    const child = spawn(file, args, { cwd, env: env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let output = '';
    let timedOut = false;
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const killGroup = () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended by itself in the meantime.
      }
    };
    const timer = setTimeout(() => {
      timedOut = true;
      killGroup();
    }, seconds * 1000);
    // Ctrl+C reaches only our own group: hand it on, and end as a shell expects.
    const interrupted = () => {
      killGroup();
      process.exit(130);
    };
    process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
    const end = (ok: boolean) => {
      clearTimeout(timer);
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
      resolve({ ok: ok && !timedOut, timedOut, output });
    };
    child.once('error', (error) => {
      output += error.message;
      end(false);
    });
    child.once('close', (code) => end(code === 0));
  });
}
