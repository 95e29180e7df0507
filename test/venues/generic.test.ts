import { afterEach, describe, expect, it } from 'vitest';
import { createBudget, readAll } from '../../src/acquisition/index.ts';
import { loadConfig } from '../../src/config/index.ts';
import { BadInput, VenueFailure } from '../../src/domain/failure.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { Credential, KeyHolder } from '../../src/domain/account.ts';
import type { ByApi, CapabilityName, ReadPages, Session, Venue } from '../../src/venues/index.ts';
import {
  findVenue,
  genericVenueIds,
  nameableVenues,
  proveDead,
  venueIds,
  venues,
} from '../../src/venues/index.ts';
import { genericVenue } from '../../src/venues/generic/index.ts';
import { readRefusal } from '../../src/venues/generic/failures.ts';
import { probeKey } from '../../src/venues/probe.ts';
import { machineClock, steppedClock } from './clocks.ts';
import { html, sessionTo, startScriptedVenue } from './scripted-venue.ts';
import type { Scripted, ScriptedVenue, SeenRequest, TestSession } from './scripted-venue.ts';

const open: ScriptedVenue[] = [];
const sessions: Session[] = [];
afterEach(async () => {
  for (const session of sessions.splice(0)) await session.close();
  for (const venue of open.splice(0)) await venue.close();
});

type Answers = Readonly<Record<string, unknown>>;

const generic = (id: string): Venue => {
  const venue = genericVenue(id);
  if (venue === undefined) throw new Error(`no generic ${id}`);
  return venue;
};

const keyOf = (venue: Venue, holder: KeyHolder = 'suspect'): Credential => ({
  holder,
  label: 'tradebot-1',
  parts: Object.fromEntries(
    venue.credentialParts.map((part) => [part, new Secret(stand[part] ?? 'CANARY'.repeat(6), `env:${part}`)]),
  ),
});
const stand: Readonly<Record<string, string>> = {
  privateKey: `0x${'ab'.repeat(32)}`,
  walletAddress: `0x${'cd'.repeat(20)}`,
};

/** A server that answers each path with its JSON (or as scripted), and everything else with `[]`. */
async function at(
  venue: Venue,
  answers: Answers,
  change: Parameters<typeof sessionTo>[1] = {},
): Promise<TestSession & { readonly server: ScriptedVenue; readonly sent: () => readonly string[] }> {
  const server = await startScriptedVenue((request) => scripted(answers[request.path] ?? []));
  open.push(server);
  const { session, captured } = await sessionTo(server.port, { venue, credential: keyOf(venue), ...change });
  sessions.push(session);
  return {
    session,
    captured,
    server,
    sent: () => server.seen.map(({ method, path }) => `${method} ${path}`),
  };
}

const scripted = (answer: unknown): Scripted =>
  answer instanceof Reply ? answer.scripted : { body: JSON.stringify(answer) };

class Reply {
  readonly scripted: Scripted;
  constructor(given: Scripted) {
    this.scripted = given;
  }
}

const read = async (venue: Venue, session: Session, name: CapabilityName, query: object = {}) => {
  const capability = venue.capabilities[name];
  if (capability.by !== 'api') throw new Error(`${venue.id} has no ${name} by API`);
  return readAll({
    capability: capability as unknown as ByApi<ReadPages<unknown>>,
    session,
    query,
    budget: createBudget({ limits: [], clock: machineClock }),
    clock: steppedClock(),
    signal: new AbortController().signal,
    what: name,
  });
};

const gatePairs = {
  '/api/v4/spot/currency_pairs': [
    {
      id: 'THIN_USDT',
      base: 'THIN',
      quote: 'USDT',
      fee: '0.2',
      amount_precision: 8,
      precision: 4,
      trade_status: 'tradable',
    },
  ],
};
const gateOrder = {
  id: '769800519366885376',
  text: 't-not-ours',
  create_time_ms: 1795768157323,
  update_time_ms: 1795768157323,
  currency_pair: 'THIN_USDT',
  status: 'open',
  type: 'limit',
  account: 'spot',
  side: 'buy',
  amount: '1.10000000',
  price: '0.00000012',
  left: '1.10000000',
  filled_total: '0',
};
const gateOpen = {
  '/api/v4/spot/open_orders': [{ currency_pair: 'THIN_USDT', total: 1, orders: [gateOrder] }],
};

