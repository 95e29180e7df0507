import { z } from 'zod';
import { known, unknown } from '../../domain/known.ts';
import type { LedgerEntry, Transfer, TransferStatus } from '../../domain/trading.ts';
import { negate } from '../../domain/money.ts';
import { amount, id, knownText, maybeText, millis, wordFor } from '../rows.ts';

// Forms: binance-connector-js (2026-07-24), clients/wallet, sub-account, margin-trading, convert and
// derivatives-trading-*.

const text = z.string();

// ---------------------------------------------------------------- transfers

const transferStatuses: Readonly<Record<string, TransferStatus>> = {
  CONFIRMED: 'completed',
  SUCCESS: 'completed',
  PENDING: 'processing',
  PROCESS: 'processing',
  FAILED: 'failed',
  FAILURE: 'failed',
};

/** Binance leaves the list out where there is none of this type (`{"total":0}`). */
export const walletTransfers = (ends: { readonly from: string; readonly to: string }) =>
  z
    .object({
      total: z.union([z.number().int(), text.regex(/^\d+$/)]).transform(Number),
      rows: z
        .array(z.object({ asset: text.min(1), amount, status: text.min(1), tranId: id, timestamp: millis }))
        .optional(),
    })
    .refine(({ total, rows }) => rows !== undefined || total === 0, 'expected rows')
    .transform(({ rows = [] }) =>
      rows.map((row): Transfer => ({
        id: row.tranId,
        asset: row.asset,
        amount: row.amount,
        ...ends,
        status: wordFor(transferStatuses, row.status),
        venueStatus: row.status,
        at: row.timestamp,
      })),
    );

/** Between the accounts of one owner, each end with its wallet: "a@example.test, SPOT". */
export const universalTransfers = z
  .object({
    result: z.array(
      z.object({
        tranId: id,
        fromEmail: text,
        toEmail: text,
        asset: text.min(1),
        amount,
        createTimeStamp: millis,
        fromAccountType: text,
        toAccountType: text,
        status: text.min(1),
      }),
    ),
  })
  .transform(({ result }) =>
    result.map((row): Transfer => ({
      id: row.tranId,
      asset: row.asset,
      amount: row.amount,
      from: `${row.fromEmail}, ${row.fromAccountType}`,
      to: `${row.toEmail}, ${row.toAccountType}`,
      status: wordFor(transferStatuses, row.status),
      venueStatus: row.status,
      at: row.createTimeStamp,
    })),
  );

export const subAccountSpotTransfers = z.array(
  z
    .object({
      tranId: id,
      from: text,
      to: text,
      asset: text.min(1),
      qty: amount,
      status: text.min(1),
      time: millis,
    })
    .transform((row): Transfer => ({
      id: row.tranId,
      asset: row.asset,
      amount: row.qty,
      from: `${row.from}, SPOT`,
      to: `${row.to}, SPOT`,
      status: wordFor(transferStatuses, row.status),
      venueStatus: row.status,
      at: row.time,
    })),
);

/** As a sub-account sees its own: type 1 came in, type 2 went out. */
export const ownSubAccountTransfers = (direction: 'in' | 'out') =>
  z.array(
    z
      .object({
        tranId: id,
        counterParty: maybeText,
        email: maybeText,
        asset: text.min(1),
        qty: amount,
        fromAccountType: text,
        toAccountType: text,
        status: text.min(1),
        time: millis,
      })
      .transform((row): Transfer => {
        const other = [row.counterParty, row.email].filter((part) => part !== '').join(' ');
        const [from, to] = direction === 'in' ? [other, 'this account'] : ['this account', other];
        return {
          id: row.tranId,
          asset: row.asset,
          amount: row.qty,
          from: `${from}, ${row.fromAccountType}`,
          to: `${to}, ${row.toAccountType}`,
          status: wordFor(transferStatuses, row.status),
          venueStatus: row.status,
          at: row.time,
        };
      }),
  );

// ---------------------------------------------------------------- ledgers

const noBalance = unknown('Binance tells no balance after an entry');
const noFee = unknown('the row names no fee');

/** One line of a futures wallet. `tranId` is unique within a user's lines of one kind. */
export const income = (wallet: string) =>
  z.array(
    z
      .object({
        symbol: maybeText,
        incomeType: text.min(1),
        income: amount,
        asset: text.min(1),
        time: millis,
        tranId: id,
        tradeId: z.union([id, z.literal('')]).nullish(),
      })
      .transform((row): LedgerEntry => ({
        id: row.tranId,
        wallet,
        asset: row.asset,
        change: row.income,
        fee: noFee,
        balanceAfter: noBalance,
        kind: row.incomeType,
        // "BTCUSDT/123": a market, and the trade in it where there was one.
        reference: knownText(
          [row.symbol, row.tradeId ?? ''].filter((part) => part !== '').join('/'),
          'it was booked for no market',
        ),
        at: row.time,
      })),
  );

