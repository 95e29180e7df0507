import { unknown } from '../../../domain/known.ts';
import type { Deposit, Withdrawal } from '../../../domain/trading.ts';
import { knownText, tagOf } from '../../../venues/rows.ts';
import type { Cells } from '../cells.ts';
import { statusOf } from './binance-shared.ts';

/** What deposits and withdrawals have in common. */
const shared = (cells: Cells) => ({
  id: cells.madeId,
  asset: cells.text('asset'),
  amount: cells.amount('amount'),
  address: cells.maybe('address'),
  ...tagOf(cells.maybe('tag')),
  network: cells.maybe('network'),
  txId: knownText(cells.maybe('txId'), 'no transaction on chain is named'),
  ...statusOf(cells),
});

export const binanceDeposit = (cells: Cells): { readonly row: Deposit } => ({
  row: { ...shared(cells), at: cells.moment('at') },
});

export const binanceWithdrawal = (cells: Cells): { readonly row: Withdrawal } => ({
  row: {
    ...shared(cells),
    fee: cells.maybeAmount('fee', 'the line names no fee'),
    // "Off-chain transfer 123…" stands in place of the id of a transaction (unverified).
    internal: /^(off-chain|internal) transfer/i.test(cells.maybe('txId')),
    requestedAt: cells.moment('at'),
    completedAt: unknown('the line names one time only'),
  },
});
