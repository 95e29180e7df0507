import { isoNow, type Clock } from '../domain/clock.ts';
import type { Probe } from '../domain/death-proof.ts';
import { VenueFailure } from '../domain/failure.ts';
import type { DeathProofRules, Reply, Session } from './contract.ts';

/** Where the machine's requests come from, as far as anyone knows; "unknown" or "" when nobody does. */
export type ReadEgress = () => Promise<string> | string;

/**
 * Probes a key once, over its session, and returns what the raw reply says. Rejects only when it is
 * no venue's failure: the capture failed, or the session is closed.
 */
export async function probeKey(options: {
  readonly session: Session;
  readonly role: Probe['role'];
  readonly clock: Clock;
  readonly egress: ReadEgress;
}): Promise<Probe> {
  const { session, role, clock } = options;
  const about = { at: isoNow(clock), role };
  const said = await askWith(session);
  // Read after the request: then it is the way that this request went, not the one before.
  return { ...about, ...said, egress: await egressOf(options.egress) };
}

async function askWith(session: Session): Promise<Omit<Probe, 'at' | 'role' | 'egress'>> {
  const capability = session.venue.capabilities[session.venue.deathProof.probe];
  // Nothing can be asked with this key: nothing is shown by it.
  if (capability.by !== 'api') return { says: 'inconclusive' };
  const watched = watchReplies(session);
  try {
    await capability.run(watched.session);
    return { says: 'works', ...shown(watched.last()) };
  } catch (error) {
    if (!(error instanceof VenueFailure)) throw error;
    const seen = shownByFailure(error);
    return { says: readProbe(session.venue.deathProof, seen), ...seen };
  }
}

/** Says what a refusal means for the key's life, by the venue's rules and nothing else. */
function readProbe(rules: DeathProofRules, reply: Pick<Probe, 'httpStatus' | 'venueCode'>): Probe['says'] {
  const { httpStatus, venueCode } = reply;
  // No answer, a ban, a limit, a legal block or a broken server: whatever the body says besides.
  if (httpStatus === undefined || httpStatus >= 500 || [418, 429, 451].includes(httpStatus)) {
    return 'inconclusive';
  }
  const code = venueCode ?? `http:${httpStatus}`;
  if (rules.existsCodes.includes(code)) return 'refused-but-exists';
  if (rules.deadCodes.includes(code) || rules.deadWithControl.includes(code)) return 'dead-code';
  return 'inconclusive';
}

/** A working probe is shown by the exchange that carried it. */
export function watchReplies(session: Session): { session: Session; last: () => Reply | undefined } {
  let last: Reply | undefined;
  const call: Session['call'] = async (method, params, doing) =>
    (last = await session.call(method, params, doing));
  const view: Session['view'] = async (method, args, doing) => {
    const viewed = await session.view(method, args, doing);
    last = viewed.reply;
    return viewed;
  };
  return { session: { ...session, call, view }, last: () => last };
}

export const shown = (reply: Reply | undefined): Pick<Probe, 'httpStatus' | 'exchange'> =>
  reply === undefined ? {} : { httpStatus: reply.status, exchange: reply.exchange };

export function shownByFailure(error: VenueFailure): Pick<Probe, 'httpStatus' | 'venueCode' | 'exchange'> {
  const { httpStatus, venueCode, exchange } = error.failure;
  return {
    ...(httpStatus === undefined ? {} : { httpStatus }),
    ...(venueCode === undefined ? {} : { venueCode }),
    ...(exchange === undefined ? {} : { exchange }),
  };
}

export async function egressOf(read: ReadEgress): Promise<string> {
  try {
    return await read();
  } catch {
    return 'unknown';
  }
}
