import { isIPv4 } from 'node:net';
import type { Clock } from '../domain/clock.ts';
import { BadInput } from '../domain/failure.ts';
import { isoOf } from './books-view.ts';
import type { ListedKey, Website } from './contract.ts';
import type { KeyRing } from './key-ring.ts';
import { LedgerRefusal, liveKeys, openOrders } from './ledger-books.ts';
import type { LedgerKey } from './ledger-books.ts';
import { nextCounter } from './ledger-keys.ts';
import type { Mutation } from './mutation.ts';
import type { World } from './world.ts';

export type WantedKey = Parameters<Website['createKey']>[0];

/**
 * The venue's web site for its owner, who is logged in. `refuseKey` is the venue's own rule about
 * new keys: it throws BadInput with the rule in the venue's sense.
 */
export function openWebsite(site: {
  readonly world: World;
  readonly ring: KeyRing;
  readonly clock: Clock;
  readonly refuseKey: (wanted: WantedKey) => void;
}): Website {
  const { world, ring } = site;
  const atMs = (): number => site.clock.now().toMillis();
  const describe = (key: LedgerKey): ListedKey => describeKey(key, ring);
  const endKey = (keyId: string, endedBy: 'owner' | 'venue'): boolean => {
    const key = ring.find(world.books(), keyId);
    return key !== undefined && isDone(world, { kind: 'key-deleted', atMs: atMs(), key: key.ref, endedBy });
  };
  return {
    keys: () => liveKeys(world.books()).map(describe),
    deleteKey: (keyId) => endKey(keyId, 'owner'),
    expireKey: (keyId) => endKey(keyId, 'venue'),
    createKey(wanted) {
      refuseBadAddresses(wanted.ipAllowlist);
      site.refuseKey(wanted);
      const key = commitKey(world, wanted, atMs());
      return { ...describe(key), ...ring.partsOf(key.ref) };
    },
    openOrders: () =>
      openOrders(world.books()).map(({ id, clientOrderId, symbol, side, price, amount }) => ({
        orderId: String(id),
        clientOrderId,
        symbol,
        side,
        price,
        amount,
      })),
    cancelOrder: (orderId) =>
      isDone(world, { kind: 'order-cancelled', atMs: atMs(), by: theSite, orderId: Number(orderId) }),
    addresses: () => world.books().addresses,
    addAddress(address) {
      world.commit({ kind: 'address-added', atMs: atMs(), address: { ...address } });
    },
    removeAddress: (address) => isDone(world, { kind: 'address-removed', atMs: atMs(), address }),
    setWhitelistOnly(on) {
      world.commit({ kind: 'whitelist-only-set', atMs: atMs(), on });
    },
    whitelistOnly: () => world.books().whitelistOnly,
    sessions: () => world.books().sessions,
    endSessions() {
      world.commit({ kind: 'sessions-ended', atMs: atMs() });
    },
    freezeAccount() {
      world.commit({ kind: 'account-frozen', atMs: atMs() });
    },
  };
}

// The owner is logged in: no key, and not the address of one.
const theSite = { key: 'website', sourceIp: 'website' };

const describeKey = (key: LedgerKey, ring: KeyRing): ListedKey => ({
  keyId: ring.partsOf(key.ref).keyId,
  label: key.label,
  scopes: key.scopes,
  ipAllowlist: key.ipAllowlist,
  createdAt: isoOf(key.createdAtMs),
  ...(key.subAccount === undefined ? {} : { subAccount: key.subAccount }),
  ...(key.venuePermissions.length === 0 ? {} : { venuePermissions: key.venuePermissions }),
  ...(key.expiresAtMs === undefined ? {} : { expiresAt: isoOf(key.expiresAtMs) }),
});

function commitKey(world: World, wanted: WantedKey, atMs: number): LedgerKey {
  const { frozen, subAccounts } = world.books();
  if (frozen) {
    throw new BadInput('the venue makes no key for a disabled account; only its support undoes that');
  }
  const { label, scopes, ipAllowlist, subAccount, venuePermissions } = wanted;
  if (subAccount !== undefined && !subAccounts.some((each) => each.id === subAccount)) {
    throw new BadInput(`the account has no sub-account "${subAccount}"`);
  }
  const books = world.commit({
    kind: 'key-created',
    atMs,
    counter: nextCounter(world.books()),
    label,
    scopes: [...scopes],
    ipAllowlist: [...ipAllowlist],
    ...(subAccount === undefined ? {} : { subAccount }),
    ...(venuePermissions === undefined ? {} : { venuePermissions: [...venuePermissions] }),
  });
  return books.keys.at(-1) as LedgerKey;
}

function refuseBadAddresses(ipAllowlist: readonly string[]): void {
  const bad = ipAllowlist.find((address) => !isIPv4(address));
  if (bad !== undefined) throw new BadInput(`the venue takes IPv4 addresses only, not "${bad}"`);
}

// False when the books know no such thing.
function isDone(world: World, mutation: Mutation): boolean {
  try {
    world.commit(mutation);
    return true;
  } catch (problem) {
    if (problem instanceof LedgerRefusal) return false;
    throw problem;
  }
}
