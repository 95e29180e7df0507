import { z } from 'zod';
import { isZero } from '../../domain/money.ts';
import type { OpenOrder, PastOrder } from '../../domain/trading.ts';
import { amount, id, isoMoment, maybeText, utcWithoutZone, wordFor } from '../rows.ts';
import { sideOf } from './order-rows.ts';
import { amountOrNone, clientId, exactId, idParts, moment, momentOrNone, side, unsigned } from './parts.ts';

// Forms: SpotPriceTriggeredOrder, FuturesPriceTriggeredOrder, TrailOrder and ChaseOrder of gateapi-nodejs.

const text = z.string();
const triggerOf = (price: string): { triggerPrice?: string } =>
  isZero(price) ? {} : { triggerPrice: price };

const spotTriggered = z.object({
  id,
  market: text.min(1),
  trigger: z.object({ price: amount }),
  put: z.object({ type: maybeText, side, price: amountOrNone, amount, account: maybeText, text: clientId }),
  ctime: moment,
  ftime: momentOrNone,
  status: text.min(1),
});

const asSpotTriggered = (row: z.output<typeof spotTriggered>, section: string): OpenOrder => ({
  id: row.id,
  clientOrderId: row.put.text,
  symbol: row.market,
  side: row.put.side,
  type: `${row.put.type === '' ? 'limit' : row.put.type}, triggered`,
  price: row.put.price,
  amount: row.put.amount,
  filled: '0',
  createdAt: row.ctime,
  section,
  ...triggerOf(row.trigger.price),
});

export const openSpotTriggered = (section: string) =>
  spotTriggered.transform((row) => asSpotTriggered(row, section));

// "finish" put its order, which is a row of its own; "canceled" is how recorded replies spell it.
const triggeredStatuses: Readonly<Record<string, PastOrder['status']>> = {
  open: 'open',
  inactive: 'open',
  cancelled: 'cancelled',
  canceled: 'cancelled',
  finish: 'filled',
  succeeded: 'filled',
  failed: 'rejected',
  invalid: 'rejected',
  expired: 'expired',
};

export const pastSpotTriggered = (section: string) =>
  spotTriggered.transform((row): PastOrder => ({
    ...asSpotTriggered(row, section),
    status: wordFor(triggeredStatuses, row.status),
    venueStatus: row.status,
    updatedAt: row.ftime ?? row.ctime,
  }));

const contractTriggered = z.object({
  ...idParts,
  initial: z.object({
    contract: text.min(1),
    size: amountOrNone,
    // The same with a fraction; it counts where both are there.
    amount: amountOrNone,
    price: amountOrNone,
    tif: maybeText,
    text: clientId,
    auto_size: maybeText,
    is_close: z.boolean().optional(),
    is_reduce_only: z.boolean().optional(),
  }),
  trigger: z.object({ price: amountOrNone }),
  order_type: maybeText,
  create_time: moment,
  finish_time: momentOrNone,
  status: text.min(1),
  finish_as: maybeText,
});

type ContractTriggered = z.output<typeof contractTriggered>;

function asContractTriggered(row: ContractTriggered, section: string): OpenOrder {
  const { initial } = row;
  const size = isZero(initial.amount) ? initial.size : initial.amount;
  return {
    id: exactId(row),
    clientOrderId: initial.text,
    symbol: initial.contract,
    side: sideOf(size, `${initial.auto_size} ${row.order_type}`),
    type: triggeredType(row, size),
    price: initial.price,
    amount: unsigned(size),
    filled: '0',
    createdAt: row.create_time,
    section,
    ...triggerOf(row.trigger.price),
  };
}

/** "limit, triggered"; "market, triggered, close-long-position". */
function triggeredType({ initial, order_type }: ContractTriggered, size: string): string {
  const words = [
    isZero(initial.price) ? 'market' : 'limit',
    'triggered',
    order_type,
    initial.is_close === true || isZero(size) ? 'closes the position' : '',
    initial.is_reduce_only === true ? 'only reduces' : '',
  ];
  return words.filter((word) => word !== '').join(', ');
}

export const openContractTriggered = (section: string) =>
  contractTriggered.transform((row) => asContractTriggered(row, section));

export const pastContractTriggered = (section: string) =>
  contractTriggered.transform((row): PastOrder => ({
    ...asContractTriggered(row, section),
    status: wordFor(triggeredStatuses, row.finish_as === '' ? row.status : row.finish_as),
    venueStatus: row.finish_as === '' ? row.status : `${row.status}, ${row.finish_as}`,
    updatedAt: row.finish_time ?? row.create_time,
  }));

/** Both go on placing or moving orders by themselves until they are stopped. */
const following = z.object({
  id,
  contract: text.min(1),
  amount,
  text: clientId,
  create_time: momentOrNone,
  created_at: momentOrNone,
  // Of a chase order: what is filled, and the price that it does not go past.
  fill_amount: amountOrNone,
  price_limit: amountOrNone,
  // Of a trail order: 0 starts it at once.
  activation_price: amountOrNone,
});

export const followingOrder = (section: string, kind: 'trail' | 'chase') =>
  following
    .refine(
      ({ create_time, created_at }) => (create_time ?? created_at) !== undefined,
      'expected the time that it was made',
    )
    .transform((row): OpenOrder => ({
      id: row.id,
      clientOrderId: row.text,
      symbol: row.contract,
      side: sideOf(row.amount, ''),
      type: kind,
      price: row.price_limit,
      amount: unsigned(row.amount),
      filled: unsigned(row.fill_amount),
      createdAt: row.create_time ?? row.created_at ?? '',
      section,
      ...triggerOf(row.activation_price),
    }));

/** The reference calls it "Created time" and shows none: any of the forms that Gate writes times in. */
const someTime = z.union([moment, isoMoment, utcWithoutZone]);

/**
 * A trading bot. It buys and sells, so that the side says nothing; its kind is what stopping it wants to
 * know. Where it names no time, the moment of the reply stands in.
 */
export const bot = (section: string, at: string) =>
  z
    .object({
      strategy_id: id,
      strategy_type: text.min(1),
      market: text.min(1),
      invest_amount: amountOrNone,
      created_at: z.unknown(),
    })
    .transform((row): OpenOrder => ({
      id: row.strategy_id,
      clientOrderId: '',
      symbol: row.market,
      side: 'buy',
      type: row.strategy_type,
      price: '0',
      amount: row.invest_amount,
      filled: '0',
      createdAt: someTime.safeParse(row.created_at).data ?? at,
      section,
    }));
