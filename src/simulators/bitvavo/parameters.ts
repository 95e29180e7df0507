import type { Json } from '../../domain/json.ts';
import type { Incoming } from '../shell.ts';
import { refusal } from './codes.ts';

/** Parameters of one request: the query's, or the JSON body's of a POST. */
export type Parameters = ReadonlyMap<string, string>;

export function readParameters({ method, query, body }: Incoming): Parameters {
  return method === 'POST' || method === 'PUT' ? fromJson(body) : fromQuery(query);
}

function fromQuery(query: string): Parameters {
  const pairs = query.split('&').filter((pair) => pair !== '');
  return new Map(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [decode(name), decode(value.join('='))];
    }),
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw refusal('205');
  }
}

function fromJson(body: string): Parameters {
  const parsed = parse(body);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw refusal('102');
  return new Map(Object.entries(parsed).map(([name, value]) => [name, asText(value)]));
}

const asText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

function parse(body: string): Json {
  try {
    return JSON.parse(Buffer.from(body, 'latin1').toString('utf8')) as Json;
  } catch {
    throw refusal('102');
  }
}

export function mandatory(parameters: Parameters, name: string): string {
  const value = parameters.get(name);
  if (value === undefined || value === '') throw refusal('203', `${name} parameter is required.`);
  return value;
}

/** A whole number within bounds. */
export function whole(
  parameters: Parameters,
  name: string,
  { least, most }: { readonly least: number; readonly most: number },
): number | undefined {
  const value = parameters.get(name);
  if (value === undefined) return undefined;
  const number = /^\d{1,16}$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= least && number <= most)) throw refusal('205', `${name} parameter is invalid.`);
  return number;
}

/** docs: "Possible values: <= 8640000000000000". */
export const moment = (parameters: Parameters, name: string): number | undefined =>
  whole(parameters, name, { least: 0, most: 8_640_000_000_000_000 });

/** A positive decimal, as the books take it. */
export function decimal(name: string, value: string): string {
  if (!/^\d{1,20}(\.\d{1,15})?$/.test(value) || /^0+(\.0+)?$/.test(value)) {
    throw refusal('205', `${name} parameter is invalid.`);
  }
  return value;
}
