import type { Account } from '../domain/account.ts';
import type { CaseWorld } from './world.ts';

/** Venue − host as measured last in this case; nothing where nobody has measured it. */
export function clockOffsetOf(account: Account, world: CaseWorld): { readonly clockOffsetMs?: number } {
  const measured = world
    .events()
    .findLast((e) => e.type === 'clock.measured' && e.offset.venue === account.venue);
  return measured?.type === 'clock.measured' ? { clockOffsetMs: measured.offset.offsetMs } : {};
}
