import { viewBooks } from './books-view.ts';
import type { Simulator, SimulatorOptions } from './contract.ts';
import { createFaults } from './faults.ts';
import { openKeyRing } from './key-ring.ts';
import type { KeyParts, KeyRing } from './key-ring.ts';
import { trackLastUse } from './last-use.ts';
import type { LastUse } from './last-use.ts';
import { liveKeys } from './ledger-books.ts';
import { openMarket } from './market.ts';
import { startShell } from './shell.ts';
import type { Answer, Incoming } from './shell.ts';
import { openWebsite } from './website.ts';
import type { WantedKey } from './website.ts';
import { openWorld } from './world.ts';
import type { World } from './world.ts';

/** What every venue has behind its routes. */
export interface VenueCore {
  readonly world: World;
  readonly ring: KeyRing;
  readonly lastUse: LastUse;
  nowMs(): number;
}

/** Throws BadInput for opening books that cannot be. `derive`: the venue's own form of a key. */
export function openCore(
  options: SimulatorOptions,
  derive: (seed: string, name: string) => KeyParts,
): VenueCore {
  const { clock, opening, seed, worldLog } = options;
  const world = openWorld({ opening, worldLog });
  return {
    world,
    ring: openKeyRing({ opening: opening.keys, seed, derive }),
    lastUse: trackLastUse(opening.keys, world.books()),
    nowMs: () => clock.now().toMillis(),
  };
}

/** What is a venue's own. */
export interface VenueFront {
  readonly venue: string;
  readonly answer: (incoming: Incoming) => Answer;
  /** What the venue says when it breaks inside: the world log's disk is full. */
  readonly whenBroken: Answer;
  /** Every code that `refusalAnswer` knows. */
  readonly refusals: readonly string[];
  /** The documented refusal of that code, as this request would be answered. */
  readonly refusalAnswer: (code: string, incoming: Incoming) => Answer;
  /** The venue's rules about new keys: throws BadInput. */
  readonly refuseKey: (wanted: WantedKey) => void;
  readonly asKeyHolder: Simulator['asKeyHolder'];
}

/** Starts the venue on a free port of 127.0.0.1. */
export async function startSimulator(
  core: VenueCore,
  clock: SimulatorOptions['clock'],
  front: VenueFront,
): Promise<Simulator> {
  const { world, ring, nowMs } = core;
  const faults = createFaults(front.refusals);
  const shell = await startShell({ clock, faults, ...front });
  return {
    venue: front.venue,
    port: shell.port,
    website: openWebsite({ world, ring, clock, refuseKey: front.refuseKey }),
    asKeyHolder: front.asKeyHolder,
    vault: () => liveKeys(world.books()).map((key) => ring.partsOf(key.ref)),
    faults,
    refusals: () => front.refusals,
    market: openMarket(world, clock),
    books: viewBooks({ books: world.books, requests: shell.requests, nowMs }),
    async close() {
      await shell.close();
      world.close();
    },
  };
}
