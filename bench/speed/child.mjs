/**
 * One experiment in one worker, for main.ts: `node child.mjs WORKER EXPERIMENT.json ROUNDS`. Prints a JSON array of the rounds, the first of them cold: from before the worker
 * was started. Milliseconds of the clock and of the processor, the compiler's threads included.
 */
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

const [file, path, rounds] = process.argv.slice(2);
const experiment = JSON.parse(readFileSync(path, 'utf8'));
const found = [];
let clock = performance.now();
let processor = process.cpuUsage();
const worker = new Worker(file);
let id = 0;
let answer;
worker.on('message', (message) => {
  if (message.kind === 'reply') answer(message);
});
const ask = (method, params) =>
  new Promise((resolve, reject) => {
    answer = (message) => (message.ok ? resolve(message.result) : reject(new Error(message.error)));
    worker.postMessage({ kind: 'request', id: ++id, method, params });
  });
await ask('engine/open', { backend: 'auto' });
for (let i = 0; i < Number(rounds); i++) {
  const verdict = await ask('experiment/run', { experiment });
  const used = process.cpuUsage(processor);
  found.push({
    ms: performance.now() - clock,
    processorMs: (used.user + used.system) / 1000,
    outcome: verdict.outcome,
    pairs: verdict.arms[0]?.runs.length ?? 0,
    computed: verdict.engine.computed,
  });
  clock = performance.now();
  processor = process.cpuUsage();
}
await worker.terminate();
console.log(JSON.stringify(found));
