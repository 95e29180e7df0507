import type { Json, JsonObject } from '../../domain/json.ts';
import type { Incoming } from '../shell.ts';
import type { VenueRefusal } from '../venue-refusal.ts';
import { badRequest } from './codes.ts';
import { halfOf } from './names.ts';
import type { Half } from './names.ts';

/** Parameters of one request: the query's, where a name may stand several times, or the JSON body's. */
export interface Parameters {
  readonly half: Half;
  /** Every value of the name: repeated, or joined by commas (docs' own example of `order_status`). */
  list(name: string): readonly string[];
  /** The value, or undefined: absent, null and empty are one. */
  text(name: string): string | undefined;
  raw(name: string): Json | undefined;
  bad(why: string): VenueRefusal;
}

export function readParameters(incoming: Incoming): Parameters {
  const half = halfOf(incoming.path);
  const bad = (why: string): VenueRefusal => badRequest(half, why);
  const values = incoming.method === 'GET' ? fromQuery(incoming.query, bad) : fromJson(incoming.body, bad);
  const all = (name: string): readonly Json[] => values.get(name) ?? [];
  return {
    half,
    bad,
    raw: (name) => all(name)[0],
    text(name) {
      const value = all(name)[0];
      if (value === undefined || value === null || value === '') return undefined;
      if (typeof value === 'string') return value;
      if (typeof value === 'number') return String(value);
      throw bad(`${name} is invalid`);
    },
    list: (name) =>
      all(name)
        .flatMap((value) => (Array.isArray(value) ? (value as readonly Json[]) : [value]))
        .map((value) => {
          if (typeof value !== 'string') throw bad(`${name} is invalid`);
          return value;
        })
        .flatMap((value) => value.split(','))
        .filter((value) => value !== ''),
  };
}

type Values = ReadonlyMap<string, readonly Json[]>;
type Bad = (why: string) => VenueRefusal;

function fromQuery(query: string, bad: Bad): Values {
  const values = new Map<string, Json[]>();
  for (const pair of query.split('&').filter((each) => each !== '')) {
    const [name = '', ...value] = pair.split('=').map((part) => decode(part, bad));
    values.set(name, [...(values.get(name) ?? []), value.join('=')]);
  }
  return values;
}

function decode(text: string, bad: Bad): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw bad('bad encoding');
  }
}

function fromJson(body: string, bad: Bad): Values {
  if (body === '') return new Map();
  const parsed = parse(body, bad);
  if (!isObject(parsed)) throw bad('the body is no JSON object');
  return new Map(Object.entries(parsed).map(([name, value]) => [name, [value]]));
}

function parse(body: string, bad: Bad): Json {
  try {
    return JSON.parse(Buffer.from(body, 'latin1').toString('utf8')) as Json;
  } catch {
    throw bad('the body is no JSON');
  }
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function mandatory(parameters: Parameters, name: string): string {
  const value = parameters.text(name);
  if (value === undefined) throw parameters.bad(`${name} is required`);
  return value;
}

/** A page size: absent is the usual one; more than the most is the most (assumed: no document refuses it). */
export function pageSize(
  parameters: Parameters,
  size: { readonly usual: number; readonly most: number },
): number {
  const text = parameters.text('limit');
  if (text === undefined) return size.usual;
  if (!/^\d{1,9}$/.test(text) || Number(text) === 0) throw parameters.bad('limit is invalid');
  return Math.min(Number(text), size.most);
}

/** An RFC 3339 moment in ms; undefined when absent. */
export function moment(parameters: Parameters, name: string): number | undefined {
  const text = parameters.text(name);
  if (text === undefined) return undefined;
  const isForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(text);
  const atMs = isForm ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(atMs)) throw parameters.bad(`${name} is not an RFC 3339 timestamp`);
  return atMs;
}

/** Each of a closed list of words; one outside it is refused. */
export function words<Word extends string>(
  parameters: Parameters,
  name: string,
  known: readonly Word[],
): readonly Word[] {
  return parameters.list(name).map((text) => {
    const word = known.find((each) => each === text);
    if (word === undefined) throw parameters.bad(`${name} is invalid`);
    return word;
  });
}

/** A positive decimal, as the books take it. */
export function isAmount(text: string): boolean {
  return /^\d{1,20}(\.\d{1,18})?$/.test(text) && !/^0+(\.0+)?$/.test(text);
}
