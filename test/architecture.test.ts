/** Executes the import tables of the architecture: which folder of src may import which, which packages, and that no large circle forms. */
import { existsSync, mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

interface Layer {
  /** Folders of src it may import, beside itself. */
  readonly folders: readonly string[];
  /** Folders of which only types may be imported. */
  readonly types?: readonly string[];
  /** Packages; `node:` stands for Node's own modules. */
  readonly packages?: readonly string[];
}

const core = [
  'text',
  'python',
  'facts',
  'edits',
  'knowledge',
  'read',
  'describe',
  'finding',
  'rules',
  'lint',
  'experiment',
  'plan',
  'evidence',
  'protocol',
  'tools',
];

const layers: Readonly<Record<string, Layer>> = {
  text: { folders: [] },
  python: { folders: ['text'], packages: ['web-tree-sitter'] },
  facts: { folders: ['text'] },
  edits: { folders: ['text', 'facts'] },
  knowledge: { folders: ['facts'], types: ['python'] },
  read: { folders: ['text', 'python', 'facts', 'knowledge'] },
  describe: { folders: ['text', 'facts'] },
  finding: { folders: ['text'] },
  rules: { folders: ['text', 'facts', 'edits', 'knowledge', 'finding'] },
  lint: { folders: ['text', 'python', 'facts', 'edits', 'finding', 'rules'], packages: ['picomatch', 'smol-toml'] },
  experiment: { folders: [] },
  probe: {
    folders: ['experiment'],
    packages: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-cpu', '@tensorflow/tfjs-backend-wasm'],
  },
  plan: { folders: ['text', 'facts', 'knowledge', 'finding', 'experiment'], packages: ['d3-dsv', 'fflate'] },
  evidence: { folders: ['text', 'facts', 'describe', 'finding', 'experiment', 'plan', 'rules'] },
  protocol: { folders: [], types: ['text', 'facts', 'finding', 'experiment'] },
  tools: {
    folders: ['text', 'facts', 'describe', 'finding', 'rules', 'lint', 'experiment', 'plan', 'evidence'],
  },
  mcp: { folders: [], types: ['tools'], packages: ['node:', '@modelcontextprotocol/sdk'] },
  worker: { folders: ['probe', 'experiment', 'protocol'], packages: ['node:', '@tensorflow/tfjs-node'] },
  vscode: { folders: core, packages: ['node:', 'vscode'] },
  webview: { folders: ['protocol'], packages: ['preact', 'd3-scale', 'd3-shape'] },
  cli: { folders: [...core, 'mcp'], packages: ['node:', 'commander'] },
};

/** Rooms of the folder read, by the start of their path: which others each may import, beside itself. The longest start counts. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  'read/python': [],
  'read/data': ['read/python'],
  'read/libraries': ['read/python'],
  'read/libraries/stdlib': ['read/python', 'read/libraries'],
  'read/libraries/numpy': ['read/python', 'read/data', 'read/libraries'],
  'read/libraries/pandas': ['read/python', 'read/data', 'read/libraries', 'read/libraries/numpy'],
  'read/libraries/sklearn': ['read/python', 'read/data', 'read/libraries', 'read/libraries/numpy'],
  'read/libraries/tensorflow': ['read/python', 'read/data', 'read/libraries', 'read/libraries/numpy'],
  'read/runs': ['read/python', 'read/data', 'read/libraries', 'read/libraries/tensorflow'],
  // The door: everything meets here.
  'read/guests.ts': [
    'read/python',
    'read/data',
    ...['stdlib', 'numpy', 'pandas', 'sklearn', 'tensorflow'].map((name) => `read/libraries/${name}`),
  ],
  'read/read.ts': ['read/python', 'read/runs', 'read/guests.ts'],
  'read/closure.ts': ['read/python'],
  'read/mentions.ts': [],
};

/** What rooms may import of other folders only as types, where the folder's own line allows more. */
const onlyTypes: Readonly<Record<string, readonly string[]>> = { 'read/python': ['knowledge'] };

/** As many files as may import each other in a circle, types counted. */
const largestCircle = 20;

/** Files that no bundle reaches, and what for. */
const unbundled: Readonly<Record<string, string>> = {
  'python/bindings.ts': 'compared with CPython by tools/python-ast, until a rule asks for scopes',
  'python/scope.ts': 'the same',
  'lint/settings.ts': 'read by tools/generate, which writes the settings of package.json',
  'knowledge/generators.ts': 'compared with scikit-learn by tools/catalogue',
  'knowledge/activations.ts': 'compared with Keras by tools/catalogue',
  'knowledge/layers/range.ts': 'a part of the record that no rule reads yet',
  'webview/css.d.ts': 'declares style sheets to the compiler',
};

const sourceFiles = (root: string): readonly string[] =>
  readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));

