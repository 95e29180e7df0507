import { z } from 'zod';
import { nearest } from '../domain/file-problem.ts';
import { quote, suggest, valueAt, type Found, type Path } from './found.ts';
import { accountSection, caseSection, keysUnder, playbookSchema } from './schema.ts';

type Issue = z.core.$ZodIssue;

// A field that is left out of a step is a decision that nobody made, so each says what it is for.
const whyNeeded: Readonly<Record<string, string>> = {
  purpose: 'it says what the step is for',
  needs: 'it says which scopes the step uses and who must say yes: { scopes: [], approval: none }',
  do: 'it says what the step does',
  check: 'it says how we know that the step took effect; without it nobody does',
  per: 'a section with tracks runs once for each account, so it says "per: account"',
  undo: 'it says how to take the step back; write "none" if that cannot be done',
};

const inWords: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'names with values',
  number: 'a number',
};

/** Returns what is wrong with the shape of a playbook as written: unknown, missing and wrong fields. */
export function shapeProblems(written: unknown): Found[] {
  const sections = valueAt(written, ['sections']);
  return [
    ...problemsOf(frame, written, []),
    ...(Array.isArray(sections) ? sections : []).flatMap((section: unknown, index) =>
      problemsOf(shapeOfSection(section), section, ['sections', index]),
    ),
  ];
}

// Sections are read one by one: in a union a wrong "per" would hide whatever else is wrong in them.
const frame = playbookSchema.extend({ sections: z.array(z.unknown()).min(1) });

const shapeOfSection = (section: unknown): z.ZodType =>
  valueAt(section, ['tracks']) !== undefined || valueAt(section, ['per']) === 'account'
    ? accountSection
    : caseSection;

function problemsOf(shape: z.ZodType, written: unknown, at: Path): Found[] {
  const issues = shape.safeParse(written).error?.issues ?? [];
  return issues
    .flatMap((issue) => describeIssue(issue, written, at))
    .map((found) => ({ ...found, path: [...at, ...found.path] }));
}

function describeIssue(issue: Issue, written: unknown, at: Path): Found[] {
  const path = issue.path as Path;
  const found = valueAt(written, path);
  const whole = [...at, ...path];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownName(key, path, whole));
  if (found === undefined) return [missing(path)];
  return [{ path, on: 'value', ...explain(issue, found, whole) }];
}

function unknownName(key: string, path: Path, whole: Path): Found {
  const allowed = keysUnder[nameOf(whole)] ?? [];
  const problem = allowed.includes(key)
    ? { message: `"${key}" does not belong here: a section has steps, or "per: account" and tracks` }
    : { message: `unknown name ${quote(key)}`, ...suggest(key, allowed) };
  return { path: [...path, key], on: 'key', ...problem };
}

function missing(path: Path): Found {
  const name = nameOf(path);
  const why = whyNeeded[name];
  return { path: path.slice(0, -1), on: 'value', message: `"${name}" is missing${why ? `: ${why}` : ''}` };
}

function explain(issue: Issue, found: unknown, path: Path): { message: string; hint?: string } {
  const name = nameOf(path);
  const subject = subjectOf(path);
  switch (issue.code) {
    case 'invalid_type':
      return {
        message: `${subject} should be ${inWords[issue.expected] ?? issue.expected}, found ${quote(found)}`,
        ...(issue.expected === 'string' && typeof found === 'number'
          ? { hint: `put it in quotes: "${found}"` }
          : {}),
      };
    case 'invalid_value':
      return wrongChoice(path, found, issue.values.map(String));
    case 'invalid_format':
      return name === 'version'
        ? { message: `"version" should be three numbers, found ${quote(found)}`, hint: 'like "1.0.0"' }
        : { message: `${subject} should be lower-case words joined by "-", found ${quote(found)}` };
    case 'too_small':
      return { message: `${subject} is empty${whyNeeded[name] ? `: ${whyNeeded[name]}` : ''}` };
    case 'too_big':
      return {
        message: `${subject} is longer than the ${issue.maximum} characters that a line has room for`,
      };
    default:
      return { message: `${subject}: ${issue.message}` };
  }
}

function wrongChoice(
  path: Path,
  found: unknown,
  choices: readonly string[],
): { message: string; hint?: string } {
  const word = String(found);
  // The phases are many: they are listed only when none is near.
  if (path.at(-1) === 'phase' || path.at(-1) === 'to') {
    return { message: `unknown phase ${quote(found)}`, ...suggest(word, choices) };
  }
  const wanted = choices.map((choice) => `"${choice}"`).join(' or ');
  const near = nearest(word, choices);
  return {
    message: `${subjectOf(path)} should be ${wanted}, found ${quote(found)}`,
    ...(near === undefined ? {} : { hint: `did you mean "${near}"?` }),
  };
}

function subjectOf(path: Path): string {
  if (path.length === 0) return 'the file';
  return typeof path.at(-1) === 'number' ? `an item of "${nameOf(path)}"` : `"${nameOf(path)}"`;
}

/** The nearest name on the way: in `['steps', 2]` that is "steps"; the file itself is ''. */
const nameOf = (path: Path): string => String(path.findLast((part) => typeof part === 'string') ?? '');
