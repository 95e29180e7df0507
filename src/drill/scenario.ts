import { LineCounter, isMap, isNode, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document, Pair } from 'yaml';
import type { z } from 'zod';
import { BadInput } from '../domain/failure.ts';
import { BadFile, excerptAt, nearest } from '../domain/file-problem.ts';
import type { FileProblem } from '../domain/file-problem.ts';
import { simulators } from '../simulators/index.ts';
import { momentMs } from './moments.ts';
import { scenarioSchema } from './scenario-schema.ts';
import type { Scenario } from './scenario-schema.ts';

type Path = readonly PropertyKey[];

/** Something wrong at a place in the file, by the path of names that leads there. */
interface Found {
  readonly path: Path;
  /** At the name itself, not at its value. */
  readonly atName?: boolean;
  readonly message: string;
  readonly hint?: string;
}

/**
 * Reads a scenario: YAML 1.2, checked for shape and for what its parts say of each other. `file` is
 * only named in problems, `text` is its content. Throws BadFile with every problem at its line and
 * column. Aliases are refused: a scenario says everything where it stands.
 */
export function loadScenario(file: string, text: string): Scenario {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    version: '1.2',
    merge: false,
    prettyErrors: false,
  });
  const problemAt = (offset: number, message: string, hint?: string): FileProblem => {
    const { line, col } = lines.linePos(offset);
    const excerpt = excerptAt(text, line, col);
    return { file, line, column: col, message, excerpt, ...(hint === undefined ? {} : { hint }) };
  };
  const broken = document.errors[0];
  if (broken !== undefined)
    throw new BadFile([problemAt(broken.pos[0], `not YAML: ${inert(broken.message)}`)]);
  const value = plainValue(document, (message) => new BadFile([problemAt(0, message)]));
  const shape = scenarioSchema.safeParse(value);
  const found = shape.success
    ? contradictions(shape.data)
    : shape.error.issues.flatMap((issue) => wordsFor(issue, value));
  if (shape.success && found.length === 0) return shape.data;
  throw new BadFile(
    found
      .map((each) => ({ offset: offsetOf(document, each), each }))
      .toSorted((a, b) => a.offset - b.offset)
      .map(({ offset, each }) => problemAt(offset, each.message, each.hint)),
  );
}

/** Returns the scenario's id, or throws BadInput with the nearest one there is. */
export function chooseScenario(wanted: string, available: readonly string[]): string {
  if (available.includes(wanted)) return wanted;
  const near = nearest(wanted, available);
  throw new BadInput(`there is no drill "${inert(wanted)}"`, {
    where: 'drill [scenario]',
    hint: near === undefined ? `drills: ${available.join(', ')}` : `did you mean "${near}"?`,
  });
}

function plainValue(document: Document, refusal: (message: string) => Error): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    throw refusal('aliases (*name) are not read: write the values out');
  }
}

// What the shape alone cannot see.
function contradictions(scenario: Scenario): Found[] {
  return [...unknownVenue(scenario), ...unknownMarkets(scenario), ...unorderedTimes(scenario)];
}

function unknownVenue({ venue }: Scenario): Found[] {
  const known = simulators.map((each) => each.venue);
  if (known.includes(venue)) return [];
  const near = nearest(venue, known);
  const hint = near === undefined ? `simulated: ${known.join(', ')}` : `did you mean "${near}"?`;
  return [{ path: ['venue'], message: `"${venue}" is not a venue that is simulated`, hint }];
}

function unknownMarkets(scenario: Scenario): Found[] {
  const known = scenario.markets.map((market) => market.symbol);
  const named: [Path, string][] = [
    ...scenario.openOrders.map((each, n): [Path, string] => [['openOrders', n, 'symbol'], each.symbol]),
    ...scenario.habits.map((each, n): [Path, string] => [['habits', n, 'symbol'], each.symbol]),
    ...scenario.attacker.visits.flatMap((visit, v) =>
      visit.acts.flatMap((act, n): [Path, string][] =>
        'symbol' in act ? [[['attacker', 'visits', v, 'acts', n, 'symbol'], act.symbol]] : [],
      ),
    ),
  ];
  return named
    .filter(([, symbol]) => !known.includes(symbol))
    .map(([path, symbol]) => {
      const near = nearest(symbol, known);
      const hint = near === undefined ? `markets: ${known.join(', ')}` : `did you mean "${near}"?`;
      return { path, message: `there is no market "${symbol}"`, hint };
    });
}

// An attacker's acts stand in the order in which they happen; history is before the start.
function unorderedTimes(scenario: Scenario): Found[] {
  const found: Found[] = [];
  let lastMs = 0;
  scenario.attacker.visits.forEach((visit, v) =>
    visit.acts.forEach((act, n) => {
      const [from, to] = act.do === 'churn' ? [act.from, act.to] : [act.at, act.at];
      const path = ['attacker', 'visits', v, 'acts', n, act.do === 'churn' ? 'from' : 'at'];
      if (momentMs(from) < lastMs || momentMs(to) < momentMs(from)) {
        found.push({
          path,
          message: `"${from}" is before the act that stands above, or ends before it begins`,
        });
      }
      lastMs = momentMs(to);
    }),
  );
  scenario.openOrders.forEach((order, n) => {
    if (momentMs(order.at) <= 0) return;
    const message = `"${order.at}" is after the start: an order that rests was placed before it`;
    found.push({ path: ['openOrders', n, 'at'], message, hint: `"-${order.at}"` });
  });
  return found;
}

function wordsFor(issue: z.core.$ZodIssue, value: unknown): Found[] {
  const { path } = issue;
  const name = path.findLast((part) => typeof part === 'string');
  const subject = name === undefined ? 'the file' : `"${name}"`;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      atName: true,
      message: `"${inert(key)}" is not a name that is known here`,
    }));
  }
  const given = valueAt(value, path);
  if (given === undefined) return [{ path: path.slice(0, -1), message: `${subject} is missing` }];
  const near =
    issue.code === 'invalid_value' && typeof given === 'string'
      ? nearest(given, issue.values.map(String))
      : undefined;
  const message = `${subject} should be ${expectation(issue)}, found ${shown(given)}`;
  return [{ path, message, ...(near === undefined ? {} : { hint: `did you mean "${near}"?` }) }];
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'invalid_type') {
    const types: Readonly<Record<string, string>> = {
      string: 'text in quotes',
      array: 'a list',
      object: 'names with values',
    };
    return types[issue.expected] ?? issue.expected;
  }
  return issue.message;
}

const shown = (value: unknown): string =>
  typeof value === 'object'
    ? Array.isArray(value)
      ? 'a list'
      : 'names with values'
    : inert(JSON.stringify(value));

// On one line, short, and without characters that a terminal would act on.
const inert = (text: string): string => text.slice(0, 120).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '�');

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, part) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, part)
        ? (at as Record<PropertyKey, unknown>)[part]
        : undefined,
    value,
  );
}

// As far as the file goes: what is missing is told at the map it is missing from.
function offsetOf(document: Document, found: Found): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const [index, part] of found.path.entries()) {
    const pair: Pair | undefined = isMap(node)
      ? node.items.find((each) => isScalar(each.key) && each.key.value === part)
      : undefined;
    const next: unknown = pair?.value ?? (isSeq(node) ? node.items[Number(part)] : undefined);
    const isLast = index === found.path.length - 1;
    const at = isLast && found.atName === true ? pair?.key : (next ?? pair?.key);
    if (!isNode(at)) break;
    offset = at.range?.[0] ?? offset;
    node = next;
  }
  return offset;
}
