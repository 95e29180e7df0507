import { z } from 'zod';
import { VenueFailure, type FailureCode } from '../../domain/failure.ts';
import type { PageRequest, Session } from '../contract.ts';
import { understood } from '../rows.ts';

/** What an account has beyond spot, funding and earn. */
interface Opened {
  readonly margin: boolean;
  readonly futures: boolean;
  readonly options: boolean;
}

// A reply without a flag does not say "no".
const opened = z.boolean().optional();

const accountInfo = z
  .object({ isMarginEnabled: opened, isFutureEnabled: opened, isOptionsEnabled: opened })
  .transform((flags): Opened => ({
    margin: flags.isMarginEnabled ?? true,
    futures: flags.isFutureEnabled ?? true,
    options: flags.isOptionsEnabled ?? true,
  }));

const all: Opened = { margin: true, futures: true, options: true };

/**
 * Asks what the account has opened: any key that reads may. Where Binance does not tell, the account is
 * taken to have everything, so that whatever cannot be read then is a hole that says so, never "none".
 */
async function openedBy(session: Session): Promise<Opened> {
  const doing = 'reading what the account has opened';
  try {
    const reply = await session.call('sapiGetAccountInfo', {}, doing);
    return understood(accountInfo, reply, session, doing);
  } catch (error) {
    if (!(error instanceof VenueFailure)) throw error;
    if (notToBeAskedOn.has(error.code)) throw error;
    return all;
  }
}

/**
 * Asking on would prolong a ban; whoever answered nonsense here is not believed a "none" elsewhere; and what
 * passes by itself is asked again, before margin is looked for where there is none.
 */
const notToBeAskedOn: ReadonlySet<FailureCode> = new Set([
  'RATE_LIMITED',
  'BANNED',
  'REPLY_NOT_UNDERSTOOD',
  'UNREACHABLE',
  'VENUE_DOWN',
  'OUTCOME_UNKNOWN',
  'CLOCK_SKEW',
]);

const isolatedAccounts = z
  .object({ assets: z.array(z.object({ symbol: z.string().min(1) })) })
  .transform(({ assets }) => assets.map(({ symbol }) => symbol));

/** The pairs that the account has isolated margin for. Throws VenueFailure. */
async function isolatedPairs(session: Session): Promise<readonly string[]> {
  const doing = 'listing the pairs of isolated margin';
  const reply = await session.call('sapiGetMarginIsolatedAccount', {}, doing);
  return understood(isolatedAccounts, reply, session, doing);
}

const isolatedOf = (pair: string): string => `isolated/${pair}`;

/** Stands for isolated margin whose pairs Binance did not tell: reading it meets the refusal again. */
const unknownPairs = isolatedOf('?');

/** The pair of a section of isolated margin. */
export const pairIn = (section: string): string | undefined =>
  section.startsWith('isolated/') ? section.slice('isolated/'.length) : undefined;

export const isIsolated = (section: string): boolean => pairIn(section) !== undefined;

/** Asks for the pairs again where they were not told before; it is a failure or a later answer. */
export async function pairOf(session: Session, section: string): Promise<string> {
  if (section !== unknownPairs) return pairIn(section) ?? '';
  await isolatedPairs(session);
  throw new VenueFailure({
    code: 'REQUEST_REJECTED',
    venue: session.venue.id,
    doing: 'reading isolated margin',
    detail: 'its pairs were not told in time: read again',
  });
}

/** The sections of one list: those that every account has, and those of what it may have opened. */
interface SectionsOf {
  /** Every account has these; in this order, the first one is read first. */
  readonly always: readonly string[];
  readonly margin?: readonly string[];
  /** Whether the list has a section for each pair of isolated margin. */
  readonly byPair?: boolean;
  readonly futures?: readonly string[];
  readonly options?: readonly string[];
  /** What wants more of a key than the rest: a refusal there ends the reading. */
  readonly last?: readonly string[];
  readonly lastOfFutures?: readonly string[];
}

/** Returns how to ask for the sections of a list: one request, and one more where there is margin. */
export const sectionsBy =
  (list: SectionsOf) =>
  async (session: Session): Promise<readonly string[]> => {
    const opened = await openedBy(session);
    const pairs = opened.margin && list.byPair === true ? await pairsOrUnknown(session) : [];
    const { always, margin = [], futures = [], options = [], last = [], lastOfFutures = [] } = list;
    return [
      ...always,
      ...(opened.margin ? margin : []),
      ...pairs,
      ...(opened.futures ? futures : []),
      ...(opened.options ? options : []),
      ...last,
      ...(opened.futures ? lastOfFutures : []),
    ];
  };

async function pairsOrUnknown(session: Session): Promise<readonly string[]> {
  try {
    return (await isolatedPairs(session)).map(isolatedOf);
  } catch (error) {
    if (error instanceof VenueFailure) return [unknownPairs];
    throw error;
  }
}

/** The section that is meant: spot, unless another is named. */
export const sectionOf = ({ section = 'spot' }: Pick<PageRequest, 'section'>): string => section;
