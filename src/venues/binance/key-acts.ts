import { z } from 'zod';
import type { ListedKey, NewKey, PermissionScope, WantedKey } from '../../domain/api-key.ts';
import { Secret } from '../../domain/secret.ts';
import type { Endpoint, Session } from '../contract.ts';
import { maybeText, understood } from '../rows.ts';
import { rawEncoded, refused, unsendable } from './reading.ts';
import { keyRow } from './sub-accounts.ts';

// Endpoints of 2026-07 (binance-connector-js, clients/sub-account, ApiManagementApi); ccxt knows none of them.

const at = (path: string, verb: 'POST' | 'DELETE'): Endpoint => ({
  path: `sub-account/${path}`,
  api: 'sapi',
  verb,
});

/** The reply is an object with nothing in it: that the key is gone is read back by whoever asked. */
export async function revokeSubAccountKey(session: Session, key: ListedKey): Promise<void> {
  const doing = `revoking key ${key.maskedKeyId} of sub-account ${key.subAccount}`;
  const params = rawEncoded({ email: key.subAccount, subAccountApiKey: key.keyId.reveal() });
  const reply = await session.call(at('subAccountApi', 'DELETE'), params, doing);
  understood(z.object({}), reply, session, doing);
}

const nothing = {
  canTrade: false,
  canMarginLoanRepay: false,
  canFuturesTrade: false,
  canUniversalTransfer: false,
  canVanillaOptions: false,
};

/** Its addresses have an endpoint of their own, and are not touched by this one. */
export async function restrictSubAccountKey(session: Session, key: ListedKey): Promise<void> {
  const doing = `making key ${key.maskedKeyId} of sub-account ${key.subAccount} read-only`;
  const params = rawEncoded({ email: key.subAccount, subAccountApiKey: key.keyId.reveal(), ...nothing });
  const reply = await session.call(at('subAccountApiPermission', 'POST'), params, doing);
  const now: Readonly<Record<string, unknown>> = understood(keyRow, reply, session, doing);
  if (Object.keys(nothing).some((name) => now[name] === true)) {
    throw refused(session, doing, 'the reply shows a key that may act');
  }
}

/** What a key of a sub-account can be given, by our scopes; reading it has from the start. */
const granting: Readonly<Partial<Record<PermissionScope, readonly string[]>>> = {
  read: [],
  'spot-trade': ['canTrade'],
  margin: ['canTrade', 'canMarginLoanRepay'],
  futures: ['canFuturesTrade'],
  options: ['canVanillaOptions'],
  transfer: ['canUniversalTransfer'],
};

/** The venue's own limit of the list of addresses. */
const addressesAtMost = 500;

export async function createSubAccountKey(session: Session, wanted: WantedKey): Promise<NewKey> {
  const doing = `creating a key of sub-account ${wanted.subAccount}`;
  const beyond = wanted.scopes.find((scope) => granting[scope] === undefined);
  if (beyond !== undefined) {
    throw unsendable(session, doing, `a key of a sub-account cannot be given "${beyond}"`);
  }
  const ipAddress = wanted.ipAllowlist.join(',');
  if (ipAddress.length > addressesAtMost) {
    throw unsendable(session, doing, `Binance takes a list of addresses of ${addressesAtMost} characters`);
  }
  const given = wanted.scopes.flatMap((scope) => granting[scope] ?? []);
  const params = rawEncoded({
    email: wanted.subAccount,
    apiName: wanted.label,
    // 1: from everywhere; 2: from these addresses only.
    status: ipAddress === '' ? 1 : 2,
    ...(ipAddress === '' ? {} : { ipAddress }),
    ...Object.fromEntries(given.map((name) => [name, true])),
  });
  const reply = await session.call(at('subAccountApi', 'POST'), params, doing);
  const made = understood(newKey, reply, session, doing);
  const from = `Binance's reply to ${doing}`;
  return {
    label: made.apiName === '' ? wanted.label : made.apiName,
    parts: { apiKey: new Secret(made.apiKey, from), secret: new Secret(made.secretKey, from) },
  };
}

const newKey = z.object({ apiName: maybeText, apiKey: z.string().min(1), secretKey: z.string().min(1) });
