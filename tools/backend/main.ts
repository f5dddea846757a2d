/**
 * `npm run backend:node [-- --from-wheel]`: installs `@tensorflow/tfjs-node` beside the worker and checks that it loads, so that tests train on
 * native TensorFlow. Its own installer downloads libtensorflow (hundreds of megabytes) from a server of its own; it is given a time limit. With
 * `--from-wheel` the library comes out of TensorFlow's Python wheel instead and the small binding is compiled here, with g++ and Node's headers.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { pythonEnvironment } from '../python/environment';

/** The version whose kernels the probe knows, that of tfjs-core. */
const VERSION = '4.22.0';
const INSTALL_SECONDS = 300;

const root = fileURLToPath(new URL('../..', import.meta.url));
const home = join(root, 'node_modules', '@tensorflow', 'tfjs-node');
const { values: options } = parseArgs({ options: { 'from-wheel': { type: 'boolean', default: false } } });

/** Runs to the end, or ends this program with one sentence. */
function must(sentence: string, command: string, args: readonly string[], cwd = root): string {
  const { status, stdout, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: INSTALL_SECONDS * 1000,
  });
  if (status === 0) return stdout;
  console.error(`${sentence}${error ? ` (${error.message})` : ''}.`);
  process.exit(1);
}

/** `napi-v8`, as the package looks for its binding. */
const bindingFolder = join(home, 'lib', 'napi-v8');

async function fromWheel(): Promise<void> {
  const { python } = await pythonEnvironment('keras3');
  const tensorflow = must("TensorFlow's folder could not be found", python, [
    '-c',
    'import importlib.util as u; print(u.find_spec("tensorflow").submodule_search_locations[0])',
  ]).trim();
  const library = (stem: string): string => {
    const file = readdirSync(tensorflow).find((name) => name.startsWith(stem));
    if (file !== undefined) return join(tensorflow, file);
    console.error(`This wheel has no ${stem}.`);
    process.exit(1);
  };
  const libraries = join(home, 'deps', 'lib');
  rmSync(libraries, { recursive: true, force: true });
  mkdirSync(libraries, { recursive: true });
  mkdirSync(bindingFolder, { recursive: true });
  symlinkSync(library('libtensorflow_cc.so'), join(libraries, 'libtensorflow.so'));
  symlinkSync(library('libtensorflow_framework.so'), join(libraries, 'libtensorflow_framework.so'));
  const headers = [resolve(dirname(process.execPath), '../include/node'), '/usr/include/node'].find((folder) =>
    existsSync(join(folder, 'node_api.h')),
  );
  if (headers === undefined) {
    console.error("Node's headers (node_api.h) are not installed; a Node from nodejs.org or NodeSource has them.");
    process.exit(1);
  }
  const sources = readdirSync(join(home, 'binding')).filter((name) => name.endsWith('.cc'));
  must('The binding could not be compiled', 'g++', [
    ...['-shared', '-fPIC', '-O2', '-std=c++17', '-DNAPI_VERSION=8'],
    ...[join(tensorflow, 'include'), headers, home].map((folder) => `-I${folder}`),
    ...sources.map((name) => join(home, 'binding', name)),
    ...[`-L${libraries}`, '-ltensorflow', '-ltensorflow_framework', `-Wl,-rpath,${tensorflow}`],
    ...['-o', join(bindingFolder, 'tfjs_binding.node')],
  ]);
}

must('npm could not install @tensorflow/tfjs-node', 'npm', [
  'install',
  '--no-save',
  '--no-package-lock',
  '--ignore-scripts',
  `@tensorflow/tfjs-node@${VERSION}`,
]);
if (options['from-wheel']) await fromWheel();
else
  must(
    `Its installer did not get libtensorflow within ${INSTALL_SECONDS} seconds; try npm run backend:node -- --from-wheel`,
    process.execPath,
    ['scripts/install.js'],
    home,
  );
const loaded = must('@tensorflow/tfjs-node is installed but does not load', process.execPath, [
  '-e',
  "const tf = require('@tensorflow/tfjs-node'); console.log(tf.getBackend(), tf.version.tfjs)",
]);
console.log(`Native TensorFlow is ready: ${loaded.trim()}. Tests use it from now on (remove it again with npm ci).`);
