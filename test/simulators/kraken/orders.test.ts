import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Parsed } from './client.ts';
import { codeOf, keys, opening, stage } from './support.ts';
import type { Stage } from './support.ts';

const limit = { pair: 'XBTUSDT', type: 'buy', ordertype: 'limit', volume: '0.5', price: '18500' };
const place = (on: Stage, form: object = {}) => on.post('AddOrder', { ...limit, ...form }, { key: 'bot' });
const open = (on: Stage) => on.venue.books.openOrders().map(({ clientOrderId }) => clientOrderId);
const txids = async (on: Stage): Promise<Record<string, string>> =>
  Object.fromEntries(
    Object.entries((await on.ask('OpenOrders')).open as object).map(([txid, row]: [string, Parsed]) => [
      row.cl_ord_id as string,
      txid,
    ]),
  );

describe('placing', () => {
  it('a limit order rests, is listed under its txid, and locks its money', async () => {
    const on = await stage();
    const { txid, descr } = (await place(on, { cl_ord_id: 'arb-1' })).body.result;
    expect(descr).toEqual({ order: 'buy 0.50000000 XBTUSDT @ limit 18500.0' });
    expect((await on.ask('OpenOrders')).open[txid[0]]).toMatchObject({
      cl_ord_id: 'arb-1',
      vol: '0.50000000',
    });
    expect((await on.ask('BalanceEx')).USDT.hold_trade).toBe('27250.0000000000');
  });

  it('without an id of the client there is none; a userref may be shared', async () => {
    const on = await stage();
    const { txid } = (await place(on)).body.result;
    const row = (await on.ask('OpenOrders')).open[txid[0]];
    expect(row.userref).toBeNull();
    expect(row).not.toHaveProperty('cl_ord_id');
    await place(on, { userref: 42 });
    await place(on, { userref: 42, price: '18400' });
    const shared = (await on.ask('OpenOrders', { userref: 42 })).open;
    expect(Object.values(shared as object).map((each: Parsed) => each.userref as number)).toEqual([42, 42]);
    expect(await on.ask('CancelOrder', { txid: 42 }, { key: 'bot' })).toEqual({ count: 2 });
  });

  it('a market order takes what the book gives, level by level', async () => {
    const on = await stage();
    const form = { ordertype: 'market', type: 'sell', volume: '30', price: '' };
    expect(codeOf(await place(on, form))).toBe('EOrder:Insufficient funds');
    await place(on, { ...form, volume: '10' });
    const fills = on.venue.books.trades().slice(120);
    expect(fills.map(({ amount }) => amount)).toEqual(['10']);
    expect((await on.ask('Balance')).XXBT).toBe('2.4000000000');
    const { closed } = await on.ask('ClosedOrders');
    expect(Object.values(closed as object)[0]).toMatchObject({
      status: 'closed',
      descr: { ordertype: 'market' },
    });
  });

  it.each([
    ['IOC', { timeinforce: 'IOC' }, 'expired'],
    ['FOK', { timeinforce: 'FOK' }, 'expired'],
    ['a post-only order that would take', { price: '19500', oflags: 'post' }, 'expired'],
    ['a post-only order that rests', { oflags: 'fciq,post' }, 'open'],
  ])('%s is %j in the end', async (_, form, status) => {
    const on = await stage();
    await place(on, form);
    expect(on.venue.books.orders().at(-1)).toMatchObject({ status, filled: '0' });
  });

  it.each([
    ['another pair', { pair: 'XBTDKK' }, 'EQuery:Unknown asset pair'],
    ['no side', { type: '' }, 'EGeneral:Invalid arguments'],
    ['another kind', { ordertype: 'gift' }, 'EGeneral:Invalid arguments'],
    ['no volume', { volume: '' }, 'EGeneral:Invalid arguments'],
    ['a volume of nothing', { volume: '0' }, 'EGeneral:Invalid arguments:volume'],
    ['a price that is none', { price: 'cheap' }, 'EGeneral:Invalid arguments:price'],
    ['a price between two steps', { price: '18500.55' }, 'EOrder:Tick size check failed'],
    ['on margin', { leverage: '2:1' }, 'EOrder:Cannot open position'],
    ['more than there is', { volume: '20' }, 'EOrder:Insufficient funds'],
    ['an id that is taken', { cl_ord_id: 'mm-1' }, 'EGeneral:Invalid arguments:cl_ord_id'],
    ['an id that is too long', { cl_ord_id: 'x'.repeat(19) }, 'EGeneral:Invalid arguments:cl_ord_id'],
    ['both kinds of id', { cl_ord_id: 'a', userref: 1 }, 'EGeneral:Invalid arguments'],
  ])('%s is refused', async (_, form, code) => {
    const on = await stage();
    expect(codeOf(await place(on, form))).toBe(code);
    expect(open(on)).toHaveLength(4);
  });

  it('that is only validated places nothing', async () => {
    const on = await stage();
    const reply = await place(on, { validate: true });
    expect(reply.body.result).toEqual({ descr: { order: 'buy 0.50000000 XBTUSDT @ limit 18500.0' } });
    expect(open(on)).toHaveLength(4);
  });
});

