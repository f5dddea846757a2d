/**
 * `npm run parity`: trains the parity cases with real Keras and compares the probe with what comes out.
 *
 *     npm run parity                      records afresh, compares, writes nothing
 *     npm run parity -- --write [GROUP]   keeps the recordings in test/probe/recordings
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { pythonEnvironment } from '../python/environment';
import type { ParityCase, RecordingFile } from './case';
import { groups } from './cases';
import { loadBundled } from './bundled';
import type { compare as Compare } from './compare';

const require = createRequire(import.meta.url);
const TOLERANCE = 1e-4;

/** Lets Keras train the cases of one version. */
async function record(cases: readonly ParityCase[], keras: 2 | 3): Promise<RecordingFile> {
  const { python } = await pythonEnvironment(keras === 3 ? 'keras3' : 'keras2');
  const script = fileURLToPath(new URL('record.py', import.meta.url));
  return new Promise((resolve, reject) => {
    const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'pipe'] });
    let out = '';
    let complaints = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints = (complaints + text).slice(-4000)));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(out) as RecordingFile);
      else reject(new Error(`Keras could not train the cases: ${complaints}`));
    });
    child.stdin.end(JSON.stringify(cases));
  });
}

const bytes = (name: string) => new Uint8Array(readFileSync(require.resolve(`@tensorflow/tfjs-backend-wasm/dist/${name}`)));
const wasm = { simd: bytes('tfjs-backend-wasm-simd.wasm'), plain: bytes('tfjs-backend-wasm.wasm') };
const { compare } = (await loadBundled('tools/parity/compare.ts')) as { readonly compare: typeof Compare };

const words = process.argv.slice(2);
const write = words.includes('--write');
const wanted = words.filter((word) => !word.startsWith('--'));
let failed = 0;
let passed = 0;
for (const [group, cases] of Object.entries(groups)) {
  if (wanted.length > 0 && !wanted.includes(group)) continue;
  const keras = cases[0]?.keras ?? 3;
  const file = await record(cases, keras);
  process.stdout.write(`${group} (Keras ${file.versions.keras}, TensorFlow ${file.versions.tensorflow})\n`);
  const replays = await compare(file.recordings, wasm);
  for (const [i, recording] of file.recordings.entries()) {
    const compared = replays[i] ?? { error: 'not replayed' };
    if ('error' in compared) {
      failed += 1;
      process.stdout.write(`  DIFF ${compared.error}  ${recording.case.name}\n`);
      continue;
    }
    const { worst, worstStep, worstGradient } = compared;
    const agrees = worst <= (recording.case.looser?.tolerance ?? TOLERANCE) && worstGradient <= 1e-3;
    if (agrees) passed += 1;
    else failed += 1;
    process.stdout.write(
      `  ${agrees ? 'ok  ' : 'DIFF'} ${worst.toExponential(1)} at step ${worstStep}, gradient ${worstGradient.toExponential(1)}  ${recording.case.name}\n`,
    );
  }
  if (write) {
    mkdirSync(new URL('../../test/probe/recordings/', import.meta.url), { recursive: true });
    const lines = file.recordings.map((recording) => JSON.stringify(recording));
    const text = `{"versions":${JSON.stringify(file.versions)},"recordings":[\n${lines.join(',\n')}\n]}\n`;
    writeFileSync(new URL(`../../test/probe/recordings/${group}.json`, import.meta.url), text);
  }
}
process.stdout.write(`${passed} agree, ${failed} differ\n`);
process.exitCode = failed > 0 ? 1 : 0;
