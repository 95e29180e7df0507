import { request } from 'node:http';
import { DateTime } from 'luxon';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ClockOffset } from '../../src/domain/clock.ts';
import type { FailureCode } from '../../src/domain/failure.ts';
import type { HttpExchange } from '../../src/domain/http-exchange.ts';
import type { SimulatedKey } from '../../src/simulators/index.ts';
import type { Session, Venue } from '../../src/venues/index.ts';
import type { SignedRequest } from '../vectors/vector.ts';
import { callOnce, failureOf, findTargets, listsByApi, needsOf, readList } from './capabilities.ts';
import { closeWorlds, start } from './starting.ts';
import { elsewhere, home, pairs, type OpenWorld, type Pair } from './world.ts';

// Whose key, from where, at what time, and signed how: nothing of it may be mixed up.

afterEach(closeWorlds);

const introspect = (session: Session) => callOnce('introspectKey', session);

describe.each(pairs)('$id: the address that a key is bound to', (pair) => {
  const refused: readonly FailureCode[] =
    pair.venue.deathProof.addressCodes.length > 0
      ? ['IP_NOT_ALLOWED']
      : ['IP_NOT_ALLOWED', 'KEY_IP_OR_SCOPE'];

  it('lets the key in from there and from nowhere else', async () => {
    const world = await start(pair);
    await introspect(await world.open('bound'));
    const { failure } = await failureOf(introspect(await world.open('bound', { sourceIp: elsewhere })));
    expect(refused).toContain(failure.code);
    const { addressCodes } = pair.venue.deathProof;
    if (addressCodes.length > 0) expect(addressCodes).toContain(failure.venueCode);
    expect(world.simulator.books.requests().map(({ sourceIp }) => sourceIp)).toEqual([home, elsewhere]);
  });

  it('stops every list that needs a scope, from elsewhere', async () => {
    const world = await start(pair);
    const session = await world.open('mighty', { sourceIp: elsewhere });
    for (const name of listsByApi(pair.venue).filter((each) => needsOf(pair.venue, each).length > 0)) {
      const { listing, failure } = await readList(name, session, world);
      expect({ name, stop: listing.stop, rows: listing.rows.length }).toEqual({
        name,
        stop: 'failed',
        rows: 0,
      });
      expect(refused, name).toContain(failure?.code);
    }
  });

  it('stops an act from elsewhere', async () => {
    const world = await start(pair);
    const targets = await findTargets(world);
    const session = await world.open('bound', { sourceIp: elsewhere });
    expect(refused).toContain((await failureOf(callOnce('cancelOrders', session, targets))).code);
    expect(world.simulator.books.openOrders().length).toBe(targets.orders.length);
  });

  it('is not asked of a key that is bound to none', async () => {
    const world = await start(pair);
    await introspect(await world.open('reader', { sourceIp: elsewhere }));
  });
});

// ---------------------------------------------------------------- two keys, and many calls

/** All that was sent, with what is written in a token's dotted parts. */
function sentIn({ request: { url, headers, body } }: HttpExchange): string {
  const texts = [url, ...headers.map(([, value]) => value), Buffer.from(body).toString('utf8')];
  const inside = texts.flatMap((text) =>
    text.split(/[ .]/).map((part) => Buffer.from(part, 'base64url').toString('latin1')),
  );
  return [...texts, ...inside].join('\n');
}

/** How many times as many callers may call at once without being told that it is too much; never more than asked. */
function timesWithin({ venue }: Pair, asked: number, callers: number): number {
  const { introspectKey, listBalances } = venue.capabilities;
  const rooms = [introspectKey, listBalances].flatMap((capability) => {
    const { cost } = capability.by === 'api' ? capability : {};
    return (venue.limits ?? []).flatMap(({ id, limit }) => {
      const units = cost === undefined ? 1 : cost[id];
      return units === undefined ? [] : Math.floor(limit / units);
    });
  });
  return Math.max(1, Math.min(asked, ...rooms.map((room) => Math.floor(room / callers))));
}

