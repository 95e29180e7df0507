import { z } from 'zod';
import { VenueFailure, type FailureCode } from '../../domain/failure.ts';
import type { OpenOrder } from '../../domain/trading.ts';
import { cancelEach } from '../cancelling.ts';
import type { Params, Session } from '../contract.ts';
import { id, understood } from '../rows.ts';
import { pairIn } from './places.ts';
import { refused, unsendable } from './reading.ts';
import { cancelledOrder } from './trading-rows.ts';
import { openOrders, readOpenOrders } from './trading-reads.ts';

// ---------------------------------------------------------------- these orders and no other

interface OneByOne {
  readonly endpoint: string;
  /** What an order is told by. */
  readonly by: 'symbol and orderId' | 'algoId' | 'orderId';
  readonly done: z.ZodType;
}

const succeeded = z.object({ success: z.literal(true) });
const cancelledAlgo = z.object({ algoId: id, code: z.union([z.literal(200), z.literal('200')]) });

const oneByOne: Readonly<Record<string, OneByOne>> = {
  spot: { endpoint: 'privateDeleteOrder', by: 'symbol and orderId', done: cancelledOrder },
  'spot/algo': { endpoint: 'sapiDeleteAlgoSpotOrder', by: 'algoId', done: succeeded },
  convert: { endpoint: 'sapiPostConvertLimitCancelOrder', by: 'orderId', done: cancelledOrder },
  'usd-m': { endpoint: 'fapiPrivateDeleteOrder', by: 'symbol and orderId', done: cancelledOrder },
  'usd-m/conditional': { endpoint: 'fapiPrivateDeleteAlgoOrder', by: 'algoId', done: cancelledAlgo },
  'usd-m/algo': { endpoint: 'sapiDeleteAlgoFuturesOrder', by: 'algoId', done: succeeded },
  'coin-m': { endpoint: 'dapiPrivateDeleteOrder', by: 'symbol and orderId', done: cancelledOrder },
  'coin-m/conditional': { endpoint: 'dapiPrivateDeleteAlgoOrder', by: 'algoId', done: cancelledAlgo },
  options: { endpoint: 'eapiPrivateDeleteOrder', by: 'symbol and orderId', done: cancelledOrder },
};

/**
 * Cancels these orders and no other, one request each: the venue's "cancel all" would also take what
 * the owner placed in between.
 */
export const cancelOrders = (session: Session, orders: readonly OpenOrder[]): Promise<void> =>
  cancelEach(orders, (order) => cancelOne(session, order));

async function cancelOne(session: Session, order: OpenOrder): Promise<void> {
  const { section = 'spot' } = order;
  const doing = `cancelling order ${order.id}`;
  const inMargin = marginOf(section);
  if (inMargin !== undefined) {
    const params = { symbol: order.symbol, ...inMargin, orderId: order.id };
    understood(cancelledOrder, await session.call('sapiDeleteMarginOrder', params, doing), session, doing);
    return;
  }
  const way = Object.hasOwn(oneByOne, section) ? oneByOne[section] : undefined;
  if (way === undefined) throw unsendable(session, doing, `there is no section ${section}`);
  understood(way.done, await session.call(way.endpoint, tellingApart(order, way.by), doing), session, doing);
}

function tellingApart(order: OpenOrder, by: OneByOne['by']): Params {
  if (by === 'algoId') return { algoId: order.id };
  return by === 'orderId' ? { orderId: order.id } : { symbol: order.symbol, orderId: order.id };
}

/** Cross or isolated: the same symbol is another account. Undefined: no margin. */
const marginOf = (section: string): { readonly isIsolated: 'TRUE' | 'FALSE' } | undefined =>
  section === 'margin'
    ? { isIsolated: 'FALSE' }
    : pairIn(section) === undefined
      ? undefined
      : { isIsolated: 'TRUE' };

// ---------------------------------------------------------------- whatever rests

/** A list of what was cancelled, or that it was done: `{}` is neither. */
const listed = z.array(z.object({ symbol: z.string() }));
const done = z.object({ code: z.union([z.literal([0, 200]), z.literal(['0', '200'])]), msg: z.string() });

const allOfSymbol: Readonly<Record<string, { readonly endpoint: string; readonly done: z.ZodType }>> = {
  spot: { endpoint: 'privateDeleteOpenOrders', done: listed },
  'usd-m': { endpoint: 'fapiPrivateDeleteAllOpenOrders', done },
  'usd-m/conditional': { endpoint: 'fapiPrivateDeleteAlgoOpenOrders', done },
  'coin-m': { endpoint: 'dapiPrivateDeleteAllOpenOrders', done },
  options: { endpoint: 'eapiPrivateDeleteAllOpenOrders', done },
};

/**
 * Cancels symbol by symbol what is open, section by section; what Binance places by itself (TWAP, volume
 * participation) first, as it would go on placing. Goes on past what the key may not do, and says so in
 * the end.
 */
export async function cancelAllOrders(session: Session): Promise<void> {
  const { sections } = openOrders;
  const all = typeof sections === 'function' ? await sections(session) : [];
  const first = all.filter((section) => section.endsWith('/algo'));
  const order = [...first, ...all.filter((section) => !first.includes(section))];
  let missing: VenueFailure | undefined;
  await cancelEach(order, async (section) => {
    try {
      await sweep(session, section);
    } catch (error) {
      if (!(error instanceof VenueFailure) || !ofOneSection.has(error.code)) throw error;
      missing ??= error;
    }
  });
  if (missing !== undefined) throw missing;
}

/**
 * -2015 says "key, address or permission": the next section tells whether it was the permission. What one
 * section will not do is no reason to leave the others alone.
 */
const ofOneSection: ReadonlySet<FailureCode> = new Set([
  'SCOPE_MISSING',
  'KEY_IP_OR_SCOPE',
  'REQUEST_REJECTED',
]);

async function sweep(session: Session, section: string): Promise<void> {
  const { rows } = await readOpenOrders(session, section);
  if (marginOf(section) === undefined && !Object.hasOwn(allOfSymbol, section)) {
    await cancelOrders(session, rows);
    return;
  }
  const symbols = [...new Set(rows.map(({ symbol }) => symbol))];
  await cancelEach(symbols, (symbol) => cancelSymbol(session, section, symbol));
}

async function cancelSymbol(session: Session, section: string, symbol: string): Promise<void> {
  const doing = `cancelling all orders of ${symbol} in ${section}`;
  const inMargin = marginOf(section);
  const way =
    inMargin === undefined ? allOfSymbol[section] : { endpoint: 'sapiDeleteMarginOpenOrders', done: listed };
  if (way === undefined) throw refused(session, doing, 'nothing cancels them at once');
  const reply = await session.call(way.endpoint, { symbol, ...inMargin }, doing);
  understood(way.done, reply, session, doing);
}
