import { afterEach, describe, expect, it } from 'vitest';
import { isoNow, type Clock } from '../../src/domain/clock.ts';
import type { DeathProof, Probe } from '../../src/domain/death-proof.ts';
import { BadInput } from '../../src/domain/failure.ts';
import { probeKey, proveDead } from '../../src/venues/index.ts';
import type { DeathProofRules } from '../../src/venues/contract.ts';
import { callOnce } from './capabilities.ts';
import { faultsAt, inject, patienceFor, type Fault } from './faults.ts';
import { closeWorlds, start } from './starting.ts';
import { elsewhere, home, pairs, type OpenWorld, type Pair } from './world.ts';

// "Dead" is said only of a key that is: whatever else looks like it is "alive" or "not proven".

afterEach(closeWorlds);

type Change = Parameters<OpenWorld['open']>[1];

interface Proving {
  /** What happens to the key between the probe before and the ones after. */
  readonly meanwhile?: (world: OpenWorld) => void;
  /** Absent: another key of the account. */
  readonly control?: 'public';
  /** Absent: the key worked before, from home. */
  readonly before?: 'never worked';
  /** Absent: nobody of us has acted. */
  readonly revokedByUs?: boolean;
  /** How the probes after are sent. */
  readonly sending?: Change;
  readonly clockOf?: (world: OpenWorld) => Clock;
  readonly whenControlled?: (world: OpenWorld) => unknown;
  /** What of the venue's rules is otherwise than declared. */
  readonly rules?: Partial<DeathProofRules>;
}

async function prove(world: OpenWorld, proving: Proving = {}): Promise<DeathProof> {
  const { meanwhile, control = 'reader', sending = {}, whenControlled } = proving;
  const { venue } = world.pair;
  const clock = proving.clockOf?.(world) ?? world.clock;
  const egress = () => sending.sourceIp ?? home;
  const before = proving.before === 'never worked' ? undefined : await workedBefore(world);
  const revokedAt = isoNow(world.clock);
  meanwhile?.(world);
  return proveDead({
    venue: { ...venue, deathProof: { ...venue.deathProof, ...proving.rules } },
    before,
    ...(proving.revokedByUs === true ? { revokedAt } : {}),
    openFresh: () => world.open('bound', { clock, ...sending }),
    openControl: () => {
      whenControlled?.(world);
      return world.open(control, { clock, ...sending, holder: 'responder' });
    },
    clock,
    egress,
  });
}

async function workedBefore(world: OpenWorld) {
  const session = await world.open('bound');
  const probe = await probeKey({ session, role: 'before', clock: world.clock, egress: () => home });
  expect(probe.says).toBe('works');
  return probe;
}

const deleted = ({ simulator, keys }: OpenWorld): void =>
  void expect(simulator.website.deleteKey(keys.bound.keyId)).toBe(true);
const expired = ({ simulator, keys }: OpenWorld): void =>
  void expect(simulator.website.expireKey(keys.bound.keyId)).toBe(true);

const codeOf = ({ venueCode, httpStatus }: Probe): string => venueCode ?? `http:${httpStatus}`;

const negatives = ({ probes }: DeathProof) => probes.filter(({ role }) => role === 'negative');

