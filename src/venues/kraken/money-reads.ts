import { z } from 'zod';
import type {
  Balance,
  Deposit,
  LedgerEntry,
  Transfer,
  Withdrawal,
  WithdrawalAddress,
} from '../../domain/trading.ts';
import type { Page, PageRequest, ReadPages, Session } from '../contract.ts';
import { readPage } from '../read-page.ts';
import { byOffset, inResult, readHistory, withinSeconds } from './envelope.ts';
import * as rows from './money-rows.ts';

const { spot } = rows;
const earn = 'earn';

export const balances: ReadPages<Balance> = {
  paging: { style: 'single' },
  // Spot first: where Earn is not offered, its refusal must not cost the rest.
  sections: [spot, earn],
  page: (session, { section }) => (section === earn ? earnings(session) : held(session)),
  idOf: ({ wallet, asset }) => `${wallet}/${asset}`,
};

const held = (session: Session): Promise<Page<Balance>> =>
  readPage(session, {
    endpoint: 'privatePostBalanceEx',
    params: {},
    doing: 'listing balances',
    rows: inResult(rows.spotBalances),
  });

/** Without what stands among the balances already: that asset's endings there hold it. */
async function earnings(session: Session): Promise<Page<Balance>> {
  const balances = await held(session);
  const told = new Set(balances.rows.filter(({ wallet }) => wallet !== spot).map(({ asset }) => asset));
  const page = await readPage(session, {
    endpoint: 'privatePostEarnAllocations',
    params: { hide_zero_allocations: true },
    doing: 'listing Earn allocations',
    rows: inResult(rows.earnAllocations.transform(({ items }) => items)),
    unproven: moreEarnings,
  });
  return {
    ...page,
    rows: page.rows.filter(({ asset }) => !told.has(asset)),
    before: [balances.exchange],
  };
}

/** "Paging hasn't been implemented"; yet the example names a next page, and no parameter asks for it. */
const moreEarnings = (body: unknown): string | undefined =>
  inResult(rows.earnAllocations).safeParse(body).data?.next_cursor
    ? 'Kraken names a further page of Earn allocations, and no way to ask for it'
    : undefined;

/** As many as one page has unless told otherwise. */
const fundingPageSize = 500;

export const withdrawals: ReadPages<Withdrawal> = {
  paging: { style: 'cursor', pageSize: fundingPageSize },
  page: (session, request) =>
    readFunding(session, request, {
      endpoint: 'privatePostWithdrawStatus',
      doing: 'listing withdrawals',
      lists: ['withdrawals', 'withdrawal'],
      row: rows.withdrawal,
    }),
  idOf: ({ id }) => id,
};

export const deposits: ReadPages<Deposit> = {
  paging: { style: 'cursor', pageSize: fundingPageSize },
  page: (session, request) =>
    readFunding(session, request, {
      endpoint: 'privatePostDepositStatus',
      doing: 'listing deposits',
      lists: ['deposits', 'deposit'],
      row: rows.deposit,
    }),
  // One transaction can pay in to several addresses, under one reference.
  idOf: ({ id, asset, amount, txId, address, at }) =>
    [id, asset, amount, txId.known ? txId.value : '', address, at].join('/'),
};

/**
 * Newest first, page by page: `cursor=true` asks for the first. The rows then stand beside `next_cursor`, under
 * a name that the documents and clients do not agree on; without a cursor they would be a bare list.
 */
function readFunding<Row>(
  session: Session,
  request: PageRequest,
  list: {
    readonly endpoint: string;
    readonly doing: string;
    readonly lists: readonly [string, string];
    readonly row: z.ZodType<Row>;
  },
): Promise<Page<Row>> {
  const [name, other] = list.lists;
  const named = (each: string) =>
    z.object({ [each]: z.array(list.row) }).transform((found) => found[each] ?? []);
  const found = inResult(z.union([named(name), named(other), z.array(list.row)]));
  return readPage(session, {
    endpoint: list.endpoint,
    params: { ...withinSeconds(request), limit: fundingPageSize, cursor: request.cursor ?? true },
    doing: list.doing,
    rows: found,
    next: nextOf,
    unproven: (body) => cutOff(body, found.safeParse(body).data?.length ?? 0),
  });
}

const page = inResult(z.object({ next_cursor: z.string().nullish() }));

const nextOf = (body: unknown): string | undefined => page.safeParse(body).data?.next_cursor ?? undefined;

/** A bare list has no next page to it: whether it is all, nobody can tell. Nor of a full page without one. */
function cutOff(body: unknown, received: number): string | undefined {
  if (!page.safeParse(body).success) return 'Kraken answered without pages: older ones may be missing';
  return received >= fundingPageSize && !nextOf(body) ? 'a full page that names no next one' : undefined;
}

export const transfers: ReadPages<Transfer> = {
  paging: byOffset,
  // There is no list of its own: the ledger has a line for what left or reached the account's wallet.
  page: (session, request) =>
    readHistory(session, request, {
      endpoint: 'privatePostLedgers',
      params: { type: 'transfer' },
      doing: 'listing transfers',
      rows: rows.transfers,
    }),
  idOf: ({ id }) => id,
};

export const ledger: ReadPages<LedgerEntry> = {
  paging: byOffset,
  page: (session, request) =>
    readHistory(session, request, {
      endpoint: 'privatePostLedgers',
      params: { type: 'all' },
      doing: 'listing the ledger',
      rows: rows.ledger,
    }),
  idOf: ({ id }) => id,
};

export const withdrawalAddresses: ReadPages<WithdrawalAddress> = {
  paging: { style: 'single' },
  page: (session) =>
    readPage(session, {
      endpoint: 'privatePostWithdrawAddresses',
      params: {},
      doing: 'listing withdrawal addresses',
      rows: inResult(rows.withdrawalAddresses),
    }),
  idOf: ({ asset, network, label, address, tag }) => [asset, network, label, address, tag].join('/'),
};
