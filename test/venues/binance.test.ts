import { afterEach, describe, expect, it } from 'vitest';
import { VenueFailure } from '../../src/domain/failure.ts';
import type { Balance, OpenOrder } from '../../src/domain/trading.ts';
import { binance } from '../../src/venues/binance/index.ts';
import type { Capability, PageRequest, Session } from '../../src/venues/index.ts';
import { steppedClock } from './clocks.ts';
import { html, sessionTo, startScriptedVenue } from './scripted-venue.ts';
import type { Scripted, ScriptedVenue, SeenRequest } from './scripted-venue.ts';

const open: ScriptedVenue[] = [];
afterEach(async () => {
  for (const venue of open.splice(0)) await venue.close();
});

async function at(
  answer: (request: SeenRequest) => Scripted,
): Promise<{ venue: ScriptedVenue; session: Session }> {
  const venue = await startScriptedVenue(answer);
  open.push(venue);
  return { venue, session: (await sessionTo(venue.port)).session };
}

const replying = (body: unknown) =>
  at(() => ({ body: typeof body === 'string' ? body : JSON.stringify(body) }));

/** The run of a capability that must be by API. */
function byApi<Run>(capability: Capability<Run>): Run {
  if (capability.by !== 'api') throw new Error('not by API');
  return capability.run;
}

const { capabilities } = binance;
const reads = {
  listOpenOrders: byApi(capabilities.listOpenOrders),
  listBalances: byApi(capabilities.listBalances),
  listTrades: byApi(capabilities.listTrades),
  listOrders: byApi(capabilities.listOrders),
  listWithdrawals: byApi(capabilities.listWithdrawals),
  listDeposits: byApi(capabilities.listDeposits),
  listWithdrawalAddresses: byApi(capabilities.listWithdrawalAddresses),
  listMarketPrices: byApi(capabilities.listMarketPrices),
};
const readNames = Object.keys(reads) as (keyof typeof reads)[];

const read = (name: keyof typeof reads, session: Session, request: PageRequest = {}) =>
  reads[name].page(session, { symbol: 'BTCUSDT', ...request });

