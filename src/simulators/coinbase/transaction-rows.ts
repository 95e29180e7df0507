import type { JsonObject } from '../../domain/json.ts';
import { add, negate, subtract } from '../../domain/money.ts';
import { isoOf } from '../books-view.ts';
import { isPending, isSpot, marketOf } from '../ledger-books.ts';
import type {
  LedgerBooks,
  LedgerDeposit,
  LedgerTrade,
  LedgerTransfer,
  LedgerWithdrawal,
} from '../ledger-books.ts';
import { oncePerBooks } from '../once.ts';
import { accountIdOf, orderIdOf, transactionIdOf } from './ids.ts';
import { isFiat, secondsOf } from './names.ts';
import { amountIn, nativeCurrency, worthOf } from './worth.ts';

/** A transaction resource of v2, as recorded (ccxt-static, fetchDepositsWithdrawals, 2024-11). */
export interface Transaction {
  readonly atMs: number;
  readonly asset: string;
  readonly row: JsonObject & { readonly id: string };
}

/** Whose transactions, at what time. */
interface View {
  readonly books: LedgerBooks;
  readonly owner: string;
  readonly nowMs: number;
}

/** All of them, newest first; those of one moment stay in an order of their own. */
export const transactionsOf = (view: View): readonly Transaction[] =>
  [...settled(view), ...view.books.withdrawals.map((each) => sent(view, each))]
    .sort((a, b) => a.atMs - b.atMs)
    .reverse();

const settledOf = oncePerBooks(() => new Map<string, readonly Transaction[]>());

/** Whatever time changes nothing of. */
function settled(view: View): readonly Transaction[] {
  const { books, owner } = view;
  const ofOwners = settledOf(books);
  const found = ofOwners.get(owner) ?? [
    ...books.deposits.map((each) => received(view, each)),
    ...books.transfers.flatMap((each) => transferred(view, each)),
    ...books.trades.flatMap((each) => filled(view, each)),
  ];
  ofOwners.set(owner, found);
  return found;
}

interface Said {
  readonly what: string;
  readonly type: string;
  readonly status: 'pending' | 'completed' | 'canceled';
  /** Signed; what went out counts its fee, too. */
  readonly amount: string;
  readonly more?: JsonObject;
}

/** Times are whole seconds (recorded). */
function transaction(
  { books, owner }: View,
  at: { readonly atMs: number; readonly asset: string },
  { what, type, status, amount, more = {} }: Said,
): Transaction {
  const id = transactionIdOf(what);
  const accountId = accountIdOf(owner, at.asset);
  return {
    ...at,
    row: {
      id,
      type,
      status,
      amount: amountIn(amount, at.asset),
      native_amount: amountIn(worthOf(books, at.asset, amount), nativeCurrency),
      created_at: secondsOf(isoOf(at.atMs)),
      resource: 'transaction',
      resource_path: `/v2/accounts/${accountId}/transactions/${id}`,
      ...more,
    },
  };
}

export const withdrawalTransactionId = ({ id }: LedgerWithdrawal): string =>
  transactionIdOf(`withdrawal/${id}`);
export const depositTransactionId = ({ id }: LedgerDeposit): string => transactionIdOf(`deposit/${id}`);

/**
 * A "send" whose amount is negative and holds the network's fee, which stands beside it: recorded are
 * −0.05770427 for 0.05749427 and 0.00021 (rotki's tests). Fiat goes out as "fiat_withdrawal".
 */
export function sent(view: View, withdrawal: LedgerWithdrawal): Transaction {
  const { coin, amount, fee, requestedAtMs, clientId, address } = withdrawal;
  const status = withdrawalStatus(withdrawal, view.nowMs);
  const said = {
    what: `withdrawal/${withdrawal.id}`,
    status,
    amount: negate(add(amount, fee)),
  };
  const at = { atMs: requestedAtMs, asset: coin };
  if (isFiat(coin)) return transaction(view, at, { ...said, type: 'fiat_withdrawal' });
  return transaction(view, at, {
    ...said,
    type: 'send',
    more: {
      network: {
        status: status === 'completed' ? 'confirmed' : 'pending',
        ...(status === 'completed' ? { hash: withdrawal.txId } : {}),
        network_name: withdrawal.network,
        transaction_fee: amountIn(fee, coin),
      },
      to: { resource: 'address', address },
      ...(clientId === undefined ? {} : { idem: clientId }),
    },
  });
}

export function withdrawalStatus(withdrawal: LedgerWithdrawal, nowMs: number): Said['status'] {
  if (withdrawal.cancelledAtMs !== undefined) return 'canceled';
  return isPending(withdrawal, nowMs) ? 'pending' : 'completed';
}

/** A "send", too, with a positive amount and nobody it came from (recorded). */
function received(view: View, deposit: LedgerDeposit): Transaction {
  const at = { atMs: deposit.atMs, asset: deposit.coin };
  const said = {
    what: `deposit/${deposit.id}`,
    status: 'completed' as const,
    amount: deposit.amount,
  };
  if (isFiat(deposit.coin)) return transaction(view, at, { ...said, type: 'fiat_deposit' });
  const network = { status: 'confirmed', hash: deposit.txId, network_name: deposit.network };
  return transaction(view, at, { ...said, type: 'send', more: { network } });
}

/** One in each of the two accounts, the fee with the quote's (the row as in graycraft/api-tools). */
function filled(view: View, trade: LedgerTrade): readonly Transaction[] {
  const market = marketOf(view.books, trade.symbol);
  if (!isSpot(market)) return [];
  const isBuy = trade.side === 'buy';
  const more = {
    advanced_trade_fill: {
      fill_price: trade.price,
      product_id: trade.symbol,
      order_id: orderIdOf(trade.orderId),
      commission: trade.fee,
      order_side: trade.side,
    },
  };
  const leg = (asset: string, amount: string): Transaction =>
    transaction(
      view,
      { atMs: trade.atMs, asset },
      { what: `trade/${trade.id}/${asset}`, type: 'advanced_trade_fill', status: 'completed', amount, more },
    );
  return [
    leg(market.base, isBuy ? trade.amount : negate(trade.amount)),
    leg(market.quote, isBuy ? negate(add(trade.quote, trade.fee)) : subtract(trade.quote, trade.fee)),
  ];
}

/** The wallet's side of what moved between it and another portfolio, or the futures account. */
function transferred(view: View, transfer: LedgerTransfer): readonly Transaction[] {
  const { from, to, amount, asset, atMs, id } = transfer;
  if ((from === 'spot') === (to === 'spot')) return [];
  const other = from === 'spot' ? to : from;
  const accountId = accountIdOf(other.replace(/^sub:/, ''), asset);
  const peer = { id: accountId, resource: 'account', resource_path: `/v2/accounts/${accountId}` };
  const said: Said = {
    what: `transfer/${id}`,
    type: other === 'futures' ? 'derivatives_settlement' : 'transfer',
    status: 'completed',
    amount: to === 'spot' ? amount : negate(amount),
    more: { [to === 'spot' ? 'from' : 'to']: peer },
  };
  return [transaction(view, { atMs, asset }, said)];
}
