/** Executes the import table of the architecture: which folder of src may import which, and which packages. */
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
  'protocol',
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
  protocol: { folders: [], types: ['text', 'facts', 'finding', 'experiment'] },
  worker: { folders: ['probe', 'experiment', 'protocol'], packages: ['node:', '@tensorflow/tfjs-node'] },
  vscode: { folders: core, packages: ['node:', 'vscode'] },
  webview: { folders: ['protocol'], packages: ['preact', 'd3-scale', 'd3-shape'] },
  cli: { folders: core, packages: ['node:', 'commander'] },
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

/** Sentences about imports that the table does not allow. `root` is a folder like src. */
function violations(root: string): readonly string[] {
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    jsx: ts.JsxEmit.ReactJSX,
    resolveJsonModule: true,
  };

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
      const target = ts.resolveModuleName(specifier, path, options, ts.sys).resolvedModule?.resolvedFileName;
      if (target === undefined) return [`${file} imports ${specifier}, which does not exist`];
      const within = relative(root, resolve(target)).split(sep);
      if (within[0] === '..') {
        // The manifest is the one file outside that may be read, by those who say their version.
        return within.join('/') === '../package.json' && (folder === 'cli' || folder === 'vscode')
          ? []
          : [`${file} imports ${specifier}, outside src`];
      }
      const to = within[0] ?? '';
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

test('src imports only what the table allows', () => {
  const root = resolve(import.meta.dirname, '../src');
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
      'rules/editor.ts imports the package vscode',
      'webview/typo.ts imports ../protocol/nothing, which does not exist',
    ]),
  );
});
