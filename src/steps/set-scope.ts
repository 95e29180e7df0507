import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import type { Account } from '../domain/account.ts';
import type { CaseWorld } from './world.ts';

/** Whose keys are contained: those named, and all that the same leak reaches. */
export const setScope = defineStep({
  id: 'set-scope',
  summary: 'sets which accounts are contained, wider when the source of the leak is unknown',
  args: z.strictObject({}),
  checks: false,
  changes: false,
  facts: ['accounts', 'because'],

  async perform(_args, world: CaseWorld) {
    const named = world.accounts.filter(({ id }) => namedAccounts(world).includes(id));
    const { accounts, because } = widen(named, world);
    const ids = accounts.map(({ id }) => id);
    await world.decided({
      what: 'accounts in scope',
      recommended: ids.join(', '),
      chosen: ids.join(', '),
      because,
    });
    return {
      outcome: { is: 'verified' },
      summary: `in scope: ${accounts.map(({ label }) => label).join(', ')}; ${because}`,
      facts: { accounts: ids, because },
    };
  },
});

// Domain rules §5.1: source unknown → every key of the account or host is in scope.
function widen(
  named: readonly Account[],
  world: CaseWorld,
): { accounts: readonly Account[]; because: string } {
  const leaked = world.fact('open-case.leaked');
  if (leaked === 'unknown')
    return { accounts: world.accounts, because: 'what leaked is not known, so every account is in scope' };
  // The opening answers can be missing: that step was waived, or nobody ticked an account.
  if (named.length === 0)
    return { accounts: world.accounts, because: 'nobody named an account, so every account is in scope' };
  if (leaked !== 'host') return { accounts: named, because: 'the leak is of these keys' };
  const hosts = new Set(named.map(({ host }) => host));
  return {
    accounts: world.accounts.filter(
      (account) => named.includes(account) || (account.host !== undefined && hosts.has(account.host)),
    ),
    because: 'a host leaked, so every key on it is in scope',
  };
}

function namedAccounts(world: CaseWorld): readonly string[] {
  const named = world.fact('open-case.accounts');
  return Array.isArray(named) ? named.filter((id): id is string => typeof id === 'string') : [];
}
