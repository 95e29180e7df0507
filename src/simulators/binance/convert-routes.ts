import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../../domain/json.ts';
import type { Converts } from '../converting.ts';
import { batchesOf, ratioOf } from '../ledger-conversions.ts';
import type { ConversionBatch, LedgerConversion } from '../ledger-conversions.ts';
import { refuse } from './codes.ts';
import { badInterval, isIn, newestFirst, windowOf } from './pages.ts';
import { mandatory, moment, optional, pageSize } from './parameters.ts';
import { sapi } from './route.ts';
import type { Call, Route } from './route.ts';

/** "dribbletPercentage": "0.02" (connector, dustConvertibleAssets). */
export const converts: Converts = { dustInto: 'BNB', dustFeeRate: '0.02' };

/** What became another asset without an order (convert "Get Convert Trade History", wallet "DustLog"). */
export const convertRoutes: readonly Route[] = [
  sapi('GET', 'v1/convert/tradeFlow', 'read', {
    weight: 3000,
    limit: 'sapi-uid',
    reads: ['startTime', 'endTime', 'limit'],
    answer: tradeFlow,
  }),
  sapi('GET', 'v1/asset/dribblet', 'read', {
    weight: 1,
    reads: ['accountType', 'startTime', 'endTime'],
    answer: dribblet,
  }),
];

/**
 * Both ends must be sent, 30 days apart at most. No cursor: `moreData` says that the window holds more
 * than `limit` rows. The newest first (assumed).
 */
function tradeFlow({ books, parameters, nowMs }: Call): Json {
  mandatory(parameters, 'startTime');
  mandatory(parameters, 'endTime');
  const window = windowOf(parameters, { nowMs, most: 30, tooLong: badInterval });
  const limit = pageSize(parameters, { usual: 100, most: 1000 });
  const made = books.conversions.filter(({ kind, atMs }) => kind === 'convert' && isIn(atMs, window));
  return {
    list: newestFirst(made).slice(0, limit).map(convertRow),
    startTime: window.startMs,
    endTime: window.endMs,
    limit,
    moreData: made.length > limit,
  };
}

/** The venue's order ids have 18 digits, which a JSON number does not carry: here 12. */
function convertRow(row: LedgerConversion): JsonObject {
  const { ratio, inverse } = ratioOf(row);
  return {
    quoteId: createHash('sha256').update(`quote/${row.id}`).digest('hex').slice(0, 32),
    orderId: Number(row.id),
    orderStatus: 'SUCCESS',
    fromAsset: row.from,
    fromAmount: row.fromAmount,
    toAsset: row.to,
    toAmount: row.toAmount,
    ratio,
    inverseRatio: inverse,
    createTime: row.atMs,
  };
}

/** "Only return last 100 records", "records after 2020/12/01". */
const lastRecords = 100;
const sinceMs = Date.UTC(2020, 11, 1);

/**
 * The last of the account, of which the window holds some: what is older is not told however it is asked
 * for (the harder reading). `total` counts all there are. Oldest first, as in the documents' example.
 */
function dribblet({ books, parameters }: Call): Json {
  const account = optional(parameters, 'accountType') ?? 'SPOT';
  if (!['SPOT', 'MARGIN'].includes(account)) throw refuse.invalid('accountType');
  const startMs = moment(parameters, 'startTime') ?? 0;
  const endMs = moment(parameters, 'endTime') ?? Number.POSITIVE_INFINITY;
  const swept = batchesOf(books).filter(
    ({ kind, atMs }) => kind === 'dust' && account === 'SPOT' && atMs >= sinceMs,
  );
  const told = newestFirst(swept).slice(0, lastRecords).toReversed();
  const shown = told.filter(({ atMs }) => isIn(atMs, { startMs, endMs }));
  return { total: swept.length, userAssetDribblets: shown.map(dribbletRow) };
}

const dribbletRow = ({ id, atMs, arrived, fee, parts }: ConversionBatch): JsonObject => ({
  operateTime: atMs,
  totalTransferedAmount: arrived,
  totalServiceChargeAmount: fee,
  transId: Number(id),
  userAssetDribbletDetails: parts.map((part) => ({
    transId: Number(part.id),
    serviceChargeAmount: part.fee,
    amount: part.fromAmount,
    operateTime: atMs,
    transferedAmount: part.toAmount,
    fromAsset: part.from,
    targetAsset: part.to,
  })),
});
