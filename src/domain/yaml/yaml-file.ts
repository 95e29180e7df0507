import { isAlias, isCollection, isMap, isScalar, isSeq, parseDocument, type Pair } from 'yaml';
import type { Flaw, LocatedFlaw, Path } from './flaw.ts';
import { offsetOf, startOf } from './place.ts';
import { hostileCharacter, readPlainText } from './plain-text.ts';
import { syntaxFlaws } from './syntax.ts';

/** A single value as it stands in the text, refused or not. */
interface YamlScalar {
  readonly path: Path;
  readonly value: unknown;
  readonly from: number;
  readonly to: number;
}

/** A name in a map as it stands in the text. */
interface YamlName {
  readonly path: Path;
  readonly from: number;
  readonly to: number;
}

export interface YamlFile {
  /** The file's text, decoded, without byte order mark: what offsets count in. */
  readonly text: string;
  /** Plain values; what was refused reads as null. Undefined when the file is no YAML. */
  readonly value: unknown;
  readonly scalars: readonly YamlScalar[];
  readonly names: readonly YamlName[];
  readonly flaws: readonly LocatedFlaw[];
  /** Whether the path, or one above it, was refused: the null that stands there is no second flaw. */
  isRefused(path: Path): boolean;
  locate(flaw: Flaw): LocatedFlaw;
}

// Deeper than this nothing that we read goes; the yaml library itself gives up somewhere near a thousand.
const deepest = 20;

/**
 * Reads a file that a person wrote: YAML 1.2 in UTF-8, one document, into plain values. What has more
 * than one way to be read is refused, never read somehow: anchors, aliases, merge keys, tags,
 * directives, names that stand twice, numbers that would lose digits, characters that cannot be seen.
 * So everything stands where it is read, and no short file unfolds into a long one. Throws nothing:
 * flaws are in the result, and no message of theirs repeats anything of the text.
 * `schema` "failsafe" reads every value as text.
 */
export function readYaml(
  source: string | Uint8Array,
  { schema = 'core' }: { readonly schema?: 'core' | 'failsafe' } = {},
): YamlFile {
  const { text, flaw } = readPlainText(source);
  if (flaw !== undefined) return noYaml(text, [flaw]);
  const document = parseDocument(text, { version: '1.2', schema, merge: false, prettyErrors: false });
  const flaws = syntaxFlaws(document, text);
  // One broken line makes the parser stumble over those after it: the first place is the one to mend.
  if (document.errors.some(({ code }) => code !== 'DUPLICATE_KEY')) return noYaml(text, flaws.slice(0, 1));
  const walk: Walk = { scalars: [], names: [], flaws, refused: [] };
  const value = plain(document.contents, [], walk);
  return {
    text,
    value,
    ...walk,
    isRefused: (path) => walk.refused.some((refused) => refused.every((part, at) => path[at] === part)),
    locate: ({ path, on, ...rest }) => ({ offset: offsetOf(document.contents, path, on), ...rest }),
  };
}

const noYaml = (text: string, flaws: readonly LocatedFlaw[]): YamlFile => ({
  text,
  value: undefined,
  scalars: [],
  names: [],
  flaws,
  isRefused: () => true,
  locate: ({ path: _path, on: _on, ...rest }) => ({ offset: 0, ...rest }),
});

interface Walk {
  readonly scalars: YamlScalar[];
  readonly names: YamlName[];
  readonly flaws: LocatedFlaw[];
  readonly refused: Path[];
}

function plain(node: unknown, path: Path, walk: Walk): unknown {
  if (isScalar(node)) {
    const [from, to] = node.range ?? [0, 0];
    walk.scalars.push({ path, value: node.value, from, to });
  }
  const strange = strangeness(node, path);
  if (strange !== undefined) {
    walk.flaws.push({ offset: startOf(node), ...strange });
    walk.refused.push(path);
    return null;
  }
  if (isMap(node)) return Object.fromEntries(node.items.flatMap((pair) => plainPair(pair, path, walk)));
  if (isSeq(node)) return node.items.map((item, index) => plain(item, [...path, index], walk));
  return isScalar(node) ? node.value : null;
}

function plainPair(pair: Pair, path: Path, walk: Walk): [string, unknown][] {
  const { key } = pair;
  const name = isScalar(key) && typeof key.value === 'string' ? key.value : undefined;
  const strange = name === undefined ? notText : name === '<<' ? mergeKey : strangeness(key, path);
  if (name === undefined || strange !== undefined) {
    walk.flaws.push({ offset: startOf(key), ...(strange ?? notText) });
    return [];
  }
  const whole = [...path, name];
  const [from, to] = (isScalar(key) ? key.range : undefined) ?? [0, 0];
  walk.names.push({ path: whole, from, to });
  return [[name, plain(pair.value, whole, walk)]];
}

type Strangeness = Omit<LocatedFlaw, 'offset'>;

const notText: Strangeness = { message: 'a name should be text', hint: 'put it in quotes' };
const mergeKey: Strangeness = {
  message: 'merge keys (<<) are not read',
  hint: 'write the names and values out here',
};

/** What of a node is not read: more than one way to read it, or characters that act. */
function strangeness(node: unknown, path: Path): Strangeness | undefined {
  const orQuotes = (mark: string): string => `or put text that starts with "${mark}" in quotes`;
  if (isAlias(node)) {
    return { message: 'aliases (*name) are not read', hint: `write the value out here, ${orQuotes('*')}` };
  }
  if (!isScalar(node) && !isCollection(node)) return undefined;
  if (node.anchor !== undefined) {
    return { message: 'anchors (&name) are not read', hint: `leave it out, ${orQuotes('&')}` };
  }
  if (node.tag !== undefined) {
    return { message: 'tags (!name) are not read', hint: `leave it out, ${orQuotes('!')}` };
  }
  if (path.length > deepest) return { message: `nested too deep: more than ${deepest} levels` };
  return isScalar(node) ? misleading(node.value) : undefined;
}

function misleading(value: unknown): Strangeness | undefined {
  if (typeof value === 'number' && !isExact(value)) {
    return { message: 'this number would not keep its value', hint: 'put it in quotes' };
  }
  const hostile = typeof value === 'string' ? hostileCharacter(value) : undefined;
  return hostile === undefined ? undefined : { message: `this text holds ${hostile}` };
}

const isExact = (value: number): boolean =>
  Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
