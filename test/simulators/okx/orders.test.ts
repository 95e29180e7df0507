import { describe, expect, it } from 'vitest';
import type { Parsed } from './client.ts';
import { at, opening, pagesOf, rowsOf, saidOf, stage, t0Ms } from './support.ts';
import type { Stage } from './support.ts';

const names = (rows: Parsed[]): string[] => rows.map(({ clOrdId }) => clOrdId as string);
const hourMs = 3_600_000;

describe('open orders', () => {
  it('are plain ones of every instrument type, newest first', async () => {
    const on = await stage();
    expect(names(await rowsOf(on, 'trade/orders-pending'))).toEqual(['perp1', 'mm2', 'mm1']);
    expect(names(await rowsOf(on, 'trade/orders-pending', 'instType=SPOT'))).toEqual(['mm2', 'mm1']);
    expect(names(await rowsOf(on, 'trade/orders-pending', 'instType=SWAP'))).toEqual(['perp1']);
    expect(names(await rowsOf(on, 'trade/orders-pending', 'instId=BTC-USDT-SWAP'))).toEqual(['perp1']);
    expect(names(await rowsOf(on, 'trade/orders-pending', 'ordType=post_only,fok'))).toEqual([]);
    expect(await rowsOf(on, 'trade/orders-pending', 'instType=MARGIN')).toEqual([]);
    expect(saidOf(await on.get('trade/orders-pending', 'instType=spot'))).toEqual([400, '51000']);
    expect(saidOf(await on.get('trade/orders-pending', 'ordType=stop'))).toEqual([400, '51000']);
  });

  it('that wait for a price have lists of their own, one type at a time', async () => {
    const on = await stage();
    const list = async (query: string) =>
      (await rowsOf(on, 'trade/orders-algo-pending', query)).map(({ algoClOrdId }) => algoClOrdId as string);
    expect(await list('ordType=conditional')).toEqual(['stop1']);
    expect(await list('ordType=conditional%2Coco')).toEqual(['stop1']);
    expect(await list('ordType=trigger')).toEqual(['dip2', 'dip1']);
    for (const type of ['oco', 'chase', 'move_order_stop', 'iceberg', 'smart_iceberg', 'twap']) {
      await on.clock.advance(2_000);
      expect(await list(`ordType=${type}`)).toEqual([]);
    }
    await on.clock.advance(2_000);
    expect(saidOf(await on.get('trade/orders-algo-pending'))).toEqual([400, '50014']);
    for (const types of ['trigger,twap', 'conditional,trigger', 'limit']) {
      expect(saidOf(await on.get('trade/orders-algo-pending', `ordType=${types}`))).toEqual([400, '51000']);
    }
  });

  it('tell the trigger in the place of their type', async () => {
    const on = await stage();
    const [stop] = await rowsOf(on, 'trade/orders-algo-pending', 'ordType=conditional');
    expect(stop).toMatchObject({ slTriggerPx: '17000', slOrdPx: '16900', triggerPx: '', side: 'sell' });
    const [dip] = await rowsOf(on, 'trade/orders-algo-pending', 'ordType=trigger');
    expect(dip).toMatchObject({ triggerPx: '17100', ordPx: '17000', slTriggerPx: '', side: 'buy' });
  });

  it('have ids beyond 2^53 that ascend with time', async () => {
    const on = await stage();
    const ids = (await rowsOf(on, 'trade/orders-pending')).map(({ ordId }) => BigInt(ordId as string));
    expect(ids.every((id) => id > 2n ** 53n)).toBe(true);
    expect(ids).toEqual(ids.toSorted((a, b) => (a < b ? 1 : -1)));
  });

  it('of bots: there are none', async () => {
    const on = await stage();
    for (const [bot, type] of [
      ['grid', 'contract_grid'],
      ['signal', 'contract'],
      ['recurring', ''],
    ]) {
      const path = `tradingBot/${bot}/orders-algo-pending`;
      expect(await rowsOf(on, path, type === '' ? '' : `algoOrdType=${type}`)).toEqual([]);
    }
    expect(saidOf(await on.get('tradingBot/grid/orders-algo-pending'))).toEqual([400, '50014']);
  });
});

