import { describe, expect, it } from 'vitest';
import type { Parsed } from './client.ts';
import { labelOf, rowsOf, stage } from './support.ts';
import type { Stage } from './support.ts';

const limit = { currency_pair: 'ETH_USDT', side: 'sell', amount: '1', price: '1500' };
const resting = (on: Stage): readonly string[] =>
  on.venue.books.openOrders().map((each) => each.clientOrderId);

describe('placing', () => {
  it('answers 201 with the order; a text of its own is kept', async () => {
    const on = await stage();
    const made = await on.ask('POST /spot/orders', { json: limit });
    expect([made.status, made.body]).toMatchObject([
      201,
      { status: 'open', text: 'apiv4', left: '1', finish_as: 'open' },
    ]);
    const own = await on.ask('POST /spot/orders', { json: { ...limit, text: 't-mine' } });
    expect(own.body).toMatchObject({ text: 't-mine' });
    expect(labelOf(await on.ask('POST /spot/orders', { json: { ...limit, text: 't-mine' } }))).toBe(
      'REPEATED_CREATION',
    );
  });

  it('a market purchase is by value, a market sale by quantity', async () => {
    const on = await stage();
    const market = { currency_pair: 'ETH_USDT', type: 'market' };
    const bought = await on.ask('POST /spot/orders', { json: { ...market, side: 'buy', amount: '100' } });
    expect(bought.body).toMatchObject({ status: 'closed', amount: '100', time_in_force: 'ioc' });
    expect(Number(bought.body.filled_amount)).toBeCloseTo(100 / 1290, 2);
    const sold = await on.ask('POST /spot/orders', { json: { ...market, side: 'sell', amount: '2' } });
    expect(sold.body).toMatchObject({ status: 'closed', filled_amount: '2', left: '0' });
  });

  it.each([
    [{ currency_pair: 'NO_USDT' }, 'INVALID_CURRENCY_PAIR'],
    [{ side: 'Sell' }, 'INVALID_PARAM_VALUE'],
    [{ amount: '-1' }, 'INVALID_PARAM_VALUE'],
    [{ price: '' }, 'MISSING_REQUIRED_PARAM'],
    [{ amount: '86' }, 'BALANCE_NOT_ENOUGH'],
    [{ time_in_force: 'day' }, 'INVALID_PARAM_VALUE'],
    [{ text: 'mine' }, 'INVALID_PARAM_VALUE'],
    [{ text: `t-${'x'.repeat(29)}` }, 'INVALID_PARAM_VALUE'],
    [{ price: '1000', time_in_force: 'poc' }, 'POC_FILL_IMMEDIATELY'],
    [{ time_in_force: 'fok' }, 'FOK_NOT_FILL'],
    [{ account: 'margin' }, 'BAD_REQUEST'],
  ])('%j is refused with %s', async (change, label) => {
    const on = await stage();
    const before = on.venue.books.orders().length;
    expect(labelOf(await on.ask('POST /spot/orders', { json: { ...limit, ...change } }))).toBe(label);
    expect(on.venue.books.orders()).toHaveLength(before);
  });

  it('a batch wants texts, one account and not too many; each order has its own result', async () => {
    const on = await stage();
    const named = (text: string, rest: object = {}) => ({ ...limit, text, ...rest });
    const json = [named('t-a'), named('t-b', { amount: '1000' })];
    const reply = await on.ask('POST /spot/batch_orders', { json });
    expect(reply.body.map(({ succeeded, label }: Parsed) => [succeeded, label])).toEqual([
      [true, ''],
      [false, 'BALANCE_NOT_ENOUGH'],
    ]);
    expect(labelOf(await on.ask('POST /spot/batch_orders', { json: [limit] }))).toBe(
      'MISSING_REQUIRED_PARAM',
    );
    const mixed = [named('t-c'), named('t-d', { account: 'margin' })];
    expect(labelOf(await on.ask('POST /spot/batch_orders', { json: mixed }))).toBe('MIXED_ACCOUNT_TYPE');
    const many = Array.from({ length: 11 }, (_, index) => named(`t-${index}`));
    expect(labelOf(await on.ask('POST /spot/batch_orders', { json: many }))).toBe('TOO_MANY_ORDERS');
  });
});

