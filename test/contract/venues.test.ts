import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { VenueFailure } from '../../src/domain/failure.ts';
import { compare } from '../../src/domain/money.ts';
import type { OpenOrder, Trade } from '../../src/domain/trading.ts';
import type { FaultKind } from '../../src/simulators/index.ts';
import { simulators } from '../../src/simulators/index.ts';
import { probeKey, proveDead, venues } from '../../src/venues/index.ts';
import { byApi, callOnce, listsByApi, readList } from './capabilities.ts';
import { elsewhere, home, openWorld, pairs, type OpenWorld, type Pair } from './world.ts';

// One contract for every venue that stands in both registries. Declaration and simulator were written
// apart from the same documents; where they disagree, the documents decide. No test here knows a venue.

const open: OpenWorld[] = [];
afterEach(async () => {
  for (const world of open.splice(0)) await world.simulator.close();
});
async function start(pair: Pair): Promise<OpenWorld> {
  const world = await openWorld(pair);
  open.push(world);
  return world;
}

const html = '<html><body><h1>Please sign in</h1></body></html>';
const notAnAnswer: readonly (readonly [string, FaultKind])[] = [
  ['HTML under 200', { kind: 'html-200' }],
  ['an empty body under 200', { kind: 'empty-200' }],
  ['null under 200', { kind: 'body-200', body: 'null' }],
  ['a text under 200', { kind: 'body-200', body: '"OK"' }],
  ['a number under 200', { kind: 'body-200', body: '0' }],
  ['torn JSON under 200', { kind: 'body-200', body: '[{"symbol":' }],
  ['an object of nothing under 200', { kind: 'body-200', body: '{}' }],
  ['a list of nonsense under 200', { kind: 'body-200', body: '[{"nonsense":true}]' }],
  ['403 from a gateway', { kind: 'status', status: 403, body: html }],
  ['418', { kind: 'status', status: 418, body: html }],
  ['429', { kind: 'status', status: 429, body: html }],
  ['451', { kind: 'status', status: 451, body: html }],
  ['500', { kind: 'status', status: 500, body: '{}' }],
  ['502 from a gateway', { kind: 'status', status: 502, body: html }],
  ['503', { kind: 'status', status: 503, body: '' }],
  ['a reset', { kind: 'reset' }],
  ['a stall', { kind: 'stall' }],
  ['a body that stalls', { kind: 'body-stall' }],
  ['a lost reply', { kind: 'lost-reply' }],
];

/** Every request from now on meets it, whatever its path. */
const inject = (world: OpenWorld, fault: FaultKind): void =>
  world.simulator.faults.inject(fault, { path: '/', times: 1_000 });

const failureOf = async (work: Promise<unknown>): Promise<VenueFailure> => {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof VenueFailure)) throw new Error(`expected a VenueFailure, got ${String(error)}`);
  return error;
};

describe('the registries', () => {
  it('hold a folder of src/simulators for every simulated venue, and no other', () => {
    const folder = join(import.meta.dirname, '../../src/simulators');
    const folders = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect(simulators.map(({ venue }) => venue).sort()).toEqual(folders.sort());
  });

  it('have a declaration for every simulator', () => {
    const ids = venues.map(({ id }) => id);
    expect(simulators.map(({ venue }) => venue).filter((id) => !ids.includes(id))).toEqual([]);
    expect(pairs.length).toBe(simulators.length);
  });
});

describe.each(pairs)('$id: what is there is read', (pair) => {
  it('lists the trades that the venue booked, those of one moment too, exactly', async () => {
    const world = await start(pair);
    const { rows, stop, coverage } = await readList('listTrades', await world.open('mighty'), world);
    const booked = world.simulator.books.trades();
    const read = [...(rows as readonly Trade[])].sort((a, b) => compare(a.amount, b.amount));
    expect(read.map(({ side, at, symbol }) => ({ side, at, symbol }))).toEqual(
      booked.map(({ side, at, symbol }) => ({ side, at, symbol })),
    );
    expect(read.map(({ amount }, n) => compare(amount, booked[n]?.amount ?? '0'))).toEqual([0, 0, 0]);
    expect(read.map(({ price }, n) => compare(price, booked[n]?.price ?? '0'))).toEqual([0, 0, 0]);
    expect(stop).not.toBe('failed');
    expect(coverage.holes).toEqual([]);
  });

  it('lists every resting order, by the client’s own id', async () => {
    const world = await start(pair);
    const { rows, coverage } = await readList('listOpenOrders', await world.open('mighty'), world);
    expect((rows as readonly OpenOrder[]).map(({ clientOrderId }) => clientOrderId).sort()).toEqual(
      world.simulator.books
        .openOrders()
        .map(({ clientOrderId }) => clientOrderId)
        .sort(),
    );
    expect(coverage.holes).toEqual([]);
  });

  it.each(listsByApi(pair.venue))('%s reads to its end without a hole', async (name) => {
    const world = await start(pair);
    const { coverage, stop } = await readList(name, await world.open('mighty'), world);
    expect(coverage.holes).toEqual([]);
    expect(stop).not.toBe('failed');
  });

  it('cancels the named orders and no other', async () => {
    const world = await start(pair);
    const session = await world.open('mighty');
    const { rows } = await readList('listOpenOrders', session, world);
    const [first] = rows as readonly OpenOrder[];
    await callOnce('cancelOrders', session, first ? [first] : []);
    const left = world.simulator.books.openOrders().map(({ clientOrderId }) => clientOrderId);
    expect(left).toHaveLength(2);
    expect(left).not.toContain(first?.clientOrderId);
  });
});

