import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import {
  doorProblems,
  folderCycles,
  importProblems,
  namingProblems,
  readImportTable,
  registryProblems,
  unusedDoors,
  type Doors,
  type Registry,
} from './support/architecture.ts';
import { computed, readTree, scan } from './support/source-tree.ts';

const root = new URL('../', import.meta.url);
const files = readTree(root, 'src').map(scan);
const table = readImportTable(readFileSync(new URL('src/README.md', root), 'utf8'));

/** One library, one door: to replace it, or to know all it can do here, one place is read. */
const doors: Doors = {
  ccxt: ['src/venues/session.ts'],
  // One venue's file of ccxt, by path: the whole would cost a third of a second at each start.
  '(computed)': ['src/venues/session.ts'],
  socks: ['src/venues/proxy.ts'],
  enquirer: ['src/terminal/ask.ts'],
  pdfkit: ['src/report/pdf/'],
  xstate: ['src/playbook/compile.ts', 'src/run/'],
  yaml: ['src/domain/yaml/'],
  canonicalize: ['src/evidence/canonical.ts'],
  'age-encryption': ['src/evidence/transport/'],
  pkijs: ['src/evidence/trusted-time/', 'src/evidence/document-signature/'],
  asn1js: ['src/evidence/trusted-time/', 'src/evidence/document-signature/'],
  'decimal.js': ['src/domain/money.ts'],
  commander: ['src/cli/'],
  'csv-parse': ['src/acquisition/exports/csv.ts'],
  yauzl: ['src/acquisition/exports/zip.ts'],
  // Words rather than tools: shapes of what comes in, moments in time.
  zod: ['src/'],
  luxon: ['src/'],
};

const registries: readonly Registry[] = [
  { registry: 'src/steps/registry.ts', folder: 'src/steps', made: 'defineStep' },
  { registry: 'src/venues/registry.ts', folder: 'src/venues', made: 'Venue' },
  { registry: 'src/analysis/anomalies/registry.ts', folder: 'src/analysis/anomalies', made: 'defineRule' },
  {
    registry: 'src/acquisition/exports/registry.ts',
    folder: 'src/acquisition/exports/formats',
    made: 'defineFormat',
  },
  {
    registry: 'src/analysis/cross-checks/registry.ts',
    folder: 'src/analysis/cross-checks',
    made: 'defineCrossCheck',
  },
  { registry: 'src/secrets/schemes/registry.ts', folder: 'src/secrets/schemes', made: 'SecretResolver' },
  { registry: 'src/report/pdf/sections/index.ts', folder: 'src/report/pdf/sections', made: 'Section' },
];

describe('the source tree', () => {
  it('has every folder in the table of src/README.md, and no other', () => {
    const folders = new Set(files.map(({ path }) => path.split('/')[1]));
    expect(Object.keys(table).sort()).toEqual([...folders].sort());
  });

  it('imports only along the table', () => {
    expect(importProblems(files, table)).toEqual([]);
  });

  it('has no circle of folders', () => {
    expect(folderCycles(files)).toEqual([]);
  });

  it('imports each library only at its door', () => {
    expect(doorProblems(files, doors)).toEqual([]);
    expect(unusedDoors(files, doors)).toEqual([]);
  });

  it('runs on the libraries that are installed for users, not on those for development', () => {
    const libraries = Object.keys(doors).filter((name) => name !== computed);
    expect(libraries.filter((name) => !(name in packageJson.dependencies))).toEqual([]);
  });

  it('names its files in kebab-case, and its doors list their names', () => {
    expect(namingProblems(files)).toEqual([]);
  });

  it.each(registries)('$registry lists everything of its folder', (registry) => {
    expect(registryProblems(files, registry)).toEqual([]);
  });
});