describe('past orders', () => {
  const past = (on: Stage, query = 'instType=SPOT', path = 'trade/orders-history') => rowsOf(on, path, query);

  it('are those of a week; canceled ones without a fill for two hours only', async () => {
    const on = await stage();
    expect(names(await past(on))).toEqual(['h5', 'gone1', 'h3', 'h2', 'h4']);
    expect(names(await past(on, 'instType=SPOT&state=canceled'))).toEqual(['gone1']);
    expect(names(await past(on, 'instType=SWAP'))).toEqual(['f1']);
    expect(names(await past(on, 'instType=OPTION'))).toEqual(['o1']);
    expect(saidOf(await on.get('trade/orders-history'))).toEqual([400, '50014']);
    // Canceled at 01:30: gone at 03:30.
    await on.clock.advance(hourMs / 2);
    expect(names(await past(on, 'instType=SPOT&state=canceled'))).toEqual(['gone1']);
    await on.clock.advance(1);
    expect(names(await past(on, 'instType=SPOT&state=canceled'))).toEqual([]);
  });

  it('of three months are in the archive, without those that had no fill', async () => {
    const on = await stage();
    const archive = (query: string) => past(on, query, 'trade/orders-history-archive');
    expect(names(await archive('instType=SPOT'))).toEqual(['h5', 'h3', 'h2', 'h4', 'h1', 'h0']);
    await on.clock.advance(hourMs + 1);
    expect(names(await archive('instType=SPOT')).at(-1)).toBe('h1');
  });

  it('are chosen by the time they were placed, not filled', async () => {
    const on = await stage();
    const order = on.venue.books.openOrders().find(({ clientOrderId }) => clientOrderId === 'mm1');
    await on.clock.advance(hourMs);
    on.venue.market.meet(order?.orderId ?? '', '1');
    const since = `instType=SPOT&begin=${t0Ms}`;
    expect(names(await past(on, since))).toEqual([]);
    expect(names(await past(on, `instType=SPOT&begin=${at('2026-03-14T02:00:00Z')}`))).toEqual(['mm1']);
    expect((await rowsOf(on, 'trade/fills', `begin=${t0Ms}`))[0]).toMatchObject({
      clOrdId: 'mm1',
      execType: 'M',
    });
  });

  it('can be asked for one by one', async () => {
    const on = await stage();
    const one = (query: string) => on.get('trade/order', query);
    expect((await one('instId=BTC-USDT&clOrdId=h2')).body.data[0]).toMatchObject({
      state: 'filled',
      accFillSz: '0.11',
      avgPx: '19000',
      fee: '-2.09',
      feeCcy: 'USDT',
    });
    expect((await one('instId=BTC-USDT&clOrdId=gone2')).body.code).toBe('51603');
    expect((await one('instId=ETH-USDT&clOrdId=h2')).body.code).toBe('51603');
    expect((await one('instId=BTC-USDT')).body.code).toBe('51003');
  });

  it('that waited for a price: by state or id, and one of them', async () => {
    const on = await stage();
    const list = (query: string) => on.get('trade/orders-algo-history', `ordType=conditional${query}`);
    expect((await list('')).body.code).toBe('50015');
    expect((await list('&state=canceled&algoId=1')).body.code).toBe('50024');
    expect((await list('&state=canceled')).body.data).toEqual([]);
    const [stop] = await rowsOf(on, 'trade/orders-algo-pending', 'ordType=conditional');
    await on.post('trade/cancel-algos', [{ instId: 'BTC-USDT', algoId: stop.algoId }]);
    expect((await list('&state=canceled')).body.data[0]).toMatchObject({ algoId: stop.algoId });
    expect((await list('&state=effective')).body.data).toEqual([]);
  });
});

describe('fills', () => {
  it('of three days without asking for a type, of three months by type', async () => {
    const on = await stage();
    expect(names(await rowsOf(on, 'trade/fills'))).toEqual(['h5', 'o1', 'f1', 'h3', 'h2']);
    expect(names(await rowsOf(on, 'trade/fills-history', 'instType=SPOT'))).toEqual([
      'h5',
      'h3',
      'h2',
      'h4',
      'h1',
      'h0',
    ]);
    expect(names(await rowsOf(on, 'trade/fills-history', 'instType=SPOT&instId=ETH-USDT'))).toEqual(['h5']);
    expect(saidOf(await on.get('trade/fills-history'))).toEqual([400, '50014']);
    expect((await rowsOf(on, 'trade/fills', 'subType=2'))[0]).toMatchObject({ side: 'sell', fee: '-3.8' });
    await on.clock.advance(hourMs + 1);
    expect(names(await rowsOf(on, 'trade/fills-history', 'instType=SPOT')).at(-1)).toBe('h1');
  });

  it('page by bill id without loss, two of one moment apart', async () => {
    const on = await stage();
    const { rows, pages } = await pagesOf(on, 'trade/fills-history', 'instType=SPOT&limit=2', 'billId');
    expect([names(rows), pages]).toEqual([['h5', 'h3', 'h2', 'h4', 'h1', 'h0'], 4]);
    const newer = `instType=SPOT&before=${rows[1].billId}`;
    expect(names(await rowsOf(on, 'trade/fills-history', newer))).toEqual(['h5']);
  });

  it.each(['limit=101', 'limit=0', 'limit=x', 'after=x', 'before=-1', 'begin=now'])(
    'asked for with %s are refused',
    async (query) => {
      const on = await stage();
      expect(saidOf(await on.get('trade/fills', query))).toEqual([400, '51000']);
    },
  );

  it('of more than a hundred come in pages of a hundred', async () => {
    const many = Array.from({ length: 250 }, (_, index) => ({
      ...(opening.trades[2] as (typeof opening.trades)[number]),
      clientOrderId: `same${index}`,
    }));
    const on = await stage({ opening: { ...opening, trades: many } });
    const { rows, pages } = await pagesOf(on, 'trade/fills', '', 'billId');
    expect([rows.length, new Set(names(rows)).size, pages]).toEqual([250, 250, 4]);
  });
});

describe('a key of a sub-account', () => {
  it('sees nothing of all this', async () => {
    const on = await stage();
    for (const path of ['trade/orders-pending', 'trade/fills', 'account/positions', 'asset/balances']) {
      expect(await rowsOf(on, path, '', { key: 'sub' })).toEqual([]);
    }
    const [balance] = await rowsOf(on, 'account/balance', '', { key: 'sub' });
    expect(balance.details).toEqual([]);
  });
});

it('positions are signed, and checked against their type', async () => {
  const on = await stage();
  const rows = await rowsOf(on, 'account/positions');
  expect(rows.map(({ instId, pos, posSide, lever }) => [instId, pos, posSide, lever])).toEqual([
    ['BTC-USD-SWAP', '300', 'net', '10'],
    ['BTC-USDT-SWAP', '-0.4', 'net', '5'],
  ]);
  expect(await rowsOf(on, 'account/positions', `posId=${rows[1].posId}`)).toEqual([rows[1]]);
  expect((await on.get('account/positions', 'instType=OPTION&instId=BTC-USD-SWAP')).body.code).toBe('51015');
  expect((await on.get('account/positions', 'instId=NO-SUCH')).body.code).toBe('51001');
});
