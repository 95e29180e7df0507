import { z } from 'zod';
import { known, unknown } from '../../domain/known.ts';
import { isZero, subtract } from '../../domain/money.ts';
import type { Balance, LedgerEntry } from '../../domain/trading.ts';
import { amount, id, knownText, maybeText, millis, seconds } from '../rows.ts';
import { amountOrNone } from './envelope.ts';

// Forms: docs/v5/account and asset of bybit-exchange/docs.

const text = z.string();

/** `locked` is what rests in spot orders. What margin binds is counted for the account, not by coin. */
export const unifiedBalances = z
  .object({
    list: z.array(
      z.object({
        accountType: text,
        coin: z.array(z.object({ coin: text.min(1), walletBalance: amountOrNone, locked: amountOrNone })),
      }),
    ),
  })
  .transform(({ list }) =>
    list.flatMap(({ accountType, coin }) =>
      coin.map((row): Balance => ({
        wallet: accountType,
        asset: row.coin,
        free: subtract(row.walletBalance, row.locked),
        locked: row.locked,
      })),
    ),
  );

/** This list has every coin of the venue: those of which there is nothing are left out. */
export const fundingBalances = z
  .object({
    accountType: text,
    balance: z.array(z.object({ coin: text.min(1), walletBalance: amount, transferBalance: amountOrNone })),
  })
  .transform(({ accountType, balance }) =>
    balance
      .filter((row) => !isZero(row.walletBalance))
      .map((row): Balance => ({
        wallet: accountType,
        asset: row.coin,
        free: row.transferBalance,
        locked: subtract(row.walletBalance, row.transferBalance),
      })),
  );

const holdings = z.array(z.object({ coin: text.min(1), equity: amount })).optional();

/** These two have a list of their own. */
const ownLists = ['UnifiedTradingAccount', 'FundingAccount'];

/** Earn, bots, copy trading, loans: nothing of it can be moved without another act, so it is not free. */
export const otherBalances = z
  .object({
    list: z.array(
      z.object({
        accountType: text.min(1),
        coinDetail: holdings,
        categories: z.array(z.object({ category: text, coinDetail: holdings })).optional(),
      }),
    ),
  })
  .transform(({ list }) =>
    list
      .filter(({ accountType }) => !ownLists.includes(accountType))
      .flatMap(({ accountType, coinDetail = [], categories = [] }) => [
        ...held(accountType, coinDetail),
        ...categories.flatMap((part) => held(`${accountType}, ${part.category}`, part.coinDetail ?? [])),
      ]),
  );

const held = (wallet: string, coins: readonly { coin: string; equity: string }[]): Balance[] =>
  coins.map(({ coin, equity }) => ({ wallet, asset: coin, free: '0', locked: equity }));

/** The id is of the event, not of the line: the reference itself shows two lines with the same. */
export const unifiedEntry = z
  .object({
    id,
    currency: text.min(1),
    type: text.min(1),
    transactionTime: millis,
    change: amount,
    fee: amountOrNone.optional(),
    cashBalance: maybeText,
    tradeId: maybeText,
    orderId: maybeText,
  })
  .transform((row): LedgerEntry => ({
    id: row.id,
    wallet: 'UNIFIED',
    asset: row.currency,
    change: row.change,
    fee: row.fee === undefined ? unknown('the line names no fee') : known(row.fee),
    balanceAfter: knownText(row.cashBalance, 'the line names no balance'),
    kind: row.type,
    reference: knownText(row.tradeId || row.orderId, 'the line names neither trade nor order'),
    at: row.transactionTime,
  }));

/** These lines have no id: it is made of what tells them apart. */
export const fundingEntry = z
  .object({
    currency: text.min(1),
    ioDirection: z.enum(['I', 'O']),
    txnAmt: amount,
    afterAmt: amount,
    createTime: seconds,
    showBusiType: maybeText,
    showBusiTypeEn: maybeText,
    descriptionEn: maybeText,
  })
  .transform((row): LedgerEntry => {
    const isOutgoing = row.ioDirection === 'O' && !row.txnAmt.startsWith('-');
    const kind = [row.showBusiTypeEn || row.showBusiType, row.descriptionEn].filter(Boolean).join(': ');
    return {
      id: [row.createTime, row.currency, row.ioDirection, row.txnAmt, row.afterAmt, kind].join('/'),
      wallet: 'FUND',
      asset: row.currency,
      change: isOutgoing && !isZero(row.txnAmt) ? `-${row.txnAmt}` : row.txnAmt,
      fee: unknown('the line names no fee'),
      balanceAfter: known(row.afterAmt),
      kind,
      reference: unknown('the line does not name what it was booked for'),
      at: row.createTime,
    };
  });
