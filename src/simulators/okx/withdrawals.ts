import type { Json } from '../../domain/json.ts';
import { add, compare } from '../../domain/money.ts';
import type { LedgerBooks } from '../ledger-books.ts';
import type { Actor, MutationOf } from '../mutation.ts';
import { requestedWithdrawal } from '../requested-withdrawal.ts';
import { badParameter, missing, refusal } from './codes.ts';
import { withdrawing } from './gate.ts';
import { wdIdOf } from './ids.ts';
import { perSecond } from './limits.ts';
import { broadcastMs, isInternal, stateOf } from './money-rows.ts';
import { chainOf } from './names.ts';
import { numbered } from './paging.ts';
import { decimal, mandatory, oneOf, optional } from './parameters.ts';
import { post } from './route.ts';
import type { Call, Need, Route } from './route.ts';

/** "Permission: Trade" (English text), and no withdrawal of a sub-account's to cancel. */
const cancelling: Need = { permission: 'trade', mainOnly: '58209' };

/** funding-account, "Withdrawal" and "Cancel withdrawal". */
export const withdrawalActs: readonly Route[] = [
  post('asset/withdrawal', withdrawing, perSecond(6), withdraw),
  post('asset/cancel-withdrawal', cancelling, perSecond(6), cancel),
];

// Invented, about one unit of the quote asset each; and how long a withdrawal can be canceled.
const networkFees: Readonly<Record<string, string>> = { USDT: '1', BTC: '0.00005', ETH: '0.0008' };
const waitingMs = 5 * 60_000;

export const networkFee = (coin: string): string => networkFees[coin] ?? '0';

interface Wanted {
  readonly coin: string;
  /** What arrives: "the amount does not include the fee". */
  readonly amount: string;
  readonly address: string;
  /** As the books or as the venue write it; undefined: whichever the address has. */
  readonly network: string | undefined;
  readonly clientId?: string | undefined;
}

/**
 * What a withdrawal does, if the venue takes it. "The API can only withdraw to verification-free
 * addresses", which are set on the web site: those that are whitelisted in the books. The money is the
 * trading wallet's here, since the books' funding wallet is read-only; "internal transfers cost nothing".
 */
export function planWithdrawal(
  books: LedgerBooks,
  wanted: Wanted,
  by: Actor,
  nowMs: number,
): MutationOf<'withdrawal-requested'> {
  const { coin, amount, address, network, clientId } = wanted;
  const known = books.addresses.find(
    (each) =>
      each.coin === coin &&
      each.address === address &&
      each.whitelisted &&
      (network === undefined || chainOf(coin, each.network) === chainOf(coin, network)),
  );
  if (known === undefined) throw refusal('58207');
  const fee = isInternal(address) ? '0' : networkFee(coin);
  const free = books.balances.get(coin)?.free ?? '0';
  if (compare(add(amount, fee), free) > 0) throw refusal('58350');
  const settlesAtMs = nowMs + waitingMs + broadcastMs;
  return requestedWithdrawal(
    books,
    { coin, amount, fee, address, network: known.network, clientId, settlesAtMs },
    by,
    nowMs,
  );
}

function withdraw(call: Call): Json[] {
  const { parameters, books, nowMs } = call;
  const coin = mandatory(parameters, 'ccy');
  const amount = decimal('amt', mandatory(parameters, 'amt'));
  const dest = oneOf(parameters, 'dest', ['3', '4']);
  if (dest === undefined) throw missing('dest');
  const address = mandatory(parameters, 'toAddr');
  const chain = dest === '4' ? optional(parameters, 'chain') : undefined;
  const clientId = optional(parameters, 'clientId');
  if (clientId !== undefined && !/^[A-Za-z0-9]{1,32}$/.test(clientId)) throw badParameter('clientId');
  if (dest === '3' && !isInternal(address)) throw refusal('58213');
  if (dest === '4' && isInternal(address)) throw refusal('58222');
  const plan = planWithdrawal(
    books,
    { coin, amount, address, network: chain, clientId },
    call.actor(),
    nowMs,
  );
  call.commit(plan);
  return [
    {
      amt: amount,
      wdId: wdIdOf(books.withdrawals.length),
      ccy: coin,
      clientId: clientId ?? '',
      chain: chainOf(coin, plan.network),
    },
  ];
}

/**
 * "code 0 … only means that the request was accepted; the result is what the withdrawal history says".
 * Here what is accepted is done; what is on its way already is refused with 58216, what is back with
 * 58220 (assumed).
 */
function cancel(call: Call): Json[] {
  const { parameters, books, nowMs } = call;
  const wdId = mandatory(parameters, 'wdId');
  const found = numbered(books.withdrawals).find(({ index }) => wdIdOf(index) === wdId);
  if (found === undefined) throw refusal('58215');
  const state = stateOf(found.row, nowMs);
  if (state === '-2') throw refusal('58220');
  if (state !== '0') throw refusal('58216');
  call.commit({ kind: 'withdrawal-cancelled', atMs: nowMs, by: call.actor(), id: found.row.id });
  return [{ wdId }];
}
