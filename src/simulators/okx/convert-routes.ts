import type { Json, JsonObject } from '../../domain/json.ts';
import type { Converts } from '../converting.ts';
import { isSpot } from '../ledger-books.ts';
import type { LedgerBooks } from '../ledger-books.ts';
import { ratioOf } from '../ledger-conversions.ts';
import type { LedgerConversion } from '../ledger-conversions.ts';
import { perSecond, perTwoSeconds } from './limits.ts';
import { lastingMs, newestFirst, pageOf } from './paging.ts';
import { optional } from './parameters.ts';
import { get } from './route.ts';
import type { Call, Route } from './route.ts';

/** What easy convert costs is not written: nothing here. */
export const converts: Converts = { dustFeeRate: '0' };

/** What became another currency without an order (funding-account "Convert"; "GET / Easy convert history"). */
export const convertRoutes: readonly Route[] = [
  get('asset/convert/history', perSecond(6), convertHistory),
  get('trade/easy-convert-history', perTwoSeconds(1), easyHistory),
];

const timeOf = ({ atMs }: LedgerConversion): string => String(atMs);

/**
 * `after` and `before` are times: rows of one moment beyond a page are lost. How far it reaches back is
 * not written: all of them here. The books know no `clTReqId` and no `tag`.
 */
function convertHistory({ books, parameters }: Call): Json[] {
  const isNamed = ['clTReqId', 'tag'].some((name) => optional(parameters, name) !== undefined);
  const rows = books.conversions.filter(({ kind }) => kind === 'convert' && !isNamed);
  const sorted = newestFirst(rows, ({ atMs }) => atMs);
  return pageOf(sorted, parameters, timeOf).map((row) => convertRow(books, row));
}

/** A pair that is listed is named as it is; of any other what was given is the base (assumed). */
function convertRow({ markets }: LedgerBooks, row: LedgerConversion): JsonObject {
  const { from, to, fromAmount, toAmount } = row;
  const isBuy = markets.filter(isSpot).some(({ base, quote }) => base === to && quote === from);
  const { ratio, inverse } = ratioOf(row);
  const [baseCcy, quoteCcy] = isBuy ? [to, from] : [from, to];
  return {
    clTReqId: '',
    instId: `${baseCcy}-${quoteCcy}`,
    side: isBuy ? 'buy' : 'sell',
    fillPx: isBuy ? inverse : ratio,
    baseCcy,
    quoteCcy,
    fillBaseSz: isBuy ? toAmount : fromAmount,
    state: 'fullyFilled',
    tradeId: `trader${row.id}`,
    fillQuoteSz: isBuy ? fromAmount : toAmount,
    ts: String(row.atMs),
  };
}

/** "in the past 7 days". "18": the trading account. */
function easyHistory({ books, parameters, nowMs }: Call): Json[] {
  const rows = books.conversions.filter(
    ({ kind, atMs }) => kind === 'dust' && nowMs - atMs <= lastingMs.week,
  );
  const sorted = newestFirst(rows, ({ atMs }) => atMs);
  return pageOf(sorted, parameters, timeOf).map((row) => ({
    fillFromSz: row.fromAmount,
    fillToSz: row.toAmount,
    fromCcy: row.from,
    status: 'filled',
    toCcy: row.to,
    acct: '18',
    uTime: String(row.atMs),
  }));
}
