import { describe, expect, it } from 'vitest';
import { daySeconds, labelOf, opening, rowsOf, stage, t0Seconds } from './support.ts';
import type { Parsed } from './client.ts';

const texts = (rows: readonly Parsed[]): string[] => rows.map(({ text }) => text as string);

describe('GET /spot/open_orders', () => {
  it('has a row for each pair, the newest first, and no price-triggered order', async () => {
    const on = await stage();
    const rows = await rowsOf(on, 'GET /spot/open_orders');
    expect(
      rows.map(({ currency_pair, total, orders }) => [currency_pair, total, texts(orders as Parsed[])]),
    ).toEqual([
      ['BTC_USDT', 2, ['t-mm-2', 't-mm-1']],
      ['ETH_USDT', 1, ['t-mm-3']],
    ]);
    expect(rows[1].orders[0]).toMatchObject({
      side: 'sell',
      amount: '2',
      left: '2',
      price: '1400',
      status: 'open',
    });
  });

  it('pages within each pair, of which every one is there', async () => {
    const on = await stage();
    const rows = await rowsOf(on, 'GET /spot/open_orders?limit=1&page=2');
    expect(
      rows.map(({ currency_pair, total, orders }) => [currency_pair, total, texts(orders as Parsed[])]),
    ).toEqual([
      ['BTC_USDT', 1, ['t-mm-1']],
      ['ETH_USDT', 0, []],
    ]);
    expect(labelOf(await on.ask('GET /spot/open_orders?limit=101'))).toBe('INVALID_PARAM_VALUE');
    expect(await rowsOf(on, 'GET /spot/open_orders?account=unified')).toEqual([]);
  });
});

describe('GET /spot/orders', () => {
  it.each([
    ['', 'MISSING_REQUIRED_PARAM'],
    ['status=open', 'MISSING_REQUIRED_PARAM'],
    ['status=closed', 'INVALID_PARAM_VALUE'],
    ['status=open&currency_pair=BTC_USDT&limit=101', 'INVALID_PARAM_VALUE'],
    ['status=open&currency_pair=BTC_USDT&side=buy', 'INVALID_PARAM_VALUE'],
    [`status=open&currency_pair=BTC_USDT&from=${t0Seconds - 9}`, 'INVALID_PARAM_VALUE'],
    ['status=open&currency_pair=NO_USDT', 'INVALID_CURRENCY_PAIR'],
    ['status=finished&limit=1001', 'INVALID_PARAM_VALUE'],
    ['status=finished&page=0', 'INVALID_PARAM_VALUE'],
    ['status=finished&limit=1000&page=102', 'INVALID_PARAM_VALUE'],
  ])('%s: %s', async (query, label) => {
    const on = await stage();
    expect(labelOf(await on.ask(`GET /spot/orders?${query}`))).toBe(label);
  });

  it('of finished ones needs no pair, and goes by their end', async () => {
    const on = await stage();
    const all = await rowsOf(on, 'GET /spot/orders?status=finished');
    expect(texts(all)).toEqual(['t-h5', 't-h3', 't-h2', 't-gone-1', 't-h1', 't-h0']);
    expect(all[3]).toMatchObject({
      status: 'cancelled',
      finish_as: 'cancelled',
      left: '0.2',
      filled_amount: '0',
    });
    expect(all[0]).toMatchObject({
      status: 'closed',
      finish_as: 'filled',
      avg_deal_price: '19000',
      fee: '3.8',
    });
    const end = Date.parse('2026-03-13T06:00:00Z') / 1000;
    expect(texts(await rowsOf(on, `GET /spot/orders?status=finished&from=${end}&to=${end}`))).toEqual([
      't-gone-1',
    ]);
    expect(texts(await rowsOf(on, 'GET /spot/orders?status=finished&limit=2&page=2'))).toEqual([
      't-h2',
      't-gone-1',
    ]);
    expect(await rowsOf(on, 'GET /spot/orders?status=finished&side=sell')).toEqual([]);
  });

  it('one order is found by its id, an open one by its text and pair too', async () => {
    const on = await stage();
    const [newest] = await rowsOf(on, 'GET /spot/orders?status=finished');
    expect((await on.ask(`GET /spot/orders/${newest.id}`)).body).toEqual(newest);
    expect((await on.ask('GET /spot/orders/t-mm-1?currency_pair=BTC_USDT')).body).toMatchObject({
      text: 't-mm-1',
    });
    expect(labelOf(await on.ask('GET /spot/orders/t-mm-1'))).toBe('MISSING_REQUIRED_PARAM');
    expect(labelOf(await on.ask('GET /spot/orders/t-h1?currency_pair=BTC_USDT'))).toBe('ORDER_NOT_FOUND');
    expect((await on.ask('GET /spot/orders/12345')).status).toBe(404);
  });
});

