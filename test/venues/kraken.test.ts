import { describe, expect, it } from 'vitest';
import { createBudget } from '../../src/acquisition/budget.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { Credential } from '../../src/domain/account.ts';
import { kraken } from '../../src/venues/kraken/index.ts';
import type { PageRequest } from '../../src/venues/index.ts';
import { krakenVectors } from '../vectors/kraken.ts';
import { machineClock, steppedClock } from './clocks.ts';
import {
  at,
  api,
  credential,
  form,
  introspect,
  json,
  reads,
  refusal,
  replying,
  started,
  success,
} from './kraken-support.ts';
import { html, sessionTo } from './scripted-venue.ts';

const day = { from: '2026-03-01T00:00:00.500Z', to: '2026-03-01T23:59:59.999Z' };

/** An empty reply of each list, by its path. */
const empty: Readonly<Record<string, unknown>> = {
  OpenOrders: { open: {} },
  ClosedOrders: { closed: {}, count: 0 },
  TradesHistory: { trades: {}, count: 0 },
  Ledgers: { ledger: {}, count: 0 },
  OpenPositions: {},
  BalanceEx: {},
  'Earn/Allocations': { items: [] },
  WithdrawStatus: { withdrawals: [], next_cursor: null },
  DepositStatus: { deposits: [], next_cursor: null },
  WithdrawAddresses: [],
};
const emptyReply = (path: string) => success(empty[path.replace('/0/private/', '')]);

describe('what each read sends', () => {
  it.each<[keyof typeof reads, PageRequest, string, Record<string, string>]>([
    ['listOpenOrders', {}, 'OpenOrders', { trades: 'true' }],
    ['listBalances', { section: 'spot' }, 'BalanceEx', {}],
    ['listBalances', { section: 'earn' }, 'Earn/Allocations', { hide_zero_allocations: 'true' }],
    ['listPositions', {}, 'OpenPositions', { docalcs: 'true' }],
    // Exclusive at its start, inclusive at its end: whole seconds, moved outwards.
    [
      'listTrades',
      day,
      'TradesHistory',
      { type: 'all', trades: 'true', start: '1772323199', end: '1772409600', ofs: '0' },
    ],
    [
      'listOrders',
      { ...day, offset: 50 },
      'ClosedOrders',
      { closetime: 'both', trades: 'true', start: '1772323199', end: '1772409600', ofs: '50' },
    ],
    ['listLedger', { offset: 100 }, 'Ledgers', { type: 'all', ofs: '100' }],
    ['listTransfers', day, 'Ledgers', { type: 'transfer', start: '1772323199', end: '1772409600', ofs: '0' }],
    [
      'listWithdrawals',
      day,
      'WithdrawStatus',
      { start: '1772323200', end: '1772409600', limit: '500', cursor: 'true' },
    ],
    ['listWithdrawals', { cursor: 'HgAAA' }, 'WithdrawStatus', { limit: '500', cursor: 'HgAAA' }],
    ['listDeposits', {}, 'DepositStatus', { limit: '500', cursor: 'true' }],
    ['listWithdrawalAddresses', {}, 'WithdrawAddresses', {}],
  ])('%s %j', async (name, request, path, params) => {
    const { venue, session } = await at(({ path: asked }) => emptyReply(asked));
    const page = await reads[name].page(session, request);
    expect(page).toMatchObject({ rows: [], received: 0, request: params });
    expect(page.unproven).toBeUndefined();
    // What earns is compared with the balances, which are read first.
    expect(venue.seen.length).toBe(1 + (page.before?.length ?? 0));
    const seen = venue.seen.at(-1);
    expect(`${seen?.method} ${seen?.path}`).toBe(`POST /0/private/${path}`);
    const { nonce, ...sent } = seen === undefined ? {} : form(seen);
    expect(sent).toEqual(params);
    expect(nonce).toMatch(/^\d{13}$/);
    expect(seen?.headers['api-key']).toBe(krakenVectors.signatures[1]?.parts['apiKey']);
  });

  it('names every parameter that it sends as open, and neither key nor signature', () => {
    const { openParameters, openRequestHeaders, keyIdFields } = kraken.capture;
    expect(openParameters).toEqual(expect.arrayContaining(['nonce', 'ofs', 'cursor', 'txid', 'refid']));
    for (const closed of ['api-key', 'api-sign']) expect(openRequestHeaders).not.toContain(closed);
    expect(keyIdFields).toContain('apiKey');
  });

  it('every private read is declared as one: a lost reply then is no lost outcome', async () => {
    const { session } = await at(() => ({ does: 'reset' }));
    for (const name of Object.keys(reads) as (keyof typeof reads)[]) {
      await expect(reads[name].page(session, { section: 'earn' }), name).rejects.toMatchObject({
        code: 'VENUE_DOWN',
      });
    }
    await expect(introspect(session)).rejects.toMatchObject({ code: 'VENUE_DOWN' });
  });

  it('the numbers of a key rise over all its sessions, also within a millisecond', async () => {
    const venue = await started(({ path }) => emptyReply(path));
    const clock = steppedClock('2026-03-01T00:00:00.000Z');
    const sessions = await Promise.all(
      [1, 2, 3].map(() => sessionTo(venue.port, { venue: kraken, credential, clock })),
    );
    await Promise.all([...sessions, ...sessions].map(({ session }) => reads.listPositions.page(session, {})));
    const numbers = venue.seen.map((seen) => Number(form(seen)['nonce']));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(new Set(numbers).size).toBe(6);
  });
});

