import type { z } from 'zod';
import { quote, suggest, type Found, type Path } from './found.ts';
import { keysUnder, reservedIds } from './schema.ts';

type Issue = z.core.$ZodIssue;

// A field that is left out of a step is a decision that nobody made, so each says what it is for.
const whyNeeded: Readonly<Record<string, string>> = {
  purpose: 'it says what the step is for',
  needs: 'it says which scopes the step uses and who must say yes: { scopes: [], approval: none }',
  do: 'it says what the step does',
  check: 'it says how we know that the step took effect; without it nobody does',
  undo: 'it says how to take the step back; write "none" if that cannot be done',
};

const inWords: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'names with values',
  number: 'a number',
};

/** Turns zod's issues about the written playbook into problems that say what was found and expected. */
export function shapeProblems(issues: readonly Issue[], written: unknown): Found[] {
  return issues.flatMap((issue) => describeIssue(issue, written));
}

function describeIssue(issue: Issue, written: unknown): Found[] {
  const path = issue.path as Path;
  const found = valueAt(written, path);
  if (issue.code === 'unrecognized_keys') return unknownKeys(path, issue.keys, found);
  if (found === undefined) return missing(path, valueAt(written, path.slice(0, -1)));
  return [{ path, on: 'value', ...explain(issue, found, path) }];
}

function unknownKeys(path: Path, keys: readonly string[], parent: unknown): Found[] {
  const allowed = keysUnder[nameOf(path)] ?? [];
  return keys.filter((key) => !isTracksWithoutPer(key, parent)).map((key) => ({
    path: [...path, key],
    on: 'key',
    message: allowed.includes(key) ? misplaced(key) : `unknown name ${quote(key)}`,
    ...(allowed.includes(key) ? {} : suggest(key, allowed)),
  }));
}

const misplaced = (key: string): string =>
  key === 'steps' ? 'a section with "per: account" has tracks, and the tracks have the steps' : `${quote(key)} does not belong here`;

function missing(path: Path, parent: unknown): Found[] {
  const name = nameOf(path);
  const at = path.slice(0, -1);
  if (name === 'steps' && isTracksWithoutPer('tracks', parent)) {
    return [{ path: [...at, 'tracks'], on: 'key', message: 'tracks need "per: account" in their section', hint: 'add "per: account"' }];
  }
  const why = whyNeeded[name];
  return [{ path: at, on: 'value', message: `"${name}" is missing${why ? `: ${why}` : ''}` }];
}

function explain(issue: Issue, found: unknown, path: Path): { message: string; hint?: string } {
  const name = nameOf(path);
  const subject = `"${name}"`;
  switch (issue.code) {
    case 'invalid_type':
      return {
        message: `${subject} should be ${inWords[issue.expected] ?? issue.expected}, found ${quote(found)}`,
        ...(issue.expected === 'string' && typeof found === 'number' ? { hint: `put it in quotes: "${found}"` } : {}),
      };
    case 'invalid_value':
      return choice(name, found, issue.values.map(String));
    case 'invalid_union':
      return name === 'per' ? choice(name, found, ['case', 'account']) : { message: `${subject}: ${issue.message}` };
    case 'invalid_format':
      return name === 'version'
        ? { message: `"version" should be three numbers, found ${quote(found)}`, hint: 'like "1.0.0"' }
        : { message: `${subject} should be lower-case words joined by "-", found ${quote(found)}` };
    case 'too_small':
      return { message: `${subject} is empty${whyNeeded[name] ? `: ${whyNeeded[name]}` : ''}` };
    case 'too_big':
      return { message: `${subject} is longer than the ${issue.maximum} characters that a line has room for` };
    default:
      return { message: `${subject}: ${issue.message}` };
  }
}

function choice(name: string, found: unknown, choices: readonly string[]): { message: string; hint?: string } {
  const message =
    name === 'phase' || name === 'to'
      ? `unknown phase ${quote(found)}`
      : `"${name}" should be ${choices.map((one) => `"${one}"`).join(' or ')}, found ${quote(found)}`;
  return { message, ...suggest(String(found), choices) };
}

/** Ids that would collide with names of the machine or of templates. */
export function reservedProblem(id: string, path: Path): Found[] {
  if (!reservedIds.includes(id)) return [];
  return [{ path, on: 'value', message: `"${id}" is a reserved word`, hint: `say what it is about: "${id}-…"` }];
}

const isTracksWithoutPer = (key: string, parent: unknown): boolean =>
  key === 'tracks' && isRecord(parent) && !('per' in parent) && 'tracks' in parent;

/** The nearest name on the way: in `['steps', 2]` that is "steps"; the file itself is ''. */
const nameOf = (path: Path): string => String(path.findLast((part) => typeof part === 'string') ?? '');

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, part) => {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined;
    return (at as Readonly<Record<string | number, unknown>>)[part];
  }, value);
}
