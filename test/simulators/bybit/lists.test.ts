import { describe, expect, it } from 'vitest';
import { codeOf, dayMs, opening, pagesOf, stage, t0Ms } from './support.ts';

const weekMs = 7 * dayMs;
const at = (text: string): number => Date.parse(text);

describe('executions', () => {
  it('are newest first, the last seven days unless asked, and each category its own', async () => {
    const on = await stage();
    const spot = await pagesOf(on, 'execution/list', 'category=spot');
    const qty = spot.rows.map(({ execQty }) => execQty);
    expect(qty[0]).toBe('0.2');
    // Three at the same moment come in any order.
    expect(qty.slice(1, 4).toSorted()).toEqual(['0.11', '0.12', '0.13']);
    expect(qty.slice(4)).toEqual(['0.1']);
    const linear = await pagesOf(on, 'execution/list', 'category=linear');
    expect(linear.rows.map(({ symbol, execQty }) => [symbol, execQty])).toEqual([['BTCUSDT', '0.4']]);
  });

  it('of equal times are not in the order of their ids, yet pages lose and repeat nothing', async () => {
    const many = Array.from({ length: 25 }, (_, index) => ({
      ...(opening.trades[2] as (typeof opening.trades)[number]),
      clientOrderId: `same-${index}`,
    }));
    const on = await stage({ opening: { ...opening, trades: many } });
    const { rows, pages } = await pagesOf(on, 'execution/list', 'category=spot&limit=4');
    const ids = rows.map(({ execId }) => execId as string);
    expect(new Set(ids).size).toBe(25);
    expect(ids).not.toEqual(ids.toSorted());
    expect(ids).not.toEqual(ids.toSorted().reverse());
    // The seventh page holds one row and still a cursor; the eighth is empty.
    expect(pages).toBe(8);
  });

  it('print a cursor that goes out as it came, percent signs and all', async () => {
    const on = await stage();
    const first = await on.get('execution/list', 'category=spot&limit=1');
    const cursor = first.body.result.nextPageCursor as string;
    expect(cursor).toMatch(/^\d+%3A0%2C\d+%3A0$/);
    const next = await on.get('execution/list', `category=spot&limit=1&cursor=${cursor}`);
    expect(next.body.result.list[0].execId).not.toBe(first.body.result.list[0].execId);
    expect(codeOf(await on.get('execution/list', 'category=spot&cursor=1%3A0%2C1%3A0'))).toBe(10001);
  });

  it.each([
    [weekMs, 0],
    [weekMs + 1, 10001],
  ])('a window of %i ms: %s', async (length, code) => {
    const on = await stage();
    const window = `startTime=${t0Ms - length}&endTime=${t0Ms}`;
    expect(codeOf(await on.get('execution/list', `category=spot&${window}`))).toBe(code);
  });

  it('with one end alone are seven days from it, both ends inside', async () => {
    const on = await stage();
    const count = async (window: string) =>
      (await pagesOf(on, 'execution/list', `category=spot&${window}`)).rows.length;
    const h1 = at('2026-03-10T10:00:00.123Z');
    expect(await count(`startTime=${h1 - weekMs}&endTime=${h1}`)).toBe(1);
    expect(await count(`startTime=${h1}`)).toBe(5);
    expect(await count(`startTime=${h1 + 1}`)).toBe(4);
    expect(await count(`endTime=${h1 + weekMs}`)).toBe(5);
    expect(await count(`endTime=${h1 + weekMs + 1}`)).toBe(4);
    expect(await count(`endTime=${at('2026-03-01T10:00:00Z')}`)).toBe(1);
  });

  it('of options are those of BTC unless a coin is named', async () => {
    const on = await stage();
    const count = async (more: string) =>
      (await pagesOf(on, 'execution/list', `category=option${more}`)).rows.map(({ symbol }) => symbol);
    expect(await count('')).toEqual(['BTC-27MAR26-70000-P-USDT']);
    expect(await count('&baseCoin=ETH')).toEqual(['ETH-27MAR26-2800-C']);
  });

  it('of an order, by its id, whatever else is asked', async () => {
    const on = await stage();
    const old = await on.get('execution/list', `category=spot&endTime=${at('2026-03-02T00:00:00Z')}`);
    const { orderId } = old.body.result.list[0];
    const byId = await on.get('execution/list', `category=spot&symbol=ETHUSDT&orderId=${orderId}`);
    expect(byId.body.result.list).toMatchObject([{ orderLinkId: 'h0' }]);
  });

  it('are refused where a parameter is missing or is none', async () => {
    const on = await stage();
    const bad = [
      '',
      'category=swap',
      'category=spot&limit=101',
      'category=spot&limit=0',
      'category=spot&symbol=NO',
    ];
    for (const query of bad)
      expect([query, codeOf(await on.get('execution/list', query))]).toEqual([query, 10001]);
    const twoYears = 2 * 365 * dayMs;
    const window = `startTime=${t0Ms - twoYears - 1}&endTime=${t0Ms - twoYears}`;
    expect(codeOf(await on.get('execution/list', `category=spot&${window}`))).toBe(10001);
  });
});

