import { refuse } from './codes.ts';

/** Parameters of one request, decoded. Empty values are kept: they are an error of their own. */
export type Parameters = ReadonlyMap<string, string>;

/**
 * Reads query and form. A parameter in both counts once, the query's value wins (rest-api.md "General
 * Information on Endpoints"); twice in the same part is refused.
 */
export function readParameters(query: string, body: string): Parameters {
  const parameters = new Map(pairs(body));
  for (const [name, value] of pairs(query)) parameters.set(name, value);
  return parameters;
}

function pairs(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const pair of text.split('&').filter((each) => each !== '')) {
    const mark = pair.indexOf('=');
    const name = decode(mark < 0 ? pair : pair.slice(0, mark));
    if (found.has(name)) throw refuse.duplicateParameter();
    found.set(name, mark < 0 ? '' : decode(pair.slice(mark + 1)));
  }
  return found;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw refuse.illegalCharacters(text.slice(0, 20).replace(/[^\w%]/g, '?'), 'percent-encoded UTF-8');
  }
}

/** The parameter, or undefined when it was not sent. Sent but empty is refused with -1105. */
export function optional(parameters: Parameters, name: string): string | undefined {
  const value = parameters.get(name);
  if (value === '') throw refuse.emptyParameter(name);
  return value;
}

export function mandatory(parameters: Parameters, name: string): string {
  const value = optional(parameters, name);
  if (value === undefined) throw refuse.mandatory(name);
  return value;
}

/** A whole number from 0. */
export function whole(parameters: Parameters, name: string): number | undefined {
  const value = optional(parameters, name);
  if (value === undefined) return undefined;
  if (!/^\d{1,16}$/.test(value)) throw refuse.illegalCharacters(name, '^[0-9]{1,20}$');
  return Number(value);
}

/** Page size. What the venue answers to one above its maximum is unverified; we refuse. */
export function pageSize(parameters: Parameters, sizes: { usual: number; most: number }): number {
  const limit = whole(parameters, 'limit') ?? sizes.usual;
  if (limit < 1 || limit > sizes.most) throw refuse.invalid('limit');
  return limit;
}

/** A moment in milliseconds; microseconds are taken too (rest-api.md "General API Information"). */
export function moment(parameters: Parameters, name: string): number | undefined {
  const value = whole(parameters, name);
  return value === undefined || value < 1e14 ? value : Math.floor(value / 1000);
}

export function flag(parameters: Parameters, name: string): boolean {
  const value = optional(parameters, name);
  if (value === undefined) return false;
  if (!/^(true|false)$/i.test(value)) throw refuse.invalid(name);
  return value.toLowerCase() === 'true';
}

/** A positive decimal with at most eight places, as all amounts and prices here. */
export function decimal(parameters: Parameters, name: string): string | undefined {
  const value = optional(parameters, name);
  if (value === undefined) return undefined;
  if (!/^\d{1,20}(\.\d{1,20})?$/.test(value)) {
    throw refuse.illegalCharacters(name, '^([0-9]{1,20})(\\.[0-9]{1,20})?$');
  }
  if ((value.split('.')[1]?.replace(/0+$/, '').length ?? 0) > 8) throw refuse.tooPrecise(name);
  return value;
}