const interleaved = <T>(times: number, ...calls: readonly (() => Promise<T>)[]): Promise<readonly T[]> =>
  Promise.all(
    Array.from({ length: times * calls.length }, (_, n) => (calls[n % calls.length] as () => Promise<T>)()),
  );

describe.each(pairs)('$id: keys side by side', (pair) => {
  it('each request carries the key of its own session and no other', async () => {
    const world = await start(pair);
    const [bound, reader] = await Promise.all([world.open('bound'), world.open('reader')]);
    const times = timesWithin(pair, 5, 2);
    await interleaved(
      times,
      () => introspect(bound),
      () => introspect(reader),
    );
    const sent = world.captured.map(sentIn);
    const carry = (name: 'bound' | 'reader') => sent.filter((text) => text.includes(world.keys[name].keyId));
    expect([carry('bound').length, carry('reader').length]).toEqual([times, times]);
    expect(sent.filter((text) => carry('bound').includes(text) && carry('reader').includes(text))).toEqual(
      [],
    );
  });

  it('each reply belongs to the key that asked: a sub-account’s empty wallet is not the main account’s', async () => {
    const world = await start(pair);
    const [main, sub] = await Promise.all([world.open('reader'), world.open('subReader')]);
    const count = (session: Session) => async () => {
      const { listing } = await readList('listBalances', session, world);
      return listing.rows.filter((row) => Number((row as { free: string }).free) > 0).length;
    };
    const alone = [await count(main)(), await count(sub)()];
    expect(alone[0]).toBeGreaterThan(0);
    expect(alone[1]).toBe(0);
    const times = timesWithin(pair, 4, 2);
    const counts = await interleaved(times, count(main), count(sub));
    expect(counts).toEqual(Array(times).fill(alone).flat());
  });

  it('calls that overlap on one key, in one session and in several, all succeed', async () => {
    const world = await start(pair);
    const sessions = await Promise.all([world.open('bound'), world.open('bound'), world.open('bound')]);
    const times = timesWithin(pair, 3, 3);
    await interleaved(times, ...sessions.map((session) => () => introspect(session)));
    expect(world.simulator.books.requests().map(({ status }) => status)).toEqual(Array(times * 3).fill(200));
  });

  it.runIf(pair.venue.nonce !== undefined)('no two of them are signed alike', async () => {
    const world = await start(pair);
    const sessions = await Promise.all([world.open('bound'), world.open('bound')]);
    await interleaved(4, ...sessions.map((session) => () => introspect(session)));
    const sent = world.captured.map(({ request: { url, headers, body } }) =>
      JSON.stringify([url, headers, Buffer.from(body).toString('latin1')]),
    );
    expect(new Set(sent).size).toBe(8);
  });
});

// ---------------------------------------------------------------- time

const hasMeaning = ({ failures }: Venue, code: FailureCode): boolean =>
  Object.values(failures).some((meaning) => meaning.code === code);

