import { z } from 'zod';
import { divide, isZero, multiply, subtract } from '../../domain/money.ts';
import type { OpenOrder, PastOrder } from '../../domain/trading.ts';
import { amount, id, maybeText, wordFor } from '../rows.ts';
import { amountOrNone, clientId, exactId, idParts, moment, momentOrNone, side, unsigned } from './parts.ts';

// Forms: Order, FuturesOrder, FuturesOrderTimerange, DeliveryOrder and OptionsOrder of gateapi-nodejs.

const text = z.string();

const spotOrder = z.object({
  id,
  text: clientId,
  currency_pair: text.min(1),
  side,
  type: text,
  account: maybeText,
  price: amountOrNone,
  amount,
  left: amountOrNone,
  // Recorded replies of older days leave it out.
  filled_amount: amount.optional(),
  filled_total: amountOrNone,
  avg_deal_price: amountOrNone,
  status: text.min(1),
  // With milliseconds where Gate has them; in seconds always.
  create_time: moment,
  create_time_ms: moment.optional(),
  update_time: moment,
  update_time_ms: moment.optional(),
});

type SpotOrder = z.output<typeof spotOrder>;

/** Bought at market, `amount` counts the quote currency (Order, "amount"). */
const isOverQuote = (row: SpotOrder): boolean => row.type === 'market' && row.side === 'buy';

const asSpotOrder = (row: SpotOrder, section: string): OpenOrder => ({
  id: row.id,
  clientOrderId: row.text,
  symbol: row.currency_pair,
  side: row.side,
  type: spotType(row),
  price: row.price,
  amount: isOverQuote(row) ? '0' : row.amount,
  filled: row.filled_amount ?? filledOf(row),
  createdAt: row.create_time_ms ?? row.create_time,
  section,
});

/** "limit"; "limit, margin"; "market, over 5 of the quote currency". */
function spotType(row: SpotOrder): string {
  const account = row.account === '' || row.account === 'spot' ? [] : [row.account];
  const over = isOverQuote(row) ? [`over ${row.amount} of the quote currency`] : [];
  return [row.type, ...account, ...over].join(', ');
}

function filledOf(row: SpotOrder): string {
  if (!isOverQuote(row)) return subtract(row.amount, row.left);
  return isZero(row.avg_deal_price) ? '0' : divide(row.filled_total, row.avg_deal_price);
}

export const openSpotOrder = (section: string) => spotOrder.transform((row) => asSpotOrder(row, section));

// "closed" is filled whole; whatever ends before that is "cancelled", with a part filled or not.
const spotStatuses: Readonly<Record<string, PastOrder['status']>> = {
  open: 'open',
  closed: 'filled',
  cancelled: 'cancelled',
};

export const pastSpotOrder = (section: string) =>
  spotOrder.extend({ finish_as: maybeText }).transform((row): PastOrder => ({
    ...asSpotOrder(row, section),
    status: wordFor(spotStatuses, row.status),
    venueStatus: statusOf(row),
    updatedAt: row.update_time_ms ?? row.update_time,
  }));

/** "cancelled"; "cancelled, ioc": the reason where it says more than the state. */
const statusOf = ({ status, finish_as }: { readonly status: string; readonly finish_as: string }): string =>
  finish_as === '' || finish_as === status ? status : `${status}, ${finish_as}`;

const contractOrder = z.object({
  ...idParts,
  text: clientId,
  contract: text.min(1),
  size: amount,
  left: amountOrNone,
  price: amountOrNone,
  tif: maybeText,
  is_close: z.boolean().optional(),
  is_reduce_only: z.boolean().optional(),
  is_liq: z.boolean().optional(),
  auto_size: maybeText,
  status: text.min(1),
  create_time: moment,
});

type ContractOrder = z.output<typeof contractOrder>;

const asContractOrder = (row: ContractOrder, section: string): OpenOrder => ({
  id: exactId(row),
  clientOrderId: row.text,
  symbol: row.contract,
  side: sideOf(row.size, row.auto_size),
  type: contractType(row),
  price: row.price,
  // Contracts, not coins: as Gate counts.
  amount: unsigned(row.size),
  filled: unsigned(subtract(row.size, row.left)),
  createdAt: row.create_time,
  section,
});

/**
 * Size 0 closes a position, and `auto_size` says which; where it does not, nobody knows the side without
 * the position, and "sell" stands there as most positions are long.
 */
export const sideOf = (size: string, autoSize: string): 'buy' | 'sell' => {
  if (isZero(size)) return autoSize.includes('short') ? 'buy' : 'sell';
  return size.startsWith('-') ? 'sell' : 'buy';
};

/** "limit, gtc"; "market, ioc, closes the position". A price of 0 is one at market. */
function contractType(row: ContractOrder): string {
  const words = [
    isZero(row.price) ? 'market' : 'limit',
    row.tif,
    row.is_close === true || isZero(row.size) ? 'closes the position' : '',
    row.is_reduce_only === true ? 'only reduces' : '',
    row.is_liq === true ? 'liquidation' : '',
  ];
  return words.filter((word) => word !== '').join(', ');
}

export const openContractOrder = (section: string) =>
  contractOrder.transform((row) => asContractOrder(row, section));

// "finish_as" of a finished order; whatever else is there ended it before it was filled.
const contractEnds: Readonly<Record<string, PastOrder['status']>> = {
  filled: 'filled',
  cancelled: 'cancelled',
  liquidated: 'cancelled',
  ioc: 'cancelled',
  fok: 'cancelled',
  poc: 'cancelled',
  auto_deleveraged: 'cancelled',
  reduce_only: 'cancelled',
  position_closed: 'cancelled',
  reduce_out: 'cancelled',
  stp: 'cancelled',
};

export const pastContractOrder = (section: string) =>
  contractOrder
    .extend({ finish_as: maybeText, finish_time: momentOrNone, update_time: momentOrNone })
    .transform((row): PastOrder => ({
      ...asContractOrder(row, section),
      status: row.status === 'open' ? 'open' : wordFor(contractEnds, row.finish_as),
      venueStatus: statusOf(row),
      updatedAt: row.finish_time ?? row.update_time ?? row.create_time,
    }));

/** Of a spot trade whose row leaves the value out. */
export const valueOf = (price: string, size: string): string => multiply(price, size);
