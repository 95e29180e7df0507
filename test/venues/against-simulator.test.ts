import { afterEach, describe, expect, it } from 'vitest';
import type { Credential } from '../../src/domain/account.ts';
import { Secret } from '../../src/domain/secret.ts';
import { simulateBinance } from '../../src/simulators/index.ts';
import type { OpeningBooks, SimulatedKey, Simulator, SimulatorScope } from '../../src/simulators/index.ts';
import { openSession, probeKey, proveDead } from '../../src/venues/index.ts';
import type { Capability, PageRequest, ReadPages, Session } from '../../src/venues/index.ts';
import type { Page } from '../../src/venues/contract.ts';
import { binance } from '../../src/venues/binance/index.ts';
import { steppedClock } from './clocks.ts';

// Two witnesses, written apart from the same documents: the adapter and the simulator. Where they
// disagree, the venue's documents decide.

const home = '127.0.0.5';
const begin = '2026-03-01T03:00:00.000Z';

const key = (
  keyId: string,
  scopes: readonly SimulatorScope[],
  ipAllowlist: readonly string[] = [],
): SimulatedKey => ({
  keyId: keyId.padEnd(64, 'x'),
  secret: `${keyId}Secret`.padEnd(64, 'y'),
  label: keyId,
  scopes,
  ipAllowlist,
  createdAt: '2026-01-05T09:00:00.000Z',
});

const suspect = key('suspect', ['read', 'spot-trade'], [home]);
const responder = key('responder', ['read']);
const replacement = key('replacement', ['read', 'spot-trade'], [home]);
const nearlyAll = key(
  'nearlyAll',
  ['read', 'spot-trade', 'margin', 'futures', 'options', 'transfer', 'withdraw'],
  [home],
);

const order = (n: number, side: 'buy' | 'sell', price: string) => ({
  clientOrderId: `bot-${n}`,
  symbol: 'BTCUSDT',
  side,
  price,
  amount: '0.01000000',
  at: '2026-03-01T02:0' + n + ':00.000Z',
});

const opening: OpeningBooks = {
  uid: 1_000_001,
  keys: [suspect, responder, replacement, nearlyAll],
  balances: [
    { asset: 'BTC', free: '1.50000000' },
    { asset: 'USDT', free: '25000.00000000' },
    { asset: 'BNB', free: '3.00000000' },
  ],
  markets: [
    { symbol: 'BTCUSDT', base: 'BTC', quote: 'USDT', price: '60000.00', depth: '500000' },
    { symbol: 'BNBUSDT', base: 'BNB', quote: 'USDT', price: '600.00', depth: '1000' },
  ],
  openOrders: [order(1, 'buy', '50000.00'), order(2, 'buy', '51000.00'), order(3, 'sell', '70000.00')],
  trades: [
    {
      symbol: 'BTCUSDT',
      side: 'buy',
      price: '59000.00',
      amount: '0.10000000',
      clientOrderId: 'bot-t1',
      at: '2026-02-20T10:00:00.123Z',
    },
    {
      symbol: 'BTCUSDT',
      side: 'sell',
      price: '59500.00',
      amount: '0.05000000',
      clientOrderId: 'bot-t2',
      at: '2026-02-28T11:00:00.456Z',
    },
    {
      symbol: 'BNBUSDT',
      side: 'buy',
      price: '599.00',
      amount: '1.00000000',
      clientOrderId: 'bot-t3',
      at: '2026-02-28T12:00:00.000Z',
    },
  ],
  addresses: [
    { coin: 'BTC', network: 'BTC', address: 'bc1qexampleowner', label: 'cold', whitelisted: true },
    { coin: 'USDT', network: 'ETH', address: '0xexampleother', label: 'book only', whitelisted: false },
  ],
  withdrawals: [
    {
      coin: 'USDT',
      amount: '100.5',
      fee: '1',
      address: '0xexampleother',
      network: 'ETH',
      txId: '0xabc',
      at: '2026-02-27T23:59:59.000Z',
    },
  ],
  deposits: [
    {
      coin: 'BTC',
      amount: '0.25',
      address: 'bc1qexampleowner',
      network: 'BTC',
      txId: 'def',
      at: '2026-02-01T00:00:00.000Z',
    },
  ],
  feeRate: '0.001',
};