describe('reads go out as the dry run showed', () => {
  it('gate: markets without the key, then the lookup and the list with it', async () => {
    const venue = generic('gate');
    const { session, server, captured, sent } = await at(venue, { ...gatePairs, ...gateOpen });
    const { listing } = await read(venue, session, 'listOpenOrders');
    expect(sent()).toEqual(
      expect.arrayContaining(['GET /api/v4/account/detail', 'GET /api/v4/spot/open_orders']),
    );
    const signed = server.seen.filter(({ headers }) => headers['key'] !== undefined).map(({ path }) => path);
    expect(signed).toEqual([
      '/api/v4/account/detail',
      '/api/v4/spot/open_orders',
      '/api/v4/futures/usdt/orders',
    ]);
    expect(captured).toHaveLength(server.seen.length);
    expect(listing.pages.map(({ exchange }) => exchange)).toEqual(captured.slice(-3).map(({ id }) => id));
  });

  it('gate: amounts, prices and ids to the last digit, in the venue’s own symbols', async () => {
    const venue = generic('gate');
    const { session } = await at(venue, { ...gatePairs, ...gateOpen });
    const { listing } = await read(venue, session, 'listOpenOrders');
    expect(listing.rows).toEqual([
      {
        id: '769800519366885376',
        clientOrderId: 't-not-ours',
        symbol: 'THIN_USDT',
        side: 'buy',
        type: 'limit',
        price: '0.00000012',
        // ccxt's own arithmetic drops zeros at the end, and no digit else.
        amount: '1.1',
        filled: '0',
        createdAt: '2026-11-27T08:29:17.323Z',
        section: 'spot',
      },
    ]);
    expect(listing.coverage.holes).toEqual([]);
  });

  it('keeps every digit of what comes as a JSON number', async () => {
    const venue = generic('mexc');
    const { session } = await at(venue, {
      '/api/v3/exchangeInfo': {
        symbols: [
          {
            symbol: 'THINUSDT',
            baseAsset: 'THIN',
            quoteAsset: 'USDT',
            status: '1',
            isSpotTradingAllowed: true,
            permissions: ['SPOT'],
          },
        ],
      },
      '/api/v3/account': new Reply({
        body: '{"balances":[{"asset":"USDT","free":1.10,"locked":0.1000000000000000055}]}',
      }),
    });
    const { listing } = await read(venue, session, 'listBalances');
    expect(listing.rows[0]).toEqual({
      wallet: 'spot',
      asset: 'USDT',
      free: '1.10',
      locked: '0.1000000000000000055',
      section: 'spot',
    });
  });

  it('bitstamp: a POST that reads, because the dry run saw it', async () => {
    const venue = generic('bitstamp');
    const { session, sent } = await at(venue, {});
    const { listing } = await read(venue, session, 'listOpenOrders');
    expect(listing.coverage.holes).toEqual([]);
    expect(sent().filter((line) => line.startsWith('POST'))).toEqual(['POST /api/v2/open_orders/all/']);
  });

  it('loads the list of markets once for all sessions of a way to the venue', async () => {
    const venue = generic('bitstamp');
    const { session, server, sent } = await at(venue, {});
    await read(venue, session, 'listOpenOrders');
    const other = await sessionTo(server.port, { venue, credential: keyOf(venue, 'responder') });
    sessions.push(other.session);
    await read(venue, other.session, 'listOpenOrders');
    expect(sent().filter((line) => line === 'GET /api/v2/markets/')).toHaveLength(1);
  });

  it('sends nothing that the dry run did not see, whatever ccxt would', async () => {
    const venue = { ...generic('bitstamp'), views: { fetchOpenOrders: [] } };
    const { session, sent } = await at(venue, {});
    await expect(session.view('fetchOpenOrders', {}, 'testing')).rejects.toMatchObject({
      code: 'NOT_SUPPORTED',
      failure: { detail: expect.stringContaining('POST www.bitstamp.net/api/v2/open_orders/all/') },
    });
    await expect(session.view('fetchMyTrades', {}, 'testing')).rejects.toMatchObject({
      code: 'NOT_SUPPORTED',
    });
    expect(sent().filter((line) => line.startsWith('POST'))).toEqual([]);
  });
});

