import { probeKey } from '../venues/index.ts';
import type { Account, KeyHolder } from '../domain/account.ts';
import type { Probe } from '../domain/death-proof.ts';
import type { CaseWorld } from './world.ts';

/** One probe of one key, on a session of its own: an old one would remember its success. */
export async function probeOnce(
  account: Account,
  holder: KeyHolder,
  role: Probe['role'],
  world: CaseWorld,
): Promise<Probe> {
  const session = await world.open(account, holder);
  try {
    return await probeKey({ session, role, clock: world.clock, egress: () => world.egressOf(account) });
  } finally {
    await session.close();
  }
}
