import js from '@eslint/js';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';
import { defineConfig } from 'eslint/config';

const node = Object.fromEntries(
  ['process', 'console', 'Buffer', 'URL', 'fetch', 'setTimeout', 'clearTimeout', 'performance'].map((name) => [name, 'readonly']),
);
const pure = [
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

export default defineConfig(
  { ignores: ['dist/**', '.build/**', 'test-host/node_modules/**', '**/node_modules/**', 'assembly/**'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    // No ambient authority in the pure folders: no clock, no chance, no console.
    files: pure.map((folder) => `src/${folder}/**/*.ts`),
    rules: {
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'chance is handed in as a seeded generator' },
        { object: 'Date', property: 'now', message: 'the clock is handed in' },
      ],
    },
  },
  {
    // Texts come from outside: no pattern may take longer than in proportion to what it reads.
    files: ['src/**/*.ts', 'src/**/*.tsx'],
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential', ignoreSticky: true }],
    },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: node } },
);