describe('a reply that is no list never becomes an empty one', () => {
  const hostile: readonly (readonly [string, Scripted])[] = [
    ['an HTML page under 200', { headers: { 'Content-Type': 'text/html' }, body: html }],
    ['an empty body', { body: '' }],
    ['null', { body: 'null' }],
    ['{}', { body: '{}' }],
    ['a text', { body: '"OK"' }],
    ['a list of text', { body: '["OK"]' }],
    ['a refusal that ccxt may not know', { body: '{"code":1002,"message":"unauthorized"}' }],
    ['success: false', { body: '{"success":false,"data":[]}' }],
  ];
  const lists = [
    ['gate', 'listOpenOrders', '/api/v4/spot/open_orders'],
    ['gate', 'listWithdrawals', '/api/v4/wallet/withdrawals'],
    ['gate', 'listBalances', '/api/v4/spot/accounts'],
    ['mexc', 'listOpenOrders', '/api/v3/openOrders'],
    ['mexc', 'listWithdrawals', '/api/v3/capital/withdraw/history'],
    ['bitstamp', 'listWithdrawals', '/api/v2/withdrawal-requests/'],
  ] as const;

  describe.each(lists)('%s %s', (id, name, path) => {
    it.each(hostile)('%s', async (_what, reply) => {
      const venue = generic(id);
      const { session } = await at(venue, { ...gatePairs, [path]: new Reply(reply) });
      const capability = venue.capabilities[name];
      const page = capability.by === 'api' ? capability.run.page(session, {}) : undefined;
      await expect(page).rejects.toBeInstanceOf(VenueFailure);
    });
  });

  it('breaks the whole view when a request before the list was no JSON, even where ccxt would go on', async () => {
    const venue = generic('gate');
    const { session, sent } = await at(venue, { '/api/v4/account/detail': new Reply({ body: html }) });
    await expect(session.view('fetchOpenOrders', {}, 'testing')).rejects.toMatchObject({
      code: 'REPLY_NOT_UNDERSTOOD',
    });
    expect(sent()).not.toContain('GET /api/v4/spot/open_orders');
  });

  it('tries the list of markets again after a page of HTML in its place', async () => {
    const venue = generic('bitstamp');
    const replies: unknown[] = [new Reply({ body: html })];
    const server = await startScriptedVenue(({ path }) =>
      scripted(path === '/api/v2/markets/' ? (replies.shift() ?? []) : []),
    );
    open.push(server);
    const { session } = await sessionTo(server.port, { venue, credential: keyOf(venue) });
    sessions.push(session);
    await expect(session.view('fetchOpenOrders', {}, 'testing')).rejects.toMatchObject({
      code: 'REPLY_NOT_UNDERSTOOD',
    });
    await expect(session.view('fetchOpenOrders', {}, 'testing')).resolves.toMatchObject({ parsed: [] });
  });
});

