import type { PermissionScope } from './api-key.ts';

/** What a key is for: one task a key. */
export const tasks = ['screener', 'trading-bot', 'reporting', 'transfers', 'payouts'] as const;

export type Task = (typeof tasks)[number];

/**
 * What a key of each task may do (domain rules §2, least privilege). Everything that is not listed is
 * to be denied: withdraw is never on a bot's key, and no task of ours needs to manage keys.
 */
export const scopesOfTask: Readonly<Record<Task, readonly PermissionScope[]>> = {
  screener: ['read'],
  'trading-bot': ['read', 'spot-trade'],
  reporting: ['read'],
  transfers: ['read', 'transfer'],
  payouts: ['read', 'withdraw'],
};
