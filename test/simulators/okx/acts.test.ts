import { describe, expect, it } from 'vitest';
import { rowsOf, saidOf, stage } from './support.ts';
import type { Stage } from './support.ts';

const limit = { instId: 'ETH-USDT', tdMode: 'cash', side: 'sell', ordType: 'limit', px: '1500', sz: '1' };

const resting = (on: Stage): readonly string[] =>
  on.venue.books.openOrders().map(({ clientOrderId }) => clientOrderId);

describe('placing', () => {
  it('answers with ids, and times of the gateway', async () => {
    const on = await stage();
    const { body } = await on.post('trade/order', { ...limit, clOrdId: 'mine1', tag: 'desk' });
    expect(body).toMatchObject({
      code: '0',
      msg: '',
      data: [{ clOrdId: 'mine1', tag: 'desk', sCode: '0', sMsg: '' }],
    });
    expect([body['inTime'], body['outTime']]).toEqual(Array(2).fill(expect.stringMatching(/^\d{16}$/)));
    const [row] = await rowsOf(on, 'trade/orders-pending', 'instId=ETH-USDT');
    expect(row).toMatchObject({ ordId: body.data[0].ordId, clOrdId: 'mine1', state: 'live' });
  });

  it('without an id of its own is shown without one', async () => {
    const on = await stage();
    await on.post('trade/order', limit);
    expect((await rowsOf(on, 'trade/orders-pending', 'instId=ETH-USDT'))[0]).toMatchObject({ clOrdId: '' });
  });

  it('a market buy is by value, a market sale by quantity, unless the unit is named', async () => {
    const on = await stage();
    const market = { ...limit, ordType: 'market', sz: '100' };
    const amount = () => on.venue.books.orders().at(-1)?.amount;
    await on.post('trade/order', { ...market, side: 'buy' });
    expect(Number(amount())).toBeCloseTo(100 / 1290, 2);
    const [row] = await rowsOf(on, 'trade/orders-history', 'instType=SPOT&instId=ETH-USDT');
    expect(row).toMatchObject({ sz: '100', tgtCcy: 'quote_ccy', px: '', ordType: 'market', state: 'filled' });
    await on.post('trade/order', { ...market, side: 'buy', sz: '0.5', tgtCcy: 'base_ccy' });
    expect(amount()).toBe('0.5');
    await on.post('trade/order', { ...market, sz: '2' });
    expect(amount()).toBe('2');
  });

  it.each([
    [{ instId: 'NO-USDT' }, '51001'],
    [{ instId: 'BTC-USDT-SWAP' }, '51010'],
    [{ sz: '86' }, '51008'],
    [{ px: '' }, '51204'],
  ])('%j is told of the order: %s', async (change, sCode) => {
    const on = await stage();
    const { status, body } = await on.post('trade/order', { ...limit, ...change });
    expect([status, body.code, body.msg, body.data[0].sCode, body.data[0].ordId]).toEqual([
      200,
      '1',
      'All operations failed',
      sCode,
      '',
    ]);
  });

  it.each([
    [{ side: 'Buy' }, '51000'],
    [{ ordType: '' }, '50014'],
    [{ sz: '-1' }, '51000'],
    [{ tdMode: '' }, '50014'],
    [{ clOrdId: 'with-dash' }, '51000'],
  ])('%j refuses the request: %s', async (change, code) => {
    const on = await stage();
    expect(saidOf(await on.post('trade/order', { ...limit, ...change }))).toEqual([400, code]);
    expect(on.venue.books.orders()).toHaveLength(16);
  });

  it('fill or kill and post only leave nothing', async () => {
    const on = await stage();
    await on.post('trade/order', { ...limit, px: '1000', ordType: 'post_only' });
    expect(on.venue.books.orders().at(-1)).toMatchObject({ status: 'expired', filled: '0' });
    await on.post('trade/order', { ...limit, px: '1500', ordType: 'fok' });
    const [row] = await rowsOf(on, 'trade/orders-history', 'instType=SPOT');
    expect(row).toMatchObject({ state: 'canceled', cancelSource: '13', ordType: 'fok' });
  });
});

