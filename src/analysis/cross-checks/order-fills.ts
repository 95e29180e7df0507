import { isZero, sum } from '../../domain/money.ts';
import type { PastOrder, Trade } from '../../domain/trading.ts';
import { count, isAmount, listWords } from '../amounts.ts';
import { groupBy } from '../group.ts';
import { millisOf } from '../moments.ts';
import {
  defineCrossCheck,
  edgeMs,
  exhibitsOf,
  fullest,
  holesIn,
  notChecked,
  type Checked,
  type NewFinding,
  type Reading,
} from './cross-check.ts';
import { decimalsIn, isSame } from './rounding.ts';
import { holds, inBoth, provenIn, withoutEdges, type Stretch } from './stretches.ts';

/** What an order that has ended says it filled is the sum of its fills. */
export const orderFills = defineCrossCheck({
  id: 'order-fills',
  title: 'What orders filled against the list of trades',
  check({ account, orders, trades }) {
    const read = fullest(orders, 'orders');
    if ('why' in read) return notChecked(read.why, read);
    const fills = fullest(trades, 'trades');
    if ('why' in fills) return notChecked(fills.why, fills);
    return compare(account, read, fills);
  },
});

/** The amount of one that is still open, or whose state nobody knows, may be of another moment than its fills. */
const ended: readonly PastOrder['status'][] = ['filled', 'cancelled', 'rejected', 'expired'];

function compare(account: string, orders: Reading<PastOrder>, fills: Reading<Trade>): Checked {
  const ofOrder = groupBy(fills.rows, keyOfFill);
  const proven = provenByPlace(orders, fills);
  const isTold = toldBy(fills.rows);
  const inQuestion = orders.rows.filter(
    (order) => ended.includes(order.status) && lies(order, proven(order)),
  );
  const judged = inQuestion.map((order) => {
    const parts = ownParts(order, ofOrder.get(keyOf(order)) ?? []);
    return { order, parts, agrees: isTold(order, parts) ? agree(order, parts) : undefined };
  });
  const off = judged.filter(({ agrees }) => agrees === false);
  const unclear = judged.filter(({ agrees }) => agrees === undefined).length;
  const agreeing = judged.length - off.length - unclear;
  return {
    findings: findingOf(off, { account, orders, fills }),
    compared: [`${count(agreeing, 'ended order')} agree with their fills`],
    notChecked: [
      ...(unclear === 0
        ? []
        : [
            {
              why: `${count(unclear, 'order')} of kinds whose fills stand under other numbers, or without an amount`,
              closable: false,
            },
          ]),
      ...holesIn(orders),
      ...holesIn(fills),
    ],
  };
}

// At some venues ids are unique within a symbol only.
const keyOf = ({ id, symbol }: PastOrder): string => JSON.stringify([symbol, id]);
const keyOfFill = ({ orderId, symbol }: Trade): string => JSON.stringify([symbol, orderId]);

/** Two compartments may give out the same number: those of the order's own count, where there are any. */
function ownParts({ section }: PastOrder, parts: readonly Trade[]): readonly Trade[] {
  const own = parts.filter((part) => part.section === section);
  return own.length > 0 ? own : parts;
}

/** Where both lists were proven, by symbol and section. */
function provenByPlace(orders: Reading<PastOrder>, fills: Reading<Trade>) {
  const known = new Map<string, readonly Stretch[]>();
  const sections = new Set(fills.rows.map(({ section }) => section));
  return ({ symbol, section }: PastOrder): readonly Stretch[] => {
    const place = JSON.stringify([symbol, section]);
    // What a conditional order placed lies in another section of the trades: a hole of any may hold it.
    const ofFills = { symbol, ...(sections.has(section) ? { section } : {}) };
    const found =
      known.get(place) ??
      withoutEdges(
        inBoth(provenIn(orders.coverage, { symbol, section }), provenIn(fills.coverage, ofFills)),
        edgeMs,
      );
    known.set(place, found);
    return found;
  };
}

function lies({ createdAt, updatedAt }: PastOrder, proven: readonly Stretch[]): boolean {
  const [from, to] = [millisOf(createdAt), millisOf(updatedAt)];
  return from !== undefined && to !== undefined && holds(proven, from, Math.max(from, to));
}

/**
 * Whether the fills of an order would stand under its own number: what a conditional order, a bot or an
 * algorithm places are orders of their own, in a compartment that the trades know.
 */
function toldBy(fills: readonly Trade[]) {
  const sections = new Set(fills.map(({ section }) => section));
  const isSectioned = fills.some(({ section }) => section !== undefined);
  return (order: PastOrder, parts: readonly Trade[]): boolean => {
    if (![order.filled, ...parts.map(({ amount }) => amount)].every(isAmount)) return false;
    if (parts.length > 0 || isZero(order.filled)) return true;
    return order.triggerPrice === undefined && (!isSectioned || sections.has(order.section));
  };
}

/** In the base asset, or, of an order over an amount of the quote asset, in that. */
function agree(order: PastOrder, parts: readonly Trade[]): boolean {
  if (
    isSum(
      order.filled,
      parts.map(({ amount }) => amount),
    )
  )
    return true;
  const quotes = parts.map(({ quoteAmount }) => quoteAmount);
  return isZero(order.amount) && quotes.every(isAmount) && isSum(order.filled, quotes);
}

/** Exact but for a base amount that had to be divided out of one of the quote asset. */
const isSum = (total: string, parts: readonly string[]): boolean =>
  isSame(total, sum(parts), {
    written: Math.max(8, decimalsIn([total])),
    compared: decimalsIn(parts),
    parts: parts.length,
  });

interface Off {
  readonly order: PastOrder;
  readonly parts: readonly Trade[];
}

function findingOf(
  off: readonly Off[],
  about: { readonly account: string; readonly orders: Reading<PastOrder>; readonly fills: Reading<Trade> },
): readonly NewFinding[] {
  if (off.length === 0) return [];
  const { account, orders, fills } = about;
  return [
    {
      rule: 'order-fills',
      title: `${count(off.length, 'order')} filled another amount than the trades of it`,
      detail: `${listWords(off.map(show), 5)} (orders in ${orders.exhibit}, trades in ${fills.exhibit}). Fills are missing in the list of trades, or one of the two was read wrongly.`,
      severity: 'high',
      basis: 'fact',
      account,
      exhibits: exhibitsOf(orders, fills),
      about: off.map(({ order }) => [order.section ?? '', order.symbol, order.id].join(' ')),
    },
  ];
}

const show = ({ order, parts }: Off): string =>
  `order ${order.id} on ${order.symbol} of ${order.createdAt}: ${order.filled} filled, ${sum(parts.map(({ amount }) => amount))} in ${count(parts.length, 'fill')}`;
