import type { Endpoint, Params, Venue } from './contract.ts';

/** ccxt's implicit method, or "GET sub-account/list" of what ccxt does not know. */
export const nameOf = (endpoint: Endpoint): string =>
  typeof endpoint === 'string' ? endpoint : `${endpoint.verb} ${endpoint.path}`;

/** Returns what one such request counts, by limit id; undefined where the venue's list does not say. */
export function priceOf(
  { prices }: Pick<Venue, 'prices'>,
  endpoint: Endpoint,
  params: Params,
): Readonly<Record<string, number>> | undefined {
  const name = nameOf(endpoint);
  const price = prices !== undefined && Object.hasOwn(prices, name) ? prices[name] : undefined;
  return typeof price === 'function' ? price(params) : price;
}

/** Every one of these endpoints at one price. */
export const each = <Cost>(cost: Cost, names: string): Readonly<Record<string, Cost>> =>
  Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, cost]),
  );
