import type { Account, KeyHolder } from '../domain/account.ts';
import { containing } from '../acquisition/index.ts';
import type { ByApi, Session } from '../venues/contract.ts';
import type { CaseWorld } from './world.ts';

/**
 * Does one thing over a session that nobody used before, and closes it whatever happens. What is no
 * listing names its capability: its requests are then paid from the reserve of containment.
 */
export async function withSession<T>(
  account: Account,
  holder: KeyHolder | 'public',
  world: CaseWorld,
  work: (session: Session) => Promise<T>,
  capability?: Paid,
): Promise<T> {
  const session = await (capability === undefined
    ? world.open(account, holder)
    : openToContain(account, holder, world, capability));
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

interface Paid {
  readonly cost?: ByApi<unknown>['cost'] | undefined;
}

/** A session that nobody used before, for acts and probes. Close it. */
export async function openToContain(
  account: Account,
  holder: KeyHolder | 'public',
  world: CaseWorld,
  { cost }: Paid,
): Promise<Session> {
  const budget = world.budgetOf(account, holder);
  const session = await world.open(account, holder);
  return containing(session, { budget, cost: cost ?? 1, clock: world.clock, signal: world.signal });
}