describe('no history looks complete', () => {
  it('leaves a hole for what was asked, however few rows came', async () => {
    const venue = generic('gate');
    const { session } = await at(venue, gatePairs);
    const { listing, failure } = await read(venue, session, 'listWithdrawals', {
      from: '2026-02-01T00:00:00.000Z',
    });
    expect(failure).toBeUndefined();
    expect(listing.rows).toEqual([]);
    expect(listing.coverage.from).toBeUndefined();
    expect(listing.coverage.holes).toMatchObject([
      { from: '2026-02-01T00:00:00.000Z', why: expect.stringContaining('not known to firebreak') },
    ]);
  });

  it('asks on for the other symbols after one', async () => {
    const venue = generic('mexc');
    const symbols = ['AUSDT', 'BUSDT', 'CUSDT', 'DUSDT'];
    const { session, server } = await at(venue, {
      '/api/v3/exchangeInfo': {
        symbols: symbols.map((symbol) => ({
          symbol,
          baseAsset: symbol.slice(0, 1),
          quoteAsset: 'USDT',
          status: '1',
          isSpotTradingAllowed: true,
          permissions: ['SPOT'],
        })),
      },
    });
    const { listing } = await read(venue, session, 'listTrades', { symbols });
    const asked = server.seen
      .filter(({ path }) => path === '/api/v3/myTrades')
      .map(({ query }) => query.get('symbol'));
    expect(asked).toEqual(symbols);
    expect(listing.coverage.holes).toHaveLength(4);
    expect(listing.coverage.symbols).toEqual([]);
  });

  it('takes open orders for all of them unless they are as many as a page holds', async () => {
    const venue = generic('gate');
    const many = (count: number) => [
      {
        currency_pair: 'THIN_USDT',
        orders: Array.from({ length: count }, (_, n) => ({ ...gateOrder, id: String(n + 1) })),
      },
    ];
    for (const [count, holes] of [
      [99, 0],
      [100, 1],
    ] as const) {
      const { session } = await at(venue, { ...gatePairs, '/api/v4/spot/open_orders': many(count) });
      const { listing } = await read(venue, session, 'listOpenOrders');
      expect(listing.rows).toHaveLength(count);
      expect(listing.coverage.holes).toHaveLength(holes);
    }
  });
});

describe('a key never comes near what writes by itself', () => {
  const writes = ({ path, body }: SeenRequest): boolean =>
    /approve|\/exchange$/i.test(path) || /approveBuilder|setReferrer/i.test(body);

  it.each(['hyperliquid', 'aster'])(
    '%s: every read by API, and nothing is approved or referred',
    async (id) => {
      const venue = generic(id);
      const { session, server } = await at(venue, {});
      const names = Object.keys(venue.capabilities).filter((name) =>
        name.startsWith('list'),
      ) as CapabilityName[];
      const byApi = names.filter((name) => venue.capabilities[name].by === 'api');
      expect(byApi.length).toBeGreaterThan(3);
      for (const name of byApi) {
        const capability = venue.capabilities[name] as unknown as ByApi<ReadPages<unknown>>;
        // What the stand-in answers is of no interest: what is sent is.
        await capability.run.page(session, { symbol: 'BTCUSDT' }).catch(() => undefined);
      }
      expect(server.seen.length).toBeGreaterThan(0);
      expect(server.seen.filter(writes)).toEqual([]);
    },
  );

  it('hyperliquid: the list of markets is asked for before any signature exists', async () => {
    const venue = generic('hyperliquid');
    const { session, server } = await at(venue, {});
    await session.view('fetchOpenOrders', {}, 'testing').catch(() => undefined);
    expect(server.seen.map(({ path }) => path)).toEqual(server.seen.map(() => '/info'));
    expect(server.seen.map(({ body }) => body).join('')).not.toMatch(/signature|ab{2,}abab/);
  });

  it('hyperliquid: says that its reads prove nothing of the key', async () => {
    const { capabilities } = generic('hyperliquid');
    expect(capabilities.introspectKey).toMatchObject({ by: 'hand', why: expect.stringContaining('public') });
    const { session } = await at(generic('hyperliquid'), {});
    const probe = await probeKey({ session, role: 'before', clock: machineClock, egress: () => 'here' });
    expect(probe.says).toBe('inconclusive');
  });
});

