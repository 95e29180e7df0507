import { BadInput } from '../../domain/failure.ts';
import type { Simulator, SimulatorOptions } from '../contract.ts';
import { viewBooks } from '../books-view.ts';
import { createFaults } from '../faults.ts';
import { openKeyRing } from '../key-ring.ts';
import { liveKeys } from '../ledger-books.ts';
import { openMarket } from '../market.ts';
import { startShell } from '../shell.ts';
import { openWebsite } from '../website.ts';
import type { WantedKey } from '../website.ts';
import { openWorld } from '../world.ts';
import { answerBinance, brokenAnswer } from './answer.ts';
import { keyIdForm } from './gate.ts';
import { actAsKeyHolder } from './key-holder.ts';
import { createRateLimits } from './rate-limits.ts';
import type { BinanceVenue } from './venue.ts';

/**
 * Starts Binance (spot and wallet) on a free port of 127.0.0.1. What is modelled, what is assumed and
 * where it is written: the README beside. Throws BadInput for opening books that cannot be.
 */
export async function simulateBinance(options: SimulatorOptions): Promise<Simulator> {
  refuseMalformedKeys(options);
  const world = openWorld({ opening: options.opening, worldLog: options.worldLog });
  const ring = openKeyRing({ opening: options.opening.keys, seed: options.seed });
  const deletedKeyAnswer = options.deletedKeyAnswer ?? '-2015';
  const venue: BinanceVenue = {
    world,
    limits: createRateLimits(),
    gateRules: () => ({ ring, books: world.books(), deletedKeyAnswer }),
    nowMs: () => options.clock.now().toMillis(),
  };
  const faults = createFaults();
  const shell = await startShell({
    clock: options.clock,
    faults,
    answer: (incoming) => answerBinance(venue, incoming),
    whenBroken: brokenAnswer(),
  });
  return {
    venue: 'binance',
    port: shell.port,
    website: openWebsite({ world, ring, clock: options.clock, refuseKey }),
    asKeyHolder: (holder) => actAsKeyHolder(venue, holder),
    vault: () => liveKeys(world.books()).map((key) => ring.partsOf(key.ref)),
    faults,
    market: openMarket(world, options.clock),
    books: viewBooks(world.books, shell.requests),
    async close() {
      await shell.close();
      world.close();
    },
  };
}

// Every request with such a key would be answered -2014: better said at once.
function refuseMalformedKeys(options: SimulatorOptions): void {
  const bad = options.opening.keys.find((key) => !keyIdForm.test(key.keyId));
  if (bad !== undefined) {
    throw new BadInput(`the key "${bad.label}" has no id of this venue's form`, {
      hint: 'a key id is 64 letters and digits',
    });
  }
}

// The venue's support pages: withdrawals by API need an IP restriction on the key (venues-core §1.1).
function refuseKey(wanted: WantedKey): void {
  if (wanted.scopes.includes('withdraw') && wanted.ipAllowlist.length === 0) {
    throw new BadInput('a key may withdraw only when it is restricted to IP addresses', {
      hint: 'give the key an IP allowlist, or leave withdrawals off',
    });
  }
}
