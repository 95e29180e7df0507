import { negate } from '../../../domain/money.ts';
import { unknown } from '../../../domain/known.ts';
import type { LedgerEntry } from '../../../domain/trading.ts';
import type { Cells } from '../cells.ts';
import type { Told } from '../format.ts';

export const coinbaseLimits: readonly string[] = [
  'which time and which assets it was asked for: the file does not say',
  'fills: a line is a whole order, its price is in the currency of the account',
  'the other leg of a buy, a sale or a conversion, where it stands in the notes only',
  'the address of a send, where it stands in the notes only; the file keeps it',
  'balances: no line names one, so a missing line cannot be noticed',
  'what is in other portfolios, and at Coinbase Exchange and Prime',
];

/** A line that names the sign of what moved. */
export const coinbaseRow = (cells: Cells): Told<LedgerEntry> => ({
  row: entry(cells, cells.maybe('id') || cells.madeId, cells.amount('change')),
});

/** Older lines name amounts without a sign: the type tells which way. */
export function coinbaseUnsignedRow(cells: Cells): Told<LedgerEntry> {
  const amount = cells.amount('change');
  const type = cells.text('type').toLowerCase();
  if (amount.startsWith('-') || incoming.has(type)) return { row: entry(cells, cells.madeId, amount) };
  if (outgoing.has(type)) return { row: entry(cells, cells.madeId, negate(amount)) };
  return { left: 'lines of a type of which firebreak does not know whether it is income or outgo' };
}

const incoming = new Set([
  'buy',
  'advanced trade buy',
  'advance trade buy',
  'receive',
  'deposit',
  'coinbase earn',
  'learning reward',
  'rewards income',
  'reward income',
  'inflation reward',
  'staking income',
  'interest payout',
  'subscription rebate',
  'pro withdrawal',
  'exchange withdrawal',
]);

const outgoing = new Set([
  'sell',
  'advanced trade sell',
  'advance trade sell',
  'send',
  'withdrawal',
  'convert',
  'donation',
  'admin debit',
  'pro deposit',
  'exchange deposit',
]);

const entry = (cells: Cells, id: string, change: string): LedgerEntry => ({
  id,
  wallet: 'coinbase',
  asset: cells.text('asset'),
  change,
  fee: unknown('fee and spread are told together, in the currency of the account'),
  balanceAfter: unknown('the line names no balance'),
  kind: cells.text('type'),
  reference: unknown('the line does not name what it was booked for'),
  at: cells.moment('at'),
});
