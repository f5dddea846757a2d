/**
 * Bundles into dist/. `--watch` rebuilds on change, `--production` minifies, `--only=cli.js,worker.cjs` builds these alone.
 *
 * cli.js and mcp.js are ES modules (package.json says so), the others are CommonJS or, for the panel, a browser script. The tensor library is only in
 * worker.cjs; what it and the parser need as WebAssembly is copied beside it.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import esbuild from 'esbuild';

const require = createRequire(import.meta.url);
const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const only = process.argv
  .find((word) => word.startsWith('--only='))
  ?.slice('--only='.length)
  .split(',');

const packageFile = (name, file) => {
  const manifest = join('node_modules', name, 'package.json');
  return existsSync(manifest) ? join(dirname(manifest), file) : join(dirname(require.resolve(`${name}/package.json`)), file);
};

/** The polyfill of fetch for Node before 18 is never called, because the wasm bytes are handed in. */
const withoutFetchPolyfill = {
  name: 'without-fetch-polyfill',
  setup(build) {
    build.onResolve({ filter: /^node-fetch$/ }, () => ({ path: 'node-fetch', namespace: 'empty' }));
    build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** In CommonJS bundles the parser's own CommonJS build is taken: its ES module asks for import.meta.url. */
const commonjsParser = { 'web-tree-sitter': resolve(packageFile('web-tree-sitter', 'web-tree-sitter.cjs')) };

/** A part that has a bundle of its own, loaded beside this one when it is asked for. */
const apart = (name, file) => ({
  name: `apart-${file}`,
  setup: (build) => build.onResolve({ filter: new RegExp(`/${name}$`) }, () => ({ path: `./${file}`, external: true })),
});

const shared = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'linked',
  logLevel: 'warning',
  // The packages' ES modules first: their CommonJS entry drops the registration of the backends.
  mainFields: ['module', 'main'],
  define: { 'process.env.NODE_ENV': production ? '"production"' : '"development"' },
};
const node = { ...shared, platform: 'node', target: 'node20' };

const targets = [
  {
    ...node,
    entryPoints: ['src/cli/main.ts'],
    outfile: 'dist/cli.js',
    format: 'esm',
    banner: { js: esmBanner() },
    plugins: [apart('mcp/serve', 'mcp.js')],
  },
  { ...node, entryPoints: ['src/mcp/serve.ts'], outfile: 'dist/mcp.js', format: 'esm', banner: { js: esmBanner() } },
  {
    ...node,
    entryPoints: ['src/vscode/extension.ts'],
    outfile: 'dist/extension.cjs',
    format: 'cjs',
    external: ['vscode'],
    // The editor answers require('vscode') only of modules that were required themselves.
    supported: { 'dynamic-import': false },
    plugins: [apart('core', 'core.cjs')],
  },
  {
    ...node,
    entryPoints: ['src/vscode/core.ts'],
    outfile: 'dist/core.cjs',
    format: 'cjs',
    external: ['vscode'],
    alias: commonjsParser,
  },
  {
    ...node,
    entryPoints: ['src/worker/node.ts'],
    outfile: 'dist/worker.cjs',
    format: 'cjs',
    external: ['@tensorflow/tfjs-node'],
    plugins: [withoutFetchPolyfill],
  },
  {
    ...shared,
    entryPoints: ['src/webview/main.tsx'],
    outfile: 'dist/webview/panel.js',
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
  },
].filter(({ entryPoints: [entry], outfile }) => existsSync(entry) && (only?.includes(outfile.replace('dist/', '')) ?? true));

const files = [
  ['@tensorflow/tfjs-backend-wasm', 'dist/tfjs-backend-wasm.wasm'],
  ['@tensorflow/tfjs-backend-wasm', 'dist/tfjs-backend-wasm-simd.wasm'],
  ['web-tree-sitter', 'web-tree-sitter.wasm'],
  ['tree-sitter-python', 'tree-sitter-python.wasm'],
];

/** Packages that are CommonJS inside call require, which an ES module has to make for itself. */
function esmBanner() {
  return "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";
}

mkdirSync('dist', { recursive: true });
for (const [name, file] of files) copyFileSync(packageFile(name, file), join('dist', file.split('/').at(-1)));

if (watch) {
  const contexts = await Promise.all(targets.map((target) => esbuild.context({ ...target, logLevel: 'info' })));
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  const built = await Promise.all(targets.map((target) => esbuild.build({ ...target, metafile: true })));
  if (!only) writeFileSync('dist/LICENSES.txt', licences(built.flatMap(({ metafile }) => Object.keys(metafile.inputs))));
}

/** The licence of every package of which something was bundled or copied. */
function licences(inputs) {
  const packages = new Set(files.map(([name]) => name));
  for (const input of inputs) {
    const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input) ?? [];
    if (name !== undefined) packages.add(name);
  }
  return [...packages]
    .sort()
    .map((name) => {
      const folder = dirname(packageFile(name, 'package.json'));
      const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const file = readdirSync(folder).find((one) => /^(licen[cs]e|copying)/i.test(one));
      const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim();
      return `${name} ${version} (${license})\n\n${text}`.trim();
    })
    .join(`\n\n${'-'.repeat(80)}\n\n`)
    .concat('\n');
}
