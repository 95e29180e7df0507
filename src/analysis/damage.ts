import { known, unknown, type Known } from '../domain/known.ts';
import { add, isZero, multiply, subtract, sum } from '../domain/money.ts';
import type { MarketPrice, Trade, Withdrawal } from '../domain/trading.ts';
import { count, isAmount } from './amounts.ts';
import { groupBy } from './group.ts';
import { earliest, latest } from './moments.ts';
import { priceBook, type PriceBook } from './prices.ts';
import { splitSymbol } from './symbols.ts';

interface SymbolDamage {
  readonly symbol: string;
  readonly fills: number;
  /** Of the base asset, exact. */
  readonly boughtAmount: string;
  readonly soldAmount: string;
  /** What was paid and received for it, in `asset`, as are `fees` and `loss`. */
  readonly bought: string;
  readonly sold: string;
  readonly fees: string;
  /** A negative loss would be a gain. */
  readonly loss: string;
  readonly asset: string;
  readonly first: string;
  readonly last: string;
}

/** Fills whose loss is not known, or of which a part is not. */
interface Unpriced {
  readonly symbol: string;
  readonly fills: number;
  readonly why: string;
}

export interface Damage {
  readonly bySymbol: readonly SymbolDamage[];
  readonly unpriced: readonly Unpriced[];
  /** Known only when every fill and fee has a price. */
  readonly total: Known<string>;
  /** The sum of what has a price: not the loss, as long as `unpriced` holds anything. */
  readonly pricedTotal: string;
  readonly asset: string;
  readonly method: string;
}

export const damageMethod =
  'mark to market: the value of what was given minus the value of what was received, at the market price of the time of pricing, plus fees';

/**
 * Values the loss of some trades in `asset`. A symbol or fee without a price makes the total unknown,
 * never smaller. All amounts are decimal strings and nothing rounds but a rate over an inverse pair.
 */
export function assessDamage(input: {
  readonly trades: readonly Trade[];
  readonly prices: readonly MarketPrice[];
  readonly asset: string;
}): Damage {
  const book = priceBook(input.prices);
  const { sound, unreadable } = separateUnreadable(input.trades);
  // Sorted, so that the order in which the venue listed the rows changes nothing.
  const groups = [...groupBy(sound, ({ symbol }) => symbol)].sort(byText);
  const symbols = groups.map(([symbol, trades]) => assess(symbol, trades, book, input.asset));

  const bySymbol = symbols.flatMap(({ damage }) => (damage ? [damage] : []));
  const unpriced = [...symbols.flatMap((symbol) => symbol.unpriced), ...unreadable];
  const pricedTotal = sum(bySymbol.map(({ loss }) => loss));
  const total = unpriced.length === 0 ? known(pricedTotal) : unknown(explainUnpriced(unpriced));
  return { bySymbol, unpriced, total, pricedTotal, asset: input.asset, method: damageMethod };
}

/**
 * For each trade the market price of its base in the quote asset, and its own share of the damage:
 * what `assessDamage` says of all is their sum.
 */
export function assessEach(input: {
  readonly trades: readonly Trade[];
  readonly prices: readonly MarketPrice[];
  readonly asset: string;
}): readonly { readonly marketPrice: Known<string>; readonly loss: Known<string> }[] {
  const book = priceBook(input.prices);
  return input.trades.map((trade) => {
    const rates = ratesOf(trade.symbol, book, input.asset);
    const marketPrice = rates.known ? known(rates.value.price) : rates;
    if (separateUnreadable([trade]).unreadable[0]) {
      return { marketPrice, loss: unknown('an amount in the row is not a decimal number') };
    }
    const { damage, unpriced } = assess(trade.symbol, [trade], book, input.asset);
    const isWhole = damage !== undefined && unpriced.length === 0;
    return { marketPrice, loss: isWhole ? known(damage.loss) : unknown(explainUnpriced(unpriced)) };
  });
}

/** The value of completed withdrawals in `asset`, fees included; unknown when one has no price. */
export function valueWithdrawals(input: {
  readonly withdrawals: readonly Withdrawal[];
  readonly prices: readonly MarketPrice[];
  readonly asset: string;
}): { readonly total: Known<string>; readonly pricedTotal: string } {
  const book = priceBook(input.prices);
  const values = input.withdrawals.map((withdrawal) => valueOf(withdrawal, book, input.asset));
  const pricedTotal = sum(values.map(({ value }) => value));
  const whys = [...new Set(values.flatMap(({ why }) => (why === undefined ? [] : [why])))];
  return { total: whys.length === 0 ? known(pricedTotal) : unknown(whys.join('; ')), pricedTotal };
}

/** The asset to report in: the first of the usual ones that every asset has a price in, else the first. */
export function chooseAsset(assets: Iterable<string>, prices: readonly MarketPrice[]): string {
  const book = priceBook(prices);
  const all = [...new Set(assets)];
  return reportAssets.find((to) => all.every((from) => book.rate(from, to).known)) ?? reportAssets[0];
}

const reportAssets = ['USDT', 'USDC', 'USD', 'ZUSD', 'EUR', 'ZEUR', 'BTC'] as const;

/** The two assets of each trade and its fee's: what needs a price. */
export function assetsOf(trades: readonly Trade[]): readonly string[] {
  const assets = new Set<string>();
  for (const trade of trades) {
    const pair = splitSymbol(trade.symbol);
    if (pair.known) assets.add(pair.value.base).add(pair.value.quote);
    if (isAmount(trade.fee) && !isZero(trade.fee)) assets.add(trade.feeAsset);
  }
  return [...assets];
}

