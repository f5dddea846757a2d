/**
 * One activation in this process: `node bench/activate.mjs stub|core` prints what was loaded and the processor time as JSON. Plain JavaScript, so
 * that nothing stands between the bundles and Node. The editor's interface is played by an object that does nothing.
 */
import { statSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const require = createRequire(import.meta.url);

/** Stands for every value of the interface: it can be called, made, read, passed through and disposed. */
const nothing = new Proxy(class {}, {
  get: (_, name) =>
    name === Symbol.iterator
      ? [][Symbol.iterator]
      : name === Symbol.toPrimitive
        ? () => ''
        : name === 'then'
          ? undefined
          : nothing,
  set: () => true,
  apply: () => nothing,
  construct: () => nothing,
});
// Bundles copy the module's own names, of which there are none, and inherit the rest.
const vscode = new Proxy({}, { getPrototypeOf: () => nothing });
const load = Module._load;
Module._load = (name, ...rest) => (name === 'vscode' ? vscode : load.call(Module, name, ...rest));

const packageJSON = require(path.join(root, 'package.json'));
const context = { subscriptions: [], extension: { packageJSON }, extensionUri: nothing, workspaceState: nothing };
const before = process.cpuUsage();
require(path.join(root, 'dist/extension.cjs')).activate(context);
if (process.argv[2] === 'core') require(path.join(root, 'dist/core.cjs')).startCore(context, nothing);
const { user, system } = process.cpuUsage(before);
const files = Object.keys(require.cache).filter((file) => file.startsWith(path.join(root, 'dist')));
const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
process.stdout.write(JSON.stringify({ bytes, ms: (user + system) / 1000 }));
