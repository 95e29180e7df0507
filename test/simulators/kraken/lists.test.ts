import { describe, expect, it } from 'vitest';
import { add, sum } from '../../../src/domain/money.ts';
import type { Parsed } from './client.ts';
import { codeOf, keys, opening, pagesOf, stage, t0Ms } from './support.ts';

const plain = (amount: string): string => add(amount, '0');
const isoOf = (time: number): string => new Date(Math.round(time * 1000)).toISOString();

describe('trades', () => {
  it('are all there over the edges of the pages, each once, newest first', async () => {
    const on = await stage();
    const { ids, rows, counts } = await pagesOf(on, 'TradesHistory', 'trades');
    expect(counts).toEqual([120, 120, 120]);
    expect(new Set(ids).size).toBe(120);
    const told = rows.map((row: Parsed) => ({
      at: isoOf(row.time as number),
      amount: plain(row.vol as string),
      price: plain(row.price as string),
      fee: plain(row.fee as string),
      pair: row.pair as string,
      side: row.type as string,
    }));
    const booked = on.venue.books.trades().map(({ at, amount, price, fee, symbol, side }) => ({
      at,
      amount,
      price,
      fee,
      pair: symbol,
      side,
    }));
    const byAmount = (a: { amount: string }, b: { amount: string }) => (a.amount < b.amount ? -1 : 1);
    expect(told.toSorted(byAmount)).toEqual(booked.toSorted(byAmount));
    const times = rows.map((row: Parsed) => row.time as number);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  it('between two moments: the start is left out, the end is in', async () => {
    const on = await stage();
    const all = await pagesOf(on, 'TradesHistory', 'trades');
    const timeOf = (index: number): number => all.rows[index].time as number;
    const page = await on.ask('TradesHistory', { start: timeOf(20), end: timeOf(10) });
    expect(Object.keys(page.trades as object)).toEqual(all.ids.slice(10, 20));
    expect(page.count).toBe(10);
    // Whole seconds: parts of a second count.
    const whole = await on.ask('TradesHistory', {
      start: Math.floor(timeOf(20)),
      end: Math.floor(timeOf(10)),
    });
    expect(Object.keys(whole.trades as object)).toEqual(all.ids.slice(11, 21));
  });

  it('between two of them, though two have one moment', async () => {
    const on = await stage();
    const all = await pagesOf(on, 'TradesHistory', 'trades');
    const twin = all.rows.findIndex((row: Parsed, index) => row.time === all.rows[index + 1]?.time);
    expect(twin).toBeGreaterThan(0);
    const from = await on.ask('TradesHistory', { start: all.ids[twin + 1] ?? '' });
    expect(Object.keys(from.trades as object)).toEqual(all.ids.slice(0, twin + 1).slice(0, 50));
    const upTo = await on.ask('TradesHistory', { end: all.ids[twin + 1] ?? '' });
    expect(Object.keys(upTo.trades as object)[0]).toBe(all.ids[twin + 1]);
  });

  it('are counted unless that is not wanted, and none are behind the last', async () => {
    const on = await stage();
    expect(await on.ask('TradesHistory', { without_count: true })).not.toHaveProperty('count');
    expect(await on.ask('TradesHistory', { ofs: 120 })).toEqual({ trades: {}, count: 120 });
    expect((await on.ask('TradesHistory', { type: 'any position' })).count).toBe(0);
    expect((await on.ask('TradesHistory', { type: 'no position' })).count).toBe(120);
    expect(codeOf(await on.post('TradesHistory', { type: 'some' }))).toBe('EGeneral:Invalid arguments');
    expect(codeOf(await on.post('TradesHistory', { start: 'yesterday' }))).toBe('EGeneral:Invalid arguments');
  });

  it('are found by id, with the entries of the ledger if wanted', async () => {
    const on = await stage();
    const page = await on.ask('TradesHistory', { ledgers: true });
    const [first = '', second = ''] = Object.keys(page.trades as object);
    const found = await on.ask('QueryTrades', { txid: `${first},${second}`, ledgers: true });
    expect(found).toEqual({ [first]: page.trades[first], [second]: page.trades[second] });
    const entries = await on.ask('QueryLedgers', { id: page.trades[first].ledgers.join(',') });
    expect(Object.values(entries as object).map((entry: Parsed) => entry.refid)).toEqual([first, first]);
    const tooMany = Array.from({ length: 21 }, () => first).join(',');
    expect(codeOf(await on.post('QueryTrades', { txid: tooMany }))).toBe('EGeneral:Invalid arguments');
  });
});

describe('a key whose reach is clipped', () => {
  it('sees less, with no error', async () => {
    const on = await stage();
    const told = await on.ask('TradesHistory', {}, { key: 'clipped' });
    const inReach = on.venue.books
      .trades()
      .filter(({ at }) => Date.parse(at) >= 1_772_409_600_000 && Date.parse(at) <= 1_772_841_600_000);
    expect(told.count).toBe(inReach.length);
    expect(told.count).toBeLessThan(120);
    const whole = await on.ask('Ledgers');
    expect((await on.ask('Ledgers', {}, { key: 'clipped' })).count).toBeLessThan(whole.count as number);
    const both = ['reader', 'clipped'] as const;
    const [all, some] = await Promise.all(both.map((key) => on.ask('WithdrawStatus', {}, { key })));
    expect([all.length, some.length]).toEqual([3, 1]);
  });
});

describe('orders', () => {
  it('that are open come at once, conditional ones by their kind', async () => {
    const on = await stage();
    const { open } = await on.ask('OpenOrders');
    const told = Object.values(open as object).map((row: Parsed) => [
      row.cl_ord_id,
      row.descr.pair,
      row.descr.ordertype,
      row.descr.price,
      row.descr.price2,
      row.opentm,
    ]);
    expect(told).toEqual([
      ['profit-1', 'XBTUSDT', 'take-profit-limit', '20900.0', '21000.0', 1773454860],
      ['stop-1', 'XBTUSDT', 'stop-loss-limit', '17100.0', '17000.0', 1773454800],
      ['mm-2', 'XBTEUR', 'limit', '17000.5', '0', 1773454200.25],
      ['mm-1', 'XBTUSDT', 'limit', '18000.0', '0', 1773453600],
    ]);
    expect((open as Parsed)[Object.keys(open as object)[1] ?? ''].descr.order).toBe(
      'sell 0.50000000 XBTUSDT @ stop loss 17100.0 -> limit 17000.0',
    );
  });

  it('that are closed have pages, and the cancelled one its reason', async () => {
    const on = await stage();
    const { ids, rows, counts } = await pagesOf(on, 'ClosedOrders', 'closed', { trades: true });
    expect(counts).toEqual([121, 121, 121]);
    expect(new Set(ids).size).toBe(121);
    const gone = rows.find((row: Parsed) => row.cl_ord_id === 'gone-1');
    expect(gone).toMatchObject({
      status: 'canceled',
      reason: 'User requested',
      opentm: 1773378000,
      closetm: 1773381600,
      vol_exec: '0.00000000',
    });
    expect(gone).not.toHaveProperty('trades');
    const trades = Object.keys((await on.ask('TradesHistory')).trades as object);
    const filled = rows.find((row: Parsed) => row.trades?.[0] === trades[0]);
    expect(filled).toMatchObject({ status: 'closed', reason: null });
    expect(plain(filled.cost as string)).toBe(plain(sum([filled.cost as string])));
  });

  it('are searched by the time of opening, of closing, or both', async () => {
    const on = await stage();
    const between = { start: 1773378000, end: 1773381599 };
    const named = async (closetime: string, more = {}) => {
      const { closed } = await on.ask('ClosedOrders', { ...between, closetime, ...more });
      return Object.values(closed as object).filter((row: Parsed) => row.cl_ord_id === 'gone-1').length;
    };
    // Opened at the start, which is left out; closed a second after the end.
    expect(await named('both')).toBe(0);
    expect(await named('open', { start: 1773377999 })).toBe(1);
    expect(await named('close', { end: 1773381600 })).toBe(1);
    expect(await named('both', { end: 1773381600 })).toBe(1);
    expect(await named('close', { start: 1773377999 })).toBe(0);
  });

  it('are narrowed down by the client’s own id, and found by txid', async () => {
    const on = await stage();
    const { closed } = await on.ask('ClosedOrders', { cl_ord_id: 'gone-1' });
    const [txid = ''] = Object.keys(closed as object);
    expect(txid).toMatch(/^O[A-Z2-7]{5}-[A-Z2-7]{5}-[A-Z2-7]{6}$/);
    expect(await on.ask('QueryOrders', { txid })).toEqual(closed);
    expect(codeOf(await on.post('QueryOrders', { txid: 'OAAAAA-AAAAA-AAAAAA' }))).toBe(
      'EOrder:Unknown order',
    );
    expect(Object.keys((await on.ask('OpenOrders', { cl_ord_id: 'stop-1' })).open as object)).toHaveLength(1);
    expect(await on.ask('OpenOrders', { userref: 7 })).toEqual({ open: {} });
  });
});

describe('the ledger', () => {
  it('is complete over its pages, and its balances end in what is there', async () => {
    const on = await stage();
    const { ids, rows, counts } = await pagesOf(on, 'Ledgers', 'ledger');
    // Two for each trade, one for each deposit, withdrawal and transfer of the spot wallet.
    expect(counts[0]).toBe(240 + 60 + 3 + 3);
    expect(new Set(ids).size).toBe(306);
    for (const [asset, held] of [
      ['USDT', '240000'],
      ['XXBT', '12.4'],
      ['ZEUR', '5000.25'],
    ]) {
      expect(plain(rows.find((row: Parsed) => row.asset === asset).balance as string)).toBe(held);
    }
    // Each balance is the one before with amount and fee.
    const tethers = rows.filter((row: Parsed) => row.asset === 'USDT').toReversed();
    for (const [index, row] of tethers.slice(1).entries()) {
      const before = tethers[index].balance as string;
      const after = sum([before, row.amount as string, `-${row.fee as string}`]);
      expect(plain(row.balance as string)).toBe(after);
    }
  });

  it('is narrowed down by kind and by asset, whatever it is called', async () => {
    const on = await stage();
    const count = async (form: Record<string, string>) => (await on.ask('Ledgers', form)).count as number;
    expect(await count({ type: 'deposit' })).toBe(60);
    expect(await count({ type: 'withdrawal' })).toBe(3);
    expect(await count({ asset: 'ZEUR' })).toBe(40);
    expect(await count({ asset: 'XBT', type: 'withdrawal' })).toBe(1);
    await on.clock.advance(20_000);
    expect(await count({ asset: 'XXBT,EUR', type: 'trade' })).toBe(160);
    expect(await count({ asset: 'all' })).toBe(306);
    expect(await count({ type: 'margin' })).toBe(0);
    expect(codeOf(await on.post('Ledgers', { type: 'gift' }))).toBe('EGeneral:Invalid arguments');
  });

  it('names its rows as the documents do, the fee beside the amount', async () => {
    const on = await stage();
    const { ledger } = await on.ask('Ledgers', { type: 'withdrawal', asset: 'XXBT' });
    const [[id, row]] = Object.entries(ledger as object) as [[string, Parsed]];
    expect(id).toMatch(/^L[A-Z2-7]{5}-[A-Z2-7]{5}-[A-Z2-7]{6}$/);
    const [refid] = (await on.ask('WithdrawStatus', { asset: 'XBT' })).map(
      (each: Parsed) => each.refid as string,
    );
    expect(row).toEqual({
      refid,
      time: 1772438400,
      type: 'withdrawal',
      subtype: '',
      aclass: 'currency',
      asset: 'XXBT',
      amount: '-0.50000000',
      fee: '0.00015000',
      balance: expect.any(String) as string,
    });
    const { ledger: moved } = await on.ask('Ledgers', { type: 'transfer' });
    expect(Object.values(moved as object).map((each: Parsed) => [each.subtype, each.amount])).toEqual([
      ['spotfromfutures', '5.00000000'],
      ['', '-31.00000000'],
      ['spottostaking', '-25.00000000'],
    ]);
  });
});

describe('positions', () => {
  it('are those of margin, by id or by market', async () => {
    const on = await stage();
    const plainOnes = await on.ask('OpenPositions');
    const [[txid, row]] = Object.entries(plainOnes as object) as [[string, Parsed]];
    expect(row).toMatchObject({
      posstatus: 'open',
      pair: 'XBTUSDT',
      type: 'sell',
      cost: '7720.00000',
      vol: '0.40000000',
      margin: '1544.00000',
      time: 1773399600,
    });
    expect(row).not.toHaveProperty('net');
    const calculated = await on.ask('OpenPositions', { docalcs: true, txid });
    expect(calculated[txid]).toMatchObject({ value: '7672.00000', net: '48.00000' });
    expect(await on.ask('OpenPositions', { txid: 'TAAAAA-AAAAA-AAAAAA' })).toEqual({});
    expect(await on.ask('OpenPositions', { docalcs: 'true', consolidation: 'market' })).toMatchObject([
      { pair: 'XBTUSDT', positions: '1', leverage: '5.00000000', net: '48.00000' },
    ]);
  });
});

describe('what a key of a sub-account sees', () => {
  it('is nothing of the main account', async () => {
    const on = await stage();
    const ask = (method: string) => on.ask(method, {}, { key: 'sub' });
    expect(await ask('Balance')).toEqual({});
    expect(await ask('OpenOrders')).toEqual({ open: {} });
    expect(await ask('TradesHistory')).toEqual({ trades: {}, count: 0 });
    expect(await ask('Ledgers')).toEqual({ ledger: {}, count: 0 });
    expect(await ask('WithdrawStatus')).toEqual([]);
    expect(await ask('WithdrawAddresses')).toEqual([]);
    expect(await ask('OpenPositions')).toEqual({});
    const main = await on.ask('GetApiKeyInfo');
    expect((await ask('GetApiKeyInfo')).iban).not.toBe(main.iban);
    expect(await ask('CancelAll')).toEqual({ count: 0 });
    await ask('CancelAllOrdersAfter').catch(() => undefined);
    expect(on.venue.books.openOrders()).toHaveLength(4);
  });
});

describe('market data', () => {
  it('tells the time in both forms, and that trading is on', async () => {
    const on = await stage();
    await on.clock.advance(999);
    expect((await on.get('Time')).body.result).toEqual({
      unixtime: t0Ms / 1000,
      rfc1123: 'Sat, 14 Mar 26 03:00:00 +0000',
    });
    expect((await on.get('SystemStatus')).body.result).toMatchObject({ status: 'online' });
  });

  it.each(['XXBTZEUR', 'XBTEUR', 'XBT/EUR', 'BTC/EUR'])('knows a pair as %s', async (pair) => {
    const on = await stage();
    expect(Object.keys((await on.get('Ticker', { pair })).body.result as object)).toEqual(['XXBTZEUR']);
  });

  it('lists pairs with all their names, and prices of each', async () => {
    const on = await stage();
    const pairs = (await on.get('AssetPairs')).body.result;
    expect(Object.keys(pairs as object)).toEqual(['XBTUSDT', 'XXBTZEUR', 'ZRTUSDT']);
    expect(pairs.XXBTZEUR).toMatchObject({
      altname: 'XBTEUR',
      wsname: 'XBT/EUR',
      base: 'XXBT',
      quote: 'ZEUR',
      tick_size: '0.1',
      status: 'online',
    });
    const prices = (await on.get('Ticker')).body.result;
    expect(prices.ZRTUSDT.c[0]).toBe('0.0200000');
    expect(prices.XBTUSDT.a[0]).toBe('19218.36000000');
    expect(Object.keys((await on.get('Assets')).body.result as object).sort()).toEqual([
      'USDT',
      'XXBT',
      'ZEUR',
      'ZRT',
    ]);
    expect((await on.get('Assets', { asset: 'XBT' })).body.result).toMatchObject({
      XXBT: { altname: 'XBT' },
    });
    expect(codeOf(await on.get('Ticker', { pair: 'XBTDKK' }))).toBe('EQuery:Unknown asset pair');
    expect(codeOf(await on.get('Assets', { asset: 'NOPE' }))).toBe('EQuery:Unknown asset');
  });

  it('takes opening books under the venue’s own names only', async () => {
    const markets = opening.markets.map((each) => ({
      ...each,
      symbol: each.symbol.replace('XBTUSDT', 'BTCUSDT'),
    }));
    await expect(stage({ opening: { ...opening, markets } })).rejects.toThrow('"XBTUSDT", not "BTCUSDT"');
    const contract = {
      symbol: 'X',
      base: 'BTC',
      quote: 'USD',
      price: '1',
      depth: '1',
      kind: 'inverse' as const,
    };
    const withOne = { ...opening, markets: [...opening.markets, contract] };
    await expect(stage({ opening: withOne })).rejects.toThrow('no inverse contract');
    await expect(stage({ opening: { ...opening, wallets: { margin: [] } } })).rejects.toThrow(
      'no wallet for margin',
    );
  });
});

it('every key of these tests reads what it should', () => {
  expect(new Set(Object.values(keys).map(({ keyId }) => keyId)).size).toBe(Object.keys(keys).length);
});
