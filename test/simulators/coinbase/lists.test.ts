import { describe, expect, it } from 'vitest';
import type { Parsed } from './client.ts';
import { codeOf, opening, pagesOf, stage } from './support.ts';

const clientIds = (rows: readonly Parsed[]) => rows.map((row) => row.client_order_id);

describe('clocks and prices', () => {
  it('are told to everybody', async () => {
    const on = await stage();
    const none = { key: 'none' } as const;
    expect((await on.get('time', '', none)).body).toEqual({
      iso: '2026-03-14T03:00:00.000Z',
      epochSeconds: '1773457200',
      epochMillis: '1773457200000',
    });
    expect((await on.get('/v2/time', '', none)).body).toEqual({
      data: { iso: '2026-03-14T03:00:00Z', epoch: 1_773_457_200 },
    });
    const { body } = await on.get('market/products', 'product_type=SPOT', none);
    expect(body.products.map((each: Parsed) => [each.product_id, each.price])).toEqual([
      ['BTC-USDT', '19180'],
      ['ETH-USDT', '1290'],
    ]);
    expect(body.num_products).toBe(2);
    expect(codeOf(await on.get('products', '', none))).toBe('http:401');
    expect(codeOf(await on.get('best_bid_ask', '', none))).toBe('http:401');
  });

  it('of products by name, kind and page', async () => {
    const on = await stage();
    const ids = async (query: string) =>
      (await on.get('market/products', query, { key: 'none' })).body.products.map(
        (each: Parsed) => each.product_id,
      );
    expect(await ids('product_type=FUTURE')).toEqual(['BIT-27MAR26-CDE']);
    expect(await ids('')).toEqual(['BTC-USDT', 'ETH-USDT']);
    expect((await ids('get_all_products=true')).length).toBe(4);
    expect(await ids('product_ids=ADA-PERP-INTX')).toEqual(['ADA-PERP-INTX']);
    expect(await ids('product_type=FUTURE&contract_expiry_type=PERPETUAL')).toEqual(['ADA-PERP-INTX']);
    expect(await ids('product_ids=ETH-USDT&product_ids=BTC-USDT')).toEqual(['BTC-USDT', 'ETH-USDT']);
    expect(await ids('limit=1&offset=1')).toEqual(['ETH-USDT']);
    expect(codeOf(await on.get('market/products/NONE-USD'))).toBe('NOT_FOUND');
    expect(codeOf(await on.get('market/products', 'product_type=HOUSE'))).toBe('INVALID_ARGUMENT');
    const { body } = await on.get('best_bid_ask', 'product_ids=BTC-USDT');
    expect(Number(body.pricebooks[0].bids[0].price)).toBeLessThan(19_180);
    expect(Number(body.pricebooks[0].asks[0].price)).toBeGreaterThan(19_180);
  });
});

describe('orders', () => {
  it('are listed newest first, page after page to the end', async () => {
    const on = await stage();
    const all = (await on.get('orders/historical/batch')).body;
    const pages = await pagesOf(on, 'orders/historical/batch', 'orders', 'limit=4');
    expect(pages.map((page) => page.length)).toEqual([4, 4, 3]);
    expect(pages.flat()).toEqual(all.orders);
    expect(clientIds(all.orders).slice(0, 4)).toEqual(['fut-1', 'stop-1', 'mm-2', 'mm-1']);
    expect([all.has_next, all.cursor]).toEqual([false, '']);
  });

  it('do not shift when one of them leaves the list between two pages', async () => {
    const on = await stage();
    const first = (await on.get('orders/historical/batch', 'order_status=OPEN&limit=2')).body;
    await on.post('orders/batch_cancel', { order_ids: [first.orders[0].order_id] });
    const next = (await on.get('orders/historical/batch', `order_status=OPEN&limit=2&cursor=${first.cursor}`))
      .body;
    expect(clientIds([...first.orders, ...next.orders])).toEqual(['fut-1', 'stop-1', 'mm-2', 'mm-1']);
  });

  it.each([
    ['order_status=OPEN', ['fut-1', 'stop-1', 'mm-2', 'mm-1']],
    ['order_status=PENDING', []],
    ['order_status=CANCELLED&order_status=EXPIRED', ['gone-1']],
    ['order_status=CANCELLED,EXPIRED', ['gone-1']],
    ['order_placement_source=RETAIL_SIMPLE', []],
    ['order_status=OPEN&product_type=FUTURE', ['fut-1']],
    ['order_status=OPEN&order_types=STOP_LIMIT', ['stop-1']],
    ['order_status=OPEN&order_side=SELL', ['stop-1']],
    ['order_status=FILLED&asset_filters=ETH', ['h4']],
    ['product_ids=ETH-USDT&product_ids=ADA-PERP-INTX', ['h4', 'p0', 'gone-1']],
    ['order_status=OPEN&start_date=2026-03-14T02:10:00Z&end_date=2026-03-14T02:20:00Z', ['mm-2']],
  ])('%s', async (query, expected) => {
    const { body } = await (await stage()).get('orders/historical/batch', query);
    expect(clientIds(body.orders)).toEqual(expected);
  });

  it.each([
    'order_status=OPEN&order_status=FILLED',
    'order_status=RESTING',
    'cursor=nothing',
    'limit=0',
    'start_date=yesterday',
    'sort_by=LIMIT_PRICE',
    'order_status=%zz',
  ])('are refused for %s', async (query) => {
    const on = await stage();
    expect(codeOf(await on.get('orders/historical/batch', query))).toBe('INVALID_ARGUMENT');
  });

  it('one by one, under the client’s own id, with what they wait for', async () => {
    const on = await stage();
    const { orders } = (await on.get('orders/historical/batch', 'order_types=STOP_LIMIT')).body;
    const { body } = await on.get(`orders/historical/${orders[0].order_id}`);
    expect(body.order).toMatchObject({
      client_order_id: 'stop-1',
      status: 'OPEN',
      trigger_status: 'STOP_PENDING',
      created_time: '2026-03-14T02:20:00.000Z',
      order_configuration: {
        stop_limit_stop_limit_gtc: {
          base_size: '0.5',
          limit_price: '17000',
          stop_price: '17100',
          stop_direction: 'STOP_DIRECTION_STOP_DOWN',
        },
      },
    });
    const gone = await on.get('orders/historical/00000000-0000-4000-8000-000000000000');
    expect([gone.status, gone.body.error, gone.body.message]).toEqual([
      404,
      'NOT_FOUND',
      'order with this orderID was not found',
    ]);
  });

  it('that are filled say for how much', async () => {
    const { body } = await (
      await stage()
    ).get('orders/historical/batch', 'order_status=FILLED&product_ids=ETH-USDT');
    expect(body.orders[0]).toMatchObject({
      filled_size: '0.2',
      filled_value: '260',
      average_filled_price: '1300',
      total_fees: '0.26',
      total_value_after_fees: '260.26',
      completion_percentage: '100.00',
      number_of_fills: '1',
    });
  });
});