interface ImportInFile {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

function importsOf(path: string): readonly ImportInFile[] {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: ImportInFile[] = [];
  const visit = (node: ts.Node): void => {
    if (
      (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
      node.moduleSpecifier &&
      ts.isStringLiteral(node.moduleSpecifier)
    ) {
      found.push({ specifier: node.moduleSpecifier.text, typeOnly: isTypeOnly(node) });
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
      found.push({ specifier: node.argument.literal.text, typeOnly: true });
    } else if (ts.isCallExpression(node)) {
      const [argument] = node.arguments;
      const imports = node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === 'require';
      if (imports && argument && ts.isStringLiteral(argument)) found.push({ specifier: argument.text, typeOnly: false });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  const clause = node.importClause;
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  return (
    !clause.name &&
    !!named &&
    ts.isNamedImports(named) &&
    named.elements.length > 0 &&
    named.elements.every((one) => one.isTypeOnly)
  );
}

const options: ts.CompilerOptions = {
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  jsx: ts.JsxEmit.ReactJSX,
  resolveJsonModule: true,
};

const resolved = (specifier: string, from: string): string | undefined =>
  ts.resolveModuleName(specifier, from, options, ts.sys).resolvedModule?.resolvedFileName;

/** The room a file of read lies in. */
function roomOf(file: string): string | undefined {
  const path = file.split(sep).join('/');
  return Object.keys(rooms)
    .filter((room) => path === room || path.startsWith(`${room}/`))
    .toSorted((a, b) => b.length - a.length)[0];
}

/** Sentences about imports that the tables do not allow. `root` is a folder like src. */
function violations(root: string): readonly string[] {
  return sourceFiles(root).flatMap((file) => {
    const path = join(root, file);
    const folder = file.split(sep)[0] ?? '';
    const layer = layers[folder];
    if (!layer) return [`${file} lies in no folder of the table`];
    return importsOf(path).flatMap(({ specifier, typeOnly }): readonly string[] => {
      const bare = !specifier.startsWith('.') && !specifier.startsWith('/');
      if (bare) {
        const name = isBuiltin(specifier) ? 'node:' : packageName(specifier);
        return (layer.packages ?? []).includes(name) ? [] : [`${file} imports the package ${specifier}`];
      }
      // A style sheet beside the file is bundled with it.
      if (specifier.endsWith('.css'))
        return existsSync(join(dirname(path), specifier)) ? [] : [`${file} imports ${specifier}, which does not exist`];
      const target = resolved(specifier, path);
      if (target === undefined) return [`${file} imports ${specifier}, which does not exist`];
      const within = relative(root, resolve(target)).split(sep);
      if (within[0] === '..') {
        // The manifest is the one file outside that may be read, by those who say their version.
        return within.join('/') === '../package.json' && (folder === 'cli' || folder === 'vscode')
          ? []
          : [`${file} imports ${specifier}, outside src`];
      }
      const to = within[0] ?? '';
      const room = roomOf(file);
      if (to === folder && folder === 'read') {
        const other = roomOf(within.join(sep));
        if (!room || !other) return [`${room ? within.join('/') : file} lies in no room of the table`];
        return room === other || rooms[room]?.includes(other) === true ? [] : [`${file} imports ${other}`];
      }
      if (room !== undefined && onlyTypes[room]?.includes(to) === true)
        return typeOnly ? [] : [`${file} imports more than types of ${to}`];
      if (to === folder || layer.folders.includes(to)) return [];
      if (layer.types?.includes(to)) return typeOnly ? [] : [`${file} imports more than types of ${to}`];
      return [`${file} imports ${to}`];
    });
  });
}

const packageName = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** The files of src that each file imports, types counted. */
function graphOf(root: string): ReadonlyMap<string, readonly string[]> {
  return new Map(
    sourceFiles(root).map((file) => {
      const path = join(root, file);
      const targets = importsOf(path)
        .filter(({ specifier }) => specifier.startsWith('.'))
        .flatMap(({ specifier }) => resolved(specifier, path) ?? [])
        .map((target) => relative(root, resolve(target)))
        .filter((target) => !target.startsWith('..'));
      return [file, targets];
    }),
  );
}

/** Files that all reach each other by imports, largest circle first. After Tarjan, SIAM J. Comput. 1 (1972). */
function circles(graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): number => {
    const mine = order.size;
    order.set(file, mine);
    open.push(file);
    let low = mine;
    for (const target of graph.get(file) ?? []) {
      if (!order.has(target)) low = Math.min(low, visit(target));
      else if (open.includes(target)) low = Math.min(low, order.get(target) ?? low);
    }
    lowest.set(file, low);
    if (low === mine) found.push(open.splice(open.indexOf(file)));
    return low;
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return found.filter((circle) => circle.length > 1).toSorted((a, b) => b.length - a.length);
}

/** Files that can be reached from these. */
function reached(graph: ReadonlyMap<string, readonly string[]>, entries: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const pending = [...entries];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    pending.push(...(graph.get(file) ?? []));
  }
  return seen;
}

const root = resolve(import.meta.dirname, '../src');
const graph = graphOf(root);

test(`no more than ${largestCircle} files import each other in a circle`, () => {
  expect([...graph.values()].flat().length).toBeGreaterThan(1000);
  expect(circles(graph).filter((circle) => circle.length > largestCircle)).toEqual([]);
});

test('a circle is found through types as well', () => {
  const names = Array.from({ length: largestCircle + 1 }, (_, i) => `file${i}`);
  const files = Object.fromEntries(
    names.map((name, i) => [
      `facts/${name}.ts`,
      `import type { T } from './${names[(i + 1) % names.length]}';\nexport type T${i} = T;\n`,
    ]),
  );
  inTree({ ...files, 'facts/apart.ts': "export type { T0 } from './file0';\n" }, (tree) =>
    expect(circles(graphOf(tree)).map(({ length }) => length)).toEqual([largestCircle + 1]),
  );
});

test('every file of src is in a bundle, or listed with its reason', () => {
  const bundler = readFileSync(resolve(root, '../esbuild.mjs'), 'utf8');
  const entries = [...bundler.matchAll(/entryPoints: \['src\/([^']+)'\]/g)].map(([, entry = '']) => entry.split('/').join(sep));
  expect(entries.length).toBeGreaterThan(3);
  const bundled = reached(graph, entries);
  const missing = sourceFiles(root)
    .filter((file) => !bundled.has(file))
    .map((file) => file.split(sep).join('/'));
  expect(missing.filter((file) => !Object.hasOwn(unbundled, file))).toEqual([]);
});

test('src imports only what the table allows', () => {
  expect(sourceFiles(root).length).toBeGreaterThan(50);
  expect(violations(root)).toEqual([]);
});

/** A small src of its own, in which one file breaks the table. */
function inTree(files: Readonly<Record<string, string>>, look: (root: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'layers-'));
  try {
    symlinkSync(resolve(import.meta.dirname, '../node_modules'), join(folder, 'node_modules'), 'junction');
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(join(folder, 'src', file, '..'), { recursive: true });
      writeFileSync(join(folder, 'src', file), text);
    }
    look(join(folder, 'src'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('the table refuses what it should', () => {
  const files = {
    'text/place.ts': 'export interface Place { readonly start: number }\nexport const zero = 0;\n',
    'python/parser.ts': "import { Parser } from 'web-tree-sitter';\nexport const parser = Parser;\n",
    'rules/editor.ts': "import * as vscode from 'vscode';\nexport const window = vscode.window;\n",
    'probe/reads.ts': "import { parser } from '../python/parser';\nexport const parse = parser;\n",
    'probe/lazily.ts': "export const load = () => import('../python/parser');\n",
    'probe/typed.ts': "export type Loaded = typeof import('../python/parser');\n",
    'plan/reads.ts': "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n",
    'protocol/types.ts': "import type { Place } from '../text/place';\nexport type { Place };\n",
    'protocol/values.ts': "export { zero } from '../text/place';\n",
    'read/python/knows.ts': "import { transfer } from '../libraries/numpy/dot';\nexport const known = transfer;\n",
    'read/python/names.ts': "import { names } from '../../knowledge/names';\nexport const name = names;\n",
    'read/libraries/numpy/dot.ts':
      "import type { Tensor } from '../tensorflow/tensor';\nexport const transfer = (value: Tensor) => value;\n",
    'read/libraries/tensorflow/tensor.ts': "import { transfer } from '../numpy/dot';\nexport type Tensor = typeof transfer;\n",
    'read/stray.ts': "import { known } from './python/knows';\nexport const again = known;\n",
    'knowledge/names.ts': 'export const names = 1;\n',
    'webview/typo.ts': "import '../protocol/nothing';\n",
    'misc/stray.ts': 'export const stray = 1;\n',
  };
  inTree(files, (root) =>
    expect(violations(root).toSorted()).toEqual([
      'misc/stray.ts lies in no folder of the table',
      'plan/reads.ts imports the package node:fs',
      'probe/lazily.ts imports python',
      'probe/reads.ts imports python',
      'probe/typed.ts imports python',
      'protocol/values.ts imports more than types of text',
      'read/libraries/numpy/dot.ts imports read/libraries/tensorflow',
      'read/python/knows.ts imports read/libraries/numpy',
      'read/python/names.ts imports more than types of knowledge',
      'read/stray.ts lies in no room of the table',
      'rules/editor.ts imports the package vscode',
      'webview/typo.ts imports ../protocol/nothing, which does not exist',
    ]),
  );
});
