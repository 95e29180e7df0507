import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

// Few rules: each is one that a reviewer would otherwise have to repeat. What needs the whole tree (who
// may import whom; one library, one door) is in test/architecture.test.ts.

const noDefault = { selector: 'ExportDefaultDeclaration', message: 'Export by name.' };
const noExportAll = { selector: 'ExportAllDeclaration', message: 'A door lists its names.' };

const useTheClock = 'Time comes in as an argument: ask the clock. Only src/cli/clock.ts reads the machine.';
const noTime = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: useTheClock },
  { selector: 'CallExpression[callee.name="Date"]', message: useTheClock },
  {
    selector: 'CallExpression[callee.object.name="DateTime"][callee.property.name="now"]',
    message: useTheClock,
  },
  {
    selector:
      'CallExpression[callee.object.name="DateTime"][callee.property.name=/^(utc|local)$/][arguments.length=0]',
    message: useTheClock,
  },
];
const noDateNow = { object: 'Date', property: 'now', message: useTheClock };
const noChance = { object: 'Math', property: 'random', message: 'Randomness comes in as an argument.' };

const noConsole = { name: 'console', message: 'Emit an event; the terminal draws it.' };
const noProcess = {
  name: 'process',
  message: 'Arguments, environment and streams come in. Only src/cli/environment.ts reads the process.',
};

const processModule = {
  name: 'node:process',
  importNames: ['default', 'argv', 'env', 'exit', 'stdin', 'stdout', 'stderr', 'hrtime'],
  message: noProcess.message,
};
const consoleModule = { name: 'node:console', message: noConsole.message };

export default defineConfig(
  globalIgnores(['node_modules/', 'coverage/', 'reports/', 'playbooks/']),
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Ours are objects of functions that use no `this`; a promise is what the interface asks for.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/require-await': 'off',
      // xstate is told its types by `{} as T`, which this rule takes for a slip.
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
    },
  },
  {
    // Finding control characters is half of what this program does with text.
    rules: { 'no-control-regex': 'off' },
  },
  {
    // A test reads replies and reports as they are, from JSON.
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['src/**', 'test/**'],
    rules: { 'no-restricted-syntax': ['error', noDefault, noExportAll] },
  },
  {
    files: ['src/**'],
    rules: {
      'no-restricted-globals': ['error', noConsole, noProcess],
      'no-restricted-imports': ['error', { paths: [processModule, consoleModule] }],
      'no-restricted-properties': ['error', noDateNow, noChance],
      'no-restricted-syntax': ['error', noDefault, noExportAll, ...noTime],
    },
  },
  {
    // The one file that reads the machine's time.
    files: ['src/cli/clock.ts'],
    rules: {
      'no-restricted-properties': ['error', noChance],
      'no-restricted-syntax': ['error', noDefault, noExportAll],
    },
  },
  {
    // Programs of their own: they lie in every bag, and run where firebreak is not.
    files: ['src/evidence/stranger/*.mjs'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    // Reads the process; begins it; ends it with an exit code.
    files: ['src/cli/environment.ts', 'src/cli/firebreak.js', 'src/cli/main.ts'],
    languageOptions: { globals: { process: 'readonly', URL: 'readonly' } },
    rules: { 'no-restricted-globals': ['error', noConsole] },
  },
);
