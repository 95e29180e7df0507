import { createHash } from 'node:crypto';
import { BadInput } from '../domain/failure.ts';
import { add, compare, isZero, subtract } from '../domain/money.ts';
import { firstOrderId } from './ledger-books.ts';
import type { Holding, LedgerBooks, LedgerOrder } from './ledger-books.ts';
import type { OpeningBooks } from './opening-books.ts';
import {
  amountOf,
  conversionsOf,
  historyOf,
  keyOf,
  listed,
  momentOf,
  orderOf,
  tradeOf,
} from './opening-rows.ts';

/**
 * Returns the books as they are before anyone acts. Resting orders lock their funds; past orders,
 * trades, conversions, transfers, deposits and withdrawals are history and move nothing. Order and trade ids
 * ascend with time. Throws BadInput for an amount or a time that is none, an unknown symbol, wallet
 * or sub-account, a symbol that is there twice, or funds that do not cover the resting orders.
 */
export function openBooks(opening: OpeningBooks): LedgerBooks {
  refuseTwice(opening.markets.map((market) => market.symbol));
  refuseTwice((opening.subAccounts ?? []).map((each) => each.id));
  for (const { subAccount } of opening.keys) if (subAccount !== undefined) known(opening, subAccount);
  const orders = historyOf(opening).map((given, index) => orderOf(opening, given, firstOrderId + index));
  const filled = orders.filter((order) => order.status === 'filled');
  return {
    uid: opening.uid,
    feeRate: amountOf(opening.feeRate),
    markets: opening.markets,
    balances: lockedBalances(opening, orders),
    orders,
    trades: filled.map((order, index) => tradeOf(opening, order, index)),
    ...walletsOf(opening),
    ...movementsOf(opening),
    conversions: conversionsOf(opening),
    positions: (opening.positions ?? []).map(({ at, ...rest }) => {
      listed(opening, rest.symbol);
      return { ...rest, amount: amountOf(rest.amount), atMs: momentOf(at) };
    }),
    subAccounts: (opening.subAccounts ?? []).map(({ id, label, email, createdAt }) => ({
      id,
      label,
      email,
      createdAtMs: momentOf(createdAt),
      frozen: false,
      mayTransferOut: true,
    })),
    addresses: opening.addresses,
    whitelistOnly: opening.whitelistOnly ?? false,
    keys: opening.keys.map(keyOf),
    sessions: opening.sessions ?? [],
    frozen: false,
    acts: [],
    updatedAtMs: Math.max(0, ...orders.map((order) => order.updatedAtMs)),
  };
}

function movementsOf(opening: OpeningBooks): Pick<LedgerBooks, 'withdrawals' | 'deposits' | 'transfers'> {
  return {
    withdrawals: opening.withdrawals.map(({ at, ...rest }, index) => ({
      ...rest,
      id: idOf('withdrawal', index),
      clientId: undefined,
      requestedAtMs: momentOf(at),
      settlesAtMs: momentOf(at),
      cancelledAtMs: undefined,
    })),
    deposits: opening.deposits.map(({ at, ...rest }, index) => ({
      ...rest,
      id: String(769_800_519_366_885 + index),
      atMs: momentOf(at),
    })),
    transfers: (opening.transfers ?? []).map(({ at, ...rest }, index) => {
      for (const wallet of [rest.from, rest.to]) refuseUnknownWallet(opening, wallet);
      return {
        ...rest,
        id: String(11_415_955_596 + index),
        amount: amountOf(rest.amount),
        atMs: momentOf(at),
      };
    }),
  };
}

function walletsOf(opening: OpeningBooks): Pick<LedgerBooks, 'funding' | 'wallets'> {
  const holdings = (held: readonly { asset: string; free: string }[]): Map<string, string> =>
    new Map(held.map(({ asset, free }) => [asset, amountOf(free)]));
  const further = Object.entries(opening.wallets ?? {});
  const bad = further.find(([name]) => !furtherWallets.includes(name));
  if (bad !== undefined) {
    throw new BadInput(`"${bad[0]}" is not a further wallet`, { hint: furtherWallets.join(', ') });
  }
  return {
    funding: holdings(opening.funding ?? []),
    wallets: new Map(further.map(([name, held]) => [name, holdings(held)])),
  };
}

const furtherWallets: readonly string[] = ['margin', 'futures'];

function refuseUnknownWallet(opening: OpeningBooks, wallet: string): void {
  if (wallet.startsWith('sub:')) return known(opening, wallet.slice('sub:'.length));
  if (['spot', 'funding', ...furtherWallets].includes(wallet)) return;
  throw new BadInput(`"${wallet}" is not a wallet`, {
    hint: `spot, funding, ${furtherWallets.join(', ')}, sub:<id>`,
  });
}

function known(opening: OpeningBooks, subAccount: string): void {
  if (opening.subAccounts?.some((each) => each.id === subAccount) === true) return;
  throw new BadInput(`the opening books have no sub-account "${subAccount}"`);
}

function refuseTwice(names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw new BadInput(`the opening books have "${twice}" twice`);
}

function lockedBalances(opening: OpeningBooks, orders: readonly LedgerOrder[]): Map<string, Holding> {
  const balances = new Map<string, Holding>();
  for (const { asset, free } of opening.balances) {
    if (balances.has(asset)) throw new BadInput(`the opening books hold ${asset} twice`);
    balances.set(asset, { free: amountOf(free), locked: '0' });
  }
  for (const order of orders.filter((each) => !isZero(each.locked))) {
    const market = listed(opening, order.symbol);
    const asset = order.side === 'buy' ? market.quote : market.base;
    const held = balances.get(asset) ?? { free: '0', locked: '0' };
    const after = { free: subtract(held.free, order.locked), locked: add(held.locked, order.locked) };
    if (compare(after.free, '0') < 0) {
      throw new BadInput(
        `the opening books lock more ${asset} than they hold (order ${order.clientOrderId})`,
      );
    }
    balances.set(asset, after);
  }
  return balances;
}

// The venue's withdrawal ids are 32 hexadecimal digits.
const idOf = (what: string, index: number): string =>
  createHash('sha256').update(`${what}/${index}`).digest('hex').slice(0, 32);
