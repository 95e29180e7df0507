import { z } from 'zod';
import type { MarketDay } from '../../domain/trading.ts';
import type { ReadPages } from '../contract.ts';
import { readByApi } from '../declare.ts';
import { dayOf } from '../market-day.ts';
import { readPage } from '../read-page.ts';
import { amount } from '../rows.ts';
import { spot } from './limits.ts';
import { spotDocs } from './sources.ts';

// Of a market without a trade the prices are "0.00000000".
const figure = amount.optional();

const rows = z.array(
  z
    .object({
      symbol: z.string().min(1),
      openPrice: figure,
      highPrice: figure,
      lowPrice: figure,
      lastPrice: figure,
      volume: figure,
      quoteVolume: figure,
      bidPrice: figure,
      askPrice: figure,
    })
    .transform(({ symbol, openPrice, highPrice, lowPrice, lastPrice, bidPrice, askPrice, ...volumes }) =>
      dayOf(symbol, {
        open: openPrice,
        high: highPrice,
        low: lowPrice,
        last: lastPrice,
        bid: bidPrice,
        ask: askPrice,
        volume: volumes.volume,
        quoteVolume: volumes.quoteVolume,
      }),
    ),
);

/**
 * Every market of spot in one reply, the best of its book with it: GET /api/v3/ticker/bookTicker, which costs
 * a twentieth, tells no volume. Margin trades in the markets of spot.
 */
export const marketDays = readByApi<ReadPages<MarketDay>>({
  needs: [],
  cost: spot(80),
  source: spotDocs,
  run: {
    paging: { style: 'single' },
    page: (session) =>
      readPage(session, {
        endpoint: 'publicGetTicker24hr',
        params: {},
        doing: 'listing the last day of every market',
        rows,
      }),
    idOf: ({ symbol }) => symbol,
  },
});
