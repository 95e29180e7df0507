import type { Clock } from '../domain/clock.ts';
import { VenueFailure, type Failure } from '../domain/failure.ts';
import type { Session } from '../venues/index.ts';
import type { Budget, Cost } from './budget.ts';

// When the venue named no time: Binance counts by the minute, and asking again too soon earns a ban
// (venues-core §1.7 f: two minutes and more).
const pauseWhenLimitedMs = 60_000;
const pauseWhenBannedMs = 120_000;
// A minute that is used up is waited for; a ban is not: a person may act by hand meanwhile.
const patienceMs = 70_000;

/** The same session, its replies' usage headers noted: others may spend from the same limits. */
export const metered = (session: Session, budget: Budget): Session =>
  around(session, async (send, headersOf) => {
    const reply = await send();
    budget.note(headersOf(reply));
    return reply;
  });

/**
 * The same session where nobody knows how many requests a question takes: each is paid for by itself,
 * from the share of evidence.
 */
export const paying = (
  session: Session,
  { budget, cost, signal }: Pick<Containing, 'budget' | 'cost' | 'signal'>,
): Session =>
  around(session, async (send) => {
    const sent = await budget.spend(cost, { reserve: 'evidence', signal, awaitsAnswer: true });
    return send().finally(() => sent.answered());
  });

interface Containing {
  readonly budget: Budget;
  readonly cost: Cost;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * The same session for acts and probes: every request is paid from the reserve that evidence leaves
 * alone, and a refusal for asking too often is heeded by all. Where the venue takes nothing for longer
 * than a minute, a call throws VenueFailure RATE_LIMITED instead of prolonging it.
 */
export const containing = (session: Session, { budget, cost, clock, signal }: Containing): Session =>
  around(metered(session, budget), async (send, _headersOf, doing) => {
    const waitMs = budget.waitMs(cost, { reserve: 'containment' });
    if (waitMs > patienceMs) throw new VenueFailure(tooSoon(session, doing, waitMs));
    const sent = await budget.spend(cost, { reserve: 'containment', signal, awaitsAnswer: true });
    try {
      return await send();
    } catch (error) {
      if (error instanceof VenueFailure) heed(error.failure, budget, clock);
      throw error;
    } finally {
      sent.answered();
    }
  });

/** A limit or a ban, which the venue told in its own way, pauses everybody at this address. */
export function heed({ code, retryAfterMs }: Failure, budget: Budget, clock: Clock): void {
  const unnamedMs =
    code === 'BANNED' ? pauseWhenBannedMs : code === 'RATE_LIMITED' ? pauseWhenLimitedMs : undefined;
  const milliseconds = retryAfterMs ?? unnamedMs;
  if (milliseconds === undefined) return;
  budget.pauseUntil(clock.now().plus({ milliseconds }), `the venue answered ${code}`);
}

const tooSoon = ({ venue }: Session, doing: string, waitMs: number): Failure => ({
  code: 'RATE_LIMITED',
  venue: venue.id,
  doing,
  detail: `not sent: the venue takes no requests from here for another ${Math.ceil(waitMs / 1000)} s`,
});

type Carry = <Answer>(
  send: () => Promise<Answer>,
  headersOf: (answer: Answer) => Readonly<Record<string, string>>,
  doing: string,
) => Promise<Answer>;

const around = (session: Session, carry: Carry): Session => ({
  venue: session.venue,
  credential: session.credential,
  call: (endpoint, params, doing) =>
    carry(
      () => session.call(endpoint, params, doing),
      ({ headers }) => headers,
      doing,
    ),
  view: (method, args, doing) =>
    carry(
      () => session.view(method, args, doing),
      ({ reply }) => reply.headers,
      doing,
    ),
  close: () => session.close(),
});
