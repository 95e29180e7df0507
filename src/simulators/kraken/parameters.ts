import type { Json } from '../../domain/json.ts';
import type { Incoming } from '../shell.ts';
import { invalidArguments, refusal } from './codes.ts';

/** Of one request: a form's or a query's texts, or the members of a JSON body. */
export type Parameters = ReadonlyMap<string, Json>;

/** Form or JSON, as the Content-Type says. What cannot be read at all has invalid arguments. */
export function readParameters({ method, query, body, headers }: Incoming): Parameters {
  if (method !== 'POST') return fromForm(query);
  const isJson = String(headers['content-type'] ?? '').includes('json');
  return isJson ? fromJson(body) : fromForm(body);
}

// Clients write lists as orders[0]=…, orders[]=… or orders=…: the names are kept as they are sent.
const fromForm = (text: string): Parameters => new Map(new URLSearchParams(utf8(text)));

function fromJson(body: string): Parameters {
  let parsed: unknown;
  try {
    parsed = JSON.parse(utf8(body));
  } catch {
    throw invalidArguments();
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw invalidArguments();
  return new Map(Object.entries(parsed as Record<string, Json>));
}

const utf8 = (text: string): string => Buffer.from(text, 'latin1').toString('utf8');

/** Absent is also null and empty. */
export function optional(parameters: Parameters, name: string): string | undefined {
  const value = parameters.get(name);
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw invalidArguments();
}

export function mandatory(parameters: Parameters, name: string): string {
  const value = optional(parameters, name);
  if (value === undefined) throw invalidArguments();
  return value;
}

/** Forms say "true" or "1"; whatever else is there is false, as many clients send "false". */
export const isTrue = (parameters: Parameters, name: string): boolean =>
  ['true', '1'].includes(optional(parameters, name) ?? '');

export function whole(parameters: Parameters, name: string, usual: number): number {
  const text = optional(parameters, name);
  if (text === undefined) return usual;
  if (!/^\d{1,15}$/.test(text)) throw invalidArguments();
  return Number(text);
}

/** One of a closed list. */
export function oneOf<Word extends string>(
  parameters: Parameters,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const text = optional(parameters, name);
  if (text === undefined) return undefined;
  const word = words.find((each) => each === text);
  if (word === undefined) throw invalidArguments();
  return word;
}

/** "Comma delimited list". Undefined: not given. */
export const listed = (parameters: Parameters, name: string): readonly string[] | undefined =>
  optional(parameters, name)
    ?.split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

/** A positive decimal, as the books take it. `name`: "price", "volume" or "amount". */
export function decimal(name: 'price' | 'volume' | 'amount', text: string): string {
  const isPositive = /^\d{1,20}(\.\d{1,18})?$/.test(text) && !/^0+(\.0+)?$/.test(text);
  if (isPositive) return text;
  throw name === 'amount'
    ? refusal('EFunding:Invalid amount')
    : refusal(`EGeneral:Invalid arguments:${name}`);
}
