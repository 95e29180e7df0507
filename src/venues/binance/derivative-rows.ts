import { z } from 'zod';
import { known, unknown } from '../../domain/known.ts';
import type { OpenOrder, PastOrder, Position } from '../../domain/trading.ts';
import { isZero, negate } from '../../domain/money.ts';
import { amount, id, knownText, maybeText, millis, wordFor } from '../rows.ts';
import { amountOrNone, side, triggerOf, typeOf } from './trading-rows.ts';

// Forms: binance-connector-js (2026-07-24), clients/derivatives-trading-*, algo, convert.

const text = z.string();

// ---------------------------------------------------------------- conditional orders of futures

const conditional = z.object({
  algoId: id,
  clientAlgoId: maybeText,
  orderType: text,
  symbol: text.min(1),
  side,
  quantity: amountOrNone,
  algoStatus: text.min(1),
  triggerPrice: amountOrNone,
  /** "" but for a trailing stop: the price from which on it follows. */
  activatePrice: amountOrNone,
  price: amountOrNone,
  closePosition: z.boolean().optional(),
  createTime: millis,
  updateTime: millis,
});

const asConditional = (row: z.output<typeof conditional>, section: string): OpenOrder => ({
  id: row.algoId,
  clientOrderId: row.clientAlgoId,
  symbol: row.symbol,
  side: row.side,
  type: typeOf(row.orderType, row.closePosition),
  price: row.price,
  amount: row.quantity,
  // What it places when it triggers is an order of its own, with its own fills.
  filled: '0',
  createdAt: row.createTime,
  section,
  ...triggerOf(isZero(row.activatePrice) ? row.triggerPrice : row.activatePrice),
});

export const openConditionals = (section: string) =>
  z.array(conditional.transform((row) => asConditional(row, section)));

// TRIGGERED and FINISHED say nothing of the order that was placed: it stands among the plain orders.
const conditionalStatuses: Readonly<Record<string, PastOrder['status']>> = {
  NEW: 'open',
  CANCELED: 'cancelled',
  EXPIRED: 'expired',
  REJECTED: 'rejected',
};

export const pastConditionals = (section: string) =>
  z.array(
    conditional.transform((row): PastOrder => ({
      ...asConditional(row, section),
      status: wordFor(conditionalStatuses, row.algoStatus),
      venueStatus: row.algoStatus,
      updatedAt: row.updateTime,
    })),
  );

// ---------------------------------------------------------------- what Binance places by itself

/** TWAP and volume participation: each goes on placing orders until it is cancelled. */
export const openAlgos = (section: string) =>
  z
    .object({
      orders: z.array(
        z.object({
          algoId: id,
          symbol: text.min(1),
          side,
          totalQty: amount,
          executedQty: amount,
          clientAlgoId: maybeText,
          bookTime: millis,
          algoType: text,
        }),
      ),
    })
    .transform(({ orders }) =>
      orders.map((row): OpenOrder => ({
        id: row.algoId,
        clientOrderId: row.clientAlgoId,
        symbol: row.symbol,
        side: row.side,
        type: row.algoType,
        price: '0',
        amount: row.totalQty,
        filled: row.executedQty,
        createdAt: row.bookTime,
        section,
      })),
    );

/** A limit order of Convert: so much of one asset for another. It has no symbol of the venue's own. */
export const openConverts = (section: string) =>
  z
    .object({
      list: z.array(
        z.object({
          orderId: id,
          fromAsset: text.min(1),
          fromAmount: amount,
          toAsset: text.min(1),
          ratio: amount,
          createTime: millis,
        }),
      ),
    })
    .transform(({ list }) =>
      list.map((row): OpenOrder => ({
        id: row.orderId,
        clientOrderId: '',
        symbol: `${row.fromAsset}/${row.toAsset}`,
        side: 'sell',
        type: 'CONVERT_LIMIT',
        price: row.ratio,
        amount: row.fromAmount,
        filled: '0',
        createdAt: row.createTime,
        section,
      })),
    );

// ---------------------------------------------------------------- options

export const openOptionOrders = (section: string) =>
  z.array(
    z
      .object({
        orderId: id,
        clientOrderId: maybeText,
        symbol: text.min(1),
        price: amount,
        quantity: amount,
        executedQty: amount,
        side,
        type: text,
        createTime: millis,
      })
      .transform((row): OpenOrder => ({
        id: row.orderId,
        clientOrderId: row.clientOrderId,
        symbol: row.symbol,
        side: row.side,
        type: row.type,
        price: row.price,
        amount: row.quantity,
        filled: row.executedQty,
        createdAt: row.createTime,
        section,
      })),
  );

// ---------------------------------------------------------------- positions

const noSuch = (value: string | undefined): boolean => value === undefined || value === '' || isZero(value);
const bare = (signed: string): string => (signed.startsWith('-') ? negate(signed) : signed);

/** Both futures write a position alike; one of nothing is no position. */
export const futuresPositions = (section: string) =>
  z
    .array(
      z.object({
        symbol: text.min(1),
        positionSide: text,
        positionAmt: amount,
        entryPrice: amount,
        markPrice: amount,
        unRealizedProfit: amount,
        liquidationPrice: amount,
        leverage: amount.optional(),
      }),
    )
    .transform((rows) =>
      rows
        .filter(({ positionAmt }) => !isZero(positionAmt))
        .map((row): Position => ({
          id: `${row.symbol}/${row.positionSide}`,
          section,
          symbol: row.symbol,
          side: sideOf(row.positionSide, row.positionAmt),
          amount: bare(row.positionAmt),
          entryPrice: known(row.entryPrice),
          markPrice: known(row.markPrice),
          liquidationPrice: noSuch(row.liquidationPrice)
            ? unknown('Binance names no price of liquidation')
            : known(row.liquidationPrice),
          unrealised: known(row.unRealizedProfit),
          leverage: knownText(row.leverage ?? '', 'the row names no leverage'),
        })),
    );

/** BOTH, in one-way mode: the sign says which. */
const sideOf = (positionSide: string, signed: string): Position['side'] =>
  positionSide === 'SHORT' || (positionSide !== 'LONG' && signed.startsWith('-')) ? 'short' : 'long';

export const optionPositions = z
  .array(
    z.object({
      symbol: text.min(1),
      side: text,
      quantity: amount,
      entryPrice: amount,
      markPrice: amount,
      unrealizedPNL: amount,
    }),
  )
  .transform((rows) =>
    rows
      .filter(({ quantity }) => !isZero(quantity))
      .map((row): Position => ({
        id: `${row.symbol}/${row.side}`,
        section: 'options',
        symbol: row.symbol,
        side: sideOf(row.side, row.quantity),
        amount: bare(row.quantity),
        entryPrice: known(row.entryPrice),
        markPrice: known(row.markPrice),
        liquidationPrice: unknown('options have none'),
        unrealised: known(row.unrealizedPNL),
        leverage: unknown('options have none'),
      })),
  );
