import type { Account } from '../domain/account.ts';
import { permissionScopes, type PermissionScope } from '../domain/api-key.ts';

export type Task = Account['task'];

/**
 * What a key of each task may do (least privilege). Everything that is not listed is to be denied:
 * withdraw is never on a bot's key, and no task of ours needs to manage keys.
 */
const allowed: Readonly<Record<Task, readonly PermissionScope[]>> = {
  screener: ['read'],
  'trading-bot': ['read', 'spot-trade'],
  reporting: ['read'],
  transfers: ['read', 'transfer'],
  payouts: ['read', 'withdraw'],
};

/** The scopes that a key should have: those the owner wrote down, else those of its task. */
export function scopesExpected(task: string, written: readonly string[]): readonly PermissionScope[] {
  const own = permissionScopes.filter((scope) => written.includes(scope));
  if (own.length > 0) return own;
  // A task that we do not know allows nothing but reading: too narrow is seen, too wide is not.
  return isTask(task) ? allowed[task] : ['read'];
}

export const isTask = (task: string): task is Task => Object.hasOwn(allowed, task);