describe.each(pairs)('$id: what is no answer', (pair) => {
  const lists = listsByApi(pair.venue);
  const calls = byApi(pair.venue).filter((name) => !lists.includes(name));

  it.each(notAnAnswer)('%s is never an empty list', async (_, fault) => {
    for (const name of lists) {
      const world = await start(pair);
      const session = await world.open('mighty');
      inject(world, fault);
      const listing = await readList(name, session, world);
      expect(listing.stop, name).toBe('failed');
      expect(listing.coverage.holes.length, name).toBeGreaterThan(0);
      await world.simulator.close();
    }
  });

  it.each(notAnAnswer)('%s is never a success of a call', async (_, fault) => {
    for (const name of calls) {
      const world = await start(pair);
      const session = await world.open('mighty');
      const { rows } = await readList('listOpenOrders', session, world);
      inject(world, fault);
      const work = callOnce(name, session, rows as readonly OpenOrder[]);
      if (work !== undefined) expect((await failureOf(work)).code, name).toMatch(/^[A-Z_]+$/);
      await world.simulator.close();
    }
  });
});

describe.each(pairs)('$id: its refusals', (pair) => {
  const codes = Object.keys(pair.venue.failures).filter((code) => !code.startsWith('http:'));

  it('that the declaration knows, the simulator can produce', async () => {
    const known = (await start(pair)).simulator.refusals();
    expect(codes.filter((code) => !known.includes(code))).toEqual([]);
  });

  it('are each classified as the declaration’s table says, with the venue’s own code', async () => {
    const world = await start(pair);
    const session = await world.open('bound');
    for (const code of codes.filter((each) => world.simulator.refusals().includes(each))) {
      world.simulator.faults.inject({ kind: 'refusal', code }, { path: '/', times: 1 });
      const { failure } = await failureOf(callOnce('introspectKey', session, []) ?? Promise.resolve());
      const meant = pair.venue.failures[code]?.code;
      // A read has no outcome to be unknown; a limit or ban is said by the status.
      const expected = meant === 'OUTCOME_UNKNOWN' ? 'VENUE_DOWN' : meant;
      const byStatus = [418, 429, 451].includes(failure.httpStatus ?? 0);
      if (!byStatus) expect({ code, is: failure.code }).toEqual({ code, is: expected });
      expect(failure.venueCode).toBe(code);
    }
  });

  it('are never taken for a success, also those that the declaration does not know', async () => {
    const world = await start(pair);
    const session = await world.open('bound');
    for (const code of world.simulator.refusals()) {
      world.simulator.faults.inject({ kind: 'refusal', code }, { path: '/', times: 1 });
      await failureOf(callOnce('introspectKey', session, []) ?? Promise.resolve());
    }
  });

  it('come for a key without the scopes, on every list that needs one', async () => {
    const world = await start(pair);
    const session = await world.open('nothing');
    for (const name of listsByApi(pair.venue)) {
      const capability = pair.venue.capabilities[name];
      if (capability.by !== 'api' || capability.needs.length === 0) continue;
      expect((await readList(name, session, world)).stop, name).toBe('failed');
    }
  });

  it('come when the host’s clock is minutes off', async () => {
    const world = await start(pair);
    const session = await world.open('bound', { clockOffsetMs: -300_000 });
    const { code } = await failureOf(callOnce('introspectKey', session, []) ?? Promise.resolve());
    expect(['CLOCK_SKEW', 'NONCE_REJECTED', 'KEY_IP_OR_SCOPE']).toContain(code);
  });
});

