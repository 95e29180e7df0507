import type { Account, KeyHolder } from '../domain/account.ts';
import type { Session } from '../venues/contract.ts';
import type { CaseWorld } from './world.ts';

/** Does one thing over a session that nobody used before, and closes it whatever happens. */
export async function withSession<T>(
  account: Account,
  holder: KeyHolder | 'public',
  world: CaseWorld,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await world.open(account, holder);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}
