import { BadInput } from '../../domain/failure.ts';
import type { SimulatedVenue, Simulator, SimulatorOptions } from '../contract.ts';
import { actAsKeyHolder } from '../key-holder.ts';
import type { OpeningBooks, SimulatedKey } from '../opening-books.ts';
import { openCore, startSimulator } from '../venue-core.ts';
import { answerOkx } from './answer-okx.ts';
import { answerInjected, answerRefused } from './answer.ts';
import { inVenueWords, refusal } from './codes.ts';
import { converts } from './convert-routes.ts';
import { deriveOkxKey, refuseMalformedKey } from './derive-key.ts';
import { documentedCodes } from './documented-refusals.ts';
import { passGateInPerson } from './gate.ts';
import type { Gate } from './gate.ts';
import { createLimits } from './limits.ts';
import { refuseAmbiguousMarkets } from './names.ts';
import { decimal } from './parameters.ts';
import { refusePartOfTrade } from './permissions.ts';
import { planWithdrawal } from './withdrawals.ts';

export const okx: SimulatedVenue = {
  venue: 'okx',
  simulate: simulateOkx,
  symbolOf: (base, quote) => `${base}-${quote}`,
  inverseOf: (base, quote) => `${base}-${quote}.inverse`,
  converts,
  deriveKey: deriveOkxKey,
};

/** 50119 is what reports show; which of the two the venue gives for a deleted key is not written. */
const deadKeyAnswers: readonly string[] = ['50119', '50111'];

/**
 * Starts OKX on a free port of 127.0.0.1. What is modelled, what is assumed and where it is written: the
 * README beside. Throws BadInput for opening books that cannot be.
 */
export async function simulateOkx(options: SimulatorOptions): Promise<Simulator> {
  const deadKey = options.deadKeyAnswer ?? '50119';
  if (!deadKeyAnswers.includes(deadKey)) {
    throw new BadInput(`the venue does not answer a dead key with "${deadKey}"`, {
      hint: deadKeyAnswers.join(' or '),
    });
  }
  refuseForeignBooks(options.opening);
  const core = openCore(options, deriveOkxKey);
  const gate: Gate = { core, deadKey, startedAtMs: core.nowMs(), chosenPassphrases: new Map() };
  const limits = createLimits(options.onCounted);
  return startSimulator(core, options.clock, {
    venue: 'okx',
    answer: (incoming) => answerOkx(gate, limits, incoming),
    whenBroken: answerRefused(refusal('50026')),
    refusals: documentedCodes,
    refusalAnswer: answerInjected,
    refuseKey: (wanted) => {
      refuseForeignKey(wanted);
      refusePartOfTrade(wanted);
    },
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
  const subAccounts = opening.subAccounts ?? [];
  const odd = subAccounts.find(({ id, label }) => !/^\d{1,20}$/.test(id) || !/^[\w.-]{1,32}$/.test(label));
  if (odd !== undefined) {
    throw new BadInput(`a sub-account has digits for its UID and a name, not "${odd.id}" and "${odd.label}"`);
  }
  const names = subAccounts.map(({ label }) => label);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw new BadInput(`the opening books have two sub-accounts "${twice}"`);
  refuseTransfersWithin(opening);
}

function refuseTransfersWithin(opening: OpeningBooks): void {
  const within = (opening.transfers ?? []).find(({ from, to }) => isTrading(from) && isTrading(to));
  if (within === undefined) return;
  throw new BadInput(`nothing is transferred from "${within.from}" to "${within.to}"`, {
    hint: 'the trading account is one wallet for spot, margin and contracts',
  });
}

const isTrading = (wallet: string): boolean => wallet !== 'funding' && !wallet.startsWith('sub:');

/** overview and sub-account: three permissions and no more, twenty addresses, no withdrawing sub-account. */
function refuseForeignKey(
  wanted: Pick<SimulatedKey, 'label' | 'scopes' | 'subAccount' | 'venuePermissions' | 'ipAllowlist'>,
): void {
  const { label, scopes, subAccount, venuePermissions = [], ipAllowlist } = wanted;
  if (!scopes.includes('read')) throw new BadInput(`every key of this venue reads, "${label}" too`);
  if (subAccount !== undefined && scopes.includes('withdraw')) {
    throw new BadInput(`the key "${label}" of a sub-account cannot withdraw`);
  }
  if (ipAllowlist.length > 20) throw new BadInput(`the key "${label}" is bound to more than 20 addresses`);
  const [word] = venuePermissions;
  if (word !== undefined) {
    throw new BadInput(`the venue knows no permission "${word}"`, {
      hint: 'read_only, trade and withdraw follow from the scopes',
    });
  }
}