describe('what each read sends', () => {
  const signed = ['recvWindow', 'signature', 'timestamp'];

  it.each<[keyof typeof reads, PageRequest, string, Record<string, string>]>([
    ['listOpenOrders', {}, 'GET /api/v3/openOrders', {}],
    ['listBalances', {}, 'GET /api/v3/account', { omitZeroBalances: 'true' }],
    ['listBalances', { cursor: 'funding' }, 'POST /sapi/v1/asset/get-funding-asset', {}],
    ['listTrades', {}, 'GET /api/v3/myTrades', { symbol: 'BTCUSDT', limit: '1000', fromId: '0' }],
    [
      'listTrades',
      { fromId: '9007199254740993' },
      'GET /api/v3/myTrades',
      { symbol: 'BTCUSDT', limit: '1000', fromId: '9007199254740993' },
    ],
    [
      'listTrades',
      { from: '2026-03-01T00:00:00.000Z', to: '2026-03-01T23:59:59.999Z' },
      'GET /api/v3/myTrades',
      { symbol: 'BTCUSDT', limit: '1000', startTime: '1772323200000', endTime: '1772409599999' },
    ],
    // An id and times together are no supported combination: the id wins.
    [
      'listTrades',
      { fromId: '5', from: '2026-03-01T00:00:00.000Z' },
      'GET /api/v3/myTrades',
      { symbol: 'BTCUSDT', limit: '1000', fromId: '5' },
    ],
    ['listOrders', {}, 'GET /api/v3/allOrders', { symbol: 'BTCUSDT', limit: '1000', orderId: '1' }],
    // A server that reads 0 as "not given" would send the latest page and hide the rest.
    [
      'listOrders',
      { fromId: '0' },
      'GET /api/v3/allOrders',
      { symbol: 'BTCUSDT', limit: '1000', orderId: '1' },
    ],
    [
      'listWithdrawals',
      { from: '2026-01-01T00:00:00.000Z', to: '2026-03-01T00:00:00.000Z', offset: 1000 },
      'GET /sapi/v1/capital/withdraw/history',
      { startTime: '1767225600000', endTime: '1772323200000', offset: '1000', limit: '1000' },
    ],
    ['listDeposits', {}, 'GET /sapi/v1/capital/deposit/hisrec', { offset: '0', limit: '1000' }],
    ['listWithdrawalAddresses', {}, 'GET /sapi/v1/capital/withdraw/address/list', {}],
  ])('%s %j', async (name, request, line, params) => {
    const { venue, session } = await replying(line.includes('account') ? { balances: [] } : []);
    const page = await read(name, session, request);
    const [seen] = venue.seen;
    expect(venue.seen.length).toBe(1);
    expect(`${seen?.method} ${seen?.path}`).toBe(line);
    const sent = Object.fromEntries(new URLSearchParams(`${seen?.rawQuery}&${seen?.body}`));
    expect(Object.keys(sent)).toEqual(expect.arrayContaining(signed));
    for (const each of signed) delete sent[each];
    expect(sent).toEqual(params);
    expect(page.request).toEqual(params);
  });

  it('asks for public prices without key and signature', async () => {
    const { venue, session } = await replying([]);
    await read('listMarketPrices', session);
    expect(venue.seen[0]).toMatchObject({ path: '/api/v3/ticker/price', rawQuery: '' });
    expect(venue.seen[0]?.headers['x-mbx-apikey']).toBeUndefined();
  });

  it('reads spot first, then funding, where money can leave without a chain', async () => {
    const { session } = await at(({ path }) => ({
      body: path.endsWith('/account')
        ? '{"balances":[{"asset":"BTC","free":"0.10000000","locked":"0.02000000"}]}'
        : '[{"asset":"USDT","free":"1.50","locked":"0","freeze":"2.00","withdrawing":"3","btcValuation":"0"}]',
    }));
    const spot = await read('listBalances', session);
    expect(spot.nextCursor).toBe('funding');
    const funding = await read('listBalances', session, { cursor: 'funding' });
    expect(funding.nextCursor).toBeUndefined();
    expect([...spot.rows, ...funding.rows]).toEqual([
      { wallet: 'spot', asset: 'BTC', free: '0.10000000', locked: '0.02000000' },
      { wallet: 'funding', asset: 'USDT', free: '1.50', locked: '0' },
      { wallet: 'funding, frozen', asset: 'USDT', free: '0', locked: '2.00' },
      { wallet: 'funding, being withdrawn', asset: 'USDT', free: '0', locked: '3' },
    ]);
    const all = [...spot.rows, ...funding.rows] as Balance[];
    const ids = all.map((row) => reads.listBalances.idOf(row));
    expect(new Set(ids).size).toBe(4);
  });

  it('keeps a window of both ends within the documented limits', () => {
    const day = 24 * 60 * 60 * 1000;
    expect(reads.listWithdrawals.paging).toMatchObject({ style: 'time-window', windowMs: 90 * day - 1 });
    expect(reads.listDeposits.paging).toMatchObject({ style: 'time-window', windowMs: 90 * day - 1 });
    expect(reads.listTrades.paging).toMatchObject({ style: 'ascending-id', seekWindowMs: day - 1 });
  });
});

describe('a reply of another form is never taken for "none"', () => {
  const forms: [string, string][] = [
    ['{}', '{}'],
    ['an object for a list', '{"rows":[]}'],
    ['a list for an object', '[1]'],
    ['rows that are no objects', '["B","T","C"]'],
    ['rows without fields', '[{}]'],
    ['null rows', '[null]'],
    ['an HTML page', html],
    ['null', 'null'],
    ['a failure under another name', '{"error":"nope"}'],
  ];
  it.each(readNames.flatMap((name) => forms.map(([form, body]) => [name, form, body] as const)))(
    '%s: %s',
    async (name, _form, body) => {
      const { session } = await replying(body);
      await expect(read(name, session)).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
    },
  );

  it('names the place that does not fit, and not what stood there', async () => {
    const { session } = await replying([{ symbol: 'BTCUSDT', price: 'HOSTILE<script>' }]);
    const failure = await read('listMarketPrices', session).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(VenueFailure);
    const { detail, exchange } = (failure as VenueFailure).failure;
    expect(detail).toContain('[0].price');
    expect(JSON.stringify((failure as VenueFailure).failure)).not.toContain('HOSTILE');
    expect(exchange).toBeDefined();
  });

  it('does not mind fields of tomorrow', async () => {
    const { session } = await replying([{ symbol: 'BTCUSDT', price: '1.0', newField: { a: 1 } }]);
    expect((await read('listMarketPrices', session)).rows.length).toBe(1);
  });
});

