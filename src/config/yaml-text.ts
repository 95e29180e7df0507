import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  type YAMLError,
} from 'yaml';
import { excerptAt, type FileProblem } from '../domain/file-problem.ts';

export type Path = readonly (string | number)[];

/** Something wrong at an offset of the text (UTF-16 units). */
export interface Flaw {
  readonly offset: number;
  readonly message: string;
  readonly hint?: string;
}

/** A single value as it stands in the text. */
export interface YamlScalar {
  readonly path: Path;
  readonly value: unknown;
  readonly from: number;
  readonly to: number;
}

/** A name in a map as it stands in the text. */
export interface YamlName {
  readonly path: Path;
  readonly from: number;
  readonly to: number;
}

export interface YamlText {
  /** Plain values; what was refused reads as null. Undefined when the text is no YAML. */
  readonly value: unknown;
  readonly scalars: readonly YamlScalar[];
  readonly names: readonly YamlName[];
  readonly flaws: readonly Flaw[];
  /** Where the path stands, as far as the text goes: a missing field is told at its map. */
  offsetOf(path: Path, on?: 'name' | 'value'): number;
}

// More than an inventory of a thousand accounts; a bomb is larger, or has aliases.
const longestText = 1024 * 1024;
const deepest = 20;

/**
 * Reads YAML 1.2 into plain values. Aliases, anchors, tags and merge keys are refused: what an
 * account should look like stands written out, and no short file unfolds into a long one.
 * `schema` "failsafe" reads every value as text.
 */
export function readYaml(text: string, schema: 'core' | 'failsafe' = 'core'): YamlText {
  if (text.length > longestText) return noYaml([{ offset: 0, message: 'the file is larger than 1 MiB' }]);
  const document = parseDocument(text, { version: '1.2', schema, merge: false, prettyErrors: false });
  const syntax = [...document.errors, ...document.warnings].map(asFlaw);
  // One broken line makes the parser stumble over those after it: the first place is the one to mend.
  if (document.errors.some(({ code }) => code !== 'DUPLICATE_KEY')) return noYaml(syntax.slice(0, 1));
  const walk: Walk = { scalars: [], names: [], flaws: [...syntax] };
  const value = plain(document.contents, [], walk);
  return { value, ...walk, offsetOf: (path, on) => offsetOf(document.contents, path, on ?? 'value') };
}

/** Returns the flaws as problems, in the order of their lines. `shown` is the text, secrets hidden. */
export function problemsAt(file: string, shown: string, flaws: readonly Flaw[]): FileProblem[] {
  return flaws
    .toSorted((a, b) => a.offset - b.offset)
    .map(({ offset, ...flaw }) => {
      const before = shown.slice(0, offset).split(/\r\n|\n|\r/);
      const line = before.length;
      const column = (before.at(-1)?.length ?? 0) + 1;
      return { file, line, column, ...flaw, excerpt: excerptAt(shown, line, column) };
    });
}

const noYaml = (flaws: readonly Flaw[]): YamlText => ({
  value: undefined,
  scalars: [],
  names: [],
  flaws,
  offsetOf: () => 0,
});

// In our own words only: the parser's may quote the text, and the text may be a secret.
const words: Readonly<Record<string, readonly [message: string, hint?: string]>> = {
  TAB_AS_INDENT: ['a tab indents this line', 'indent with spaces'],
  BAD_INDENT: [
    'this line is not indented like its neighbours',
    'lines of one list or map start in one column; or a bracket above is not closed',
  ],
  DUPLICATE_KEY: ['this name stands here twice'],
  MULTIPLE_DOCS: ['a second document begins here', 'one file holds one document: remove the "---"'],
  MULTILINE_IMPLICIT_KEY: ['a ":" is missing here, or a quote is not closed'],
  BLOCK_AS_IMPLICIT_KEY: ['a second ":" in this line', 'put text that holds ": " in quotes'],
  MISSING_CHAR: ['a character is missing here', 'look for a ":", quote or bracket that is not closed'],
  UNEXPECTED_TOKEN: ['this does not belong here', 'put text with special characters in quotes'],
  BAD_SCALAR_START: ['text cannot start with this character', 'put the text in quotes'],
  BAD_ALIAS: [
    'aliases (*name) are not read',
    'write the value out, or put text that starts with "*" in quotes',
  ],
  BAD_DQ_ESCAPE: ['not an escape that YAML knows', 'use single quotes around text with "\\"'],
  TAG_RESOLVE_FAILED: ['tags (!name) are not read', 'put text that starts with "!" in quotes'],
  RESOURCE_EXHAUSTION: ['nested too deep'],
};

function asFlaw({ code, pos }: YAMLError): Flaw {
  const [message, hint] = words[code] ?? ['this is not YAML'];
  return { offset: pos[0], message, ...(hint === undefined ? {} : { hint }) };
}

interface Walk {
  readonly scalars: YamlScalar[];
  readonly names: YamlName[];
  readonly flaws: Flaw[];
}

function plain(node: unknown, path: Path, walk: Walk): unknown {
  const refused = refusal(node, path);
  if (refused !== undefined) {
    walk.flaws.push(refused);
    return null;
  }
  if (isMap(node)) {
    return Object.fromEntries(node.items.flatMap((pair) => plainPair(pair, path, walk)));
  }
  if (isSeq(node)) return node.items.map((item, index) => plain(item, [...path, index], walk));
  if (!isScalar(node)) return null;
  const [from, to] = node.range ?? [0, 0];
  walk.scalars.push({ path, value: node.value, from, to });
  return node.value;
}

function plainPair(pair: Pair, path: Path, walk: Walk): [string, unknown][] {
  const { key } = pair;
  if (isScalar(key) && typeof key.value === 'string' && key.value !== '<<') {
    const [from, to] = key.range ?? [0, 0];
    walk.names.push({ path: [...path, key.value], from, to });
    return [[key.value, plain(pair.value, [...path, key.value], walk)]];
  }
  const message =
    isScalar(key) && key.value === '<<' ? 'merge keys (<<) are not read' : 'a name should be text';
  walk.flaws.push({ offset: startOf(key), message, hint: 'write the names and values out' });
  return [];
}

function refusal(node: unknown, path: Path): Flaw | undefined {
  const offset = startOf(node);
  if (isAlias(node)) return { offset, message: 'aliases (*name) are not read', hint: 'write the value out' };
  if (!isScalar(node) && !isCollection(node)) return undefined;
  if (node.anchor !== undefined) {
    return {
      offset,
      message: 'anchors (&name) are not read',
      hint: 'put text that starts with "&" in quotes',
    };
  }
  if (node.tag?.startsWith('!') === true) {
    return { offset, message: 'tags (!name) are not read', hint: 'put text that starts with "!" in quotes' };
  }
  return path.length > deepest ? { offset, message: 'nested too deep' } : undefined;
}

function offsetOf(root: unknown, path: Path, on: 'name' | 'value'): number {
  let node = root;
  let offset = startOf(root);
  for (const [index, part] of path.entries()) {
    const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === part) : undefined;
    const next: unknown =
      pair === undefined ? (isSeq(node) ? node.items[Number(part)] : undefined) : pair.value;
    if (pair === undefined && next === undefined) return offset;
    const isLast = index === path.length - 1;
    const isNothing = isScalar(next) && next.value === null;
    offset =
      pair !== undefined && (next === null || isNothing || (isLast && on === 'name'))
        ? startOf(pair.key)
        : startOf(next);
    node = next;
  }
  return offset;
}

const startOf = (node: unknown): number =>
  (isScalar(node) || isCollection(node) || isAlias(node) ? node.range?.[0] : undefined) ?? 0;
