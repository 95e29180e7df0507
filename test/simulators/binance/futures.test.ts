import { describe, expect, it } from 'vitest';
import { dayMs, names, opening, order, refusalOf, rows, stage, t0Ms } from './support.ts';
import type { Row } from './support.ts';

const btc = { symbol: 'BTCUSDT' };
const coin = { symbol: 'BTCUSD_PERP' };

describe('the USDⓈ-M account', () => {
  it('is read with the reading permission alone', async () => {
    const { get } = await stage();
    const [position] = rows((await get('/fapi/v3/positionRisk')).body);
    expect(position).toMatchObject({
      symbol: 'BTCUSDT',
      positionSide: 'BOTH',
      positionAmt: '-0.4',
      entryPrice: '21000',
      markPrice: '20500',
      unRealizedProfit: '200.00000000',
      notional: '-8200.00000000',
      initialMargin: '1640.00000000',
      updateTime: Date.parse('2026-03-13T10:00:00.123Z'),
    });
    expect(position).not.toHaveProperty('leverage');
  });

  it('shows every symbol in the older list of positions, and only the lively ones in the newer', async () => {
    const { get } = await stage();
    const older = rows((await get('/fapi/v2/positionRisk')).body);
    expect(older.map((row) => [row['symbol'], row['positionAmt'], row['leverage']])).toEqual([
      ['BTCUSDT', '-0.4', '5'],
      ['ETHUSDC', '0', '20'],
    ]);
    expect(names((await get('/fapi/v3/positionRisk')).body, 'symbol')).toEqual(['BTCUSDT']);
    expect((await get('/fapi/v3/positionRisk', { symbol: 'ETHUSDC' })).body).toEqual([]);
    expect(refusalOf(await get('/fapi/v2/positionRisk', { symbol: 'BTCUSD_PERP' }))).toEqual([400, -1121]);
  });

  it.each(['v2', 'v3'])('has its wallet apart from the coins of COIN-M: %s', async (version) => {
    const { get } = await stage();
    const held = rows((await get(`/fapi/${version}/balance`)).body);
    expect(held.map((row) => [row['asset'], row['balance']])).toEqual([
      ['USDC', '0.00000000'],
      ['USDT', '9000.00000000'],
    ]);
    expect(held[1]).toMatchObject({ crossUnPnl: '200.00000000', availableBalance: '7560.00000000' });
    const account = (await get(`/fapi/${version}/account`)).body as Row;
    expect(account).toMatchObject({ totalUnrealizedProfit: '200', totalMarginBalance: '9200' });
    expect(names(account['positions'], 'symbol')).toEqual(
      version === 'v2' ? ['BTCUSDT', 'ETHUSDC'] : ['BTCUSDT'],
    );
  });

  it('tells both sides of a symbol in hedge mode', async () => {
    const [short] = opening.positions ?? [];
    const long = { ...short!, side: 'long' as const, amount: '0.1' };
    const { get } = await stage({ opening: { ...opening, positions: [short!, long] } });
    expect((await get('/fapi/v1/positionSide/dual')).body).toEqual({ dualSidePosition: true });
    expect((await get('/dapi/v1/positionSide/dual')).body).toEqual({ dualSidePosition: true });
    const sides = rows((await get('/fapi/v2/positionRisk', btc)).body);
    expect(sides.map((row) => [row['positionSide'], row['positionAmt']])).toEqual([
      ['BOTH', '0'],
      ['LONG', '0.1'],
      ['SHORT', '-0.4'],
    ]);
  });

  it('tells how it is set up', async () => {
    const { get } = await stage();
    expect((await get('/fapi/v1/accountConfig')).body).toMatchObject({
      canTrade: true,
      dualSidePosition: false,
    });
    expect(rows((await get('/fapi/v1/symbolConfig', btc)).body)).toMatchObject([
      { symbol: 'BTCUSDT', leverage: 5, marginType: 'CROSSED' },
    ]);
    expect((await get('/fapi/v1/commissionRate', btc)).body).toMatchObject({ takerCommissionRate: '0.001' });
  });
});