describe.each(pairs)('$id: clocks', (pair) => {
  const { venue } = pair;
  /** The host's clock, so many ms from the venue's. */
  const hostClock = ({ clock }: OpenWorld, awayMs: number) => ({
    ...clock,
    now: () => clock.now().plus(awayMs),
  });

  it.each([90_000, -90_000])('readClock measures that the venue is %i ms ahead of us', async (aheadMs) => {
    const world = await start(pair);
    const session = await world.open('public', { clock: hostClock(world, -aheadMs) });
    const offset = (await callOnce('readClock', session)) as ClockOffset;
    // Some venues tell whole seconds only.
    expect(Math.abs(offset.offsetMs - aheadMs)).toBeLessThanOrEqual(1_000);
    expect(offset.venue).toBe(pair.id);
  });

  // Where a request carries a number that must only rise, no clock is looked at.
  it.skipIf(venue.nonce !== undefined).each([-300_000, 300_000])(
    'a host whose clock is %i ms off is told so, and never that its key is dead',
    async (awayMs) => {
      const world = await start(pair);
      const session = await world.open('bound', { clock: hostClock(world, awayMs) });
      const { code } = await failureOf(introspect(session));
      const expected = hasMeaning(venue, 'CLOCK_SKEW')
        ? ['CLOCK_SKEW']
        : ['KEY_IP_OR_SCOPE', 'SIGNATURE_REJECTED'];
      expect(expected).toContain(code);
    },
  );

  it.runIf(venue.nonce !== undefined)(
    'a key that another process uses with higher numbers is told so, and never that it is dead',
    async () => {
      const world = await start(pair);
      // Modules that are loaded anew know nothing of the numbers that ours have sent, as another process.
      vi.resetModules();
      const another = await import('../../src/venues/session.ts');
      const theirs = await world.open('bound', { clock: hostClock(world, 3_600_000) }, another.openSession);
      await introspect(theirs);
      expect((await failureOf(introspect(await world.open('bound')))).code).toBe('NONCE_REJECTED');
    },
  );

  it.each([-300_000, 300_000])(
    'a host that is %i ms off works with the offset it measured',
    async (awayMs) => {
      const world = await start(pair);
      const clock = hostClock(world, awayMs);
      const { offsetMs } = (await callOnce(
        'readClock',
        await world.open('public', { clock }),
      )) as ClockOffset;
      await introspect(await world.open('reader', { clock, clockOffsetMs: offsetMs }));
    },
  );
});

// ---------------------------------------------------------------- signatures

const vectorsIn = ({ vectors }: Pair) => vectors?.signatures ?? [];
const requestsIn = ({ vectors }: Pair): readonly SignedRequest[] => [
  ...(vectors?.signatures ?? []),
  ...(vectors?.requests ?? []),
];

describe.each(pairs)('$id: signatures that are known from outside', (pair) => {
  it.each(vectorsIn(pair))('our session signs so: $from', async (vector) => {
    const world = await worldOf(pair, vector);
    const session = await world.open(keyOf(vector));
    await session.call(vector.call.endpoint, vector.call.params, 'signing').catch(() => undefined);
    const [sent] = world.captured;
    expect(sent).toBeDefined();
    if (sent === undefined) return;
    expect([sent.request.method, new URL(sent.request.url).pathname]).toEqual([
      vector.request.method,
      vector.request.path,
    ]);
    const { value } = vector.signature;
    if (value === undefined) expect(signatureIn(sent, vector)).not.toBe('');
    else expect(signatureIn(sent, vector)).toBe(value);
  });

  it.each(requestsIn(pair))('the simulator lets in a client that is not ours: $from', async (vector) => {
    const world = await worldOf(pair, vector);
    expect(aboutKey(pair.venue, await send(world, signed(vector)))).toBeUndefined();
  });

  it.each(requestsIn(pair))('and refuses it with one letter of it changed: $from', async (vector) => {
    for (const change of [...forged(vector), ...altered(vector)]) {
      const world = await worldOf(pair, vector);
      expect(['SIGNATURE_REJECTED', 'KEY_IP_OR_SCOPE']).toContain(
        aboutKey(pair.venue, await send(world, change)),
      );
    }
  });
});

/** The request with another signature. */
function forged(vector: SignedRequest): readonly SignedRequest['request'][] {
  const { signature, request: asked } = vector;
  if (signature.value !== undefined) {
    return [signed({ ...vector, signature: { ...signature, value: bent(signature.value) } })];
  }
  const place = signature.in;
  if (!('header' in place)) throw new Error('a signature that is drawn anew stands in a header');
  return [
    { ...asked, headers: { ...asked.headers, [place.header]: bent(asked.headers[place.header] ?? '') } },
  ];
}

