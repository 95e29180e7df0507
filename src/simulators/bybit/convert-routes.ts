import type { Json, JsonObject } from '../../domain/json.ts';
import type { Converts } from '../converting.ts';
import { batchesOf, ratioOf } from '../ledger-conversions.ts';
import type { ConversionBatch, LedgerConversion } from '../ledger-conversions.ts';
import { convertTxIdOf } from './ids.ts';
import { perMinute, perSecond } from './limits.ts';
import type { Limit } from './limits.ts';
import { pageOf, wholeSecond } from './paging.ts';
import { mayBeListed, optional, whole } from './parameters.ts';
import type { Call, Route } from './route.ts';

/** convert/guideline: 'API key permission: "Exchange"'. Dust pays two in a hundred (the example's ratio). */
export const converts: Converts = { dustFeeRate: '0.02', readWith: ['Exchange/ExchangeHistory'] };

/** That of small balances is named "Convert", which no list of permissions has: taken for the same. */
const read = (path: string, limit: Limit, said: Route['said'], answer: Route['answer']): Route => ({
  method: 'GET',
  path: `/v5/asset/${path}`,
  needs: { anyOf: converts.readWith ?? [] },
  limit,
  said,
  answer,
});

/** What became another coin without an order (asset/convert, asset/convert-small-balance, asset/exchange). */
export const convertRoutes: readonly Route[] = [
  read('exchange/query-convert-history', perSecond(50), 'ok', convertHistory),
  read('exchange/order-record', perMinute(600), 'OK', orderRecord),
  // The page has 10 a second, the table of all limits 5.
  read('covert/small-balance-history', perSecond(5), 'ok', smallBalances),
];

/** The wallet of everything here: what is converted lies in the unified account. */
const wallet = 'eb_convert_uta';

const newestFirst = <Row extends { readonly atMs: number }>(rows: readonly Row[]): readonly Row[] =>
  rows.toReversed().toSorted((a, b) => b.atMs - a.atMs);

const converted = ({ books }: Call): readonly LedgerConversion[] =>
  newestFirst(books.conversions.filter(({ kind }) => kind === 'convert'));

/** "up to 100 records, return 100 when exceeds 100". Newest first, as in the example. */
function convertHistory(call: Call): Json {
  const { books, parameters } = call;
  const index = whole(parameters, 'index', { least: 1, most: 1_000_000 }) ?? 1;
  const limit = Math.min(100, whole(parameters, 'limit', { least: 1, most: 1_000_000 }) ?? 20);
  const rows = mayBeListed(parameters, 'accountType', wallet) ? converted(call) : [];
  return {
    list: rows.slice((index - 1) * limit, index * limit).map((row) => convertRow(row, String(books.uid))),
  };
}

const convertRow = (row: LedgerConversion, userId: string): JsonObject => ({
  accountType: wallet,
  exchangeTxId: convertTxIdOf(row),
  userId,
  fromCoin: row.from,
  fromCoinType: 'crypto',
  fromAmount: row.fromAmount,
  toCoin: row.to,
  toCoinType: 'crypto',
  toAmount: row.toAmount,
  exchangeStatus: 'success',
  extInfo: {},
  convertRate: ratioOf(row).ratio,
  createdAt: String(row.atMs),
});

/** The same converts by the older list (assumed). `createdTime` in seconds; cursors "173341:1672197760". */
function orderRecord(call: Call): Json {
  const { parameters } = call;
  const [from, to] = [optional(parameters, 'fromCoin'), optional(parameters, 'toCoin')];
  const rows = converted(call).filter(
    (row) => (from === undefined || row.from === from) && (to === undefined || row.to === to),
  );
  const markOf = (row: LedgerConversion): string => `${row.id}:${secondsOf(row.atMs)}`;
  const page = pageOf(rows, parameters, {
    limit: { usual: 10, most: 50 },
    mark: { write: (_, last) => markOf(last), isLast: (cursor, row) => cursor === markOf(row) },
  });
  return { orderBody: page.rows.map(recordRow), nextPageCursor: page.nextPageCursor };
}

const secondsOf = (atMs: number): string => String(wholeSecond(atMs) / 1000);

const recordRow = (row: LedgerConversion): JsonObject => ({
  fromCoin: row.from,
  fromAmount: row.fromAmount,
  toCoin: row.to,
  toAmount: row.toAmount,
  exchangeRate: ratioOf(row).ratio,
  createdTime: secondsOf(row.atMs),
  exchangeTxId: convertTxIdOf(row),
});

/** `cursor` is a page number; no longest range is written. */
function smallBalances({ books, parameters }: Call): Json {
  const moment = (name: string) => whole(parameters, name, { least: 0, most: 9_999_999_999_999 });
  const page = whole(parameters, 'cursor', { least: 1, most: 1_000_000 }) ?? 1;
  const size = whole(parameters, 'size', { least: 1, most: 100 }) ?? 50;
  const [from, to] = [moment('startTime') ?? 0, moment('endTime') ?? Number.POSITIVE_INFINITY];
  const quote = optional(parameters, 'quoteId');
  const rows = newestFirst(batchesOf(books).filter(({ kind }) => kind === 'dust'))
    .filter(() => mayBeListed(parameters, 'accountType', wallet))
    .filter((batch) =>
      quote === undefined ? batch.atMs >= from && batch.atMs <= to : convertTxIdOf(batch) === quote,
    );
  return {
    cursor: String(page),
    size: String(size),
    lastPage: String(Math.max(1, Math.ceil(rows.length / size))),
    totalCount: String(rows.length),
    records: rows.slice((page - 1) * size, page * size).map(sweepRow),
  };
}

const noTax: JsonObject = { totalAmount: '0', feeCoin: '', taxFeeItems: [] };

const sweepRow = (batch: ConversionBatch): JsonObject => ({
  accountType: wallet,
  exchangeTxId: convertTxIdOf(batch),
  toCoin: batch.to,
  toAmount: batch.arrived,
  subRecords: batch.parts.map((part) => ({
    fromCoin: part.from,
    fromAmount: part.fromAmount,
    toCoin: part.to,
    toAmount: part.toAmount,
    feeCoin: part.to,
    feeAmount: part.fee,
    status: 'success',
    taxFeeInfo: noTax,
  })),
  status: 'success',
  createdAt: String(batch.atMs),
  exchangeSource: 'small_asset_uta',
  feeCoin: batch.to,
  totalFeeAmount: batch.fee,
  totalTaxFeeInfo: noTax,
});
