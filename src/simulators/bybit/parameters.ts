import type { Json, JsonObject } from '../../domain/json.ts';
import type { Incoming } from '../shell.ts';
import { badParameter, refusal } from './codes.ts';
import { categories } from './names.ts';
import type { Category } from './names.ts';

/** Of one request: the query's texts, or the members of a POST's JSON body. */
export type Parameters = ReadonlyMap<string, Json>;

/** error.mdx, HTTP 403, 2: "You send GET request with an empty json body". */
export function readParameters({ method, query, body }: Incoming): Parameters {
  if (method === 'POST') return fromJson(body);
  if (body !== '') throw refusal('http:403', 'Forbidden');
  return fromQuery(query);
}

// A cursor goes out as it was printed, "%3A" and all, and is decoded here like any value.
const fromQuery = (query: string): Parameters =>
  new Map(
    query
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const [name = '', ...value] = pair.split('=');
        return [decode(name), decode(value.join('='))];
      }),
  );

export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw badParameter('bad encoding');
  }
}

// "Need to send {}": an empty POST body is taken for that (assumed).
function fromJson(body: string): Parameters {
  if (body === '') return new Map();
  const parsed = parse(body);
  if (!isObject(parsed)) throw badParameter('the body is no JSON object');
  return new Map(Object.entries(parsed));
}

function parse(body: string): Json {
  try {
    return JSON.parse(Buffer.from(body, 'latin1').toString('utf8')) as Json;
  } catch {
    throw badParameter('the body is no JSON');
  }
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Absent is also null, as in the documents' own examples, and empty. */
export function optional(parameters: Parameters, name: string): string | undefined {
  const value = parameters.get(name);
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  throw badParameter(`${name} is invalid`);
}

export function mandatory(parameters: Parameters, name: string): string {
  const value = optional(parameters, name);
  if (value === undefined) throw badParameter(`${name} is required`);
  return value;
}

export function whole(
  parameters: Parameters,
  name: string,
  { least, most }: { readonly least: number; readonly most: number },
): number | undefined {
  const text = optional(parameters, name);
  if (text === undefined) return undefined;
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= least && number <= most)) throw badParameter(`${name} is invalid`);
  return number;
}

/** One of a closed list; a value outside it is refused. */
export function oneOf<Word extends string>(
  parameters: Parameters,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const text = optional(parameters, name);
  if (text === undefined) return undefined;
  const word = words.find((each) => each === text);
  if (word === undefined) throw badParameter(`${name} is invalid`);
  return word;
}

/** Whether a comma-separated list that may be given names this word; without a list all are meant. */
export const mayBeListed = (parameters: Parameters, name: string, word: string): boolean =>
  optional(parameters, name)?.split(',').includes(word) ?? true;

export function categoryIn(parameters: Parameters, allowed: readonly Category[] = categories): Category {
  mandatory(parameters, 'category');
  return oneOf(parameters, 'category', allowed) ?? 'spot';
}

/** A positive decimal, as the books take it: amounts are texts at this venue. */
export function decimal(name: string, text: string): string {
  if (!/^\d{1,20}(\.\d{1,18})?$/.test(text) || /^0+(\.0+)?$/.test(text)) {
    throw badParameter(`${name} is invalid`);
  }
  return text;
}