describe('the lists of USDⓈ-M', () => {
  const clientIds = (body: unknown) => names(body, 'clientOrderId');

  it('have conditional orders among the algo orders only', async () => {
    const { get } = await stage();
    expect(clientIds((await get('/fapi/v1/openOrders')).body)).toEqual(['um-1', 'um-2']);
    const algos = rows((await get('/fapi/v1/openAlgoOrders')).body);
    expect(algos).toMatchObject([
      {
        clientAlgoId: 'um-stop',
        triggerPrice: '17100',
        quantity: '0.1',
        algoStatus: 'NEW',
        symbol: 'BTCUSDT',
      },
    ]);
    const ids = clientIds((await get('/fapi/v1/allOrders', btc)).body);
    expect(ids).not.toContain('um-stop');
    expect(names((await get('/fapi/v1/allAlgoOrders', btc)).body, 'clientAlgoId')).toEqual(['um-stop']);
    expect((await get('/fapi/v1/algoOrder', { clientAlgoId: 'um-stop' })).body).toMatchObject({
      algoId: algos[0]?.['algoId'],
    });
    expect(refusalOf(await get('/fapi/v1/algoOrder'))).toEqual([400, -1102]);
  });

  it('forget an order that was never filled three days after it was made, cancelled though it was just now', async () => {
    const { clock, get } = await stage();
    const ids = async () => clientIds((await get('/fapi/v1/allOrders', btc)).body);
    expect(await ids()).toEqual(['um-gone', 'um-h1', 'um-1', 'um-2']);
    await clock.advance(dayMs);
    expect(await ids()).toEqual(['um-h1', 'um-1', 'um-2']);
    const gone = await get('/fapi/v1/order', { ...btc, origClientOrderId: 'um-gone' });
    expect(refusalOf(gone)).toEqual([400, -2013]);
  });

  it('tell an order by either id, and an open one only while it is open', async () => {
    const { get } = await stage();
    const filled = { ...btc, origClientOrderId: 'um-h1' };
    expect((await get('/fapi/v1/order', filled)).body).toMatchObject({
      status: 'FILLED',
      executedQty: '0.4',
      cumQuote: '7640',
      avgPrice: '19100.00000',
    });
    expect(refusalOf(await get('/fapi/v1/openOrder', filled))).toEqual([400, -2013]);
    expect((await get('/fapi/v1/openOrder', { ...btc, origClientOrderId: 'um-1' })).body).toMatchObject({
      status: 'NEW',
    });
    expect(refusalOf(await get('/fapi/v1/order', btc))).toEqual([400, -1102]);
    expect(refusalOf(await get('/fapi/v1/allOrders'))).toEqual([400, -1102]);
  });

  it('give the last seven days of trades, or those from an id, and never both', async () => {
    const { get } = await stage();
    const path = '/fapi/v1/userTrades';
    const quantities = async (params: Record<string, number>) =>
      names((await get(path, { ...btc, ...params })).body, 'qty');
    expect(await quantities({})).toEqual(['0.4']);
    expect(await quantities({ fromId: 0 })).toEqual(['0.3', '0.4']);
    const startTime = Date.parse('2026-03-01T00:00:00Z');
    expect(await quantities({ startTime })).toEqual(['0.3']);
    expect(await quantities({ startTime, endTime: startTime + 7 * dayMs })).toEqual(['0.3']);
    const tooLong = await get(path, { ...btc, startTime, endTime: startTime + 7 * dayMs + 1 });
    expect(refusalOf(tooLong)).toEqual([400, -4165]);
    expect(refusalOf(await get(path, { ...btc, startTime, fromId: 1 }))).toEqual([400, -1128]);
    expect(refusalOf(await get(path, { ...btc, startTime: t0Ms, endTime: t0Ms - 1 }))).toEqual([400, -1023]);
    expect(refusalOf(await get(path, { ...btc, limit: 1001 }))).toEqual([400, -1130]);
  });

  it('can be read without a gap from id to id', async () => {
    const trades = Array.from({ length: 1201 }, (_, index) =>
      order(
        `b-${index}`,
        'BTCUSDT-PERP',
        '19000',
        new Date(t0Ms - (1200 - index) * 60_000).toISOString(),
        '0.001',
      ),
    );
    const { venue, get } = await stage({ opening: { ...opening, trades } });
    const seen: number[] = [];
    for (let fromId = 0; ; fromId = (seen.at(-1) ?? 0) + 1) {
      const page = names((await get('/fapi/v1/userTrades', { ...btc, fromId })).body, 'id') as number[];
      seen.push(...page);
      if (page.length < 500) break;
    }
    expect(seen).toEqual(venue.books.trades().map(({ id }) => Number(id)));
  });

  it('give the ledger by pages, with its signs', async () => {
    const { get } = await stage();
    const path = '/fapi/v1/income';
    const all = rows((await get(path)).body);
    expect(all.map((row) => [row['incomeType'], row['income'], row['asset']])).toEqual([
      ['TRANSFER', '12.00000000', 'USDT'],
      ['TRANSFER', '-17.00000000', 'USDT'],
      ['COMMISSION', '-7.64000000', 'USDT'],
    ]);
    const second = rows((await get(path, { limit: 2, page: 2 })).body);
    expect(second).toEqual(all.slice(2));
    expect(rows((await get(path, { incomeType: 'COMMISSION', ...btc })).body)).toHaveLength(1);
    expect(refusalOf(await get(path, { incomeType: 'TIPS' }))).toEqual([400, -1130]);
  });
});