describe.each(pairs)('$id: a key and its address', (pair) => {
  it('works from the allowed address and from no other', async () => {
    const world = await start(pair);
    const there = await probeKey({
      session: await world.open('bound'),
      role: 'before',
      clock: world.clock,
      egress: () => 'home',
    });
    expect(there.says).toBe('works');
    const failure = await failureOf(
      callOnce('introspectKey', await world.open('bound', { sourceIp: elsewhere }), []) ?? Promise.resolve(),
    );
    expect(['IP_NOT_ALLOWED', 'KEY_IP_OR_SCOPE']).toContain(failure.code);
  });

  it('never mixes with another: each request carries the key of its own session', async () => {
    const world = await start(pair);
    const [a, b] = await Promise.all([world.open('bound'), world.open('reader')]);
    await Promise.all([a, b, a, b].map(async (session) => callOnce('introspectKey', session, [])));
    const sent = world.captured.map((exchange) =>
      JSON.stringify([exchange.request.headers, exchange.request.url]),
    );
    const carries = (name: 'bound' | 'reader') =>
      sent.filter((text) => text.includes(world.keys[name].keyId));
    expect([carries('bound').length, carries('reader').length]).toEqual([2, 2]);
  });
});

interface Change {
  readonly sourceIp?: string;
  readonly isOurs?: boolean;
  readonly control?: 'reader' | 'public';
  readonly rules?: Partial<Pair['venue']['deathProof']>;
}

describe.each(pairs)('$id: the proof that a key is dead', (pair) => {
  const prove = async (world: OpenWorld, after: () => void, change: Change = {}) => {
    const { sourceIp = home, isOurs = true, control = 'reader', rules = {} } = change;
    const egress = (): string => (sourceIp === home ? 'home' : sourceIp);
    const before = await probeKey({
      session: await world.open('bound'),
      role: 'before',
      clock: world.clock,
      egress: () => 'home',
    });
    const revokedAt = world.clock.now().toISO() ?? '';
    after();
    return proveDead({
      venue: { ...pair.venue, deathProof: { ...pair.venue.deathProof, ...rules } },
      before,
      ...(isOurs ? { revokedAt } : {}),
      openFresh: () => world.open('bound', { sourceIp }),
      openControl: () => world.open(control, { holder: 'responder' }),
      clock: world.clock,
      egress,
    });
  };

  it('says dead, ended by us, for a key that worked and was deleted then', async () => {
    const world = await start(pair);
    const proof = await prove(world, () => world.simulator.website.deleteKey(world.keys.bound.keyId));
    expect(proof).toMatchObject({ verdict: 'dead', endedBy: 'us' });
    const asked = proof.probes.filter(({ role }) => role === 'negative').length;
    expect(asked).toBeLessThanOrEqual(pair.venue.deathProof.probes.atMost);
  });

  it('does not claim the end of a key that nobody of us ended, and knows one that the venue ended', async () => {
    const world = await start(pair);
    const proof = await prove(world, () => world.simulator.website.deleteKey(world.keys.bound.keyId), {
      isOurs: false,
    });
    expect(proof).toMatchObject({ verdict: 'dead', endedBy: 'not-known' });
    const code = proof.probes.findLast(({ role }) => role === 'negative')?.venueCode ?? '';
    const other = await start(pair);
    const ended = await prove(other, () => other.simulator.website.deleteKey(other.keys.bound.keyId), {
      rules: { endedByVenueCodes: [code] },
    });
    expect(ended).toMatchObject({ verdict: 'dead', endedBy: 'venue' });
  });

  it('is not dead by a public control where the venue’s rules want another key beside it', async () => {
    const world = await start(pair);
    const proof = await prove(world, () => world.simulator.website.deleteKey(world.keys.bound.keyId), {
      rules: { control: 'key' },
      control: 'public',
    });
    expect(proof.verdict).toBe('not-proven');
    expect(proof.why).toContain('another key');
  });

  it('says alive for a key that nobody deleted', async () => {
    expect(await prove(await start(pair), () => undefined)).toMatchObject({ verdict: 'alive' });
  });

  it('is never dead from a wrong address', async () => {
    const proof = await prove(await start(pair), () => undefined, { sourceIp: elsewhere });
    expect(proof.verdict).toBe('not-proven');
  });

  it.each(notAnAnswer)('is never dead by %s', async (_, fault) => {
    const world = await start(pair);
    const proof = await prove(world, () => inject(world, fault));
    expect(proof.verdict).not.toBe('dead');
  });

  it('is not dead without a control from before', async () => {
    const world = await start(pair);
    world.simulator.website.deleteKey(world.keys.bound.keyId);
    const proof = await proveDead({
      venue: pair.venue,
      before: undefined,
      openFresh: () => world.open('bound'),
      openControl: () => world.open('reader', { holder: 'responder' }),
      clock: world.clock,
      egress: () => 'home',
    });
    expect(proof.verdict).toBe('not-proven');
  });
});