describe('GET /spot/my_trades', () => {
  const at = (iso: string): number => Date.parse(iso) / 1000;

  it('tells seven days when no time is asked', async () => {
    const on = await stage();
    const rows = await rowsOf(on, 'GET /spot/my_trades');
    expect(texts(rows)).toEqual(['t-h5', 't-h3', 't-h2', 't-h1']);
    expect(rows[3]).toMatchObject({
      create_time: '1773136800',
      create_time_ms: '1773136800123.000000',
      currency_pair: 'BTC_USDT',
      side: 'buy',
      role: 'taker',
      amount: '0.1',
      price: '19000',
      fee: '1.9',
      fee_currency: 'USDT',
    });
  });

  it('tells seven days from the one end that is given, and thirty at most between both', async () => {
    const on = await stage();
    const from = at('2026-02-14T00:00:00Z');
    expect(texts(await rowsOf(on, `GET /spot/my_trades?from=${from}`))).toEqual(['t-h0']);
    expect(texts(await rowsOf(on, `GET /spot/my_trades?to=${from + 7 * daySeconds}`))).toEqual(['t-h0']);
    const thirty = from + 30 * daySeconds;
    expect(await rowsOf(on, `GET /spot/my_trades?from=${from}&to=${thirty}`)).toHaveLength(5);
    expect(labelOf(await on.ask(`GET /spot/my_trades?from=${from}&to=${thirty + 1}`))).toBe(
      'INVALID_PARAM_VALUE',
    );
    expect(labelOf(await on.ask(`GET /spot/my_trades?from=${thirty}&to=${from}`))).toBe(
      'INVALID_PARAM_VALUE',
    );
  });

  it('goes by whole seconds, and both ends count', async () => {
    const on = await stage();
    const second = at('2026-03-10T10:00:00Z');
    expect(await rowsOf(on, `GET /spot/my_trades?from=${second}&to=${second}`)).toHaveLength(1);
    expect(await rowsOf(on, `GET /spot/my_trades?from=${second + 1}&to=${second + 1}`)).toEqual([]);
  });

  it('pages fit together; an order is asked with its pair', async () => {
    const on = await stage();
    const pages = await Promise.all(
      [1, 2, 3].map((page) => rowsOf(on, `GET /spot/my_trades?limit=2&page=${page}`)),
    );
    expect(pages.map(texts)).toEqual([['t-h5', 't-h3'], ['t-h2', 't-h1'], []]);
    const order = (pages[1]?.[1] as Parsed).order_id as string;
    expect(labelOf(await on.ask(`GET /spot/my_trades?order_id=${order}`))).toBe('MISSING_REQUIRED_PARAM');
    expect(texts(await rowsOf(on, `GET /spot/my_trades?currency_pair=BTC_USDT&order_id=${order}`))).toEqual([
      't-h1',
    ]);
  });
});

describe('GET /spot/account_book', () => {
  it('has a line for each coin that a change moved, with code and type', async () => {
    const on = await stage();
    const rows = await rowsOf(on, 'GET /spot/account_book');
    const kinds = new Set(rows.map(({ type, code }) => `${type} ${code}`));
    expect([...kinds].sort()).toEqual([
      'deposit 110',
      'margin_in 605',
      'order_fee 151',
      'order_fill 102',
      'perp_out 702',
      'subaccount_trf 1401',
      'withdraw 4',
    ]);
    expect(new Set(rows.map(({ id }) => id as string)).size).toBe(rows.length);
    expect(await rowsOf(on, 'GET /spot/account_book?code=110&type=withdraw')).toHaveLength(1);
    expect(await rowsOf(on, 'GET /spot/account_book?type=deposit&currency=BTC')).toEqual([]);
    const long = `GET /spot/account_book?from=${t0Seconds - 31 * daySeconds}&to=${t0Seconds}`;
    expect(labelOf(await on.ask(long))).toBe('INVALID_PARAM_VALUE');
  });
});

describe('public lists', () => {
  it('need no key', async () => {
    const on = await stage();
    const ask = { key: undefined };
    expect((await on.ask('GET /spot/time', ask)).body).toEqual({ server_time: t0Seconds * 1000 });
    expect((await rowsOf(on, 'GET /spot/currency_pairs', ask)).map(({ id }) => id)).toEqual([
      'BTC_USDT',
      'ETH_USDT',
    ]);
    expect((await rowsOf(on, 'GET /spot/currencies', ask)).map(({ currency }) => currency)).toEqual([
      'BTC',
      'ETH',
      'USDT',
    ]);
    expect((await rowsOf(on, 'GET /spot/tickers?currency_pair=ETH_USDT', ask))[0]).toMatchObject({
      last: '1290',
    });
    expect((await rowsOf(on, 'GET /futures/usdt/contracts', ask)).map(({ name }) => name)).toEqual([
      'BTC_USDT',
    ]);
    expect((await rowsOf(on, 'GET /futures/btc/contracts', ask)).map(({ name }) => name)).toEqual([
      'BTC_USD',
    ]);
    expect((await rowsOf(on, 'GET /delivery/usdt/contracts', ask))[0]).toMatchObject({
      expire_time: 1_774_598_400,
    });
    expect((await rowsOf(on, 'GET /options/contracts?underlying=BTC_USDT', ask))[0]).toMatchObject({
      is_call: true,
      strike_price: '70000',
    });
    expect(labelOf(await on.ask('GET /options/contracts', ask))).toBe('MISSING_REQUIRED_PARAM');
    expect(labelOf(await on.ask('GET /futures/eur/contracts', ask))).toBe('INVALID_PARAM_VALUE');
    expect(labelOf(await on.ask('GET /futures/btc/contracts/BTC_USDT', ask))).toBe('CONTRACT_NOT_FOUND');
    expect((await rowsOf(on, 'GET /wallet/currency_chains?currency=USDT', ask))[0]).toMatchObject({
      chain: 'ETH',
    });
  });

  it('two markets of one list may not be printed alike', async () => {
    const markets = [
      ...opening.markets,
      {
        symbol: 'BTC_USDT-PERP',
        base: 'BTC',
        quote: 'USDT',
        price: '1',
        depth: '1',
        kind: 'linear' as const,
      },
    ];
    await expect(stage({ opening: { ...opening, markets } })).rejects.toThrow('twice at this venue');
    const odd = [{ symbol: 'BTCUSDT', base: 'BTC', quote: 'USDT', price: '1', depth: '1' }];
    await expect(stage({ opening: { ...opening, markets: odd } })).rejects.toThrow('does not call a pair');
  });
});
