import { describe, expect, it } from 'vitest';
import type { Parsed } from './client.ts';
import { call, dated, labelOf, rowsOf, stage, t0Seconds } from './support.ts';

const futures = { key: 'futures' as const };
const options = { key: 'options' as const };
const texts = (rows: readonly Parsed[]): string[] => rows.map(({ text }) => text as string);

describe('orders of perpetuals', () => {
  it('are listed apart from triggered ones; a sale is less than nothing', async () => {
    const on = await stage();
    const reply = await on.ask('GET /futures/usdt/orders?status=open', futures);
    expect(texts(reply.body as Parsed[])).toEqual(['t-perp-2', 't-perp-1']);
    expect(reply.body[0]).toMatchObject({
      contract: 'BTC_USDT',
      size: '-2',
      left: '-2',
      price: '21000',
      status: 'open',
    });
    expect(['limit', 'offset', 'total'].map((name) => reply.headers[`x-pagination-${name}`])).toEqual([
      '100',
      '0',
      '2',
    ]);
    expect(texts(await rowsOf(on, 'GET /futures/usdt/orders?status=open&limit=1&offset=1', futures))).toEqual(
      ['t-perp-1'],
    );
    expect(labelOf(await on.ask('GET /futures/usdt/orders', futures))).toBe('MISSING_REQUIRED_PARAM');
    expect(labelOf(await on.ask('GET /futures/usdt/orders?status=open&contract=ETH_USDT', futures))).toBe(
      'CONTRACT_NOT_FOUND',
    );
  });

  it('of which nothing was filled are forgotten ten minutes after they were cancelled', async () => {
    const on = await stage();
    expect(texts(await rowsOf(on, 'GET /futures/usdt/orders?status=finished', futures))).toEqual([
      't-pgone-2',
      't-f1',
    ]);
    await on.clock.advance(1);
    expect(texts(await rowsOf(on, 'GET /futures/usdt/orders?status=finished', futures))).toEqual(['t-f1']);
  });

  it('are told for six months; by time range for longer', async () => {
    const on = await stage();
    const window = `from=${t0Seconds - 300 * 86_400}&to=${t0Seconds}`;
    expect(texts(await rowsOf(on, `GET /futures/usdt/orders_timerange?${window}`, futures))).toEqual([
      't-pgone-2',
      't-f1',
      't-f0',
    ]);
    expect(texts(await rowsOf(on, 'GET /futures/usdt/my_trades', futures))).toEqual(['t-f1']);
    const rows = await rowsOf(on, `GET /futures/usdt/my_trades_timerange?${window}`, futures);
    expect(rows.map(({ trade_id, id, size }) => [typeof trade_id, typeof id, size])).toEqual([
      ['string', 'undefined', '4'],
      ['string', 'undefined', '5'],
    ]);
  });

  it('are cancelled one, some and all, with the triggered ones left alone', async () => {
    const on = await stage();
    const [sale] = await rowsOf(on, 'GET /futures/usdt/orders?status=open', futures);
    const one = await on.ask(`DELETE /futures/usdt/orders/${sale.id}`, futures);
    expect(one.body).toMatchObject({ text: 't-perp-2', status: 'finished', finish_as: 'cancelled' });
    expect(labelOf(await on.ask(`DELETE /futures/usdt/orders/${sale.id}`, futures))).toBe('ORDER_FINISHED');
    expect(await rowsOf(on, 'DELETE /futures/usdt/orders?side=ask', futures)).toEqual([]);
    const batch = await on.ask('POST /futures/usdt/batch_cancel_orders', {
      ...futures,
      json: ['t-perp-1', 't-perp-1', '7'],
    });
    expect(batch.body.map(({ succeeded, message }: Parsed) => [succeeded, message])).toEqual([
      [true, ''],
      [false, 'ORDER_NOT_FOUND'],
      [false, 'ORDER_NOT_FOUND'],
    ]);
    const many = { ...futures, json: Array(21).fill('1') };
    expect(labelOf(await on.ask('POST /futures/usdt/batch_cancel_orders', many))).toBe('TOO_MANY_ORDERS');
    expect(on.venue.books.openOrders().map(({ clientOrderId }) => clientOrderId)).toContain('t-pstop');
  });

  it('are not placed here', async () => {
    const on = await stage();
    const json = { contract: 'BTC_USDT', size: '1', price: '1' };
    expect(labelOf(await on.ask('POST /futures/usdt/orders', { ...futures, json }))).toBe('BAD_REQUEST');
  });
});

