/** The probe's worker: a thread of its own, started for the first test, so that the tensor library is never loaded before. */
import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import type { BackendChoice } from '../experiment/verdict';
import { openProbeRunner, workerLimits, type ProbeRunner } from '../protocol/probe-runner';

export const openWorker = (extension: vscode.Uri): ProbeRunner =>
  openProbeRunner({
    backend: vscode.workspace.getConfiguration('lossProbe').get<BackendChoice>('backend', 'auto'),
    spawn: () => new Worker(vscode.Uri.joinPath(extension, 'dist', 'worker.cjs').fsPath, { resourceLimits: workerLimits }),
    schedule: (milliseconds, callback) => {
      const timer = setTimeout(callback, milliseconds);
      return () => clearTimeout(timer);
    },
  });
