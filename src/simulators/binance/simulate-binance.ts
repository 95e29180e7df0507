import { BadInput } from '../../domain/failure.ts';
import { answerRefusal } from '../answers.ts';
import type { SimulatedVenue, Simulator, SimulatorOptions } from '../contract.ts';
import { deriveKeyParts } from '../key-ring.ts';
import { openCore, startSimulator } from '../venue-core.ts';
import type { WantedKey } from '../website.ts';
import { answerBinance } from './answer.ts';
import { refuse } from './codes.ts';
import { converts } from './convert-routes.ts';
import { answerDocumented, documentedCodes } from './documented-refusals.ts';
import { deadKeyAnswers, keyIdForm } from './gate.ts';
import type { DeadKeyAnswer } from './gate.ts';
import { keyHolders } from './key-holder.ts';
import { refuseUnfitMarkets } from './names.ts';
import { createRateLimits } from './rate-limits.ts';
import { refuseSharedAddresses } from './sub-accounts.ts';
import type { BinanceVenue } from './venue.ts';

export const binance: SimulatedVenue = {
  venue: 'binance',
  simulate: simulateBinance,
  symbolOf: (base, quote) => `${base}${quote}`,
  inverseOf: (base, quote) => `${base}${quote}.inverse`,
  converts,
  deriveKey: deriveKeyParts,
};

/**
 * Starts Binance on a free port of 127.0.0.1: spot, wallet, margin, both kinds of futures and
 * sub-accounts, told apart by the path as the venue's hosts are. What is modelled, what is assumed and
 * where it is written: the README beside. Throws BadInput for opening books that cannot be.
 */
export async function simulateBinance(options: SimulatorOptions): Promise<Simulator> {
  refuseMalformedKeys(options);
  refuseUnfitMarkets(options.opening);
  refuseSharedAddresses(options.opening);
  const deadKeyAnswer = deadKeyAnswerOf(options);
  const core = openCore(options, binance.deriveKey);
  const venue: BinanceVenue = {
    ...core,
    limits: createRateLimits(options.onCounted),
    gateRules: () => ({ ring: core.ring, books: core.world.books(), deadKeyAnswer, nowMs: core.nowMs() }),
  };
  return startSimulator(core, options.clock, {
    venue: 'binance',
    answer: (incoming) => answerBinance(venue, incoming),
    whenBroken: answerRefusal(refuse.unknownError()),
    refusals: documentedCodes,
    refusalAnswer: answerDocumented,
    refuseKey,
    asKeyHolder: keyHolders(venue),
  });
}

function deadKeyAnswerOf({ deadKeyAnswer: wanted }: SimulatorOptions): DeadKeyAnswer {
  const known = deadKeyAnswers.find((code) => code === (wanted ?? deadKeyAnswers[0]));
  if (known !== undefined) return known;
  throw new BadInput(`"${wanted}" is no answer to a dead key here`, { hint: deadKeyAnswers.join(' or ') });
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
