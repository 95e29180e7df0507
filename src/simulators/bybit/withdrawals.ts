import type { Json } from '../../domain/json.ts';
import { compare, subtract } from '../../domain/money.ts';
import { isPending } from '../ledger-books.ts';
import type { LedgerBooks } from '../ledger-books.ts';
import type { Actor, MutationOf } from '../mutation.ts';
import { requestedWithdrawal } from '../requested-withdrawal.ts';
import { badParameter, refusal } from './codes.ts';
import { withdrawing } from './gate.ts';
import { withdrawalIdOf } from './ids.ts';
import { perMinute, perSecond } from './limits.ts';
import { decimal, mandatory, oneOf, optional, whole } from './parameters.ts';
import type { Call, Route } from './route.ts';

/** asset/withdraw/withdraw and …/cancel-withdraw. */
export const withdrawalActs: readonly Route[] = [
  {
    method: 'POST',
    path: '/v5/asset/withdraw/create',
    needs: withdrawing,
    limit: perSecond(5),
    said: 'success',
    answer: withdraw,
  },
  {
    method: 'POST',
    path: '/v5/asset/withdraw/cancel',
    // Which permission it wants is not written; the one of the withdrawal itself is assumed.
    needs: withdrawing,
    limit: perMinute(60),
    said: 'success',
    answer: cancel,
  },
];

// Invented, about one unit of the quote asset each; and how long a withdrawal stays pending.
const networkFees: Readonly<Record<string, string>> = { USDT: '1', BTC: '0.00005', ETH: '0.0008' };
const pendingMs = 5 * 60_000;

export const networkFee = (coin: string): string => networkFees[coin] ?? '0';

/** "you can only withdraw once every 10 seconds per chain/coin combination". */
const betweenMs = 10_000;

interface Wanted {
  readonly coin: string;
  /** What arrives. */
  readonly amount: string;
  readonly address: string;
  readonly network: string;
  readonly clientId?: string | undefined;
}

/**
 * What a withdrawal does, if the venue takes it. The address must be in the address book ("make sure
 * you add address in the address book first"), and whitelisted there while the account withdraws to
 * whitelisted addresses only. The money is the unified wallet's; the fee comes on top.
 */
export function planWithdrawal(
  books: LedgerBooks,
  wanted: Wanted,
  by: Actor,
  nowMs: number,
): MutationOf<'withdrawal-requested'> {
  const { coin, amount, address, network, clientId } = wanted;
  const held = books.balances.get(coin);
  if (held === undefined) throw refusal('131097');
  const known = books.addresses.find(
    (each) => each.coin === coin && each.network === network && each.address === address,
  );
  if (known === undefined) throw refusal('131083');
  if (books.whitelistOnly && !known.whitelisted) throw refusal('131093');
  const fee = networkFee(coin);
  if (compare(subtract(held.free, fee), amount) < 0) throw refusal('131085');
  const settlesAtMs = nowMs + pendingMs;
  return requestedWithdrawal(
    books,
    { coin, amount, fee, address, network, clientId, settlesAtMs },
    by,
    nowMs,
  );
}

const sources = ['FUND', 'UTA', 'EARN', 'FUND,UTA', 'FUND,UTA,EARN'] as const;

function withdraw(call: Call): Json {
  const { parameters, books, nowMs } = call;
  const coin = mandatory(parameters, 'coin');
  const network = mandatory(parameters, 'chain');
  const address = mandatory(parameters, 'address');
  const asked = decimal('amount', mandatory(parameters, 'amount'));
  mandatory(parameters, 'timestamp');
  mandatory(parameters, 'accountType');
  const source = oneOf(parameters, 'accountType', sources) ?? 'UTA';
  const clientId = optional(parameters, 'requestId');
  if (clientId !== undefined && !/^[A-Za-z0-9]{1,32}$/.test(clientId)) throw badParameter('requestId');
  if (books.withdrawals.some((each) => clientId !== undefined && each.clientId === clientId)) {
    throw refusal('131082');
  }
  refuseHaste(books, { coin, network, nowMs });
  // The funding wallet is read-only here: nothing can be withdrawn from it.
  if (!source.includes('UTA')) throw refusal('131085');
  const feeType = whole(parameters, 'feeType', { least: 0, most: 1 }) ?? 0;
  const amount = feeType === 0 ? asked : afterFee(coin, asked);
  call.commit(planWithdrawal(books, { coin, amount, address, network, clientId }, call.actor(), nowMs));
  return { id: withdrawalIdOf(books.withdrawals.length) };
}

function afterFee(coin: string, asked: string): string {
  if (compare(asked, networkFee(coin)) <= 0) throw refusal('131096');
  return subtract(asked, networkFee(coin));
}

function refuseHaste(
  books: LedgerBooks,
  { coin, network, nowMs }: { readonly coin: string; readonly network: string; readonly nowMs: number },
): void {
  const isRecent = books.withdrawals.some(
    (each) => each.coin === coin && each.network === network && nowMs - each.requestedAtMs < betweenMs,
  );
  if (isRecent) throw refusal('10006');
}

/** "`0`: fail. `1`: success": what is under way or back already fails without a code (assumed). */
function cancel(call: Call): Json {
  const { parameters, books, nowMs } = call;
  const id = mandatory(parameters, 'id');
  const withdrawal = books.withdrawals.find((_, index) => withdrawalIdOf(index) === id);
  if (withdrawal === undefined) throw refusal('131002');
  if (!isPending(withdrawal, nowMs)) return { status: 0 };
  call.commit({ kind: 'withdrawal-cancelled', atMs: nowMs, by: call.actor(), id: withdrawal.id });
  return { status: 1 };
}
