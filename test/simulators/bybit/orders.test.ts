import { describe, expect, it } from 'vitest';
import { codeOf, pagesOf, stage } from './support.ts';
import type { Stage } from './support.ts';

const spot = { category: 'spot', symbol: 'ETHUSDT' };
const limit = { ...spot, side: 'Sell', orderType: 'Limit', qty: '1', price: '1500' };

const resting = (on: Stage): readonly string[] =>
  on.venue.books.openOrders().map((each) => each.clientOrderId);

describe('placing', () => {
  it('answers with the ids alone; the venue makes the second one up', async () => {
    const on = await stage();
    const { body } = await on.post('order/create', limit);
    const { orderId, orderLinkId } = body.result;
    expect(BigInt(orderLinkId as string)).toBe(BigInt(orderId as string) + 1n);
    const own = await on.post('order/create', { ...limit, orderLinkId: 'mine-1' });
    expect(own.body.result.orderLinkId).toBe('mine-1');
    expect(codeOf(await on.post('order/create', { ...limit, orderLinkId: 'mine-1' }))).toBe(170141);
  });

  it('a market buy is by value, a market sale by quantity, unless the unit is named', async () => {
    const on = await stage();
    const market = { ...spot, orderType: 'Market', qty: '100' };
    const amount = () => on.venue.books.orders().at(-1)?.amount;
    await on.post('order/create', { ...market, side: 'Buy' });
    expect(Number(amount())).toBeCloseTo(100 / 1290, 2);
    await on.post('order/create', { ...market, side: 'Buy', qty: '0.5', marketUnit: 'baseCoin' });
    expect(amount()).toBe('0.5');
    await on.post('order/create', { ...market, side: 'Sell', qty: '2' });
    expect(amount()).toBe('2');
    const rows = (await on.get('order/realtime', 'category=spot&openOnly=1')).body.result.list;
    expect(rows[0]).toMatchObject({ orderStatus: 'Filled', timeInForce: 'IOC', marketUnit: 'baseCoin' });
  });

  it.each([
    [{ symbol: 'NOUSDT' }, 170121],
    [{ side: 'buy' }, 170117],
    [{ orderType: 'limit' }, 10001],
    [{ qty: 1 }, 170130],
    [{ qty: '-1' }, 170130],
    [{ price: '0' }, 10001],
    [{ qty: '86' }, 170131],
    [{ timeInForce: 'RPI' }, 170115],
    [{ triggerPrice: '1400' }, 170227],
    [{ orderLinkId: 'no spaces' }, 10001],
  ])('%j is refused with %i', async (change, code) => {
    const on = await stage();
    expect(codeOf(await on.post('order/create', { ...limit, ...change }))).toBe(code);
    expect(on.venue.books.orders()).toHaveLength(16);
  });

  it('post-only is cancelled where it would be filled, and contracts are not traded here', async () => {
    const on = await stage();
    await on.post('order/create', { ...limit, price: '1000', timeInForce: 'PostOnly' });
    expect(on.venue.books.orders().at(-1)).toMatchObject({ status: 'expired', filled: '0' });
    const linear = { ...limit, category: 'linear', symbol: 'BTCUSDT' };
    expect(codeOf(await on.post('order/create', linear, { key: 'futures' }))).toBe(10027);
  });
});

describe('cancelling one', () => {
  it('by either id, and the second time there is none', async () => {
    const on = await stage();
    const named = { category: 'spot', symbol: 'BTCUSDT', orderLinkId: 'mm-1' };
    expect((await on.post('order/cancel', named)).body.result).toMatchObject({ orderLinkId: 'mm-1' });
    expect(codeOf(await on.post('order/cancel', named))).toBe(170213);
    const { rows } = await pagesOf(on, 'order/realtime', 'category=spot&orderFilter=Order');
    const byId = { category: 'spot', symbol: 'BTCUSDT', orderId: rows[0].orderId, orderLinkId: 'stop-1' };
    expect((await on.post('order/cancel', byId)).body.result.orderLinkId).toBe('mm-2');
    expect(resting(on)).toEqual(['stop-1', 'perp-1', 'usdc-1']);
  });

  it('the trap: a conditional spot order is not found without its filter', async () => {
    const on = await stage();
    const named = { category: 'spot', symbol: 'BTCUSDT', orderLinkId: 'stop-1' };
    expect(codeOf(await on.post('order/cancel', named))).toBe(170213);
    expect(codeOf(await on.post('order/cancel', { ...named, orderFilter: 'StopOrder' }))).toBe(0);
    const history = await on.get('order/history', 'category=spot&orderStatus=Deactivated');
    expect(history.body.result.list).toMatchObject([{ orderLinkId: 'stop-1', stopOrderType: 'Stop' }]);
  });

  it('of a contract, under the name that spot has too', async () => {
    const on = await stage();
    const named = { category: 'linear', symbol: 'BTCUSDT', orderLinkId: 'perp-1' };
    expect(codeOf(await on.post('order/cancel', named, { key: 'futures' }))).toBe(0);
    expect(codeOf(await on.post('order/cancel', named, { key: 'futures' }))).toBe(110001);
    const history = await on.get('order/history', 'category=linear');
    expect(history.body.result.list[0]).toMatchObject({
      orderStatus: 'Cancelled',
      cancelType: 'CancelByUser',
    });
  });

  it.each([
    {},
    { category: 'spot' },
    { category: 'spot', symbol: 'BTCUSDT' },
    { category: 'spot', orderLinkId: 'mm-1' },
  ])('%j is not enough', async (named) => {
    const on = await stage();
    expect(codeOf(await on.post('order/cancel', named))).toBe(10001);
  });
});

