import { z } from 'zod';
import { known, unknown, type Known } from '../../domain/known.ts';
import { isZero } from '../../domain/money.ts';
import type { Position, Trade } from '../../domain/trading.ts';
import { amount, id, maybeText } from '../rows.ts';
import { valueOf } from './order-rows.ts';
import { amountOrNone, clientId, moment, side, unsigned } from './parts.ts';

// Forms: Trade, MyFuturesTrade(TimeRange), DeliveryMyTrade, OptionsMyTrade and Position of gateapi-nodejs.

const text = z.string();

/** A fee is taken in the asset that is named, in GT or in points. */
function feeOf(row: {
  readonly fee: string;
  readonly fee_currency: string;
  readonly gt_fee: string;
  readonly point_fee: string;
}): Pick<Trade, 'fee' | 'feeAsset'> {
  if (isZero(row.fee) && !isZero(row.gt_fee)) return { fee: row.gt_fee, feeAsset: 'GT' };
  if (isZero(row.fee) && !isZero(row.point_fee)) return { fee: row.point_fee, feeAsset: 'POINT' };
  return { fee: row.fee, feeAsset: row.fee_currency };
}

export const spotTrade = (section: string) =>
  z
    .object({
      id,
      create_time: moment,
      create_time_ms: moment.optional(),
      currency_pair: text.min(1),
      side,
      role: text,
      amount,
      price: amount,
      order_id: id,
      fee: amountOrNone,
      fee_currency: maybeText,
      gt_fee: amountOrNone,
      point_fee: amountOrNone,
      deal: amount.optional(),
      text: clientId,
    })
    .transform((row): Trade => ({
      id: row.id,
      orderId: row.order_id,
      clientOrderId: known(row.text),
      symbol: row.currency_pair,
      side: row.side,
      price: row.price,
      amount: row.amount,
      quoteAmount: row.deal ?? valueOf(row.price, row.amount),
      ...feeOf(row),
      isMaker: row.role === 'maker',
      at: row.create_time_ms ?? row.create_time,
      section,
    }));

/** The list by time calls the id `trade_id`, the others `id`. Sizes are contracts, so the value is not told. */
export const contractTrade = (section: string, feeAsset: string) =>
  z
    .object({
      id: id.optional(),
      trade_id: id.optional(),
      create_time: moment,
      contract: text.min(1),
      order_id: id,
      size: amount,
      price: amount,
      role: text,
      text: clientId,
      fee: amountOrNone,
      point_fee: amountOrNone,
      trade_value: amount.optional(),
    })
    .refine((row) => (row.trade_id ?? row.id) !== undefined, 'expected an id or a trade_id')
    .transform((row): Trade => ({
      id: row.trade_id ?? row.id ?? '',
      orderId: row.order_id,
      clientOrderId: known(row.text),
      symbol: row.contract,
      side: row.size.startsWith('-') ? 'sell' : 'buy',
      price: row.price,
      amount: unsigned(row.size),
      quoteAmount: row.trade_value ?? '0',
      ...feeOf({ ...row, fee_currency: feeAsset, gt_fee: '0' }),
      isMaker: row.role === 'maker',
      at: row.create_time,
      section,
    }));

/** A row of an option names neither fee nor client id. */
export const optionTrade = (section: string) =>
  z
    .object({
      id,
      create_time: moment,
      contract: text.min(1),
      order_id: id,
      size: amount,
      price: amount,
      role: text,
    })
    .transform((row): Trade => ({
      id: row.id,
      orderId: row.order_id,
      clientOrderId: unknown('Gate leaves it out of the trades of options'),
      symbol: row.contract,
      side: row.size.startsWith('-') ? 'sell' : 'buy',
      price: row.price,
      amount: unsigned(row.size),
      quoteAmount: '0',
      fee: '0',
      feeAsset: '',
      isMaker: row.role === 'maker',
      at: row.create_time,
      section,
    }));

/** Empty positions may be among them: those are none, and come out as undefined. */
export const position = (section: string) =>
  z
    .object({
      contract: text.min(1),
      size: amount,
      mode: maybeText,
      pid: id.optional(),
      entry_price: amountOrNone,
      mark_price: amountOrNone,
      liq_price: amountOrNone,
      unrealised_pnl: maybeText,
      leverage: maybeText,
      cross_leverage_limit: maybeText,
      lever: maybeText,
    })
    .transform((row): Position | undefined =>
      isZero(row.size)
        ? undefined
        : {
            // Both directions of a contract may be held at once, and split ones have a number each.
            id: [row.contract, row.mode || 'single', ...(isNone(row.pid) ? [] : [row.pid])].join('/'),
            section,
            symbol: row.contract,
            side: row.size.startsWith('-') ? 'short' : 'long',
            amount: unsigned(row.size),
            entryPrice: toldPrice(row.entry_price),
            markPrice: toldPrice(row.mark_price),
            liquidationPrice: toldPrice(row.liq_price),
            unrealised: row.unrealised_pnl === '' ? unknown('the row names none') : known(row.unrealised_pnl),
            leverage: leverageOf(row),
          },
    );

const isNone = (pid: string | undefined): pid is undefined => pid === undefined || pid === '0';

const toldPrice = (price: string): Known<string> =>
  isZero(price) ? unknown('the row names no such price') : known(price);

/** `lever` is both; of the older pair 0 means cross margin, whose leverage stands beside it. */
function leverageOf(row: {
  readonly lever: string;
  readonly leverage: string;
  readonly cross_leverage_limit: string;
}): Known<string> {
  const told = [row.lever, row.leverage, row.cross_leverage_limit].find((each) => /[1-9]/.test(each));
  return told === undefined ? unknown('the row names none') : known(told);
}