/** The signed request with something else asked; none where the signature is over nothing of it. */
function altered(vector: SignedRequest): readonly SignedRequest['request'][] {
  const { request: asked, covers = ['query', 'body'] } = vector;
  const part = asked.body ? 'body' : 'query';
  const text = asked[part] ?? '';
  // "{}" has no letter that could be another.
  if (!covers.includes(part) || bent(text) === text) return [];
  return [signed({ ...vector, request: { ...asked, [part]: bent(text) } })];
}

const keyOf = ({ parts }: SignedRequest) => ({
  keyId: parts['apiKey'] ?? '',
  secret: parts['secret'] ?? '',
  ...(parts['password'] === undefined ? {} : { passphrase: parts['password'] }),
});

/** A venue at the moment of the vector, where the vector's key may do everything. */
async function worldOf(pair: Pair, vector: SignedRequest): Promise<OpenWorld> {
  const at = DateTime.fromMillis(vector.atMs, { zone: 'utc' }).toISO() ?? '';
  const asVector = (key: SimulatedKey) => (key.label === 'mighty' ? { ...key, ...keyOf(vector) } : key);
  return start(pair, { at, change: (opening) => ({ ...opening, keys: opening.keys.map(asVector) }) });
}

function signatureIn({ request: sent }: HttpExchange, { signature }: SignedRequest): string {
  const place = signature.in;
  if ('header' in place) {
    return sent.headers.find(([name]) => name.toLowerCase() === place.header.toLowerCase())?.[1] ?? '';
  }
  const { searchParams } = new URL(sent.url);
  const form = new URLSearchParams(Buffer.from(sent.body).toString('utf8'));
  return searchParams.get(place.parameter) ?? form.get(place.parameter) ?? '';
}

/** The request with its signature where it belongs; one that is drawn anew stands there already. */
function signed({ request: asked, signature }: SignedRequest): SignedRequest['request'] {
  if (signature.value === undefined) return asked;
  const place = signature.in;
  if ('header' in place) return { ...asked, headers: { ...asked.headers, [place.header]: signature.value } };
  const end = `&${place.parameter}=${signature.value}`;
  return asked.body
    ? { ...asked, body: `${asked.body}${end}` }
    : { ...asked, query: `${asked.query ?? ''}${end}` };
}

/** Its last letter or digit is another one. */
const bent = (text: string): string =>
  text.replace(/[A-Za-z0-9](?=[^A-Za-z0-9]*$)/, (last) => (last === '0' ? '1' : '0'));

interface Said {
  readonly status: number;
  readonly text: string;
}

const send = ({ simulator }: OpenWorld, asked: SignedRequest['request']): Promise<Said> =>
  new Promise((resolve, reject) => {
    const path = asked.query ? `${asked.path}?${asked.query}` : asked.path;
    const { method, headers, body = '' } = asked;
    const sent = request(
      { port: simulator.port, localAddress: home, method, path, headers, agent: false },
      (reply) => {
        const parts: Buffer[] = [];
        reply.on('data', (part: Buffer) => parts.push(part));
        reply.on('end', () =>
          resolve({ status: reply.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
        );
      },
    );
    sent.on('error', reject).end(body);
  });

const keyCodes: readonly FailureCode[] = [
  'KEY_UNKNOWN',
  'KEY_MALFORMED',
  'KEY_EXPIRED',
  'KEY_IP_OR_SCOPE',
  'IP_NOT_ALLOWED',
  'SCOPE_MISSING',
  'SIGNATURE_REJECTED',
  'CLOCK_SKEW',
  'NONCE_REJECTED',
  'ACCOUNT_FROZEN',
];

function jsonOrNot(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What the venue says about the key that asked; undefined when it let it in, whatever it says then. */
function aboutKey({ failures, readRefusal }: Venue, { status, text }: Said): FailureCode | undefined {
  const refusal = readRefusal?.(jsonOrNot(text));
  const code = refusal === undefined ? `http:${status}` : refusal.code;
  const meant = failures[code]?.code ?? (status === 401 ? 'KEY_IP_OR_SCOPE' : undefined);
  return meant !== undefined && keyCodes.includes(meant) ? meant : undefined;
}
