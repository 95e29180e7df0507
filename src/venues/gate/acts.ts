import { z } from 'zod';
import { VenueFailure } from '../../domain/failure.ts';
import type { OpenOrder, Withdrawal } from '../../domain/trading.ts';
import { cancelEach } from '../cancelling.ts';
import type { Endpoint, Params, Session } from '../contract.ts';
import { id } from '../rows.ts';
import { callFor, enveloped } from './lists.ts';
import { openOrdersIn, triggeredAccounts } from './open-orders.ts';
import { refused, unsendable } from './refusing.ts';
import { deliverySettles, futuresSettles } from './settles.ts';

interface Act {
  readonly endpoint: Endpoint;
  readonly params: Params;
  readonly reply: z.ZodType<unknown>;
}

const anOrder = z.object({ id });
const stopped = enveloped(z.object({ order: z.object({ id }) }));

// ---------------------------------------------------------------- these orders and no other

/** Cancels one order a request: the batches know plain orders of one market only. */
export const cancelOrders = (session: Session, orders: readonly OpenOrder[]): Promise<void> =>
  cancelEach(orders, (order) => cancelOne(session, order));

async function cancelOne(session: Session, order: OpenOrder): Promise<void> {
  const doing = `cancelling order ${order.id}`;
  const act = wayOf(order);
  if (act === undefined) {
    throw unsendable(session, doing, `Gate has no order section ${order.section ?? '?'}`);
  }
  await callFor(session, { ...act, doing });
}

/** Undefined for a section that is not Gate's. */
function wayOf({ section = '', id: order_id, symbol, type }: OpenOrder): Act | undefined {
  const [market, part, kind] = section.split('/');
  const ofSettle = (endpoint: string): Act => ({
    endpoint,
    params: { settle: part ?? '', order_id },
    reply: anOrder,
  });
  const byId = (endpoint: string, more: Readonly<Record<string, string>> = {}): Act => ({
    endpoint,
    params: { order_id, ...more },
    reply: anOrder,
  });
  const stop = (endpoint: string, wanted: string | number): Act => ({
    endpoint,
    params: { settle: part ?? '', id: wanted },
    reply: stopped,
  });
  switch (kind === undefined ? market : `${market}/${kind}`) {
    case 'spot':
      return byId('privateSpotDeleteOrdersOrderId', { currency_pair: symbol });
    case 'spot/normal':
    case 'spot/margin':
    case 'spot/unified':
      return byId('privateSpotDeletePriceOrdersOrderId');
    case 'futures':
      return ofSettle('privateFuturesDeleteSettleOrdersOrderId');
    case 'futures/triggered':
      return ofSettle('privateFuturesDeleteSettlePriceOrdersOrderId');
    case 'futures/trail':
      return stop('privateFuturesPostSettleAutoorderV1TrailStop', asNumber(order_id));
    case 'futures/chase':
      return stop('privateFuturesPostSettleAutoorderV1ChaseStop', order_id);
    case 'delivery':
      return ofSettle('privateDeliveryDeleteSettleOrdersOrderId');
    case 'delivery/triggered':
      return ofSettle('privateDeliveryDeleteSettlePriceOrdersOrderId');
    case 'options':
      return byId('privateOptionsDeleteOrdersOrderId');
    case 'bots':
      return {
        endpoint: 'privateBotPostPortfolioStop',
        params: { strategy_id: order_id, strategy_type: type },
        reply: z.object({ data: z.object({ strategy_id: id }) }),
      };
    default:
      return undefined;
  }
}

/** A trail order's id is a number at Gate, a chase order's a text; beyond 2^53 it stays whole as a text. */
const asNumber = (text: string): string | number => {
  const number = Number(text);
  return Number.isSafeInteger(number) && String(number) === text ? number : text;
};

// ---------------------------------------------------------------- whatever rests

type Sweep = (session: Session) => Promise<void>;

