import { z } from 'zod';
import type { ListedKey, NewKey, PermissionScope, WantedKey } from '../../domain/api-key.ts';
import { VenueFailure } from '../../domain/failure.ts';
import { Secret } from '../../domain/secret.ts';
import type { Endpoint, Params, Session } from '../contract.ts';
import { uidOf } from './acts.ts';
import { callFor, smallInteger } from './envelope.ts';
import { ips, permissions } from './permissions.ts';
import { refused, unsendable } from './refusing.ts';
import { findKey } from './sub-accounts.ts';

/**
 * The key ends itself. A key of a sub-account has an endpoint of its own, where it must not name itself:
 * so the key is asked first whose it is.
 */
export async function revokeKey(session: Session): Promise<void> {
  const isOfSub = await isOfSubAccount(session);
  await callFor(session, {
    endpoint: isOfSub ? 'privatePostV5UserDeleteSubApi' : 'privatePostV5UserDeleteApi',
    params: {},
    doing: 'revoking the key with itself',
    result: z.object({}),
  });
}

/** Whoever cannot be told is taken for the main account's: no hiccup of a read keeps a leaked key alive. */
async function isOfSubAccount(session: Session): Promise<boolean> {
  try {
    const whose = z.object({ isMaster: z.boolean().optional() });
    return (await readSelf(session, whose)).isMaster === false;
  } catch (error) {
    if (error instanceof VenueFailure) return false;
    throw error;
  }
}

const readSelf = <T extends z.ZodType>(session: Session, result: T): Promise<z.output<T>> =>
  callFor(session, {
    endpoint: 'privateGetV5UserQueryApi',
    params: {},
    doing: 'reading whose key this is, and what it is bound to',
    result,
  });

export async function revokeSubAccountKey(session: Session, key: ListedKey): Promise<void> {
  await callFor(session, {
    endpoint: 'privatePostV5UserDeleteSubApi',
    params: { apikey: key.keyId.reveal() },
    doing: `revoking key ${key.maskedKeyId} of sub-account ${key.subAccount}`,
    result: z.object({}),
  });
}

/**
 * The key makes itself read-only. `update-api` leaves out permissions on purpose ("don't send this param
 * if you don't want to change"), and has no addresses to send; a sub-account's key sends all three, as
 * there what is left out is taken away.
 */
export async function downgradeKey(session: Session): Promise<void> {
  const own = await readSelf(session, z.object({ isMaster: z.boolean().optional(), ips, permissions }));
  const doing = 'making the key read-only with itself';
  if (own.isMaster !== false) {
    const change = { endpoint: 'privatePostV5UserUpdateApi', params: { readOnly: 1 }, doing };
    return changeToReadOnly(session, { ...change, addresses: own.ips });
  }
  return changeToReadOnly(session, {
    endpoint: 'privatePostV5UserUpdateSubApi',
    params: { ...asListed(session, own.ips, doing), permissions: own.permissions },
    doing,
    addresses: own.ips,
  });
}

/**
 * `update-sub-api` takes away whatever is left out: no `ips` unbinds the key, no `readOnly` lets it write
 * (user/modify-sub-apikey). So everything is sent again as it is listed at this moment, not as it was
 * listed before; and where nobody knows the addresses, nothing is sent.
 */
export async function restrictSubAccountKey(session: Session, key: ListedKey): Promise<void> {
  const doing = `making key ${key.maskedKeyId} of sub-account ${key.subAccount} read-only`;
  if (!key.ipAllowlist.known) throw unsendable(session, doing, addressesUnknown);
  const now = await findKey(session, key);
  await changeToReadOnly(session, {
    endpoint: 'privatePostV5UserUpdateSubApi',
    params: {
      apikey: key.keyId.reveal(),
      ...asListed(session, now.ips, doing),
      permissions: now.permissions,
    },
    doing,
    addresses: now.ips,
  });
}

const addressesUnknown =
  'nobody knows to which addresses the key is bound, and a change without them would unbind it';

function asListed(session: Session, addresses: readonly string[], doing: string) {
  if (addresses.length === 0) throw unsendable(session, doing, addressesUnknown);
  return { readOnly: 1, ips: addresses.join(',') };
}

interface Change {
  readonly endpoint: Endpoint;
  readonly params: Params;
  readonly doing: string;
  readonly addresses: readonly string[];
}

/** The reply shows the key as it is now; both of what was wanted must stand there. */
async function changeToReadOnly(session: Session, { addresses, ...call }: Change): Promise<void> {
  const changed = await callFor(session, { ...call, result: z.object({ readOnly: smallInteger, ips }) });
  if (changed.readOnly !== '1') throw refused(session, call.doing, 'the reply shows a key that may write');
  if (changed.ips.toSorted().join() !== addresses.toSorted().join()) {
    throw refused(
      session,
      call.doing,
      'the key is read-only now, but the reply shows other addresses than before: look at it on the page of the keys',
    );
  }
}

// ---------------------------------------------------------------- a new key

/** What a key of a sub-account can be given, by our scopes (user/create-subuid-apikey). */
const granting: Readonly<Partial<Record<PermissionScope, Readonly<Record<string, readonly string[]>>>>> = {
  'spot-trade': { Spot: ['SpotTrade'] },
  margin: { Spot: ['SpotTrade'] },
  futures: { ContractTrade: ['Order', 'Position'] },
  options: { Options: ['OptionsTrade'] },
  transfer: { Wallet: ['AccountTransfer'] },
};

// A key must have something ticked. None of the wallet's: that would let a read-only key change itself.
const forReading = { ...granting['spot-trade'], ...granting.futures, ...granting.options };

export async function createSubAccountKey(session: Session, wanted: WantedKey): Promise<NewKey> {
  const doing = `creating a key of sub-account ${wanted.subAccount}`;
  const acting = wanted.scopes.filter((scope) => scope !== 'read');
  const beyond = acting.find((scope) => granting[scope] === undefined);
  if (beyond !== undefined) {
    throw unsendable(session, doing, `a key of a sub-account cannot be given "${beyond}"`);
  }
  const groups = acting.map((scope) => Object.entries(granting[scope] ?? {}));
  const made = await callFor(session, {
    endpoint: 'privatePostV5UserCreateSubApi',
    params: {
      subuid: uidOf(session, wanted.subAccount, doing),
      readOnly: acting.length === 0 ? 1 : 0,
      // Without addresses the key works from everywhere, for 90 days.
      ...(wanted.ipAllowlist.length === 0 ? {} : { ips: wanted.ipAllowlist.join(',') }),
      permissions: acting.length === 0 ? forReading : Object.fromEntries(groups.flat()),
      note: wanted.label,
    },
    doing,
    result: z.object({ note: z.string(), apiKey: z.string().min(1), secret: z.string().min(1) }),
  });
  const from = `Bybit's reply to ${doing}`;
  return {
    label: made.note,
    parts: { apiKey: new Secret(made.apiKey, from), secret: new Secret(made.secret, from) },
  };
}
