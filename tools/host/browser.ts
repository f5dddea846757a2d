/**
 * Unpack and try the headless Chromium.
 *
 * `@sparticuz/chromium` carries it as brotli files. Its own JavaScript wants a newer Node.js than 20, but the files do not: they are unpacked here,
 * with the tar library that package brings along. The shared libraries in `al2023.tar.br` (libnss3 and friends) make it independent of the machine's:
 * beside them it needs only the C library that Node.js itself needs.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Transform, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { runCommand } from './command';
import { browserPaths } from './parts';

/**
 * Unpack the browser of a freshly installed part.
 *
 * @returns the SHA-256 of the unpacked executable, or why it does not start.
 */
export async function unpackBrowser(folder: string): Promise<{ readonly sha256: string } | { readonly why: string }> {
  const packed = path.join(folder, 'node_modules/@sparticuz/chromium/bin');
  const { chromium, libraries } = browserPaths(folder);
  mkdirSync(path.dirname(chromium), { recursive: true });
  const tar = createRequire(path.join(folder, 'package.json'))('tar-fs') as { extract(directory: string): Writable };
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const brotli = () => createBrotliDecompress({ chunkSize: 1 << 20 });
  await pipeline(
    createReadStream(path.join(packed, 'chromium.br')),
    brotli(),
    hashing,
    createWriteStream(chromium, { mode: 0o755 }),
  );
  await pipeline(createReadStream(path.join(packed, 'al2023.tar.br')), brotli(), tar.extract(path.dirname(libraries)));
  await pipeline(createReadStream(path.join(packed, 'fonts.tar.br')), brotli(), tar.extract(path.join(folder, 'unpacked/fonts')));
  if (!readdirSync(libraries).includes('libnss3.so')) return { why: 'the shared libraries of Chromium are not in its package' };
  const tried = await runCommand(chromium, ['--version'], { env: { ...process.env, LD_LIBRARY_PATH: libraries }, seconds: 20 });
  if (!tried.ok || !/Chromium \d+/.test(tried.output))
    return { why: `the unpacked Chromium does not start (${tried.output.trim().split('\n').at(-1) ?? ''})` };
  return { sha256: hash.digest('hex') };
}
