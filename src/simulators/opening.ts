import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import { BadInput } from '../domain/failure.ts';
import { add, compare, multiply, subtract } from '../domain/money.ts';
import type { OpeningBooks } from './contract.ts';
import { firstOrderId, firstTradeId, tradeIdStride } from './ledger-books.ts';
import type { Holding, LedgerBooks, LedgerMarket, LedgerOrder, LedgerTrade } from './ledger-books.ts';

/**
 * Returns the books as they are before anyone acts. Resting orders lock their funds; past trades,
 * deposits and withdrawals are history and move nothing. Order and trade ids ascend with time.
 * Throws BadInput for an amount or a time that is none, an unknown symbol, or funds that do not
 * cover the resting orders.
 */
export function openBooks(opening: OpeningBooks): LedgerBooks {
  const history = [
    ...opening.openOrders.map((order) => ({ ...order, rests: true })),
    ...opening.trades.map((trade) => ({ ...trade, rests: false })),
  ].sort((a, b) => momentOf(a.at) - momentOf(b.at));
  const orders = history.map((entry, index) => orderOf(entry, firstOrderId + index));
  const past = orders.filter((order) => order.status === 'filled');
  const trades = past.map((order, index) => tradeOf(opening, order, firstTradeId + tradeIdStride * index));
  return {
    uid: opening.uid,
    feeRate: amountOf(opening.feeRate),
    markets: opening.markets,
    balances: lockedBalances(opening, orders),
    funding: new Map((opening.funding ?? []).map(({ asset, free }) => [asset, amountOf(free)])),
    orders,
    trades,
    withdrawals: opening.withdrawals.map(({ at, ...rest }, index) => ({
      ...rest,
      id: idOf('withdrawal', index),
      clientId: undefined,
      requestedAtMs: momentOf(at),
      settlesAtMs: momentOf(at),
      cancelledAtMs: undefined,
    })),
    deposits: opening.deposits.map(({ at, ...rest }, index) => ({
      ...rest,
      id: String(769_800_519_366_885 + index),
      atMs: momentOf(at),
    })),
    addresses: opening.addresses,
    whitelistOnly: opening.whitelistOnly ?? false,
    keys: opening.keys.map((key, index) => ({
      ref: `opening:${index}`,
      label: key.label,
      scopes: key.scopes,
      ipAllowlist: key.ipAllowlist,
      createdAtMs: momentOf(key.createdAt),
      deletedAtMs: undefined,
    })),
    sessions: opening.sessions ?? [],
    frozen: false,
    acts: [],
    updatedAtMs: orders.at(-1)?.updatedAtMs ?? 0,
  };
}

interface HistoryEntry {
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly price: string;
  readonly amount: string;
  readonly at: string;
  readonly rests: boolean;
}

function orderOf(entry: HistoryEntry, id: number): LedgerOrder {
  const price = amountOf(entry.price);
  const amount = amountOf(entry.amount);
  const atMs = momentOf(entry.at);
  return {
    id,
    clientOrderId: entry.clientOrderId,
    symbol: entry.symbol,
    side: entry.side,
    type: 'limit',
    timeInForce: 'GTC',
    price,
    amount,
    quoteWanted: undefined,
    filled: entry.rests ? '0' : amount,
    filledQuote: entry.rests ? '0' : multiply(price, amount),
    locked: entry.rests ? (entry.side === 'buy' ? multiply(price, amount) : amount) : '0',
    status: entry.rests ? 'open' : 'filled',
    placedAtMs: atMs,
    updatedAtMs: atMs,
  };
}

function tradeOf(opening: OpeningBooks, order: LedgerOrder, id: number): LedgerTrade {
  return {
    id,
    orderId: order.id,
    symbol: order.symbol,
    side: order.side,
    price: order.price,
    amount: order.amount,
    quote: order.filledQuote,
    fee: multiply(order.filledQuote, opening.feeRate),
    feeAsset: listed(opening, order.symbol).quote,
    isMaker: false,
    atMs: order.placedAtMs,
  };
}

function lockedBalances(opening: OpeningBooks, orders: readonly LedgerOrder[]): Map<string, Holding> {
  const balances = new Map<string, Holding>();
  for (const { asset, free } of opening.balances) {
    if (balances.has(asset)) throw new BadInput(`the opening books hold ${asset} twice`);
    balances.set(asset, { free: amountOf(free), locked: '0' });
  }
  for (const order of orders.filter((each) => each.status === 'open')) {
    const market = listed(opening, order.symbol);
    const asset = order.side === 'buy' ? market.quote : market.base;
    const held = balances.get(asset) ?? { free: '0', locked: '0' };
    const after = { free: subtract(held.free, order.locked), locked: add(held.locked, order.locked) };
    if (compare(after.free, '0') < 0) {
      throw new BadInput(
        `the opening books lock more ${asset} than they hold (order ${order.clientOrderId})`,
      );
    }
    balances.set(asset, after);
  }
  return balances;
}

function listed(opening: OpeningBooks, symbol: string): LedgerMarket {
  const market = opening.markets.find((each) => each.symbol === symbol);
  if (market === undefined) {
    throw new BadInput(`the opening books have no market ${symbol}`, {
      hint: `markets: ${opening.markets.map((each) => each.symbol).join(', ')}`,
    });
  }
  return market;
}

function amountOf(text: string): string {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new BadInput(`"${text}" is not a decimal amount`);
  // "12.40" and "12.4" are one amount: the books know one spelling.
  return add(text, '0');
}

function momentOf(text: string): number {
  const moment = DateTime.fromISO(text, { zone: 'utc' });
  if (!moment.isValid) throw new BadInput(`"${text}" is not an ISO 8601 time`);
  return moment.toMillis();
}

// The venue's withdrawal ids are 32 hexadecimal digits.
const idOf = (what: string, index: number): string =>
  createHash('sha256').update(`${what}/${index}`).digest('hex').slice(0, 32);
