/** The host's side of the probe: starts workers, runs experiments one after the other, ends a worker to cancel. */
import type { Experiment } from '../experiment/experiment';
import type { BackendChoice, Progress, Reason, Verdict } from '../experiment/verdict';
import { openChannel, type Channel } from './envelope';
import type { ProbeApi, ProbeEvents } from './probe';

/** What is needed of a `node:worker_threads` Worker; one fits as it is. */
export interface ProbeWorker {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  terminate(): Promise<unknown>;
  /** While idle a worker must not keep its process alive. */
  ref(): void;
  unref(): void;
}

export interface ProbeRunnerOptions {
  /** Starts a worker on the worker bundle. */
  readonly spawn: () => ProbeWorker;
  /** Calls back after some milliseconds; the result takes that back. */
  readonly schedule: (milliseconds: number, callback: () => void) => () => void;
  readonly backend?: BackendChoice | undefined;
}

export interface StartOptions {
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export interface RunningProbe {
  /** Never rejects: whatever goes wrong is a verdict `failed` with its reason. */
  readonly result: Promise<Verdict>;
  /** Ends it within milliseconds; the result is `failed`, reason `cancelled`. */
  readonly cancel: () => void;
}

export interface ProbeRunner {
  readonly start: (experiment: Experiment, options?: StartOptions) => RunningProbe;
  /** Cancels everything. */
  readonly dispose: () => void;
}

/** Of the worker's own heap; an experiment that needs more ends its worker, not its host. */
export const workerLimits = { maxOldGenerationSizeMb: 2048 } as const;

/** Time beyond an experiment's own deadline after which its worker is taken for hung. */
const GRACE_MS = 5000;
/** Time in which a worker must have its backend open, on the slowest machine. */
const OPENING_MS = 60_000;

interface Job {
  readonly experiment: Experiment;
  readonly onProgress: ((progress: Progress) => void) | undefined;
  readonly settle: (verdict: Verdict) => void;
}

interface Running {
  readonly worker: ProbeWorker;
  readonly channel: Channel<ProbeApi, Record<string, never>>;
  readonly opened: Promise<unknown>;
}

/** A verdict without results. */
export function failedVerdict(experiment: Experiment, reason: Reason): Verdict {
  return {
    version: 1,
    outcome: 'failed',
    evidence: 'none',
    reason,
    arms: [],
    comparisons: [],
    judging: experiment.judging,
    semantics: experiment.semantics,
    data: provenanceOf(experiment.data),
    engine: { backend: 'none', version: '' },
    ms: 0,
  };
}

/** Makes a runner. The first start spawns its worker, which is kept for the next. */
export function openProbeRunner(options: ProbeRunnerOptions): ProbeRunner {
  const queue: Job[] = [];
  let current: Job | undefined;
  let idle: Running | undefined;
  let busy: Running | undefined;
  let disposed = false;

  const spawn = (): Running => {
    const worker = options.spawn();
    const channel = openChannel<Record<string, never>, ProbeApi, ProbeEvents, Record<string, never>>({
      post: (message) => worker.postMessage(message),
      handlers: {},
      listeners: { progress: (progress) => current?.onProgress?.(progress) },
    });
    const running: Running = { worker, channel, opened: channel.request('engine/open', { backend: options.backend ?? 'auto' }) };
    worker.on('message', (message) => channel.receive(message));
    worker.on('error', (error) => lost(running, error.message));
    worker.on('exit', (code) => lost(running, `the worker ended with code ${code}`));
    return running;
  };

  /** A worker is gone that was not told to go. */
  const lost = (running: Running, message: string): void => {
    if (idle === running) idle = undefined;
    if (busy === running && current !== undefined)
      finish(current, failedVerdict(current.experiment, { kind: 'error', message }), false);
    running.channel.dispose();
  };

  const finish = (job: Job, verdict: Verdict, reusable: boolean): void => {
    if (current !== job) return;
    const running = busy;
    current = undefined;
    busy = undefined;
    if (running !== undefined) {
      if (reusable && !disposed) {
        running.worker.unref();
        idle = running;
      } else {
        running.channel.dispose();
        void running.worker.terminate();
      }
    }
    job.settle(verdict);
    next();
  };

  const next = (): void => {
    if (current !== undefined || disposed) return;
    const job = queue.shift();
    if (job === undefined) return;
    current = job;
    void run(job);
  };

  const run = async (job: Job): Promise<void> => {
    let forget = (): void => undefined;
    try {
      busy = idle ?? spawn();
      idle = undefined;
      busy.worker.ref();
      const { channel, opened } = busy;
      const deadline = job.experiment.budget.deadlineMs;
      forget = options.schedule(OPENING_MS, () =>
        finish(job, failedVerdict(job.experiment, { kind: 'error', message: 'the worker did not start' }), false),
      );
      await opened;
      forget();
      if (deadline !== undefined) {
        forget = options.schedule(deadline + GRACE_MS, () =>
          finish(job, failedVerdict(job.experiment, { kind: 'deadline', ms: deadline }), false),
        );
      }
      const verdict = await channel.request('experiment/run', { experiment: job.experiment });
      finish(job, verdict, true);
    } catch (error) {
      finish(
        job,
        failedVerdict(job.experiment, { kind: 'error', message: error instanceof Error ? error.message : String(error) }),
        false,
      );
    } finally {
      forget();
    }
  };

  const cancel = (job: Job): void => {
    const waiting = queue.indexOf(job);
    const verdict = failedVerdict(job.experiment, { kind: 'cancelled' });
    if (waiting !== -1) {
      queue.splice(waiting, 1);
      job.settle(verdict);
    } else finish(job, verdict, false);
  };

  return {
    start(experiment, { onProgress } = {}) {
      let settle: (verdict: Verdict) => void = () => undefined;
      const result = new Promise<Verdict>((resolve) => (settle = resolve));
      const job: Job = { experiment, onProgress, settle };
      if (disposed) settle(failedVerdict(experiment, { kind: 'cancelled' }));
      else {
        queue.push(job);
        next();
      }
      return { result, cancel: () => cancel(job) };
    },
    dispose() {
      disposed = true;
      for (const job of queue.splice(0)) job.settle(failedVerdict(job.experiment, { kind: 'cancelled' }));
      if (current !== undefined) finish(current, failedVerdict(current.experiment, { kind: 'cancelled' }), false);
      if (idle !== undefined) {
        idle.channel.dispose();
        void idle.worker.terminate();
        idle = undefined;
      }
    },
  };
}

/** As `provenanceOf` of `experiment`, of which this folder imports types only. */
function provenanceOf({ own, teacher, samples, heldOut, reductions = [] }: Experiment['data']): Verdict['data'] {
  return own === undefined
    ? { kind: 'made-up', teacher, samples, heldOut, reductions }
    : { kind: 'own', file: own.file, rows: own.rows, samples, heldOut, reductions };
}