describe('cancelling', () => {
  it('one by id or text, with its pair', async () => {
    const on = await stage();
    const gone = await on.ask('DELETE /spot/orders/t-mm-1?currency_pair=BTC_USDT');
    expect([gone.status, gone.body]).toMatchObject([
      200,
      { text: 't-mm-1', status: 'cancelled', finish_as: 'cancelled' },
    ]);
    expect(labelOf(await on.ask(`DELETE /spot/orders/${gone.body.id}?currency_pair=BTC_USDT`))).toBe(
      'ORDER_CANCELLED',
    );
    expect(labelOf(await on.ask('DELETE /spot/orders/t-mm-2'))).toBe('MISSING_REQUIRED_PARAM');
    expect(labelOf(await on.ask('DELETE /spot/orders/t-mm-2?currency_pair=ETH_USDT'))).toBe(
      'ORDER_NOT_FOUND',
    );
    expect(on.venue.books.acts().at(-1)).toMatchObject({
      what: 'cancel',
      clientOrderId: 't-mm-1',
      keyLabel: 'bot',
    });
  });

  it('all of a pair or of all pairs; price-triggered ones stay', async () => {
    const on = await stage();
    const rows = await rowsOf(on, 'DELETE /spot/orders?currency_pair=BTC_USDT');
    expect(rows.map(({ text, succeeded }) => [text, succeeded])).toEqual([
      ['t-mm-1', true],
      ['t-mm-2', true],
    ]);
    expect(await rowsOf(on, 'DELETE /spot/orders?side=buy')).toEqual([]);
    expect(await rowsOf(on, 'DELETE /spot/orders')).toHaveLength(1);
    expect(resting(on)).toEqual(['t-stop-1', 't-perp-1', 't-perp-2', 't-pstop', 't-dated-1', 't-opt-1']);
  });

  it('a batch: twenty at most, each for itself', async () => {
    const on = await stage();
    const json = [
      { currency_pair: 'BTC_USDT', id: 't-mm-1' },
      { currency_pair: 'BTC_USDT', id: 't-mm-1' },
      { currency_pair: 'BTC_USDT', id: '1' },
    ];
    const reply = await on.ask('POST /spot/cancel_batch_orders', { json });
    expect(reply.body.map(({ succeeded, label }: Parsed) => [succeeded, label])).toEqual([
      [true, ''],
      [false, 'ORDER_CANCELLED'],
      [false, 'ORDER_NOT_FOUND'],
    ]);
    const many = Array(21).fill(json[0]) as object[];
    expect(labelOf(await on.ask('POST /spot/cancel_batch_orders', { json: many }))).toBe('TOO_MANY_ORDERS');
  });

  it('price-triggered orders have their own lists and their own ways out', async () => {
    const on = await stage();
    const [row] = await rowsOf(on, 'GET /spot/price_orders?status=open');
    expect(row).toMatchObject({
      market: 'BTC_USDT',
      trigger: { price: '17100', rule: '<=' },
      put: { side: 'buy', price: '17000', amount: '0.5', account: 'normal', text: 't-stop-1' },
      status: 'open',
    });
    expect(labelOf(await on.ask('GET /spot/price_orders'))).toBe('MISSING_REQUIRED_PARAM');
    expect(await rowsOf(on, 'DELETE /spot/price_orders?account=margin')).toEqual([]);
    expect((await on.ask(`DELETE /spot/price_orders/${row.id}`)).body).toMatchObject({ status: 'cancelled' });
    expect(labelOf(await on.ask(`DELETE /spot/price_orders/${row.id}`))).toBe('ORDER_CLOSED');
    expect(await rowsOf(on, 'GET /spot/price_orders?status=finished')).toHaveLength(1);
    expect(await rowsOf(on, 'DELETE /spot/price_orders')).toEqual([]);
    expect(labelOf(await on.ask('POST /spot/price_orders', { json: {} }))).toBe('BAD_REQUEST');
  });
});
