import { BadInput } from '../../domain/failure.ts';
import type { SimulatedVenue, Simulator, SimulatorOptions } from '../contract.ts';
import { actAsKeyHolder } from '../key-holder.ts';
import type { OpeningBooks, SimulatedKey } from '../opening-books.ts';
import { openCore, startSimulator } from '../venue-core.ts';
import { answerBybit } from './answer-bybit.ts';
import { answerRefused } from './answer.ts';
import { inVenueWords, refusal } from './codes.ts';
import { converts } from './convert-routes.ts';
import { deriveBybitKey, refuseMalformedKey } from './derive-key.ts';
import { documentedCodes } from './documented-refusals.ts';
import { passGateInPerson } from './gate.ts';
import type { Gate } from './gate.ts';
import { createLimits } from './limits.ts';
import { refuseAmbiguousMarkets } from './names.ts';
import { decimal } from './parameters.ts';
import { isKnownWord } from './permissions.ts';
import { planWithdrawal } from './withdrawals.ts';

export const bybit: SimulatedVenue = {
  venue: 'bybit',
  simulate: simulateBybit,
  symbolOf: (base, quote) => `${base}${quote}`,
  inverseOf: (base, quote) => `${base}${quote}.inverse`,
  converts,
  deriveKey: deriveBybitKey,
};

/** 10003 is documented; that it is sometimes a bare 401 is reported (venues-core §2.7). */
const deadKeyAnswers: readonly string[] = ['10003', 'http:401'];

/**
 * Starts Bybit on a free port of 127.0.0.1. What is modelled, what is assumed and where it is
 * written: the README beside. Throws BadInput for opening books that cannot be.
 */
export async function simulateBybit(options: SimulatorOptions): Promise<Simulator> {
  const deadKey = options.deadKeyAnswer ?? '10003';
  if (!deadKeyAnswers.includes(deadKey)) {
    throw new BadInput(`the venue does not answer a dead key with "${deadKey}"`, {
      hint: deadKeyAnswers.join(' or '),
    });
  }
  refuseForeignBooks(options.opening);
  const core = openCore(options, deriveBybitKey);
  const gate: Gate = { core, deadKey };
  const limits = createLimits(options.onCounted);
  return startSimulator(core, options.clock, {
    venue: 'bybit',
    answer: (incoming) => answerBybit(gate, limits, incoming),
    whenBroken: answerRefused(refusal('10016'), core.nowMs()),
    refusals: documentedCodes,
    refusalAnswer: (code) => answerRefused(refusal(code), core.nowMs()),
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
  refuseAmbiguousMarkets(opening);
  for (const key of opening.keys) {
    refuseMalformedKey(key);
    refuseForeignKey(key);
  }
  const named = (opening.subAccounts ?? []).find(({ id }) => !/^\d{1,15}$/.test(id));
  if (named !== undefined) throw new BadInput(`a sub-account's id is its UID, digits, not "${named.id}"`);
  const within = (opening.transfers ?? []).find(({ from, to }) => isUnified(from) && isUnified(to));
  if (within !== undefined) {
    throw new BadInput(`nothing is transferred from "${within.from}" to "${within.to}"`, {
      hint: 'the unified account is one wallet for spot, margin and contracts',
    });
  }
}

const isUnified = (wallet: string): boolean => wallet !== 'funding' && !wallet.startsWith('sub:');

/** user/apikey-info: the words there are, and that only master keys withdraw. Every key can read. */
function refuseForeignKey(
  wanted: Pick<SimulatedKey, 'label' | 'scopes' | 'subAccount' | 'venuePermissions'>,
): void {
  const { label, scopes, subAccount, venuePermissions = [] } = wanted;
  if (!scopes.includes('read')) throw new BadInput(`every key of this venue reads, "${label}" too`);
  if (subAccount !== undefined && scopes.includes('withdraw')) {
    throw new BadInput(`the key "${label}" of a sub-account cannot withdraw`);
  }
  const unknown = venuePermissions.find((word) => !isKnownWord(word, { subAccount }));
  if (unknown !== undefined) {
    throw new BadInput(`the venue knows no permission "${unknown}" of such a key`, {
      hint: 'as "Exchange/ExchangeHistory", or "readOnly:1"',
    });
  }
}
