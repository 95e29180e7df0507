import type { Json, JsonObject } from '../../domain/json.ts';
import type { Incoming } from '../shell.ts';
import { badParameter, missing, refusal } from './codes.ts';
import { instTypes } from './names.ts';
import type { InstType } from './names.ts';

/** Of one request: the query's texts, or the members of a JSON object. */
export type Parameters = ReadonlyMap<string, Json>;

export interface Asked {
  readonly parameters: Parameters;
  /** The objects of a body that is a list; one object otherwise. */
  readonly items: readonly Parameters[];
  readonly isList: boolean;
}

/** "All requests should … be valid JSON" of type application/json: 50000, 50006, 50002. */
export function readAsked({ method, query, body, headers }: Incoming): Asked {
  if (method === 'GET') return one(fromQuery(query));
  if (body === '') throw refusal('50000');
  const type = String(headers['content-type'] ?? '');
  if (!/^application\/json\b/i.test(type)) throw refusal('50006');
  const parsed = parse(body);
  if (isObject(parsed)) return one(new Map(Object.entries(parsed)));
  if (!Array.isArray(parsed)) throw refusal('50002');
  const items = parsed.map((each: Json) => {
    if (!isObject(each)) throw refusal('50002');
    return new Map(Object.entries(each));
  });
  return { parameters: items[0] ?? new Map<string, Json>(), items, isList: true };
}

const one = (parameters: Parameters): Asked => ({ parameters, items: [parameters], isList: false });

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

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw badParameter('encoding');
  }
}

function parse(body: string): Json {
  try {
    return JSON.parse(Buffer.from(body, 'latin1').toString('utf8')) as Json;
  } catch {
    throw refusal('50002');
  }
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Absent is also empty, as in the documents' own examples. */
export function optional(parameters: Parameters, name: string): string | undefined {
  const value = parameters.get(name);
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  throw badParameter(name);
}

export function mandatory(parameters: Parameters, name: string): string {
  const value = optional(parameters, name);
  if (value === undefined) throw missing(name);
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
  if (!(number >= least && number <= most)) throw badParameter(name);
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
  if (word === undefined) throw badParameter(name);
  return word;
}

export const instTypeIn = (parameters: Parameters): InstType | undefined =>
  oneOf(parameters, 'instType', instTypes);

/** "Comma-separated; no more than 20" (50025). */
export function listIn(parameters: Parameters, name: string, most: number): readonly string[] | undefined {
  const words = optional(parameters, name)?.split(',');
  if (words !== undefined && words.length > most) throw refusal('50025', name, String(most));
  return words;
}

/** A positive decimal, as the books take it: amounts are texts at this venue. */
export function decimal(name: string, text: string): string {
  if (!/^\d{1,20}(\.\d{1,18})?$/.test(text) || /^0+(\.0+)?$/.test(text)) throw badParameter(name);
  return text;
}
