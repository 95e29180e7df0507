import { sum } from '../../src/domain/money.ts';
import type { SimulatedKey } from '../../src/simulators/index.ts';
import type { CapabilityName } from '../../src/venues/index.ts';
import type { Targets } from './capabilities.ts';
import type { OpenWorld } from './world.ts';

/** All that a holder of a key, or somebody on the web site, could have changed. */
export function stateOf({ simulator }: OpenWorld) {
  const { books, website } = simulator;
  return {
    orders: books.orders().map(({ orderId, clientOrderId, status, filled }) => ({
      orderId,
      clientOrderId,
      status,
      filled,
    })),
    owned: books.balances().map(({ asset, free, locked }) => ({ asset, amount: sum([free, locked]) })),
    trades: books.trades(),
    withdrawals: books.withdrawals(),
    deposits: books.deposits(),
    transfers: books.transfers(),
    positions: books.positions(),
    subAccounts: books.subAccounts(),
    keys: website.keys(),
    addresses: website.addresses(),
    whitelistOnly: website.whitelistOnly(),
    devices: website.sessions(),
  };
}

type State = ReturnType<typeof stateOf>;
type Key = State['keys'][number];

interface Done {
  readonly before: State;
  readonly after: State;
  readonly targets: Targets;
  /** The session's own. */
  readonly key: SimulatedKey;
  readonly world: OpenWorld;
}

/** For each act: the state that it must leave behind, from the one that it found. */
export const changesOf: Readonly<Partial<Record<CapabilityName, (done: Done) => State>>> = {
  cancelOrders: withoutOrders,
  cancelAllOrders: withoutOrders,
  cancelWithdrawal: withoutWithdrawal,
  stopSubAccountTransfers: withStoppedSubAccount,
  revokeKey: ({ before, key }) => ({ ...before, keys: without(before.keys, key.keyId) }),
  revokeSubAccountKey: ({ before, targets }) => ({
    ...before,
    keys: without(before.keys, targets.subAccountKey.keyId.reveal()),
  }),
  downgradeKey: ({ key, ...done }) => withReadOnly(done, key.keyId),
  restrictSubAccountKey: (done) => withReadOnly(done, done.targets.subAccountKey.keyId.reveal()),
  createSubAccountKey: withNewKey,
};

function withoutOrders({ before }: Done): State {
  const ended = ({ status, ...order }: State['orders'][number]) => ({
    ...order,
    status: status === 'open' ? ('cancelled' as const) : status,
  });
  return { ...before, orders: before.orders.map(ended) };
}

/** The one that waited: its amount and its fee come back, so there is as much as the account opened with. */
function withoutWithdrawal({ before, world }: Done): State {
  const waited = before.withdrawals.find(({ state }) => state === 'pending');
  const opened = world.opening.balances.find(({ asset }) => asset === waited?.coin);
  const owned = before.owned.map((each) =>
    each.asset === opened?.asset ? { ...each, amount: opened.free } : each,
  );
  const withdrawals = before.withdrawals.map((each) =>
    each.id === waited?.id ? { ...each, state: 'cancelled' as const } : each,
  );
  return { ...before, owned, withdrawals };
}

/** Its transfers, or the whole sub-account where the venue has nothing smaller. */
function withStoppedSubAccount({ before, after }: Done): State {
  const subAccounts = before.subAccounts.map((account) => {
    const { frozen = false, mayTransferOut = true } =
      after.subAccounts.find(({ id }) => id === account.id) ?? {};
    const isStopped = frozen || !mayTransferOut;
    return isStopped ? { ...account, frozen, mayTransferOut } : { ...account, mayTransferOut: false };
  });
  return { ...before, subAccounts };
}

const without = (keys: readonly Key[], keyId: string): readonly Key[] =>
  keys.filter((key) => key.keyId !== keyId);

/** It still reads, from the addresses it was bound to, and does nothing else. */
function withReadOnly({ before, after }: Pick<Done, 'before' | 'after'>, keyId: string): State {
  const venueWords = after.keys.find((key) => key.keyId === keyId)?.venuePermissions;
  const keys = before.keys.map((key) => {
    if (key.keyId !== keyId) return key;
    const { venuePermissions: _before, ...rest } = key;
    return {
      ...rest,
      scopes: ['read' as const],
      ...(venueWords === undefined ? {} : { venuePermissions: venueWords }),
    };
  });
  return { ...before, keys };
}

function withNewKey({ before, after, targets, world }: Done): State {
  const [subAccount] = world.simulator.books.subAccounts();
  const fresh = after.keys.find(({ keyId }) => !before.keys.some((key) => key.keyId === keyId));
  const { label, scopes: wanted, ipAllowlist } = targets.wanted;
  // One tick of the venue may grant more than was wanted; to withdraw is never of it.
  const granted: readonly string[] = fresh?.scopes ?? [];
  const isMore = wanted.every((scope) => granted.includes(scope)) && !granted.includes('withdraw');
  const scopes = isMore ? granted : wanted;
  const made = { ...fresh, label, scopes, ipAllowlist, subAccount: subAccount?.id } as Key;
  return { ...before, keys: [...before.keys, made] };
}