describe('cancelling all', () => {
  it('of spot ends plain orders only, unless the filter says others', async () => {
    const on = await stage();
    const { body } = await on.post('order/cancel-all', { category: 'spot' });
    expect(body.result).toMatchObject({
      success: '1',
      list: [{ orderLinkId: 'mm-1' }, { orderLinkId: 'mm-2' }],
    });
    expect(resting(on)).toEqual(['stop-1', 'perp-1', 'usdc-1']);
    await on.post('order/cancel-all', { category: 'spot', orderFilter: 'StopOrder' });
    expect(resting(on)).toEqual(['perp-1', 'usdc-1']);
    const none = await on.post('order/cancel-all', { category: 'spot' });
    expect(none.body).toMatchObject({ retCode: 0, result: { list: [], success: '1' } });
  });

  it('of contracts wants one of three, and USDT and USDC are two calls', async () => {
    const on = await stage();
    const all = (more: object) =>
      on.post('order/cancel-all', { category: 'linear', ...more }, { key: 'futures' });
    expect(codeOf(await all({}))).toBe(10001);
    await all({ settleCoin: 'USDT' });
    expect(resting(on)).toEqual(['mm-1', 'mm-2', 'stop-1', 'usdc-1']);
    await all({ settleCoin: 'USDC' });
    expect(resting(on)).toEqual(['mm-1', 'mm-2', 'stop-1']);
  });
});

describe('cancelling a batch', () => {
  const named = (orderLinkId: string) => ({ symbol: 'BTCUSDT', orderLinkId });
  const batch = (links: readonly string[]) => ({ category: 'spot', request: links.map(named) });

  it('is a success whose refusals stand beside the result', async () => {
    const on = await stage();
    const { body } = await on.post('order/cancel-batch', batch(['mm-1', 'nothing', 'mm-1']));
    expect(body.retCode).toBe(0);
    expect(body.retExtInfo.list).toEqual([
      { code: 0, msg: 'OK' },
      { code: 170213, msg: 'Order does not exist.' },
      { code: 170213, msg: 'Order does not exist.' },
    ]);
    expect(body.result.list[1]).toEqual({
      category: 'spot',
      symbol: 'BTCUSDT',
      orderId: '',
      orderLinkId: 'nothing',
    });
    expect(resting(on)).toEqual(['mm-2', 'stop-1', 'perp-1', 'usdc-1']);
  });

  it('takes ten spot orders, and counts them all', async () => {
    const on = await stage();
    const many = (count: number) => batch(Array.from({ length: count }, (_, index) => `n-${index}`));
    expect(codeOf(await on.post('order/cancel-batch', many(11)))).toBe(10001);
    await on.clock.advance(1_000);
    const first = await on.post('order/cancel-batch', many(10));
    expect([codeOf(first), first.headers['x-bapi-limit-status']]).toEqual([0, '10']);
    expect(codeOf(await on.post('order/cancel-batch', many(10)))).toBe(0);
    expect(codeOf(await on.post('order/cancel-batch', many(1)))).toBe(10006);
  });
});

it('a strategy that is not there cannot be stopped', async () => {
  const on = await stage();
  expect((await on.get('strategy/list')).body.result.list).toEqual([]);
  expect(codeOf(await on.post('strategy/stop', { strategyId: 'x' }))).toBe(60065);
});
