import type { Json, JsonObject } from '../../domain/json.ts';
import type { LedgerMarket } from '../ledger-books.ts';
import { levelsAgainst } from '../order-book.ts';
import { badParameter, missing, refusal } from './codes.ts';
import { instrumentRow } from './instrument-rows.ts';
import { perTwoSeconds } from './limits.ts';
import { instFamilyOf, instIdOf, instTypeOf, marketIn } from './names.ts';
import { instTypeIn, mandatory, oneOf, optional } from './parameters.ts';
import { get } from './route.ts';
import type { Call, Route } from './route.ts';

const open = { needs: 'public' } as const;

/** What needs no key (public-data, order-book-trading "Market data", status). */
export const marketRoutes: readonly Route[] = [
  get('public/time', perTwoSeconds(10), ({ nowMs }) => [{ ts: String(nowMs) }], open),
  get('public/instruments', perTwoSeconds(20), instruments, { ...open, limitedBy: 'instType' }),
  get('market/tickers', perTwoSeconds(20), tickers, open),
  get('market/ticker', perTwoSeconds(20), ticker, open),
  // Nothing is ever under maintenance here: a fault is injected instead.
  get('system/status', { most: 1, perMs: 5_000 }, status, open),
];

function listed({ books, parameters }: Call): readonly LedgerMarket[] {
  const instType = instTypeIn(parameters);
  if (instType === undefined) throw missing('instType');
  // `uly` is what `instFamily` was called before; clients still send it.
  const family = optional(parameters, 'instFamily') ?? optional(parameters, 'uly');
  return books.markets.filter(
    (market) => instTypeOf(market) === instType && (family === undefined || instFamilyOf(market) === family),
  );
}

function instruments(call: Call): Json[] {
  const instId = optional(call.parameters, 'instId');
  const rows = listed(call).filter((market) => instId === undefined || instIdOf(market) === instId);
  if (instId !== undefined && rows.length === 0) throw refusal('51001');
  return rows.map(instrumentRow);
}

function tickers(call: Call): Json[] {
  if (optional(call.parameters, 'instType') === 'MARGIN') throw badParameter('instType');
  return listed(call).map((market) => tickerRow(market, call.nowMs));
}

function ticker({ books, parameters, nowMs }: Call): Json[] {
  const market = marketIn(books, mandatory(parameters, 'instId'));
  if (market === undefined) throw refusal('51001');
  return [tickerRow(market, nowMs)];
}

function tickerRow(market: LedgerMarket, nowMs: number): JsonObject {
  const [ask, bid] = [levelsAgainst(market, 'buy')[0], levelsAgainst(market, 'sell')[0]];
  return {
    instType: instTypeOf(market),
    instId: instIdOf(market),
    last: market.price,
    lastSz: '0',
    askPx: ask?.price ?? '',
    askSz: ask?.amount ?? '',
    bidPx: bid?.price ?? '',
    bidSz: bid?.amount ?? '',
    open24h: market.price,
    high24h: market.price,
    low24h: market.price,
    volCcy24h: '0',
    vol24h: '0',
    sodUtc0: market.price,
    sodUtc8: market.price,
    ts: String(nowMs),
  };
}

function status({ parameters }: Call): Json[] {
  oneOf(parameters, 'state', ['scheduled', 'ongoing', 'pre_open', 'completed', 'canceled']);
  return [];
}
