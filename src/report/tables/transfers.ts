import type { Deposit, Withdrawal } from '../../domain/trading.ts';
import type { OfAccount } from './each-row.ts';
import { depositsOnce, proofOf, rowsOf, venueColumn, withdrawalsOnce } from './seen-rows.ts';
import { defineTable, knownText, yesNo } from './table.ts';

export const withdrawals = defineTable<OfAccount<Withdrawal>>({
  id: 'withdrawals',
  title: 'Withdrawals',
  about: 'Every withdrawal of the first and the last reading, each once as last read.',
  columns: [
    [
      'requested_utc',
      'Requested (UTC, venue)',
      'time',
      'When it was asked for, by the venue’s clock',
      ({ requestedAt }) => requestedAt,
    ],
    [
      'completed_utc',
      'Completed (UTC, venue)',
      'time',
      'When it was sent, by the venue’s clock',
      ({ completedAt }) => knownText(completedAt),
    ],
    ['account', 'Account', 'text', 'The account', ({ account }) => account],
    venueColumn,
    ['asset', 'Asset', 'text', 'The asset', ({ asset }) => asset],
    ['amount', 'Amount', 'amount', 'What was sent', ({ amount }) => amount],
    ['fee', 'Fee', 'amount', 'The venue’s fee, in the same asset', ({ fee }) => knownText(fee)],
    ['status', 'Status', 'text', 'Our word for it', ({ status }) => status],
    ['venue_status', 'Venue’s status', 'text', 'The venue’s own word', ({ venueStatus }) => venueStatus],
    [
      'internal',
      'Inside the venue',
      'text',
      'To another customer of the same venue',
      ({ internal }) => yesNo(internal),
    ],
    ['network', 'Network', 'text', 'The chain', ({ network }) => network],
    ['address', 'To address', 'code', 'Where it went', ({ address }) => address],
    ['tag', 'Tag', 'code', 'Memo or tag, where there is one', ({ tag }) => tag ?? ''],
    ['transaction', 'Transaction', 'code', 'The chain’s id of it', ({ txId }) => knownText(txId)],
    ['withdrawal_id', 'Withdrawal', 'code', 'The venue’s id of it', ({ id }) => id],
  ],
  rows: (report) => rowsOf(report, (account) => account.withdrawals, withdrawalsOnce),
  none: (report) => proofOf(report, (account) => account.withdrawals),
});

export const deposits = defineTable<OfAccount<Deposit>>({
  id: 'deposits',
  title: 'Deposits',
  about: 'Every deposit of the first and the last reading, each once as last read.',
  columns: [
    ['time_utc', 'Time (UTC, venue)', 'time', 'When, by the venue’s clock', ({ at }) => at],
    ['account', 'Account', 'text', 'The account', ({ account }) => account],
    venueColumn,
    ['asset', 'Asset', 'text', 'The asset', ({ asset }) => asset],
    ['amount', 'Amount', 'amount', 'What came in', ({ amount }) => amount],
    ['status', 'Status', 'text', 'Our word for it', ({ status }) => status],
    ['venue_status', 'Venue’s status', 'text', 'The venue’s own word', ({ venueStatus }) => venueStatus],
    ['network', 'Network', 'text', 'The chain', ({ network }) => network],
    ['address', 'Address', 'code', 'Where it came in', ({ address }) => address],
    ['tag', 'Tag', 'code', 'Memo or tag, where there is one', ({ tag }) => tag ?? ''],
    ['transaction', 'Transaction', 'code', 'The chain’s id of it', ({ txId }) => knownText(txId)],
    ['deposit_id', 'Deposit', 'code', 'The venue’s id of it', ({ id }) => id],
  ],
  rows: (report) => rowsOf(report, (account) => account.deposits, depositsOnce),
  none: (report) => proofOf(report, (account) => account.deposits),
});
