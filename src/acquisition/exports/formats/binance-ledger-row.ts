import { unknown } from '../../../domain/known.ts';
import type { LedgerEntry } from '../../../domain/trading.ts';
import type { Cells } from '../cells.ts';

/** A line of the transaction history, of either heading. */
export const binanceLedgerRow = (cells: Cells): { readonly row: LedgerEntry } => ({
  row: {
    id: cells.madeId,
    wallet: cells.text('wallet'),
    asset: cells.text('asset'),
    change: cells.amount('change'),
    // Fees are lines of their own, "Transaction Fee".
    fee: unknown('fees are lines of their own'),
    balanceAfter: unknown('the line names no balance'),
    kind: [cells.text('kind'), cells.maybe('remark')].filter((part) => part !== '').join(': '),
    reference: unknown('the line does not name what it was booked for'),
    at: cells.moment('at'),
  },
});
