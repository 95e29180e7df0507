import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import type { Import, ScannedFile } from './source-tree.ts';

/** Which folders of src a folder may import, by name. '*' = any. */
export type ImportTable = Readonly<Record<string, readonly string[]>>;

/** Where a library may be imported: files, or folders that end in "/". */
export type Doors = Readonly<Record<string, readonly string[]>>;

/** A list of things, one a file: the file that lists them, their folder, and what makes or types one. */
export interface Registry {
  readonly registry: string;
  readonly folder: string;
  readonly made: string;
}

/** Reads the import table out of the map for people, so that there is only one. */
export function readImportTable(markdown: string): ImportTable {
  const rows = markdown.matchAll(/^\| `([a-z]+)` *\|[^|]*\| *([^|]*?) *\|$/gm);
  return Object.fromEntries([...rows].map(([, folder = '', list = '']) => [folder, wordsOf(list)]));
}

function wordsOf(list: string): string[] {
  if (list === 'everything') return ['*'];
  return list === 'nothing of ours' ? [] : list.split(/ +/);
}

/** Imports between folders that the table does not allow, and folders that it does not know. */
export function importProblems(files: readonly ScannedFile[], table: ImportTable): string[] {
  const strangers = files
    .filter(({ path }) => table[folderOf(path)] === undefined)
    .map(({ path }) => `${path}: the folder is not in the import table`);
  return [...strangers, ...eachImport(files, (file, one) => forbidden(file, one, table))];
}

function forbidden(file: ScannedFile, { target }: Import, table: ImportTable): string | undefined {
  if (target === undefined) return undefined;
  const from = folderOf(file.path);
  const to = folderOf(target);
  if (!target.startsWith('src/')) return from === 'cli' ? undefined : `${target} is outside src`;
  const allowed = table[from] ?? [];
  if (from === to || allowed.includes(to)) return undefined;
  // Nobody imports what sees the process, not even by way of "everything".
  if (allowed.includes('*') && to !== 'cli') return undefined;
  return `${from} may not import ${to} (${target})`;
}

/** Libraries that are imported elsewhere than at their door, or that have none. */
export function doorProblems(files: readonly ScannedFile[], doors: Doors): string[] {
  return eachImport(files, ({ path }, { specifier, target }) => {
    if (target !== undefined || isBuiltin(specifier)) return undefined;
    const library = libraryOf(specifier);
    const allowed = doors[library];
    if (allowed === undefined) return `${library} has no door: say in this test who may import it`;
    const isAtDoor = allowed.some((door) => (door.endsWith('/') ? path.startsWith(door) : path === door));
    return isAtDoor ? undefined : `${library} is imported only by ${allowed.join(', ')}`;
  });
}

const libraryOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** Doors that nobody uses: a line that says nothing any more. */
export function unusedDoors(files: readonly ScannedFile[], doors: Doors): string[] {
  const used = files.flatMap(({ imports }) => imports.map(({ specifier }) => libraryOf(specifier)));
  return Object.keys(doors).filter((library) => !used.includes(library));
}

/** Circles of folders that import each other, as "a → b → a", each once. */
export function folderCycles(files: readonly ScannedFile[]): string[] {
  const edges = new Map<string, Set<string>>();
  for (const { path, imports } of files) {
    const from = folderOf(path);
    const to = edges.get(from) ?? new Set<string>();
    for (const { target } of imports) if (target?.startsWith('src/')) to.add(folderOf(target));
    to.delete(from);
    edges.set(from, to);
  }
  const circles = [...edges.keys()].flatMap((start) => circlesFrom(start, edges, [start]));
  // The same circle is found from each of its folders: kept where it begins with the first by name.
  return circles
    .filter((circle) => circle[0] === [...circle].sort()[0])
    .map((circle) => [...circle, circle[0]].join(' → '));
}

function circlesFrom(
  start: string,
  edges: ReadonlyMap<string, ReadonlySet<string>>,
  way: readonly string[],
): string[][] {
  return [...(edges.get(way.at(-1) ?? start) ?? [])].flatMap((next) => {
    if (next === start) return [[...way]];
    return way.includes(next) ? [] : circlesFrom(start, edges, [...way, next]);
  });
}

/** Names that are not kebab-case, and doors that hand on everything. */
export function namingProblems(files: readonly ScannedFile[]): string[] {
  return files.flatMap(({ path, exportsAll }) => {
    const isKebab = path.split('/').every((part) => /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/.test(part));
    return [
      ...(isKebab ? [] : [`${path}: names are lower-case words joined by "-"`]),
      ...(exportsAll ? [`${path}: a door lists its names instead of "export *"`] : []),
    ];
  });
}

/** Things in the folder that the registry does not list; a registry that lists nothing is one too. */
export function registryProblems(
  files: readonly ScannedFile[],
  { registry, folder, made }: Registry,
): string[] {
  const listed = files.find(({ path }) => path === registry)?.imports ?? [];
  const things = files
    .filter(({ path }) => path.startsWith(`${folder}/`) && path !== registry)
    .flatMap(({ path, constants }) =>
      constants.filter((one) => one.made === made).map(({ name }) => ({ path, name })),
    );
  if (things.length === 0) return [`${registry}: nothing in ${folder} is made by ${made}`];
  return things
    .filter(({ path, name }) => !listed.some(({ target, names }) => target === path && names.includes(name)))
    .map(({ path, name }) => `${path}: ${name} is not listed in ${registry}`);
}

function eachImport(
  files: readonly ScannedFile[],
  problemOf: (file: ScannedFile, one: Import) => string | undefined,
): string[] {
  return files.flatMap((file) =>
    file.imports.flatMap((one) => {
      const problem = problemOf(file, one);
      return problem === undefined ? [] : [`${file.path}:${one.line}: ${problem}`];
    }),
  );
}

/** "src/venues/binance/reads.ts" → "venues"; a file right under src → its own name. */
const folderOf = (path: string): string => posix.normalize(path).split('/')[1] ?? '';