describe('orders', () => {
  const links = (rows: readonly { orderLinkId: string }[]) => rows.map(({ orderLinkId }) => orderLinkId);

  it('that rest are listed by category, and contracts only when narrowed down', async () => {
    const on = await stage();
    const read = async (query: string) => links((await pagesOf(on, 'order/realtime', query)).rows);
    expect(await read('category=spot')).toEqual(['stop-1', 'mm-2', 'mm-1']);
    expect(await read('category=spot&orderFilter=Order')).toEqual(['mm-2', 'mm-1']);
    expect(await read('category=spot&orderFilter=StopOrder')).toEqual(['stop-1']);
    expect(await read('category=spot&orderFilter=tpslOrder')).toEqual([]);
    expect(await read('category=linear&settleCoin=USDT')).toEqual(['perp-1']);
    expect(await read('category=linear&settleCoin=USDC')).toEqual(['usdc-1']);
    expect(await read('category=linear&baseCoin=BTC')).toEqual(['usdc-1', 'perp-1']);
    expect(await read('category=inverse')).toEqual([]);
    expect(codeOf(await on.get('order/realtime', 'category=linear'))).toBe(10001);
    expect(codeOf(await on.get('order/realtime', 'category=spot&settleCoin=USDT'))).toBe(10001);
  });

  it('that rest come in pages of twenty, newest first', async () => {
    const one = opening.openOrders[0] as (typeof opening.openOrders)[number];
    const openOrders = Array.from({ length: 45 }, (_, index) => ({
      ...one,
      amount: '0.1',
      clientOrderId: `n-${String(index).padStart(2, '0')}`,
    }));
    const on = await stage({ opening: { ...opening, openOrders } });
    const { rows, pages } = await pagesOf(on, 'order/realtime', 'category=spot');
    expect(links(rows)).toEqual(links(rows).toSorted().reverse());
    expect([rows.length, pages]).toEqual([45, 4]);
  });

  it('cancelled without a fill are in the history for 24 hours, and longer among the last 500', async () => {
    const on = await stage();
    const history = async () =>
      links((await pagesOf(on, 'order/history', 'category=spot')).rows).filter((id) => id.startsWith('gone'));
    const buffer = async () =>
      links((await pagesOf(on, 'order/realtime', 'category=spot&openOnly=1')).rows).filter((id) =>
        id.startsWith('gone'),
      );
    expect(await history()).toEqual(['gone-1']);
    await on.clock.advance(3 * 3_600_000);
    expect(await history()).toEqual(['gone-1']);
    await on.clock.advance(1);
    expect(await history()).toEqual([]);
    expect(await buffer()).toEqual(['gone-1', 'gone-2']);
  });

  it('in the history are closed ones only, in a window of seven days', async () => {
    const on = await stage();
    const { rows } = await pagesOf(on, 'order/history', 'category=spot&limit=2');
    expect(links(rows)).toEqual(['h5', 'h4', 'h3', 'h2', 'gone-1', 'h1']);
    const filled = await pagesOf(on, 'order/history', 'category=spot&orderStatus=Cancelled');
    expect(links(filled.rows)).toEqual(['gone-1']);
    const window = `startTime=${t0Ms - weekMs - 1}&endTime=${t0Ms}`;
    expect(codeOf(await on.get('order/history', `category=spot&${window}`))).toBe(10001);
  });

  it('have ids of 19 digits on spot and UUIDs on contracts, the same after a restart', async () => {
    const read = async () => {
      const on = await stage();
      const spot = (await pagesOf(on, 'order/realtime', 'category=spot')).rows[0].orderId as string;
      const linear = (await pagesOf(on, 'order/realtime', 'category=linear&settleCoin=USDT')).rows[0]
        .orderId as string;
      return [spot, linear];
    };
    const [spot, linear] = await read();
    expect(spot).toMatch(/^\d{19}$/);
    expect(linear).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(await read()).toEqual([spot, linear]);
  });
});