/** Bots and orders that follow the price first: each would go on placing what is cancelled after it. */
const sweeps: readonly Sweep[] = [
  stopBots,
  ...futuresSettles.flatMap((settle) =>
    (['Trail', 'Chase'] as const).map((kind) =>
      sweep(
        `stopping all ${kind.toLowerCase()} orders in futures/${settle}`,
        `privateFuturesPostSettleAutoorderV1${kind}StopAll`,
        { settle },
        enveloped(z.object({ orders: z.array(anOrder) })),
      ),
    ),
  ),
  cancelSpot,
  ...triggeredAccounts.map(cancelSpotTriggered),
  ...futuresSettles.flatMap((settle) => [
    sweep(`cancelling all orders in futures/${settle}`, 'privateFuturesDeleteSettleOrders', { settle }),
    sweep(`cancelling all triggered orders in futures/${settle}`, 'privateFuturesDeleteSettlePriceOrders', {
      settle,
    }),
  ]),
  ...deliverySettles.flatMap((settle) => [
    cancelByContract(`delivery/${settle}`, 'privateDeliveryDeleteSettleOrders', settle),
    cancelByContract(`delivery/${settle}/triggered`, 'privateDeliveryDeleteSettlePriceOrders', settle),
  ]),
  sweep('cancelling all orders of options', 'privateOptionsDeleteOrders', {}),
];

/** Goes on past what the key has no permission for, and says so in the end. */
export async function cancelAllOrders(session: Session): Promise<void> {
  let missing: VenueFailure | undefined;
  await cancelEach(sweeps, async (each) => {
    try {
      await each(session);
    } catch (error) {
      if (!(error instanceof VenueFailure) || error.code !== 'SCOPE_MISSING') throw error;
      missing ??= error;
    }
  });
  if (missing !== undefined) throw missing;
}

function sweep(
  doing: string,
  endpoint: string,
  params: Params,
  reply: z.ZodType<unknown> = z.array(anOrder),
): Sweep {
  return async (session) => void (await callFor(session, { endpoint, params, doing, reply }));
}

/** Without `account` and pair: spot, unified and isolated margin, every pair. Each row says how it went. */
async function cancelSpot(session: Session): Promise<void> {
  const doing = 'cancelling all orders on spot';
  const rows = await callFor(session, {
    endpoint: 'privateSpotDeleteOrders',
    params: {},
    doing,
    reply: z.array(z.object({ id, succeeded: z.boolean().optional() })),
  });
  if (rows.some(({ succeeded }) => succeeded === false)) {
    throw refused(session, doing, 'Gate says that one or more could not be cancelled');
  }
}

/** Read first: an account of a kind that this one is not would be refused, although nothing rests there. */
function cancelSpotTriggered(account: string): Sweep {
  return async (session) => {
    const section = `spot/triggered/${account}`;
    if ((await openOrdersIn(session, section)).length === 0) return;
    await sweep(`cancelling all orders in ${section}`, 'privateSpotDeletePriceOrders', { account })(session);
  };
}

/** Delivery contracts are cancelled by contract only. */
function cancelByContract(section: string, endpoint: string, settle: string): Sweep {
  return async (session) => {
    const resting = await openOrdersIn(session, section);
    const contracts = [...new Set(resting.map(({ symbol }) => symbol))];
    await cancelEach(contracts, (contract) =>
      sweep(`cancelling all orders of ${contract} in ${section}`, endpoint, { settle, contract })(session),
    );
  };
}

async function stopBots(session: Session): Promise<void> {
  await cancelOrders(session, await openOrdersIn(session, 'bots'));
}

// ---------------------------------------------------------------- withdrawals

/** Accepted (202) is not cancelled: the caller reads the withdrawals back. */
export async function cancelWithdrawal(session: Session, withdrawal: Withdrawal): Promise<void> {
  const doing = `cancelling withdrawal ${withdrawal.id}`;
  if (withdrawal.id.startsWith('push/')) {
    throw unsendable(session, doing, 'a transfer to another customer is cancelled on the page only');
  }
  await callFor(session, {
    endpoint: 'privateWithdrawalsDeleteWithdrawalsWithdrawalId',
    params: { withdrawal_id: withdrawal.id },
    doing,
    reply: z.object({ id, status: z.string().min(1) }),
  });
}
