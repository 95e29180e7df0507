import { z } from 'zod';
import type { SubAccount } from '../../domain/account.ts';
import { VenueFailure } from '../../domain/failure.ts';
import type { Deposit, LedgerEntry, Transfer, Withdrawal } from '../../domain/trading.ts';
import type { Page, PageRequest, Params, ReadPages, Session } from '../contract.ts';
import { readPage } from '../read-page.ts';
import { millisFromIso, understood } from '../rows.ts';
import { endOf, turnByTime } from './by-time.ts';
import * as rows from './money-rows.ts';
import { fullFrom, pageSize } from './reads.ts';

const ledgerPageSize = 100;
/** The limit in the reference's example; whether more may be asked for stands nowhere. */
const transfersPageSize = 25;

export const withdrawals: ReadPages<Withdrawal> = {
  paging: { style: 'cursor', pageSize },
  page: (session, request) =>
    byTime(session, request, {
      endpoint: 'privateGetWithdrawalHistory',
      params: { limit: pageSize },
      doing: 'listing withdrawals',
      rows: rows.withdrawals,
      timeOf: ({ requestedAt }) => requestedAt,
      fullFrom,
    }),
  // Of the fields that identify it: rows have no id here.
  idOf: ({ id }) => id,
};

export const deposits: ReadPages<Deposit> = {
  paging: { style: 'cursor', pageSize },
  page: (session, request) =>
    byTime(session, request, {
      endpoint: 'privateGetDepositHistory',
      params: { limit: pageSize },
      doing: 'listing deposits',
      rows: rows.deposits,
      timeOf: ({ at }) => at,
      fullFrom,
    }),
  idOf: ({ id }) => id,
};

export const ledger: ReadPages<LedgerEntry> = {
  paging: { style: 'cursor', pageSize: ledgerPageSize },
  page: (session, request) =>
    readPage(session, {
      endpoint: 'privateGetAccountHistory',
      params: {
        ...(request.from === undefined ? {} : { fromDate: millisFromIso(request.from) }),
        // Always sent where known: what is booked while we read would push rows on to the next page.
        ...(request.to === undefined ? {} : { toDate: millisFromIso(request.to) }),
        page: Number(request.cursor ?? 1),
        maxItems: ledgerPageSize,
      },
      doing: 'listing the ledger',
      rows: rows.ledger,
      received: (body) => rows.ledgerPage.parse(body).items.length,
      next: nextPage,
    }),
  idOf: ({ id }) => id,
};

export const subAccounts: ReadPages<SubAccount> = {
  paging: { style: 'cursor', pageSize: 100 },
  page: (session, { cursor }) =>
    readPage(session, { ...subAccountsCall(cursor), rows: rows.subAccounts, next: nextPage }),
  idOf: ({ id }) => id,
};

const subAccountsCall = (page: string | undefined) => ({
  endpoint: 'privateGetSubaccounts',
  params: page === undefined ? {} : { page: Number(page) },
  doing: 'listing sub-accounts',
});

/** Stands for the account that has none: its page is the empty list of sub-accounts. */
const noSubAccount = 'no sub-account';

export const transfers: ReadPages<Transfer> = {
  paging: { style: 'cursor', pageSize: transfersPageSize },
  sections: subAccountIds,
  page: (session, request) =>
    request.section === noSubAccount
      ? readPage(session, { ...subAccountsCall(undefined), rows: noTransfers })
      : byTime(session, request, {
          endpoint: 'privateGetSubaccountsTransfers',
          params: { subaccountId: request.section ?? '', limit: transfersPageSize },
          doing: 'listing transfers with a sub-account',
          rows: rows.transfers,
          timeOf: ({ at }) => at,
          fullFrom: transfersPageSize,
        }),
  idOf: ({ id }) => id,
};

// One that was made since the sections were asked for is no "none".
const noTransfers = z.object({ items: z.array(z.never()) }).transform(({ items }): Transfer[] => items);

/** Every sub-account, page by page: transfers are told for one of them at a time. */
async function subAccountIds(session: Session): Promise<readonly string[]> {
  const ids = new Set<string>();
  const asked = new Set<string | undefined>();
  for (let page: string | undefined; !asked.has(page);) {
    asked.add(page);
    const { endpoint, params, doing } = subAccountsCall(page);
    const reply = await session.call(endpoint, params, doing);
    const { items } = understood(rows.subAccountsPage, reply, session, doing);
    for (const { id } of items) ids.add(id);
    page = nextPage(reply.body);
    if (page === undefined) return ids.size === 0 ? [noSubAccount] : [...ids];
  }
  throw new VenueFailure({
    code: 'REPLY_NOT_UNDERSTOOD',
    venue: session.venue.id,
    doing: 'listing sub-accounts',
    detail: 'the venue named the same next page twice',
  });
}

const pageNumbers = z.object({ currentPage: z.number(), totalPages: z.number() });

/** Pages count from 1; a list without rows says that it has none at all. */
function nextPage(body: unknown): string | undefined {
  const { currentPage, totalPages } = pageNumbers.parse(body);
  return currentPage < totalPages ? String(currentPage + 1) : undefined;
}

function byTime<Row>(
  session: Session,
  request: PageRequest,
  list: {
    readonly endpoint: string;
    readonly params: Exclude<Params, readonly unknown[]>;
    readonly doing: string;
    readonly rows: z.ZodType<readonly Row[]>;
    readonly timeOf: (row: Row) => string;
    readonly fullFrom: number;
  },
): Promise<Page<Row>> {
  const end = endOf(request);
  const turn = (found: readonly Row[]) => turnByTime(request, found.map(list.timeOf), list.fullFrom);
  return readPage(session, {
    endpoint: list.endpoint,
    params: {
      ...list.params,
      ...(request.from === undefined ? {} : { start: millisFromIso(request.from) }),
      ...(end === undefined ? {} : { end }),
    },
    doing: list.doing,
    rows: list.rows,
    next: (_body, found) => turn(found).next,
    stop: (_body, found) => turn(found).stop,
  });
}