describe.each(pairs)('$id: the proof that a key is dead', (pair) => {
  const { deathProof } = pair.venue;
  const { atMost, wanted } = deathProof.probes;

  it('says dead, ended by us, after we have ended it', async () => {
    const proof = await prove(await start(pair), { meanwhile: deleted, revokedByUs: true });
    expect(proof).toMatchObject({ verdict: 'dead', endedBy: 'us' });
    expect(negatives(proof).length).toBe(wanted);
  });

  it('says dead, ended by nobody knows whom, when none of us has acted', async () => {
    const proof = await prove(await start(pair), { meanwhile: deleted });
    expect(proof).toMatchObject({ verdict: 'dead', endedBy: 'not-known' });
  });

  it('says dead, ended by the venue, where the venue tells an expired key from a deleted one', async () => {
    const proof = await prove(await start(pair), { meanwhile: expired });
    const endedBy = deathProof.endedByVenueCodes.length > 0 ? 'venue' : 'not-known';
    expect(proof).toMatchObject({ verdict: 'dead', endedBy });
  });

  it.each([...deathProof.deadCodes, ...deathProof.deadWithControl])(
    'says dead also where the venue answers a deleted key with %s',
    async (code) => {
      const world = await startWhereAllowed(pair, code);
      // Not among the answers that its documents leave open.
      if (world === undefined) return;
      const proof = await prove(world, { meanwhile: deleted, revokedByUs: true });
      expect(proof.verdict).toBe('dead');
    },
  );

  it('needs another key of the account beside it, if and only if the declaration says so', async () => {
    const proof = await prove(await start(pair), { meanwhile: deleted, control: 'public' });
    expect(proof.verdict).toBe(deathProof.control === 'key' ? 'not-proven' : 'dead');
  });

  // The rules that few venues have, held to at every one.
  it('is not given by a public control where the rules want a key, and says what is missing', async () => {
    const rules = { control: 'key' } as const;
    const proof = await prove(await start(pair), { meanwhile: deleted, control: 'public', rules });
    expect(proof.verdict).toBe('not-proven');
    expect(proof.why).toContain('another key');
  });

  it('says ended by the venue for a code that the rules call the venue’s own', async () => {
    const codes = negatives(await prove(await start(pair), { meanwhile: deleted })).map(codeOf);
    const rules = { endedByVenueCodes: codes };
    const proof = await prove(await start(pair), { meanwhile: deleted, revokedByUs: true, rules });
    expect(proof).toMatchObject({ verdict: 'dead', endedBy: 'venue' });
  });

  it('says alive of a key that nobody ended', async () => {
    const proof = await prove(await start(pair));
    expect(proof.verdict).toBe('alive');
    expect(negatives(proof).length).toBe(1);
  });

  it('is not given for a key that never worked in this case', async () => {
    const world = await start(pair);
    deleted(world);
    expect((await prove(world, { before: 'never worked' })).verdict).toBe('not-proven');
  });

  it('is not given from another address than the key is bound to', async () => {
    const proof = await prove(await start(pair), { sending: { sourceIp: elsewhere } });
    expect(proof.verdict).toBe('not-proven');
  });

  it('is given from a wrong address only by a code that leaves the address aside', async () => {
    const proof = await prove(await start(pair), { meanwhile: deleted, sending: { sourceIp: elsewhere } });
    const codes = negatives(proof).map(codeOf);
    const isPlain = codes.every((code) => deathProof.deadCodes.includes(code));
    expect(proof.verdict).toBe(isPlain ? 'dead' : 'not-proven');
  });

  // Three seconds: within what many venues bear, so that only the proof itself can see it.
  it.each([-300_000, -3_000, 3_000, 300_000])(
    'is not given by a host whose clock is %i ms off',
    async (awayMs) => {
      const clockOf = ({ clock }: OpenWorld) => ({ ...clock, now: () => clock.now().plus(awayMs) });
      for (const meanwhile of [undefined, deleted]) {
        const world = await start(pair);
        const proof = await prove(world, { clockOf, ...(meanwhile === undefined ? {} : { meanwhile }) });
        expect(proof.verdict).not.toBe('dead');
      }
    },
  );

  it.each(faultsAt(pair.venue))('is not given of a living key by $name', async (fault) => {
    const meanwhile = (world: OpenWorld) => inject(world, fault.kind);
    const proof = await prove(await start(pair), { ...meeting(fault), meanwhile });
    expect(proof.verdict).toBe('not-proven');
    expect(negatives(proof).length).toBeLessThanOrEqual(atMost);
  });

  it.each(faultsAt(pair.venue))('is not given when the control meets $name', async (fault) => {
    const whenControlled = (world: OpenWorld) => inject(world, fault.kind);
    const proof = await prove(await start(pair), { ...meeting(fault), meanwhile: deleted, whenControlled });
    expect(proof.verdict).toBe('not-proven');
  });

  it('is not given when the key beside it is dead itself, however well the venue answers', async () => {
    const whenControlled = ({ simulator, keys }: OpenWorld) => simulator.website.deleteKey(keys.reader.keyId);
    const proof = await prove(await start(pair), { meanwhile: deleted, whenControlled });
    expect(proof.verdict).toBe('not-proven');
  });

  it.each([418, 429, 451])('stops asking at the first %i', async (status) => {
    const refuse = (world: OpenWorld) => inject(world, { kind: 'status', status });
    const proof = await prove(await start(pair), { meanwhile: refuse });
    expect(negatives(proof).length).toBe(1);
  });

  it('goes on past a hiccup between the probes, and never over the most that the venue bears', async () => {
    const world = await start(pair);
    const proof = await prove(world, {
      meanwhile: (it) => {
        deleted(it);
        it.simulator.faults.inject({ kind: 'status', status: 503 }, { path: '/', times: 1 });
      },
    });
    expect(proof.verdict).toBe('dead');
    expect(negatives(proof).length).toBe(wanted + 1);
    expect(negatives(proof).length).toBeLessThanOrEqual(atMost);
  });

  it('locks nobody out: right after it another key works from the same address', async () => {
    const world = await start(pair);
    await prove(world, { meanwhile: (it) => (deleted(it), inject(it, { kind: 'status', status: 503 })) });
    world.simulator.faults.clear();
    await prove(world, { before: 'never worked' });
    await callOnce('introspectKey', await world.open('reader'));
    expect(world.simulator.books.requests().map(({ status }) => status)).not.toContain(429);
  });
});

const meeting = (fault: Fault): Pick<Proving, 'sending'> => ({ sending: patienceFor(fault) });

/** Undefined where the simulator does not know this code as an answer to a deleted key. */
async function startWhereAllowed(pair: Pair, deadKeyAnswer: string): Promise<OpenWorld | undefined> {
  try {
    return await start(pair, { deadKeyAnswer });
  } catch (problem) {
    if (problem instanceof BadInput) return undefined;
    throw problem;
  }
}
