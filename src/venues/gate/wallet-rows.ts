import { z } from 'zod';
import { unknown, known } from '../../domain/known.ts';
import { isZero, subtract } from '../../domain/money.ts';
import type { Balance, LedgerEntry } from '../../domain/trading.ts';
import { amount, id, knownText, maybeText } from '../rows.ts';
import { amountOrNone, moment } from './parts.ts';

// Forms: SpotAccount, MarginAccount, UnifiedAccount, FuturesAccount, DeliveryAccount, OptionsAccount, UniLend,
// TotalBalance and the account books of gateapi-nodejs.

const text = z.string();

const notEmpty = ({ free, locked }: Balance): boolean => !isZero(free) || !isZero(locked);

export const spotBalances = z
  .array(z.object({ currency: text.min(1), available: amount, locked: amount }))
  .transform((rows) =>
    rows
      .map((row): Balance => ({
        wallet: 'spot',
        asset: row.currency,
        free: row.available,
        locked: row.locked,
      }))
      .filter(notEmpty),
  );

const marginSide = z.object({ currency: text.min(1), available: amount, locked: amount }).optional();

/** Each pair is an account of its own. What is borrowed is in `available`. */
export const marginBalances = z
  .array(z.object({ currency_pair: text.min(1), base: marginSide, quote: marginSide }))
  .transform((rows) =>
    rows
      .flatMap(({ currency_pair, base, quote }) =>
        [base, quote]
          .filter((half) => half !== undefined)
          .map((half): Balance => ({
            wallet: `margin, ${currency_pair}`,
            asset: half.currency,
            free: half.available,
            locked: half.locked,
          })),
      )
      .filter(notEmpty),
  );

export const unifiedBalances = z
  .object({
    user_id: id,
    balances: z.record(z.string(), z.object({ available: amountOrNone, freeze: amountOrNone })),
  })
  .transform(({ balances }) =>
    Object.entries(balances)
      .map(([asset, row]): Balance => ({
        wallet: 'unified',
        asset,
        free: row.available,
        locked: row.freeze,
      }))
      .filter(notEmpty),
  );

/** One coin. In a unified account `total` stays 0, and what there is stands in the unified list. */
export const contractBalance = (wallet: string) =>
  z
    .object({ currency: text.min(1), total: amountOrNone, available: amountOrNone })
    .transform(({ currency, total, available }) =>
      [
        {
          wallet,
          asset: currency,
          free: isZero(total) ? '0' : available,
          locked: isZero(total) ? '0' : subtract(total, available),
        },
      ].filter(notEmpty),
    );

/** Lent out in "Lend & Earn": it must be redeemed before it can be moved. */
export const lent = z
  .array(z.object({ currency: text.min(1), amount: amountOrNone }))
  .transform((rows) =>
    rows
      .map((row): Balance => ({ wallet: 'lending', asset: row.currency, free: '0', locked: row.amount }))
      .filter(notEmpty),
  );

/** These have lists of their own, coin by coin. */
const ownLists = ['spot', 'margin', 'futures', 'delivery', 'options', 'unified'];

export const finance = 'finance, estimate';

/** Of every other wallet Gate tells an estimate over all its coins, up to a minute old. */
export const estimates = z
  .object({
    total: z.object({ amount: amountOrNone }),
    details: z.record(z.string(), z.object({ amount: amountOrNone, currency: text.min(1) })),
  })
  .transform(({ details }) =>
    Object.entries(details)
      .filter(([wallet]) => !ownLists.includes(wallet))
      .map(([wallet, row]): Balance => ({
        wallet: `${wallet}, estimate`,
        asset: row.currency,
        free: '0',
        locked: row.amount,
      }))
      .filter(notEmpty),
  );

// ---------------------------------------------------------------- ledgers

const noFee = unknown('the line names no fee');

export const spotEntry = z
  .object({
    id,
    time: moment,
    currency: text.min(1),
    change: amount,
    balance: amount,
    type: maybeText,
    code: z.union([z.number(), z.string()]).nullish(),
    text: maybeText,
  })
  .transform((row): LedgerEntry => ({
    id: row.id,
    wallet: 'spot',
    asset: row.currency,
    change: row.change,
    fee: noFee,
    balanceAfter: known(row.balance),
    kind: row.type === '' ? String(row.code ?? '') : row.type,
    reference: knownText(row.text, 'the line does not name what it was booked for'),
    at: row.time,
  }));

/** Only what came into and went out of the margin accounts. */
export const marginEntry = z
  .object({
    id,
    time: moment,
    time_ms: moment.optional(),
    currency: text.min(1),
    currency_pair: maybeText,
    change: amount,
    balance: amount,
    type: maybeText,
  })
  .transform((row): LedgerEntry => ({
    id: row.id,
    wallet: `margin, ${row.currency_pair}`,
    asset: row.currency,
    change: row.change,
    fee: noFee,
    balanceAfter: known(row.balance),
    kind: row.type,
    reference: unknown('the line does not name what it was booked for'),
    at: row.time_ms ?? row.time,
  }));

/** Of futures, delivery and options: one coin. Older lines have no id; it is made of the rest then. */
export const contractEntry = (wallet: string, asset: string) =>
  z
    .object({
      id: z.union([id, z.literal('')]).nullish(),
      time: moment,
      change: amount,
      balance: amount,
      type: text.min(1),
      text: maybeText,
      contract: maybeText,
      trade_id: maybeText,
    })
    .transform((row): LedgerEntry => ({
      id: row.id || [row.time, row.type, row.change, row.balance, row.contract, row.text].join('/'),
      wallet,
      // Lines of "point_…" count points.
      asset: row.type.startsWith('point_') ? 'POINT' : asset,
      change: row.change,
      fee: noFee,
      balanceAfter: known(row.balance),
      kind: row.contract === '' ? row.type : `${row.type}, ${row.contract}`,
      reference: knownText(row.trade_id || row.text, 'the line does not name what it was booked for'),
      at: row.time,
    }));
