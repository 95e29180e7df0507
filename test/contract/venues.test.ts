import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { KeyReport, NewKey } from '../../src/domain/api-key.ts';
import { closableHoles } from '../../src/domain/coverage.ts';
import { VenueFailure } from '../../src/domain/failure.ts';
import type { PastOrder, Trade } from '../../src/domain/trading.ts';
import { loadScenario, scenarioAtVenue, stageScenario } from '../../src/drill/index.ts';
import { simulators } from '../../src/simulators/index.ts';
import { venues } from '../../src/venues/index.ts';
import type { CapabilityName } from '../../src/venues/index.ts';
import { thinPairText } from '../drill/support.ts';
import { agreements, expectReport, spellingOf } from './agreement.ts';
import { changesOf, stateOf } from './acts.ts';
import {
  actsByApi,
  callOnce,
  failureOf,
  findTargets,
  listsByApi,
  needsForAllOf,
  needsOf,
  sufficesFor,
  readList,
} from './capabilities.ts';
import { closeWorlds, start } from './starting.ts';
import { home, pairs, type OpenWorld, type Pair } from './world.ts';

// One contract for every venue that stands in both registries. Declaration and simulator were written
// apart from the same documents; where they disagree, the documents decide. No test here knows a venue.
// replies.test.ts, keys.test.ts and death-proof.test.ts are the rest of it.

afterEach(closeWorlds);

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

  it.each(pairs)('$id: test/vectors has a file for it, with a signature', ({ vectors }) => {
    expect(vectors?.signatures.length).toBeGreaterThan(0);
  });

  it.each(pairs)('$id: a scenario can be staged there, and its key works', async (pair) => {
    const scenario = scenarioAtVenue(loadScenario('thin-pair.yaml', thinPairText), pair.id);
    const { opening, keys } = stageScenario(scenario, 'contract');
    const world = await start(pair, { change: () => opening });
    const [address = home] = opening.keys[0]?.ipAllowlist ?? [];
    const session = await world.open(keys.suspect, { sourceIp: address });
    expect((await readList('listBalances', session, world)).listing.rows.length).toBeGreaterThan(0);
  });
});

/** A key that has what the declaration says is needed, and nothing else. */
function keyFor(world: OpenWorld, name: CapabilityName) {
  const needs = needsForAllOf(world.pair.venue, name);
  const key = world.keyWith(needs, `for ${name}`) ?? world.keyWith(['read', ...needs], `for ${name}`);
  if (key === undefined) throw new Error(`the venue makes no key with ${needs.join(', ')}`);
  return key;
}

