import { z } from 'zod';
import type { ListedKey, NewKey, WantedKey } from '../../domain/api-key.ts';
import { Secret } from '../../domain/secret.ts';
import type { Session } from '../contract.ts';
import { callFor } from './envelope.ts';
import { newPassphrase } from './passphrase.ts';
import { addressesIn, permissionsIn } from './permissions.ts';
import { refused, unsendable } from './refusing.ts';

export async function revokeSubAccountKey(session: Session, key: ListedKey): Promise<void> {
  await callFor(session, {
    endpoint: 'privatePostUsersSubaccountDeleteApikey',
    params: { subAcct: key.subAccount, apiKey: key.keyId.reveal() },
    doing: `revoking key ${key.maskedKeyId} of sub-account ${key.subAccount}`,
    row: z.object({ subAcct: z.string().min(1) }),
  });
}

/**
 * Sends the permission alone: what is left out stays as it is, and an `ip` of "" would unbind the key
 * (sub-account, POST modify-apikey). The reply shows the key as it is now.
 */
export async function restrictSubAccountKey(session: Session, key: ListedKey): Promise<void> {
  const doing = `making key ${key.maskedKeyId} of sub-account ${key.subAccount} read-only`;
  const now = await callFor(session, {
    endpoint: 'privatePostUsersSubaccountModifyApikey',
    params: { subAcct: key.subAccount, apiKey: key.keyId.reveal(), perm: 'read_only' },
    doing,
    row: z.object({ perm: z.string().min(1), ip: z.string() }),
  });
  if (permissionsIn(now.perm).some((name) => name !== 'read_only' && name !== 'read')) {
    throw refused(session, doing, 'the reply shows a key that may do more than read');
  }
  if (key.ipAllowlist.known && !isSame(addressesIn(now.ip), key.ipAllowlist.value)) {
    throw refused(
      session,
      doing,
      'the key is read-only now, but the reply shows other addresses than before: look at it on the page of the keys',
    );
  }
}

const isSame = (some: readonly string[], others: readonly string[]): boolean =>
  some.toSorted().join() === others.toSorted().join();

const tradeScopes: readonly string[] = ['spot-trade', 'margin', 'futures', 'options', 'transfer'];

/** Makes up the passphrase: the venue wants one from whoever makes a key, and shows it to nobody again. */
export async function createSubAccountKey(session: Session, wanted: WantedKey): Promise<NewKey> {
  const doing = `creating a key of sub-account ${wanted.subAccount}`;
  const acting = wanted.scopes.filter((scope) => scope !== 'read');
  const beyond = acting.find((scope) => !tradeScopes.includes(scope));
  if (beyond !== undefined) {
    throw unsendable(session, doing, `a key of a sub-account cannot be given "${beyond}"`);
  }
  const passphrase = newPassphrase();
  const made = await callFor(session, {
    endpoint: 'privatePostUsersSubaccountApikey',
    params: {
      subAcct: wanted.subAccount,
      label: wanted.label,
      passphrase,
      perm: acting.length === 0 ? 'read_only' : 'read_only,trade',
      ...(wanted.ipAllowlist.length === 0 ? {} : { ip: wanted.ipAllowlist.join(',') }),
    },
    doing,
    row: z.object({ label: z.string(), apiKey: z.string().min(1), secretKey: z.string().min(1) }),
  });
  const from = `OKX's reply to ${doing}`;
  return {
    label: made.label,
    parts: {
      apiKey: new Secret(made.apiKey, from),
      secret: new Secret(made.secretKey, from),
      password: new Secret(passphrase, `firebreak, for ${doing}`),
    },
  };
}
