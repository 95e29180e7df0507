import { probeKey } from '../venues/index.ts';
import type { Account, KeyHolder } from '../domain/account.ts';
import type { Probe } from '../domain/death-proof.ts';
import { withSession } from './with-session.ts';
import type { CaseWorld } from './world.ts';

/** One probe of one key, on a session of its own: an old one would remember its success. */
export function probeOnce(
  account: Account,
  holder: KeyHolder,
  role: Probe['role'],
  world: CaseWorld,
): Promise<Probe> {
  return withSession(account, holder, world, (session) =>
    probeKey({ session, role, clock: world.clock, egress: () => world.egressOf(account) }),
  );
}

/** "dead-code (-2015)": what a probe said, with the venue's own code where it gave one. */
export const describeProbe = ({ says, venueCode }: Probe): string =>
  venueCode === undefined ? says : `${says} (${venueCode})`;