const running: Simulator[] = [];
afterEach(async () => {
  for (const simulator of running.splice(0)) await simulator.close();
});

const credential = (from: SimulatedKey, holder: Credential['holder'] = 'suspect'): Credential => ({
  holder,
  label: from.label,
  parts: { apiKey: new Secret(from.keyId, 'drill'), secret: new Secret(from.secret, 'drill') },
});

async function start() {
  const clock = steppedClock(begin);
  const simulator = await simulateBinance({ clock, opening, seed: 'test' });
  running.push(simulator);
  const open = (
    from?: SimulatedKey,
    change: {
      sourceIp?: string;
      secret?: string;
      clockOffsetMs?: number;
      holder?: Credential['holder'];
    } = {},
  ): Promise<Session> => {
    const used =
      from === undefined || change.secret === undefined ? from : { ...from, secret: change.secret };
    return openSession({
      venue: binance,
      ...(used === undefined ? {} : { credential: credential(used, change.holder) }),
      wire: {
        mode: 'drill',
        ports: new Map([['binance', simulator.port]]),
        sourceIp: change.sourceIp ?? home,
      },
      capture: async () => undefined,
      clock,
      timeouts: { connectMs: 1_000, headersMs: 400, bodyMs: 400, totalMs: 2_000 },
      ...(change.clockOffsetMs === undefined ? {} : { clockOffsetMs: change.clockOffsetMs }),
    });
  };
  return { clock, simulator, open };
}

function byApi<Run>(capability: Capability<Run>): Run {
  if (capability.by !== 'api') throw new Error('not by API');
  return capability.run;
}

const { capabilities } = binance;
const page = <Row>(
  capability: Capability<ReadPages<Row>>,
  session: Session,
  request: PageRequest = {},
): Promise<Page<Row>> => byApi(capability).page(session, request);
const introspect = byApi(capabilities.introspectKey);