describe('what rows become', () => {
  const withdrawal = {
    id: 'b6ae22b3aa844210a7041aee7589627c',
    amount: '8.91000000',
    transactionFee: '0.004',
    coin: 'USDT',
    status: 6,
    address: '0x94df',
    txId: '0xb5ef',
    applyTime: '2026-03-01 02:30:59',
    network: 'ETH',
    transferType: 0,
    completeTime: '2026-03-01 02:41:00',
  };

  it('a withdrawal’s times are UTC although no zone stands there', async () => {
    const { session } = await replying([withdrawal]);
    expect((await read('listWithdrawals', session)).rows[0]).toEqual({
      id: 'b6ae22b3aa844210a7041aee7589627c',
      asset: 'USDT',
      amount: '8.91000000',
      fee: { known: true, value: '0.004' },
      address: '0x94df',
      network: 'ETH',
      txId: { known: true, value: '0xb5ef' },
      status: 'completed',
      venueStatus: '6',
      internal: false,
      requestedAt: '2026-03-01T02:30:59.000Z',
      completedAt: { known: true, value: '2026-03-01T02:41:00.000Z' },
    });
  });

  it.each([
    [0, 'requested'],
    [2, 'awaiting-approval'],
    [3, 'rejected'],
    [4, 'processing'],
    [6, 'completed'],
    [9, 'unknown'],
  ])('status %i is %s, and the venue’s own number is kept', async (status, word) => {
    const { session } = await replying([{ ...withdrawal, status }]);
    expect((await read('listWithdrawals', session)).rows[0]).toMatchObject({
      status: word,
      venueStatus: String(status),
    });
  });

  it('one without fee, transaction or completion says that it is not known', async () => {
    const { transactionFee: _fee, completeTime: _time, ...bare } = withdrawal;
    const { session } = await replying([{ ...bare, txId: '', transferType: 1 }]);
    expect((await read('listWithdrawals', session)).rows[0]).toMatchObject({
      fee: { known: false },
      txId: { known: false },
      completedAt: { known: false },
      internal: true,
    });
  });

  it('a deposit id beyond 2^53 sent as a number keeps every digit', async () => {
    const { session } = await replying(
      '[{"id":769800519366885377,"amount":0.10,"coin":"BNB","network":"BNB","status":1,"address":"bnb1","addressTag":"101","txId":"98A3","insertTime":1661493146000}]',
    );
    expect((await read('listDeposits', session)).rows[0]).toMatchObject({
      id: '769800519366885377',
      amount: '0.10',
      address: 'bnb1',
      tag: '101',
      at: '2022-08-26T05:52:26.000Z',
    });
  });

  it.each([
    ['seconds', 1_499_865_549],
    ['microseconds', 1_499_865_549_590_000],
    ['a negative time', -1],
    ['text', '"soon"'],
  ])('a time in %s is refused, not shown as another year', async (_name, time) => {
    const row = `[{"symbol":"A","id":1,"orderId":2,"price":"1","qty":"1","quoteQty":"1","commission":"0","commissionAsset":"BNB","time":${time},"isBuyer":true,"isMaker":false}]`;
    const { session } = await replying(row);
    await expect(read('listTrades', session)).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
  });

  it('an order status of tomorrow is "unknown", and the venue’s word is kept', async () => {
    const order = {
      symbol: 'A',
      orderId: 1,
      clientOrderId: 'x',
      price: '1',
      origQty: '2',
      executedQty: '1',
      type: 'LIMIT',
      side: 'SELL',
      time: 1_499_827_319_559,
      updateTime: 1_499_827_319_560,
    };
    const { session } = await replying([
      { ...order, status: 'EXPIRED_IN_MATCH' },
      { ...order, status: 'FROZEN_BY_AI' },
      { ...order, status: 'toString' },
    ]);
    expect((await read('listOrders', session)).rows).toMatchObject([
      { status: 'expired', venueStatus: 'EXPIRED_IN_MATCH', side: 'sell' },
      { status: 'unknown', venueStatus: 'FROZEN_BY_AI' },
      { status: 'unknown', venueStatus: 'toString' },
    ]);
  });

  it('an address without the whitelist flag is "unknown", not "not whitelisted"', async () => {
    const { session } = await replying([{ address: '1A1z', coin: 'BTC', network: 'BTC' }]);
    expect((await read('listWithdrawalAddresses', session)).rows[0]).toMatchObject({
      whitelisted: 'unknown',
    });
  });
});