export const explainUnpriced = (unpriced: readonly Unpriced[]): string =>
  unpriced.map(({ symbol, fills, why }) => `${count(fills, 'fill')} on ${symbol}: ${why}`).join('; ');

function separateUnreadable(trades: readonly Trade[]): {
  sound: readonly Trade[];
  unreadable: readonly Unpriced[];
} {
  const isSound = ({ amount, quoteAmount, fee }: Trade): boolean =>
    [amount, quoteAmount, fee].every(isAmount);
  const odd = groupBy(
    trades.filter((trade) => !isSound(trade)),
    ({ symbol }) => symbol,
  );
  const why = 'an amount in the row is not a decimal number';
  const unreadable = [...odd].sort(byText).map(([symbol, rows]) => ({ symbol, fills: rows.length, why }));
  return { sound: trades.filter(isSound), unreadable };
}

const byText = (a: readonly [string, unknown], b: readonly [string, unknown]): number =>
  a[0] < b[0] ? -1 : 1;

function assess(
  symbol: string,
  trades: readonly Trade[],
  book: PriceBook,
  asset: string,
): { readonly damage?: SymbolDamage; readonly unpriced: readonly Unpriced[] } {
  const rates = ratesOf(symbol, book, asset);
  if (!rates.known) return { unpriced: [{ symbol, fills: trades.length, why: rates.why }] };

  const { price, rate } = rates.value;
  const flow = flowOf(trades);
  // In the quote asset first, where nothing rounds; a rate over an inverse pair has 60 digits.
  const kept = multiply(subtract(flow.boughtAmount, flow.soldAmount), price);
  const drift = subtract(subtract(flow.paid, flow.received), kept);
  const fees = feesIn(asset, trades, book);
  const damage: SymbolDamage = {
    symbol,
    fills: trades.length,
    boughtAmount: flow.boughtAmount,
    soldAmount: flow.soldAmount,
    bought: multiply(flow.paid, rate),
    sold: multiply(flow.received, rate),
    fees: fees.total,
    loss: add(multiply(drift, rate), fees.total),
    asset,
    first: earliest(trades.map(({ at }) => at)) ?? trades[0]?.at ?? '',
    last: latest(trades.map(({ at }) => at)) ?? trades.at(-1)?.at ?? '',
  };
  return { damage, unpriced: fees.unpriced.map(({ fills, why }) => ({ symbol, fills, why })) };
}

/** The market price of the base in the quote asset, and what the quote asset is worth in `asset`. */
function ratesOf(symbol: string, book: PriceBook, asset: string): Known<{ price: string; rate: string }> {
  const pair = splitSymbol(symbol);
  if (!pair.known) return pair;
  const quoted = book.priceOf(symbol);
  const price = quoted.known ? known(quoted.value.price) : book.rate(pair.value.base, pair.value.quote);
  if (!price.known) return price;
  const rate = book.rate(pair.value.quote, asset);
  return rate.known ? known({ price: price.value, rate: rate.value }) : rate;
}

/** Base asset bought and sold, and the quote asset paid and received for it. */
function flowOf(trades: readonly Trade[]) {
  const buys = trades.filter(({ side }) => side === 'buy');
  const sells = trades.filter(({ side }) => side === 'sell');
  return {
    boughtAmount: sum(buys.map(({ amount }) => amount)),
    soldAmount: sum(sells.map(({ amount }) => amount)),
    paid: sum(buys.map(({ quoteAmount }) => quoteAmount)),
    received: sum(sells.map(({ quoteAmount }) => quoteAmount)),
  };
}

interface Fees {
  readonly total: string;
  readonly unpriced: readonly { readonly fills: number; readonly why: string }[];
}

function feesIn(asset: string, trades: readonly Trade[], book: PriceBook): Fees {
  const paid = trades.filter(({ fee }) => !isZero(fee));
  const byAsset = [...groupBy(paid, ({ feeAsset }) => feeAsset)].sort(byText);
  const converted = byAsset.map(([feeAsset, rows]) => {
    const fees = sum(rows.map(({ fee }) => fee));
    const rate = book.rate(feeAsset, asset);
    return rate.known
      ? { value: multiply(fees, rate.value) }
      : { unpriced: { fills: rows.length, why: `fees of ${fees} ${feeAsset}: ${rate.why}` } };
  });
  return {
    total: sum(converted.flatMap(({ value }) => (value === undefined ? [] : [value]))),
    unpriced: converted.flatMap(({ unpriced }) => (unpriced ? [unpriced] : [])),
  };
}

/** What of a withdrawal has a price, and why that is not all of it. */
function valueOf(
  withdrawal: Withdrawal,
  book: PriceBook,
  asset: string,
): { readonly value: string; readonly why?: string } {
  const { id, amount, fee } = withdrawal;
  const rate = book.rate(withdrawal.asset, asset);
  if (!rate.known) return { value: '0', why: rate.why };
  if (!isAmount(amount)) return { value: '0', why: `withdrawal ${id}: its amount is not a decimal number` };
  const sent = multiply(amount, rate.value);
  if (!fee.known) return { value: sent, why: `withdrawal ${id}: its fee is not known: ${fee.why}` };
  if (!isAmount(fee.value)) return { value: sent, why: `withdrawal ${id}: its fee is not a decimal number` };
  return { value: multiply(add(amount, fee.value), rate.value) };
}