describe('fills', () => {
  it('are listed newest first, page after page to the end', async () => {
    const on = await stage();
    const pages = await pagesOf(on, 'orders/historical/fills', 'fills', 'limit=2');
    expect(pages.map((page) => page.length)).toEqual([2, 2, 2]);
    const times = pages.flat().map((fill) => fill.trade_time);
    expect(times).toEqual(times.toSorted().reverse());
    expect(new Set(pages.flat().map((fill) => fill.trade_id)).size).toBe(6);
  });

  it('from a moment on, and before another one', async () => {
    const on = await stage();
    const sizes = async (query: string) =>
      (await on.get('orders/historical/fills', query)).body.fills.map((fill: Parsed) => fill.size);
    const at = '2026-03-13T10:00:00.456Z';
    expect(await sizes(`start_sequence_timestamp=${at}&end_sequence_timestamp=2026-03-14T01:00:00Z`)).toEqual(
      ['20', '0.13', '0.12'],
    );
    expect(await sizes(`end_sequence_timestamp=${at}`)).toEqual(['0.11', '0.1']);
    expect(await sizes('product_type=FUTURE')).toEqual(['20']);
    expect(await sizes('product_ids=ETH-USDT')).toEqual(['0.2']);
    expect(codeOf(await on.get('orders/historical/fills', 'start_sequence_timestamp=1'))).toBe(
      'INVALID_ARGUMENT',
    );
  });

  it('come to a hundred and its edge when no limit is said', async () => {
    const trades = Array.from({ length: 201 }, (_, n) => ({
      symbol: 'BTC-USDT',
      side: 'buy' as const,
      price: '19000',
      amount: `0.${n + 1}`,
      clientOrderId: `f${n}`,
      at: new Date(Date.parse('2026-03-01T00:00:00Z') + n * 1_000).toISOString(),
    }));
    const on = await stage({ opening: { ...opening, trades, positions: [] } });
    const pages = await pagesOf(on, 'orders/historical/fills', 'fills', 'product_ids=BTC-USDT');
    expect(pages.map((page) => page.length)).toEqual([100, 100, 1]);
    const exact = { ...opening, trades: trades.slice(0, 100), positions: [] };
    const full = await stage({ opening: exact });
    expect((await pagesOf(full, 'orders/historical/fills', 'fills', 'sort_by=TRADE_TIME')).length).toBe(1);
  });

  it('name the order that they are of', async () => {
    const on = await stage();
    const { fills } = (await on.get('orders/historical/fills', 'limit=1')).body;
    const { order } = (await on.get(`orders/historical/${fills[0].order_id}`)).body;
    expect(order.client_order_id).toBe('h4');
    const again = await on.get('orders/historical/fills', `order_ids=${order.order_id}`);
    expect(again.body.fills).toEqual(fills);
    expect(fills[0]).toMatchObject({
      side: 'BUY',
      price: '1300',
      size: '0.2',
      commission: '0.26',
      size_in_quote: false,
    });
  });
});
