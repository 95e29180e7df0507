import { compare, divide, multiply, round, subtract } from '../../domain/money.ts';
import type { MarketPrice, Trade } from '../../domain/trading.ts';
import { count, isAmount, listWords } from '../amounts.ts';
import { groupBy } from '../group.ts';
import { earliest, latest, millisOf, spanOf } from '../moments.ts';
import { priceBook } from '../prices.ts';
import { defineRule, type NewFinding } from './rule.ts';

/** A fill farther from the market price than this, to our loss, is off market. */
const offPercent = '5';
/** A fill is compared only with a price of about its own time; prices of other days prove nothing. */
const reachMs = 2 * 60 * 60_000;

export const offMarketFills = defineRule({
  id: 'off-market-fills',
  title: 'Fills far from the market price',
  needs: ['trades', 'prices'],
  doubt({ trades, prices }) {
    const book = priceBook(prices.rows);
    const symbols = new Set(trades.rows.map(({ symbol }) => symbol));
    const unpriced = [...symbols].filter((symbol) => !book.priceOf(symbol).known).sort();
    return unpriced.length > 0 ? `no market price of ${listWords(unpriced)}` : undefined;
  },
  look({ trades, prices }, { account }) {
    const book = priceBook(prices.rows);
    const fills = trades.rows.flatMap((trade) => {
      const price = book.priceOf(trade.symbol);
      return price.known && isNear(trade, price.value) ? [{ trade, price: price.value }] : [];
    });
    const off = groupBy(fills.filter(isOffMarket), ({ trade }) => trade.symbol);
    const exhibits = [...trades.exhibits, ...prices.exhibits];
    return [...off].map(([symbol, fills]) => ({
      ...describe(symbol, fills),
      rule: 'off-market-fills',
      account: account.id,
      exhibits,
    }));
  },
});

interface PricedFill {
  readonly trade: Trade;
  readonly price: MarketPrice;
}

function isNear(trade: Trade, price: MarketPrice): boolean {
  const traded = millisOf(trade.at);
  const quoted = millisOf(price.at);
  return traded !== undefined && quoted !== undefined && Math.abs(traded - quoted) <= reachMs;
}

/** Bought above or sold below the market: a fill to our gain is nobody's attack. */
function isOffMarket(fill: PricedFill): boolean {
  return isAmount(fill.trade.price) && compare(percentOff(fill), offPercent) === 1;
}

function percentOff({ trade, price: { price } }: PricedFill): string {
  const worse = trade.side === 'buy' ? subtract(trade.price, price) : subtract(price, trade.price);
  return divide(multiply(worse, '100'), price);
}

function describe(
  symbol: string,
  fills: readonly PricedFill[],
): Pick<NewFinding, 'title' | 'detail' | 'severity' | 'basis'> {
  const times = fills.map(({ trade }) => trade.at);
  const price = fills[0]?.price;
  const worst = round(
    fills.map(percentOff).reduce((a, b) => (compare(a, b) === 1 ? a : b), '0'),
    1,
  );
  return {
    title: `${count(fills.length, 'fill')} on ${symbol} more than ${offPercent} % off the market`,
    detail:
      `${spanOf(earliest(times) ?? '', latest(times) ?? '')}; the farthest was ${worst} % to our loss from ` +
      `${price?.price ?? ''} (${price?.at ?? ''}). That one price stands for the whole time; a moving market explains small distances.`,
    severity: 'high',
    basis: 'inference',
  };
}