describe('the key', () => {
  it('is known to read, and nothing else, when a signed read works', async () => {
    const venue = generic('gate');
    const { session } = await at(venue, {
      ...gatePairs,
      '/api/v4/spot/accounts': [{ currency: 'USDT', available: '1', locked: '0' }],
    });
    const { introspectKey } = venue.capabilities;
    const report = introspectKey.by === 'api' ? await introspectKey.run(session) : undefined;
    expect(report?.scopes).toMatchObject({ read: 'granted', withdraw: 'unknown', 'spot-trade': 'unknown' });
    expect(report?.ipRestricted).toBe('unknown');
  });

  const refused = new Reply({
    status: 401,
    body: '{"label":"INVALID_KEY","message":"Invalid key provided"}',
  });
  const answersFor = (deadIs: unknown): Answers => ({
    ...gatePairs,
    '/api/v4/spot/time': { server_time: Date.now() },
    '/api/v4/account/detail': deadIs,
    '/api/v4/spot/accounts': deadIs,
  });

  it('is not proven dead by a refusal alone, and is beside another key that works', async () => {
    const venue = generic('gate');
    const dead = await at(venue, answersFor(refused));
    const alive = await at(venue, answersFor([]));
    const clock = steppedClock();
    const before = { at: new Date(0).toISOString(), role: 'before', says: 'works', egress: 'here' } as const;
    const proofWith = (credential: Credential | undefined) =>
      proveDead({
        venue,
        before,
        openFresh: () =>
          sessionTo(dead.server.port, { venue, credential: keyOf(venue) }).then(({ session }) => session),
        openControl: () =>
          sessionTo(
            alive.server.port,
            credential === undefined ? { venue, keyless: true } : { venue, credential },
          ).then(({ session }) => session),
        clock,
        egress: () => 'here',
      });
    const alone = await proofWith(undefined);
    expect(alone.probes[1]).toMatchObject({ says: 'dead-code', venueCode: 'INVALID_KEY', httpStatus: 401 });
    expect(alone.verdict).toBe('not-proven');
    const beside = await proofWith(keyOf(venue, 'responder'));
    expect(beside.probes.find(({ role }) => role === 'live-control')?.says).toBe('works');
    expect(beside.verdict).toBe('dead');
  });

  it('is not called dead for a code that ccxt does not take for a refused key', async () => {
    const venue = generic('gate');
    const busy = new Reply({ status: 400, body: '{"label":"TOO_BUSY","message":"later"}' });
    const { session } = await at(venue, answersFor(busy));
    const probe = await probeKey({ session, role: 'negative', clock: machineClock, egress: () => 'here' });
    expect(probe).toMatchObject({ says: 'inconclusive', venueCode: 'TOO_BUSY' });
  });
});

describe('cancelling', () => {
  it('sends one request for each named order, never again, and needs no other', async () => {
    const venue = generic('mexc');
    const { session, sent } = await at(venue, {
      '/api/v3/exchangeInfo': {
        symbols: [
          {
            symbol: 'THINUSDT',
            baseAsset: 'THIN',
            quoteAsset: 'USDT',
            status: '1',
            isSpotTradingAllowed: true,
            permissions: ['SPOT'],
          },
        ],
      },
      '/api/v3/order': new Reply({ does: 'reset' }),
    });
    const { cancelOrders } = venue.capabilities;
    const order = { id: '7', symbol: 'THINUSDT' } as never;
    if (cancelOrders.by !== 'api') throw new Error('not by API');
    expect(cancelOrders.repeatable).toBe(false);
    await expect(cancelOrders.run(session, [order])).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect(sent().filter((line) => line.startsWith('DELETE'))).toEqual(['DELETE /api/v3/order']);
  });

  it('is by hand where the dry run saw no single request that names the order', () => {
    expect(generic('bitget').capabilities.cancelOrders.by).toBe('hand');
  });
});

describe('refusals of common shapes', () => {
  it.each([
    [{ code: -2015, msg: 'Invalid API-key' }, '-2015'],
    [{ code: '400003', msg: 'KC-API-KEY not exists' }, '400003'],
    [{ retCode: 10003, retMsg: 'API key is invalid.', result: {} }, undefined],
    [{ retCode: 10003, retMsg: 'API key is invalid.' }, '10003'],
    [{ label: 'INVALID_KEY', message: 'Invalid key provided' }, 'INVALID_KEY'],
    [
      {
        status: 'error',
        'err-code': 'api-signature-not-valid',
        'err-msg': 'Incorrect Access key',
        data: null,
      },
      'api-signature-not-valid',
    ],
    [{ status: 'error', reason: 'API key not found', code: 'API0001' }, 'API0001'],
    [{ result: 'error', reason: 'InvalidApiKey', message: 'No such key' }, 'InvalidApiKey'],
    [{ error: { name: 'invalid_access_key', message: 'no' } }, 'invalid_access_key'],
    [{ success: 0, error: 'Invalid credentials' }, 'Invalid credentials'],
    [{ error: ['EAPI:Invalid key'] }, 'EAPI:Invalid key'],
    [['error', 10100, 'apikey: invalid'], '10100'],
    [{ code: 1002, message: 'unauthorized' }, '1002'],
    [{ code: 0, data: [] }, undefined],
    [{ code: '200000', data: [] }, undefined],
    [{ code: '1', msg: 'success' }, undefined],
    [{ server_time: 1, code: 0 }, undefined],
    [{ error: [], result: {} }, undefined],
    [[], undefined],
    [{}, undefined],
  ])('%j', (body, code) => {
    expect(readRefusal(body)?.code).toBe(code);
  });
});

