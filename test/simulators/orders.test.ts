import { describe, expect, it } from 'vitest';
import { refusalOf, stage } from './support.ts';

type Row = Readonly<Record<string, unknown>>;
const order = '/api/v3/order';

describe('placing an order', () => {
  it('sells at market into the bids, worse with every level, and pays the fee in the quote asset', async () => {
    const { venue, call } = await stage();
    const form = { symbol: 'ETHUSDT', side: 'SELL', type: 'MARKET', quantity: '85' };
    const reply = await call(order, { method: 'POST', form });
    const placed = reply.body as {
      status: string;
      executedQty: string;
      cummulativeQuoteQty: string;
      fills: Row[];
    };
    expect(placed).toMatchObject({ status: 'FILLED', executedQty: '85.00000000', price: '0.00000000' });
    expect(placed.fills).toMatchObject([
      { price: '1287.42000000', qty: '85.00000000', commissionAsset: 'USDT' },
    ]);
    const quote = 1287.42 * 85;
    const usdt = venue.books.balances().find((each) => each.asset === 'USDT');
    expect(Number(usdt?.free)).toBeCloseTo(187_000 + quote * 0.999, 6);
  });

  it('finds a thin pair thin: $10,000 of market buying goes far above mid and runs dry', async () => {
    const { call } = await stage();
    const form = { symbol: 'ZRTUSDT', side: 'BUY', type: 'MARKET', quantity: '1000000' };
    const placed = (await call(order, { method: 'POST', form })).body as { status: string; fills: Row[] };
    expect(placed).toMatchObject({ status: 'EXPIRED' });
    const prices = placed.fills.map((fill) => Number(fill['price']));
    expect(prices).toEqual(prices.toSorted((a, b) => a - b));
    expect(prices.at(-1)).toBeCloseTo(0.022, 6);
  });

  it('spends a quote amount, never more', async () => {
    const { call } = await stage();
    const form = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quoteOrderQty: '5000' };
    const placed = (await call(order, { method: 'POST', form })).body as Record<string, string>;
    expect(placed).toMatchObject({ status: 'FILLED', origQuoteOrderQty: '5000.00000000' });
    expect(Number(placed['cummulativeQuoteQty'])).toBeLessThanOrEqual(5000);
    expect(Number(placed['cummulativeQuoteQty'])).toBeGreaterThan(4999.99);
  });

  it('takes what a limit reaches and rests with the remainder locked', async () => {
    const { venue, call } = await stage();
    const form = {
      symbol: 'ZRTUSDT',
      side: 'BUY',
      type: 'LIMIT',
      timeInForce: 'GTC',
      quantity: '400000',
      price: '0.0203',
    };
    const placed = (await call(order, { method: 'POST', form })).body as Record<string, string>;
    expect(placed).toMatchObject({ status: 'PARTIALLY_FILLED' });
    const resting = 400_000 - Number(placed['executedQty']);
    expect(resting).toBeGreaterThan(0);
    const usdt = venue.books.balances().find((each) => each.asset === 'USDT');
    expect(Number(usdt?.locked)).toBeCloseTo(53_000 + resting * 0.0203, 6);
  });

  it.each([
    ['IOC', 'EXPIRED', true],
    ['FOK', 'EXPIRED', false],
  ])('%s leaves nothing resting', async (timeInForce, status, isFilledInPart) => {
    const { call } = await stage();
    const form = {
      symbol: 'ZRTUSDT',
      side: 'BUY',
      type: 'LIMIT',
      timeInForce,
      quantity: '400000',
      price: '0.0203',
    };
    const placed = (await call(order, { method: 'POST', form })).body as Record<string, string>;
    expect(placed['status']).toBe(status);
    expect(Number(placed['executedQty']) > 0).toBe(isFilledInPart);
    const open = (await call('/api/v3/openOrders', { params: { symbol: 'ZRTUSDT' } })).body;
    expect(open).toEqual([]);
  });

  it.each([
    [{ quantity: '12.5' }, 'Account has insufficient balance for requested action.'],
    [{ symbol: 'NOPE' }, 'Invalid symbol.'],
    [{ side: 'HOLD' }, 'Invalid side.'],
    [{ type: 'STOP_LOSS' }, 'Invalid orderType.'],
    [{ timeInForce: 'GTC' }, 'TimeInForce parameter sent when not required.'],
    [{ price: '1' }, "Parameter 'price' sent when not required."],
    [{ quantity: '0.0000001' }, 'Filter failure: NOTIONAL'],
    [{ quantity: '0.123456789' }, "Parameter 'quantity' has too much precision."],
    [
      { quantity: '1e3' },
      "Illegal characters found in parameter 'quantity'; legal range is '^([0-9]{1,20})(\\.[0-9]{1,20})?$'.",
    ],
    [
      { newClientOrderId: 'a b' },
      "Illegal characters found in parameter 'newClientOrderId'; legal range is '^[\\.A-Z\\:/a-z0-9_-]{1,36}$'.",
    ],
    [{ newClientOrderId: 'mm-1' }, 'Duplicate order sent.'],
    [{ icebergQty: '1' }, "Not all sent parameters were read; read '6' parameter(s) but was sent '7'."],
  ])('is refused with %o', async (change, msg) => {
    const { venue, call } = await stage();
    const before = venue.books.balances();
    const form = { symbol: 'BTCUSDT', side: 'SELL', type: 'MARKET', quantity: '0.1', ...change };
    const reply = await call(order, { method: 'POST', form });
    expect(reply).toMatchObject({ status: 400, body: { msg } });
    expect(venue.books.balances()).toEqual(before);
    expect(venue.books.acts()).toEqual([]);
  });

  it('gives the form of answer that was asked for', async () => {
    const { call } = await stage();
    const keys = async (newOrderRespType: string) => {
      const form = { symbol: 'BTCUSDT', side: 'SELL', type: 'MARKET', quantity: '0.01', newOrderRespType };
      return Object.keys((await call(order, { method: 'POST', form })).body as object);
    };
    expect(await keys('ACK')).toEqual(['symbol', 'orderId', 'orderListId', 'clientOrderId', 'transactTime']);
    expect(await keys('RESULT')).not.toContain('fills');
    expect(await keys('FULL')).toContain('fills');
  });
});

