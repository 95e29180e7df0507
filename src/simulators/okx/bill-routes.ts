import type { Json } from '../../domain/json.ts';
import { tradingBills } from './bill-rows.ts';
import type { Bill } from './bill-rows.ts';
import { fundingBills } from './funding-bill-rows.ts';
import { fundingBillIdOf, billIdOf } from './ids.ts';
import { perSecond, perTwoSeconds } from './limits.ts';
import { isWithin, lastingMs, pageOf } from './paging.ts';
import { instTypeIn, oneOf, optional } from './parameters.ts';
import { get } from './route.ts';
import type { Call, Route } from './route.ts';

/** The bills of the two accounts (trading-account and funding-account). */
export const billRoutes: readonly Route[] = [
  get('account/bills', perSecond(5), (call) => ofTrading(call, lastingMs.week)),
  get('account/bills-archive', perTwoSeconds(5), (call) => ofTrading(call, lastingMs.quarter)),
  get('asset/bills', perSecond(6), (call) => ofFunding(call, (bill) => isOfMonth(call, bill), 'ts')),
  get('asset/bills-history', perSecond(1), pastFunding),
];

const isEqual = (wanted: string | undefined, value: Json | undefined): boolean =>
  wanted === undefined || wanted === value;

function ofTrading({ books, parameters, nowMs }: Call, lasting: number): Json[] {
  const instType = instTypeIn(parameters);
  const [instId, ccy, type, subType] = ['instId', 'ccy', 'type', 'subType'].map((name) =>
    optional(parameters, name),
  );
  // The books' bills are of spot: nothing of them is cross, isolated, linear or inverse.
  const isOfContracts =
    oneOf(parameters, 'mgnMode', ['isolated', 'cross']) !== undefined ||
    oneOf(parameters, 'ctType', ['linear', 'inverse']) !== undefined;
  const isInside = isWithin(parameters);
  const rows = tradingBills(books)
    .filter(({ atMs }) => nowMs - atMs <= lasting && isInside(atMs) && !isOfContracts)
    .filter(({ row }) => isEqual(instType, row['instType']) && isEqual(instId, row['instId']))
    .filter(({ row }) => isEqual(ccy, row['ccy']) && isEqual(type, row['type']))
    .filter(({ row }) => isEqual(subType, row['subType']))
    .reverse();
  return pageOf(rows, parameters, ({ index }) => billIdOf(index)).map(({ row }) => row);
}

/** "in the past month". */
const isOfMonth = ({ nowMs }: Call, { atMs }: Bill): boolean => nowMs - atMs <= lastingMs.month;

/** "updated every 30 seconds": what came since the last half minute is not there yet. */
const updatedEveryMs = 30_000;
/** "can be traced back to February 1, 2021". */
const sinceMs = Date.UTC(2021, 1, 1);

/** "pagingType 1: by timestamp (default); 2: by bill id". */
function pastFunding(call: Call): Json[] {
  const paging = oneOf(call.parameters, 'pagingType', ['1', '2']) ?? '1';
  const untilMs = Math.floor(call.nowMs / updatedEveryMs) * updatedEveryMs;
  const isThere = ({ atMs }: Bill): boolean => atMs >= sinceMs && atMs <= untilMs;
  return ofFunding(call, isThere, paging === '1' ? 'ts' : 'billId');
}

function ofFunding(
  { books, parameters }: Call,
  isThere: (bill: Bill) => boolean,
  by: 'ts' | 'billId',
): Json[] {
  const [ccy, type, clientId] = ['ccy', 'type', 'clientId'].map((name) => optional(parameters, name));
  const rows = fundingBills(books)
    .filter((bill) => isThere(bill))
    .filter(({ row }) => isEqual(ccy, row['ccy']) && isEqual(type, row['type']))
    .filter(({ row }) => isEqual(clientId, row['clientId']))
    .reverse();
  const markOf = ({ atMs, index }: Bill): string => (by === 'ts' ? String(atMs) : fundingBillIdOf(index));
  return pageOf(rows, parameters, markOf).map(({ row }) => row);
}