describe('the simulator and the adapter agree', () => {
  it('on what a key may do, scope by scope', async () => {
    const { open } = await start();
    const reports = await Promise.all(
      [suspect, responder, nearlyAll].map(async (each) => introspect(await open(each))),
    );
    expect(reports.map(({ scopes }) => scopes)).toMatchObject([
      {
        read: 'granted',
        'spot-trade': 'granted',
        futures: 'denied',
        options: 'denied',
        transfer: 'denied',
        withdraw: 'denied',
      },
      {
        read: 'granted',
        'spot-trade': 'denied',
        futures: 'denied',
        options: 'denied',
        transfer: 'denied',
        withdraw: 'denied',
      },
      {
        read: 'granted',
        'spot-trade': 'granted',
        margin: 'granted',
        futures: 'granted',
        options: 'granted',
        transfer: 'granted',
        withdraw: 'granted',
      },
    ]);
    expect(reports.map(({ ipRestricted }) => ipRestricted)).toEqual(['granted', 'denied', 'granted']);
    expect(reports[0]?.createdAt).toEqual({ known: true, value: '2026-01-05T09:00:00.000Z' });
  });

  it('on open orders, and that cancelling touches the listed ones only', async () => {
    const { simulator, open } = await start();
    const session = await open(suspect);
    const { rows } = await page(capabilities.listOpenOrders, session);
    expect(
      rows.map(({ clientOrderId, side, price, amount, filled }) => ({
        clientOrderId,
        side,
        price,
        amount,
        filled,
      })),
    ).toEqual(
      opening.openOrders.map(({ clientOrderId, side, price, amount }) => ({
        clientOrderId,
        side,
        price: expect.stringMatching(new RegExp(`^${price}0*$`)),
        amount: expect.stringMatching(new RegExp(`^${amount}0*$`)),
        filled: expect.stringMatching(/^0(\.0+)?$/),
      })),
    );
    const cancel = byApi(capabilities.cancelOrders);
    const [first, second] = rows;
    if (first === undefined || second === undefined) throw new Error('no orders');
    await cancel(session, [first, second]);
    // Again: nothing is left of them, and that is no failure.
    await cancel(session, [first, second]);
    expect(simulator.books.openOrders().map(({ clientOrderId }) => clientOrderId)).toEqual(['bot-3']);
    expect(
      (await page(capabilities.listOpenOrders, session)).rows.map(({ clientOrderId }) => clientOrderId),
    ).toEqual(['bot-3']);
  });

  it('on balances in both wallets', async () => {
    const { simulator, open } = await start();
    const session = await open(responder);
    const spot = await page(capabilities.listBalances, session);
    const funding = await page(capabilities.listBalances, session, { cursor: spot.nextCursor ?? '' });
    const books = simulator.books.balances();
    for (const row of spot.rows) {
      const held = books.find(({ asset }) => asset === row.asset);
      expect([Number(row.free), Number(row.locked)]).toEqual([Number(held?.free), Number(held?.locked)]);
    }
    expect(spot.rows.map(({ asset }) => asset).sort()).toEqual(['BNB', 'BTC', 'USDT']);
    expect(funding.rows).toEqual([]);
  });

  it('on trades and orders by id and by time', async () => {
    const { open } = await start();
    const session = await open(responder);
    const all = await page(capabilities.listTrades, session, { symbol: 'BTCUSDT', fromId: '0' });
    expect(all.rows.map(({ at, side, price, amount }) => [at, side, Number(price), Number(amount)])).toEqual([
      ['2026-02-20T10:00:00.123Z', 'buy', 59_000, 0.1],
      ['2026-02-28T11:00:00.456Z', 'sell', 59_500, 0.05],
    ]);
    const [first, second] = all.rows;
    const later = await page(capabilities.listTrades, session, {
      symbol: 'BTCUSDT',
      fromId: String(BigInt(first?.id ?? 0) + 1n),
    });
    expect(later.rows).toEqual([second]);
    const byTime = await page(capabilities.listTrades, session, {
      symbol: 'BTCUSDT',
      from: '2026-02-28T11:00:00.456Z',
      to: '2026-02-28T11:00:00.456Z',
    });
    expect(byTime.rows, 'both ends are inside').toEqual([second]);
    const orders = await page(capabilities.listOrders, session, { symbol: 'BTCUSDT', fromId: '0' });
    expect(orders.rows.map(({ clientOrderId, status }) => [clientOrderId, status])).toEqual(
      expect.arrayContaining([
        ['bot-t1', 'filled'],
        ['bot-t2', 'filled'],
        ['bot-1', 'open'],
      ]),
    );
    // The join that trade rows lack: every trade's order is among the orders.
    const ids = new Set(orders.rows.map(({ id }) => id));
    for (const { orderId } of all.rows) expect(ids.has(orderId)).toBe(true);
  });

  it('on the longest window of trades that may be asked for', async () => {
    const { open } = await start();
    const session = await open(responder);
    const { paging } = byApi(capabilities.listTrades);
    if (paging.style !== 'ascending-id' || paging.seekWindowMs === undefined) throw new Error('no window');
    const from = Date.parse('2026-02-28T00:00:00.000Z');
    const window = (ms: number): PageRequest => ({
      symbol: 'BTCUSDT',
      from: new Date(from).toISOString(),
      to: new Date(from + ms).toISOString(),
    });
    expect((await page(capabilities.listTrades, session, window(paging.seekWindowMs))).rows.length).toBe(1);
    await expect(
      page(capabilities.listTrades, session, window(paging.seekWindowMs + 2)),
    ).rejects.toMatchObject({
      failure: { code: 'REQUEST_REJECTED', venueCode: '-1127' },
    });
  });

  it('on withdrawals, deposits and addresses', async () => {
    const { open } = await start();
    const session = await open(responder);
    const times = { from: '2026-01-01T00:00:00.000Z', to: begin };
    expect((await page(capabilities.listWithdrawals, session, times)).rows).toMatchObject([
      {
        asset: 'USDT',
        address: '0xexampleother',
        network: 'ETH',
        status: 'completed',
        internal: false,
        requestedAt: '2026-02-27T23:59:59.000Z',
        txId: { known: true, value: '0xabc' },
      },
    ]);
    expect((await page(capabilities.listDeposits, session, times)).rows).toMatchObject([
      { asset: 'BTC', address: 'bc1qexampleowner', at: '2026-02-01T00:00:00.000Z', status: 'completed' },
    ]);
    expect((await page(capabilities.listWithdrawalAddresses, session)).rows).toMatchObject([
      { asset: 'BTC', address: 'bc1qexampleowner', label: 'cold', whitelisted: true },
      { asset: 'USDT', address: '0xexampleother', label: 'book only', whitelisted: false },
    ]);
  });

  it('on the longest window of withdrawals that may be asked for', async () => {
    const { open } = await start();
    const session = await open(responder);
    const { paging } = byApi(capabilities.listWithdrawals);
    if (paging.style !== 'time-window') throw new Error('no window');
    const to = Date.parse(begin);
    const from = new Date(to - paging.windowMs).toISOString();
    await expect(page(capabilities.listWithdrawals, session, { from, to: begin })).resolves.toBeDefined();
    const tooFar = new Date(to - paging.windowMs - 86_400_000).toISOString();
    await expect(
      page(capabilities.listWithdrawals, session, { from: tooFar, to: begin }),
    ).rejects.toMatchObject({
      code: 'REQUEST_REJECTED',
    });
  });

  it('on the public clock and prices, which need no key', async () => {
    const { open } = await start();
    const session = await open();
    expect(await byApi(capabilities.readClock)(session)).toMatchObject({ offsetMs: 0 });
    const { rows } = await page(capabilities.listMarketPrices, session);
    expect(rows.map(({ symbol, price }) => [symbol, Number(price)]).sort()).toEqual([
      ['BNBUSDT', 600],
      ['BTCUSDT', 60_000],
    ]);
  });
});

