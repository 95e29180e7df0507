import type { Balance, OpenOrder, WithdrawalAddress } from '../../domain/trading.ts';
import type { AccountReport, CancelledOrder, Report, Seen } from '../model.ts';
import { eachOf, ownerOf, type OfAccount } from './each-row.ts';
import { proofOf, venueColumn } from './seen-rows.ts';
import { defineTable, knownText, yesNo } from './table.ts';

type Snapshot<Row> = OfAccount<Row> & { readonly readAt: string; readonly exhibit: string };

/** Both looks at what is now: they are compared, so neither replaces the other. */
const looksOf = <Row extends object>(
  report: Report,
  pick: (account: AccountReport) => Seen<Row>,
): readonly Snapshot<Row>[] =>
  report.accounts.flatMap((account) => {
    const owner = ownerOf(report, account);
    const { first, later } = pick(account);
    return [first, later].flatMap((look) => {
      if (!look.known) return [];
      const { at, exhibit, rows } = look.value;
      return rows.map((row) => ({ ...row, ...owner, readAt: at, exhibit }));
    });
  });

export const balances = defineTable<Snapshot<Balance>>({
  id: 'balances',
  title: 'Balances',
  about: 'What each wallet held when it was first read and when it was last read.',
  columns: [
    ['read_utc', 'Read (UTC, host)', 'time', 'When it was read, by the host’s clock', ({ readAt }) => readAt],
    ['account', 'Account', 'text', 'The account', ({ account }) => account],
    venueColumn,
    ['wallet', 'Wallet', 'text', 'The venue’s wallet', ({ wallet }) => wallet],
    ['asset', 'Asset', 'text', 'The asset', ({ asset }) => asset],
    ['free', 'Free', 'amount', 'Free to trade or withdraw', ({ free }) => free],
    ['locked', 'Locked', 'amount', 'Locked in orders and withdrawals', ({ locked }) => locked],
    ['exhibit', 'Exhibit', 'ids', 'The reading', ({ exhibit }) => exhibit],
  ],
  rows: (report) => looksOf(report, (account) => account.balances),
  none: (report) => proofOf(report, (account) => account.balances),
});

export const openOrders = defineTable<Snapshot<OpenOrder>>({
  id: 'open-orders',
  title: 'Open orders',
  about: 'Orders that were open when first read and when last read.',
  columns: [
    ['read_utc', 'Read (UTC, host)', 'time', 'When it was read, by the host’s clock', ({ readAt }) => readAt],
    ['account', 'Account', 'text', 'The account', ({ account }) => account],
    venueColumn,
    ['symbol', 'Symbol', 'text', 'The market', ({ symbol }) => symbol],
    ['side', 'Side', 'text', 'buy or sell', ({ side }) => side],
    ['type', 'Type', 'text', 'The venue’s word', ({ type }) => type],
    ['price', 'Price', 'amount', 'Limit price', ({ price }) => price],
    ['amount', 'Amount', 'amount', 'Amount of the order', ({ amount }) => amount],
    ['filled', 'Filled', 'amount', 'Of it filled', ({ filled }) => filled],
    [
      'created_utc',
      'Created (UTC, venue)',
      'time',
      'When it was placed, by the venue’s clock',
      ({ createdAt }) => createdAt,
    ],
    ['order_id', 'Order', 'code', 'The venue’s id', ({ id }) => id],
    [
      'client_order_id',
      'Client order id',
      'code',
      'The id that its sender chose',
      ({ clientOrderId }) => clientOrderId,
    ],
    ['exhibit', 'Exhibit', 'ids', 'The reading', ({ exhibit }) => exhibit],
  ],
  rows: (report) => looksOf(report, (account) => account.openOrders),
  none: (report) => proofOf(report, (account) => account.openOrders),
});

export const ordersCancelled = defineTable<OfAccount<CancelledOrder>>({
  id: 'orders-cancelled',
  title: 'Orders cancelled',
  about:
    'Orders that this response cancelled, and orders of ours that somebody else did beside the strange fills.',
  columns: [
    [
      'cancelled_utc',
      'Cancelled (UTC, venue)',
      'time',
      'Last change of the order, by the venue’s clock',
      ({ updatedAt }) => updatedAt,
    ],
    ['account', 'Account', 'text', 'The account', ({ account }) => account],
    venueColumn,
    [
      'cancelled_by',
      'By',
      'text',
      'us: by this response; not-us: by somebody else',
      ({ cancelledBy }) => cancelledBy,
    ],
    ['symbol', 'Symbol', 'text', 'The market', ({ symbol }) => symbol],
    ['side', 'Side', 'text', 'buy or sell', ({ side }) => side],
    ['type', 'Type', 'text', 'The venue’s word', ({ type }) => type],
    ['price', 'Price', 'amount', 'Limit price', ({ price }) => price],
    ['amount', 'Amount', 'amount', 'Amount of the order', ({ amount }) => amount],
    ['filled', 'Filled', 'amount', 'Of it filled before', ({ filled }) => filled],
    [
      'created_utc',
      'Created (UTC, venue)',
      'time',
      'When it was placed, by the venue’s clock',
      ({ createdAt }) => createdAt,
    ],
    ['order_id', 'Order', 'code', 'The venue’s id', ({ id }) => id],
    [
      'client_order_id',
      'Client order id',
      'code',
      'The id that its sender chose',
      ({ clientOrderId }) => clientOrderId,
    ],
  ],
  rows: (report) => eachOf(report, ({ ordersCancelled: orders }) => (orders?.known ? orders.value : [])),
  none: ({ accounts }) =>
    accounts.length === 0
      ? 'Unknown: no account was read.'
      : accounts
          .map(({ account, ordersCancelled: orders }) => {
            if (!orders) return `Account ${account}: not listed in this report.`;
            return orders.known
              ? `Account ${account}: none among the orders that were read.`
              : `Account ${account}: unknown: ${orders.why}.`;
          })
          .join(' '),
});

export const withdrawalAddresses = defineTable<Snapshot<WithdrawalAddress>>({
  id: 'withdrawal-addresses',
  title: 'Withdrawal address whitelist',
  about: 'Addresses to which funds may go, when first read and when last read.',
  columns: [
    ['read_utc', 'Read (UTC, host)', 'time', 'When it was read, by the host’s clock', ({ readAt }) => readAt],
    ['account', 'Account', 'text', 'The account', ({ account }) => account],
    venueColumn,
    ['asset', 'Asset', 'text', 'The asset', ({ asset }) => asset],
    ['network', 'Network', 'text', 'The chain', ({ network }) => network],
    ['address', 'Address', 'code', 'The address', ({ address }) => address],
    ['tag', 'Tag', 'code', 'Memo or tag', ({ tag }) => tag],
    ['label', 'Label', 'text', 'The name that somebody gave it', ({ label }) => label],
    [
      'whitelisted',
      'Whitelisted',
      'text',
      'Whether the venue lets funds go there',
      ({ whitelisted }) => yesNo(whitelisted),
    ],
    [
      'added_utc',
      'Added (UTC, venue)',
      'time',
      'When it was added, by the venue’s clock',
      ({ addedAt }) => knownText(addedAt),
    ],
    ['exhibit', 'Exhibit', 'ids', 'The reading', ({ exhibit }) => exhibit],
  ],
  rows: (report) => looksOf(report, (account) => account.whitelist.now),
  none: (report) => proofOf(report, (account) => account.whitelist.now),
});
