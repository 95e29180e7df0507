import type { JsonObject } from '../../domain/json.ts';
import { isSpot } from '../ledger-books.ts';
import type { LedgerMarket } from '../ledger-books.ts';
import { instFamilyOf, instIdOf, instTypeOf, settleCcyOf } from './names.ts';

/** Steps and limits are the documents' example's, and not enforced. */
const common: JsonObject = {
  alias: '',
  auctionEndTime: '',
  category: '1',
  contTdSwTime: '',
  expTime: '',
  freq: '',
  futureSettlement: false,
  groupId: '1',
  instCategory: '1',
  listTime: '1606468572000',
  longPosRemainingQuota: '',
  lotSz: '0.00000001',
  maxIcebergSz: '9999999999.0000000000000000',
  maxLmtAmt: '20000000',
  maxLmtSz: '9999999999',
  maxMktAmt: '1000000',
  maxMktSz: '1000000',
  maxPlatOICoinLmt: '',
  maxPlatOILmt: '',
  maxStopSz: '1000000',
  maxTriggerSz: '9999999999.0000000000000000',
  maxTwapSz: '9999999999.0000000000000000',
  method: '',
  minSz: '0.00001',
  openType: 'fix_price',
  optType: '',
  posLmtAmt: '',
  posLmtPct: '',
  preMktSwTime: '',
  ruleType: 'normal',
  seriesId: '',
  shortPosRemainingQuota: '',
  state: 'live',
  stk: '',
  tickSz: '0.0001',
  upcChg: [],
};

/** public-data, "Get instruments"; `instIdCode` is a number there. */
export function instrumentRow(market: LedgerMarket): JsonObject {
  const row = {
    ...common,
    instId: instIdOf(market),
    instIdCode: codeOf(market),
    instType: instTypeOf(market),
    instFamily: instFamilyOf(market),
    uly: instFamilyOf(market),
    settleCcy: settleCcyOf(market),
  };
  if (isSpot(market)) return { ...row, ...spotPart(market) };
  return { ...row, ...contractPart(market), ...datedPart(market) };
}

const spotPart = ({ base, quote }: LedgerMarket): JsonObject => ({
  baseCcy: base,
  quoteCcy: quote,
  ctMult: '',
  ctType: '',
  ctVal: '',
  ctValCcy: '',
  lever: '10',
  tradeQuoteCcyList: [quote],
});

/**
 * One contract is one unit of the base (of the quote where it is inverse), so that the amounts of the
 * books are numbers of contracts; the venue's own multipliers differ.
 */
const contractPart = ({ kind, base, quote }: LedgerMarket): JsonObject => ({
  baseCcy: '',
  quoteCcy: '',
  ctMult: '1',
  ctType: kind === 'option' ? '' : (kind ?? ''),
  ctVal: '1',
  ctValCcy: kind === 'inverse' ? quote : base,
  lever: kind === 'option' ? '' : '100',
  tradeQuoteCcyList: [],
});

/** "BTC-USD-260327", "BTC-USD-260327-70000-C": delivered at eight in the morning, UTC. */
function datedPart(market: LedgerMarket): JsonObject {
  const [, , day, strike, side] = instIdOf(market).split('-');
  const [year, month, date] = /^(\d\d)(\d\d)(\d\d)$/.exec(day ?? '')?.slice(1) ?? [];
  if (year === undefined || month === undefined || date === undefined) return {};
  const expTime = String(Date.UTC(2000 + Number(year), Number(month) - 1, Number(date), 8));
  return strike === undefined ? { expTime, alias: 'quarter' } : { expTime, stk: strike, optType: side ?? '' };
}

/** Always the same for a name. */
const codeOf = (market: LedgerMarket): number =>
  [...instIdOf(market)].reduce((code, letter) => (code * 31 + letter.charCodeAt(0)) % 1_000_000, 7);
