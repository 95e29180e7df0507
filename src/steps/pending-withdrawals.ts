import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import type { Account } from '../domain/account.ts';
import type { Withdrawal } from '../domain/trading.ts';
import { accountsHere } from './accounts-here.ts';
import { asFirstSeen } from './as-first-seen.ts';
import { ended } from './ended.ts';
import { readerOf, readWhole } from './reading.ts';
import { withSession } from './with-session.ts';
import type { CaseWorld } from './world.ts';

const stillHere: readonly Withdrawal['status'][] = ['requested', 'awaiting-approval', 'processing'];
const isStillHere = ({ status }: Withdrawal): boolean => stillHere.includes(status);

/** Withdrawals that have not left yet are called back where the venue lets a key do that. */
export const cancelPendingWithdrawals = defineStep({
  id: 'cancel-pending-withdrawals',
  summary: 'cancels withdrawals that have not left yet, or says who can',
  args: z.strictObject({}),
  checks: false,
  changes: true,
  facts: ['pending'],

  async perform(_args, world: CaseWorld) {
    const pending: string[] = [];
    for (const account of accountsHere(world)) {
      const seen = await readWhole('listWithdrawals', account, world);
      if ('why' in seen) return ended('unknown', seen.why);
      const here = await asFirstSeen('pending', seen.rows.filter(isStillHere), account, world);
      for (const withdrawal of here) await callBack(withdrawal, account, world);
      pending.push(...here.map(({ id }) => id));
    }
    const summary = pending.length === 0 ? 'no withdrawal is pending' : `${pending.length} pending`;
    return { outcome: { is: 'verified' }, summary, facts: { pending } };
  },
});

/** Reads the withdrawals again: nothing that can still be stopped is on its way. */
export const confirmNoPendingWithdrawals = defineStep({
  id: 'confirm-no-pending-withdrawals',
  summary: 'confirms by reading again that no withdrawal is still on its way',
  args: z.strictObject({}),
  checks: true,
  changes: false,
  facts: [],

  async perform(_args, world: CaseWorld) {
    const pending = world.fact('pending-withdrawals.pending');
    if (Array.isArray(pending) && pending.length === 0) return { outcome: { is: 'verified' }, summary: '' };
    for (const account of accountsHere(world)) {
      const seen = await readWhole('listWithdrawals', account, world);
      if ('why' in seen) return ended('unknown', seen.why);
      const left = seen.rows.filter(isStillHere).map(({ id }) => id);
      if (left.length === 0) continue;
      return ended(
        'failed',
        `${left.length} still on their way: ${left.join(', ')}; call the venue's support now`,
      );
    }
    return { outcome: { is: 'verified' }, summary: 'none is on its way any more' };
  },
});

async function callBack(withdrawal: Withdrawal, account: Account, world: CaseWorld): Promise<void> {
  const { cancelWithdrawal } = world.venueOf(account).capabilities;
  const holder = readerOf(account, world);
  if (cancelWithdrawal.by !== 'api' || !holder) return;
  await world.act({
    id: `cancel-withdrawal:${withdrawal.id}`,
    account: account.id,
    what: 'cancel withdrawal',
    target: `${withdrawal.amount} ${withdrawal.asset} to ${withdrawal.address}`,
    by: 'api',
    with: holder,
    repeatable: cancelWithdrawal.repeatable,
    undo: 'request the withdrawal again',
    why: 'it has not left yet',
    effect: () =>
      withSession(
        account,
        holder,
        world,
        (session) => cancelWithdrawal.run(session, withdrawal),
        cancelWithdrawal,
      ),
    readBack: () => isCancelled(withdrawal.id, account, world),
  });
}

async function isCancelled(id: string, account: Account, world: CaseWorld) {
  const seen = await readWhole('listWithdrawals', account, world);
  if ('why' in seen) return { result: 'unknown', how: seen.why } as const;
  const row = seen.rows.find((one) => one.id === id);
  if (!row) return { result: 'unknown', how: 'the withdrawal is no longer listed' } as const;
  if (row.status === 'cancelled') return { result: 'done', how: 'the venue lists it as cancelled' } as const;
  return { result: 'not-done', how: `the venue lists it as ${row.status}` } as const;
}
