import { z } from 'zod';
import { known, unknown } from '../../domain/known.ts';
import type { LedgerEntry, Transfer } from '../../domain/trading.ts';
import { amount, id, knownText, maybeText, millis } from '../rows.ts';
import { fundingKind, tradingKind } from './bill-kinds.ts';
import { amountOrNone, word } from './envelope.ts';
import { paidFee } from './trading-rows.ts';

// Forms: funding-account, trading-account and sub-account of the reference.

const text = z.string();

// ---------------------------------------------------------------- transfers

/** What of the funding account's bills is a transfer, seen from this account. */
const ways: Readonly<Record<string, Pick<Transfer, 'from' | 'to'>>> = {
  '22': { from: 'funding', to: 'main account' },
  '23': { from: 'main account', to: 'funding' },
  '130': { from: 'trading', to: 'funding' },
  '131': { from: 'funding', to: 'trading' },
};

const fundingBill = z.object({
  billId: id,
  ccy: text.min(1),
  balChg: amount,
  bal: maybeText,
  type: word,
  clientId: maybeText,
  notes: maybeText,
  ts: millis,
});

/** Bills of other kinds come out as undefined; those with sub-accounts (20, 21) have a list of their own. */
export const ownTransfer = fundingBill.transform((row): Transfer | undefined => {
  const way = Object.hasOwn(ways, row.type) ? ways[row.type] : undefined;
  if (way === undefined) return undefined;
  return { ...asTransfer(row, row.balChg.replace(/^-/, '')), ...way };
});

export const subAccountTransfer = z
  .object({ billId: id, ccy: text.min(1), amt: amount, type: word, subAcct: text.min(1), ts: millis })
  .transform((row): Transfer => ({
    ...asTransfer(row, row.amt),
    ...wayOf(row),
  }));

/** Of a type of tomorrow nobody knows the way: the sub-account is named, and the other end is not. */
function wayOf(row: { readonly type: string; readonly subAcct: string }): Pick<Transfer, 'from' | 'to'> {
  if (row.type === '0') return { from: 'main account', to: row.subAcct };
  if (row.type === '1') return { from: row.subAcct, to: 'main account' };
  return { from: `${row.subAcct}, or to it`, to: `not told by type ${row.type}` };
}

/** A bill is written when the money has moved. */
const asTransfer = (
  row: { readonly billId: string; readonly ccy: string; readonly type: string; readonly ts: string },
  moved: string,
): Omit<Transfer, 'from' | 'to'> => ({
  id: row.billId,
  asset: row.ccy,
  amount: moved,
  status: 'completed',
  venueStatus: `bill of type ${row.type}`,
  at: row.ts,
});

// ---------------------------------------------------------------- ledger

export const fundingEntry = fundingBill.transform((row): LedgerEntry => ({
  id: row.billId,
  wallet: 'funding',
  asset: row.ccy,
  change: row.balChg,
  fee: unknown('the bill names no fee'),
  balanceAfter: knownText(row.bal, 'the bill names no balance'),
  kind: fundingKind(row.type),
  reference: knownText(row.clientId || row.notes, 'the bill does not name what it was booked for'),
  at: row.ts,
}));

export const tradingEntry = z
  .object({
    billId: id,
    ccy: text.min(1),
    balChg: amount,
    bal: maybeText,
    fee: amountOrNone.optional(),
    type: word,
    subType: word,
    ordId: maybeText,
    tradeId: maybeText,
    notes: maybeText,
    from: maybeText,
    to: maybeText,
    ts: millis,
  })
  .transform((row): LedgerEntry => ({
    id: row.billId,
    wallet: 'trading',
    asset: row.ccy,
    change: row.balChg,
    fee: row.fee === undefined ? unknown('the bill names no fee') : known(paidFee(row.fee)),
    balanceAfter: knownText(row.bal, 'the bill names no balance'),
    kind: tradingKind(row),
    // "0" stands there for "no trade".
    reference: knownText(
      (row.tradeId === '0' ? '' : row.tradeId) || row.ordId || row.notes,
      'the bill names neither trade nor order',
    ),
    at: row.ts,
  }));
