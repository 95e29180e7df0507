import type { OwnPattern } from '../domain/account.ts';
import { known, unknown, type Known } from '../domain/known.ts';
import { compare, multiply } from '../domain/money.ts';
import type { OpenOrder, PastOrder, Trade } from '../domain/trading.ts';
import { isAmount, listWords } from './amounts.ts';
import { millisOf } from './moments.ts';
import { bareSymbol } from './symbols.ts';

/** Whether something on the account was made by the owner's own system, and how we know. */
export interface Recognition {
  readonly is: 'ours' | 'not-ours' | 'unknown';
  readonly why: string;
  /** `fact` where the record itself says so, `inference` where habit does. */
  readonly basis: 'fact' | 'inference';
}

export interface RecognisedTrade {
  readonly trade: Trade;
  readonly clientOrderId: Known<string>;
  readonly recognition: Recognition;
}

interface RecognisedOrder<Order extends OpenOrder = OpenOrder> {
  readonly order: Order;
  readonly recognition: Recognition;
}

/**
 * Says of each trade whether the owner's system made it. `ours` needs a client order id with one of
 * the owner's prefixes, read from the trade or from its order's row; where neither tells, it is
 * `unknown`, or `not-ours` when the owner never trades that symbol. Never `ours` by habit alone:
 * usual symbols and rates are what an attacker would imitate.
 */
export function recogniseTrades(input: {
  readonly trades: readonly Trade[];
  /** The orders' rows, for venues whose trades leave the client order id out. */
  readonly orders: Known<readonly PastOrder[]>;
  readonly pattern: OwnPattern;
  /** Symbols that the account traded before, beside those of the pattern. */
  readonly baselineSymbols?: readonly string[];
}): readonly RecognisedTrade[] {
  const usual = usualSymbols(input.pattern, input.baselineSymbols);
  const byOrder = indexOrders(input.orders);
  const rates = fillsPerMinute(input.trades);

  return input.trades.map((trade) => {
    const clientOrderId = findClientOrderId(trade, byOrder, input.orders);
    const recognition = clientOrderId.known
      ? judgeId(clientOrderId.value, trade.symbol, input.pattern, usual)
      : judgeHabit(clientOrderId.why, trade, input.pattern, usual, rates);
    return { trade, clientOrderId, recognition };
  });
}

/** The same question for orders, whose rows carry the client order id ("" = the venue made one). */
export function recogniseOrders<Order extends OpenOrder>(input: {
  readonly orders: readonly Order[];
  readonly pattern: OwnPattern;
  readonly baselineSymbols?: readonly string[];
}): readonly RecognisedOrder<Order>[] {
  const usual = usualSymbols(input.pattern, input.baselineSymbols);
  return input.orders.map((order) => ({
    order,
    recognition: judgeId(order.clientOrderId, order.symbol, input.pattern, usual),
  }));
}

/** Whether a client order id begins with one of the owner's prefixes. An empty prefix matches nothing. */
export const hasOwnPrefix = (clientOrderId: string, pattern: OwnPattern): boolean =>
  pattern.clientOrderIdPrefixes.some((prefix) => prefix !== '' && clientOrderId.startsWith(prefix));

function usualSymbols(pattern: OwnPattern, more: readonly string[] = []): ReadonlySet<string> {
  return new Set([...pattern.usualSymbols, ...more].map(bareSymbol));
}

// Order ids are unique within a symbol at some venues, so the symbol is part of the key.
const orderKey = (symbol: string, orderId: string): string => JSON.stringify([symbol, orderId]);

function indexOrders(orders: Known<readonly PastOrder[]>): ReadonlyMap<string, PastOrder> {
  const rows = orders.known ? orders.value : [];
  return new Map(rows.map((order) => [orderKey(order.symbol, order.id), order]));
}

function findClientOrderId(
  trade: Trade,
  byOrder: ReadonlyMap<string, PastOrder>,
  orders: Known<readonly PastOrder[]>,
): Known<string> {
  if (trade.clientOrderId.known) return trade.clientOrderId;
  const order = byOrder.get(orderKey(trade.symbol, trade.orderId));
  if (order) return known(order.clientOrderId);
  return unknown(
    orders.known
      ? 'its order is not among the orders that were read'
      : `the trade does not carry it and orders were not read: ${orders.why}`,
  );
}

function judgeId(
  clientOrderId: string,
  symbol: string,
  pattern: OwnPattern,
  usual: ReadonlySet<string>,
): Recognition {
  const prefixes = pattern.clientOrderIdPrefixes.filter((prefix) => prefix !== '');
  if (prefixes.length === 0) {
    return isUnusual(symbol, usual)
      ? notUsual(symbol)
      : { is: 'unknown', why: 'no client order id prefix of ours is configured', basis: 'fact' };
  }
  if (!hasOwnPrefix(clientOrderId, pattern)) {
    const why =
      clientOrderId === ''
        ? 'no client order id; ours always have one'
        : `client order id without our prefix (${listWords(prefixes)})`;
    return { is: 'not-ours', why, basis: 'fact' };
  }
  // A prefix can be read off a stolen account's history and copied; the symbol must fit as well.
  return isUnusual(symbol, usual)
    ? { is: 'unknown', why: `carries our prefix, but we do not trade ${symbol}`, basis: 'inference' }
    : { is: 'ours', why: 'client order id with our prefix', basis: 'fact' };
}

function judgeHabit(
  whyNoId: string,
  trade: Trade,
  pattern: OwnPattern,
  usual: ReadonlySet<string>,
  rates: ReadonlyMap<string, number>,
): Recognition {
  if (isUnusual(trade.symbol, usual)) return notUsual(trade.symbol);
  const fills = rates.get(minuteOf(trade)) ?? 0;
  const rush = isUnusualRate(fills, pattern)
    ? `; ${fills} fills in that minute, usual are ${pattern.usualFillsPerMinute ?? ''}`
    : '';
  return { is: 'unknown', why: `client order id not known: ${whyNoId}${rush}`, basis: 'fact' };
}

const isUnusual = (symbol: string, usual: ReadonlySet<string>): boolean =>
  usual.size > 0 && !usual.has(bareSymbol(symbol));

const notUsual = (symbol: string): Recognition => ({
  is: 'not-ours',
  why: `${symbol} is not among the symbols that we trade`,
  basis: 'inference',
});

/** More than five times the usual rate, and more than one fill: one alone is no rate. */
export function isUnusualRate(fillsInMinute: number, pattern: OwnPattern): boolean {
  const usual = pattern.usualFillsPerMinute;
  if (usual === undefined || !isAmount(usual) || fillsInMinute < 2) return false;
  return compare(String(fillsInMinute), multiply(usual, '5')) === 1;
}

/** Fills in each clock minute. */
function fillsPerMinute(trades: readonly Trade[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const trade of trades) {
    const minute = minuteOf(trade);
    counts.set(minute, (counts.get(minute) ?? 0) + 1);
  }
  return counts;
}

function minuteOf(trade: Trade): string {
  const millis = millisOf(trade.at);
  return millis === undefined ? trade.at : String(Math.floor(millis / 60_000));
}
