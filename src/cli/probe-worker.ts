import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { openProbeRunner, type ProbeRunner } from '../protocol/probe-runner';

/** Runs experiments in a worker thread on the bundle beside this one. */
export function openWorkerRunner(folder: string = import.meta.dirname): ProbeRunner {
  return openProbeRunner({
    spawn: () => new Worker(join(folder, 'worker.cjs')),
    schedule: (milliseconds, callback) => {
      const timer = setTimeout(callback, milliseconds);
      timer.unref();
      return () => clearTimeout(timer);
    },
  });
}