describe('reading the key’s permissions', () => {
  const introspect = byApi(capabilities.introspectKey);
  const tradeOnly = {
    ipRestrict: true,
    createTime: 1_623_840_271_000,
    enableReading: true,
    enableWithdrawals: false,
    enableInternalTransfer: false,
    permitsUniversalTransfer: false,
    enableMargin: false,
    enableFutures: false,
    enableVanillaOptions: false,
    enableSpotAndMarginTrading: true,
    enablePortfolioMarginTrading: false,
    enableFixApiTrade: false,
    enableFixReadOnly: true,
  };
  const reportOf = async (change: Record<string, unknown>) => {
    const { session } = await replying({ ...tradeOnly, ...change });
    return introspect(session);
  };

  it('reports the spot flag’s margin as bundled with spot trade, not as a fault', async () => {
    const report = await reportOf({});
    expect(report.scopes).toEqual({
      read: 'granted',
      'spot-trade': 'granted',
      margin: 'granted',
      futures: 'denied',
      options: 'denied',
      transfer: 'denied',
      withdraw: 'denied',
      'manage-keys': 'unknown',
      'manage-addresses': 'denied',
    });
    expect(report.bundled).toEqual([['spot-trade', 'margin']]);
    expect(report.createdAt).toEqual({ known: true, value: '2021-06-16T10:44:31.000Z' });
  });

  it('does not excuse margin that was granted by a flag of its own', async () => {
    expect((await reportOf({ enableMargin: true })).bundled).toEqual([]);
  });

  it('says unknown, with the reason, for label, last use, expiry and the list of addresses', async () => {
    const report = await reportOf({});
    for (const fact of [report.label, report.lastUsedAt, report.expiresAt, report.ipAllowlist]) {
      expect(fact).toMatchObject({ known: false, why: expect.stringContaining('Binance') });
    }
    expect(report.ipRestricted).toBe('granted');
    expect((await reportOf({ ipRestrict: false })).ipRestricted).toBe('denied');
  });

  it.each([
    ['enableWithdrawals', 'withdraw'],
    ['enableFutures', 'futures'],
    ['enableVanillaOptions', 'options'],
    ['permitsUniversalTransfer', 'transfer'],
  ] as const)('reports %s as unknown when the venue leaves the field out', async (flag, scope) => {
    expect((await reportOf({ [flag]: undefined })).scopes[scope]).toBe('unknown');
  });

  it.each([
    ['enableInternalTransfer', 'transfer'],
    ['permitsUniversalTransfer', 'transfer'],
    ['enablePortfolioMarginTrading', 'futures'],
  ] as const)('counts %s alone as %s', async (flag, scope) => {
    expect((await reportOf({ [flag]: true })).scopes[scope]).toBe('granted');
  });

  it('sees the second way to the order book: FIX trading without the spot flag', async () => {
    const report = await reportOf({ enableSpotAndMarginTrading: false, enableFixApiTrade: true });
    expect(report.scopes['spot-trade']).toBe('granted');
  });

  it.each([
    ['{}', {}],
    ['only flags that it may leave out', { enableWithdrawals: false }],
    ['the string "false" for a flag', { ...tradeOnly, enableWithdrawals: 'false' }],
    ['0 for a flag', { ...tradeOnly, enableWithdrawals: 0 }],
    ['a list', [tradeOnly]],
    ['no time of creation', { ...tradeOnly, createTime: undefined }],
  ])('refuses %s: it is no answer about a key', async (_name, body) => {
    const { session } = await replying(body);
    await expect(introspect(session)).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
  });
});