describe('names', () => {
  it.each([
    ['huobi', 'htx'],
    ['gateio', 'gate'],
    ['coinbaseadvanced', 'coinbase'],
  ])('%s is %s today', (old, today) => {
    expect(findVenue(old).id).toBe(today);
  });

  it.each(['bitmex', 'bitmart'])('%s says what became of it', (id) => {
    expect(() => findVenue(id)).toThrow(BadInput);
    expect(() => findVenue(id)).toThrow(
      expect.objectContaining({ hint: expect.stringMatching(/keep|withdraw/) }),
    );
  });

  it('finds a declaration of its own first, and every other venue of ccxt after it', () => {
    for (const venue of venues) expect(findVenue(venue.id)).toBe(venue);
    for (const id of venueIds()) expect(findVenue(id).id).toBe(id);
    expect(venueIds()).toHaveLength(104);
    expect(findVenue('gate')).toBe(findVenue('gate'));
    expect(() => findVenue('constructor')).toThrow(BadInput);
  });
});

describe('a configuration', () => {
  const config = (venue: string, key: string): string =>
    `accounts:\n  - id: main\n    venue: ${venue}\n    task: trading-bot\n    credentials:\n${key}`;
  const key = '      apiKey: env:K\n      secret: env:S\n';
  const load = (venue: string, parts = key) => loadConfig('f', config(venue, parts), nameableVenues());

  it('may name gate, and a renamed venue by its old id', () => {
    expect(load('gate').accounts[0]?.account.venue).toBe('gate');
    expect(load('huobi').accounts[0]?.account.venue).toBe('htx');
  });

  it('is asked for the parts that a key has there', () => {
    expect(() => load('bitget')).toThrow(
      /"credentials" has no password: a key of bitget has apiKey, secret, password/,
    );
    expect(
      load('hyperliquid', '      privateKey: env:P\n      walletAddress: env:W\n').accounts,
    ).toHaveLength(1);
  });

  it('is told of a closed venue in its place, and of a stranger without a list of a hundred', () => {
    expect(() => load('bitmex')).toThrow(/BitMEX closed/);
    expect(() => load('mtgox')).toThrow(/one of the \d+ venues that `firebreak venues` names/);
    expect(() => load('gatee')).toThrow(
      expect.objectContaining({ message: expect.stringContaining('did you mean "gate"?') }),
    );
  });
});

describe.each(genericVenueIds())('%s declares', (id) => {
  const venue = findVenue(id);
  const capabilities = Object.entries(venue.capabilities);

  it('nothing as verified, why for all that is not by API, and https pages of one site', () => {
    for (const [name, capability] of capabilities) {
      expect(capability.source.verified, name).toBe(false);
      if (capability.by === 'api') continue;
      expect(capability.why.length, name).toBeGreaterThan(20);
      if (capability.by === 'hand') expect(new URL(capability.page).protocol, name).toBe('https:');
      if (capability.by === 'hand') expect(capability.instructions.length, name).toBeGreaterThanOrEqual(3);
    }
  });

  it('no code that means dead by itself', () => {
    expect(venue.deathProof).toMatchObject({ deadCodes: [], control: 'key' });
    expect(Object.keys(venue.failures)).toEqual(
      expect.arrayContaining([...venue.deathProof.deadWithControl]),
    );
    expect(venue.notVerified.length).toBeGreaterThan(2);
  });
});
