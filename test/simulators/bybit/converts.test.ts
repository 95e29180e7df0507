import { describe, expect, it } from 'vitest';
import { convertedInto, convertedMs, sweptMs } from '../converted.ts';
import { codeOf, keys, opening, stage } from './support.ts';

const bot = { ...opening.keys.find(({ keyId }) => keyId === keys.bot.keyId) };
const may = opening.keys.map((key) =>
  key.keyId === keys.bot.keyId ? { ...key, venuePermissions: ['Exchange/ExchangeHistory'] } : key,
);
const books = { ...opening, keys: may, conversions: convertedInto('USDC') };

describe('converts', () => {
  it('are those of the unified wallet, by page', async () => {
    const on = await stage({ opening: books });
    const path = 'asset/exchange/query-convert-history';
    const { list } = (await on.get(path, 'accountType=eb_convert_uta,eb_convert_funding')).body.result;
    expect(list).toMatchObject([
      { accountType: 'eb_convert_uta', fromCoin: 'USDT', fromCoinType: 'crypto', fromAmount: '20' },
    ]);
    expect(list[0]).toMatchObject({ exchangeStatus: 'success', extInfo: {}, createdAt: String(convertedMs) });
    expect((await on.get(path, 'accountType=funding')).body.result.list).toEqual([]);
    expect((await on.get(path, 'index=2&limit=500')).body.result.list).toEqual([]);
  });

  it('stand in the older list in whole seconds, behind a cursor', async () => {
    const on = await stage({ opening: books });
    const { orderBody, nextPageCursor } = (await on.get('asset/exchange/order-record')).body.result;
    expect(orderBody).toMatchObject([{ toCoin: 'BNB', createdTime: String(Math.floor(convertedMs / 1000)) }]);
    expect(nextPageCursor).toMatch(/^\d+:\d{10}$/);
    const next = await on.get('asset/exchange/order-record', `cursor=${encodeURIComponent(nextPageCursor)}`);
    expect(next.body.result).toEqual({ orderBody: [], nextPageCursor: '' });
    expect(codeOf(await on.get('asset/exchange/order-record', 'limit=51'))).toBe(10001);
  });

  it('want the permission Exchange', async () => {
    expect(bot.scopes).toContain('read');
    const on = await stage({ opening: { ...opening, conversions: convertedInto('USDC') } });
    expect(codeOf(await on.get('asset/exchange/query-convert-history'))).toBe(10005);
  });
});

it('dust is told with its parts, and its fee off what arrived', async () => {
  const on = await stage({ opening: books });
  const { result } = (await on.get('asset/covert/small-balance-history')).body;
  expect(result).toMatchObject({ cursor: '1', size: '50', lastPage: '1', totalCount: '1' });
  expect(result.records).toMatchObject([
    {
      toCoin: 'USDC',
      toAmount: '0.00132256',
      totalFeeAmount: '0.00002699',
      exchangeSource: 'small_asset_uta',
      createdAt: String(sweptMs),
      subRecords: [{ fromCoin: 'ZRT', feeAmount: '0.000009' }, { fromCoin: 'ETH' }],
    },
  ]);
});

it('the log tells both as currency bought and sold', async () => {
  const on = await stage({ opening: books });
  const around = `startTime=${convertedMs - 1000}&endTime=${sweptMs + 1000}`;
  const { list } = (await on.get('account/transaction-log', `${around}&limit=50`)).body.result;
  const rows = list.filter(({ type }: { type: string }) => type.startsWith('CURRENCY_'));
  expect(
    rows.map((row: Record<string, string>) => [row['type'], row['currency'], row['change'], row['fee']]),
  ).toEqual([
    ['CURRENCY_BUY', 'USDC', '0.00132256', '0.00002699'],
    ['CURRENCY_SELL', 'ETH', '-0.0009', '0'],
    ['CURRENCY_SELL', 'ZRT', '-0.0009', '0'],
    ['CURRENCY_BUY', 'BNB', '0.06154036', '0'],
    ['CURRENCY_SELL', 'USDT', '-20', '0'],
  ]);
});
