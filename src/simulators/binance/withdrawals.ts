import { createHash } from 'node:crypto';
import { compare, subtract } from '../../domain/money.ts';
import type { LedgerBooks } from '../ledger-books.ts';
import type { Actor, MutationOf } from '../mutation.ts';
import { refuse } from './codes.ts';

/** How long a withdrawal stays pending: invented, so that there is a while to act in. */
const pendingMs = 5 * 60_000;

// Invented, about one quote unit each. The real ones change daily.
const networkFees: Readonly<Record<string, string>> = { USDT: '1', BTC: '0.00005', ETH: '0.0008' };

export const networkFee = (coin: string): string => networkFees[coin] ?? '0';

/**
 * What a withdrawal does, if the venue takes it. The fee comes out of the amount asked for, and the
 * history shows what arrives (unverified: the documents only say that the amount must exceed the
 * fee). Throws the venue's refusal: unknown coin, address not on the whitelist while the account
 * withdraws to whitelisted addresses only, too little money.
 */
export function planWithdrawal(
  books: LedgerBooks,
  wanted: {
    readonly actor: Actor;
    readonly nowMs: number;
    readonly coin: string;
    readonly address: string;
    readonly amount: string;
    readonly network: string | undefined;
    readonly clientId: string | undefined;
  },
): MutationOf<'withdrawal-requested'> {
  const held = books.balances.get(wanted.coin);
  if (held === undefined) throw refuse.unknownCoin();
  const network = wanted.network ?? defaultNetwork(books, wanted.coin);
  if (books.whitelistOnly && !isWhitelisted(books, wanted.coin, network, wanted.address)) {
    throw refuse.addressNotWhitelisted();
  }
  const fee = networkFee(wanted.coin);
  if (compare(wanted.amount, fee) <= 0) throw refuse.withdrawalBelowFee();
  if (compare(wanted.amount, held.free) > 0) throw refuse.withdrawalBalance();
  const id = digest('id', wanted.nowMs, books.withdrawals.length).slice(0, 32);
  return {
    kind: 'withdrawal-requested',
    atMs: wanted.nowMs,
    by: wanted.actor,
    id,
    coin: wanted.coin,
    amount: subtract(wanted.amount, fee),
    fee,
    address: wanted.address,
    network,
    txId: `0x${digest('tx', wanted.nowMs, books.withdrawals.length)}`,
    ...(wanted.clientId === undefined ? {} : { clientId: wanted.clientId }),
    settlesAtMs: wanted.nowMs + pendingMs,
  };
}

const isWhitelisted = (books: LedgerBooks, coin: string, network: string, address: string): boolean =>
  books.addresses.some(
    (each) => each.whitelisted && each.coin === coin && each.network === network && each.address === address,
  );

// "If network not send, return with default network of the coin."
const defaultNetwork = (books: LedgerBooks, coin: string): string =>
  books.addresses.find((each) => each.coin === coin)?.network ?? coin;

const digest = (what: string, nowMs: number, count: number): string =>
  createHash('sha256').update(`${what}/${nowMs}/${count}`).digest('hex');
