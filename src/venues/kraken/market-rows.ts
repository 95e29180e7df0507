import { z } from 'zod';
import { isZero } from '../../domain/money.ts';
import type { MarketPrice } from '../../domain/trading.ts';
import { amount } from '../rows.ts';
import { inResult, integer } from './envelope.ts';
import { asset, pairName } from './names.ts';

// Forms: docs.kraken.com/api-reference/market-data.

/** The names and assets of every pair, by the name that the ticker goes by. */
export const pairs = inResult(
  z.record(z.string(), z.object({ altname: z.string().min(1), base: asset, quote: asset })),
);

export type Pairs = z.output<typeof pairs>;

/** `c` is the last trade: price and amount. What was never traded has none, and is no price. */
export const tickers = inResult(
  z
    .record(z.string(), z.object({ c: z.tuple([amount], z.unknown()).nullish() }))
    .refine((found) => Object.keys(found).length > 0, 'expected a price'),
);

export const marketPrices = (
  prices: z.output<typeof tickers>,
  { of, at }: { readonly of: Pairs; readonly at: string },
): readonly MarketPrice[] =>
  Object.entries(prices).flatMap(([name, { c: last }]): MarketPrice[] => {
    if (last == null || isZero(last[0])) return [];
    const market = Object.hasOwn(of, name) ? of[name] : undefined;
    const assets = market === undefined ? {} : { base: market.base, quote: market.quote };
    return [{ symbol: pairName(market?.altname ?? name), price: last[0], at, ...assets }];
  });

/** Whole seconds, cut: half a second more halves how wrong that can be. */
export const serverTime = inResult(z.object({ unixtime: integer })).transform(
  ({ unixtime }) => unixtime * 1000 + 500,
);
