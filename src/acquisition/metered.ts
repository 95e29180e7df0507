import type { Clock } from '../domain/clock.ts';
import { VenueFailure, type Failure, type FailureCode } from '../domain/failure.ts';
import { priceOf, type Session } from '../venues/index.ts';
import type { Reserve } from './admission.ts';
import type { Budget, Cost, Sent } from './budget.ts';

// Going on after a ban that named no end prolongs it (venues-core §1.7 f: two minutes and more).
const pauseWhenBannedMs = 120_000;
// A minute that is used up is waited for; a ban is not: a person may act by hand meanwhile.
const patienceMs = 70_000;

/** Counts one request, when it may be sent; rejects where it may not. `doing` completes "while …". */
type Pay = (price: Cost, doing: string) => Promise<Sent>;

/**
 * The same session, each request of which is paid for before it is sent, by what the venue's list says of
 * its endpoint, else at `cost`. Usage headers of the replies are noted, as others may spend from the same
 * limits, and a refusal for asking too often is heeded by all.
 */
export const paidBy = (
  session: Session,
  { pay, cost, budget, clock }: Omit<Containing, 'signal'> & { readonly pay: Pay },
): Session => {
  const carry = async <Answer>(
    price: Cost,
    doing: string,
    send: (payAgain: () => Promise<void>) => Promise<Answer>,
  ): Promise<Answer> => {
    const sent = [await pay(price, doing)];
    try {
      return await send(async () => void sent.push(await pay(price, doing)));
    } catch (error) {
      if (error instanceof VenueFailure) heed(error.failure, { budget, clock, price });
      throw error;
    } finally {
      for (const each of sent) each.answered();
    }
  };
  return {
    venue: session.venue,
    credential: session.credential,
    call: (endpoint, params, doing) => {
      const price = priceOf(session.venue, endpoint, params);
      return carry(price ?? cost, doing, async (payAgain) => {
        const sentMs = clock.monotonicMs();
        const reply = await session.call(endpoint, params, doing, payAgain);
        budget.note(reply.headers, { cost: price, roundTripMs: clock.monotonicMs() - sentMs });
        return reply;
      });
    },
    // Of several requests ccxt tells no prices: no venue that is read this way has limits that are known.
    view: (method, args, doing) =>
      carry(cost, doing, async () => {
        const viewed = await session.view(method, args, doing);
        budget.note(viewed.reply.headers);
        return viewed;
      }),
    close: () => session.close(),
  };
};

interface Containing {
  readonly budget: Budget;
  /** Of a request that the venue's list has no price of. */
  readonly cost: Cost;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** The same session, its requests paid from the share of evidence, or from the reserve that is named. */
export const paying = (
  session: Session,
  { signal, reserve = 'evidence', ...rest }: Containing & { readonly reserve?: Reserve | undefined },
): Session =>
  paidBy(session, {
    ...rest,
    pay: (price) => rest.budget.spend(price, { reserve, signal, awaitsAnswer: true }),
  });

/**
 * The same session for acts and probes: every request is paid from the reserve that evidence leaves alone.
 * Where the venue takes nothing for longer than a minute, a call throws VenueFailure RATE_LIMITED instead
 * of prolonging it.
 */
export const containing = (session: Session, { signal, ...rest }: Containing): Session =>
  paidBy(session, {
    ...rest,
    pay: (price, doing) => {
      const waitMs = rest.budget.waitMs(price, { reserve: 'containment' });
      if (waitMs > patienceMs) throw new VenueFailure(tooSoon(session, doing, waitMs));
      return rest.budget.spend(price, { reserve: 'containment', signal, awaitsAnswer: true });
    },
  });

const refusals: ReadonlySet<FailureCode> = new Set(['RATE_LIMITED', 'BANNED', 'BLOCKED_BY_GATEWAY']);

/** A limit or a ban, which the venue told in its own way, pauses everybody at this address. */
function heed(
  { code, retryAfterMs }: Failure,
  { budget, clock, price }: Pick<Containing, 'budget' | 'clock'> & { readonly price: Cost },
): void {
  const why = `the venue answered ${code}`;
  // A gateway that names no time has refused something else than the pace.
  const isRefusal = refusals.has(code) && (code !== 'BLOCKED_BY_GATEWAY' || retryAfterMs !== undefined);
  if (isRefusal) {
    budget.refused(price, {
      pauseMs: retryAfterMs ?? (code === 'BANNED' ? pauseWhenBannedMs : undefined),
      why,
    });
  } else if (retryAfterMs !== undefined) {
    budget.pauseUntil(clock.now().plus({ milliseconds: retryAfterMs }), why);
  }
}

const tooSoon = ({ venue }: Session, doing: string, waitMs: number): Failure => ({
  code: 'RATE_LIMITED',
  venue: venue.id,
  doing,
  detail: `not sent: the venue takes no requests from here for another ${Math.ceil(waitMs / 1000)} s`,
});
