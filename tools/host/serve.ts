/**
 * `npm run vscode [-- --port N] [-- --oldest]`: the built extension and the examples in a real VS Code, at an address to open in any browser, until Ctrl+C.
 *
 * For who has no VS Code at hand: it is the one the integration tests run in. The examples are a copy; edit them freely.
 */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled } from './install';
import { packageExtension } from './package';
import { root } from './parts';
import { startServer } from './server';

const { values } = parseArgs({ options: { port: { type: 'string' }, oldest: { type: 'boolean', default: false } } });
const host = values.oldest ? 'oldest' : 'newest';
const installed = await ensureInstalled([host], (line) => console.log(line));
const folder = installed.ok ? installed.folders.get(host) : undefined;
if (!installed.ok || folder === undefined) {
  console.error(installed.ok ? 'VS Code is not installed.' : installed.sentence);
  process.exit(1);
}
if (!existsSync(path.join(root, 'dist/extension.cjs'))) {
  console.error('The extension is not built: run `npm run build`.');
  process.exit(1);
}
const vsix = path.join(root, '.build/loss-probe.vsix');
await packageExtension(vsix);
const server = await startServer({
  folder,
  open: path.join(root, 'examples'),
  vsix,
  port: Number(values.port ?? 0),
  // The server can run commands as the person who started it: nobody else on this machine may.
  token: randomBytes(16).toString('hex'),
});
console.log(`\nVS Code with Loss Probe, on a copy of examples/:\n\n    ${server.address()}\n\nCtrl+C ends it.`);
const asked = new Promise<undefined>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(undefined));
});
const how = await Promise.race([server.ended, asked]);
if (how !== undefined) console.error(`The VS Code server ended by itself (${how}).\n${server.logTail()}`);
await server.stop();
process.exit(how === undefined ? 0 : 1);