describe('canceling', () => {
  it('one by either id, and only where it rests', async () => {
    const on = await stage();
    const cancel = async (what: object) => (await on.post('trade/cancel-order', what)).body;
    const done = await cancel({ instId: 'BTC-USDT', clOrdId: 'mm1' });
    expect(done).toMatchObject({ code: '0', data: [{ clOrdId: 'mm1', sCode: '0', sMsg: '' }] });
    const again = await cancel({ instId: 'BTC-USDT', ordId: done.data[0].ordId });
    expect(again).toMatchObject({ code: '1', msg: 'All operations failed', data: [{ sCode: '51400' }] });
    expect((await cancel({ instId: 'ETH-USDT', clOrdId: 'mm2' })).data[0].sCode).toBe('51400');
    expect((await cancel({ instId: 'BTC-USDT', clOrdId: 'stop1' })).data[0].sCode).toBe('51400');
    expect((await cancel({ instId: 'BTC-USDT' })).data[0].sCode).toBe('51407');
    expect((await cancel({ clOrdId: 'mm2' })).code).toBe('50014');
    expect(resting(on)).toEqual(['mm2', 'dip1', 'dip2', 'stop1', 'perp1']);
  });

  it('a batch tells of each, and whether all, some or none failed', async () => {
    const on = await stage();
    const named = (clOrdId: string, instId = 'BTC-USDT') => ({ instId, clOrdId });
    const batch = async (items: object[]) => (await on.post('trade/cancel-batch-orders', items)).body;
    const some = await batch([named('mm1'), named('mm1'), named('perp1', 'BTC-USDT-SWAP')]);
    expect([some.code, some.msg]).toEqual(['2', 'Bulk operation partially succeeded.']);
    expect(some.data.map(({ sCode }: { sCode: string }) => sCode)).toEqual(['0', '51400', '0']);
    expect((await batch([named('mm1'), named('perp1')])).code).toBe('1');
    expect((await batch([named('mm2')])).code).toBe('0');
    expect(resting(on)).toEqual(['dip1', 'dip2', 'stop1']);
  });

  it.each([
    ['trade/cancel-batch-orders', 'clOrdId', 20],
    ['trade/cancel-algos', 'algoClOrdId', 10],
  ])('%s takes a list, %s of at most %i', async (path, id, most) => {
    const on = await stage();
    const items = (count: number) => Array.from({ length: count }, () => ({ instId: 'BTC-USDT', [id]: 'x' }));
    expect((await on.post(path, items(most))).body.code).toBe('1');
    await on.clock.advance(2_000);
    expect(saidOf(await on.post(path, items(most + 1)))).toEqual([400, '51406']);
    await on.clock.advance(2_000);
    expect(saidOf(await on.post(path, []))).toEqual([400, '50014']);
    expect(saidOf(await on.post(path, items(1)[0] ?? {}))).toEqual([400, '50002']);
  });

  it('those that wait for a price by their own endpoint', async () => {
    const on = await stage();
    const items = ['stop1', 'dip1', 'mm1'].map((algoClOrdId) => ({ instId: 'BTC-USDT', algoClOrdId }));
    const { body } = await on.post('trade/cancel-algos', items);
    expect(body.data.map(({ sCode }: { sCode: string }) => sCode)).toEqual(['0', '0', '51400']);
    expect(resting(on)).toEqual(['mm1', 'mm2', 'dip2', 'perp1']);
  });

  it('everything of a family is for market makers', async () => {
    const on = await stage();
    const cancel = (what: object) => on.post('trade/mass-cancel', what);
    expect(saidOf(await cancel({ instType: 'SPOT', instFamily: 'BTC-USDT' }))).toEqual([400, '51000']);
    expect(saidOf(await cancel({ instType: 'OPTION', instFamily: 'BTC-USD' }))).toEqual([200, '51411']);
  });

  it('bots that are not there cannot be stopped', async () => {
    const on = await stage();
    const stop = (bot: string, item: object) => on.post(`tradingBot/${bot}/stop-order-algo`, [item]);
    const grid = { algoId: '1', instId: 'BTC-USDT', algoOrdType: 'grid', stopType: '2' };
    for (const [bot, item] of [
      ['grid', grid],
      ['signal', { algoId: '1' }],
      ['recurring', { algoId: '1' }],
    ] as const) {
      expect((await stop(bot, item)).body).toMatchObject({
        code: '1',
        data: [{ algoId: '1', sCode: '51291' }],
      });
    }
    expect(saidOf(await stop('grid', { algoId: '1' }))).toEqual([400, '50014']);
    const many = Array.from({ length: 11 }, () => ({ algoId: '1' }));
    expect(saidOf(await on.post('tradingBot/signal/stop-order-algo', many))).toEqual([400, '51406']);
  });

  it.each(['reader', 'payout'] as const)('%s may not', async (key) => {
    const on = await stage();
    for (const path of ['trade/order', 'trade/cancel-order', 'asset/transfer', 'asset/cancel-withdrawal']) {
      expect(saidOf(await on.post(path, limit, { key }))).toEqual([401, '50120']);
    }
    for (const path of [
      'trade/cancel-batch-orders',
      'trade/cancel-algos',
      'tradingBot/grid/stop-order-algo',
    ]) {
      expect(saidOf(await on.post(path, [limit], { key }))).toEqual([401, '50120']);
    }
  });
});
