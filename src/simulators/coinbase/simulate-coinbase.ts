import { BadInput } from '../../domain/failure.ts';
import type { SimulatedVenue, Simulator, SimulatorOptions } from '../contract.ts';
import { actAsKeyHolder } from '../key-holder.ts';
import type { OpeningBooks } from '../opening-books.ts';
import { openCore, startSimulator } from '../venue-core.ts';
import { answerCoinbase } from './answer-coinbase.ts';
import { answerRefused, inVenueWords, refusal } from './codes.ts';
import { converts } from './converts.ts';
import { deriveCoinbaseKey, refuseMalformedKey } from './derive-key.ts';
import { documentedCodes } from './documented-refusals.ts';
import { passGateInPerson } from './gate.ts';
import type { Gate } from './gate.ts';
import { createLimits } from './limits.ts';
import { isAmount } from './parameters.ts';
import { refusePartOfPermission } from './permissions.ts';
import { planWithdrawal } from './sends.ts';

export const coinbase: SimulatedVenue = {
  venue: 'coinbase',
  simulate: simulateCoinbase,
  symbolOf: (base, quote) => `${base}-${quote}`,
  converts,
  deriveKey: deriveCoinbaseKey,
};

/** Measured is a text on both halves; the documents of v2 have these ids for one and the same thing. */
const deadKeyAnswers: readonly string[] = [
  'http:401',
  'authentication_error',
  'invalid_token',
  'revoked_token',
  'expired_token',
];

/**
 * Starts Coinbase on a free port of 127.0.0.1. What is modelled, what is assumed and where it is written:
 * the README beside. Throws BadInput for opening books that cannot be.
 */
export async function simulateCoinbase(options: SimulatorOptions): Promise<Simulator> {
  const { deadKeyAnswer: deadKey, opening, clock } = options;
  if (deadKey !== undefined && !deadKeyAnswers.includes(deadKey)) {
    throw new BadInput(`the venue does not answer a dead key with "${deadKey}"`, {
      hint: deadKeyAnswers.join(' or '),
    });
  }
  refuseForeignBooks(opening);
  const core = openCore(options, deriveCoinbaseKey);
  const gate: Gate = { core, deadKey, publicKeys: new Map() };
  const limits = createLimits(options.onCounted);
  return startSimulator(core, clock, {
    venue: 'coinbase',
    answer: (incoming) => answerCoinbase(gate, limits, incoming),
    whenBroken: answerRefused(refusal('http:500')),
    refusals: documentedCodes,
    refusalAnswer: (code) => answerRefused(refusal(code)),
    refuseKey: refusePartOfPermission,
    asKeyHolder: (holder) =>
      actAsKeyHolder(core, {
        admit: (needs) => ({ key: passGateInPerson(gate, holder, needs).ref, sourceIp: holder.sourceIp }),
        readAmount,
        planWithdrawal: (wanted, by) => planWithdrawal(core.world.books(), wanted, by, core.nowMs()),
        inVenueWords,
        converts,
      }),
  });
}

function readAmount(name: string, text: string): string {
  if (!isAmount(text)) throw refusal('INVALID_ARGUMENT', `${name} is invalid`);
  return text;
}

function refuseForeignBooks(opening: OpeningBooks): void {
  for (const key of opening.keys) refuseMalformedKey(key);
  const odd = opening.markets.find(({ symbol }) => !/^[A-Z0-9]+(-[A-Z0-9]+)+$/.test(symbol));
  if (odd !== undefined) {
    throw new BadInput(`"${odd.symbol}" is no product of this venue`, {
      hint: 'as BTC-USD, or BTC-PERP-INTX',
    });
  }
}
