import { splitSymbol } from '../../analysis/index.ts';
import type { Trade } from '../../domain/trading.ts';
import type { Report, StrangeFill } from '../model.ts';
import { eachOf, type OfAccount } from './each-row.ts';
import { fillsOnce, proofOf, rowsOf, venueColumn } from './seen-rows.ts';
import { defineTable, knownText, yesNo, type ColumnOf } from './table.ts';

const fillColumns: readonly ColumnOf<OfAccount<Trade>>[] = [
  ['time_utc', 'Time (UTC, venue)', 'time', 'When, by the venue’s clock', ({ at }) => at],
  ['account', 'Account', 'text', 'The account', ({ account }) => account],
  venueColumn,
  ['symbol', 'Symbol', 'text', 'The market, as the venue spells it', ({ symbol }) => symbol],
  ['base_asset', 'Base', 'text', 'What is bought or sold: unit of amount', assetOf('base'), 'file'],
  [
    'quote_asset',
    'Quote',
    'text',
    'What it is priced in: unit of price and quote_amount',
    assetOf('quote'),
    'file',
  ],
  ['side', 'Side', 'text', 'buy or sell', ({ side }) => side],
  ['price', 'Price', 'amount', 'Of one unit, in quote_asset', ({ price }) => price],
  ['amount', 'Amount', 'amount', 'How much was bought or sold, in base_asset', ({ amount }) => amount],
  [
    'quote_amount',
    'In quote',
    'amount',
    'Price × amount as the venue gave it, in quote_asset',
    ({ quoteAmount }) => quoteAmount,
  ],
  ['fee', 'Fee', 'amount', 'Fee paid, in fee_asset', ({ fee }) => fee],
  ['fee_asset', 'Fee asset', 'text', 'The asset of the fee', ({ feeAsset }) => feeAsset],
];
/** Of a market that the venue writes as one word, by the endings that quotes have: analysis/symbols.ts. */
function assetOf(part: 'base' | 'quote'): (fill: OfAccount<Trade>) => string {
  return ({ symbol }) => knownText(splitSymbol(symbol), (pair) => pair[part]);
}

const idColumns: readonly ColumnOf<OfAccount<Trade>>[] = [
  ['fill_id', 'Fill', 'code', 'The venue’s id of the fill', ({ id }) => id],
  ['order_id', 'Order', 'code', 'The venue’s id of the order', ({ orderId }) => orderId],
];

/** The market's price stands beside the fill's. */
const pricesFrom = 1 + fillColumns.findIndex(([name]) => name === 'price');

export const fillsNotOurs = defineTable<OfAccount<StrangeFill>>({
  id: 'fills-not-ours',
  title: 'Fills that are not ours',
  about:
    'Fills of the incident that our system did not make, or of which nobody can say, each against the market price.',
  columns: [
    ...fillColumns.slice(0, pricesFrom),
    [
      'market_price',
      'Market price',
      'amount',
      'The price that the loss was computed with, in the quote asset',
      (row) => knownText(row.marketPrice),
    ],
    [
      'loss',
      'Loss',
      'amount',
      'Against that price, fee included, in the report’s asset; negative: a gain',
      ({ loss }) => knownText(loss),
    ],
    ...fillColumns.slice(pricesFrom),
    ['recognised', 'Recognised', 'text', 'not-ours, or unknown', ({ recognised }) => recognised],
    ['why', 'Why', 'text', 'How it was recognised', ({ why }) => why],
    ...idColumns,
  ],
  rows: (report) => eachOf(report, ({ strangeFills }) => (strangeFills?.known ? strangeFills.value : [])),
  none: ({ accounts }) =>
    accounts.length === 0
      ? 'Unknown: no account was read.'
      : accounts
          .map(({ account, unrecognised, strangeFills }) => {
            if (!strangeFills) return `Account ${account}: not listed in this report.`;
            if (!strangeFills.known) return `Account ${account}: unknown: ${strangeFills.why}.`;
            return unrecognised.known
              ? `Account ${account}: none: every fill that was read is recognised as ours.`
              : `Account ${account}: none among the fills that were read; ${unrecognised.why}.`;
          })
          .join(' '),
});

export const trades = defineTable<OfAccount<Trade>>({
  id: 'trades',
  title: 'All fills that were read',
  about: 'Every fill of the first and the last reading, each once.',
  columns: [
    ...fillColumns,
    ['maker', 'Maker', 'text', 'Whether the order was in the book before', ({ isMaker }) => yesNo(isMaker)],
    ...idColumns,
    [
      'client_order_id',
      'Client order id',
      'code',
      'The id that the order’s sender chose',
      (row) => knownText(row.clientOrderId),
    ],
  ],
  rows: (report) => rowsOf(report, (account) => account.trades, fillsOnce),
  none: (report) => proofOf(report, (account) => account.trades),
});

type LossRow = OfAccount<
  Extract<Report['accounts'][number]['unrecognised'], { known: true }>['value']['bySymbol'][number]
>;

export const loss = defineTable<LossRow>({
  id: 'loss-positions',
  title: 'Loss by symbol',
  about: 'What the fills that are not ours cost, symbol by symbol: marked to market, fees included.',
  columns: [
    ['account', 'Account', 'text', 'The account', ({ account }) => account],
    venueColumn,
    ['symbol', 'Symbol', 'text', 'The market', ({ symbol }) => symbol],
    ['fills', 'Fills', 'count', 'How many fills', ({ fills }) => String(fills)],
    ['bought', 'Bought', 'amount', 'Paid for what was bought, in the asset', ({ bought }) => bought],
    ['sold', 'Sold', 'amount', 'Received for what was sold, in the asset', ({ sold }) => sold],
    ['fees', 'Fees', 'amount', 'Fees, in the asset', ({ fees }) => fees],
    ['loss', 'Loss', 'amount', 'Loss in the asset; negative: a gain', ({ loss: lost }) => lost],
    ['asset', 'Asset', 'text', 'The asset of the four amounts', ({ asset }) => asset],
    ['first_utc', 'First (UTC, venue)', 'time', 'First fill, by the venue’s clock', ({ first }) => first],
    ['last_utc', 'Last (UTC, venue)', 'time', 'Last fill, by the venue’s clock', ({ last }) => last],
    ['why', 'Why not ours', 'text', 'How they were recognised', ({ why }) => why],
  ],
  rows: (report) =>
    eachOf(report, ({ unrecognised }) => (unrecognised.known ? unrecognised.value.bySymbol : [])),
  none: ({ accounts }) =>
    accounts.length === 0
      ? 'Unknown: no account was read.'
      : accounts
          .map(({ account, unrecognised }) =>
            unrecognised.known
              ? `Account ${account}: none: every fill that was read is recognised as ours.`
              : `Account ${account}: unknown: ${unrecognised.why}.`,
          )
          .join(' '),
});