describe('positions', () => {
  it('want a settle coin or a symbol on linear, and show those that are there', async () => {
    const on = await stage();
    const read = async (query: string) =>
      (await pagesOf(on, 'position/list', query)).rows.map(({ symbol, side, size }) => [symbol, side, size]);
    expect(await read('category=linear&settleCoin=USDT')).toEqual([['BTCUSDT', 'Sell', '0.4']]);
    expect(await read('category=linear&settleCoin=USDC')).toEqual([['BTCPERP', 'Buy', '0.5']]);
    expect(await read('category=inverse')).toEqual([['BTCUSD', 'Buy', '300']]);
    expect(await read('category=option')).toEqual([]);
    expect(codeOf(await on.get('position/list', 'category=linear'))).toBe(10001);
    expect(codeOf(await on.get('position/list', 'category=spot'))).toBe(10001);
    const empty = await on.get('position/list', 'category=option&symbol=ETH-27MAR26-2800-C');
    expect(empty.body.result.list).toMatchObject([{ side: '', size: '0' }]);
  });
});

describe('markets', () => {
  it('print one name for the pair and the perpetual, each under its category', async () => {
    const on = await stage();
    const price = async (category: string) =>
      (await on.get('market/tickers', `category=${category}&symbol=BTCUSDT`)).body.result.list[0].lastPrice;
    expect([await price('spot'), await price('linear')]).toEqual(['19180', '19200']);
    expect(codeOf(await on.get('market/tickers', 'category=option'))).toBe(10001);
    const options = await on.get('market/instruments-info', 'category=option');
    expect(options.body.result.list).toHaveLength(1);
    const linear = await on.get('market/instruments-info', 'category=linear&limit=1');
    expect(linear.body.result.nextPageCursor).not.toBe('');
    const launched = await on.get('market/instruments-info', 'category=linear&status=PreLaunch');
    expect(launched.body.result.list).toEqual([]);
  });

  it('may not be printed alike within a category', async () => {
    const twice = [
      ...opening.markets,
      { ...opening.markets[2], symbol: 'BTCUSDT-PERP' },
    ] as typeof opening.markets;
    await expect(stage({ opening: { ...opening, markets: twice } })).rejects.toThrow(
      '"linear BTCUSDT" twice',
    );
  });

  it('and the clock need no key', async () => {
    const on = await stage();
    const { body } = await on.get('market/time', '', { headers: {} });
    expect(body).toMatchObject({
      retMsg: 'OK',
      result: { timeSecond: String(t0Ms / 1000), timeNano: `${t0Ms}000000` },
      time: t0Ms,
    });
  });
});
