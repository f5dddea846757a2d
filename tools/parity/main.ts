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
import type { RecordingFile } from './case';
import { groups } from './cases';
import { rawCases } from './cases/raw';
import { loadBundled } from './bundled';
import type { Compared, compare as Compare } from './compare';
import { planned } from './planned';
import { rawGroup, toRecord, type RawRecordingFile } from './raw';

const require = createRequire(import.meta.url);
const TOLERANCE = 1e-4;

/** Lets Keras train the cases of one version. */
async function record<File>(script: string, cases: readonly unknown[], keras: 2 | 3): Promise<File> {
  const { python } = await pythonEnvironment(keras === 3 ? 'keras3' : 'keras2');
  return new Promise((resolve, reject) => {
    const child = spawn(python, [fileURLToPath(new URL(script, import.meta.url))], { stdio: ['pipe', 'pipe', 'pipe'] });
    let out = '';
    let complaints = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints = (complaints + text).slice(-4000)));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(out) as File);
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
type Recorded = RecordingFile | RawRecordingFile;

/** What TensorFlow did with a group of cases, and what the probe makes of it. */
async function recordAndCompare(group: string): Promise<{ readonly file: Recorded; readonly compared: readonly Compared[] }> {
  if (group === rawGroup) {
    const file = await record<RawRecordingFile>('record_raw.py', rawCases.map(toRecord), 3);
    const experiments = await Promise.all(rawCases.map(planned));
    const pairs = file.recordings.flatMap((recording, i) => {
      const experiment = experiments[i];
      return experiment ? [{ recording, experiment }] : [];
    });
    return { file, compared: await compare(pairs, wasm) };
  }
  const cases = groups[group] ?? [];
  const file = await record<RecordingFile>('record.py', cases, cases[0]?.keras ?? 3);
  return { file, compared: await compare(file.recordings, wasm) };
}

for (const group of [...Object.keys(groups), rawGroup]) {
  if (wanted.length > 0 && !wanted.includes(group)) continue;
  const { file, compared: replays } = await recordAndCompare(group);
  process.stdout.write(`${group} (Keras ${file.versions.keras}, TensorFlow ${file.versions.tensorflow})\n`);
  for (const [i, { case: one }] of file.recordings.entries()) {
    const compared = replays[i] ?? { error: 'not replayed' };
    if ('error' in compared) {
      failed += 1;
      process.stdout.write(`  DIFF ${compared.error}  ${one.name}\n`);
      continue;
    }
    const { worst, worstStep, worstGradient } = compared;
    const tolerance = ('looser' in one ? one.looser.tolerance : undefined) ?? TOLERANCE;
    const agrees = worst <= tolerance && worstGradient <= 1e-3;
    if (agrees) passed += 1;
    else failed += 1;
    process.stdout.write(
      `  ${agrees ? 'ok  ' : 'DIFF'} ${worst.toExponential(1)} at step ${worstStep}, gradient ${worstGradient.toExponential(1)}  ${one.name}\n`,
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
