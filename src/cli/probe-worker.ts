import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { BackendChoice } from '../experiment/verdict';
import { openProbeRunner, workerLimits, type ProbeRunner } from '../protocol/probe-runner';

export interface WorkerRunnerOptions {
  readonly backend?: BackendChoice | undefined;
  /** Where the bundles lie. */
  readonly folder?: string | undefined;
}

/** Runs experiments in a worker thread on the bundle beside this one. */
export function openWorkerRunner({ backend = 'auto', folder = import.meta.dirname }: WorkerRunnerOptions = {}): ProbeRunner {
  return openProbeRunner({
    backend,
    spawn: () => new Worker(join(folder, 'worker.cjs'), { resourceLimits: workerLimits }),
    schedule: (milliseconds, callback) => {
      const timer = setTimeout(callback, milliseconds);
      timer.unref();
      return () => clearTimeout(timer);
    },
  });
}
