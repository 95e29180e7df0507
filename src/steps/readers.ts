import type { Account, KeyHolder } from '../domain/account.ts';
import type { Failure } from '../domain/failure.ts';
import type { ListName } from './list-kinds.ts';
import type { CaseWorld } from './world.ts';

/** What lies under an account is shown to the key of the account above it. */
export function readersFor(name: ListName, account: Account, world: CaseWorld): readonly KeyHolder[] {
  const readers = readersOf(account, world);
  const isOfSubAccounts = name === 'listSubAccounts' || name === 'listSubAccountKeys';
  return isOfSubAccounts && world.keyring.has(account, 'manager') ? ['manager', ...readers] : readers;
}

/** Which keys may read, the best first: the new one, the responder's, the suspect one while it lives. */
export function readersOf(account: Account, world: CaseWorld): readonly KeyHolder[] {
  const others = (['replacement', 'responder'] as const).filter((holder) =>
    world.keyring.has(account, holder),
  );
  return isDead(account, world) ? others : [...others, 'suspect'];
}

/** Which key reads first. */
export const readerOf = (account: Account, world: CaseWorld): KeyHolder | undefined =>
  readersOf(account, world)[0];

/** The key may not do this. */
export const isScope = (failure: Failure | undefined): boolean => failure?.code === 'SCOPE_MISSING';

/** The venue refused the key itself, not the request. */
export const isAboutKey = ({ code }: Failure): boolean =>
  ['KEY_UNKNOWN', 'KEY_EXPIRED', 'KEY_IP_OR_SCOPE', 'IP_NOT_ALLOWED', 'SCOPE_MISSING'].includes(code);

/** When the suspect key was last refused in the proof of its death; absent while there is no such proof. */
export function deathOf(account: Account, world: CaseWorld): string | undefined {
  const proven = world
    .events()
    .findLast(
      (e) => e.type === 'observation.made' && e.account === account.id && e.deathProof?.verdict === 'dead',
    );
  if (proven?.type !== 'observation.made') return undefined;
  return proven.deathProof?.probes.findLast(({ role }) => role === 'negative')?.at;
}

/** Whether the record already says that the suspect key no longer works. */
export const isDead = (account: Account, world: CaseWorld): boolean => deathOf(account, world) !== undefined;
