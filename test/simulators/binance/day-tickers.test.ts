import { describe, expect, it } from 'vitest';
import { withQuietMarkets } from '../../../src/simulators/index.ts';
import { binance } from '../../../src/simulators/binance/simulate-binance.ts';
import { botKey, opening, refusalOf, stage } from '../support.ts';

const path = '/api/v3/ticker/24hr';
type Row = Readonly<Record<string, string>>;

const spreadOf = ({ bidPrice, askPrice }: Row): number => Number(askPrice) / Number(bidPrice) - 1;

describe('ticker/24hr', () => {
  it('of one symbol has the fields of the documents, and fewer as MINI', async () => {
    const { call } = await stage();
    const full = (await call(path, { rawQuery: 'symbol=BTCUSDT' })).body as Row;
    expect(Object.keys(full)).toEqual([
      ...['symbol', 'priceChange', 'priceChangePercent', 'weightedAvgPrice', 'prevClosePrice', 'lastQty'],
      ...['bidPrice', 'bidQty', 'askPrice', 'askQty', 'openPrice', 'highPrice', 'lowPrice', 'lastPrice'],
      ...['volume', 'quoteVolume', 'openTime', 'closeTime', 'firstId', 'lastId', 'count'],
    ]);
    expect(Number(full['highPrice'])).toBeGreaterThanOrEqual(Number(full['lastPrice']));
    expect(Number(full['lowPrice'])).toBeLessThanOrEqual(Number(full['openPrice']));
    const mini = (await call(path, { rawQuery: 'symbol=BTCUSDT&type=MINI' })).body as Row;
    expect(mini).not.toHaveProperty('bidPrice');
    expect(mini).toMatchObject({ symbol: 'BTCUSDT', volume: full['volume'] });
    expect(refusalOf(await call(path, { rawQuery: 'symbol=NONE' }))).toEqual([400, -1121]);
    expect(refusalOf(await call(path, { rawQuery: 'type=SMALL' }))).toEqual([400, -1130]);
  });

  it('weighs 2, 40 and 80 by how many symbols it is of', async () => {
    const { call } = await stage({ opening: withQuietMarkets(binance, opening, { count: 120 }) });
    const used = async (rawQuery: string): Promise<number> =>
      Number((await call(path, { rawQuery })).headers['x-mbx-used-weight-1m']);
    const names = (count: number): string =>
      encodeURIComponent(
        JSON.stringify(
          Array.from({ length: count }, (_, index) => `QM${String(index + 1).padStart(3, '0')}USDT`),
        ),
      );
    const total = [];
    for (const query of ['symbol=BTCUSDT', `symbols=${names(20)}`, `symbols=${names(21)}`, '']) {
      total.push(await used(query));
    }
    expect(total).toEqual([2, 4, 44, 124]);
  });

  it('shows a thin market by its spread and volume, and a pumped one by its high and last price', async () => {
    const { venue, call } = await stage();
    const rows = async (): Promise<ReadonlyMap<string | undefined, Row>> => {
      const { body } = await call(path, { rawQuery: '' });
      return new Map((body as Row[]).map((row) => [row['symbol'], row]));
    };
    const before = await rows();
    const [deep, thin] = [before.get('BTCUSDT') ?? {}, before.get('ZRTUSDT') ?? {}];
    expect(spreadOf(thin)).toBeGreaterThan(4 * spreadOf(deep));
    expect(Number(deep['quoteVolume'])).toBeGreaterThan(500 * Number(thin['quoteVolume']));
    const pump = { symbol: 'ZRTUSDT', side: 'buy' as const, price: '0.31', amount: '500000' };
    const hands = venue.asKeyHolder({ keyId: botKey.keyId, sourceIp: '127.0.0.1' });
    expect(hands.trade({ ...pump, clientOrderId: 'pump-1' })).toBeUndefined();
    const after = (await rows()).get('ZRTUSDT') ?? {};
    expect(after).toMatchObject({ highPrice: '0.31000000', lastPrice: '0.31000000' });
    expect(Number(after['quoteVolume']) - Number(thin['quoteVolume'])).toBeCloseTo(155_000, 4);
    expect(Number(after['priceChangePercent'])).toBeGreaterThan(1_000);
  });
});

it('several hundred quiet markets are told at once, always the same', async () => {
  const wide = withQuietMarkets(binance, opening, { count: 500 });
  const { call } = await stage({ opening: wide });
  const book = (await call('/api/v3/ticker/bookTicker', { rawQuery: '' })).body as Row[];
  expect(book).toHaveLength(503);
  expect(book.at(-1)?.['symbol']).toBe('QM500USDT');
  expect(withQuietMarkets(binance, opening, { count: 500 })).toEqual(wide);
});
