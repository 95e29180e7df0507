import type { Account, KeyHolder } from '../domain/account.ts';
import type { ListedKey } from '../domain/api-key.ts';
import { readListing, whyIncomplete } from './reading.ts';
import { withSession } from './with-session.ts';
import type { CaseWorld } from './world.ts';

/** What was found under an account, and what could not be looked at. */
interface SubAccountLook {
  /** "label (masked id), of sub-account X": marked as nobody's. */
  readonly foreign: readonly string[];
  readonly unread: readonly string[];
}

/**
 * Whoever held a main account's key may have made sub-accounts, and keys of theirs that live on.
 * Where the venue lists them, the operator says which nobody of us made; those are ended by API where
 * a key of ours can.
 */
export async function lookAtSubAccountKeys(account: Account, world: CaseWorld): Promise<SubAccountLook> {
  const { listSubAccountKeys } = world.venueOf(account).capabilities;
  const isSub = account.subAccountOf !== undefined && !world.keyring.has(account, 'manager');
  // The page that lists all keys is gone through by hand in any case.
  if (listSubAccountKeys.by !== 'api' || isSub) return { foreign: [], unread: [] };
  const subAccounts = await readListing('listSubAccounts', {}, account, world);
  const keys = await readListing('listSubAccountKeys', {}, account, world);
  const unread = [subAccounts, keys].flatMap((reading) => whyIncomplete(reading) ?? []);
  const rows = keys.read ? keys.listing.rows : [];
  const foreign = rows.length === 0 ? [] : await askWhichAreForeign(account, rows, world);
  for (const key of foreign) await recordForeign(account, key, keys.read ? keys.exhibit : undefined, world);
  if (foreign.length > 0) await endThem(account, foreign, world);
  return { foreign: foreign.map(nameOf), unread };
}

async function askWhichAreForeign(
  account: Account,
  rows: readonly ListedKey[],
  world: CaseWorld,
): Promise<readonly ListedKey[]> {
  const answer = await world.ask({
    id: `foreign-sub-account-keys:${account.id}`,
    kind: 'many',
    prompt: `Keys of sub-accounts of ${account.label}: mark those that nobody of you made`,
    why: 'A key of a sub-account outlives the key that made it.',
    choices: rows.map((key, index) => ({
      value: String(index),
      label: nameOf(key),
      hint: key.createdAt.known ? `made ${key.createdAt.value}` : 'nobody knows when it was made',
    })),
    initial: [],
  });
  return [answer].flat().flatMap((index) => rows[Number(index)] ?? []);
}

const nameOf = ({ label, maskedKeyId, subAccount }: ListedKey): string =>
  `${label.known ? `"${label.value}" ` : ''}${maskedKeyId}, of sub-account ${subAccount}`;

const recordForeign = (
  account: Account,
  key: ListedKey,
  exhibit: string | undefined,
  world: CaseWorld,
): Promise<void> =>
  world.find({
    rule: 'foreign-sub-account-key',
    title: 'A key of a sub-account that nobody of us made',
    detail: `${world.operator} says that nobody of us made the key ${nameOf(key)}.`,
    severity: 'critical',
    basis: 'fact',
    account: account.id,
    exhibits: exhibit === undefined ? [] : [exhibit],
  });

async function endThem(account: Account, foreign: readonly ListedKey[], world: CaseWorld): Promise<void> {
  const { revokeSubAccountKey: capability } = world.venueOf(account).capabilities;
  const holder = holderThatManages(account, world);
  if (capability.by !== 'api' || holder === undefined) return;
  const said = await world.ask({
    id: `end-foreign-keys:${account.id}`,
    kind: 'choice',
    prompt: `End ${foreign.length} of them now, by API with the ${holder} key?`,
    why: foreign.map(nameOf).join('; '),
    choices: [
      { value: 'leave', label: 'Leave them; end them on the page', key: 'l', harmless: true },
      { value: 'end', label: 'End them', key: 'e' },
    ],
    initial: 'leave',
    destructive: true,
  });
  if (said !== 'end') return;
  for (const [index, key] of foreign.entries()) {
    await world.act({
      id: `revoke-sub-account-key:${account.id}:${index}:${key.maskedKeyId}`,
      account: account.id,
      what: 'revoke key of a sub-account',
      target: nameOf(key),
      by: 'api',
      with: holder,
      repeatable: capability.repeatable,
      undo: 'none: a revoked key never comes back',
      why: 'nobody of us made it',
      effect: () =>
        withSession(account, holder, world, (session) => capability.run(session, key), capability),
      readBack: () => isGone(account, key, world),
    });
  }
}

/** The key of the account above, or the new one; never the leaked one. */
const holderThatManages = (account: Account, world: CaseWorld): KeyHolder | undefined =>
  (['manager', 'replacement'] as const).find((holder) => world.keyring.has(account, holder));

async function isGone(account: Account, key: ListedKey, world: CaseWorld) {
  const seen = await readListing('listSubAccountKeys', {}, account, world);
  const why = whyIncomplete(seen);
  if (!seen.read || why !== undefined) return { result: 'unknown', how: why ?? 'not read' } as const;
  const isListed = seen.listing.rows.some(({ keyId }) => keyId.reveal() === key.keyId.reveal());
  return isListed
    ? ({ result: 'not-done', how: 'the venue still lists it' } as const)
    : ({ result: 'done', how: 'the venue no longer lists it', exhibits: [seen.exhibit] } as const);
}