describe('price-triggered orders of perpetuals', () => {
  it('have an id of nineteen digits, and a text of it', async () => {
    const on = await stage();
    const reply = await on.ask('GET /futures/usdt/price_orders?status=open', futures);
    const id = reply.body[0].id_string as string;
    expect(reply.text).toContain(`"id":${id},`);
    expect(id).toHaveLength(19);
    expect(String(reply.body[0].id)).not.toBe(id);
    expect(reply.body[0]).toMatchObject({
      trigger: { price: '20100', rule: 1 },
      initial: { contract: 'BTC_USDT', size: 1, price: '20000', text: 't-pstop' },
      status: 'open',
    });
    const stopped = await on.ask(`DELETE /futures/usdt/price_orders/${id}`, futures);
    expect(stopped.body).toMatchObject({ status: 'finished', finish_as: 'cancelled' });
    expect(labelOf(await on.ask(`DELETE /futures/usdt/price_orders/${id}`, futures))).toBe('ORDER_FINISHED');
    expect(await rowsOf(on, 'GET /futures/usdt/price_orders?status=finished', futures)).toHaveLength(1);
    expect(await rowsOf(on, 'DELETE /futures/usdt/price_orders', futures)).toEqual([]);
  });
});

describe('positions', () => {
  it('of perpetuals have a signed size; one alone is told though nothing is held', async () => {
    const on = await stage();
    const rows = await rowsOf(on, 'GET /futures/usdt/positions?holding=true', futures);
    expect(rows).toMatchObject([
      { contract: 'BTC_USDT', size: '-4', entry_price: '19300', leverage: '5', unrealised_pnl: '400' },
    ]);
    expect((await on.ask('GET /futures/usdt/positions/BTC_USDT', futures)).body).toEqual(rows[0]);
    expect((await on.ask(`GET /delivery/usdt/positions/${dated}`, futures)).body).toMatchObject({ size: 0 });
    expect(await rowsOf(on, 'GET /options/positions?underlying=BTC_USDT', options)).toMatchObject([
      { contract: call, size: 3 },
    ]);
  });
});

describe('an account that was never opened', () => {
  it('is refused in its own words, whatever is asked', async () => {
    const on = await stage();
    for (const path of [
      'orders?status=open',
      'positions',
      'my_trades',
      'accounts',
      'account_book',
      'price_orders?status=open',
    ]) {
      const reply = await on.ask(`GET /futures/btc/${path}`, futures);
      expect([reply.status, labelOf(reply)]).toEqual([400, 'USER_NOT_FOUND']);
    }
    expect(labelOf(await on.ask('DELETE /futures/btc/orders', futures))).toBe('USER_NOT_FOUND');
    expect(labelOf(await on.ask('GET /delivery/btc/orders?status=open', futures))).toBe('USER_NOT_FOUND');
  });
});

describe('delivery contracts and options', () => {
  it('delivery has its own orders, and wants a contract to cancel all', async () => {
    const on = await stage();
    expect(texts(await rowsOf(on, 'GET /delivery/usdt/orders?status=open', futures))).toEqual(['t-dated-1']);
    expect(labelOf(await on.ask('DELETE /delivery/usdt/orders', futures))).toBe('MISSING_REQUIRED_PARAM');
    expect(texts(await rowsOf(on, `DELETE /delivery/usdt/orders?contract=${dated}`, futures))).toEqual([
      't-dated-1',
    ]);
  });

  it('options are asked by their underlying', async () => {
    const on = await stage();
    expect(labelOf(await on.ask('GET /options/my_trades', options))).toBe('MISSING_REQUIRED_PARAM');
    expect(await rowsOf(on, 'GET /options/my_trades?underlying=BTC_USDT', options)).toMatchObject([
      { contract: call, size: 1 },
    ]);
    expect(texts(await rowsOf(on, 'GET /options/orders?status=open&underlying=BTC_USDT', options))).toEqual([
      't-opt-1',
    ]);
    expect(await rowsOf(on, 'GET /options/orders?status=open&underlying=ETH_USDT', options)).toEqual([]);
    expect(texts(await rowsOf(on, 'DELETE /options/orders', options))).toEqual(['t-opt-1']);
  });
});
