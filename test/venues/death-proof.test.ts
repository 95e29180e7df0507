import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { VenueFailure } from '../../src/domain/failure.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { DeathProof, Probe } from '../../src/domain/death-proof.ts';
import { binance } from '../../src/venues/binance/index.ts';
import { probeKey, proveDead } from '../../src/venues/index.ts';
import type { Session } from '../../src/venues/index.ts';
import { steppedClock } from './clocks.ts';
import { html, sessionTo, startScriptedVenue, testCredential } from './scripted-venue.ts';
import type { Scripted, ScriptedVenue } from './scripted-venue.ts';

const { wanted, atMost, gapMs } = binance.deathProof.probes;
const home = '198.51.100.7';

const keyWorks = JSON.stringify({ ipRestrict: false, createTime: 1_623_840_271_000, enableReading: true });
const refused = (status: number, code: number): Scripted => ({
  status,
  body: JSON.stringify({ code, msg: 'no' }),
});

/** What the venue can answer to a probe, by a short name. */
const answers = {
  works: { body: keyWorks },
  '-2008': refused(400, -2008),
  '-2015': refused(401, -2015),
  '-1022': refused(400, -1022),
  '-1002': refused(401, -1002),
  '-2014': refused(401, -2014),
  '-1021': refused(400, -1021),
  '-1003 429': refused(429, -1003),
  '-2008 under 418': refused(418, -2008),
  '-2015 under 451': refused(451, -2015),
  '-2008 under 503': refused(503, -2008),
  '403 HTML': { status: 403, headers: { 'Content-Type': 'text/html' }, body: html },
  '200 HTML': { headers: { 'Content-Type': 'text/html' }, body: html },
  '200 {}': { body: '{}' },
  '200 empty': { body: '' },
  '401 text': { status: 401, headers: { 'Content-Type': 'text/plain' }, body: 'Unauthorized' },
  '500': { status: 500, body: '' },
  reset: { does: 'reset' },
  '-7777': refused(400, -7777),
} satisfies Record<string, Scripted>;

type AnswerName = keyof typeof answers;

const open: ScriptedVenue[] = [];
afterEach(async () => {
  for (const venue of open.splice(0)) await venue.close();
});

interface World {
  /** Answers to the negative probes, in turn; the last one stays. */
  readonly replies: readonly AnswerName[];
  readonly before?: Probe | undefined;
  /** Address at each reading of it; the last one stays. */
  readonly egress?: readonly string[];
  /** What the public clock answers: ms ahead of us, or something else than a clock. */
  readonly clockAheadMs?: number;
  readonly clockReply?: Scripted;
  readonly replacement?: AnswerName;
  readonly signal?: AbortSignal;
}

const before: Probe = { at: '2026-03-01T02:55:00.000Z', role: 'before', says: 'works', egress: home };

/** Runs the proof against a server on loopback, on time that does not pass but by sleeping. */
async function proofIn(
  world: World,
): Promise<{ proof: DeathProof; venue: ScriptedVenue; sessions: Session[] }> {
  const clock = steppedClock();
  let asked = 0;
  const venue = await startScriptedVenue(({ path, headers }) => {
    if (path === '/api/v3/time') {
      const serverTime = clock.now().toMillis() + (world.clockAheadMs ?? 0);
      return world.clockReply ?? { body: JSON.stringify({ serverTime }) };
    }
    if (headers['x-mbx-apikey'] === 'replacementKey') return answers[world.replacement ?? 'works'];
    return answers[world.replies[Math.min(asked++, world.replies.length - 1)] ?? 'reset'];
  });
  open.push(venue);
  const sessions: Session[] = [];
  const keep = async (change: Parameters<typeof sessionTo>[1]): Promise<Session> => {
    const { session } = await sessionTo(venue.port, { clock, ...change });
    sessions.push(session);
    return session;
  };
  const replacement = {
    ...testCredential('replacement'),
    parts: {
      apiKey: new Secret('replacementKey', 'env:R'),
      secret: new Secret('replacementSecret', 'env:S'),
    },
  };
  let read = 0;
  const egress = world.egress ?? [home];
  const proof = await proveDead({
    venue: binance,
    before: 'before' in world ? world.before : before,
    openFresh: () => keep({}),
    openControl: () =>
      keep(world.replacement === undefined ? { keyless: true } : { credential: replacement }),
    clock,
    egress: () => egress[Math.min(read++, egress.length - 1)] ?? 'unknown',
    ...(world.signal === undefined ? {} : { signal: world.signal }),
  });
  return { proof, venue, sessions };
}

const verdictIn = async (world: World): Promise<DeathProof['verdict']> =>
  (await proofIn(world)).proof.verdict;

