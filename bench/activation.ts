/**
 * What opening a Python file costs: bytes of code loaded and processor time, without training code (the stub) and with it (stub and core).
 * Every figure is of fresh processes.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const RUNS = 9;
const script = fileURLToPath(new URL('activate.mjs', import.meta.url));

interface Cost {
  readonly bytes: number;
  readonly ms: number;
}

const titles = { stub: 'Python without training code', core: 'the first training code' } as const;
for (const [what, title] of Object.entries(titles)) {
  const costs = Array.from(
    { length: RUNS },
    () => JSON.parse(execFileSync(process.execPath, [script, what], { encoding: 'utf8' })) as Cost,
  ).toSorted((a, b) => a.ms - b.ms);
  const middle = costs[RUNS >> 1];
  if (middle === undefined) throw new Error('Nothing was measured.');
  console.log(
    `activation, ${title}: ${(middle.bytes / 1000).toFixed(1)} kB loaded, ${middle.ms.toFixed(1)} ms of processor time (median of ${RUNS})`,
  );
}
