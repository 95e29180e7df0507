import type { Json } from '../../domain/json.ts';
import { add, compare, subtract } from '../../domain/money.ts';
import { isPending } from '../ledger-books.ts';
import type { LedgerBooks } from '../ledger-books.ts';
import type { Actor, MutationOf } from '../mutation.ts';
import { requestedWithdrawal } from '../requested-withdrawal.ts';
import { badParameter, notSimulated, refusal } from './codes.ts';
import { withdrawalIdOf } from './ids.ts';
import { usualLimit, withdrawalLimit } from './limits.ts';
import { currenciesOf } from './market-routes.ts';
import { decimal, mandatory, optional } from './parameters.ts';
import { secondOf } from './paging.ts';
import type { Call, Route } from './route.ts';

/** WithdrawalApi. "Sub account API Key cannot operate withdrawal". */
export const withdrawalActs: readonly Route[] = [
  {
    method: 'POST',
    path: '/withdrawals',
    group: 'withdrawal',
    mainOnly: true,
    limit: withdrawalLimit,
    // "TOO_FAST: Withdrawing request exceeds frequency limit".
    overLimit: 'TOO_FAST',
    answer: withdraw,
  },
  {
    method: 'DELETE',
    path: '/withdrawals/{withdrawal_id}',
    // Which group it belongs to is not written; that of the withdrawal itself is assumed.
    group: 'withdrawal',
    mainOnly: true,
    limit: usualLimit,
    answer: cancel,
  },
  {
    method: 'POST',
    path: '/withdrawals/push',
    group: 'withdrawal',
    mainOnly: true,
    limit: usualLimit,
    answer: () => {
      throw notSimulated();
    },
  },
];

// Invented, about one unit of the quote asset each; and how long a withdrawal stays pending.
const networkFees: Readonly<Record<string, string>> = { USDT: '1', BTC: '0.00005', ETH: '0.0008' };
const pendingMs = 5 * 60_000;

export const networkFee = (coin: string): string => networkFees[coin] ?? '0';

interface Wanted {
  readonly coin: string;
  /** What arrives. */
  readonly amount: string;
  readonly address: string;
  readonly network: string;
  readonly clientId?: string | undefined;
}

/**
 * What a withdrawal does, if the venue takes it. "ADDRESS_NOT_USED: Address never being used in web
 * console": an address that is not saved; while the account withdraws to verified ones only, one that
 * is not verified. `amount` is what arrives, and the fee comes on top.
 */
export function planWithdrawal(
  books: LedgerBooks,
  wanted: Wanted,
  by: Actor,
  nowMs: number,
): MutationOf<'withdrawal-requested'> {
  const { coin, amount, address, network, clientId } = wanted;
  if (!currenciesOf(books).includes(coin)) throw refusal('INVALID_CURRENCY');
  const known = books.addresses.find(
    (each) => each.coin === coin && each.network === network && each.address === address,
  );
  if (known === undefined || (books.whitelistOnly && !known.whitelisted)) throw refusal('ADDRESS_NOT_USED');
  const fee = networkFee(coin);
  const free = books.balances.get(coin)?.free ?? '0';
  if (compare(subtract(free, fee), amount) < 0) throw refusal('BALANCE_NOT_ENOUGH');
  const settlesAtMs = nowMs + pendingMs;
  return requestedWithdrawal(
    books,
    { coin, amount, fee, address, network, clientId, settlesAtMs },
    by,
    nowMs,
  );
}

/** "up to 32 length and can only include 0-9, A-Z, a-z, underscore(_), hyphen(-) or dot(.)". */
const clientIdForm = /^[0-9A-Za-z_.-]{1,32}$/;

function withdraw(call: Call): Json {
  const { parameters, books, nowMs } = call;
  const coin = mandatory(parameters, 'currency');
  const asked = decimal('amount', mandatory(parameters, 'amount'));
  const network = mandatory(parameters, 'chain');
  const address = mandatory(parameters, 'address');
  const clientId = optional(parameters, 'withdraw_order_id');
  if (clientId !== undefined && !clientIdForm.test(clientId))
    throw badParameter('withdraw_order_id', clientId);
  if (books.withdrawals.some((each) => clientId !== undefined && each.clientId === clientId)) {
    throw refusal('DUPLICATE_REQUEST');
  }
  // What is asked includes the fee, as what is listed does.
  if (compare(asked, networkFee(coin)) <= 0) throw refusal('AMOUNT_TOO_LITTLE');
  const amount = subtract(asked, networkFee(coin));
  call.commit(planWithdrawal(books, { coin, amount, address, network, clientId }, call.actor(), nowMs));
  return {
    id: withdrawalIdOf(books.withdrawals.length),
    txid: '',
    withdraw_order_id: clientId ?? '',
    timestamp: String(secondOf(nowMs)),
    amount: asked,
    currency: coin,
    address,
    memo: optional(parameters, 'memo') ?? '',
    status: 'REQUEST',
    chain: network,
  };
}

function cancel(call: Call): Json {
  const { books, nowMs, inPath } = call;
  const index = books.withdrawals.findIndex((_, place) => withdrawalIdOf(place) === inPath('withdrawal_id'));
  const withdrawal = books.withdrawals[index];
  if (withdrawal === undefined) throw refusal('INVALID_WITHDRAW_ID');
  if (!isPending(withdrawal, nowMs)) throw refusal('INVALID_WITHDRAW_CANCEL_STATUS');
  call.commit({ kind: 'withdrawal-cancelled', atMs: nowMs, by: call.actor(), id: withdrawal.id });
  return {
    id: withdrawalIdOf(index),
    txid: '',
    block_number: '0',
    timestamp: String(secondOf(withdrawal.requestedAtMs)),
    amount: add(withdrawal.amount, withdrawal.fee),
    currency: withdrawal.coin,
    address: withdrawal.address,
    memo: '',
    status: 'CANCEL',
    chain: withdrawal.network,
  };
}