describe.each(krakenVectors.signatures)('signs as $from', (vector) => {
  it(`${vector.request.method} ${vector.request.path}`, async () => {
    const venue = await started(() => success({}));
    const parts = Object.fromEntries(
      // A key of its own each: the numbers of one key never fall.
      Object.entries({ ...vector.parts, apiKey: `${vector.parts['apiKey']}${vector.request.path}` }).map(
        ([name, part]) => [name, new Secret(part, 'test')],
      ),
    );
    const one: Credential = { holder: 'suspect', label: 'vector', parts };
    const clock = steppedClock(new Date(vector.atMs).toISOString());
    const { session } = await sessionTo(venue.port, { venue: kraken, credential: one, clock });
    await session.call(vector.call.endpoint, vector.call.params, 'signing');
    const [seen] = venue.seen;
    expect(seen).toMatchObject({
      method: vector.request.method,
      path: vector.request.path,
      body: vector.request.body,
    });
    expect(seen?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(seen?.headers['api-sign']).toBe(vector.signature.value);
  });
});

describe('a reply of another form is never taken for "none"', () => {
  const forms: [string, string][] = [
    ['{}', '{}'],
    ['a list', '[]'],
    ['no result', '{"error":[]}'],
    ['null for a result', '{"error":[],"result":null}'],
    ['text for a result', '{"error":[],"result":"none"}'],
    ['no list of errors', '{"result":{"open":{},"closed":{},"trades":{},"ledger":{},"items":[]}}'],
    ['null for the errors', '{"error":null,"result":{}}'],
    ['text for the errors', '{"error":"nope","result":{}}'],
    ['a list under another name', '{"error":[],"result":{"rows":[]}}'],
    ['rows that are null', '{"error":[],"result":{"A":null}}'],
    [
      'null for the lists',
      '{"error":[],"result":{"open":null,"closed":null,"trades":null,"ledger":null,"items":null}}',
    ],
    [
      'rows without fields',
      '{"error":[],"result":{"open":{"A":{}},"closed":{"A":{}},"trades":{"A":{}},"ledger":{"A":{}},"items":[{}]}}',
    ],
    ['an HTML page', html],
    ['null', 'null'],
  ];
  const names = Object.keys(reads) as (keyof typeof reads)[];
  it.each(names.flatMap((name) => forms.map(([what, body]) => [name, what, body] as const)))(
    '%s: %s',
    async (name, _what, body) => {
      const { session } = await at(() => json(body));
      await expect(reads[name].page(session, { section: 'spot' })).rejects.toMatchObject({
        code: 'REPLY_NOT_UNDERSTOOD',
      });
    },
  );

  it('a list of transfers that holds something else is none', async () => {
    const line = { refid: 'A', time: 1_700_000_000, type: 'trade', asset: 'XXBT', amount: '1', fee: '0' };
    const { session } = await replying({ ledger: { L1: line }, count: 1 });
    await expect(reads.listTransfers.page(session, {})).rejects.toMatchObject({
      code: 'REPLY_NOT_UNDERSTOOD',
    });
  });
});

describe('refusals, which come with HTTP 200', () => {
  it.each([
    ['EAPI:Invalid key', 'KEY_IP_OR_SCOPE', 'EAPI:Invalid key'],
    ['EAPI:Invalid nonce', 'NONCE_REJECTED', 'EAPI:Invalid nonce'],
    ['EAPI:Invalid signature', 'SIGNATURE_REJECTED', 'EAPI:Invalid signature'],
    ['EGeneral:Permission denied', 'SCOPE_MISSING', 'EGeneral:Permission denied'],
    ['EAPI:Rate limit exceeded', 'RATE_LIMITED', 'EAPI:Rate limit exceeded'],
    ['EService: Throttled: 1741500000', 'RATE_LIMITED', 'EService:Throttled'],
    ['EGeneral:Temporary lockout', 'BANNED', 'EGeneral:Temporary lockout'],
    ['EGeneral:Invalid arguments:volume', 'REQUEST_REJECTED', 'EGeneral:Invalid arguments'],
    ['ETrade:User Locked', 'ACCOUNT_FROZEN', 'ETrade:User Locked'],
    // A read is asked again.
    ['EService:Unavailable', 'VENUE_DOWN', 'EService:Unavailable'],
    ['EQuery:Something of tomorrow', 'REQUEST_REJECTED', 'EQuery:Something of tomorrow'],
    ['constructor', 'REQUEST_REJECTED', 'constructor'],
  ])('%s', async (text, code, venueCode) => {
    const { session } = await at(() => refusal(text));
    await expect(introspect(session)).rejects.toMatchObject({ code, failure: { venueCode, detail: text } });
  });

  it('of several the first error counts, not a warning before it; all are told', async () => {
    const { session } = await at(() => refusal('WGeneral:Danger', 'EAPI:Invalid nonce', 'EAPI:Invalid key'));
    await expect(introspect(session)).rejects.toMatchObject({
      code: 'NONCE_REJECTED',
      failure: { detail: 'WGeneral:Danger; EAPI:Invalid nonce; EAPI:Invalid key' },
    });
  });

  it('a result beside an error is not believed', async () => {
    const { session } = await at(() => json({ error: ['EService:Busy'], result: { open: {} } }));
    await expect(reads.listOpenOrders.page(session, {})).rejects.toMatchObject({ code: 'VENUE_DOWN' });
  });

  it.each([403, 429, 500, 520])('a bare HTTP %i says nothing about the key', async (status) => {
    const { session } = await at(() => ({ status, body: html }));
    const { code } = (await introspect(session).catch((error: unknown) => error)) as { code: string };
    expect(['BLOCKED_BY_GATEWAY', 'RATE_LIMITED', 'VENUE_DOWN']).toContain(code);
  });

  it('an invalid key is dead only beside a control from the same address, and is asked for thrice at most', () => {
    const { deathProof } = kraken;
    expect(deathProof.deadCodes).toEqual([]);
    expect(deathProof.deadWithControl).toEqual(['EAPI:Invalid key']);
    expect(deathProof.existsCodes).toContain('EAPI:Invalid nonce');
    expect(deathProof.probes).toEqual({ wanted: 2, atMost: 3, gapMs: 60_000 });
  });
});

describe('the limits', () => {
  it('leave room for each call, also for the share that evidence has of them', () => {
    const budget = createBudget({ limits: kraken.limits ?? [], clock: machineClock });
    for (const [name, capability] of Object.entries(kraken.capabilities)) {
      if (capability.by !== 'api') continue;
      const { cost = 1 } = capability;
      const reserve = /^(list|read|introspect)/.test(name) ? 'evidence' : 'containment';
      expect(budget.waitMs(cost, { reserve }), name).toBe(0);
    }
  });

  it('count ledger and trades twice, and cancelling an order not at the counter of the key', () => {
    expect(api(kraken.capabilities.listLedger).cost).toEqual({ 'key-counter': 2 });
    expect(api(kraken.capabilities.listTrades).cost).toEqual({ 'key-counter': 2 });
    expect(api(kraken.capabilities.cancelOrders).cost).not.toHaveProperty('key-counter');
  });
});

describe('a secret that Kraken cannot have given out', () => {
  it.each([
    ['cut short', 'kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76s'],
    ['of another alphabet', 'kQH5HW-8p1uGOVjbgWA7_unAmGO8lsSUXNsu3eow76sz'],
  ])('%s is refused before anything is sent, without being shown', async (_how, secret) => {
    const venue = await started(() => success({}));
    const parts = { ...credential.parts, secret: new Secret(secret, 'test') };
    const opening = sessionTo(venue.port, { venue: kraken, credential: { ...credential, parts } });
    const error = (await opening.catch((thrown: unknown) => thrown)) as Error;
    expect(error).toMatchObject({ code: 'KEY_MALFORMED' });
    expect(JSON.stringify(error)).not.toContain(secret);
    expect(venue.seen).toEqual([]);
  });
});

describe('the clock', () => {
  it('comes in whole seconds: half of one is added, so that it is wrong by half of one at most', async () => {
    const venue = await started(() => success({ unixtime: 1_772_323_200, rfc1123: '…' }));
    const clock = steppedClock('2026-03-01T00:00:00.000Z');
    const { session } = await sessionTo(venue.port, { venue: kraken, keyless: true, clock });
    const { offsetMs } = await api(kraken.capabilities.readClock).run(session);
    expect(Math.abs(offsetMs - 500)).toBeLessThan(50);
    expect(venue.seen[0]).toMatchObject({ method: 'GET', path: '/0/public/Time' });
    expect(venue.seen[0]?.headers['api-key']).toBeUndefined();
  });
});