describe('cancelling', () => {
  it('one by its txid or by the client’s id, and not twice', async () => {
    const on = await stage();
    const ids = await txids(on);
    expect(await on.ask('CancelOrder', { txid: ids['mm-1'] ?? '' }, { key: 'closer' })).toEqual({ count: 1 });
    expect(await on.ask('CancelOrder', { cl_ord_id: 'stop-1' }, { key: 'bot' })).toEqual({ count: 1 });
    expect(open(on)).toEqual(['mm-2', 'profit-1']);
    const again = await on.post('CancelOrder', { txid: ids['mm-1'] ?? '' }, { key: 'bot' });
    expect(codeOf(again)).toBe('EOrder:Unknown order');
    expect(codeOf(await on.post('CancelOrder', {}, { key: 'bot' }))).toBe('EGeneral:Invalid arguments');
    expect(on.venue.books.acts().map(({ what, keyLabel }) => `${what} ${keyLabel}`)).toEqual([
      'cancel closer',
      'cancel bot',
    ]);
  });

  it('a batch as JSON, in either form, and as a form', async () => {
    const on = await stage();
    const ids = await txids(on);
    const json = { orders: [ids['mm-1'], { txid: ids['mm-2'] }, 'OAAAAA-AAAAA-AAAAAA'] };
    expect(await on.ask('CancelOrderBatch', {}, { key: 'bot', json })).toEqual({ count: 2 });
    const named = { cl_ord_ids: [{ cl_ord_id: 'stop-1' }] };
    expect(await on.ask('CancelOrderBatch', {}, { key: 'bot', json: named })).toEqual({ count: 1 });
    const form = { 'orders[0]': ids['profit-1'] ?? '' };
    expect(await on.ask('CancelOrderBatch', form, { key: 'bot' })).toEqual({ count: 1 });
    expect(open(on)).toEqual([]);
    const many = { orders: Array.from({ length: 51 }, (_, index) => `O${index}`) };
    for (const wrong of [many, { orders: [] }, {}, { orders: [[]] }]) {
      const reply = await on.post('CancelOrderBatch', {}, { key: 'bot', json: wrong });
      expect(codeOf(reply)).toBe('EGeneral:Invalid arguments');
    }
  });

  it('all of every pair and kind, and again none', async () => {
    const on = await stage();
    expect(await on.ask('CancelAll', {}, { key: 'closer' })).toEqual({ count: 4 });
    expect(open(on)).toEqual([]);
    expect(await on.ask('CancelAll', {}, { key: 'closer' })).toEqual({ count: 0 });
    expect((await on.ask('BalanceEx')).USDT.hold_trade).toBe('0.0000000000');
  });

  it('all when the timer ends, unless it is pushed back or put off', async () => {
    const on = await stage();
    const arm = (timeout: number) => on.ask('CancelAllOrdersAfter', { timeout }, { key: 'bot' });
    expect(await arm(60)).toEqual({
      currentTime: '2026-03-14T03:00:00Z',
      triggerTime: '2026-03-14T03:01:00Z',
    });
    await on.clock.advance(59_000);
    expect(await arm(60)).toMatchObject({ triggerTime: '2026-03-14T03:01:59Z' });
    await on.clock.advance(59_000);
    expect(Object.keys((await on.ask('OpenOrders')).open as object)).toHaveLength(4);
    expect(await arm(0)).toMatchObject({ triggerTime: '0' });
    await on.clock.advance(120_000);
    expect(Object.keys((await on.ask('OpenOrders')).open as object)).toHaveLength(4);
    await arm(10);
    await on.clock.advance(30_000);
    expect(await on.ask('OpenOrders')).toEqual({ open: {} });
    expect(on.venue.books.acts().at(-1)).toMatchObject({ at: '2026-03-14T03:04:08.000Z', keyLabel: 'bot' });
    expect(codeOf(await on.post('CancelAllOrdersAfter', {}, { key: 'bot' }))).toBe(
      'EGeneral:Invalid arguments',
    );
  });
});