describe('cancelling orders', () => {
  const cancel = byApi(capabilities.cancelOrders);
  const order = (id: string): OpenOrder => ({
    id,
    clientOrderId: `c${id}`,
    symbol: 'BTCUSDT',
    side: 'buy',
    type: 'LIMIT',
    price: '1',
    amount: '1',
    filled: '0',
    createdAt: '2026-03-01T00:00:00.000Z',
  });
  const done = (id: string | null): Scripted => ({
    body: JSON.stringify({ orderId: Number(id), status: 'CANCELED' }),
  });
  const no = (status: number, code: number): Scripted => ({
    status,
    body: JSON.stringify({ code, msg: 'no' }),
  });

  it('touches the listed orders and nothing else', async () => {
    const { venue, session } = await at(({ query }) => done(query.get('orderId')));
    await cancel(session, [order('11'), order('12')]);
    expect(
      venue.seen.map(({ method, path, query }) => [method, path, query.get('symbol'), query.get('orderId')]),
    ).toEqual([
      ['DELETE', '/api/v3/order', 'BTCUSDT', '11'],
      ['DELETE', '/api/v3/order', 'BTCUSDT', '12'],
    ]);
  });

  it('is content with an order that is gone already, so a repeat does no harm', async () => {
    const { venue, session } = await at(({ query }) =>
      query.get('orderId') === '11' ? no(400, -2011) : done('12'),
    );
    await cancel(session, [order('11'), order('12')]);
    expect(venue.seen.length).toBe(2);
  });

  it.each<[string, Scripted, string]>([
    ['the answer is lost', { does: 'reset' }, 'OUTCOME_UNKNOWN'],
    ['the venue refuses one', no(400, -2010), 'REQUEST_REJECTED'],
    ['a Wi-Fi page answers', { body: html }, 'REPLY_NOT_UNDERSTOOD'],
    ['an empty object answers', { body: '{}' }, 'REPLY_NOT_UNDERSTOOD'],
  ])('goes on with the others when %s, and says so at the end', async (_name, scripted, code) => {
    const { venue, session } = await at(({ query }) =>
      query.get('orderId') === '11' ? scripted : done('12'),
    );
    await expect(cancel(session, [order('11'), order('12')])).rejects.toMatchObject({ code });
    expect(venue.seen.map(({ query }) => query.get('orderId'))).toEqual(['11', '12']);
  });

  it.each<[string, Scripted]>([
    ['the key is refused', no(401, -2015)],
    ['the address is banned', no(418, -1003)],
    ['the limit is reached', no(429, -1003)],
  ])('stops when %s', async (_name, scripted) => {
    const { venue, session } = await at(() => scripted);
    await expect(cancel(session, [order('11'), order('12')])).rejects.toThrow(VenueFailure);
    expect(venue.seen.length).toBe(1);
  });

  it('never sends a cancel twice by itself', async () => {
    const { venue, session } = await at(() => ({ does: 'reset' }));
    await expect(cancel(session, [order('11')])).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect(venue.seen.length).toBe(1);
  });
});

describe('the venue’s clock', () => {
  const readClock = byApi(capabilities.readClock);

  it('is read on a keyless session, as the difference at the middle of the request', async () => {
    const clock = steppedClock();
    const venue = await startScriptedVenue(() => {
      clock.step(40);
      const serverTime = clock.now().toMillis() + 1_500;
      clock.step(60);
      return { body: JSON.stringify({ serverTime }) };
    });
    open.push(venue);
    const { session } = await sessionTo(venue.port, { clock, keyless: true });
    // Sent at 0, read at 40, received at 100: the middle is 50.
    expect(await readClock(session)).toMatchObject({ venue: 'binance', offsetMs: 1_490, roundTripMs: 100 });
    expect(venue.seen[0]).toMatchObject({ path: '/api/v3/time', rawQuery: '' });
  });

  it.each(['{}', '{"serverTime":"soon"}', '[]'])('is not read from %s', async (body) => {
    const { session } = await replying(body);
    await expect(readClock(session)).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
  });
});

describe('what nobody can do by API here', () => {
  it('is declared as such, with the page for what a person can do', () => {
    const by = Object.fromEntries(Object.entries(capabilities).map(([name, { by }]) => [name, by]));
    expect(by).toMatchObject({
      cancelWithdrawal: 'nobody',
      revokeKey: 'hand',
      createKey: 'hand',
      editWithdrawalAddresses: 'hand',
      freezeAccount: 'hand',
      endSessions: 'hand',
    });
  });

  it('is flagged unverified where no document shows the page', () => {
    for (const name of ['createKey', 'editWithdrawalAddresses', 'freezeAccount', 'endSessions'] as const) {
      expect(capabilities[name].source.verified, name).toBe(false);
    }
  });
});
