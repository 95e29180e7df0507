import { DateTime } from 'luxon';
import type { Json, JsonObject } from '../../domain/json.ts';
import { multiply } from '../../domain/money.ts';
import { isSpot } from '../ledger-books.ts';
import type { LedgerBooks, LedgerMarket } from '../ledger-books.ts';
import { levelsAgainst } from '../order-book.ts';
import { refusal } from './codes.ts';
import {
  altnameOf,
  assetIdOf,
  assetNamed,
  padded,
  pairAltnameOf,
  pairNamed,
  priceDecimals,
  wsnameOf,
} from './names.ts';
import { listed } from './parameters.ts';
import type { Call, Route } from './route.ts';

/** Market data. */
export const marketRoutes: readonly Route[] = [
  { path: '/0/public/Time', needs: 'public', answer: time },
  { path: '/0/public/SystemStatus', needs: 'public', answer: systemStatus },
  { path: '/0/public/Assets', needs: 'public', answer: assets },
  { path: '/0/public/AssetPairs', needs: 'public', answer: assetPairs },
  { path: '/0/public/Ticker', needs: 'public', answer: ticker },
];

function time({ nowMs }: Call): Json {
  const rfc1123 = DateTime.fromMillis(nowMs, { zone: 'utc', locale: 'en' }).toFormat(
    "ccc, dd LLL yy HH:mm:ss '+0000'",
  );
  return { unixtime: Math.floor(nowMs / 1000), rfc1123 };
}

function systemStatus({ nowMs }: Call): Json {
  const timestamp = DateTime.fromMillis(nowMs, { zone: 'utc' }).toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'");
  return { status: 'online', timestamp };
}

function assets({ books, parameters }: Call): Json {
  const known = [...new Set(books.markets.flatMap(({ base, quote }) => [base, quote]))];
  const wanted = listed(parameters, 'asset')?.map((name) => {
    const asset = assetNamed(name);
    if (!known.includes(asset)) throw refusal('EQuery:Unknown asset');
    return asset;
  });
  return Object.fromEntries((wanted ?? known).map((asset) => [assetIdOf(asset), assetRow(asset)]));
}

/** Decimals of money are fewer than those of coins (recorded: USD 4 and 2, USDT 8 and 4). */
function assetRow(asset: string): JsonObject {
  const isMoney = assetIdOf(asset).startsWith('Z') && assetIdOf(asset) !== asset;
  return {
    aclass: 'currency',
    altname: altnameOf(asset),
    decimals: isMoney ? 4 : 10,
    display_decimals: isMoney ? 2 : 5,
    status: 'enabled',
  };
}

/** Those that are asked for, or all. Margin markets are the same pairs and have no row of their own. */
function wantedPairs({ books, parameters }: Call): readonly LedgerMarket[] {
  const wanted = listed(parameters, 'pair');
  if (wanted === undefined) return books.markets.filter(isSpot);
  return wanted.map((name) => {
    const market = pairNamed(books, name);
    if (market === undefined) throw refusal('EQuery:Unknown asset pair');
    return market;
  });
}

function assetPairs(call: Call): Json {
  return Object.fromEntries(wantedPairs(call).map((market) => [market.symbol, pairRow(call.books, market)]));
}

function pairRow(books: LedgerBooks, market: LedgerMarket): JsonObject {
  const decimals = priceDecimals(market);
  const hasMargin = books.markets.some(
    (each) => !isSpot(each) && each.base === market.base && each.quote === market.quote,
  );
  const leverages = hasMargin ? [2, 3, 4, 5] : [];
  return {
    altname: pairAltnameOf(market),
    wsname: wsnameOf(market),
    aclass_base: 'currency',
    base: assetIdOf(market.base),
    aclass_quote: 'currency',
    quote: assetIdOf(market.quote),
    lot: 'unit',
    cost_decimals: 5,
    pair_decimals: decimals,
    lot_decimals: 8,
    lot_multiplier: 1,
    leverage_buy: leverages,
    leverage_sell: leverages,
    fees: [[0, Number(multiply(books.feeRate, '100'))]],
    fees_maker: [[0, 0]],
    fee_volume_currency: 'ZUSD',
    margin_call: 80,
    margin_stop: 40,
    ordermin: '0.00000001',
    costmin: '0',
    tick_size: (10 ** -decimals).toFixed(decimals),
    status: 'online',
  };
}

function ticker(call: Call): Json {
  return Object.fromEntries(wantedPairs(call).map((market) => [market.symbol, tickerRow(market)]));
}

/** The book's best levels, and the mid as last price; the day's figures show that nothing moved. */
function tickerRow(market: LedgerMarket): JsonObject {
  const price = padded(market.price, priceDecimals(market));
  const best = (side: 'buy' | 'sell'): readonly string[] => {
    const [level] = levelsAgainst(market, side);
    return level === undefined
      ? [price, '0', '0.000']
      : [padded(level.price, priceDecimals(market)), '1', padded(level.amount, 3)];
  };
  return {
    a: best('buy'),
    b: best('sell'),
    c: [price, '0.00000000'],
    v: ['0.00000000', '0.00000000'],
    p: [price, price],
    t: [0, 0],
    l: [price, price],
    h: [price, price],
    o: price,
  };
}
