import { createHash } from 'node:crypto';
import type { Json } from '../../domain/json.ts';
import { compare, subtract } from '../../domain/money.ts';
import type { WantedWithdrawal } from '../key-holder.ts';
import { isPending } from '../ledger-books.ts';
import type { LedgerBooks } from '../ledger-books.ts';
import type { Actor, MutationOf } from '../mutation.ts';
import type { SimulatedAddress } from '../opening-books.ts';
import { refusal } from './codes.ts';
import { withdrawing } from './gate.ts';
import { withdrawalRefid } from './ids.ts';
import { assetNamed, padded } from './names.ts';
import { decimal, mandatory, optional } from './parameters.ts';
import type { Call, Route } from './route.ts';

/** WithdrawInfo, Withdraw and WithdrawCancel. */
export const withdrawalActs: readonly Route[] = [
  {
    path: '/0/private/WithdrawInfo',
    needs: { allOf: ['query-funds', 'withdraw-funds'] },
    answer: withdrawInfo,
  },
  { path: '/0/private/Withdraw', needs: withdrawing, answer: withdraw },
  { path: '/0/private/WithdrawCancel', needs: withdrawing, answer: cancelWithdrawal },
];

// Invented, about ten units of money each; and how long a withdrawal can still be stopped.
const networkFees: Readonly<Record<string, string>> = { USDT: '4', BTC: '0.00015', ETH: '0.0035' };
const pendingMs = 5 * 60_000;

const networkFee = (coin: string): string => networkFees[coin] ?? '0';

/** "amount": what arrives; the fee is taken out of what was asked for, as in WithdrawInfo's example. */
function netOf(coin: string, asked: string): string {
  if (compare(asked, networkFee(coin)) <= 0) throw refusal('EFunding:Too small');
  return subtract(asked, networkFee(coin));
}

/** Withdrawals go to addresses that were set up and confirmed; a request names one by its label. */
function addressOf(books: LedgerBooks, is: (address: SimulatedAddress) => boolean): SimulatedAddress {
  const known = books.addresses.find((address) => address.whitelisted && is(address));
  if (known === undefined) throw refusal('EFunding:Unknown withdraw key');
  return known;
}

export function planWithdrawal(
  books: LedgerBooks,
  { coin, amount: asked, address, network }: WantedWithdrawal,
  by: Actor,
  nowMs: number,
): MutationOf<'withdrawal-requested'> {
  addressOf(books, (each) => each.coin === coin && each.network === network && each.address === address);
  const amount = netOf(coin, asked);
  if (compare(books.balances.get(coin)?.free ?? '0', asked) < 0) throw refusal('EFunding:Insufficient funds');
  const digest = (what: string): string =>
    createHash('sha256').update(`${what}/${nowMs}/${books.withdrawals.length}`).digest('hex');
  return {
    kind: 'withdrawal-requested',
    atMs: nowMs,
    by,
    id: digest('id').slice(0, 32),
    coin,
    amount,
    fee: networkFee(coin),
    address,
    network,
    txId: digest('tx'),
    settlesAtMs: nowMs + pendingMs,
  };
}

interface Asked {
  readonly coin: string;
  readonly amount: string;
  readonly to: SimulatedAddress;
}

/** `asset`, `key` and `amount`, which all three of this page want. */
function askedIn({ parameters, books }: Call): Asked {
  const coin = assetNamed(mandatory(parameters, 'asset'));
  const label = mandatory(parameters, 'key');
  const amount = decimal('amount', mandatory(parameters, 'amount'));
  if (!books.markets.some(({ base, quote }) => base === coin || quote === coin)) {
    throw refusal('EFunding:Unknown asset');
  }
  const to = addressOf(books, (each) => each.coin === coin && each.label === label);
  return { coin, amount, to };
}

function withdrawInfo(call: Call): Json {
  const { coin, amount, to } = askedIn(call);
  return {
    method: to.network,
    limit: padded(call.books.balances.get(coin)?.free ?? '0', 8),
    amount: padded(netOf(coin, amount), 8),
    fee: padded(networkFee(coin), 8),
  };
}

function withdraw(call: Call): Json {
  const { parameters, books, nowMs } = call;
  const { coin, amount, to } = askedIn(call);
  // "can be used to confirm address matches key (will return `Invalid withdrawal address` … if different)"
  if ((optional(parameters, 'address') ?? to.address) !== to.address) {
    throw refusal('EFunding:Invalid withdrawal address');
  }
  const most = optional(parameters, 'max_fee');
  if (most !== undefined && compare(networkFee(coin), most) > 0) throw refusal('EFunding:Max fee exceeded');
  const wanted = { coin, amount, address: to.address, network: to.network };
  const planned = planWithdrawal(books, wanted, call.actor(), nowMs);
  call.commit(planned);
  return { refid: withdrawalRefid(planned.id) };
}

/** "Cancel a recently requested withdrawal, if it has not already been successfully processed." */
function cancelWithdrawal(call: Call): Json {
  const { parameters, books, nowMs } = call;
  const coin = assetNamed(mandatory(parameters, 'asset'));
  const refid = mandatory(parameters, 'refid');
  const withdrawal = books.withdrawals.find(
    (each) => withdrawalRefid(each.id) === refid && each.coin === coin,
  );
  if (withdrawal === undefined) throw refusal('EFunding:Unknown reference id');
  if (!isPending(withdrawal, nowMs)) return false;
  call.commit({ kind: 'withdrawal-cancelled', atMs: nowMs, by: call.actor(), id: withdrawal.id });
  return true;
}
