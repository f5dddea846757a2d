/**
 * Python environments with exact versions of the real libraries, for the tools that compare with them.
 *
 * Each is made once, outside every checkout, in a folder named after its requirements: all checkouts share it, and a changed
 * requirement makes a new one. It is built beside its final place and renamed, so a folder that is there is complete.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `keras3`: TensorFlow 2.21 with Keras 3. `keras2`: TensorFlow 2.15, the last release whose `tf.keras` is Keras 2. */
export type PythonEnvironmentName = 'keras3' | 'keras2';

export interface PythonEnvironment {
  /** Absolute path of the environment's interpreter. */
  readonly python: string;
}

/** What could not be done, in one sentence for the person at the terminal. */
class PythonEnvironmentError extends Error {
  override readonly name = 'PythonEnvironmentError';
}

const pythonVersions = ['3.11', '3.10', '3.12'] as const;

/**
 * The interpreter of an environment that has the pinned packages, made on first use (about 1.5 GB on disk, minutes to fetch).
 * Nothing is printed but one line when it has to be made.
 * @throws {PythonEnvironmentError} without a fitting Python, or when pip cannot install
 */
export const pythonEnvironment = (name: PythonEnvironmentName): Promise<PythonEnvironment> => (made[name] ??= findOrMake(name));

/** One attempt a process. */
const made: Partial<Record<PythonEnvironmentName, Promise<PythonEnvironment>>> = {};

const findOrMake = async (name: PythonEnvironmentName): Promise<PythonEnvironment> => {
  const requirements = fileURLToPath(new URL(`requirements-${name}.txt`, import.meta.url));
  const text = await readFile(requirements, 'utf8');
  const base = await basePython();
  const key = createHash('sha256').update(`${base.version}\n${text}`).digest('hex').slice(0, 12);
  const cache = join(homedir(), '.cache', 'loss-probe');
  const home = join(cache, `python-${name}-${key}`);
  const python = join(home, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  if (existsSync(join(home, 'complete'))) return { python };

  await mkdir(cache, { recursive: true });
  const lock = `${home}.lock`;
  await whileLocked(lock, async () => {
    if (existsSync(join(home, 'complete'))) return;
    process.stderr.write(`Making the Python environment ${name} in ${home} (once, about 1.5 GB).\n`);
    await rm(home, { recursive: true, force: true });
    // Scripts inside a venv hold its absolute path, so it is built in place; the file `complete` is what makes it valid.
    await must(
      base.python,
      ['-m', 'venv', home],
      `Python ${base.version} cannot make a virtual environment (is its venv module installed?)`,
    );
    await must(
      python,
      ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', '-r', requirements],
      `pip could not install requirements-${name}.txt`,
    );
    await writeFile(join(home, 'complete.part'), text);
    await rename(join(home, 'complete.part'), join(home, 'complete'));
  });
  return { python };
};

/** Runs `script` with `input` on its standard input in the named environment, TensorFlow kept quiet and off the GPU; resolves to its standard output. */
export const runPython = async (name: PythonEnvironmentName, script: string, input = ''): Promise<string> => {
  const { python } = await pythonEnvironment(name);
  return must(python, [script], `${script} failed in the Python environment ${name}`, input);
};

const basePython = async (): Promise<{ python: string; version: string }> => {
  const found: string[] = [];
  for (const python of [...pythonVersions.map((version) => `python${version}`), 'python3', 'python']) {
    const { code, stdout } = await run(python, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])']);
    const version = stdout.trim();
    if (code !== 0) continue;
    if ((pythonVersions as readonly string[]).includes(version)) return { python, version };
    found.push(version);
  }
  throw new PythonEnvironmentError(
    found.length === 0
      ? 'No python3 was found on the PATH; install Python 3.11.'
      : `The pinned packages need Python ${pythonVersions.join(', ')}, but only ${found.join(', ')} was found on the PATH.`,
  );
};

/** Runs `work` while holding `lock`, a file with its owner's process id; linking it into place is atomic, and a dead owner's lock is broken. */
const whileLocked = async (lock: string, work: () => Promise<void>): Promise<void> => {
  const mine = `${lock}.${process.pid}`;
  await writeFile(mine, String(process.pid));
  try {
    for (;;) {
      try {
        await link(mine, lock);
        break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        const owner = await readFile(lock, 'utf8').catch(() => '');
        if (owner !== '' && !isAlive(Number(owner))) await rm(lock, { force: true });
        else await new Promise((resolve) => setTimeout(resolve, 1000));
      }
    }
    try {
      await work();
    } finally {
      await rm(lock, { force: true });
    }
  } finally {
    await rm(mine, { force: true });
  }
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const must = async (command: string, args: readonly string[], complaint: string, input = ''): Promise<string> => {
  const { code, stdout, stderr } = await run(command, args, input);
  if (code === 0) return stdout;
  const lines = stderr.trim().split('\n');
  const cause = lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? '';
  throw new PythonEnvironmentError(`${complaint}: ${cause.trim() || `it ended with ${code}`}`);
};

const run = (command: string, args: readonly string[], input = ''): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    const env = {
      ...process.env,
      TF_CPP_MIN_LOG_LEVEL: '3',
      CUDA_VISIBLE_DEVICES: '-1',
      TF_ENABLE_ONEDNN_OPTS: '0',
      PYTHONHASHSEED: '0',
    };
    const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    child.stdin.on('error', () => undefined); // it may end without reading
    child.stdin.end(input);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', (error) => resolve({ code: 127, stdout: '', stderr: error.message }));
    child.on('close', (code) =>
      resolve({ code: code ?? 1, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }),
    );
  });
