import { BadInput } from '../../domain/failure.ts';
import type { SimulatedVenue, Simulator, SimulatorOptions } from '../contract.ts';
import { actAsKeyHolder } from '../key-holder.ts';
import type { OpeningBooks } from '../opening-books.ts';
import { openCore, startSimulator } from '../venue-core.ts';
import { answerKraken } from './answer-kraken.ts';
import { answerRefused, inVenueWords, refusal } from './codes.ts';
import { converts } from './converts.ts';
import { createDeadManSwitch } from './dead-man-switch.ts';
import { deriveKrakenKey, refuseMalformedKey } from './derive-key.ts';
import { documentedCodes } from './documented-refusals.ts';
import { passGateInPerson } from './gate.ts';
import type { Gate } from './gate.ts';
import { createLimits } from './limits.ts';
import { createLockout } from './lockout.ts';
import { pairIdOf, refuseForeignMarkets } from './names.ts';
import { createNonces } from './nonces.ts';
import { decimal } from './parameters.ts';
import { refuseForeignKey } from './permissions.ts';
import type { Venue } from './route.ts';
import { planWithdrawal } from './withdrawals.ts';

export const kraken: SimulatedVenue = {
  venue: 'kraken',
  simulate: simulateKraken,
  symbolOf: pairIdOf,
  converts,
  deriveKey: deriveKrakenKey,
};

/** The first is documented (errors guide); the second is thought possible (venues-core §4.7). */
const deadKeyAnswers: readonly string[] = ['EAPI:Invalid key', 'EGeneral:Permission denied'];

/**
 * Starts Kraken's spot REST API on a free port of 127.0.0.1. What is modelled, what is assumed and where
 * it is written: the README beside. Throws BadInput for opening books that cannot be.
 */
export async function simulateKraken(options: SimulatorOptions): Promise<Simulator> {
  const deadKey = options.deadKeyAnswer ?? 'EAPI:Invalid key';
  if (!deadKeyAnswers.includes(deadKey)) {
    throw new BadInput(`the venue does not answer a dead key with "${deadKey}"`, {
      hint: deadKeyAnswers.join(' or '),
    });
  }
  refuseForeignBooks(options.opening);
  const core = openCore(options, deriveKrakenKey);
  const nonces = createNonces();
  const gate: Gate = { core, nonces, lockout: createLockout(), deadKey };
  const venue: Venue = {
    core,
    nonces,
    limits: createLimits(options.onCounted),
    deadManSwitch: createDeadManSwitch(),
  };
  return startSimulator(core, options.clock, {
    venue: 'kraken',
    answer: (incoming) => answerKraken(gate, venue, incoming),
    whenBroken: answerRefused(refusal('EGeneral:Internal error')),
    refusals: documentedCodes,
    refusalAnswer: (code) => answerRefused(refusal(code, core.nowMs())),
    refuseKey: refuseForeignKey,
    asKeyHolder: (holder) =>
      actAsKeyHolder(core, {
        admit: (needs) => ({ key: passGateInPerson(gate, holder, needs).ref, sourceIp: holder.sourceIp }),
        readAmount: decimal,
        planWithdrawal: (wanted, by) => planWithdrawal(core.world.books(), wanted, by, core.nowMs()),
        inVenueWords,
        converts,
      }),
  });
}

/** What the opening books may not say of this venue. */
function refuseForeignBooks(opening: OpeningBooks): void {
  refuseForeignMarkets(opening);
  for (const key of opening.keys) {
    refuseMalformedKey(key);
    refuseForeignKey(key);
  }
  const wallets = [
    ...Object.keys(opening.wallets ?? {}),
    ...(opening.transfers ?? []).flatMap(({ from, to }) => [from, to]),
  ];
  if (!wallets.includes('margin')) return;
  throw new BadInput('this venue has no wallet for margin: its collateral is the spot wallet');
}
