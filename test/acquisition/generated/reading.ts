import { createBudget, readAll, type Budget } from '../../../src/acquisition/index.ts';
import type { Listing } from '../../../src/domain/coverage.ts';
import { VenueFailure, type Failure } from '../../../src/domain/failure.ts';
import type { Page } from '../../../src/venues/contract.ts';
import type { ByApi, PageRequest, ReadPages, Session } from '../../../src/venues/index.ts';
import type { SessionRequest } from '../../../src/venues/session.ts';
import type { OpenWorld } from '../../contract/world.ts';
import type { History } from './grid.ts';
import type { Stretch } from './moments.ts';

/** One page as it came, for what the tests ask about edges and sections. */
export interface TurnedPage {
  readonly request: PageRequest;
  readonly rows: readonly unknown[];
}

export interface GeneratedReading {
  readonly listing: Listing<unknown>;
  readonly failure: Failure | undefined;
  readonly pages: readonly TurnedPage[];
  /** Requests that were sent. */
  readonly calls: number;
  /** Requests that the venue refused, because there were too many of them. */
  readonly tooMany: number;
}

/** What a test puts between the acquisition and the venue; before each request, by its number. */
export type BeforeCall = (call: number) => void;

/**
 * One budget for all lists of an account, by the limits that the venue declares. One request at a time: on a
 * clock that leaps over every wait, a request that is under way beside a wait would be minutes old.
 */
export const budgetOf = ({ pair, clock }: OpenWorld): Budget => ({
  ...createBudget({ limits: pair.venue.limits ?? [], clock }),
  isMetered: false,
});

const isoOf = (ms: number): string => new Date(ms).toISOString();

/** Reads one list of the generated account whole. */
export async function readHistory(
  name: History,
  options: {
    readonly world: OpenWorld;
    readonly session: Session;
    readonly budget: Budget;
    readonly symbols: readonly string[];
    readonly stretch: Stretch;
    readonly beforeCall?: BeforeCall;
    /** The rows of every page come in another order than the venue's. */
    readonly isShuffled?: boolean;
    /** The host's clock, and what was measured of its distance from the venue's. */
    readonly host?: Pick<SessionRequest, 'clock' | 'clockOffsetMs'>;
  },
): Promise<GeneratedReading> {
  const { world, budget, stretch, symbols, isShuffled = false, beforeCall = () => undefined } = options;
  const host = options.host ?? { clock: world.clock };
  const seen = { calls: 0, tooMany: 0 };
  const pages: TurnedPage[] = [];
  const { listing, failure } = await readAll({
    capability: watched(declared(world, name), pages, isShuffled),
    session: counted(options.session, seen, beforeCall),
    query: { symbols, from: isoOf(stretch.from), to: isoOf(stretch.to) },
    budget,
    ...host,
    signal: new AbortController().signal,
    what: name,
  });
  return { listing, failure, pages, ...seen };
}

/** Which rows it reads is nothing to the pager: whoever compares them knows. */
function declared({ pair }: OpenWorld, name: History): ByApi<ReadPages<unknown>> {
  const capability = pair.venue.capabilities[name];
  if (capability.by !== 'api') throw new Error(`${pair.id} does not do ${name} by API`);
  return capability as unknown as ByApi<ReadPages<unknown>>;
}

function watched(
  capability: ByApi<ReadPages<unknown>>,
  pages: TurnedPage[],
  isShuffled: boolean,
): ByApi<ReadPages<unknown>> {
  const page = async (session: Session, request: PageRequest): Promise<Page<unknown>> => {
    const read = await capability.run.page(session, request);
    pages.push({ request, rows: read.rows });
    return isShuffled ? { ...read, rows: shuffled(read.rows) } : read;
  };
  return { ...capability, run: { ...capability.run, page } };
}

/** Every other row first, from the end. */
const shuffled = (rows: readonly unknown[]): readonly unknown[] => [
  ...rows.filter((_, index) => index % 2 === 1).toReversed(),
  ...rows.filter((_, index) => index % 2 === 0),
];

/** The same session; the pager repeats what was refused for its number, and must never have to. */
function counted(
  session: Session,
  seen: { calls: number; tooMany: number },
  beforeCall: BeforeCall,
): Session {
  return {
    ...session,
    async call(...asked) {
      beforeCall((seen.calls += 1));
      try {
        return await session.call(...asked);
      } catch (error) {
        if (error instanceof VenueFailure && ['RATE_LIMITED', 'BANNED'].includes(error.code)) {
          seen.tooMany += 1;
        }
        throw error;
      }
    },
  };
}
