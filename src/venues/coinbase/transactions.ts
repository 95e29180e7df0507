import { z } from 'zod';
import type { Page, PageRequest, ReadPages, Session } from '../contract.ts';
import { readPage } from '../read-page.ts';
import { amount, id, isoMoment, maybeText, millisFromIso } from '../rows.ts';
import { appList, appPage, appPageSize, nextAfter, toldIn, whyKeptBack } from './app-page.ts';
import { accountOf, allPlaces, inPlace } from './places.ts';

// GET /v2/accounts/:id/transactions: all that an account ever saw, newest first, under one list of types.

const money = z.object({ amount, currency: z.string().min(1) });

const party = z.object({
  resource: maybeText,
  id: maybeText,
  name: maybeText,
  email: maybeText,
  address: maybeText,
  address_info: z.object({ address: maybeText, destination_tag: maybeText }).nullish(),
});

const resource = z.object({ id: maybeText }).nullish();

const word = z
  .string()
  .min(1)
  // The reference writes one status with a space before it.
  .transform((text) => text.trim());

const transaction = z.object({
  id,
  type: word,
  status: word,
  /** Negative: it left this account. */
  amount: money,
  created_at: isoMoment,
  network: z
    .object({
      status: maybeText,
      hash: maybeText,
      name: maybeText,
      network_name: maybeText,
      transaction_fee: money.nullish(),
      transaction_amount: money.nullish(),
    })
    .nullish(),
  to: party.nullish(),
  from: party.nullish(),
  details: z.object({ subtitle: maybeText, payment_method_name: maybeText }).nullish(),
  advanced_trade_fill: z.object({ order_id: maybeText }).nullish(),
  buy: resource,
  sell: resource,
  trade: resource,
  fiat_deposit: resource,
  fiat_withdrawal: resource,
  /** Of a send that can still be called off. */
  cancelable: z.boolean().nullish(),
  proof_token_required: z.boolean().nullish(),
});

export type Transaction = z.output<typeof transaction>;

const list = appList(transaction);

/** What a list takes of an account's transactions. */
export interface Choice<Row> {
  /** "withdrawals". */
  readonly what: string;
  readonly rowsOf: (row: Transaction, account: string) => readonly Row[];
  /** A row that could belong here, and whose type nobody has documented. */
  readonly mayBelong?: (row: Transaction) => boolean;
}

/** One list that is made of every account's transactions. */
export const byAccount = <Row extends { readonly id: string }>(choice: Choice<Row>): ReadPages<Row> => ({
  paging: { style: 'cursor', pageSize: appPageSize },
  sections: async (session) => (await allPlaces(session)).sections,
  page: (session, request) => inPlace(session, request, () => readTransactions(session, request, choice)),
  idOf: (row) => row.id,
});

/** One page of one account's transactions. */
export function readTransactions<Row>(
  session: Session,
  request: PageRequest,
  { what, rowsOf, mayBelong = () => false }: Choice<Row>,
): Promise<Page<Row>> {
  const account = accountOf(request);
  return readPage(session, {
    endpoint: 'v2PrivateGetAccountsAccountIdTransactions',
    params: { account_id: account, ...appPage(request.cursor) },
    doing: `listing ${what} of account ${request.section}`,
    rows: list.transform((read) => toldIn(read).flatMap((row) => rowsOf(row, account))),
    received: (body) => list.parse(body).data.length,
    next: (body) => nextAfter(list.parse(body)),
    stop: (body) => (isPast(toldIn(list.parse(body)), request) ? 'window-end' : undefined),
    unproven: (body) => {
      const read = list.parse(body);
      return whyKeptBack(read) ?? whyDoubtful(toldIn(read), what, mayBelong);
    },
  });
}

/** No filter by time: the rows go on into the past, and were asked for from somewhere on. */
function isPast(rows: readonly Transaction[], { from }: PageRequest): boolean {
  const [newest, oldest] = [rows[0], rows.at(-1)];
  if (from === undefined || newest === undefined || oldest === undefined) return false;
  const goesBack = millisFromIso(oldest.created_at) <= millisFromIso(newest.created_at);
  return goesBack && millisFromIso(oldest.created_at) < millisFromIso(from);
}

/** "Additional types will be added over time": one that nobody knows is not simply left out. */
function whyDoubtful(
  rows: readonly Transaction[],
  what: string,
  mayBelong: (row: Transaction) => boolean,
): string | undefined {
  const count = rows.filter(mayBelong).length;
  return count === 0
    ? undefined
    : `${count} of ${rows.length} rows are of a type that firebreak does not know and may be ${what}: see them in the ledger`;
}
