import { DateTime } from 'luxon';
import { BadInput } from '../domain/failure.ts';
import { add, multiply } from '../domain/money.ts';
import { firstTradeId, isSpot, tradeIdStride } from './ledger-books.ts';
import type { LedgerKey, LedgerMarket, LedgerOrder, LedgerTrade } from './ledger-books.ts';
import { conversionIdOf } from './ledger-conversions.ts';
import type { LedgerConversion } from './ledger-conversions.ts';
import type { OpeningBooks, SimulatedKey } from './opening-books.ts';

/** Rows of the books as the opening gives them. Each throws BadInput for what is not of its form. */

type Given = OpeningBooks['openOrders'][number] & {
  readonly status: 'open' | 'filled' | 'cancelled';
  readonly cancelledAt?: string;
};

/** Every order of the opening's history, in the order of time: ids ascend with it. */
export const historyOf = (opening: OpeningBooks): readonly Given[] =>
  [
    ...opening.openOrders.map((order) => ({ ...order, status: 'open' as const })),
    ...(opening.pastOrders ?? []).map((order) => ({ ...order, status: 'cancelled' as const })),
    ...opening.trades.map((trade) => ({ ...trade, status: 'filled' as const })),
  ]
    .map((given) => ({ given, atMs: momentOf(given.at) }))
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ given }) => given);

export function orderOf(opening: OpeningBooks, given: Given, id: number): LedgerOrder {
  const price = amountOf(given.price);
  const amount = amountOf(given.amount);
  const isFilled = given.status === 'filled';
  const locks =
    given.status === 'open' && given.trigger === undefined && isSpot(listed(opening, given.symbol));
  return {
    id,
    clientOrderId: given.clientOrderId,
    symbol: given.symbol,
    side: given.side,
    type: 'limit',
    timeInForce: 'GTC',
    price,
    amount,
    quoteWanted: undefined,
    filled: isFilled ? amount : '0',
    filledQuote: isFilled ? multiply(price, amount) : '0',
    locked: locks ? (given.side === 'buy' ? multiply(price, amount) : amount) : '0',
    trigger: given.trigger === undefined ? undefined : amountOf(given.trigger),
    status: given.status,
    placedAtMs: momentOf(given.at),
    updatedAtMs: momentOf(given.cancelledAt ?? given.at),
  };
}

export const tradeOf = (opening: OpeningBooks, order: LedgerOrder, index: number): LedgerTrade => ({
  id: firstTradeId + tradeIdStride * index,
  orderId: order.id,
  symbol: order.symbol,
  side: order.side,
  price: order.price,
  amount: order.amount,
  quote: order.filledQuote,
  ...feeOf(opening, order),
  isMaker: false,
  atMs: order.placedAtMs,
});

/** An inverse contract is settled in its base, and so is its fee; all else pays in the quote asset. */
function feeOf(opening: OpeningBooks, order: LedgerOrder): Pick<LedgerTrade, 'fee' | 'feeAsset'> {
  const { kind, base, quote } = listed(opening, order.symbol);
  const [fee, feeAsset] = kind === 'inverse' ? [order.amount, base] : [order.filledQuote, quote];
  return { fee: multiply(fee, opening.feeRate), feeAsset };
}

/** In the order of time: their ids ascend with it. */
export function conversionsOf(opening: OpeningBooks): readonly LedgerConversion[] {
  const batches = new Map<string, string>();
  return (opening.conversions ?? [])
    .map(({ at, ...given }) => ({ ...given, atMs: momentOf(at) }))
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ fromAmount, toAmount, fee = '0', ...given }, index) => {
      const id = conversionIdOf(index);
      const sweep = `${given.atMs} ${given.to}`;
      if (given.kind === 'dust' && !batches.has(sweep)) batches.set(sweep, id);
      const batch = given.kind === 'dust' ? (batches.get(sweep) ?? id) : id;
      const amounts = { fromAmount: amountOf(fromAmount), toAmount: amountOf(toAmount), fee: amountOf(fee) };
      return { ...given, id, batch, ...amounts };
    });
}

export const keyOf = (key: SimulatedKey, index: number): LedgerKey => ({
  ref: `opening:${index}`,
  label: key.label,
  scopes: key.scopes,
  ipAllowlist: key.ipAllowlist,
  createdAtMs: momentOf(key.createdAt),
  deletedAtMs: undefined,
  endedBy: undefined,
  subAccount: key.subAccount,
  venuePermissions: key.venuePermissions ?? [],
  expiresAtMs: key.expiresAt === undefined ? undefined : momentOf(key.expiresAt),
});

export function listed(opening: OpeningBooks, symbol: string): LedgerMarket {
  const market = opening.markets.find((each) => each.symbol === symbol);
  if (market === undefined) {
    throw new BadInput(`the opening books have no market ${symbol}`, {
      hint: `markets: ${opening.markets.map((each) => each.symbol).join(', ')}`,
    });
  }
  return market;
}

export function amountOf(text: string): string {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new BadInput(`"${text}" is not a decimal amount`);
  // "12.40" and "12.4" are one amount: the books know one spelling.
  return add(text, '0');
}

export function momentOf(text: string): number {
  const moment = DateTime.fromISO(text, { zone: 'utc' });
  if (!moment.isValid) throw new BadInput(`"${text}" is not an ISO 8601 time`);
  return moment.toMillis();
}
