import { z } from 'zod';
import { known, unknown } from '../../domain/known.ts';
import type {
  Deposit,
  Transfer,
  TransferStatus,
  Withdrawal,
  WithdrawalAddress,
} from '../../domain/trading.ts';
import { amount, id, knownText, maybeText, millis, seconds, tagOf, wordFor } from '../rows.ts';
import { smallInteger, success } from './envelope.ts';

// Forms: docs/v5/asset of bybit-exchange/docs.

const text = z.string();

// enum, "withdrawStatus".
const withdrawalStatuses: Readonly<Record<string, TransferStatus>> = {
  SecurityCheck: 'awaiting-approval',
  MoreInformationRequired: 'awaiting-approval',
  Pending: 'processing',
  BlockchainConfirmed: 'processing',
  success: 'completed',
  CancelByUser: 'cancelled',
  Reject: 'rejected',
  Fail: 'failed',
};

export const withdrawal = z
  .object({
    withdrawId: id,
    coin: text.min(1),
    chain: maybeText,
    amount,
    txID: maybeText,
    status: text.min(1),
    toAddress: text,
    tag: maybeText,
    withdrawFee: maybeText,
    createTime: millis,
    updateTime: millis,
    withdrawType: smallInteger.optional(),
  })
  .transform((row): Withdrawal => {
    const status = wordFor(withdrawalStatuses, row.status);
    return {
      id: row.withdrawId,
      asset: row.coin,
      amount: row.amount,
      fee: knownText(row.withdrawFee, 'the row names no fee'),
      // To another customer of Bybit, their UID stands here.
      address: row.toAddress,
      ...tagOf(row.tag),
      network: row.chain,
      txId: knownText(row.txID, 'no transaction is named: none yet, or it failed or was cancelled'),
      status,
      venueStatus: row.status,
      internal: row.withdrawType === '1',
      requestedAt: row.createTime,
      completedAt:
        status === 'completed' ? known(row.updateTime) : unknown(`not completed; changed ${row.updateTime}`),
    };
  });

// enum, "depositStatus".
const depositStatuses: Readonly<Record<string, TransferStatus>> = {
  '1': 'processing',
  '2': 'processing',
  '3': 'completed',
  '4': 'failed',
  // The chain rolled back: under way, taken back, left as it was, waiting for somebody to look at it.
  '7': 'processing',
  '70011': 'failed',
  '70012': 'completed',
  '70013': 'awaiting-approval',
  '10011': 'processing',
  '10012': 'completed',
};

const chainDeposit = z.object({
  id: id.optional(),
  coin: text.min(1),
  chain: maybeText,
  amount,
  txID: maybeText,
  txIndex: maybeText,
  status: smallInteger,
  toAddress: maybeText,
  tag: maybeText,
  successAt: z.union([millis, z.literal(['', '0']).transform(() => undefined)]),
});

/** `successAt` is the only time there is; where it is none yet, the moment of the reply stands in. */
export const chainDeposits = z
  .object({ result: z.object({ rows: z.array(chainDeposit) }), retCode: success, time: millis })
  .transform(({ result, time }) => result.rows.map((row) => asDeposit(row, row.successAt ?? time)));

const asDeposit = (row: z.output<typeof chainDeposit>, at: string): Deposit => ({
  // The id came late to the reference; without it, the place of the payment on its chain.
  id: row.id ?? `${row.chain}/${row.txID}/${row.txIndex}/${row.toAddress}`,
  asset: row.coin,
  amount: row.amount,
  address: row.toAddress,
  ...tagOf(row.tag),
  network: row.chain,
  txId: knownText(row.txID, 'no transaction on chain is named'),
  status: wordFor(depositStatuses, row.status),
  venueStatus: row.status,
  at,
});

const internalStatuses: Readonly<Record<string, TransferStatus>> = {
  '1': 'processing',
  '2': 'completed',
  '3': 'failed',
};

/** From another customer of Bybit. The reference says "timestamp" and shows seconds. */
export const internalDeposit = z
  .object({
    id,
    coin: text.min(1),
    amount,
    status: smallInteger,
    address: maybeText,
    createdTime: z.union([seconds, millis]),
    txID: maybeText,
  })
  .transform((row): Deposit => ({
    id: row.id,
    asset: row.coin,
    amount: row.amount,
    address: row.address,
    network: 'internal',
    txId: knownText(row.txID, 'no transaction is named'),
    status: wordFor(internalStatuses, row.status),
    venueStatus: row.status,
    at: row.createdTime,
  }));

const transferStatuses: Readonly<Record<string, TransferStatus>> = {
  SUCCESS: 'completed',
  PENDING: 'processing',
  FAILED: 'failed',
};

const transfer = z.object({
  transferId: id,
  coin: text.min(1),
  amount,
  fromAccountType: text,
  toAccountType: text,
  timestamp: millis,
  status: text.min(1),
});

const asTransfer = (row: z.output<typeof transfer>, from: string, to: string): Transfer => ({
  id: row.transferId,
  asset: row.coin,
  amount: row.amount,
  from,
  to,
  status: wordFor(transferStatuses, row.status),
  venueStatus: row.status,
  at: row.timestamp,
});

/** Between the wallets of one UID. */
export const ownTransfer = transfer.transform((row) =>
  asTransfer(row, row.fromAccountType, row.toAccountType),
);

/** Between two UIDs: "533285, UNIFIED". */
export const universalTransfer = transfer
  .extend({ fromMemberId: id, toMemberId: id })
  .transform((row) =>
    asTransfer(row, `${row.fromMemberId}, ${row.fromAccountType}`, `${row.toMemberId}, ${row.toAccountType}`),
  );

export const withdrawalAddress = z
  .object({
    coin: text,
    chain: maybeText,
    address: text.min(1),
    tag: maybeText,
    remark: maybeText,
    addressType: smallInteger,
    verified: smallInteger,
    // The table of the reference says createAt, its example createdAt.
    createdAt: seconds.optional(),
    createAt: seconds.optional(),
  })
  .transform((row): WithdrawalAddress => {
    const added = row.createdAt ?? row.createAt;
    return {
      // "baseCoin" stands for every coin of the chain.
      asset: row.coin,
      network: row.addressType === '1' && row.chain === '' ? 'internal' : row.chain,
      address: row.address,
      tag: row.tag,
      label: row.remark,
      whitelisted: row.verified === '1',
      addedAt: added === undefined ? unknown('the row names no time') : known(added),
    };
  });