describe('the COIN-M account', () => {
  it('counts contracts, and has its profit in coins', async () => {
    const { get } = await stage();
    const held = rows((await get('/dapi/v1/positionRisk')).body);
    expect(held.map((row) => [row['symbol'], row['positionAmt']])).toEqual([
      ['BTCUSD_PERP', '300'],
      ['ETHUSD_260327', '0'],
    ]);
    // 300 contracts of 100 dollars: 30000 × (1/25000 − 1/20000) coins.
    expect(held[0]).toMatchObject({ unRealizedProfit: '-0.30000000', notionalValue: '1.50000000' });
    expect(names((await get('/dapi/v1/positionRisk', { pair: 'ETHUSD' })).body, 'symbol')).toEqual([
      'ETHUSD_260327',
    ]);
    expect(refusalOf(await get('/dapi/v1/positionRisk', { pair: 'XRPUSD' }))).toEqual([400, -1121]);
    const balances = rows((await get('/dapi/v1/balance')).body);
    expect(balances[0]).toMatchObject({
      asset: 'BTC',
      balance: '1.50000000',
      withdrawAvailable: '1.05000000',
    });
    const account = (await get('/dapi/v1/account')).body as Row;
    expect(names(account['assets'], 'asset')).toEqual(['BTC', 'ETH']);
  });

  it('lists conditional orders apart from the others, by symbol or by pair', async () => {
    const { get } = await stage();
    const open = rows((await get('/dapi/v1/openOrders')).body);
    expect(open.map((row) => [row['clientOrderId'], row['type'], row['stopPrice']])).toEqual([
      ['cm-1', 'LIMIT', '0'],
    ]);
    expect(rows((await get('/dapi/v1/openAlgoOrders')).body)).toMatchObject([
      { clientAlgoId: 'cm-stop', triggerPrice: '17600', algoStatus: 'NEW' },
    ]);
    expect(names((await get('/dapi/v1/allOrders', { pair: 'BTCUSD' })).body, 'clientOrderId')).toEqual([
      'cm-h',
      'cm-1',
    ]);
    expect(rows((await get('/dapi/v1/userTrades', coin)).body)).toMatchObject([
      { symbol: 'BTCUSD_PERP', pair: 'BTCUSD', qty: '5', marginAsset: 'BTC', baseQty: '0.02604167' },
    ]);
    expect(refusalOf(await get('/dapi/v1/userTrades'))).toEqual([400, -1102]);
    expect(refusalOf(await get('/dapi/v1/userTrades', { ...coin, pair: 'BTCUSD' }))).toEqual([400, -1128]);
    expect(refusalOf(await get('/dapi/v1/allOrders', { ...coin, limit: 101 }))).toEqual([400, -1130]);
  });

  it('has transfers of its coins in its ledger, with ids that are texts', async () => {
    const { get } = await stage();
    const all = rows((await get('/dapi/v1/income')).body);
    expect(all[0]).toMatchObject({ incomeType: 'TRANSFER', income: '0.13000000', asset: 'BTC' });
    expect(typeof all[0]?.['tranId']).toBe('string');
    expect(typeof rows((await get('/fapi/v1/income')).body)[0]?.['tranId']).toBe('number');
  });
});

