import { afterEach, describe, expect, it } from 'vitest';
import { createBudget, readAll } from '../../src/acquisition/index.ts';
import { readList } from './capabilities.ts';
import { closeWorlds, start } from './starting.ts';
import { pairs } from './world.ts';

afterEach(closeWorlds);

const told = pairs.filter(({ venue }) => venue.marketDays !== undefined);

describe.each(told)('$venue.id: the public figures of every market', (pair) => {
  it('are told of the very markets that have a price, in decimal strings, by a simulator that knows no declaration', async () => {
    const world = await start(pair);
    const session = await world.open('public');
    const capability = pair.venue.marketDays;
    if (capability === undefined) throw new Error('it has none');
    const { listing, failure } = await readAll({
      capability,
      session,
      query: {},
      budget: createBudget({ limits: pair.venue.limits ?? [], clock: world.clock }),
      clock: world.clock,
      signal: new AbortController().signal,
    });
    expect(failure).toBeUndefined();
    const prices = await readList('listMarketPrices', session, world);
    const priced = prices.listing.rows.map((row) => (row as { symbol: string }).symbol);
    expect(new Set(listing.rows.map(({ symbol }) => symbol))).toEqual(new Set(priced));
    for (const { symbol, ...figures } of listing.rows) {
      expect(Object.keys(figures), symbol).not.toEqual([]);
      for (const figure of Object.values(figures)) expect(figure).toMatch(/^\d+(\.\d+)?$/);
    }
  });
});
