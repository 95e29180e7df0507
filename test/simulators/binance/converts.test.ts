import { describe, expect, it } from 'vitest';
import { BadInput } from '../../../src/domain/failure.ts';
import { convertedInto, convertedMs, sweptMs } from '../converted.ts';
import { botKey, opening, readKey, refusalOf, stage, t0 } from '../support.ts';

const path = { flow: '/sapi/v1/convert/tradeFlow', dust: '/sapi/v1/asset/dribblet' };
const t0Ms = Date.parse(t0);
const dayMs = 86_400_000;
const books = { ...opening, conversions: convertedInto('BNB') };
const window = (days: number) => ({
  params: { startTime: String(t0Ms - days * dayMs), endTime: String(t0Ms) },
});
const bot = { keyId: botKey.keyId, sourceIp: '127.0.0.1' };

describe('converts', () => {
  it('are told as in the example, within 30 days at most and with both ends', async () => {
    const { call } = await stage({ opening: books });
    const { body } = await call(path.flow, window(30));
    expect(body).toMatchObject({ limit: 100, moreData: false, endTime: t0Ms });
    expect((body as { list: unknown[] }).list).toEqual([
      {
        quoteId: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
        orderId: expect.any(Number) as number,
        orderStatus: 'SUCCESS',
        fromAsset: 'USDT',
        fromAmount: '20',
        toAsset: 'BNB',
        toAmount: '0.06154036',
        ratio: '0.003077018',
        inverseRatio: '324.989974059300270587',
        createTime: convertedMs,
      },
    ]);
    expect(refusalOf(await call(path.flow, window(31)))).toEqual([400, -1128]);
    expect(refusalOf(await call(path.flow))).toEqual([400, -1102]);
    expect(refusalOf(await call(path.flow, { params: { ...window(1).params, limit: '1001' } }))).toEqual([
      400, -1130,
    ]);
  });

  it('say when a window holds more than the limit: the newest are there', async () => {
    const convert = books.conversions.slice(0, 1);
    const more = [1, 2, 3].map((hour) => ({
      ...convert[0],
      ...{ kind: 'convert' as const, from: 'ETH', fromAmount: '1', to: 'BTC', toAmount: '0.06' },
      at: `2026-03-1${hour}T00:00:00Z`,
    }));
    const { call } = await stage({ opening: { ...opening, conversions: more } });
    const { body } = await call(path.flow, { params: { ...window(10).params, limit: '2' } });
    expect(body).toMatchObject({
      moreData: true,
      list: [
        { createTime: Date.parse('2026-03-13T00:00:00Z') },
        { createTime: Date.parse('2026-03-12T00:00:00Z') },
      ],
    });
  });
});

describe('dust', () => {
  it('that was swept together has one row, with the sums of the example', async () => {
    const { call } = await stage({ opening: books });
    const { body } = await call(path.dust);
    expect(body).toMatchObject({
      total: 1,
      userAssetDribblets: [
        {
          operateTime: sweptMs,
          totalTransferedAmount: '0.00132256',
          totalServiceChargeAmount: '0.00002699',
          userAssetDribbletDetails: [
            { fromAsset: 'ZRT', targetAsset: 'BNB', transferedAmount: '0.000441', amount: '0.0009' },
            { fromAsset: 'ETH', serviceChargeAmount: '0.00001799', operateTime: sweptMs },
          ],
        },
      ],
    });
    expect((await call(path.dust, { params: { accountType: 'MARGIN' } })).body).toMatchObject({ total: 0 });
    expect((await call(path.dust, { params: { endTime: String(sweptMs - 1) } })).body).toMatchObject({
      total: 1,
      userAssetDribblets: [],
    });
  });

  it('is remembered for a hundred sweeps, however it is asked for', async () => {
    const many = Array.from({ length: 101 }, (_, index) => ({
      ...{ kind: 'dust' as const, from: 'ETH', fromAmount: '0.0001', to: 'BNB', toAmount: '0.001' },
      at: new Date(t0Ms - (index + 1) * 60_000).toISOString(),
    }));
    const { call } = await stage({ opening: { ...opening, conversions: many } });
    const oldest = { params: { endTime: String(t0Ms - 101 * 60_000) } };
    expect((await call(path.dust)).body).toMatchObject({ total: 101, userAssetDribblets: { length: 100 } });
    expect((await call(path.dust, oldest)).body).toMatchObject({ userAssetDribblets: [] });
  });
});

describe('a holder of a key', () => {
  const market = { symbol: 'BNBUSDT', base: 'BNB', quote: 'USDT', price: '300', depth: '900000' };
  const withBnb = {
    ...opening,
    markets: [...opening.markets, market],
    balances: opening.balances.map((each) => (each.asset === 'ZRT' ? { ...each, free: '150' } : each)),
  };
  const freeOf = (venue: Awaited<ReturnType<typeof stage>>['venue'], asset: string) =>
    venue.books.balances().find((each) => each.asset === asset)?.free;

  it('converts at a quoted price, with no order, no fill and no trade', async () => {
    const { venue, call } = await stage({ opening: withBnb });
    const before = venue.books.trades().length;
    const hands = venue.asKeyHolder(bot);
    expect(hands.convert({ from: 'ETH', to: 'BTC', amount: '2', price: '0.067' })).toBeUndefined();
    expect([freeOf(venue, 'ETH'), freeOf(venue, 'BTC')]).toEqual(['83', '12.534']);
    expect(venue.books.trades()).toHaveLength(before);
    expect(venue.books.acts()).toMatchObject([
      { what: 'convert', conversionId: expect.any(String) as string },
    ]);
    expect((await call(path.flow, window(1))).body).toMatchObject({ list: [{ toAmount: '0.134' }] });
    expect(hands.convert({ from: 'ETH', to: 'BTC', amount: '84', price: '0.067' })).toMatchObject({
      code: '-2010',
    });
    const reader = venue.asKeyHolder({ ...bot, keyId: readKey.keyId });
    expect(reader.convert({ from: 'ETH', to: 'BTC', amount: '1', price: '0.067' })).toBeDefined();
  });

  it('sweeps dust into BNB alone: 150 at 0.02 are worth 0.01, less two in a hundred', async () => {
    const { venue } = await stage({ opening: withBnb });
    const hands = venue.asKeyHolder(bot);
    expect(hands.sweepDust({ assets: ['ZRT'] })).toBeUndefined();
    expect([freeOf(venue, 'ZRT'), freeOf(venue, 'BNB')]).toEqual(['0', '0.0098']);
    expect(venue.books.conversions()).toMatchObject([{ kind: 'dust', fee: '0.0002', toAmount: '0.0098' }]);
    expect(() => hands.sweepDust({ assets: ['ZRT'], to: 'BTC' })).toThrow(BadInput);
  });
});