describe('the check itself', () => {
  const fake = (path: string, ...lines: string[]) => scan({ path, text: lines.join('\n') });
  const small = { domain: [], venues: ['domain'], simulators: ['domain'], cli: ['*'] };

  it.each([
    ['an import', "import { x } from '../venues/x.ts';"],
    ['a type', "import type { X } from '../venues/x.ts';"],
    ['an inline type', "const x: import('../venues/x.ts').X = 1;"],
    ['an export from', "export { x } from '../venues/x.ts';"],
    ['a late import', "const x = await import('../venues/x.ts');"],
    ['a require', "const x = require('../venues/x.ts');"],
    ['a require made on the spot', "const x = createRequire(import.meta.url)('../venues/x.ts');"],
    ['a path asked for', "const x = import.meta.resolve('../venues/x.ts');"],
    ['an import with equals', "import x = require('../venues/x.ts');"],
    ['a way around', "import { x } from '../domain/../venues/x.ts';"],
    ['a side effect', "import '../venues/x.ts';"],
  ])('sees %s that the table does not allow', (_, line) => {
    expect(importProblems([fake('src/simulators/a.ts', '', line)], small)).toEqual([
      'src/simulators/a.ts:2: simulators may not import venues (src/venues/x.ts)',
    ]);
  });

  it('does not take comments and texts for imports', () => {
    const calm = fake(
      'src/simulators/a.ts',
      "// import x from '../venues/x.ts'",
      'const y = "import \'../venues/x.ts\'";',
    );
    expect(importProblems([calm], small)).toEqual([]);
  });

  it('lets cli import everything and nobody import cli', () => {
    expect(importProblems([fake('src/cli/a.ts', "import '../venues/x.ts';")], small)).toEqual([]);
    expect(importProblems([fake('src/venues/a.ts', "import '../cli/x.ts';")], small)).toHaveLength(1);
    expect(
      importProblems([fake('src/venues/a.ts', "import '../cli/x.ts';")], { venues: ['*'], cli: [] }),
    ).toHaveLength(1);
  });

  it('sees a folder that is not in the table, and a way out of src', () => {
    expect(importProblems([fake('src/helpers/a.ts')], small)).toEqual([
      'src/helpers/a.ts: the folder is not in the import table',
    ]);
    expect(importProblems([fake('src/venues/a.ts', "import '../../test/x.ts';")], small)).toHaveLength(1);
  });

  it('sees a library elsewhere than at its door, also a part of it', () => {
    const a = fake('src/steps/a.ts', "import ccxt from 'ccxt';", "import 'ccxt/js/src/base.js';");
    expect(doorProblems([a], doors)).toEqual([
      'src/steps/a.ts:1: ccxt is imported only by src/venues/session.ts',
      'src/steps/a.ts:2: ccxt is imported only by src/venues/session.ts',
    ]);
  });

  it('sees a library without a door, and one whose name is computed', () => {
    const a = fake('src/steps/a.ts', "import 'left-pad';", 'await import(name);', "import 'node:fs';");
    expect(doorProblems([a], doors)).toEqual([
      'src/steps/a.ts:1: left-pad has no door: say in this test who may import it',
      'src/steps/a.ts:2: (computed) is imported only by src/venues/session.ts',
    ]);
    expect(unusedDoors([a], { 'left-pad': [], ccxt: [] })).toEqual(['ccxt']);
  });

  it('finds a circle of folders once, however long', () => {
    const ring = [
      fake('src/a/x.ts', "import '../b/x.ts';", "import './y.ts';"),
      fake('src/b/x.ts', "import type { X } from '../c/x.ts';"),
      fake('src/c/x.ts', "import '../a/x.ts';"),
    ];
    expect(folderCycles(ring)).toEqual(['a → b → c → a']);
    expect(folderCycles(ring.slice(0, 2))).toEqual([]);
  });

  it('sees names that are not kebab-case and doors that hand on everything', () => {
    expect(namingProblems([fake('src/venues/fooBar.ts'), fake('src/venues/my_key.ts')])).toHaveLength(2);
    expect(namingProblems([fake('src/venues/index.ts', "export * from './x.ts';")])).toHaveLength(1);
    expect(namingProblems([fake('src/venues/index.ts', "export * as all from './x.ts';")])).toHaveLength(1);
    expect(namingProblems([fake('src/venues/index.ts', "export { x } from './x.ts';")])).toEqual([]);
  });

  it('sees what a registry leaves out', () => {
    const steps: Registry = { registry: 'src/steps/registry.ts', folder: 'src/steps', made: 'defineStep' };
    const one = fake('src/steps/one.ts', 'export const one = defineStep({});', 'export const helper = 1;');
    const two = fake('src/steps/two.ts', 'export const two = defineStep({});');
    const list = fake('src/steps/registry.ts', "import { one } from './one.ts';");
    expect(registryProblems([one, two, list], steps)).toEqual([
      'src/steps/two.ts: two is not listed in src/steps/registry.ts',
    ]);
    expect(registryProblems([list], steps)).toEqual([
      'src/steps/registry.ts: nothing in src/steps is made by defineStep',
    ]);
  });

  it('reads the table of the map', () => {
    expect(
      readImportTable(
        '| `venues` | things | domain |\n| `cli` | x | everything |\n| `domain` | y | nothing of ours |',
      ),
    ).toEqual({
      venues: ['domain'],
      cli: ['*'],
      domain: [],
    });
  });
});
