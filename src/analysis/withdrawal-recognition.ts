import type { Known } from '../domain/known.ts';
import type { TransferStatus, Withdrawal, WithdrawalAddress } from '../domain/trading.ts';
import { millisOf } from './moments.ts';
import type { Recognition } from './recognition.ts';
import { sameDestination } from './whitelist-diff.ts';

export interface RecognisedWithdrawal {
  readonly withdrawal: Withdrawal;
  readonly recognition: Recognition;
}

/**
 * Says of each withdrawal whether the owner's side can have made it. A destination that the baseline
 * does not hold is `not-ours`. One that it does hold is `unknown`, never `ours`: thieves have sent
 * funds to the victim's own whitelisted wallet when that wallet was theirs too. Only a withdrawal
 * from before the incident, to a known address, is `ours`.
 */
export function recogniseWithdrawals(input: {
  readonly withdrawals: readonly Withdrawal[];
  /** The addresses known to be good, from the baseline. */
  readonly knownAddresses: Known<readonly WithdrawalAddress[]>;
  /** ISO time from which something may have been the attacker's. */
  readonly from: string;
}): readonly RecognisedWithdrawal[] {
  const from = millisOf(input.from);
  return input.withdrawals.map((withdrawal) => ({
    withdrawal,
    recognition: judge(withdrawal, input.knownAddresses, from),
  }));
}

function judge(
  withdrawal: Withdrawal,
  addresses: Known<readonly WithdrawalAddress[]>,
  from: number | undefined,
): Recognition {
  const requested = millisOf(withdrawal.requestedAt);
  const isBefore = requested !== undefined && from !== undefined && requested < from;
  if (!addresses.known) {
    return { is: 'unknown', why: `no known-good addresses to compare with: ${addresses.why}`, basis: 'fact' };
  }
  if (addresses.value.some((known) => sameDestination(known, withdrawal))) {
    return isBefore
      ? { is: 'ours', why: 'to an address of the baseline, before the incident', basis: 'inference' }
      : {
          is: 'unknown',
          why: 'the address is in the baseline, which does not tell who asked',
          basis: 'fact',
        };
  }
  if (isBefore) {
    return { is: 'unknown', why: 'to an address outside the baseline, before the incident', basis: 'fact' };
  }
  return { is: 'not-ours', why: `the address is not in the baseline`, basis: 'inference' };
}

const pending: readonly TransferStatus[] = ['requested', 'awaiting-approval', 'processing'];
const withoutLoss: readonly TransferStatus[] = ['cancelled', 'rejected', 'failed'];

/** Whether the money may still leave. A status that we do not know may be any. */
export const mayStillLeave = (withdrawal: Withdrawal): boolean =>
  pending.includes(withdrawal.status) || withdrawal.status === 'unknown';

export const hasLeft = (withdrawal: Withdrawal): boolean => withdrawal.status === 'completed';
export const stayed = (withdrawal: Withdrawal): boolean => withoutLoss.includes(withdrawal.status);

/**
 * Withdrawals requested since a moment that left or still may. A venue's page may end with older rows than were
 * asked for, and those are no sign of anything; a row whose time cannot be read counts.
 */
export const leavingSince = (withdrawals: readonly Withdrawal[], from: string): readonly Withdrawal[] =>
  withdrawals.filter((one) => !stayed(one) && !isOlder(one.requestedAt, from));

/** Whether a moment lies before another; unknown counts as not. */
export function isOlder(at: string, than: string): boolean {
  const [moment, bound] = [millisOf(at), millisOf(than)];
  return moment !== undefined && bound !== undefined && moment < bound;
}