/** In which symbols a futures wallet earned or paid anything. */
export const incomeSymbols = z
  .array(z.object({ symbol: maybeText, tranId: id }))
  .transform((rows) => [...new Set(rows.map(({ symbol }) => symbol))].filter((symbol) => symbol !== ''));

/** The sign is the venue's own: no document says that it writes one. */
export const marginFlow = (wallet: string) =>
  z.array(
    z
      .object({ id, tranId: id, timestamp: millis, asset: text.min(1), type: text.min(1), amount })
      .transform((row): LedgerEntry => ({
        id: row.id,
        wallet,
        asset: row.asset,
        change: row.amount,
        fee: noFee,
        balanceAfter: noBalance,
        kind: row.type,
        reference: known(row.tranId),
        at: row.timestamp,
      })),
  );

export const optionsFlow = z.array(
  z
    .object({ id, asset: text.min(1), amount, type: text.min(1), createDate: millis })
    .transform((row): LedgerEntry => ({
      id: row.id,
      wallet: 'options',
      asset: row.asset,
      change: row.amount,
      fee: noFee,
      balanceAfter: noBalance,
      kind: row.type,
      reference: unknown('the row names none'),
      at: row.createDate,
    })),
);

/** What went and what came are an entry each; the fee is in the asset that came. */
interface Exchanged {
  readonly id: string;
  readonly wallet: string;
  readonly kind: string;
  readonly at: string;
  readonly went: { readonly asset: string; readonly amount: string };
  readonly came: { readonly asset: string; readonly amount: string; readonly fee?: string };
}

function bothSides({ went, came, id: reference, ...row }: Exchanged): LedgerEntry[] {
  const about = { ...row, balanceAfter: noBalance, reference: known(reference) };
  return [
    { ...about, id: `${reference}/went`, asset: went.asset, change: negate(went.amount), fee: noFee },
    {
      ...about,
      id: `${reference}/came`,
      asset: came.asset,
      change: came.amount,
      fee: came.fee === undefined ? noFee : known(came.fee),
    },
  ];
}

const dustDetail = z.object({
  transId: id,
  serviceChargeAmount: amount,
  amount,
  operateTime: millis,
  transferedAmount: amount,
  fromAsset: text.min(1),
  targetAsset: text.min(1).optional(),
});

/** Small amounts turned into BNB: a quiet way out for what an attacker left over. */
export const dust = (wallet: string) =>
  z
    .object({ userAssetDribblets: z.array(z.object({ userAssetDribbletDetails: z.array(dustDetail) })) })
    .transform(({ userAssetDribblets }) =>
      userAssetDribblets
        .flatMap(({ userAssetDribbletDetails }) => userAssetDribbletDetails)
        .flatMap((row) =>
          bothSides({
            id: row.transId,
            wallet,
            kind: 'dust',
            at: row.operateTime,
            went: { asset: row.fromAsset, amount: row.amount },
            came: {
              asset: row.targetAsset ?? 'BNB',
              amount: row.transferedAmount,
              fee: row.serviceChargeAmount,
            },
          }),
        ),
    );

export const conversions = z
  .object({
    list: z.array(
      z.object({
        orderId: id,
        orderStatus: text.min(1),
        fromAsset: text.min(1),
        fromAmount: amount,
        toAsset: text.min(1),
        toAmount: amount,
        createTime: millis,
      }),
    ),
    moreData: z.boolean().optional(),
  })
  .transform(({ list }) =>
    list.flatMap((row) =>
      bothSides({
        id: row.orderId,
        wallet: 'spot',
        // One that failed moved nothing: the kind says so.
        kind: row.orderStatus === 'SUCCESS' ? 'convert' : `convert, ${row.orderStatus}`,
        at: row.createTime,
        went: { asset: row.fromAsset, amount: row.orderStatus === 'FAIL' ? '0' : row.fromAmount },
        came: { asset: row.toAsset, amount: row.orderStatus === 'FAIL' ? '0' : row.toAmount },
      }),
    ),
  );

export const dividends = z
  .object({
    rows: z.array(
      z.object({
        id,
        amount,
        asset: text.min(1),
        divTime: millis,
        enInfo: maybeText,
        tranId: id,
        direction: z.union([z.number(), text]).optional(),
      }),
    ),
  })
  .transform(({ rows }) =>
    rows.map((row): LedgerEntry => ({
      id: row.id,
      wallet: 'spot',
      asset: row.asset,
      // 1 came in, -1 was taken back.
      change: String(row.direction) === '-1' ? negate(row.amount) : row.amount,
      fee: noFee,
      balanceAfter: noBalance,
      kind: row.enInfo === '' ? 'distribution' : row.enInfo,
      reference: known(row.tranId),
      at: row.divTime,
    })),
  );
