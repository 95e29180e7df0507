import { afterEach, describe, expect, it } from 'vitest';
import type { Credential } from '../../src/domain/account.ts';
import { Secret } from '../../src/domain/secret.ts';
import { createBudget } from '../../src/acquisition/budget.ts';
import { readAll } from '../../src/acquisition/pager.ts';
import { readRefusal } from '../../src/venues/gate/failures.ts';
import { gate } from '../../src/venues/gate/index.ts';
import type { PageRequest, Session } from '../../src/venues/index.ts';
import { gateVectors } from '../vectors/gate.ts';
import { machineClock, steppedClock } from './clocks.ts';
import {
  answering,
  at,
  byApi,
  closeAll,
  everySection,
  inSection,
  json,
  no,
  read,
  reads,
  replying,
  type ReadName,
} from './gate-session.ts';
import { apiKey, html, sessionTo, startScriptedVenue } from './scripted-venue.ts';

afterEach(closeAll);

const days = { from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z' };
const s = { from: '1772323200', to: '1772409600' };

/** A reply that is empty in every form. */
const empties: Readonly<Record<string, unknown>> = {
  '/bot/portfolio/running': { code: 0, data: { items: [] } },
  '/futures/usdt/autoorder/v1/trail/list': { orders: [] },
  '/futures/btc/autoorder/v1/chase/list': { orders: [] },
  '/unified/accounts': { user_id: 1, balances: {} },
  '/futures/usdt/accounts': { currency: 'USDT', total: '0', available: '0' },
  '/wallet/total_balance': { total: { amount: '0' }, details: {} },
};
const empty = () => at(({ path }) => json(empties[path.replace('/api/v4', '')] ?? []));

describe('what each read sends', () => {
  it.each<[ReadName, PageRequest, string, Record<string, string>]>([
    ['listOpenOrders', { section: 'spot' }, 'spot/open_orders', { limit: '100', page: '1' }],
    ['listOpenOrders', { section: 'spot', cursor: '2' }, 'spot/open_orders', { limit: '100', page: '2' }],
    [
      'listOpenOrders',
      { section: 'spot/triggered/unified' },
      'spot/price_orders',
      { status: 'open', account: 'unified', limit: '100', offset: '0' },
    ],
    [
      'listOpenOrders',
      { section: 'futures/btc', cursor: '100' },
      'futures/btc/orders',
      { status: 'open', limit: '100', offset: '100' },
    ],
    [
      'listOpenOrders',
      { section: 'futures/usdt/triggered' },
      'futures/usdt/price_orders',
      { status: 'open', limit: '100', offset: '0' },
    ],
    [
      'listOpenOrders',
      { section: 'futures/usdt/trail' },
      'futures/usdt/autoorder/v1/trail/list',
      { is_finished: 'false', sort_by: '1', page_size: '100', page_num: '1' },
    ],
    [
      'listOpenOrders',
      { section: 'futures/btc/chase' },
      'futures/btc/autoorder/v1/chase/list',
      { is_finished: 'false', sort_by: '1', page_size: '100', page_num: '1' },
    ],
    [
      'listOpenOrders',
      { section: 'delivery/usdt/triggered' },
      'delivery/usdt/price_orders',
      { status: 'open', limit: '100', offset: '0' },
    ],
    [
      'listOpenOrders',
      { section: 'options' },
      'options/orders',
      { status: 'open', limit: '100', offset: '0' },
    ],
    // ccxt knows no bots: the same signature, another path.
    ['listOpenOrders', { section: 'bots' }, 'bot/portfolio/running', { page: '1', page_size: '50' }],
    ['listBalances', { section: 'spot' }, 'spot/accounts', {}],
    ['listBalances', { section: 'unified' }, 'unified/accounts', {}],
    ['listBalances', { section: 'lending' }, 'earn/uni/lends', { limit: '100', page: '1' }],
    ['listBalances', { section: 'others' }, 'wallet/total_balance', { currency: 'USDT' }],
    [
      'listPositions',
      { section: 'futures/usdt' },
      'futures/usdt/positions',
      { holding: 'true', limit: '100', offset: '0' },
    ],
    ['listPositions', { section: 'options' }, 'options/positions', {}],
    ['listTrades', { ...days, section: 'spot' }, 'spot/my_trades', { ...s, limit: '1000', page: '1' }],
    // Without "_timerange" it ends at six months.
    [
      'listTrades',
      { ...days, section: 'futures/usdt' },
      'futures/usdt/my_trades_timerange',
      { ...s, limit: '100', offset: '0' },
    ],
    // This list takes no times.
    [
      'listTrades',
      { ...days, section: 'delivery/usdt' },
      'delivery/usdt/my_trades',
      { limit: '100', offset: '0' },
    ],
    [
      'listTrades',
      { ...days, section: 'options/BTC_USDT' },
      'options/my_trades',
      { underlying: 'BTC_USDT', ...s, limit: '100', offset: '0' },
    ],
    [
      'listOrders',
      { ...days, section: 'spot' },
      'spot/orders',
      { status: 'finished', ...s, limit: '100', page: '1' },
    ],
    [
      'listOrders',
      { ...days, section: 'futures/btc' },
      'futures/btc/orders_timerange',
      { ...s, limit: '100', offset: '0' },
    ],
    [
      'listOrders',
      { ...days, section: 'delivery/usdt' },
      'delivery/usdt/orders',
      { status: 'finished', limit: '100', offset: '0' },
    ],
    [
      'listWithdrawals',
      { ...days, section: 'on chain' },
      'wallet/withdrawals',
      { ...s, limit: '100', offset: '0' },
    ],
    [
      'listWithdrawals',
      { ...days, section: 'to other customers' },
      'wallet/push',
      { transaction_type: 'withdraw', ...s, limit: '100', offset: '0' },
    ],
    [
      'listDeposits',
      { ...days, section: 'from other customers' },
      'wallet/push',
      { transaction_type: 'deposit', ...s, limit: '100', offset: '0' },
    ],
    ['listTransfers', days, 'wallet/sub_account_transfers', { ...s, limit: '100', offset: '0' }],
    ['listLedger', { ...days, section: 'spot' }, 'spot/account_book', { ...s, limit: '100', page: '1' }],
    [
      'listLedger',
      { ...days, section: 'delivery/usdt' },
      'delivery/usdt/account_book',
      { ...s, limit: '1000' },
    ],
    [
      'listWithdrawalAddresses',
      { section: 'every currency' },
      'wallet/saved_address',
      { limit: '100', page: '1' },
    ],
    // Left out, cross-margin sub-accounts are missing.
    ['listSubAccounts', {}, 'sub_accounts', { type: '0' }],
    ['listSubAccountKeys', { section: '10001' }, 'sub_accounts/10001/keys', {}],
  ])('%s %j', async (name, request, path, params) => {
    const { venue, session } = await empty();
    const page = await read(name, session, request);
    const [seen] = venue.seen;
    expect(venue.seen.length).toBe(1);
    expect(`${seen?.method} ${seen?.path}`).toBe(`GET /api/v4/${path}`);
    expect(Object.fromEntries(seen?.query ?? [])).toEqual(params);
    expect(page).toMatchObject({ rows: [], received: 0 });
    expect(page.nextCursor).toBeUndefined();
    expect(seen?.headers['key']).toBe(apiKey);
    expect(seen?.headers['timestamp']).toMatch(/^\d{10}$/);
  });

  it('asks for public prices without key and signature', async () => {
    const { venue, session } = await replying([]);
    await read('listMarketPrices', session, { section: 'options/ETH_USDT' });
    expect(venue.seen[0]).toMatchObject({
      path: '/api/v4/options/tickers',
      rawQuery: 'underlying=ETH_USDT',
    });
    expect(venue.seen[0]?.headers['key']).toBeUndefined();
    expect(venue.seen[0]?.headers['sign']).toBeUndefined();
  });

  it('moves the ends of windows outwards to whole seconds', async () => {
    const { venue, session } = await replying([]);
    const between = { from: '2026-03-01T00:00:00.400Z', to: '2026-03-01T00:00:00.600Z' };
    await read('listTransfers', session, between);
    expect(Object.fromEntries(venue.seen[0]?.query ?? [])).toMatchObject({
      from: '1772323200',
      to: '1772323201',
    });
  });

  it('keeps every window within 30 days, ends moved outwards', () => {
    for (const name of Object.keys(reads) as ReadName[]) {
      const { paging } = reads[name];
      if (paging.style !== 'time-window') continue;
      expect(paging.inside).toBe('cursor');
      expect(paging.windowMs).toBeLessThanOrEqual(30 * 86_400_000 - 2_000);
    }
  });

  it('names every parameter of a read as open, and neither key nor secret', async () => {
    const { venue, session } = await replying([]);
    for (const [name, section] of everySection) {
      await read(name, session, inSection(section, days)).catch(() => undefined);
    }
    const sent = new Set(venue.seen.flatMap(({ query }) => [...query.keys()]));
    expect(gate.capture.openParameters).toEqual(expect.arrayContaining([...sent]));
    expect(gate.capture.openParameters).not.toContain('key');
    expect(gate.capture.keyIdFields).toContain('key');
    expect(gate.capture.secretFields).toContain('secret');
  });

  it('refuses a section that it does not have', () => {
    const session = {} as Session;
    for (const section of ['futures', 'constructor', '__proto__']) {
      expect(() => reads.listTrades.page(session, { section })).toThrow(RangeError);
    }
  });
});

describe.each(gateVectors.signatures)('signs as documented: $from', (vector) => {
  it(`${vector.request.method} ${vector.request.path}`, async () => {
    const venue = await startScriptedVenue(() => json({}));
    const parts = Object.fromEntries(
      Object.entries(vector.parts).map(([name, part]) => [name, new Secret(part, 'test')]),
    );
    const credential: Credential = { holder: 'suspect', label: 'vector', parts };
    const clock = steppedClock(new Date(vector.atMs).toISOString());
    const { session } = await sessionTo(venue.port, { venue: gate, credential, clock });
    await session.call(vector.call.endpoint, vector.call.params, 'signing');
    const [seen] = venue.seen;
    await venue.close();
    expect(`${seen?.method} ${seen?.path}`).toBe(`${vector.request.method} ${vector.request.path}`);
    expect(seen?.rawQuery).toBe(vector.request.query ?? '');
    expect(seen?.body).toBe(vector.request.body ?? '');
    expect(seen?.headers).toMatchObject({ ...vector.request.headers, sign: vector.signature.value });
  });
});

// ---------------------------------------------------------------- pages

const options = (session: Session) => ({
  session,
  budget: createBudget({ limits: [], clock: machineClock }),
  clock: machineClock,
  signal: new AbortController().signal,
});

describe('pages', () => {
  const transfer = (n: number) => ({
    timest: String(1_772_323_200 + n),
    uid: '1',
    sub_account: '10001',
    sub_account_type: 'spot',
    currency: 'USDT',
    amount: '1',
    direction: 'to',
    source: 'web',
    client_order_id: '',
    status: 'success',
  });

  it('go on by offset until one is shorter than its limit', async () => {
    const { venue, session } = await at(({ query }) => {
      const offset = Number(query.get('offset'));
      return json(Array.from({ length: offset < 200 ? 100 : 7 }, (_, n) => transfer(offset + n)));
    });
    const { listTransfers } = gate.capabilities;
    if (listTransfers.by !== 'api') throw new Error('not by API');
    const { listing } = await readAll({ ...options(session), capability: listTransfers, query: days });
    expect(listing.rows.length).toBe(207);
    expect(listing.coverage.holes).toEqual([]);
    expect(venue.seen.map(({ query }) => query.get('offset'))).toEqual(['0', '100', '200']);
  });

  it('of open orders on spot go on while one pair’s own page is full', async () => {
    const order = (n: number) => ({
      id: String(n),
      text: 'web',
      currency_pair: 'BTC_USDT',
      side: 'sell',
      type: 'limit',
      account: 'spot',
      price: '1',
      amount: '1',
      left: '1',
      status: 'open',
      create_time: '1729180336',
      update_time: '1729180336',
    });
    const { session } = await at(({ query }) =>
      json(
        query.get('page') === '1'
          ? [
              {
                currency_pair: 'BTC_USDT',
                total: 100,
                orders: Array.from({ length: 100 }, (_, n) => order(n)),
              },
              { currency_pair: 'ETH_USDT', total: 1, orders: [order(1000)] },
            ]
          : [{ currency_pair: 'BTC_USDT', total: 1, orders: [order(100)] }],
      ),
    );
    const first = await read('listOpenOrders', session, { section: 'spot' });
    expect(first).toMatchObject({ received: 101, nextCursor: '2' });
    const second = await read('listOpenOrders', session, { section: 'spot', cursor: '2' });
    expect(second.received).toBe(1);
    expect(second.nextCursor).toBeUndefined();
  });

  it('a list without pages says that a full reply may not be all', async () => {
    const line = { id: '', time: 1_772_323_200, change: '1', balance: '1', type: 'pnl', text: '' };
    const { session } = await replying(Array.from({ length: 1000 }, () => line));
    const page = await read('listLedger', session, { ...days, section: 'delivery/usdt' });
    expect(page.unproven).toContain('no second page');
  });

  it('options whose underlyings Gate does not tell are a hole, and all else is read', async () => {
    const { session } = await answering({
      'GET /spot/my_trades': [],
      'GET /futures/usdt/my_trades_timerange': [],
      'GET /futures/btc/my_trades_timerange': [],
      'GET /delivery/usdt/my_trades': [],
    });
    const { listTrades } = gate.capabilities;
    if (listTrades.by !== 'api') throw new Error('not by API');
    const { listing } = await readAll({ ...options(session), capability: listTrades, query: days });
    expect(listing.stop).toBe('failed');
    expect(listing.coverage.holes.map(({ what }) => what)).toEqual(['rows in options']);
  });

  it('an account that was never paid into is empty; any other refusal is not', async () => {
    const none = await at(() => no('USER_NOT_FOUND'));
    for (const section of ['futures/btc', 'delivery/usdt', 'options']) {
      expect(await read('listPositions', none.session, { section })).toMatchObject({
        rows: [],
        received: 0,
        stop: 'empty-page',
      });
    }
    await expect(read('listBalances', none.session, { section: 'spot' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const { session } = await at(() => no('FORBIDDEN', 403));
    const refused = read('listPositions', session, { section: 'futures/btc' });
    await expect(refused).rejects.toMatchObject({ code: 'SCOPE_MISSING' });
  });

  it('addresses are asked by currency where Gate wants one, and the list says that it is not whole', async () => {
    const { session } = await at(({ path, query }) => {
      if (path.endsWith('/spot/accounts')) return json([{ currency: 'BTC', available: '1', locked: '0' }]);
      if (path.endsWith('/wallet/withdrawals')) return json([{ currency: 'USDT' }]);
      if (!query.has('currency')) return no('MISSING_REQUIRED_PARAM');
      return json([
        {
          currency: (query.get('currency') ?? '').toLowerCase(),
          chain: 'TRX',
          address: 'Taddress',
          name: 'desk',
          tag: '',
          verified: '1',
        },
      ]);
    });
    const { listWithdrawalAddresses } = gate.capabilities;
    if (listWithdrawalAddresses.by !== 'api') throw new Error('not by API');
    const { listing } = await readAll({
      ...options(session),
      capability: listWithdrawalAddresses,
      query: {},
    });
    expect(listing.rows.map(({ asset, whitelisted }) => [asset, whitelisted])).toEqual([
      ['BTC', true],
      ['USDT', true],
    ]);
    expect(listing.coverage.holes.length).toBeGreaterThan(0);
  });
});

// ---------------------------------------------------------------- refusals

describe('a reply of another form is never taken for "none"', () => {
  const forms: [string, string][] = [
    ['{}', '{}'],
    ['null', 'null'],
    ['an HTML page', html],
    ['rows that are no objects', '["B"]'],
    ['rows without fields', '[{}]'],
    ['null rows', '[null]'],
    ['a list inside a list', '[[{"id":"w1"}]]'],
    ['lists that are null', '{"orders":null,"data":{"items":null},"balances":null}'],
  ];
  it.each(forms)('%s, in every list and section', async (_form, body) => {
    const { session } = await replying(body);
    for (const [name, section] of everySection) {
      const reading = read(name, session, inSection(section, days));
      await expect(reading, `${name} ${section}`).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
    }
  });

  it.each(forms)('%s, to a question about the key', async (_form, body) => {
    const { session } = await replying(body);
    const asked = byApi(gate.capabilities.introspectKey)(session);
    await expect(asked).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
  });

  it('names the place that does not fit, and not what stood there', async () => {
    const { session } = await replying([{ currency_pair: 'BTC_USDT', last: 'HOSTILE<script>' }]);
    const failure = (await read('listMarketPrices', session, { section: 'spot' }).catch(
      (error: unknown) => error,
    )) as { failure: { detail: string } };
    expect(failure.failure.detail).toContain('last');
    expect(JSON.stringify(failure.failure)).not.toContain('HOSTILE');
  });
});

describe('refusals', () => {
  it.each([
    ['INVALID_KEY', 401, 'KEY_UNKNOWN'],
    ['IP_FORBIDDEN', 401, 'IP_NOT_ALLOWED'],
    ['READ_ONLY', 403, 'SCOPE_MISSING'],
    ['FORBIDDEN', 403, 'SCOPE_MISSING'],
    ['INVALID_SIGNATURE', 401, 'SIGNATURE_REJECTED'],
    ['REQUEST_EXPIRED', 403, 'CLOCK_SKEW'],
    ['ACCOUNT_LOCKED', 403, 'ACCOUNT_FROZEN'],
    ['TOO_BUSY', 503, 'VENUE_DOWN'],
    // A read has no outcome to be unknown.
    ['INTERNAL', 500, 'VENUE_DOWN'],
    ['ORDER_NOT_FOUND', 400, 'NOT_FOUND'],
    ['OF_TOMORROW', 400, 'REQUEST_REJECTED'],
    // A name of an object's own is no code of ours.
    ['constructor', 400, 'REQUEST_REJECTED'],
  ])('%s under HTTP %i is %s', async (label, status, code) => {
    const { session } = await at(() => no(label, status));
    const reading = read('listBalances', session, { section: 'spot' });
    await expect(reading).rejects.toMatchObject({ code, failure: { venueCode: label } });
  });

  it('a label that is empty, or stands in a list, is none', () => {
    expect(readRefusal({ label: '', message: '' })).toBeUndefined();
    expect(readRefusal([{ label: 'ORDER_NOT_FOUND' }])).toBeUndefined();
    expect(readRefusal({ label: 'INVALID_ARGUMENT', detail: 'invalid size' })).toEqual({
      code: 'INVALID_ARGUMENT',
      detail: 'invalid size',
    });
  });

  it('a refusal under HTTP 200 is one all the same', async () => {
    const { session } = await at(() => no('INVALID_KEY', 200));
    const reading = read('listBalances', session, { section: 'spot' });
    await expect(reading).rejects.toMatchObject({ code: 'KEY_UNKNOWN' });
  });
});
