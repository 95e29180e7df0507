import type { TransferStatus } from '../../../domain/trading.ts';
import type { Cells } from '../cells.ts';

// What Binance's exports have in common. No document of Binance describes any of them.

/** "Date(UTC)", "Date(UTC+0)", "Date(UTC+2)": the zone that was chosen when it was asked for. */
export const binanceDate = /^Date ?\(UTC([+-]\d{1,2}(?::\d\d)?)?\)$/;

export const noOrder = 'not told';

const notWhen =
  'which time it was asked for: the file does not say, so nothing before its first and after its last row is told';

export const tradeLimits: readonly string[] = [
  notWhen,
  'whether one line is one fill or a whole order (unverified)',
  'fills on margin, futures and options, and converts',
  'which order a fill belongs to, its id, and whether it made or took liquidity',
  'by which program an order was sent: no client order id stands in it',
  'which account it is of: no id of the owner stands in it',
];

export const transferLimits: readonly string[] = [
  notWhen,
  'the id of the request: rows are named by their line in the file',
  'which account it is of: no id of the owner stands in it',
  'memo or tag of the address',
];

export const ledgerLimits: readonly string[] = [
  notWhen,
  'which wallets and coins were selected when it was asked for',
  'balances: no line names one, so a missing line cannot be noticed',
  'what a line was booked for: no id of an order, a trade or a withdrawal stands in it',
  'whether the id of the owner is that of the account: compare it',
];

const statuses: Readonly<Record<string, TransferStatus>> = {
  completed: 'completed',
  success: 'completed',
  successful: 'completed',
  processing: 'processing',
  pending: 'processing',
  'awaiting approval': 'awaiting-approval',
  cancelled: 'cancelled',
  canceled: 'cancelled',
  rejected: 'rejected',
  failed: 'failed',
  failure: 'failed',
};

/** A word that nobody has seen yet is kept as it is, and ours says "unknown". */
export const statusOf = (cells: Cells): { readonly status: TransferStatus; readonly venueStatus: string } => {
  const venueStatus = cells.text('status');
  const word = venueStatus.toLowerCase();
  const status = Object.hasOwn(statuses, word) ? statuses[word] : undefined;
  return { status: status ?? 'unknown', venueStatus };
};
