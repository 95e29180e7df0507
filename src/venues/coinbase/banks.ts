import { z } from 'zod';
import { known, unknown, type Known } from '../../domain/known.ts';
import { VenueFailure } from '../../domain/failure.ts';
import type { TransferStatus, Withdrawal } from '../../domain/trading.ts';
import type { Page, PageRequest, Session } from '../contract.ts';
import { readPage } from '../read-page.ts';
import { amount, id, isoMoment, maybeText, understood, wordFor } from '../rows.ts';
import { appList, appPage, nextAfter, toldIn, whyKeptBack } from './app-page.ts';
import { accountOf } from './places.ts';

// GET /v2/accounts/:id/withdrawals: withdrawals to banks, with the bank. Each that was committed is a row of
// the account's transactions too, which does not name the bank.

const money = z.object({ amount, currency: z.string().min(1) });

const bankWithdrawal = z.object({
  id,
  status: z.string().min(1),
  payment_method: z.object({ id: maybeText }).nullish(),
  transaction: z.object({ id: maybeText }).nullish(),
  amount: money,
  subtotal: money.nullish(),
  fee: money.nullish(),
  created_at: isoMoment,
  committed: z.boolean().nullish(),
});

type BankWithdrawal = z.output<typeof bankWithdrawal>;

const list = appList(bankWithdrawal);

const requestOf = (account: string, cursor: string | undefined) => ({
  endpoint: 'v2PrivateGetAccountsAccountIdWithdrawals',
  params: { account_id: account, ...appPage(cursor) },
  doing: `listing withdrawals to banks of account ${account}`,
});

/** Where a withdrawal went, as the list of transactions does not tell it. */
export interface Bank {
  readonly address: string;
  readonly network: string;
  readonly fee: Known<string>;
}

interface Told {
  /** By the id of the transaction. */
  readonly banks: ReadonlyMap<string, Bank>;
  readonly exchanges: readonly string[];
}

const pagesAtMost = 20;

/** Looks up the banks of these transactions. What Coinbase refuses to tell stays unknown. */
export async function banksOf(
  session: Session,
  request: PageRequest,
  transactionIds: readonly string[],
): Promise<Told> {
  const banks = new Map<string, Bank>();
  const exchanges: string[] = [];
  if (transactionIds.length === 0) return { banks, exchanges };
  const methods = await asFarAsTold(exchanges, () => paymentMethods(session, exchanges));
  await asFarAsTold(exchanges, async () => {
    const missing = new Set(transactionIds);
    let cursor: string | undefined;
    for (let page = 0; page < pagesAtMost && missing.size > 0; page++) {
      const { endpoint, params, doing } = requestOf(accountOf(request), cursor);
      const reply = await session.call(endpoint, params, doing);
      exchanges.push(reply.exchange);
      const read = understood(list, reply, session, doing);
      for (const row of toldIn(read)) {
        const transaction = row.transaction?.id ?? '';
        if (missing.delete(transaction)) banks.set(transaction, bankIn(row, methods ?? new Map()));
      }
      cursor = read.data.length === 0 ? undefined : nextAfter(read);
      if (cursor === undefined) return;
    }
  });
  return { banks, exchanges };
}

/** A refusal of this alone does not spoil the list that it would explain. */
async function asFarAsTold<T>(exchanges: string[], ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    const isItsOwn =
      error instanceof VenueFailure &&
      ['SCOPE_MISSING', 'REQUEST_REJECTED', 'NOT_FOUND'].includes(error.code);
    if (!isItsOwn) throw error;
    if (error.failure.exchange !== undefined) exchanges.push(error.failure.exchange);
    return undefined;
  }
}

const methodList = z.object({
  payment_methods: z.array(z.object({ id, type: maybeText, name: maybeText })),
});

/** Id → "ACH, ALLY BANK ******1234". */
async function paymentMethods(session: Session, exchanges: string[]): Promise<ReadonlyMap<string, string>> {
  const doing = 'listing payment methods';
  const reply = await session.call('v3PrivateGetBrokeragePaymentMethods', {}, doing);
  exchanges.push(reply.exchange);
  const { payment_methods } = understood(methodList, reply, session, doing);
  return new Map(payment_methods.map(({ id, type, name }) => [id, [type, name].filter(Boolean).join(', ')]));
}

const bankIn = (row: BankWithdrawal, methods: ReadonlyMap<string, string>): Bank => {
  const method = row.payment_method?.id ?? '';
  return { address: method, network: methods.get(method) ?? '', fee: feeOf(row) };
};

const feeOf = ({ fee, amount }: BankWithdrawal): Known<string> =>
  fee?.currency === amount.currency ? known(fee.amount) : unknown('the row names no fee');

const statuses: Readonly<Record<string, TransferStatus>> = {
  created: 'requested',
  completed: 'completed',
  canceled: 'cancelled',
};

/** Withdrawals that were prepared and not sent off: no transaction shows them (`commit: false`). */
export function readPrepared(session: Session, request: PageRequest): Promise<Page<Withdrawal>> {
  return readPage(session, {
    ...requestOf(accountOf(request), request.cursor),
    rows: list.transform((read) => toldIn(read).filter(isPrepared).map(asPrepared)),
    received: (body) => list.parse(body).data.length,
    next: (body) => nextAfter(list.parse(body)),
    unproven: (body) => whyKeptBack(list.parse(body)),
  });
}

const isPrepared = ({ committed, transaction }: BankWithdrawal): boolean =>
  committed !== true && (transaction?.id ?? '') === '';

const asPrepared = (row: BankWithdrawal): Withdrawal => ({
  id: row.id,
  asset: row.amount.currency,
  amount: (row.subtotal ?? row.amount).amount,
  fee: feeOf(row),
  address: row.payment_method?.id ?? '',
  network: '',
  txId: unknown('a withdrawal to a bank has no transaction on chain'),
  status: wordFor(statuses, row.status),
  venueStatus: `${row.status}, not committed`,
  internal: false,
  requestedAt: row.created_at,
  completedAt: unknown('Coinbase does not tell it'),
});
