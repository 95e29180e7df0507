import type { z } from 'zod';
import type { Balance, Deposit, LedgerEntry, Transfer, Withdrawal } from '../../domain/trading.ts';
import type { Endpoint, Page, PageRequest, ReadPages, Session } from '../contract.ts';
import { readPage } from '../read-page.ts';
import { understood } from '../rows.ts';
import * as bills from './bill-rows.ts';
import { beginAndEnd, pageSize, readById } from './by-id.ts';
import { readByTime } from './by-time.ts';
import { dataOf, onlyRowOf, placeIn, type Query } from './envelope.ts';
import * as rows from './money-rows.ts';
import { surely, threeMonthsMs, type Stage } from './stages.ts';
import * as wallet from './wallet-rows.ts';

interface WalletPlace {
  readonly endpoint: Endpoint;
  readonly rows: z.ZodType<readonly Balance[]>;
}

const wallets: Readonly<Record<string, WalletPlace>> = {
  trading: { endpoint: 'privateGetAccountBalance', rows: onlyRowOf(wallet.tradingAccount) },
  funding: { endpoint: 'privateGetAssetBalances', rows: dataOf(wallet.fundingAccount) },
  savings: { endpoint: 'privateGetFinanceSavingsBalance', rows: dataOf(wallet.savings) },
  'on-chain earn': {
    endpoint: 'privateGetFinanceStakingDefiOrdersActive',
    rows: dataOf(wallet.onChainEarn).transform((orders) => orders.flat()),
  },
};

export const balances: ReadPages<Balance> = {
  paging: { style: 'single' },
  sections: Object.keys(wallets),
  page: (session, request) => {
    const { section, place } = placeIn(wallets, request);
    return readPage(session, { ...place, params: {}, doing: `listing balances, ${section}` });
  },
  idOf: (balance) => `${balance.wallet}/${balance.asset}`,
};

const only = (endpoint: Endpoint): readonly Stage[] => [{ name: 'all', endpoint }];

// ---------------------------------------------------------------- in and out

export const withdrawals: ReadPages<Withdrawal> = {
  paging: { style: 'cursor', pageSize },
  page: readWithdrawals,
  idOf: ({ id }) => id,
};

/**
 * Without `type`, so that none is missing whatever types there will be; then the same page once more
 * for those to other customers of OKX alone, as no row says which ones these are.
 */
async function readWithdrawals(session: Session, request: PageRequest): Promise<Page<Withdrawal>> {
  const page = await readByTime(session, request, {
    stages: only('privateGetAssetWithdrawalHistory'),
    params: {},
    doing: 'listing withdrawals',
    row: rows.withdrawal,
    timeOf: ({ requestedAt }) => requestedAt,
  });
  if (page.rows.length === 0) return { ...page, rows: [] };
  const internal = await internalIds(session, page.request);
  return {
    ...page,
    rows: page.rows.map((row) => ({ ...row, internal: internal.ids.has(row.id) })),
    before: [internal.exchange],
  };
}

async function internalIds(session: Session, asked: Query) {
  const doing = 'telling withdrawals to other customers of OKX apart';
  const reply = await session.call('privateGetAssetWithdrawalHistory', { ...asked, type: '3' }, doing);
  const found = understood(dataOf(rows.withdrawal), reply, session, doing);
  return { ids: new Set(found.map((row) => row.id)), exchange: reply.exchange };
}

export const deposits: ReadPages<Deposit> = {
  paging: { style: 'cursor', pageSize },
  page: (session, request) =>
    readByTime(session, request, {
      stages: only('privateGetAssetDepositHistory'),
      params: {},
      doing: 'listing deposits',
      row: rows.deposit,
      timeOf: ({ at }) => at,
    }),
  idOf: ({ id }) => id,
};

// ---------------------------------------------------------------- bills

/** Of the last month, at once; then all since February 2021, half a minute behind. */
const fundingStages: readonly Stage[] = [
  // The shortest month.
  { name: 'month', endpoint: 'privateGetAssetBills', surelyMs: surely.days(28) },
  { name: 'history', endpoint: 'privateGetAssetBillsHistory' },
];

const tradingStages: readonly Stage[] = [
  { name: 'week', endpoint: 'privateGetAccountBills', surelyMs: surely.days(7) },
  { name: 'archive', endpoint: 'privateGetAccountBillsArchive' },
];

export const transfers: ReadPages<Transfer> = {
  paging: { style: 'cursor', pageSize },
  // With sub-accounts last: only a key of the main account may ask, and a refusal ends the reading.
  sections: ['within the account', 'with sub-accounts'],
  page: (session, request) =>
    request.section === 'with sub-accounts'
      ? readByTime(session, request, {
          stages: only('privateGetAssetSubaccountBills'),
          params: {},
          doing: 'listing transfers with sub-accounts',
          row: bills.subAccountTransfer,
          timeOf: ({ at }) => at,
        })
      : readByTime(session, request, {
          stages: fundingStages,
          params: {},
          doing: 'listing transfers within the account',
          row: bills.ownTransfer,
          timeOf: ({ at }) => at,
        }),
  idOf: ({ id }) => id,
};

export const ledger: ReadPages<LedgerEntry> = {
  paging: { style: 'cursor', pageSize },
  sections: ['trading', 'funding'],
  wayIn: (section) => (section === 'trading' ? { reachMs: threeMonthsMs } : {}),
  page: (session, request) =>
    request.section === 'funding'
      ? readByTime(session, request, {
          stages: fundingStages,
          params: {},
          doing: 'listing the ledger of the funding account',
          row: bills.fundingEntry,
          timeOf: ({ at }) => at,
        })
      : readById(session, request, {
          stages: tradingStages,
          params: beginAndEnd(request),
          doing: 'listing the ledger of the trading account',
          row: bills.tradingEntry,
          idField: 'billId',
        }),
  idOf: ({ id }) => id,
};
