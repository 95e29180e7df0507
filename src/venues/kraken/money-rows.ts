import { z } from 'zod';
import { known, unknown } from '../../domain/known.ts';
import { subtract } from '../../domain/money.ts';
import type {
  Balance,
  Deposit,
  LedgerEntry,
  Transfer,
  TransferStatus,
  Withdrawal,
  WithdrawalAddress,
} from '../../domain/trading.ts';
import { amount, id, knownText, maybeText, seconds, tagOf, wordFor } from '../rows.ts';
import { mapOf } from './envelope.ts';
import { asset, isBound, placed } from './names.ts';

// Forms: docs.kraken.com/api-reference/account-data, /funding and /earn, and the replies recorded by ccxt.

const text = z.string();

const held = z.object({ balance: amount, hold_trade: amount.nullish() });

export const spot = 'spot';

/** What is borrowed from a credit line is not the owner's, and is not counted. */
export const spotBalances = mapOf(held, (written, { balance, hold_trade }): Balance => {
  const isStuck = isBound(written);
  const locked = isStuck ? balance : (hold_trade ?? '0');
  const { asset: name, ending } = placed(written);
  return {
    // One asset can lie in several places: DOT.S and DOT28.S, so the whole name tells them apart.
    wallet: ending === undefined ? spot : `${isStuck ? 'bound' : 'earning'} (${written})`,
    asset: name,
    free: isStuck ? '0' : subtract(balance, locked),
    locked,
  };
});

const allocation = z
  .object({
    strategy_id: id,
    native_asset: asset,
    amount_allocated: z.object({ total: z.object({ native: amount }) }),
  })
  .transform((row): Balance => ({
    wallet: `earn ${row.strategy_id}`,
    asset: row.native_asset,
    free: '0',
    locked: row.amount_allocated.total.native,
  }));

export const earnAllocations = z.object({ items: z.array(allocation), next_cursor: maybeText });

// Funding states, as "IFEX" has them; what became of one stands beside it in `status-prop`.
const statuses: Readonly<Record<string, TransferStatus>> = {
  Initial: 'requested',
  Pending: 'processing',
  Settled: 'processing',
  Success: 'completed',
  Partial: 'processing',
  Failure: 'failed',
};

const outcomes: Readonly<Record<string, TransferStatus>> = {
  canceled: 'cancelled',
  onhold: 'awaiting-approval',
};

/** Beside a success or a failure a remark such as "return" changes nothing; a cancelled one is a failure, too. */
function statusOf({ status, prop }: { readonly status: string; readonly prop: string }): TransferStatus {
  const outcome = wordFor(outcomes, prop);
  return outcome !== 'unknown' && status !== 'Success' ? outcome : wordFor(statuses, status);
}

const funding = z.object({
  method: text,
  asset,
  refid: id,
  txid: maybeText,
  info: maybeText,
  amount,
  fee: amount.nullish(),
  time: seconds,
  status: text.min(1),
  'status-prop': maybeText,
  network: maybeText,
});

type Funding = z.output<typeof funding>;

const shared = (row: Funding) => ({
  id: row.refid,
  asset: row.asset,
  amount: row.amount,
  address: row.info,
  network: row.network === '' ? row.method : row.network,
  txId: knownText(row.txid, 'no transaction is named'),
  status: statusOf({ status: row.status, prop: row['status-prop'] }),
  venueStatus: row['status-prop'] === '' ? row.status : `${row.status}, ${row['status-prop']}`,
});

export const withdrawal = funding.transform((row): Withdrawal => ({
  ...shared(row),
  fee: row.fee == null ? unknown('the row names no fee') : known(row.fee),
  // To the owner's own futures wallet nothing leaves Kraken; to other customers no row is known.
  internal: /futures/i.test(row.method),
  requestedAt: row.time,
  completedAt: unknown('Kraken does not tell when a withdrawal was completed'),
}));

export const deposit = funding.transform((row): Deposit => ({ ...shared(row), at: row.time }));

export const withdrawalAddresses = z.array(
  z
    .object({
      address: text.min(1),
      asset,
      method: text,
      network: maybeText,
      key: text.min(1),
      memo: maybeText,
      tag: maybeText,
      verified: z.boolean().nullish(),
    })
    .transform((row): WithdrawalAddress => ({
      asset: row.asset,
      network: row.network === '' ? row.method : row.network,
      address: row.address,
      tag: tagOf(row.tag).tag ?? row.memo,
      label: row.key,
      whitelisted: row.verified ?? 'unknown',
      addedAt: unknown('Kraken does not tell when an address was added'),
    })),
);

const entry = z.object({
  refid: maybeText,
  time: seconds,
  type: text.min(1),
  subtype: maybeText,
  asset,
  amount,
  fee: amount.nullish(),
  balance: amount.nullish(),
});

type Entry = z.output<typeof entry>;

const asLedgerEntry = (entryId: string, row: Entry): LedgerEntry => ({
  id: entryId,
  wallet: 'spot',
  asset: row.asset,
  // Before the fee: the balance went down by that, too.
  change: row.amount,
  fee: row.fee == null ? unknown('the line names no fee') : known(row.fee),
  balanceAfter: row.balance == null ? unknown('the line names no balance') : known(row.balance),
  kind: row.subtype === '' ? row.type : `${row.type}, ${row.subtype}`,
  reference: knownText(row.refid, 'the line refers to nothing'),
  at: row.time,
});

/** "spottofutures", "spotfromstaking": a wallet of the account's own, which way, the other one. */
const direction = /^(spot|staking|futures|margin)(to|from)(\w+)$/;

/** Where the subtype tells no wallets, the sign tells the way, and the subtype stands for the other end. */
function endsOf({ subtype, amount: change }: Entry): Pick<Transfer, 'from' | 'to'> {
  const [, own, way, other] = direction.exec(subtype) ?? [
    '',
    'spot',
    change.startsWith('-') ? 'to' : 'from',
    subtype === '' ? 'not told' : subtype,
  ];
  const [here, there] = [own ?? '', other ?? ''];
  return way === 'to' ? { from: here, to: there } : { from: there, to: here };
}

const asTransfer = (entryId: string, row: Entry): Transfer => ({
  id: entryId,
  asset: row.asset,
  amount: row.amount.replace(/^-/, ''),
  ...endsOf(row),
  // What stands in the ledger has been booked.
  status: 'completed',
  venueStatus: row.subtype === '' ? row.type : `${row.type}, ${row.subtype}`,
  at: row.time,
});

export const ledger = z
  .object({ ledger: mapOf(entry, asLedgerEntry) })
  .transform(({ ledger: lines }) => lines);

/** Told to send lines of this type only; a venue that does not listen is not believed. */
const transferred = entry.refine(({ type }) => type === 'transfer', 'expected a transfer');

export const transfers = z
  .object({ ledger: mapOf(transferred, asTransfer) })
  .transform(({ ledger: lines }) => lines);
