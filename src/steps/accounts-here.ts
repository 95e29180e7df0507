import type { Account } from '../domain/account.ts';
import type { CaseWorld } from './world.ts';

/** The accounts a step is about: a lane's own; in the case, those in scope, or those named when it opened. */
export function accountsHere(world: CaseWorld): readonly Account[] {
  if (world.account) return [world.account];
  const named = world.fact('set-scope.accounts') ?? world.fact('open-case.accounts');
  return Array.isArray(named) ? world.accounts.filter(({ id }) => named.includes(id)) : world.accounts;
}
