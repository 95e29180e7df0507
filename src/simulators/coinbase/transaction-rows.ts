import type { JsonObject } from '../../domain/json.ts';
import { add, negate, subtract } from '../../domain/money.ts';
import { isPending, isSpot, marketOf } from '../ledger-books.ts';
import type { LedgerDeposit, LedgerTrade, LedgerTransfer, LedgerWithdrawal } from '../ledger-books.ts';
import { batchesOf } from '../ledger-conversions.ts';
import type { ConversionBatch } from '../ledger-conversions.ts';
import { oncePerBooks } from '../once.ts';
import { accountIdOf, orderIdOf, transactionIdOf } from './ids.ts';
import { isFiat } from './names.ts';
import { transaction } from './transaction.ts';
import type { Said, Transaction, View } from './transaction.ts';
import { amountIn } from './worth.ts';

export type { Transaction } from './transaction.ts';

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
    ...batchesOf(books).flatMap((each) => converted(view, each)),
  ];
  ofOwners.set(owner, found);
  return found;
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

/**
 * "trade" is "Exchange of one digital asset for another", with what it was in both accounts;
 * "retail_simple_dust" the sweep of an account, told in the one it went to as well (assumed).
 */
function converted(
  view: View,
  { id, kind, to, atMs, parts, arrived }: ConversionBatch,
): readonly Transaction[] {
  const type = kind === 'convert' ? 'trade' : 'retail_simple_dust';
  const leg = (asset: string, amount: string, name: string): Transaction =>
    transaction(
      view,
      { atMs, asset },
      {
        what: `conversion/${name}`,
        type,
        status: 'completed',
        amount,
        ...(kind === 'convert' ? { more: tradePart(id, to) } : {}),
      },
    );
  return [
    ...parts.map((part) => leg(part.from, negate(part.fromAmount), `${part.id}/from`)),
    leg(to, arrived, `${id}/to`),
  ];
}

/** Its fee is inside the price. */
const tradePart = (id: string, to: string): JsonObject => ({
  trade: {
    id: transactionIdOf(`trade/${id}`),
    fee: amountIn('0.00', to),
    payment_method_name: `${to} Wallet`,
  },
});

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
