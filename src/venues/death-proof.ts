import { DateTime } from 'luxon';
import { isoNow, type Clock, type ClockOffset } from '../domain/clock.ts';
import type { DeathProof, Probe } from '../domain/death-proof.ts';
import { VenueFailure } from '../domain/failure.ts';
import type { Session, Venue } from './contract.ts';
import { egressOf, probeKey, shown, shownByFailure, watchReplies } from './probe.ts';
import type { ReadEgress } from './probe.ts';

interface ProofRequest {
  readonly venue: Venue;
  /** The probe that worked while the key lived: `probeKey` with role "before". */
  readonly before: Probe | undefined;
  /** A new session for the suspect key at each call: an old one would remember its success. */
  readonly openFresh: () => Promise<Session>;
  /** When our own act to end it was done: ISO 8601 UTC. Absent: nobody of us has acted. */
  readonly revokedAt?: string;
  /** A keyless session, or one for the replacement key: shows that the venue answers us at all. */
  readonly openControl: () => Promise<Session>;
  readonly clock: Clock;
  readonly egress: ReadEgress;
  readonly onProgress?: (text: string, done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Beyond this the venue may refuse good requests for their timestamp. */
const maxSkewMs = 1_000;
/** A slow reading can look like a skewed clock; the quickest of these counts. */
const clockReadings = 3;

/**
 * Proves that a key is dead, or says why it cannot be said. `dead` needs all of: a positive control
 * before, the wanted number of dead codes at least `gapMs` apart on fresh sessions with no sign of
 * life between, a live control after, a clock within a second; and the same address throughout where
 * the venue's code leaves the address open. One working probe at any time: `alive`. Takes
 * (wanted − 1) × gapMs at least. Rejects with the signal's reason, and when a session cannot be opened
 * or its capture fails.
 */
export async function proveDead(request: ProofRequest): Promise<DeathProof> {
  const { probes: rules } = request.venue.deathProof;
  const negatives = await probeNegative(request);
  const found = verdictOf(negatives, request);
  const seen = [...(request.before === undefined ? [] : [request.before]), ...negatives];
  if (found !== undefined) return { ...found, probes: seen };
  request.onProgress?.('checking that the venue still answers us', rules.wanted, rules.wanted);
  const controls = await probeControl(request);
  const hasKeyControl = controls.hasKey;
  const judged = judge({ ...request, hasKeyControl }, negatives, controls.probes);
  return { ...judged, probes: [...seen, ...controls.probes] };
}

// ---------------------------------------------------------------- the negative probes

async function probeNegative(request: ProofRequest): Promise<Probe[]> {
  const { wanted, atMost, gapMs } = request.venue.deathProof.probes;
  const probes: Probe[] = [];
  let dead = 0;
  while (dead < wanted && probes.length < atMost) {
    await sleepUntilGap(request, probes.at(-1), gapMs);
    request.signal?.throwIfAborted();
    request.onProgress?.(`asking ${request.venue.name} with the old key`, dead, wanted);
    const probe = await onFreshSession(request.openFresh, (session) =>
      probeKey({ session, role: 'negative', clock: request.clock, egress: request.egress }),
    );
    probes.push(probe);
    if (probe.says === 'dead-code') dead += 1;
    if (probe.says === 'works' || probe.says === 'refused-but-exists' || asksToStop(probe)) break;
  }
  return probes;
}

/** Timers may fire a moment early, and in an accelerated drill a moment is long: sleep the rest too. */
async function sleepUntilGap(request: ProofRequest, last: Probe | undefined, gapMs: number): Promise<void> {
  if (last === undefined) return;
  const due = millisOf(last.at) + gapMs;
  let left = gapMs;
  // Bounded: a wall clock that was set back must not hold the responder for hours.
  for (let naps = 0; naps < 5 && left > 0; naps++) {
    await request.clock.sleep(left, request.signal);
    left = Math.min(gapMs, due - request.clock.now().toMillis());
  }
}

/** A limit or a ban: asking on makes it worse, and would prove nothing. */
const asksToStop = (probe: Probe): boolean =>
  probe.httpStatus !== undefined && [418, 429, 451].includes(probe.httpStatus);

async function onFreshSession<T>(
  open: () => Promise<Session>,
  use: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await open();
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}

type Judgement = Pick<DeathProof, 'verdict' | 'why' | 'endedBy'>;

/** What the negative probes alone already decide; undefined while `dead` is still possible. */
function verdictOf(probes: readonly Probe[], request: ProofRequest): Judgement | undefined {
  const { wanted } = request.venue.deathProof.probes;
  const works = probes.find((probe) => probe.says === 'works');
  if (works !== undefined) return { verdict: 'alive', why: `the key worked at ${works.at}` };
  const exists = probes.find((probe) => probe.says === 'refused-but-exists');
  if (exists !== undefined) return notProven(whyExists(exists, request));
  const dead = probes.filter((probe) => probe.says === 'dead-code');
  if (dead.length >= wanted) return undefined;
  const last = probes.at(-1);
  return notProven(
    `${dead.length} of ${wanted} probes were refused as dead; the last said ${last === undefined ? 'nothing' : codeOf(last)}`,
  );
}

function whyExists(probe: Probe, { venue }: ProofRequest): string {
  const code = codeOf(probe);
  return venue.deathProof.addressCodes.includes(code)
    ? `refused with ${code}: our address is not, or no longer, on the key's allowlist; the key may live for others`
    : `refused with ${code}, which does not mean gone`;
}

// ---------------------------------------------------------------- the controls

async function probeControl(
  request: ProofRequest,
): Promise<{ readonly probes: readonly Probe[]; readonly hasKey: boolean }> {
  return onFreshSession(request.openControl, async (session) => {
    if (session.credential?.holder === 'suspect')
      throw new Error('the suspect key cannot be its own control');
    const { probe: clock, wasRead } = await probeClock(request, session);
    // The venue's public clock is the control of last resort: it shows that we are let in at all.
    const live: Probe =
      session.credential === undefined
        ? { ...clock, role: 'live-control', says: wasRead ? 'works' : 'inconclusive' }
        : await probeKey({ session, role: 'live-control', clock: request.clock, egress: request.egress });
    return { probes: [live, clock], hasKey: session.credential !== undefined };
  });
}

async function probeClock(
  request: ProofRequest,
  session: Session,
): Promise<{ readonly probe: Probe; readonly wasRead: boolean }> {
  const at = isoNow(request.clock);
  const { wasRead, ...said } = await readClockOf(session);
  return { probe: { at, role: 'clock', ...said, egress: await egressOf(request.egress) }, wasRead };
}

async function readClockOf(
  session: Session,
): Promise<Omit<Probe, 'at' | 'role' | 'egress'> & { readonly wasRead: boolean }> {
  const capability = session.venue.capabilities.readClock;
  if (capability.by !== 'api') return { says: 'inconclusive', wasRead: false };
  const watched = watchReplies(session);
  let best: ClockOffset | undefined;
  try {
    for (let reading = 0; reading < clockReadings && !isSane(best); reading++) {
      const offset = await capability.run(watched.session);
      if (best === undefined || offset.roundTripMs < best.roundTripMs) best = offset;
    }
  } catch (error) {
    if (!(error instanceof VenueFailure)) throw error;
    return { says: 'inconclusive', ...shownByFailure(error), wasRead: false };
  }
  return { says: isSane(best) ? 'works' : 'inconclusive', ...shown(watched.last()), wasRead: true };
}

const isSane = (offset: ClockOffset | undefined): boolean =>
  offset !== undefined && Math.abs(offset.offsetMs) < maxSkewMs;

// ---------------------------------------------------------------- the verdict

function judge(
  request: ProofRequest & { readonly hasKeyControl: boolean },
  negatives: readonly Probe[],
  controls: readonly Probe[],
): Judgement {
  const live = controls.find((probe) => probe.role === 'live-control');
  const clock = controls.find((probe) => probe.role === 'clock');
  const dead = negatives.filter((probe) => probe.says === 'dead-code');
  const gap = smallestGapMs(dead);
  const { gapMs } = request.venue.deathProof.probes;
  const { before } = request;
  if (before?.says !== 'works') {
    return notProven(
      `${codesOf(dead)} also comes for a key that was mistyped, and this key never worked in this case: compare its id with the venue's own list`,
    );
  }
  const moved = movedBetween(request, before, dead, live);
  if (moved !== undefined) return notProven(moved);
  // Written so that a time which cannot be read counts as too close.
  if (!(gap >= gapMs)) return notProven(`two probes were only ${gap} ms apart`);
  if (live?.says !== 'works') return notProven('the venue did not answer the control call either');
  if (clock?.says !== 'works')
    return notProven("this machine's clock and the venue's differ by a second or more");
  if (request.venue.deathProof.control === 'key' && !request.hasKeyControl) {
    return notProven(
      `${codesOf(dead)} also comes for a wrong clock, address or signature here: another key of the account must answer beside it`,
    );
  }
  return {
    verdict: 'dead',
    endedBy: endedBy(request, before, dead),
    why: `worked at ${before.at}, then refused ${dead.length} times with ${codesOf(dead)}, while the venue answered others`,
  };
}

/** The venue, where its code says so; us, where the key worked up to our act; else nobody can tell. */
function endedBy(
  { venue, revokedAt }: ProofRequest,
  before: Probe,
  dead: readonly Probe[],
): NonNullable<DeathProof['endedBy']> {
  if (dead.some((probe) => venue.deathProof.endedByVenueCodes.includes(codeOf(probe)))) return 'venue';
  const isOurs = revokedAt !== undefined && millisOf(before.at) <= millisOf(revokedAt);
  return isOurs ? 'us' : 'not-known';
}

/** A code that leaves the address open counts only from the address that the key worked from. */
function movedBetween(
  request: ProofRequest,
  before: Probe,
  dead: readonly Probe[],
  live: Probe | undefined,
): string | undefined {
  const ambiguous = dead.filter((probe) => !request.venue.deathProof.deadCodes.includes(codeOf(probe)));
  if (ambiguous.length === 0) return undefined;
  const code = codesOf(ambiguous);
  if (isUnknownEgress(before.egress)) {
    return `${code} may also mean a wrong address, and nobody knows from which address the key worked`;
  }
  const elsewhere = [...ambiguous, ...(live === undefined ? [] : [live])].find(
    (probe) => probe.egress !== before.egress,
  );
  return elsewhere === undefined
    ? undefined
    : `${code} may also mean a wrong address: the key worked from ${before.egress}, a probe came from ${elsewhere.egress}`;
}

function smallestGapMs(probes: readonly Probe[]): number {
  const times = probes.map((probe) => millisOf(probe.at));
  const gaps = times.slice(1).map((time, i) => time - (times[i] ?? Number.NaN));
  return gaps.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...gaps);
}

const codeOf = (probe: Probe): string =>
  probe.venueCode ?? (probe.httpStatus === undefined ? 'no reply' : `http:${probe.httpStatus}`);

const codesOf = (probes: readonly Probe[]): string => [...new Set(probes.map(codeOf))].join(' and ');

const notProven = (why: string): Judgement => ({ verdict: 'not-proven', why });

const isUnknownEgress = (egress: string): boolean => egress === '' || egress === 'unknown';

const millisOf = (at: string): number => DateTime.fromISO(at, { zone: 'utc' }).toMillis();