describe.each(pairs)('$id: a key with the scopes that are declared', (pair) => {
  it.each(listsByApi(pair.venue))('%s reads what the books hold', async (name) => {
    const world = await start(pair);
    world.requestWithdrawal();
    // So that its moment is not the end of the reading, which a venue may repeat in its reply.
    world.clock.step(1_000);
    const neutral = await spellingOf(world);
    const session = await world.open(keyFor(world, name));
    const from = world.captured.length;
    const { listing, failure } = await readList(name, session, world);
    expect(failure).toBeUndefined();
    // What the venue has forgotten by now is said, and no failure.
    expect(closableHoles(listing.coverage.holes)).toEqual([]);
    expect(listing.stop).not.toBe('failed');
    const told = world.captured.slice(from).map(({ response }) => textOf(response?.body));
    const agree = agreements[name];
    expect(agree, `the suite knows what ${name} must agree with`).toBeDefined();
    agree?.({ rows: listing.rows as never[], world, neutral, told: told.join('\n') });
  });

  it.each(['readClock', 'listMarketPrices'] as const)('%s needs no key at all', async (name) => {
    if (pair.venue.capabilities[name].by !== 'api') return;
    expect(needsOf(pair.venue, name)).toEqual([]);
    const world = await start(pair);
    const session = await world.open('public');
    if (name === 'readClock') await callOnce(name, session);
    else expect((await readList(name, session, world)).listing.rows.length).toBeGreaterThan(0);
  });

  it('every trade’s order is among the orders, under the client’s own id', async () => {
    const world = await start(pair);
    const session = await world.open('mighty');
    const trades = (await readList('listTrades', session, world)).listing.rows as readonly Trade[];
    const orders = (await readList('listOrders', session, world)).listing.rows as readonly PastOrder[];
    const clients = trades.map(({ orderId }) => orders.find(({ id }) => id === orderId)?.clientOrderId);
    const booked = world.simulator.books.trades().map(({ clientOrderId }) => clientOrderId);
    expect(clients.toSorted()).toEqual(booked.toSorted());
  });

  it.each(['bound', 'reader', 'mighty', 'subTrader'] as const)(
    'introspectKey never says the contrary of the books: %s',
    async (name) => {
      const world = await start(pair);
      const report = (await callOnce('introspectKey', await world.open(name))) as KeyReport;
      expectReport(report, world.keys[name]);
    },
  );

  it('introspectKey works', async () => {
    const world = await start(pair);
    const key = keyFor(world, 'introspectKey');
    expectReport((await callOnce('introspectKey', await world.open(key))) as KeyReport, key);
  });

  it.each(actsByApi(pair.venue))('%s changes what it is meant to, and nothing else', async (name) => {
    const world = await start(pair);
    const targets = await findTargets(world);
    const key = keyFor(world, name);
    const before = stateOf(world);
    await callOnce(name, await world.open(key), targets);
    const expected = changesOf[name];
    expect(expected, `the suite knows what ${name} changes`).toBeDefined();
    expect(stateOf(world)).toEqual(expected?.({ before, after: stateOf(world), targets, key, world }));
  });

  it.each(actsByApi(pair.venue).filter((name) => isRepeatable(pair, name)))(
    '%s may be sent again: the second time changes nothing',
    async (name) => {
      const world = await start(pair);
      const targets = await findTargets(world);
      const session = await world.open(keyFor(world, name));
      await callOnce(name, session, targets);
      const once = stateOf(world);
      await callOnce(name, session, targets).catch((error: unknown) => {
        if (!(error instanceof VenueFailure)) throw error;
      });
      expect(stateOf(world)).toEqual(once);
    },
  );

  it('cancelOrders ends only the orders that are named, a conditional one too', async () => {
    const world = await start(pair);
    const { orders, ...rest } = await findTargets(world);
    const named = orders.filter(({ clientOrderId }) => ['bot02', 'stop01'].includes(clientOrderId));
    expect(named.length).toBe(2);
    await callOnce('cancelOrders', await world.open('mighty'), { ...rest, orders: named });
    const left = world.simulator.books.openOrders().map(({ clientOrderId }) => clientOrderId);
    expect(left.toSorted()).toEqual(['bot01', 'bot03']);
  });

  it.runIf(pair.venue.capabilities.createSubAccountKey.by === 'api')(
    'createSubAccountKey: the new key works, and is told once and whole',
    async () => {
      const world = await start(pair);
      const targets = await findTargets(world);
      const made = (await callOnce('createSubAccountKey', await world.open('mighty'), targets)) as NewKey;
      const parts = Object.fromEntries(Object.entries(made.parts).map(([part, it]) => [part, it.reveal()]));
      expect(Object.keys(parts).sort()).toEqual([...pair.venue.credentialParts].sort());
      const { apiKey: keyId = '', secret = '', password: passphrase } = parts;
      const session = await world.open({
        keyId,
        secret,
        ...(passphrase === undefined ? {} : { passphrase }),
      });
      await callOnce('introspectKey', session);
    },
  );
});

const isRepeatable = ({ venue }: Pair, name: CapabilityName): boolean => {
  const capability = venue.capabilities[name];
  return capability.by === 'api' && capability.repeatable;
};

const textOf = (body: Uint8Array | undefined): string => Buffer.from(body ?? []).toString('utf8');

// ---------------------------------------------------------------- what a key may not

const refusedForScope = ['SCOPE_MISSING', 'KEY_IP_OR_SCOPE'];

const needed = (pair: Pair, names: readonly CapabilityName[]) =>
  names.flatMap((name) =>
    needsOf(pair.venue, name).map((scope) => ({ name, scope, nor: sufficesFor(pair.venue, name) })),
  );

describe.each(pairs)('$id: a key without a scope that is declared', (pair) => {
  it.each(needed(pair, listsByApi(pair.venue)))(
    '$name without $scope fails for that, and is no empty list',
    async ({ name, scope, nor }) => {
      const world = await start(pair);
      const key = world.keyWithout(scope, nor);
      // The venue makes no such key: every key has the scope.
      if (key === undefined) return;
      const { listing, failure } = await readList(name, await world.open(key), world);
      expect({ stop: listing.stop, holes: listing.coverage.holes.length > 0 }).toEqual({
        stop: 'failed',
        holes: true,
      });
      expect(refusedForScope).toContain(failure?.code);
    },
  );

  it.each(needed(pair, ['introspectKey', ...actsByApi(pair.venue)]))(
    '$name without $scope fails for that, and changes nothing',
    async ({ name, scope, nor }) => {
      const world = await start(pair);
      const targets = await findTargets(world);
      const key = world.keyWithout(scope, nor);
      if (key === undefined) return;
      const before = stateOf(world);
      const { code } = await failureOf(callOnce(name, await world.open(key), targets));
      expect(refusedForScope).toContain(code);
      expect(stateOf(world)).toEqual(before);
    },
  );
});
