import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FailureCode } from '../../src/domain/failure.ts';
import type { HttpExchange } from '../../src/domain/http-exchange.ts';
import type { CapabilityName, Venue } from '../../src/venues/index.ts';
import { stateOf } from './acts.ts';
import {
  actsByApi,
  byApi,
  callOnce,
  failureOf,
  findTargets,
  listsByApi,
  readList,
  readUntilFailure,
  type Targets,
} from './capabilities.ts';
import { faultsAt, inject, patienceFor, type Fault } from './faults.ts';
import { lackings } from './lackings.ts';
import { closeWorlds, start } from './starting.ts';
import { openWorld, pairs, type OpenWorld, type Pair } from './world.ts';

// What a venue, or something in its place, may answer: nothing of it may end as "none" or as "done".

afterEach(closeWorlds);

/** A call of each kind as it goes when all is well. */
interface Healthy {
  readonly targets: Targets;
  /** What each list was answered with, and how many rows it had. */
  readonly lists: ReadonlyMap<CapabilityName, { readonly rows: number; readonly replies: readonly Told[] }>;
  /** What each other call was answered with. */
  readonly calls: ReadonlyMap<CapabilityName, readonly Told[]>;
}

interface Told {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** Refusals that are part of an answer ("no such account": nothing in it) are no reply to compare with. */
const toldIn = (exchanges: readonly HttpExchange[]): readonly Told[] =>
  exchanges.filter(({ response }) => (response?.status ?? 0) < 400).map(toldBy);

const toldBy = ({ request, response }: HttpExchange): Told => ({
  method: request.method,
  path: new URL(request.url).pathname,
  // A success without a body says it all by its status.
  body: response?.status === 204 ? '' : JSON.parse(Buffer.from(response?.body ?? []).toString('utf8')),
});

async function inHealth(pair: Pair): Promise<Healthy> {
  const lists = new Map<CapabilityName, { rows: number; replies: readonly Told[] }>();
  const calls = new Map<CapabilityName, readonly Told[]>();
  const world = await openWorld(pair);
  const targets = await findTargets(world);
  const session = await world.open('mighty');
  for (const name of listsByApi(pair.venue)) {
    const from = world.captured.length;
    const { listing } = await readList(name, session, world);
    lists.set(name, { rows: listing.rows.length, replies: toldIn(world.captured.slice(from)) });
    world.clock.step(minuteMs);
  }
  await world.simulator.close();
  for (const name of callsByApi(pair.venue)) {
    const other = await openWorld(pair);
    await findTargets(other);
    const from = other.captured.length;
    await callOnce(name, await other.open('mighty'), targets);
    calls.set(name, toldIn(other.captured.slice(from)));
    await other.simulator.close();
  }
  return { targets, lists, calls };
}

/** Past every window that a venue counts in. */
const minuteMs = 61_000;

const callsByApi = (venue: Venue): readonly CapabilityName[] =>
  byApi(venue).filter((name) => !name.startsWith('list'));

/**
 * A bare list is a list of nothing where the venue itself answers with a bare list, and only there; an
 * object of nothing is "done" only where that is what the venue says.
 */
function isAnswerTo({ kind }: Fault, replies: readonly Told[] = []): boolean {
  // A 204 ends with its headers: nothing of it can stall.
  if (kind.kind === 'body-stall') return replies.length > 0 && replies.every(({ body }) => body === '');
  if (kind.kind !== 'body-200') return false;
  if (kind.body === '[]') return replies.every(({ body }) => Array.isArray(body));
  return kind.body === '{}' && replies.every(({ body }) => JSON.stringify(body) === '{}');
}

describe.each(pairs)('$id: what is no answer', (pair) => {
  let healthy: Healthy;
  beforeAll(async () => {
    healthy = await inHealth(pair);
  });

  it.each(faultsAt(pair.venue))('$name is never an empty list', async (fault) => {
    const world = await start(pair);
    const names = listsByApi(pair.venue).filter(
      (name) => !isAnswerTo(fault, healthy.lists.get(name)?.replies),
    );
    inject(world, fault.kind);
    const read = await Promise.all(names.map((name) => readSick(name, world, fault)));
    expect(read).toEqual(names.map((name) => ({ name, ...sick(fault.read) })));
  });

  it.each(faultsAt(pair.venue))('$name is never taken for done', async (fault) => {
    const names = callsByApi(pair.venue).filter((name) => !isAnswerTo(fault, healthy.calls.get(name)));
    const ends = await Promise.all(
      names.map(async (name) => {
        const world = await start(pair);
        if (pair.venue.capabilities.cancelWithdrawal.by === 'api') world.requestWithdrawal();
        const session = await world.open('mighty', patienceFor(fault));
        inject(world, fault.kind);
        const { code } = await failureOf(callOnce(name, session, healthy.targets));
        return { name, code: expectedOf(name, code, fault, world) };
      }),
    );
    expect(ends).toEqual(names.map((name) => ({ name, code: expectedFor(name, fault) })));
  });

  it.each(faultsAt(pair.venue).filter(({ kind }) => !/lost|body-stall/.test(kind.kind)))(
    '$name: an act that never reached the venue changes nothing there',
    async (fault) => {
      const world = await start(pair);
      const targets = await findTargets(world);
      inject(world, fault.kind);
      const before = stateOf(world);
      const session = await world.open('mighty', patienceFor(fault));
      await Promise.all(
        actsByApi(pair.venue).map((name) => callOnce(name, session, targets).catch(() => undefined)),
      );
      expect(stateOf(world)).toEqual(before);
    },
  );

  it.each(listsByApi(pair.venue))(
    '%s: a reply that lacks a member of its envelope is never a shorter list',
    async (name) => {
      const { rows = 0, replies = [] } = healthy.lists.get(name) ?? {};
      const world = await start(pair);
      const session = await world.open('mighty');
      const shorter: string[] = [];
      for (const { lack, path, body } of lackings(replies)) {
        world.simulator.faults.clear();
        world.clock.step(minuteMs);
        inject(world, { kind: 'body-200', body }, path);
        const read = await readUntilFailure(name, session, world);
        if (read !== 'failed' && read.length < rows)
          shorter.push(`${path} ${lack}: ${read.length} of ${rows}`);
      }
      expect(shorter).toEqual([]);
    },
  );
});

const sick = (code: FailureCode) => ({ stop: 'failed', holes: true, rows: 0, code });

async function readSick(name: CapabilityName, world: OpenWorld, fault: Fault) {
  const session = await world.open('mighty', patienceFor(fault));
  const { listing, failure } = await readList(name, session, world);
  return {
    name,
    stop: listing.stop,
    holes: listing.coverage.holes.length > 0,
    rows: listing.rows.length,
    code: failure?.code,
  };
}

const isQuestion = (name: CapabilityName): boolean => /^(read|introspect)/.test(name);

const expectedFor = (name: CapabilityName, fault: Fault): string =>
  isQuestion(name) ? fault.read : fault.act;

/** An act that asks first and gets no answer has not acted: then its end is that of a read. */
function expectedOf(name: CapabilityName, code: FailureCode, fault: Fault, world: OpenWorld): string {
  if (isQuestion(name) || code !== fault.read) return code;
  const last = world.captured.at(-1);
  const mayAsk = last?.request.method === 'GET' || (world.pair.venue.readsByPost ?? []).length > 0;
  return mayAsk && name !== 'cancelOrders' ? fault.act : code;
}

// ---------------------------------------------------------------- the venue's own refusals

const codesOf = ({ failures }: Venue): readonly string[] =>
  Object.keys(failures).filter((code) => !code.startsWith('http:'));

/** What classify.ts says of a status, whatever stands in the body. */
const decisive: Readonly<Record<number, FailureCode>> = {
  418: 'BANNED',
  429: 'RATE_LIMITED',
  451: 'REGION_BLOCKED',
};

function meaningOf(
  { failures }: Venue,
  code: string,
  status: number,
  isAct: boolean,
): FailureCode | undefined {
  const byStatus = failures[`http:${status}`]?.code ?? decisive[status];
  if (decisive[status] !== undefined) return byStatus;
  const meant = failures[code]?.code;
  if (isAct) return status >= 500 ? 'OUTCOME_UNKNOWN' : meant;
  return meant === 'OUTCOME_UNKNOWN' ? 'VENUE_DOWN' : meant;
}

async function refusalOf(world: OpenWorld, code: string, call: () => Promise<unknown>) {
  world.simulator.faults.clear();
  inject(world, { kind: 'refusal', code });
  const { failure } = await failureOf(call());
  return { code, venueCode: failure.venueCode, is: failure.code, status: failure.httpStatus ?? 0 };
}

describe.each(pairs)('$id: its refusals', (pair) => {
  const { venue } = pair;

  it('that the declaration knows, the simulator can produce', async () => {
    const documented = (await start(pair)).simulator.refusals();
    expect(codesOf(venue).filter((code) => !documented.includes(code))).toEqual([]);
  });

  it('are classified as the table says, with the venue’s own code, when a read meets them', async () => {
    const world = await start(pair);
    const session = await world.open('bound');
    const documented = world.simulator.refusals();
    for (const code of codesOf(venue).filter((each) => documented.includes(each))) {
      const ask = () => callOnce('introspectKey', session);
      const { status, ...seen } = await refusalOf(world, code, ask);
      expect(seen).toEqual({ code, venueCode: code, is: meaningOf(venue, code, status, false) });
    }
  });

  it('are classified as the table says when an act meets them', async () => {
    const world = await start(pair);
    const targets = await findTargets(world);
    const session = await world.open('mighty');
    const documented = world.simulator.refusals();
    const before = stateOf(world);
    for (const code of codesOf(venue).filter((each) => documented.includes(each))) {
      // An order that is gone already counts as cancelled.
      if (venue.failures[code]?.code === 'NOT_FOUND') continue;
      const act = () => callOnce('cancelOrders', session, targets);
      const { status, ...seen } = await refusalOf(world, code, act);
      expect(seen).toEqual({ code, venueCode: code, is: meaningOf(venue, code, status, true) });
    }
    expect(stateOf(world)).toEqual(before);
  });

  it('are never taken for a success, also those that the declaration does not know', async () => {
    const world = await start(pair);
    const session = await world.open('bound');
    for (const code of world.simulator.refusals()) {
      await refusalOf(world, code, () => callOnce('introspectKey', session));
    }
  });

  it.each(listsByApi(venue))('%s is never an empty list by one of them', async (name) => {
    const world = await start(pair);
    const session = await world.open('mighty');
    for (const code of oneOfEachMeaning(venue, world.simulator.refusals())) {
      world.simulator.faults.clear();
      inject(world, { kind: 'refusal', code });
      expect({ code, read: await readUntilFailure(name, session, world) }).toEqual({ code, read: 'failed' });
    }
  });
});

/** A code for every meaning in the table, and every one that the table does not know. */
function oneOfEachMeaning({ failures }: Venue, documented: readonly string[]): readonly string[] {
  const byMeaning = new Map(documented.map((code) => [failures[code]?.code ?? code, code]));
  return [...byMeaning.values()];
}
