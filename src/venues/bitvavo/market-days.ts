import { z } from 'zod';
import type { MarketDay } from '../../domain/trading.ts';
import type { ReadPages } from '../contract.ts';
import { readByApi } from '../declare.ts';
import { dayOf } from '../market-day.ts';
import { readPage } from '../read-page.ts';
import { amount } from '../rows.ts';
import { ccxtCosts, docs } from './sources.ts';

// A market without a trade has null for its prices, and one with an empty book null for bid or ask.
const figure = amount.nullish();

const rows = z.array(
  z
    .object({
      market: z.string().min(1),
      open: figure,
      high: figure,
      low: figure,
      last: figure,
      volume: figure,
      volumeQuote: figure,
      bid: figure,
      ask: figure,
    })
    .transform(({ market, volumeQuote, ...figures }) =>
      dayOf(market, { ...figures, quoteVolume: volumeQuote }),
    ),
);

/** Every market in one reply, the best of its book with it: GET /v2/ticker/book tells no volume. */
export const marketDays = readByApi<ReadPages<MarketDay>>({
  needs: [],
  cost: { 'weight-1m': 25 },
  source: docs(`rest-api/get-ticker-24h; ${ccxtCosts}`),
  run: {
    paging: { style: 'single' },
    page: (session) =>
      readPage(session, {
        endpoint: 'publicGetTicker24h',
        params: {},
        doing: 'listing the last day of every market',
        rows,
      }),
    idOf: ({ symbol }) => symbol,
  },
});