describe('acts without HTTP', () => {
  it('trade and cancel pass the same gate', async () => {
    const on = await stage();
    const bot = on.venue.asKeyHolder({ keyId: keys.bot.keyId, sourceIp: '127.0.0.9' });
    const fill = {
      symbol: 'ZRTUSDT',
      side: 'buy',
      price: '1.5',
      amount: '100',
      clientOrderId: 'evil-1',
    } as const;
    expect(bot.trade(fill)).toBeUndefined();
    expect(bot.cancelOrder(on.venue.books.openOrders()[0]?.orderId ?? '')).toBeUndefined();
    const { trades } = await on.ask('TradesHistory');
    expect(Object.values(trades as object)[0]).toMatchObject({
      pair: 'ZRTUSDT',
      price: '1.5000000',
      maker: false,
    });
    expect(bot.trade({ ...fill, symbol: 'NOPE', clientOrderId: 'x' })?.code).toBe(
      'EQuery:Unknown asset pair',
    );
    expect(bot.cancelOrder('77')?.code).toBe('EOrder:Unknown order');
    const reader = on.venue.asKeyHolder({ keyId: keys.reader.keyId, sourceIp: '127.0.0.9' });
    expect(reader.trade(fill)?.code).toBe('EGeneral:Permission denied');
    const sub = on.venue.asKeyHolder({ keyId: keys.sub.keyId, sourceIp: '127.0.0.9' });
    expect(sub.trade({ ...fill, clientOrderId: 'sub' })?.code).toBe('EOrder:Insufficient funds');
    on.venue.website.freezeAccount();
    expect(bot.trade({ ...fill, clientOrderId: 'evil-2' })).toMatchObject({
      code: 'EAPI:Invalid key',
      aboutKey: true,
    });
  });

  it('what others trade with a resting order is a maker’s', async () => {
    const on = await stage();
    on.venue.market.meet(on.venue.books.openOrders()[0]?.orderId ?? '', '0.4');
    const { open: rows } = await on.ask('OpenOrders', { cl_ord_id: 'mm-1', trades: true });
    const [row] = Object.values(rows as object) as [Parsed];
    expect(row).toMatchObject({
      vol_exec: '0.40000000',
      cost: '7200.00000',
      price: '18000.0',
      status: 'open',
    });
    expect((await on.ask('QueryTrades', { txid: row.trades[0] as string }))[row.trades[0]]).toMatchObject({
      maker: true,
      fee: '0.00000',
    });
  });
});

it('the world outlives the process: rows, ids and keys are the same after a restart', async () => {
  const worldLog = path.join(mkdtempSync(path.join(tmpdir(), 'kraken-')), 'world.log');
  const first = await stage({ worldLog });
  await place(first, { userref: 9 });
  await first.post('CancelOrder', { cl_ord_id: 'mm-1' }, { key: 'bot' });
  await first.post('Withdraw', { asset: 'XBT', key: 'cold', amount: '0.2' }, { key: 'payout' });
  const made = first.venue.website.createKey({ label: 'fresh', scopes: ['read'], ipAllowlist: [] });
  const seen = async (on: Stage) => [
    await on.ask('OpenOrders'),
    await on.ask('BalanceEx'),
    await on.ask('WithdrawStatus', {}, { key: made }),
    await on.ask('Ledgers', {}, { key: made }),
  ];
  const before = await seen(first);
  await first.venue.close();
  const second = await stage({ worldLog });
  expect(await seen(second)).toEqual(before);
  expect(second.venue.vault()).toHaveLength(opening.keys.length + 1);
  await second.venue.close();
});
