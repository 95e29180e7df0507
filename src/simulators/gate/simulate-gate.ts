import { BadInput } from '../../domain/failure.ts';
import type { SimulatedVenue, Simulator, SimulatorOptions } from '../contract.ts';
import { actAsKeyHolder } from '../key-holder.ts';
import type { OpeningBooks, SimulatedKey } from '../opening-books.ts';
import { openCore, startSimulator } from '../venue-core.ts';
import { answerGate } from './answer-gate.ts';
import { answerRefused, gatewayHeaders } from './answer.ts';
import { inVenueWords, refusal } from './codes.ts';
import { converts } from './convert-routes.ts';
import { deriveGateKey, refuseMalformedKey } from './derive-key.ts';
import { documentedCodes } from './documented-refusals.ts';
import { passGateInPerson } from './gate.ts';
import type { Gate } from './gate.ts';
import { createLimits } from './limits.ts';
import { refuseForeignMarkets } from './names.ts';
import { decimal } from './parameters.ts';
import { isKnownWord } from './permissions.ts';
import { planWithdrawal } from './withdrawals.ts';

export const gate: SimulatedVenue = {
  venue: 'gate',
  simulate: simulateGate,
  symbolOf: (base, quote) => `${base}_${quote}`,
  inverseOf: (base, quote) => `${base}_${quote}.inverse`,
  converts,
  deriveKey: deriveGateKey,
};

/** The page has both labels and says of neither when it comes; INVALID_KEY is what reports show. */
const deadKeyAnswers: readonly string[] = ['INVALID_KEY', 'INVALID_CREDENTIALS'];

/**
 * Starts Gate on a free port of 127.0.0.1. What is modelled, what is assumed and where it is written:
 * the README beside. Throws BadInput for opening books that cannot be.
 */
export async function simulateGate(options: SimulatorOptions): Promise<Simulator> {
  const deadKey = options.deadKeyAnswer ?? 'INVALID_KEY';
  if (!deadKeyAnswers.includes(deadKey)) {
    throw new BadInput(`the venue does not answer a dead key with "${deadKey}"`, {
      hint: deadKeyAnswers.join(' or '),
    });
  }
  refuseForeignBooks(options.opening);
  const core = openCore(options, deriveGateKey);
  const entrance: Gate = { core, deadKey };
  const limits = createLimits(options.onCounted);
  const refused = (code: string) => answerRefused(refusal(code), gatewayHeaders(core.nowMs()));
  return startSimulator(core, options.clock, {
    venue: 'gate',
    answer: (incoming) => answerGate(entrance, limits, incoming),
    whenBroken: refused('SERVER_ERROR'),
    refusals: documentedCodes,
    refusalAnswer: refused,
    refuseKey: refuseForeignKey,
    asKeyHolder: (holder) =>
      actAsKeyHolder(core, {
        admit: (needs) => ({ key: passGateInPerson(entrance, holder, needs).ref, sourceIp: holder.sourceIp }),
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
  const named = (opening.subAccounts ?? []).find(({ id }) => !/^[1-9]\d{0,14}$/.test(id));
  if (named !== undefined) throw new BadInput(`a sub-account's id is its user id, digits, not "${named.id}"`);
}

/** "Each key can have at most 20 IPs"; sub-accounts cannot withdraw; read-write includes reading. */
function refuseForeignKey(
  wanted: Pick<SimulatedKey, 'label' | 'scopes' | 'subAccount' | 'venuePermissions' | 'ipAllowlist'>,
): void {
  const { label, scopes, subAccount, venuePermissions = [], ipAllowlist } = wanted;
  if (!scopes.includes('read'))
    throw new BadInput(`a key of this venue reads what it writes, "${label}" too`);
  if (subAccount !== undefined && scopes.includes('withdraw')) {
    throw new BadInput(`the key "${label}" of a sub-account cannot withdraw`);
  }
  if (ipAllowlist.length > 20) throw new BadInput(`the key "${label}" is bound to more than 20 addresses`);
  const unknown = venuePermissions.find((word) => !isKnownWord(word));
  if (unknown !== undefined) {
    throw new BadInput(`the venue knows no permission "${unknown}"`, { hint: 'as "account:rw"' });
  }
}
