import { describe, expect, it } from 'vitest';
import type { OpenOrder } from '../../src/domain/trading.ts';
import type { SeenRequest } from './scripted-venue.ts';
import { html } from './scripted-venue.ts';
import {
  allOpened,
  at,
  body,
  byApi,
  byPath,
  capabilities,
  isolatedOf,
  nothingOpened,
  refusal,
} from './binance-support.ts';

const cancel = byApi(capabilities.cancelOrders);
const cancelAll = byApi(capabilities.cancelAllOrders);

const orderIn = (section: string, id = '11', symbol = 'BTCUSDT'): OpenOrder => ({
  id,
  clientOrderId: `c${id}`,
  symbol,
  side: 'buy',
  type: 'LIMIT',
  price: '1',
  amount: '1',
  filled: '0',
  createdAt: '2026-03-01T00:00:00.000Z',
  section,
});

const cancelled = { orderId: 11, algoId: 11, success: true, status: 'CANCELED', code: 200, msg: 'success' };
const sentBy = ({ method, path, query, body: form }: SeenRequest) => {
  const sent = Object.fromEntries(method === 'POST' ? new URLSearchParams(form) : query);
  for (const own of ['recvWindow', 'signature', 'timestamp']) delete sent[own];
  return [`${method} ${path}`, sent];
};

describe('cancelling one order goes to where it rests', () => {
  it.each<[string, string, Record<string, string>]>([
    ['spot', 'DELETE /api/v3/order', { symbol: 'BTCUSDT', orderId: '11' }],
    ['margin', 'DELETE /sapi/v1/margin/order', { symbol: 'BTCUSDT', isIsolated: 'FALSE', orderId: '11' }],
    [
      'isolated/BTCUSDT',
      'DELETE /sapi/v1/margin/order',
      { symbol: 'BTCUSDT', isIsolated: 'TRUE', orderId: '11' },
    ],
    ['usd-m', 'DELETE /fapi/v1/order', { symbol: 'BTCUSDT', orderId: '11' }],
    ['usd-m/conditional', 'DELETE /fapi/v1/algoOrder', { algoId: '11' }],
    ['usd-m/algo', 'DELETE /sapi/v1/algo/futures/order', { algoId: '11' }],
    ['coin-m', 'DELETE /dapi/v1/order', { symbol: 'BTCUSDT', orderId: '11' }],
    ['coin-m/conditional', 'DELETE /dapi/v1/algoOrder', { algoId: '11' }],
    ['options', 'DELETE /eapi/v1/order', { symbol: 'BTCUSDT', orderId: '11' }],
    ['spot/algo', 'DELETE /sapi/v1/algo/spot/order', { algoId: '11' }],
    ['convert', 'POST /sapi/v1/convert/limit/cancelOrder', { orderId: '11' }],
  ])('%s', async (section, line, sent) => {
    const { venue, session } = await at(() => body(cancelled));
    await cancel(session, [orderIn(section)]);
    expect(venue.seen.map(sentBy)).toEqual([[line, sent]]);
  });

  it.each(['margin', 'usd-m', 'usd-m/conditional', 'coin-m/conditional', 'spot/algo', 'convert', 'options'])(
    'and %s must say that it was done',
    async (section) => {
      for (const reply of ['{}', html, 'null', '{"algoId":11,"success":false,"code":200,"msg":"no"}']) {
        const { session } = await at(() => body(reply));
        await expect(cancel(session, [orderIn(section)]), reply).rejects.toThrow();
      }
    },
  );

  it('an unknown section sends nothing', async () => {
    const { venue, session } = await at(() => body(cancelled));
    await expect(cancel(session, [orderIn('staking')])).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    expect(venue.seen).toEqual([]);
  });
});

