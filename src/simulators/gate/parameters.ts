import type { Json, JsonObject } from '../../domain/json.ts';
import type { Incoming } from '../shell.ts';
import { badParameter, missingParameter, refusal } from './codes.ts';

/** Of one request: the query's texts and the members of a JSON body. */
export type Parameters = ReadonlyMap<string, Json>;

export interface Sent {
  readonly parameters: Parameters;
  /** A body that is a list. */
  readonly list: readonly Json[] | undefined;
}

/** "GET … No request body will be read", "DELETEs don't read request body either". */
export function readSent({ method, query, body }: Incoming): Sent {
  const fromQuery = queryOf(query);
  if (method === 'GET' || method === 'DELETE' || body === '') {
    return { parameters: new Map(fromQuery), list: undefined };
  }
  const parsed = parse(body);
  if (Array.isArray(parsed)) return { parameters: new Map(fromQuery), list: parsed };
  if (!isObject(parsed)) throw refusal('INVALID_REQUEST_BODY');
  return { parameters: new Map([...fromQuery, ...Object.entries(parsed)]), list: undefined };
}

const queryOf = (query: string): readonly (readonly [string, Json])[] =>
  query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [decode(name), decode(value.join('='))];
    });

export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refusal('BAD_REQUEST');
  }
}

function parse(body: string): Json {
  try {
    return JSON.parse(Buffer.from(body, 'latin1').toString('utf8')) as Json;
  } catch {
    throw refusal('INVALID_REQUEST_BODY');
  }
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Absent is also null, and empty. */
export function optional(parameters: Parameters, name: string): string | undefined {
  const value = parameters.get(name);
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  throw badParameter(name);
}

export function mandatory(parameters: Parameters, name: string): string {
  const value = optional(parameters, name);
  if (value === undefined) throw missingParameter(name);
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
  if (!(number >= least && number <= most)) throw badParameter(name, text);
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
  if (word === undefined) throw badParameter(name, text);
  return word;
}

export function oneOfMandatory<Word extends string>(
  parameters: Parameters,
  name: string,
  words: readonly Word[],
): Word {
  const word = oneOf(parameters, name, words);
  if (word === undefined) throw missingParameter(name);
  return word;
}

/** A positive decimal, as the books take it: amounts are texts at this venue. */
export function decimal(name: string, text: string): string {
  if (!/^\d{1,20}(\.\d{1,18})?$/.test(text) || /^0+(\.0+)?$/.test(text)) throw badParameter(name, text);
  return text;
}
