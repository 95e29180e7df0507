import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import type { Account } from '../domain/account.ts';
import type { Withdrawal } from '../domain/trading.ts';
import { accountsHere } from './accounts-here.ts';
import { readerOf, readListing, whyIncomplete } from './reading.ts';
import type { CaseWorld } from './world.ts';

const stillHere: readonly Withdrawal['status'][] = ['requested', 'awaiting-approval', 'processing'];

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
      const reading = await readListing('listWithdrawals', {}, account, world);
      const why = whyIncomplete(reading);
      if (why || !reading.read)
        return { outcome: { is: 'unknown', why: why ?? 'not read' }, summary: why ?? 'not read' };
      const here = reading.listing.rows.filter(({ status }) => stillHere.includes(status));
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
      const reading = await readListing('listWithdrawals', {}, account, world);
      const unread = whyIncomplete(reading);
      if (unread || !reading.read)
        return { outcome: { is: 'unknown', why: unread ?? 'not read' }, summary: unread ?? 'not read' };
      const left = reading.listing.rows.filter(({ status }) => stillHere.includes(status));
      if (left.length === 0) continue;
      const why = `${left.length} still on their way: ${left.map(({ id }) => id).join(', ')}; call the venue's support now`;
      return { outcome: { is: 'failed', why }, summary: why };
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
    effect: async () => {
      const session = await world.open(account, holder);
      try {
        await cancelWithdrawal.run(session, withdrawal.id);
      } finally {
        await session.close();
      }
    },
    readBack: () => isCancelled(withdrawal.id, account, world),
  });
}

async function isCancelled(id: string, account: Account, world: CaseWorld) {
  const reading = await readListing('listWithdrawals', {}, account, world);
  const row = reading.read ? reading.listing.rows.find((one) => one.id === id) : undefined;
  if (!row)
    return {
      result: 'unknown',
      how: reading.read ? 'the withdrawal is no longer listed' : reading.why,
    } as const;
  if (row.status === 'cancelled') return { result: 'done', how: 'the venue lists it as cancelled' } as const;
  return { result: 'not-done', how: `the venue lists it as ${row.status}` } as const;
}
