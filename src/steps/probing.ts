import { probeKey, type ByApi } from '../venues/index.ts';
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
  return withSession(
    account,
    holder,
    world,
    (session) => probeKey({ session, role, clock: world.clock, egress: () => world.egressOf(account) }),
    costOfProbe(account, world),
  );
}

/** What one request of a probe counts; nothing where no probe can be sent. */
export function costOfProbe(account: Account, world: CaseWorld): Pick<ByApi<unknown>, 'cost'> {
  const { capabilities, deathProof } = world.venueOf(account);
  const capability = capabilities[deathProof.probe];
  return capability.by === 'api' ? capability : {};
}

/** "dead-code (-2015)": what a probe said, with the venue's own code where it gave one. */
export const describeProbe = ({ says, venueCode }: Probe): string =>
  venueCode === undefined ? says : `${says} (${venueCode})`;
