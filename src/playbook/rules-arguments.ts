import { z } from 'zod';
import type { JsonObject } from '../domain/json.ts';
import { quote, suggest } from '../domain/file-problem.ts';
import { describeFound, type Flaw, type Path } from '../domain/yaml/index.ts';
import { argumentsOf, type WrittenWork } from './schema.ts';
import type { StepKindDescription } from './step-kind.ts';
import { templatesIn } from './template.ts';
import { valueAt } from './value-at.ts';

type Issue = z.core.$ZodIssue;

/** What the step kind's own schema says of the arguments that a playbook gives it. */
export function argumentProblems(work: WrittenWork, kind: StepKindDescription, path: Path): Flaw[] {
  const given = argumentsOf(work);
  const issues = kind.args.safeParse(given).error?.issues ?? [];
  return [
    ...unknownArguments(kind, given, issues).map((at) => unknownArgument(kind, path, at)),
    ...issues
      .filter((issue) => issue.code !== 'unrecognized_keys')
      // What will stand there is not known before the run; the step kind parses again then.
      .filter((issue) => !holdsTemplate(valueAt(given, issue.path as Path)))
      .map((issue) => wrongArgument(kind, given, issue, path)),
  ];
}

function unknownArguments(kind: StepKindDescription, given: JsonObject, issues: readonly Issue[]): Path[] {
  // A schema that is not strict would drop an argument in silence, so the names are compared here too.
  const unlisted = Object.keys(given).filter((name) => !(listed(kind) ?? [name]).includes(name));
  const refused = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...(issue.path as Path), key]) : [],
  );
  return [...unlisted.map((name) => [name]), ...refused.filter((at) => !unlisted.includes(String(at[0])))];
}

const listed = (kind: StepKindDescription): readonly string[] | undefined =>
  kind.args instanceof z.ZodObject ? Object.keys(kind.args.shape) : undefined;

function unknownArgument(kind: StepKindDescription, path: Path, at: Path): Flaw {
  const name = at.join('.');
  const choices = at.length === 1 ? (listed(kind) ?? []) : [];
  const message = `${kind.id} has no argument ${quote(name)}`;
  return { path: [...path, ...at], on: 'name', message, ...suggest(name, choices) };
}

function wrongArgument(kind: StepKindDescription, given: JsonObject, issue: Issue, path: Path): Flaw {
  const at = issue.path as Path;
  const name = at.join('.');
  const value = valueAt(given, at);
  if (value === undefined) {
    const parent = [...path, ...at.slice(0, -1)];
    return { path: parent, on: 'value', message: `${kind.id} needs the argument "${name}"` };
  }
  const choices = issue.code === 'invalid_value' ? issue.values.map(String) : [];
  return {
    path: [...path, ...at],
    on: 'value',
    message: `${kind.id}${name && `, "${name}"`}: found ${describeFound(value)}; ${lowerFirst(issue.message)}`,
    ...(typeof value === 'string' ? suggest(value, choices) : {}),
  };
}

function holdsTemplate(value: unknown): boolean {
  if (typeof value === 'string') return templatesIn(value).length > 0;
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsTemplate);
}

const lowerFirst = (message: string): string => message.slice(0, 1).toLowerCase() + message.slice(1);