describe('every refusal comes out under its own name', () => {
  it.each<[string, Parameters<Awaited<ReturnType<typeof start>>['open']>, object]>([
    [
      'a wrong secret',
      [suspect, { secret: 'z'.repeat(64) }],
      { code: 'SIGNATURE_REJECTED', venueCode: '-1022' },
    ],
    [
      'an address that is not allowed',
      [suspect, { sourceIp: '127.0.0.66' }],
      { code: 'KEY_IP_OR_SCOPE', venueCode: '-2015' },
    ],
    [
      'a clock that is late',
      [suspect, { clockOffsetMs: -60_000 }],
      { code: 'CLOCK_SKEW', venueCode: '-1021' },
    ],
    [
      'a clock that is ahead',
      [suspect, { clockOffsetMs: 5_000 }],
      { code: 'CLOCK_SKEW', venueCode: '-1021' },
    ],
    [
      'a key text that is none',
      [{ ...suspect, keyId: 'short' }],
      { code: 'KEY_MALFORMED', venueCode: '-2014' },
    ],
  ])('%s', async (_name, args, failure) => {
    const { open } = await start();
    await expect(introspect(await open(...args))).rejects.toMatchObject({ failure });
  });

  it('an unknown or deleted key: one of the two codes that a death proof takes', async () => {
    const { simulator, open } = await start();
    const stranger = { ...suspect, keyId: 'q'.repeat(64) };
    simulator.website.deleteKey(responder.keyId);
    for (const dead of [stranger, responder]) {
      const failure = await introspect(await open(dead)).catch((error: unknown) => error);
      const { deadCodes, deadWithControl } = binance.deathProof;
      expect([...deadCodes, ...deadWithControl]).toContain(
        (failure as { failure: { venueCode: string } }).failure.venueCode,
      );
    }
  });

  it('a missing scope: the read key may not cancel', async () => {
    const { open } = await start();
    const session = await open(responder);
    const { rows } = await page(capabilities.listOpenOrders, session);
    await expect(byApi(capabilities.cancelOrders)(session, rows)).rejects.toMatchObject({
      code: 'KEY_IP_OR_SCOPE',
    });
  });

  it('a symbol that is none', async () => {
    const { open } = await start();
    const session = await open(responder);
    await expect(page(capabilities.listTrades, session, { symbol: 'NOSUCH' })).rejects.toMatchObject({
      failure: { code: 'NOT_FOUND', venueCode: '-1121' },
    });
  });
});