describe('cancelling', () => {
  it('frees what was locked, names the order and the cancel, and cannot be repeated', async () => {
    const { venue, call } = await stage();
    const params = { symbol: 'BTCUSDT', origClientOrderId: 'mm-1', newClientOrderId: 'stop-1' };
    const reply = await call(order, { method: 'DELETE', params });
    expect(reply.body).toMatchObject({
      origClientOrderId: 'mm-1',
      clientOrderId: 'stop-1',
      status: 'CANCELED',
    });
    expect(venue.books.balances()).toContainEqual({ asset: 'USDT', free: '205000', locked: '35000' });
    expect(refusalOf(await call(order, { method: 'DELETE', params }))).toEqual([400, -2011]);
    expect(
      (await call('/api/v3/order', { params: { symbol: 'BTCUSDT', origClientOrderId: 'mm-1' } })).body,
    ).toMatchObject({
      status: 'CANCELED',
      clientOrderId: 'mm-1',
    });
  });

  it('takes all of a symbol, and refuses when there is nothing', async () => {
    const { venue, call } = await stage();
    const all = () => call('/api/v3/openOrders', { method: 'DELETE', params: { symbol: 'BTCUSDT' } });
    expect((await all()).body).toHaveLength(2);
    expect(venue.books.openOrders()).toEqual([]);
    expect(refusalOf(await all())).toEqual([400, -2011]);
  });

  it('heeds cancelRestrictions', async () => {
    const { venue, call } = await stage();
    const { orderId } = venue.books.openOrders()[0] ?? { orderId: '' };
    const cancel = (cancelRestrictions: string) =>
      call(order, { method: 'DELETE', params: { symbol: 'BTCUSDT', orderId, cancelRestrictions } });
    expect(refusalOf(await cancel('ONLY_PARTIALLY_FILLED'))).toEqual([400, -2011]);
    expect(refusalOf(await cancel('SOMETIMES'))).toEqual([400, -1145]);
    venue.market.meet(orderId, '0.5');
    expect(refusalOf(await cancel('ONLY_NEW'))).toEqual([400, -2011]);
    expect((await cancel('ONLY_PARTIALLY_FILLED')).status).toBe(200);
  });
});