describe('cancelling whatever rests', () => {
  const order = (symbol: string, orderId: number) => ({
    symbol,
    orderId,
    clientOrderId: 'x',
    price: '1',
    origQty: '1',
    executedQty: '0',
    status: 'NEW',
    type: 'LIMIT',
    side: 'BUY',
    time: 1_772_150_400_000,
    updateTime: 1_772_150_400_000,
  });
  const done = { code: 200, msg: 'The operation of cancel all open order is done.' };
  const algo = {
    algoId: 7,
    symbol: 'ETHUSDT',
    side: 'SELL',
    totalQty: '5',
    executedQty: '1',
    bookTime: 1_772_150_400_000,
    algoType: 'TWAP',
  };
  const answers = {
    '/sapi/v1/account/info': allOpened,
    '/sapi/v1/margin/isolated/account': isolatedOf('THINUSDT'),
    '/api/v3/openOrders': [order('BTCUSDT', 1), order('BTCUSDT', 2), order('ETHUSDT', 3)],
    'DELETE /api/v3/openOrders': [{ symbol: 'BTCUSDT', orderId: 1 }],
    '/sapi/v1/convert/limit/queryOpenOrders': { list: [] },
    '/sapi/v1/margin/openOrders': [order('THINUSDT', 4)],
    'DELETE /sapi/v1/margin/openOrders': [{ symbol: 'THINUSDT', orderId: 4 }],
    '/fapi/v1/openOrders': [order('BTCUSDT', 5)],
    '/fapi/v1/allOpenOrders': done,
    '/fapi/v1/openAlgoOrders': [],
    '/dapi/v1/openOrders': [order('BTCUSD_PERP', 6)],
    '/dapi/v1/allOpenOrders': done,
    '/dapi/v1/openAlgoOrders': [],
    '/eapi/v1/openOrders': [],
    '/sapi/v1/algo/spot/openOrders': { total: 1, orders: [algo] },
    '/sapi/v1/algo/spot/order': { algoId: 7, success: true, code: 0, msg: 'OK' },
    '/sapi/v1/algo/futures/openOrders': { total: 0, orders: [] },
  };
  const acts = (seen: readonly SeenRequest[]) => seen.filter(({ method }) => method !== 'GET').map(sentBy);

  it('goes symbol by symbol, and stops first what places orders by itself', async () => {
    const { venue, session } = await at(byPath(answers));
    await cancelAll(session);
    expect(acts(venue.seen)).toEqual([
      ['DELETE /sapi/v1/algo/spot/order', { algoId: '7' }],
      ['DELETE /api/v3/openOrders', { symbol: 'BTCUSDT' }],
      ['DELETE /api/v3/openOrders', { symbol: 'ETHUSDT' }],
      ['DELETE /sapi/v1/margin/openOrders', { symbol: 'THINUSDT', isIsolated: 'FALSE' }],
      ['DELETE /sapi/v1/margin/openOrders', { symbol: 'THINUSDT', isIsolated: 'TRUE' }],
      ['DELETE /fapi/v1/allOpenOrders', { symbol: 'BTCUSDT' }],
      ['DELETE /dapi/v1/allOpenOrders', { symbol: 'BTCUSD_PERP' }],
    ]);
  });

  it('goes on past what the key may not do, and says so in the end', async () => {
    const { venue, session } = await at(
      byPath({
        ...answers,
        'DELETE /api/v3/openOrders': refusal(-2015, 401),
        '/fapi/v1/openOrders': refusal(-2015, 401),
      }),
    );
    await expect(cancelAll(session)).rejects.toMatchObject({ code: 'KEY_IP_OR_SCOPE' });
    expect(acts(venue.seen).map(([line]) => line)).toContain('DELETE /dapi/v1/allOpenOrders');
  });

  it('is content where nothing is left of a symbol', async () => {
    const { session } = await at(
      byPath({
        ...answers,
        '/sapi/v1/account/info': nothingOpened,
        'DELETE /api/v3/openOrders': refusal(-2011),
      }),
    );
    await cancelAll(session);
  });

  it.each(['{}', html, '{"code":-1,"msg":"no"}'])('is not content with %s', async (reply) => {
    const { session } = await at(byPath({ ...answers, '/fapi/v1/allOpenOrders': reply }));
    await expect(cancelAll(session)).rejects.toThrow();
  });

  it('stops when the address is limited', async () => {
    const { venue, session } = await at(
      byPath({ ...answers, 'DELETE /api/v3/openOrders': refusal(-1003, 429) }),
    );
    await expect(cancelAll(session)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    expect(acts(venue.seen).map(([line]) => line)).toEqual([
      'DELETE /sapi/v1/algo/spot/order',
      'DELETE /api/v3/openOrders',
    ]);
  });
});
