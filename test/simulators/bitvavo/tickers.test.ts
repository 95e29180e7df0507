import { expect, it, onTestFinished } from 'vitest';
import { bitvavo } from '../../../src/simulators/bitvavo/simulate-bitvavo.ts';
import { withQuietMarkets } from '../../../src/simulators/index.ts';
import type { OpeningBooks } from '../../../src/simulators/index.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { convertedInto } from '../converted.ts';
import { opening, t0 } from '../opening.ts';

const market = (base: string, price: string, depth: string) => ({
  symbol: `${base}-EUR`,
  ...{ base, quote: 'EUR', price, depth },
});

const books: OpeningBooks = {
  ...opening,
  balances: [{ asset: 'EUR', free: '500000' }],
  markets: [market('BTC', '19000', '4000000'), market('ZRT', '0.02', '3000')],
  openOrders: [],
  trades: [
    {
      ...{ symbol: 'ZRT-EUR', side: 'buy', price: '0.4', amount: '1000', clientOrderId: 'pump-1' },
      at: '2026-03-14T02:00:00.000Z',
    },
  ],
  pastOrders: [],
  positions: [],
  transfers: [],
};

async function ask(path: string, given: OpeningBooks = books) {
  const venue = await bitvavo.simulate({ clock: manualClock(t0), opening: given, seed: 'test' });
  onTestFinished(() => venue.close());
  const reply = await fetch(`http://127.0.0.1:${venue.port}/v2/${path}`);
  return {
    body: (await reply.json()) as Record<string, string | number>,
    left: Number(reply.headers.get('bitvavo-ratelimit-remaining')),
  };
}

it('ticker/24h has the fields of the documents; all markets weigh 25, one weighs 1', async () => {
  const one = await ask('ticker/24h?market=BTC-EUR');
  expect(Object.keys(one.body)).toEqual([
    ...['market', 'startTimestamp', 'timestamp', 'open', 'openTimestamp', 'high', 'low', 'last'],
    ...['closeTimestamp', 'bid', 'bidSize', 'ask', 'askSize', 'volume', 'volumeQuote'],
  ]);
  expect(one.left).toBe(999);
  const all = await ask('ticker/24h', withQuietMarkets(bitvavo, books, { count: 300, quote: 'EUR' }));
  expect([all.left, all.body['length']]).toEqual([975, 302]);
});

it('ticker/24h shows what was pumped, and what is thin', async () => {
  const [deep, thin] = [
    (await ask('ticker/24h?market=BTC-EUR')).body,
    (await ask('ticker/24h?market=ZRT-EUR')).body,
  ];
  expect(thin).toMatchObject({ high: '0.4', last: '0.4' });
  expect(Number(thin['volumeQuote'])).toBeLessThan(Number(deep['volumeQuote']) / 500);
});

it('ticker/book is the best of each side', async () => {
  const { body, left } = await ask('ticker/book');
  expect(left).toBe(999);
  expect(body).toMatchObject([
    { market: 'BTC-EUR', bid: '18962', ask: '19038' },
    { market: 'ZRT-EUR', bid: '0.0198', ask: '0.0202' },
  ]);
});

it('knows nothing of conversions, and says so', async () => {
  const converted = { ...books, conversions: convertedInto('EUR') };
  await expect(ask('time', converted)).rejects.toThrow('no list of what was converted');
});
