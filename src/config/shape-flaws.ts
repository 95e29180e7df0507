import type { z } from 'zod';
import { nearest } from '../domain/file-problem.ts';
import { looksLikeSecret } from '../secrets/index.ts';
import type { Flaw, Path, YamlText } from './yaml-text.ts';

type Issue = z.core.$ZodIssue;

export interface ShapeReading<T> {
  readonly value: T | undefined;
  readonly flaws: readonly Flaw[];
}

/**
 * Holds the values against the shape. Every issue becomes a flaw at its place: what was found, what
 * is expected, the nearest choice. `isSecret` tells the places whose content is never repeated.
 */
export function readShape<T>(
  shape: z.ZodType<T>,
  yaml: YamlText,
  isSecret: (path: Path) => boolean = () => false,
): ShapeReading<T> {
  const result = shape.safeParse(yaml.value, { reportInput: true });
  if (result.success) return { value: result.data, flaws: [] };
  const flaws = result.error.issues.flatMap((issue) => flawsOf(issue, shape, yaml, isSecret));
  return { value: undefined, flaws };
}

function flawsOf(issue: Issue, shape: z.ZodType, yaml: YamlText, isSecret: (path: Path) => boolean): Flaw[] {
  const path = issue.path.filter((part) => typeof part !== 'symbol');
  if (issue.code === 'unrecognized_keys') {
    const known = namesAt(shape, path);
    return issue.keys.map((key) => {
      const offset = yaml.offsetOf([...path, key], 'name');
      return { offset, ...unknownName(key, known, isSecret([...path, key])) };
    });
  }
  if (issue.code === 'invalid_key') {
    return [{ offset: yaml.offsetOf(path, 'name'), message: issue.issues[0]?.message ?? 'a wrong name' }];
  }
  const name = path.findLast((part) => typeof part === 'string');
  const subject =
    name === undefined ? 'the file' : typeof path.at(-1) === 'number' ? `an item of "${name}"` : `"${name}"`;
  const expected = expectation(issue);
  if (issue.input === undefined) {
    return [
      { offset: yaml.offsetOf(path.slice(0, -1)), message: `${subject} is missing: expected ${expected}` },
    ];
  }
  const found = isSecret(path) ? 'something else (not shown)' : describeFound(issue.input);
  const near = typeof issue.input === 'string' ? nearestOf(issue, issue.input) : undefined;
  return [
    {
      offset: yaml.offsetOf(path),
      message: `${subject} should be ${expected}, found ${found}`,
      ...(near === undefined ? {} : { hint: `did you mean "${near}"?` }),
    },
  ];
}

function unknownName(key: string, known: readonly string[], isSecret: boolean): Omit<Flaw, 'offset'> {
  const near = nearest(key, known);
  // `credentials: { <the secret> }` reads as a name without a value.
  const isShown = near !== undefined || (!isSecret && !looksLikeSecret(key));
  return {
    message: isShown ? `unknown name ${quote(key)}` : 'an unknown name (not shown)',
    hint: near === undefined ? `known here: ${known.join(', ')}` : `did you mean "${near}"?`,
  };
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'names with values',
  record: 'names with values',
};

// Every rule of our schemas that is not about a type says in its own message what it expects.
function expectation(issue: Issue): string {
  if (issue.code === 'invalid_type') return typeWords[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') return `one of ${issue.values.map(String).join(', ')}`;
  return issue.message;
}

const nearestOf = (issue: Issue, found: string): string | undefined =>
  issue.code === 'invalid_value' ? nearest(found, issue.values.map(String)) : undefined;

/** A found value for people: short, on one line, and nothing of what looks like a key. */
export function describeFound(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'names with values';
  if (typeof value !== 'string') return JSON.stringify(value);
  return looksLikeSecret(value) ? 'something that looks like a key (not shown)' : quote(value);
}

/** In quotes, cut short, without characters that a terminal would act on. */
export function quote(text: string): string {
  const short = text.length <= 40 ? text : `${text.slice(0, 39)}…`;
  return `"${short.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '�')}"`;
}

/** The names that the shape knows at the path; none where the names are free. */
function namesAt(shape: z.ZodType, path: Path): readonly string[] {
  let at: z.core.$ZodType | undefined = shape;
  for (const part of path) {
    const definition: z.core.$ZodTypeDef | undefined = unwrapped(at)?._zod.def;
    at = isObject(definition)
      ? definition.shape[String(part)]
      : isArray(definition)
        ? definition.element
        : undefined;
  }
  const definition = unwrapped(at)?._zod.def;
  return isObject(definition) ? Object.keys(definition.shape) : [];
}

/** Every name that the shape knows, at any depth. */
export function namesIn(shape: z.core.$ZodType): readonly string[] {
  const definition = unwrapped(shape)?._zod.def;
  if (isArray(definition)) return namesIn(definition.element);
  if (!isObject(definition)) return [];
  return Object.entries(definition.shape).flatMap(([name, inner]) => [name, ...namesIn(inner)]);
}

function unwrapped(shape: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  let inner = shape;
  while (inner !== undefined && 'innerType' in inner._zod.def)
    inner = inner._zod.def.innerType as z.core.$ZodType;
  return inner;
}

const isObject = (definition: z.core.$ZodTypeDef | undefined): definition is z.core.$ZodObjectDef =>
  definition?.type === 'object';
const isArray = (definition: z.core.$ZodTypeDef | undefined): definition is z.core.$ZodArrayDef =>
  definition?.type === 'array';