describe('every fault that the simulator can play ends as a failure', () => {
  it.each([
    [{ kind: 'html-200' }, 'REPLY_NOT_UNDERSTOOD', 'REPLY_NOT_UNDERSTOOD'],
    [{ kind: 'empty-200' }, 'REPLY_NOT_UNDERSTOOD', 'REPLY_NOT_UNDERSTOOD'],
    [{ kind: 'reset' }, 'VENUE_DOWN', 'OUTCOME_UNKNOWN'],
    [{ kind: 'stall' }, 'VENUE_DOWN', 'OUTCOME_UNKNOWN'],
    [{ kind: 'body-stall' }, 'VENUE_DOWN', 'OUTCOME_UNKNOWN'],
    [{ kind: 'lost-reply' }, 'VENUE_DOWN', 'OUTCOME_UNKNOWN'],
    [{ kind: 'status', status: 503 }, 'VENUE_DOWN', 'OUTCOME_UNKNOWN'],
    [{ kind: 'status', status: 403 }, 'BLOCKED_BY_GATEWAY', 'BLOCKED_BY_GATEWAY'],
    [{ kind: 'status', status: 418 }, 'BANNED', 'BANNED'],
    [{ kind: 'status', status: 429 }, 'RATE_LIMITED', 'RATE_LIMITED'],
    [{ kind: 'status', status: 451 }, 'REGION_BLOCKED', 'REGION_BLOCKED'],
  ] as const)('%j: a read %s, a cancel %s', async (fault, forRead, forCancel) => {
    const { simulator, open } = await start();
    const session = await open(suspect);
    const { rows } = await page(capabilities.listOpenOrders, session);
    // Twice: a read that meets a reset on a kept connection goes once more on a new one.
    simulator.faults.inject(fault, { path: '/api/v3/openOrders', times: 2 });
    await expect(page(capabilities.listOpenOrders, session)).rejects.toMatchObject({ code: forRead });
    simulator.faults.clear();
    simulator.faults.inject(fault, { path: '/api/v3/order', times: 1 });
    await expect(byApi(capabilities.cancelOrders)(session, rows.slice(0, 1))).rejects.toMatchObject({
      code: forCancel,
    });
    // What happened is looked up, never guessed: after a lost reply the order is gone.
    const left = (await page(capabilities.listOpenOrders, session)).rows.length;
    expect(left).toBe(fault.kind === 'lost-reply' ? 2 : left);
    expect(simulator.books.openOrders().length).toBe(left);
  });
});

describe('the death of a key', () => {
  const prove = async (
    world: Awaited<ReturnType<typeof start>>,
    options: { sourceIp?: string; control?: SimulatedKey } = {},
  ) => {
    const { clock, open } = world;
    const egress = () => options.sourceIp ?? home;
    const before = await probeKey({
      session: await open(suspect),
      role: 'before',
      clock,
      egress: () => home,
    });
    expect(before.says).toBe('works');
    world.simulator.website.deleteKey(suspect.keyId);
    return proveDead({
      venue: binance,
      before,
      openFresh: () => open(suspect, options.sourceIp === undefined ? {} : { sourceIp: options.sourceIp }),
      openControl: () =>
        open(options.control, {
          holder: 'replacement',
          ...(options.sourceIp === undefined ? {} : { sourceIp: options.sourceIp }),
        }),
      clock,
      egress,
    });
  };

  it('is proven after the owner deleted it, with the public clock or a replacement key as control', async () => {
    expect((await prove(await start())).verdict).toBe('dead');
    expect((await prove(await start(), { control: replacement })).verdict).toBe('dead');
  });

  it('is not proven from an address that the key was never allowed from', async () => {
    const world = await start();
    const proof = await prove(world, { sourceIp: '127.0.0.66' });
    const code = proof.probes.find(({ role }) => role === 'negative')?.venueCode;
    // -2008 would be "no such key", whatever the address; -2015 leaves the address open.
    expect([code, proof.verdict]).toEqual(code === '-2008' ? ['-2008', 'dead'] : ['-2015', 'not-proven']);
  });

  it('is denied while it lives', async () => {
    const { clock, open } = await start();
    const proof = await proveDead({
      venue: binance,
      before: undefined,
      openFresh: () => open(suspect),
      openControl: () => open(),
      clock,
      egress: () => home,
    });
    expect(proof.verdict).toBe('alive');
  });

  it('is not proven for a living key that is asked from a wrong address', async () => {
    const { clock, open } = await start();
    const before = await probeKey({
      session: await open(suspect),
      role: 'before',
      clock,
      egress: () => home,
    });
    const proof = await proveDead({
      venue: binance,
      before,
      openFresh: () => open(suspect, { sourceIp: '127.0.0.66' }),
      openControl: () => open(),
      clock,
      egress: () => '127.0.0.66',
    });
    expect(proof.verdict).toBe('not-proven');
  });
});
