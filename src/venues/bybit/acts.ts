import { z } from 'zod';
import type { SubAccount } from '../../domain/account.ts';
import { VenueFailure } from '../../domain/failure.ts';
import type { OpenOrder, Withdrawal } from '../../domain/trading.ts';
import { cancelEach } from '../cancelling.ts';
import type { Session } from '../contract.ts';
import { id } from '../rows.ts';
import { callFor, smallInteger } from './envelope.ts';
import { refused, unsendable } from './refusing.ts';
import { openOrders, spotFilters, strategySections } from './trading-reads.ts';

// ---------------------------------------------------------------- these orders and no other

/** Of the kinds of spot orders, those that an order can be cancelled as by its id (order/cancel-order). */
const cancelledById: readonly string[] = ['Order', 'tpslOrder', 'StopOrder'];

/**
 * Cancels one order a request: batches count as many, and know no conditional spot orders. Pairs on spot
 * (OCO, bidirectional) cannot be cancelled by an id; they come last, and end in NOT_SUPPORTED.
 */
export async function cancelOrders(session: Session, orders: readonly OpenOrder[]): Promise<void> {
  await cancelEach(orders.filter(hasWay), (order) => cancelOne(session, order));
  const pair = orders.find((order) => !hasWay(order));
  if (pair === undefined) return;
  const detail = `Bybit cancels no order of the section ${pair.section ?? '?'} by its id: use "cancel all"`;
  throw unsendable(session, `cancelling order ${pair.id}`, detail);
}

function hasWay({ section }: OpenOrder): boolean {
  const [category = '', filter] = placeOf(section);
  return category === 'spot'
    ? filter === undefined || cancelledById.includes(filter)
    : ['linear', 'inverse', 'option', 'strategy'].includes(category);
}

async function cancelOne(session: Session, order: OpenOrder): Promise<void> {
  const [category = '', filter] = placeOf(order.section);
  if (category === 'strategy') return stopStrategy(session, order);
  await callFor(session, {
    endpoint: 'privatePostV5OrderCancel',
    params: {
      category,
      symbol: order.symbol,
      orderId: order.id,
      // Without it Bybit looks among the plain orders of spot only.
      ...(category === 'spot' ? { orderFilter: filter ?? 'Order' } : {}),
    },
    doing: `cancelling order ${order.id}`,
    result: z.object({ orderId: id }),
  });
}

async function stopStrategy(session: Session, { id: strategyId }: OpenOrder): Promise<void> {
  await callFor(session, {
    // ccxt has no method for it.
    endpoint: { path: 'v5/strategy/stop', api: 'private', verb: 'POST' },
    params: { strategyId },
    doing: `stopping strategy ${strategyId}`,
    result: z.object({ strategyId: id }),
  });
}

const placeOf = (section: string | undefined): readonly string[] => (section ?? '').split('/');

// ---------------------------------------------------------------- whatever rests

type Sweep = (session: Session) => Promise<void>;

/**
 * Strategies first: each would go on placing what is cancelled after it. Spot is swept kind by kind, as
 * the venue takes plain orders only unless a kind is named; of futures it takes at most 500 a call.
 */
const sweeps: readonly Sweep[] = [
  stopStrategies,
  ...spotFilters.map((orderFilter) => cancelAll({ category: 'spot', orderFilter })),
  cancelAll({ category: 'linear', settleCoin: 'USDT' }),
  cancelAll({ category: 'linear', settleCoin: 'USDC' }),
  cancelInverse,
  cancelAll({ category: 'option' }),
];

/** Goes on past what the key has no permission for, and says so in the end. */
export async function cancelAllOrders(session: Session): Promise<void> {
  let missing: VenueFailure | undefined;
  await cancelEach(sweeps, async (sweep) => {
    try {
      await sweep(session);
    } catch (error) {
      if (!(error instanceof VenueFailure) || error.code !== 'SCOPE_MISSING') throw error;
      missing ??= error;
    }
  });
  if (missing !== undefined) throw missing;
}

function cancelAll(params: Readonly<Record<string, string>>): Sweep {
  const doing = `cancelling all orders in ${Object.values(params).join('/')}`;
  return async (session) => {
    const result = await callFor(session, {
      endpoint: 'privatePostV5OrderCancelAll',
      params,
      doing,
      result: cancelledAll,
    });
    if (result.success === '0') throw refused(session, doing, 'Bybit says that it failed');
  };
}

/** One of the two is always there; `{}` is no answer. */
const cancelledAll = z
  .object({ list: z.array(z.object({ orderId: id })).optional(), success: smallInteger.optional() })
  .refine(({ list, success }) => list !== undefined || success !== undefined, 'expected a list or success');

/** Inverse contracts each settle in their own coin, and none can be named for all: symbol by symbol. */
async function cancelInverse(session: Session): Promise<void> {
  const orders = await openOrdersIn(session, 'inverse');
  const symbols = [...new Set(orders.map(({ symbol }) => symbol))];
  await cancelEach(symbols, (symbol) => cancelAll({ category: 'inverse', symbol })(session));
}

async function stopStrategies(session: Session): Promise<void> {
  const running: OpenOrder[] = [];
  for (const section of Object.keys(strategySections)) {
    running.push(...(await openOrdersIn(session, section)));
  }
  await cancelEach(running, (order) => stopStrategy(session, order));
}

/** What this does not reach is read back by the caller, who reads every page. */
const pagesAtMost = 20;

async function openOrdersIn(session: Session, section: string): Promise<readonly OpenOrder[]> {
  const found: OpenOrder[] = [];
  let cursor: string | undefined;
  for (let turned = 0; turned < pagesAtMost; turned++) {
    const page = await openOrders.page(session, { section, ...(cursor === undefined ? {} : { cursor }) });
    found.push(...page.rows);
    cursor = page.nextCursor;
    if (cursor === undefined || page.received === 0) break;
  }
  return found;
}

// ---------------------------------------------------------------- withdrawals and sub-accounts

export async function cancelWithdrawal(session: Session, withdrawal: Withdrawal): Promise<void> {
  const doing = `cancelling withdrawal ${withdrawal.id}`;
  const { status } = await callFor(session, {
    endpoint: 'privatePostV5AssetWithdrawCancel',
    params: { id: withdrawal.id },
    doing,
    result: z.object({ status: smallInteger }),
  });
  if (status !== '1') throw refused(session, doing, 'Bybit says that it failed');
}

/** Freezes the whole sub-account: Bybit has nothing that stops its transfers alone. */
export async function freezeSubAccount(session: Session, subAccount: SubAccount): Promise<void> {
  const doing = `freezing sub-account ${subAccount.id}`;
  await callFor(session, {
    endpoint: 'privatePostV5UserFrozenSubMember',
    params: { subuid: uidOf(session, subAccount.id, doing), frozen: 1 },
    doing,
    result: z.object({}),
  });
}

/** Bybit takes a UID as a number here. Throws VenueFailure when this one cannot be told as such. */
export function uidOf(session: Session, text: string, doing: string): number {
  const uid = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(uid)) {
    throw unsendable(session, doing, 'the id of the sub-account is no UID');
  }
  return uid;
}
