import { z } from 'zod';
import type { KeyReport } from '../../domain/api-key.ts';
import { known, unknown } from '../../domain/known.ts';
import type { Session } from '../contract.ts';
import { callFor } from './envelope.ts';
import { addressesIn, bindingOf, bundled, permissionsIn, scopesOf } from './permissions.ts';

/** GET /api/v5/account/config: of the account, and of the key that asks. */
const config = z.object({
  uid: z.string().min(1),
  mainUid: z.string().min(1),
  perm: z.string().min(1),
  ip: z.string(),
  label: z.string(),
  type: z.string().optional(),
  acctLv: z.string().optional(),
});

type Config = z.output<typeof config>;

export async function introspectKey(session: Session): Promise<KeyReport> {
  const key = await callFor(session, {
    endpoint: 'privateGetAccountConfig',
    params: {},
    doing: 'reading the key’s permissions',
    row: config,
  });
  const addresses = addressesIn(key.ip);
  const isMain = key.uid === key.mainUid;
  const perm = permissionsIn(key.perm);
  return {
    scopes: scopesOf({ perm, isMain, isBound: addresses.length > 0 }),
    bundled,
    ...bindingOf(addresses),
    label: known(key.label),
    createdAt: unknown('OKX does not tell when a key was made'),
    lastUsedAt: unknown('OKX tells it on its page of security only'),
    expiresAt: unknown('OKX names no day'),
    accountKind: known(isMain ? 'main' : 'sub'),
    venueAccountId: key.uid,
    notes: notesOf(key, { perm, isBound: addresses.length > 0 }),
  };
}

/** account/config, "type": who holds what lies in the account. */
const kinds: Readonly<Record<string, string>> = {
  '2': 'a managed sub-account',
  '5': 'a sub-account in custody (Copper)',
  '9': 'a managed sub-account in custody (Copper)',
  '12': 'a sub-account in custody (Komainu)',
};

function notesOf(
  { uid, mainUid, type = '' }: Config,
  { perm, isBound }: { readonly perm: readonly string[]; readonly isBound: boolean },
): readonly string[] {
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  const mayWrite = perm.includes('trade') || perm.includes('withdraw');
  const others = perm.filter((name) => !['read', 'read_only', 'trade', 'withdraw'].includes(name));
  return [
    `The key belongs to UID ${uid}${uid === mainUid ? '' : `, under UID ${mainUid}`}.`,
    ...(kind === undefined ? [] : [`The account is ${kind}.`]),
    ...(mayWrite && !isBound ? ['Without addresses, OKX deletes the key after 14 days without use.'] : []),
    ...(others.length === 0 ? [] : [`Also ticked: ${others.join(', ')}.`]),
  ];
}
