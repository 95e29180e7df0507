import {
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  parseDocument,
  type Document,
  type Pair,
  type YAMLError,
} from 'yaml';
import type { Json } from '../domain/json.ts';
import { assemble } from './assemble.ts';
import { readDraft } from './draft.ts';
import { PlaybookProblems, problemAt, quote, type Found, type Located, type Path } from './found.ts';
import { hostileCharacter, readPlainText } from './plain-text.ts';
import type { Playbook } from './playbook.ts';
import { factProblems } from './rules-facts.ts';
import { kindProblems } from './rules-kinds.ts';
import { orderProblems } from './rules-order.ts';
import { playbookSchema } from './schema.ts';
import { shapeProblems } from './shape.ts';
import type { StepKindDescription } from './step-kind.ts';

// Deeper than this nothing in a playbook goes; the yaml library itself gives up somewhere near a thousand.
const deepest = 32;

/**
 * Reads a playbook: YAML 1.2 in UTF-8, checked for shape and meaning against the step kinds there are.
 * Anchors, aliases, merge keys and tags are refused: a playbook says everything where it stands.
 * `file` is only named in the problems; `source` is its content, bytes or decoded text.
 * @throws {PlaybookProblems} with every problem of the file at once, each at its line and column
 */
export function loadPlaybook(
  file: string,
  source: string | Uint8Array,
  kinds: readonly StepKindDescription[],
): Playbook {
  const text = readPlainText(file, source);
  const { document, problems: syntax } = parseYaml(text);
  if (document === undefined) throw refusal(file, text, syntax);

  const strange: Found[] = [];
  const value = readValue(document.contents, [], strange);
  const shape = playbookSchema.safeParse(value);
  const wrong = [...shapeProblems(value), ...meaningProblems(value, kinds)].filter(
    // What was refused reads as null: that null is not a second problem.
    (one) => one.on === 'key' || !strange.some((refused) => isAtOrUnder(one.path, refused.path)),
  );
  const problems = [...syntax, ...[...strange, ...wrong].map((one) => locate(one, document.contents))];
  if (!shape.success || problems.length > 0) throw refusal(file, text, problems);
  return assemble(shape.data);
}

function meaningProblems(value: unknown, kinds: readonly StepKindDescription[]): Found[] {
  const sections = readDraft(value);
  const known = new Map(kinds.map((kind) => [kind.id, kind]));
  return [...orderProblems(sections), ...kindProblems(sections, known), ...factProblems(sections, known)];
}

/** The document is absent when the text is so broken that nothing more can be said of it. */
function parseYaml(text: string): { document?: Document.Parsed; problems: readonly Located[] } {
  const document = parseDocument(text, { version: '1.2', schema: 'core', merge: false, prettyErrors: false });
  const problems = document.errors.map(syntaxProblem);
  const readable = document.errors.every((error) => error.code === 'DUPLICATE_KEY');
  // One broken line makes the parser stumble over those after it: the first place is the one to mend.
  return readable ? { document, problems } : { problems: problems.slice(0, 1) };
}

// What people do most often, in our words; the parser's own words for the rest.
const syntaxWords: Readonly<Record<string, readonly [message: string, hint?: string]>> = {
  TAB_AS_INDENT: ['a tab indents this line', 'indent with spaces'],
  DUPLICATE_KEY: ['this name stands here twice'],
  MULTIPLE_DOCS: ['a second document begins here: a file holds one playbook'],
  RESOURCE_EXHAUSTION: ['nested too deep'],
  BLOCK_AS_IMPLICIT_KEY: ['a second ":" in this line', 'put text that holds ": " in quotes'],
};

function syntaxProblem(error: YAMLError): Located {
  const [message = `not YAML: ${error.message}`, hint] = syntaxWords[error.code] ?? [];
  return { offset: error.pos[0], message, ...(hint === undefined ? {} : { hint }) };
}

/** Turns nodes into plain values. What has no place in a playbook goes to `found` and reads as null. */
function readValue(node: unknown, path: Path, found: Found[]): Json {
  const strange = strangeness(node, path);
  if (strange !== undefined) {
    found.push({ path, on: 'value', ...strange });
    return null;
  }
  if (isMap(node)) {
    return Object.fromEntries(
      node.items.flatMap((pair) => {
        const name = readName(pair, path, found);
        return name === undefined ? [] : [[name, readValue(pair.value, [...path, name], found)]];
      }),
    );
  }
  if (isSeq(node)) return node.items.map((item, index) => readValue(item, [...path, index], found));
  return isScalar(node) ? (node.value as Json) : null;
}

/** What of a node a playbook may not have: more than one way to read it, or characters that act. */
function strangeness(node: unknown, path: Path): { message: string; hint?: string } | undefined {
  if (isAlias(node)) return { message: 'aliases (*name) are not read', hint: 'write the value out here' };
  if (!isScalar(node) && !isCollection(node)) return undefined;
  if (node.anchor !== undefined) return { message: 'anchors (&name) are not read', hint: 'leave it out' };
  if (node.tag !== undefined)
    return { message: `tags (${quote(node.tag)}) are not read`, hint: 'leave it out' };
  if (path.length > deepest) return { message: `nested deeper than ${deepest} levels` };
  const value = isScalar(node) ? node.value : undefined;
  if (typeof value === 'number' && !isExact(value)) {
    return { message: 'this number would not keep its value', hint: 'put it in quotes' };
  }
  const hostile = typeof value === 'string' ? hostileCharacter(value) : undefined;
  return hostile === undefined ? undefined : { message: `this text holds ${hostile}` };
}

function readName(pair: Pair, path: Path, found: Found[]): string | undefined {
  const { key } = pair;
  const name = isScalar(key) && typeof key.value === 'string' ? key.value : undefined;
  const problem =
    name === undefined
      ? { message: 'a name should be text', hint: 'put it in quotes' }
      : name === '<<'
        ? { message: 'merge keys (<<) are not read', hint: 'write the values out here' }
        : strangeness(key, path);
  if (problem === undefined) return name;
  found.push({ path: [...path, isScalar(key) ? String(key.value) : ''], on: 'key', ...problem });
  return undefined;
}

const isAtOrUnder = (path: Path, other: Path): boolean => other.every((part, index) => path[index] === part);

const isExact = (value: number): boolean =>
  Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);

/** Follows the path as far as the document goes: a field that is missing is told at its map. */
function locate(found: Found, root: unknown): Located {
  let node = root;
  let offset = startOf(root);
  for (const [index, part] of found.path.entries()) {
    const pair = isMap(node)
      ? node.items.findLast(({ key }) => isScalar(key) && String(key.value) === part)
      : undefined;
    const onKey = found.on === 'key' && index === found.path.length - 1;
    node = pair?.value ?? (isSeq(node) ? node.items[Number(part)] : undefined);
    offset = (onKey || node === null ? startOf(pair?.key) : startOf(node)) ?? offset;
  }
  return {
    offset: offset ?? 0,
    message: found.message,
    ...(found.hint === undefined ? {} : { hint: found.hint }),
  };
}

const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);

/** The refusal of the file: its problems in the order of its lines. */
function refusal(file: string, text: string, problems: readonly Located[]): PlaybookProblems {
  const ordered = problems.toSorted((a, b) => a.offset - b.offset);
  return new PlaybookProblems(ordered.map((problem) => problemAt(file, text, problem)));
}
