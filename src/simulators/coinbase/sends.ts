import type { Json } from '../../domain/json.ts';
import { add, compare } from '../../domain/money.ts';
import type { LedgerBooks } from '../ledger-books.ts';
import type { Actor, MutationOf } from '../mutation.ts';
import { requestedWithdrawal } from '../requested-withdrawal.ts';
import { accountIn } from './app-lists.ts';
import { refusal } from './codes.ts';
import { isAmount, mandatory } from './parameters.ts';
import type { Call, Route } from './route.ts';
import { sent } from './transaction-rows.ts';

/** "201 Created: New object saved" (docs, "Coinbase App Status Codes"). */
export const sendRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v2/accounts/{account}/transactions',
    needs: 'transfer',
    answer: send,
    status: 201,
  },
];

// Invented, about one unit of the quote asset each; and how long a send stays pending.
const networkFees: Readonly<Record<string, string>> = { USDT: '1', USDC: '1', BTC: '0.00005', ETH: '0.0008' };
const pendingMs = 5 * 60_000;

interface Wanted {
  readonly coin: string;
  /** What arrives; the fee comes on top. */
  readonly amount: string;
  readonly address: string;
  readonly network: string;
  readonly clientId?: string | undefined;
}

/**
 * What a send does, if the venue takes it. A key needs no second factor; it may go anywhere unless the
 * account's allowlist is on: that this binds the API too is assumed. No endpoint takes a send back.
 */
export function planWithdrawal(
  books: LedgerBooks,
  { coin, amount, address, network, clientId }: Wanted,
  by: Actor,
  nowMs: number,
): MutationOf<'withdrawal-requested'> {
  const known = books.addresses.find((each) => each.coin === coin && each.address === address);
  if (books.whitelistOnly && known?.whitelisted !== true) {
    throw refusal('validation_error', 'The address is not on your allowlist');
  }
  const fee = networkFees[coin] ?? '0';
  if (compare(books.balances.get(coin)?.free ?? '0', add(amount, fee)) < 0) {
    throw refusal('validation_error', 'You don’t have that much.');
  }
  const settlesAtMs = nowMs + pendingMs;
  return requestedWithdrawal(
    books,
    { coin, amount, fee, address, network, clientId, settlesAtMs },
    by,
    nowMs,
  );
}

/**
 * "type: send". With an `idem` that was used before "that previous transaction is returned, and a new one
 * will not be created. Max length is 100 characters".
 */
function send(call: Call): Json {
  const { parameters, books, nowMs } = call;
  const { asset } = accountIn(call);
  const type = mandatory(parameters, 'type');
  if (type !== 'send') throw refusal('validation_error', `${type} is not supported`);
  const address = mandatory(parameters, 'to');
  const amount = mandatory(parameters, 'amount');
  if (!isAmount(amount)) throw refusal('validation_error', 'Amount is invalid');
  if (mandatory(parameters, 'currency') !== asset) {
    throw refusal('validation_error', 'Currency is not the account’s');
  }
  const clientId = parameters.text('idem');
  if (clientId !== undefined && clientId.length > 100) throw refusal('validation_error', 'idem is too long');
  const previous = books.withdrawals.find((each) => clientId !== undefined && each.clientId === clientId);
  if (previous !== undefined) return { data: sent(call, previous).row };
  const network = parameters.text('network') ?? networkOf(books, asset, address);
  const wanted = { coin: asset, amount, address, network, clientId };
  const after = call.commit(planWithdrawal(books, wanted, call.actor(), nowMs));
  const made = after.withdrawals.at(-1);
  if (made === undefined) throw refusal('internal_server_error');
  return { data: sent(call, made).row };
}

/** Without one the venue takes the currency's usual network. */
const networkOf = (books: LedgerBooks, coin: string, address: string): string =>
  books.addresses.find((each) => each.coin === coin && each.address === address)?.network ?? coin;