describe('dead', () => {
  it.each(['-2015', '-2008'] as const)('is said of %s when everything holds', async (code) => {
    const { proof, sessions, venue } = await proofIn({ replies: [code] });
    expect(proof.verdict).toBe('dead');
    expect(proof.probes.map(({ role, says }) => `${role} ${says}`)).toEqual([
      'before works',
      'negative dead-code',
      'negative dead-code',
      'negative dead-code',
      'live-control works',
      'clock works',
    ]);
    // Each probe on a session of its own, and none of them left open.
    expect(new Set(sessions).size).toBe(wanted + 1);
    for (const session of sessions)
      await expect(session.call('publicGetTime', {}, 'x')).rejects.toThrow('closed');
    expect(venue.seen.filter(({ path }) => path.includes('apiRestrictions')).length).toBe(wanted);
  });

  it('comes with probes 30 s apart, each with its exchange, code and address', async () => {
    const { proof } = await proofIn({ replies: ['-2015'] });
    const negatives = proof.probes.filter(({ role }) => role === 'negative');
    const times = negatives.map(({ at }) => Date.parse(at));
    expect(times.slice(1).map((time, i) => time - (times[i] ?? 0))).toEqual([gapMs, gapMs]);
    for (const probe of negatives) {
      expect(probe).toMatchObject({ venueCode: '-2015', httpStatus: 401, egress: home });
      expect(probe.exchange).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it('is said with a replacement key as live control', async () => {
    expect(await verdictIn({ replies: ['-2015'], replacement: 'works' })).toBe('dead');
  });

  it('survives a hiccup of the network between the probes', async () => {
    expect(await verdictIn({ replies: ['-2015', 'reset', '-2015', '500', '-2015'] })).toBe('dead');
  });

  it('is said of -2008 from another address: an unknown id is unknown from everywhere', async () => {
    expect(await verdictIn({ replies: ['-2008'], egress: ['203.0.113.9'] })).toBe('dead');
  });
});

describe('alive', () => {
  it.each<[string, AnswerName[]]>([
    ['the first probe works', ['works']],
    ['the last one works', ['-2015', '-2015', 'works']],
    ['one works after hiccups', ['reset', '500', 'works']],
  ])('when %s', async (_name, replies) => {
    const { proof } = await proofIn({ replies });
    expect(proof.verdict).toBe('alive');
    expect(proof.probes.at(-1)?.says).toBe('works');
  });

  it('is said at once: a living key is not asked a second time', async () => {
    const { venue } = await proofIn({ replies: ['works'] });
    expect(venue.seen.length).toBe(1);
  });
});

describe('not proven', () => {
  it.each<[string, World, RegExp]>([
    ['-2015 without a positive control', { replies: ['-2015'], before: undefined }, /mistyped/],
    ['-2008 for a key that never worked here', { replies: ['-2008'], before: undefined }, /mistyped/],
    [
      'the positive control was itself refused',
      { replies: ['-2015'], before: { ...before, says: 'dead-code' } },
      /mistyped/,
    ],
    [
      '-2015 from another address',
      { replies: ['-2015'], egress: ['203.0.113.9'] },
      /198\.51\.100\.7.*203\.0\.113\.9/,
    ],
    [
      'the address changes on the way',
      { replies: ['-2015'], egress: [home, home, '203.0.113.9'] },
      /203\.0\.113\.9/,
    ],
    [
      'nobody knows the address',
      { replies: ['-2015'], before: { ...before, egress: 'unknown' }, egress: ['unknown'] },
      /nobody knows/,
    ],
    ['the clock is off by 1 s', { replies: ['-2015'], clockAheadMs: 1_000 }, /clock/],
    ['the clock is off the other way', { replies: ['-2008'], clockAheadMs: -5_000 }, /clock/],
    ['the venue answers nobody', { replies: ['-2015'], clockReply: answers['403 HTML'] }, /control/],
    ['the control is a Wi-Fi page', { replies: ['-2015'], clockReply: answers['200 HTML'] }, /control/],
    ['the replacement key is refused too', { replies: ['-2015'], replacement: '-2015' }, /control/],
    ['the refusal means a wrong secret', { replies: ['-1022'] }, /-1022/],
    ['the refusal means a missing scope', { replies: ['-1002'] }, /-1002/],
    ['one of the refusals does', { replies: ['-2015', '-1022', '-2015'] }, /-1022/],
  ])('when %s', async (_name, world, why) => {
    const { proof } = await proofIn(world);
    expect(proof.verdict).toBe('not-proven');
    expect(proof.why).toMatch(why);
  });

  it.each<AnswerName>([
    '-2014',
    '-1021',
    '-2008 under 503',
    '403 HTML',
    '200 HTML',
    '200 {}',
    '200 empty',
    '401 text',
    '500',
    'reset',
    '-7777',
  ])('however often the venue says %s', async (name) => {
    const { proof, venue } = await proofIn({ replies: [name] });
    expect(proof.verdict).toBe('not-proven');
    expect(venue.seen.length).toBe(atMost);
  });

  it.each<AnswerName>(['-1003 429', '-2008 under 418', '-2015 under 451'])(
    'and no further question after %s: asking on makes it worse',
    async (name) => {
      const { proof, venue } = await proofIn({ replies: [name] });
      expect(proof.verdict).toBe('not-proven');
      expect(venue.seen.length).toBe(1);
    },
  );

  it('when the wall clock was set back between the probes', async () => {
    const clock = steppedClock();
    const session: Session = {
      venue: binance,
      credential: testCredential(),
      view: () => Promise.reject(new Error('not used')),
      call: async () => {
        clock.step(-gapMs - 1);
        throw new VenueFailure({
          code: 'KEY_UNKNOWN',
          venue: 'binance',
          venueCode: '-2008',
          httpStatus: 400,
          doing: 'x',
        });
      },
      close: async () => undefined,
    };
    const control = sessionThatEnds('works', clock, 0);
    const proof = await proveDead({
      venue: binance,
      before,
      openFresh: async () => session,
      openControl: async () => control,
      clock: { ...clock, sleep: async () => undefined },
      egress: () => home,
    });
    expect(proof).toMatchObject({ verdict: 'not-proven', why: expect.stringContaining('apart') });
  });
});

describe('the protocol', () => {
  it('stops when it is aborted, with the reason of the abort', async () => {
    const abort = new AbortController();
    abort.abort(new Error('the operator pressed Ctrl-C'));
    await expect(proofIn({ replies: ['-2015'], signal: abort.signal })).rejects.toThrow('Ctrl-C');
  });

  it('refuses the suspect key as its own control', async () => {
    const clock = steppedClock();
    const venue = await startScriptedVenue(() => answers['-2008']);
    open.push(venue);
    const fresh = async (): Promise<Session> => (await sessionTo(venue.port, { clock })).session;
    await expect(
      proveDead({ venue: binance, before, openFresh: fresh, openControl: fresh, clock, egress: () => home }),
    ).rejects.toThrow('its own control');
  });

  it('sleeps the rest when a timer fires early', async () => {
    const clock = steppedClock();
    const early = { ...clock, sleep: async (ms: number) => clock.step(Math.max(1, Math.floor(ms * 0.99))) };
    const venue = await startScriptedVenue(({ path }) =>
      path.endsWith('/time')
        ? { body: JSON.stringify({ serverTime: clock.now().toMillis() }) }
        : answers['-2008'],
    );
    open.push(venue);
    const to = async (keyless: boolean): Promise<Session> =>
      (await sessionTo(venue.port, { clock, keyless })).session;
    const proof = await proveDead({
      venue: binance,
      before,
      openFresh: () => to(false),
      openControl: () => to(true),
      clock: early,
      egress: () => home,
    });
    expect(proof.verdict).toBe('dead');
  });

  it('makes a positive control from the reply itself', async () => {
    const venue = await startScriptedVenue(() => answers.works);
    open.push(venue);
    const clock = steppedClock();
    const { session, captured } = await sessionTo(venue.port, { clock });
    const probe = await probeKey({ session, role: 'before', clock, egress: async () => home });
    expect(probe).toEqual({
      at: '2026-03-01T03:00:00.000Z',
      role: 'before',
      says: 'works',
      httpStatus: 200,
      exchange: captured[0]?.id,
      egress: home,
    });
  });

  it('takes an address that cannot be read for an unknown one', async () => {
    const venue = await startScriptedVenue(() => answers.works);
    open.push(venue);
    const clock = steppedClock();
    const { session } = await sessionTo(venue.port, { clock });
    const egress = (): never => {
      throw new Error('offline');
    };
    expect((await probeKey({ session, role: 'before', clock, egress })).egress).toBe('unknown');
  });

  it('lets a failed capture through: a probe that was not kept proves nothing', async () => {
    const diskFull = new Error('no space left on device');
    const clock = steppedClock();
    const venue = await startScriptedVenue(() => answers['-2008']);
    open.push(venue);
    const { session } = await sessionTo(venue.port, { clock, capture: () => Promise.reject(diskFull) });
    await expect(probeKey({ session, role: 'negative', clock, egress: () => home })).rejects.toBe(diskFull);
  });
});

// ---------------------------------------------------------------- over all sequences

/** A session whose probe ends as the name says, without a network: 2,000 proofs take a second. */
const names = Object.keys(answers) as AnswerName[];

const failures: Partial<Record<AnswerName, { httpStatus?: number; venueCode?: string }>> = {
  '-2008': { httpStatus: 400, venueCode: '-2008' },
  '-2015': { httpStatus: 401, venueCode: '-2015' },
  '-1022': { httpStatus: 400, venueCode: '-1022' },
  '-1002': { httpStatus: 401, venueCode: '-1002' },
  '-2014': { httpStatus: 401, venueCode: '-2014' },
  '-1021': { httpStatus: 400, venueCode: '-1021' },
  '-1003 429': { httpStatus: 429, venueCode: '-1003' },
  '-2008 under 418': { httpStatus: 418, venueCode: '-2008' },
  '-2015 under 451': { httpStatus: 451, venueCode: '-2015' },
  '-2008 under 503': { httpStatus: 503, venueCode: '-2008' },
  '403 HTML': { httpStatus: 403 },
  '200 HTML': { httpStatus: 200 },
  '200 {}': { httpStatus: 200 },
  '200 empty': { httpStatus: 200 },
  '401 text': { httpStatus: 401 },
  '500': { httpStatus: 500 },
  reset: {},
  '-7777': { httpStatus: 400, venueCode: '-7777' },
};

function sessionThatEnds(name: AnswerName, clock: ReturnType<typeof steppedClock>, aheadMs: number): Session {
  return {
    venue: binance,
    credential: undefined,
    view: () => Promise.reject(new Error('not used')),
    call: async (method) => {
      const failure = failures[name];
      if (failure !== undefined) {
        throw new VenueFailure({ code: 'REQUEST_REJECTED', venue: 'binance', doing: 'probing', ...failure });
      }
      const now = clock.now().toISO() ?? '';
      const serverTime = clock.now().toMillis() + aheadMs;
      const body = method === 'publicGetTime' ? { serverTime } : (JSON.parse(keyWorks) as unknown);
      return { status: 200, headers: {}, body, text: '', exchange: 'X', sentAt: now, receivedAt: now };
    },
    close: async () => undefined,
  };
}

it('never says dead unless every rule holds, over all sequences of replies, addresses and clocks', async () => {
  const address = fc.constantFrom(home, home, home, '203.0.113.9', 'unknown', '');
  const reply = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom<AnswerName>('-2008', '-2015') },
    { weight: 1, arbitrary: fc.constantFrom(...names) },
  );
  let dead = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(reply, { minLength: atMost, maxLength: atMost }),
      fc.option(fc.constantFrom<Probe['says']>('works', 'works', 'works', 'dead-code', 'inconclusive'), {
        nil: undefined,
      }),
      address,
      fc.array(address, { minLength: 1, maxLength: atMost + 1 }),
      fc.constantFrom<AnswerName>('works', 'works', 'works', '403 HTML', 'reset'),
      fc.constantFrom(0, 0, 999, 1_000, -60_000),
      async (replies, beforeSays, beforeEgress, egress, control, aheadMs) => {
        const clock = steppedClock();
        let probe = 0;
        let read = 0;
        const proof = await proveDead({
          venue: binance,
          before:
            beforeSays === undefined ? undefined : { ...before, says: beforeSays, egress: beforeEgress },
          openFresh: async () => sessionThatEnds(replies[probe++] ?? 'reset', clock, 0),
          openControl: async () => sessionThatEnds(control, clock, aheadMs),
          clock,
          egress: () => egress[Math.min(read++, egress.length - 1)] ?? 'unknown',
        });
        const asked = replies.slice(0, probe);
        if (asked.includes('works')) return void expect(proof.verdict).toBe('alive');
        if (proof.verdict !== 'dead') return void expect(proof.verdict).toBe('not-proven');
        dead += 1;
        // The rules, stated once more from the outside.
        const found = asked.filter((name) => name === '-2008' || name === '-2015');
        expect(found.length).toBe(wanted);
        expect(asked.some((name) => ['-1022', '-1002'].includes(name))).toBe(false);
        expect(beforeSays).toBe('works');
        expect(control).toBe('works');
        expect(Math.abs(aheadMs)).toBeLessThan(1_000);
        const seen = proof.probes.filter(({ role, says }) => role === 'negative' && says === 'dead-code');
        seen
          .slice(1)
          .forEach(({ at }, i) =>
            expect(Date.parse(at) - Date.parse(seen[i]?.at ?? '')).toBeGreaterThanOrEqual(gapMs),
          );
        for (const { venueCode, egress: from } of seen) {
          if (venueCode === '-2015') expect([from, beforeEgress]).toEqual([beforeEgress, from]);
          if (venueCode === '-2015') expect(['', 'unknown']).not.toContain(beforeEgress);
        }
      },
    ),
    { numRuns: 3_000 },
  );
  // A property over proofs that never succeed would say nothing.
  expect(dead).toBeGreaterThan(50);
});
