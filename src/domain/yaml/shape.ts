import type { z } from 'zod';
import { nearest, quote, suggest } from '../file-problem.ts';
import type { Flaw, LocatedFlaw, Path } from './flaw.ts';
import { namesAt } from './shape-names.ts';
import type { YamlFile } from './yaml-file.ts';

type Issue = z.core.$ZodIssue;

interface ShapeWords {
  /** What a field is for, by its name: told where it is missing or empty. */
  readonly whyNeeded?: ReadonlyMap<string, string>;
  /** Whether a value or a name must not be repeated, by its path and by its text. */
  readonly isHidden?: (path: Path, text: string) => boolean;
  /** Where in the file the value stands; left out for a whole file. */
  readonly at?: Path;
}

/**
 * Holds a whole file against its shape. Returns the value that the shape makes of it, or every flaw
 * at its place; none at places whose value was refused when the file was read.
 */
export function readShape<T>(
  shape: z.ZodType<T>,
  yaml: YamlFile,
  words: ShapeWords = {},
): { readonly value: T | undefined; readonly flaws: readonly LocatedFlaw[] } {
  if (yaml.value === undefined) return { value: undefined, flaws: [] };
  const { value, flaws } = holdAgainst(shape, yaml.value, words);
  const own = flaws.filter(({ path, on }) => on === 'name' || !yaml.isRefused(path));
  return { value, flaws: own.map(yaml.locate) };
}

/**
 * Returns what is wrong with the shape of a value: what was found, what is expected, the nearest
 * choice. Every rule of a shape that is not about a type says in its own message what it expects, so
 * that it completes "should be …".
 */
export const shapeFlaws = (shape: z.ZodType, written: unknown, words: ShapeWords = {}): readonly Flaw[] =>
  holdAgainst(shape, written, words).flaws;

function holdAgainst<T>(
  shape: z.ZodType<T>,
  written: unknown,
  words: ShapeWords,
): { readonly value: T | undefined; readonly flaws: readonly Flaw[] } {
  const { data: value, error } = shape.safeParse(written, { reportInput: true, error: expectation });
  return { value, flaws: (error?.issues ?? []).flatMap((issue) => flawsOf(issue, shape, words)) };
}

function flawsOf(issue: Issue, shape: z.ZodType, words: ShapeWords): Flaw[] {
  const inside = issue.path.filter((part) => typeof part !== 'symbol');
  const path = [...(words.at ?? []), ...inside];
  if (issue.code === 'unrecognized_keys') {
    const known = namesAt(shape, inside);
    return issue.keys.map((name) => unknownName([...path, name], name, known, words));
  }
  if (issue.code === 'invalid_key') {
    return [{ path, on: 'name', message: issue.issues[0]?.message ?? 'a wrong name' }];
  }
  const why = words.whyNeeded?.get(nameOf(path));
  const input = inputOf(issue);
  if (input === undefined) {
    const message = `${subjectOf(path)} is missing: ${why ?? `expected ${issue.message}`}`;
    return [{ path: path.slice(0, -1), on: 'value', message }];
  }
  const isHidden = (text: string): boolean => words.isHidden?.(path, text) === true;
  const found = describeFound(input, isHidden);
  const message = `${subjectOf(path)} should be ${issue.message}, found ${found}`;
  const hint =
    nearestOf(issue, input) ?? quotesFor(issue, input, isHidden) ?? (isEmpty(input) ? why : undefined);
  return [{ path, on: 'value', message, ...(hint === undefined ? {} : { hint }) }];
}

function unknownName(path: Path, name: string, known: readonly string[], words: ShapeWords): Flaw {
  // `credentials: { <the secret> }` reads as a name without a value.
  const isShown = nearest(name, known) !== undefined || words.isHidden?.(path, name) !== true;
  const message = isShown ? `unknown name ${quote(name)}` : 'an unknown name (not shown)';
  return { path, on: 'name', message, ...suggest(name, known) };
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'names with values',
  record: 'names with values',
};

/** What is expected where the shape itself has no words for it. */
function expectation(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') return typeWords[issue.expected] ?? issue.expected;
  const choices = choicesOf(issue);
  if (choices.length === 0) return undefined;
  return choices.length === 1 ? choices.join() : `one of ${choices.join(', ')}`;
}

/** The values that an issue would accept, where there is a list of them. */
function choicesOf(issue: Issue | z.core.$ZodRawIssue): readonly string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  const isOneOf = issue.code === 'invalid_union' && 'options' in issue && Array.isArray(issue.options);
  return isOneOf ? issue.options.map(String) : [];
}

/** What stands at the issue's path: of a map whose kind is unknown zod gives the whole map. */
function inputOf(issue: Issue): unknown {
  const { input } = issue;
  const name = issue.code === 'invalid_union' && 'discriminator' in issue ? issue.discriminator : undefined;
  if (name === undefined || typeof input !== 'object' || input === null) return input;
  return Object.entries(input).find(([key]) => key === name)?.[1];
}

function nearestOf(issue: Issue, input: unknown): string | undefined {
  const near = typeof input === 'string' ? nearest(input, choicesOf(issue)) : undefined;
  return near === undefined ? undefined : `did you mean "${near}"?`;
}

// Not for a secret: it should not stand in the file, in quotes or not.
function quotesFor(issue: Issue, input: unknown, isHidden: (text: string) => boolean): string | undefined {
  const isBare = typeof input === 'number' || typeof input === 'boolean';
  const isTextWanted = issue.code === 'invalid_type' && issue.expected === 'string';
  return isBare && isTextWanted && !isHidden(String(input)) ? 'put it in quotes' : undefined;
}

const isEmpty = (input: unknown): boolean => input === '' || (Array.isArray(input) && input.length === 0);

/** A found value for people: short, on one line, without what `isHidden` says may be a secret. */
export function describeFound(value: unknown, isHidden: (text: string) => boolean = () => false): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'names with values';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (isHidden(text)) return 'something else (not shown)';
  return typeof value === 'string' ? quote(text) : text;
}

function subjectOf(path: Path): string {
  if (path.length === 0) return 'the file';
  return typeof path.at(-1) === 'number' ? `an item of ${quote(nameOf(path))}` : quote(nameOf(path));
}

/** The nearest name on the way: in `['steps', 2]` that is "steps"; the file itself is ''. */
const nameOf = (path: Path): string => String(path.findLast((part) => typeof part === 'string') ?? '');
