import { z } from 'zod';
import type { SubAccount } from '../../domain/account.ts';
import type { ListedKey, NewKey, PermissionScope, WantedKey } from '../../domain/api-key.ts';
import { Secret } from '../../domain/secret.ts';
import type { Session } from '../contract.ts';
import { maybeText } from '../rows.ts';
import { actWithoutContent, callFor } from './lists.ts';
import type { Permissions } from './permissions.ts';
import { refused, unsendable } from './refusing.ts';
import { readKey } from './sub-accounts.ts';

export const revokeSubAccountKey = (session: Session, key: ListedKey): Promise<void> =>
  actWithoutContent(
    session,
    'privateSubAccountsDeleteSubAccountsUserIdKeysKey',
    { user_id: key.subAccount, key: key.keyId.reveal() },
    `revoking key ${key.maskedKeyId} of sub-account ${key.subAccount}`,
  );

/**
 * PUT replaces the key: what is left out is cleared, and a key without addresses works from everywhere
 * (SubAccountKey, "will be cleared if no value is passed"). So everything is sent as it stands at this
 * moment, and read back; where nobody knows the addresses, nothing is sent.
 */
export async function restrictSubAccountKey(session: Session, key: ListedKey): Promise<void> {
  const doing = `making key ${key.maskedKeyId} of sub-account ${key.subAccount} read-only`;
  const now = await readKey(session, key);
  const { ip_whitelist: ips } = now;
  if (ips === undefined || ips === null) throw unsendable(session, doing, addressesUnknown);
  await actWithoutContent(
    session,
    'privateSubAccountsPutSubAccountsUserIdKeysKey',
    {
      user_id: key.subAccount,
      key: key.keyId.reveal(),
      name: now.name,
      // "This interface cannot modify the mode": sent as it is.
      ...(now.mode === undefined ? {} : { mode: now.mode }),
      perms: now.perms.map(({ name }) => ({ name, read_only: true })),
      ip_whitelist: ips,
    },
    doing,
  );
  const after = await readKey(session, key);
  if (after.perms.some(({ read_only }) => !read_only)) {
    throw refused(session, doing, 'read back, the key may still write; a change may take up to five minutes');
  }
  if (sorted(after.ip_whitelist ?? []) !== sorted(ips)) {
    throw refused(session, doing, 'the key is read-only now, but bound to other addresses than before');
  }
}

const sorted = (ips: readonly string[]): string => ips.toSorted().join();

const addressesUnknown =
  'nobody knows to which addresses the key is bound, and a change without them would unbind it';

// ---------------------------------------------------------------- a new key

/** What a key of a sub-account can be given, by our scopes (SubAccountKeyPerms). */
const granting: Readonly<Partial<Record<PermissionScope, readonly string[]>>> = {
  'spot-trade': ['spot'],
  margin: ['spot', 'margin'],
  futures: ['futures', 'delivery'],
  options: ['options'],
  transfer: ['wallet'],
};

/** "account" lets the new key be introspected. */
const forReading = [
  'account',
  'wallet',
  'spot',
  'margin',
  'futures',
  'delivery',
  'options',
  'unified',
  'earn',
];

export async function createSubAccountKey(session: Session, wanted: WantedKey): Promise<NewKey> {
  const doing = `creating a key of sub-account ${wanted.subAccount}`;
  const made = await callFor(session, {
    endpoint: 'privateSubAccountsPostSubAccountsUserIdKeys',
    params: {
      user_id: wanted.subAccount,
      mode: 1,
      name: wanted.label,
      perms: permissionsFor(session, wanted, doing),
      // Without addresses the key works from everywhere.
      ip_whitelist: wanted.ipAllowlist,
    },
    doing,
    reply: z.object({ name: maybeText, key: z.string().min(1), secret: z.string().min(1) }),
  });
  const from = `Gate's reply to ${doing}`;
  return {
    label: made.name,
    parts: { apiKey: new Secret(made.key, from), secret: new Secret(made.secret, from) },
  };
}

function permissionsFor(session: Session, wanted: WantedKey, doing: string): Permissions {
  const acting = wanted.scopes.filter((scope) => scope !== 'read');
  const beyond = acting.find((scope) => granting[scope] === undefined);
  if (beyond !== undefined) {
    throw unsendable(session, doing, `a key of a sub-account cannot be given "${beyond}"`);
  }
  const writes = acting.flatMap((scope) => granting[scope] ?? []);
  const names = new Set([...(wanted.scopes.includes('read') ? forReading : ['account']), ...writes]);
  return [...names].map((name) => ({ name, read_only: !writes.includes(name) }));
}

/** Locks the whole sub-account: Gate has nothing that stops its transfers alone. */
export const lockSubAccount = (session: Session, { id }: SubAccount): Promise<void> =>
  actWithoutContent(
    session,
    'privateSubAccountsPostSubAccountsUserIdLock',
    { user_id: id },
    `locking sub-account ${id}`,
  );
