/**
 * `npm run measured [-- more] [-- NAME]`: the defects measured in real Keras, as experiments of the probe. The outcome must agree in at least 50
 * of 56.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { loadBundled } from '../../tools/parity/bundled';
import type { runMeasured as RunMeasured } from './run';

const require = createRequire(import.meta.url);
const bytes = (name: string) => new Uint8Array(readFileSync(require.resolve(`@tensorflow/tfjs-backend-wasm/dist/${name}`)));
const { runMeasured } = (await loadBundled('bench/measured/run.ts')) as { readonly runMeasured: typeof RunMeasured };

const words = process.argv.slice(2);
const which = words.includes('more') ? 'more' : 'measured';
const filter = words.filter((word) => word !== 'more').join(' ');
const outcomes = await runMeasured(
  { simd: bytes('tfjs-backend-wasm-simd.wasm'), plain: bytes('tfjs-backend-wasm.wasm') },
  which,
  filter,
  (line) => process.stdout.write(`${line}\n`),
);
const agreeing = outcomes.filter(({ agrees }) => agrees).length;
process.stdout.write(`${agreeing} of ${outcomes.length} agree with real Keras\n`);
process.exitCode = which === 'measured' && filter === '' && agreeing < 50 ? 1 : 0;
