import type { JsonObject } from '../../domain/json.ts';
import { add, subtract } from '../../domain/money.ts';
import { isoOf } from '../books-view.ts';
import { accountsOf } from './account-rows.ts';
import type { Account } from './account-rows.ts';
import { notFound } from './codes.ts';
import { addressIdOf, paymentMethodIdOf, transferIdOf } from './ids.ts';
import { isFiat, secondsOf } from './names.ts';
import type { Call } from './route.ts';
import { depositTransactionId, transactionsOf } from './transaction-rows.ts';
import { withdrawalStatus, withdrawalTransactionId } from './transaction-rows.ts';
import { amountIn } from './worth.ts';

/** The lists of one v2 account, newest first. */

export type Row = JsonObject & { readonly id: string };

export const accountsIn = ({ books, owner }: Call): readonly Account[] => accountsOf(books, owner);

/** By its id, or by its currency (docs, "Accounts": the currency's code may stand for the id). */
export function accountIn(call: Call): Account {
  const asked = call.member('account');
  const found = accountsIn(call).find(({ id, asset }) => id === asked || asset === asked);
  if (found === undefined) throw notFound('v2', 'account');
  return found;
}

export function transactions(call: Call): readonly Row[] {
  const { asset } = accountIn(call);
  return transactionsOf(call)
    .filter((each) => each.asset === asset)
    .map(({ row }) => row);
}

/** Fiat only: "a deposit of funds using a payment method (e.g., a bank)". Crypto is among transactions. */
export function deposits(call: Call): readonly Row[] {
  const { id, asset } = accountIn(call);
  if (!isFiat(asset)) return [];
  return call.books.deposits
    .filter(({ coin }) => coin === asset)
    .toSorted((a, b) => b.atMs - a.atMs)
    .map((deposit) =>
      fiatRow(call, {
        account: id,
        asset,
        kind: 'deposit',
        of: deposit.id,
        transactionId: depositTransactionId(deposit),
        status: 'completed',
        amount: deposit.amount,
        fee: '0',
        atMs: deposit.atMs,
        payoutAtMs: deposit.atMs,
      }),
    );
}

export function withdrawals(call: Call): readonly Row[] {
  const { id, asset } = accountIn(call);
  if (!isFiat(asset)) return [];
  return call.books.withdrawals
    .filter(({ coin }) => coin === asset)
    .toSorted((a, b) => b.requestedAtMs - a.requestedAtMs)
    .map((withdrawal) => {
      const status = withdrawalStatus(withdrawal, call.nowMs);
      return fiatRow(call, {
        account: id,
        asset,
        kind: 'withdrawal',
        of: withdrawal.id,
        transactionId: withdrawalTransactionId(withdrawal),
        status: status === 'pending' ? 'created' : status,
        amount: add(withdrawal.amount, withdrawal.fee),
        fee: withdrawal.fee,
        atMs: withdrawal.requestedAtMs,
        payoutAtMs: withdrawal.settlesAtMs,
      });
    });
}

interface FiatTransfer {
  readonly account: string;
  readonly asset: string;
  readonly kind: 'deposit' | 'withdrawal';
  readonly of: string;
  readonly transactionId: string;
  readonly status: 'created' | 'completed' | 'canceled';
  /** Fee included; `subtotal` is without it. */
  readonly amount: string;
  readonly fee: string;
  readonly atMs: number;
  readonly payoutAtMs: number;
}

function fiatRow({ owner }: Call, given: FiatTransfer): Row {
  const { account, asset, kind, amount, fee } = given;
  const id = transferIdOf(`${kind}/${given.of}`);
  const method = paymentMethodIdOf(owner, asset);
  const at = secondsOf(isoOf(given.atMs));
  return {
    id,
    status: given.status,
    payment_method: {
      id: method,
      resource: 'payment_method',
      resource_path: `/v2/payment-methods/${method}`,
    },
    transaction: {
      id: given.transactionId,
      resource: 'transaction',
      resource_path: `/v2/accounts/${account}/transactions/${given.transactionId}`,
    },
    amount: amountIn(amount, asset),
    subtotal: amountIn(subtract(amount, fee), asset),
    created_at: at,
    updated_at: at,
    resource: kind,
    resource_path: `/v2/accounts/${account}/${kind}s/${id}`,
    committed: true,
    fee: amountIn(fee, asset),
    payout_at: secondsOf(isoOf(given.payoutAtMs)),
  };
}

/** Where deposits arrived. The withdrawal address book is the web site's: no endpoint lists it. */
export function addresses(call: Call): readonly Row[] {
  const { id: account, asset } = accountIn(call);
  const used = call.books.deposits.filter(({ coin }) => coin === asset);
  return [...new Map(used.toReversed().map((deposit) => [deposit.address, deposit])).values()].map(
    ({ address, network, atMs }) => {
      const at = secondsOf(isoOf(atMs));
      const id = addressIdOf(address);
      return {
        id,
        address,
        currency: asset,
        name: '',
        network,
        created_at: at,
        updated_at: at,
        resource: 'addresses',
        resource_path: `/v2/accounts/${account}/addresses/${id}`,
        destination_tag: '',
      };
    },
  );
}

export function addressed(call: Call): readonly Row[] {
  const { asset } = accountIn(call);
  const arrived = call.books.deposits.filter(
    ({ coin, address }) => coin === asset && addressIdOf(address) === call.member('address'),
  );
  const ids = arrived.map(depositTransactionId);
  return transactions(call).filter(({ id }) => ids.includes(id));
}
