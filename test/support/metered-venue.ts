import type { RateLimit, ReadPages, Session } from '../../src/venues/contract.ts';
import type { ByApi, CapabilityName } from '../../src/venues/index.ts';
import { openSession } from '../../src/venues/index.ts';
import { VenueFailure, type FailureCode } from '../../src/domain/failure.ts';
import type { OpeningBooks, SimulatedKey, Simulator } from '../../src/simulators/index.ts';
import { begin, credentialOf, home, openWorld, pairs, type KeyName, type Pair } from '../contract/world.ts';
import { eventClock, type EventClock } from './event-clock.ts';

/** A simulated venue a round trip away, and who was told that it is too much. */
export interface MeteredVenue {
  readonly pair: Pair;
  readonly clock: EventClock;
  readonly simulator: Simulator;
  readonly symbols: readonly string[];
  readonly keys: Readonly<Record<KeyName, SimulatedKey>>;
  /** A session whose every request takes the round trip on the clock. */
  open(key: KeyName, sourceIp?: string): Promise<WatchedSession>;
  close(): Promise<void>;
}

export interface WatchedSession extends Session {
  /** How many requests were answered, and when on the venue's clock. */
  readonly answeredMs: readonly number[];
  /** What the venue refused because it was asked too often. */
  readonly refused: readonly string[];
}

const tooOften: readonly FailureCode[] = ['RATE_LIMITED', 'BANNED', 'BLOCKED_BY_GATEWAY'];

export const pairOf = (id: string): Pair => {
  const pair = pairs.find((each) => each.id === id);
  if (pair === undefined) throw new Error(`no venue ${id} in both registries`);
  return pair;
};

/** `clock`: one that several venues share. `change`: what else is in the books of the contract suite. */
export async function meteredVenue(
  id: string,
  {
    roundTripMs = 100,
    clock = eventClock(begin),
    change,
  }: {
    readonly roundTripMs?: number;
    readonly clock?: EventClock;
    readonly change?: (opening: OpeningBooks) => OpeningBooks;
  } = {},
): Promise<MeteredVenue> {
  const pair = pairOf(id);
  const {
    simulator: standing,
    opening,
    keys,
    symbols,
  } = await openWorld(pair, change === undefined ? {} : { change });
  await standing.close();
  const simulator = await pair.simulated.simulate({ clock, opening, seed: 'contract' });
  const sessions: Session[] = [];
  return {
    pair,
    clock,
    simulator,
    symbols: Object.values(symbols),
    keys,
    async open(key, sourceIp = home) {
      const answeredMs: number[] = [];
      const refused: string[] = [];
      const session = await openSession({
        venue: pair.venue,
        credential: credentialOf(keys[key], 'suspect'),
        wire: { mode: 'drill', ports: new Map([[id, simulator.port]]), sourceIp },
        capture: () => Promise.resolve(),
        clock,
      });
      sessions.push(session);
      const call: Session['call'] = async (...asked) => {
        await clock.sleep(roundTripMs / 2);
        try {
          return await clock.standing(() => session.call(...asked));
        } catch (error) {
          if (error instanceof VenueFailure && tooOften.includes(error.code)) refused.push(error.message);
          throw error;
        } finally {
          answeredMs.push(clock.monotonicMs());
          await clock.sleep(roundTripMs / 2);
        }
      };
      return { ...session, call, answeredMs, refused };
    },
    async close() {
      for (const session of sessions) await session.close();
      await simulator.close();
    },
  };
}

/** A list that is read by API. */
export function listOf(pair: Pair, name: CapabilityName): ByApi<ReadPages<unknown>> {
  const capability = pair.venue.capabilities[name];
  if (capability.by !== 'api') throw new Error(`${pair.id} does not list ${name} by API`);
  return capability as ByApi<ReadPages<unknown>>;
}

export const limitOf = (pair: Pair, id: string): RateLimit => {
  const limit = pair.venue.limits?.find((each) => each.id === id);
  if (limit === undefined) throw new Error(`${pair.id} has no limit ${id}`);
  return limit;
};