describe('cancelling on futures', () => {
  it('wants the permission of futures, which is not that of spot', async () => {
    const { drop, venue } = await stage();
    const before = venue.books.openOrders();
    const refused = await drop('/fapi/v1/allOpenOrders', btc, 'bot');
    expect(refused).toMatchObject({
      status: 401,
      body: { code: -2015, msg: 'Invalid API-key, IP, or permissions for action, request ip: 127.0.0.1' },
    });
    expect(venue.books.openOrders()).toEqual(before);
  });

  it('of all orders of a symbol leaves the conditional ones, and says 200 in a success', async () => {
    const { drop, venue } = await stage();
    const done = { code: 200, msg: 'The operation of cancel all open order is done.' };
    const open = () => venue.books.openOrders().map(({ clientOrderId }) => clientOrderId);
    expect((await drop('/fapi/v1/allOpenOrders', btc)).body).toEqual(done);
    expect(open()).toEqual(['spot-1', 'um-stop', 'cm-1', 'cm-stop', 'margin-1', 'isolated-1']);
    expect((await drop('/fapi/v1/algoOpenOrders', btc)).body).toEqual(done);
    expect((await drop('/dapi/v1/allOpenOrders', coin)).body).toEqual(done);
    expect(open()).toEqual(['spot-1', 'cm-stop', 'margin-1', 'isolated-1']);
    expect((await drop('/dapi/v1/algoOpenOrders', coin)).body).toEqual(done);
    expect(open()).toEqual(['spot-1', 'margin-1', 'isolated-1']);
    // Nothing left is no failure here.
    expect((await drop('/fapi/v1/allOpenOrders', btc)).body).toEqual(done);
    expect(refusalOf(await drop('/fapi/v1/allOpenOrders'))).toEqual([400, -1102]);
  });

  it('of one order, of one algo order, and of several with a refusal among them', async () => {
    const { get, drop } = await stage();
    const one = await drop('/fapi/v1/order', { ...btc, origClientOrderId: 'um-1' });
    expect(one.body).toMatchObject({ clientOrderId: 'um-1', status: 'CANCELED', cumQty: '0' });
    const again = await drop('/fapi/v1/order', { ...btc, origClientOrderId: 'um-1' });
    expect(refusalOf(again)).toEqual([400, -2011]);
    const algo = await drop('/fapi/v1/algoOrder', { clientAlgoId: 'um-stop' });
    expect(algo.body).toMatchObject({ clientAlgoId: 'um-stop', code: '200', msg: 'success' });
    expect((await get('/fapi/v1/algoOrder', { clientAlgoId: 'um-stop' })).body).toMatchObject({
      algoStatus: 'CANCELED',
    });
    const batch = await drop('/fapi/v1/batchOrders', { ...btc, origClientOrderIdList: '["um-2","um-1"]' });
    expect(batch.status).toBe(200);
    expect(batch.body).toMatchObject([{ clientOrderId: 'um-2' }, { code: -2011 }]);
    expect(refusalOf(await drop('/fapi/v1/batchOrders', { ...btc, orderIdList: '1,2' }))).toEqual([
      400, -1130,
    ]);
  });
});

describe('the public side of futures', () => {
  it('lists its own symbols and prices only', async () => {
    const { call, get } = await stage();
    const open = async (path: string) => names((await call(path, { rawQuery: '' })).body, 'symbol');
    expect(await open('/fapi/v1/ticker/price')).toEqual(['BTCUSDT', 'ETHUSDC']);
    expect(await open('/dapi/v1/ticker/price')).toEqual(['BTCUSD_PERP', 'ETHUSD_260327']);
    expect(await open('/api/v3/ticker/price')).toEqual(['BTCUSDT', 'ETHUSDT']);
    expect((await get('/fapi/v2/ticker/price', btc)).body).toMatchObject({ price: '20500' });
    const info = (await get('/dapi/v1/exchangeInfo')).body as { symbols: Row[] };
    expect(info.symbols).toMatchObject([
      { symbol: 'BTCUSD_PERP', contractSize: 100, marginAsset: 'BTC', contractStatus: 'TRADING' },
      { symbol: 'ETHUSD_260327', contractSize: 10, contractType: 'CURRENT_QUARTER' },
    ]);
    expect((await get('/fapi/v1/time')).body).toEqual({ serverTime: t0Ms });
  });

  it('answers an unknown path or method with a page', async () => {
    const { get, post } = await stage();
    for (const reply of [
      await get('/fapi/v1/positionRisk'),
      await post('/fapi/v1/openOrders', {}, 'futures'),
    ]) {
      expect(reply.status).toBe(404);
      expect(reply.headers['content-type']).toContain('html');
    }
  });

  it('counts weight for all its paths together, apart from spot', async () => {
    const { get } = await stage();
    const used = async (path: string) => (await get(path)).headers['x-mbx-used-weight-1m'];
    expect(await used('/fapi/v1/openOrders')).toBe('40');
    expect(await used('/fapi/v2/account')).toBe('45');
    expect(await used('/dapi/v1/account')).toBe('5');
    expect(await used('/api/v3/account')).toBe('20');
    for (let more = 0; more < 58; more += 1) await get('/fapi/v1/openOrders');
    const over = await get('/fapi/v1/openOrders');
    expect(refusalOf(over)).toEqual([429, -1003]);
    expect((await get('/dapi/v1/account')).status).toBe(200);
  });
});
