import { z } from 'zod';
import { known, unknown } from '../../domain/known.ts';
import type {
  Balance,
  Deposit,
  TransferStatus,
  Withdrawal,
  WithdrawalAddress,
} from '../../domain/trading.ts';
import { isZero } from '../../domain/money.ts';
import { amount, id, knownText, maybeText, millis, tagOf, utcWithoutZone, wordFor } from '../rows.ts';

// Forms: binance-connector-js (2026-07-24), clients/wallet. Integers may come as strings.

const text = z.string();
const smallInteger = z.union([z.number().int(), z.string().regex(/^\d+$/)]).transform(String);

export const spotBalances = z
  .object({ balances: z.array(z.object({ asset: text.min(1), free: amount, locked: amount })) })
  .transform(({ balances }) => balances.map((row): Balance => ({ wallet: 'spot', ...row })));

/** Frozen and withdrawing amounts are rows of their own: a sum would not be what the venue wrote. */
export const fundingBalances = z
  .array(
    z.object({
      asset: text.min(1),
      free: amount,
      locked: amount,
      freeze: amount,
      withdrawing: amount,
    }),
  )
  .transform((rows) =>
    rows.flatMap(({ asset, free, locked, freeze, withdrawing }): Balance[] => [
      { wallet: 'funding', asset, free, locked },
      ...held('funding, frozen', asset, freeze),
      ...held('funding, being withdrawn', asset, withdrawing),
    ]),
  );

const held = (wallet: string, asset: string, locked: string): Balance[] =>
  isZero(locked) ? [] : [{ wallet, asset, free: '0', locked }];

// 0, 2, 3, 4, 6: connector comments. 1 and 5 stand in older documents only.
const withdrawalStatuses: Readonly<Record<string, TransferStatus>> = {
  '0': 'requested',
  '1': 'cancelled',
  '2': 'awaiting-approval',
  '3': 'rejected',
  '4': 'processing',
  '5': 'failed',
  '6': 'completed',
};

const walletTypes: Readonly<Record<string, string>> = { '0': 'spot', '1': 'funding' };

function walletOf(type: string | undefined): { readonly wallet?: string } {
  const wallet = type === undefined ? undefined : walletTypes[type];
  return wallet === undefined ? {} : { wallet };
}

export const withdrawals = z.array(
  z
    .object({
      id,
      amount,
      transactionFee: amount.optional(),
      coin: text.min(1),
      status: smallInteger,
      address: text,
      addressTag: maybeText,
      txId: maybeText,
      applyTime: utcWithoutZone,
      completeTime: z.union([utcWithoutZone, z.literal('')]).nullish(),
      network: maybeText,
      transferType: smallInteger.optional(),
      walletType: smallInteger.optional(),
    })
    .transform((row): Withdrawal => ({
      id: row.id,
      asset: row.coin,
      amount: row.amount,
      fee: row.transactionFee === undefined ? unknown('the row names no fee') : known(row.transactionFee),
      address: row.address,
      ...tagOf(row.addressTag),
      network: row.network,
      txId: knownText(row.txId, 'no transaction on chain is named'),
      status: wordFor(withdrawalStatuses, row.status),
      venueStatus: row.status,
      internal: row.transferType === '1',
      requestedAt: row.applyTime,
      completedAt: knownText(row.completeTime ?? '', 'the row names no time of completion'),
      ...walletOf(row.walletType),
    })),
);

// Connector comments to deposit/hisrec.
const depositStatuses: Readonly<Record<string, TransferStatus>> = {
  '0': 'processing',
  '1': 'completed',
  '2': 'rejected',
  // Credited, but it cannot be withdrawn yet.
  '6': 'processing',
  // Wrong deposit.
  '7': 'failed',
  '8': 'awaiting-approval',
};

export const deposits = z.array(
  z
    .object({
      id,
      amount,
      coin: text.min(1),
      network: maybeText,
      status: smallInteger,
      address: text,
      addressTag: maybeText,
      txId: maybeText,
      insertTime: millis,
      walletType: smallInteger.optional(),
    })
    .transform((row): Deposit => ({
      id: row.id,
      asset: row.coin,
      amount: row.amount,
      address: row.address,
      ...tagOf(row.addressTag),
      network: row.network,
      txId: knownText(row.txId, 'no transaction on chain is named'),
      status: wordFor(depositStatuses, row.status),
      venueStatus: row.status,
      at: row.insertTime,
      ...walletOf(row.walletType),
    })),
);

export const withdrawalAddresses = z.array(
  z
    .object({
      address: text.min(1),
      addressTag: maybeText,
      coin: text,
      name: maybeText,
      network: maybeText,
      whiteStatus: z.boolean().optional(),
    })
    .transform((row): WithdrawalAddress => ({
      asset: row.coin,
      network: row.network,
      address: row.address,
      tag: row.addressTag,
      label: row.name,
      whitelisted: row.whiteStatus ?? 'unknown',
      addedAt: unknown('Binance does not say when an address was added: compare with a baseline'),
    })),
);
