import type { z } from 'zod';
import type {
  Balance,
  Deposit,
  LedgerEntry,
  Transfer,
  Withdrawal,
  WithdrawalAddress,
} from '../../domain/trading.ts';
import type { Endpoint, Page, PageRequest, ReadPages, Session } from '../contract.ts';
import { readPage } from '../read-page.ts';
import { cursoredListOf, inResult, listOf, placeIn, readList } from './envelope.ts';
import { one } from './limits.ts';
import * as rows from './money-rows.ts';
import * as wallet from './wallet-rows.ts';
import {
  inMillis,
  inMillisOfWholeSeconds,
  inSeconds,
  monthMs,
  monthOfSecondsMs,
  twoYearsMs,
  weekOfSecondsMs,
} from './windows.ts';

type Query = Readonly<Record<string, string | number>>;

/** One reply, and the whole list. */
const readAtOnce = <Row>(
  session: Session,
  call: {
    readonly endpoint: Endpoint;
    readonly params: Query;
    readonly doing: string;
    readonly rows: z.ZodType<readonly Row[]>;
  },
): Promise<Page<Row>> => readPage(session, { ...call, rows: inResult(call.rows) });

const wallets = {
  UNIFIED: {
    endpoint: 'privateGetV5AccountWalletBalance',
    params: { accountType: 'UNIFIED' },
    doing: 'listing balances of the unified account',
    rows: wallet.unifiedBalances,
  },
  FUND: {
    endpoint: 'privateGetV5AssetTransferQueryAccountCoinsBalance',
    params: { accountType: 'FUND' },
    doing: 'listing balances of the funding account',
    rows: wallet.fundingBalances,
  },
  others: {
    endpoint: 'privateGetV5AssetAssetOverview',
    params: {},
    doing: 'listing what lies in other accounts: earn, bots, copy trading, loans',
    rows: wallet.otherBalances,
  },
} as const;

export const balances: ReadPages<Balance> = {
  paging: { style: 'single' },
  // The overview last: it is a snapshot, and regional accounts do not have it.
  sections: Object.keys(wallets),
  page: (session, request) => readAtOnce(session, placeIn(wallets, request).place),
  idOf: (balance) => `${balance.wallet}/${balance.asset}`,
};

export const withdrawals: ReadPages<Withdrawal> = {
  paging: { style: 'time-window', windowMs: monthMs, pageSize: 50, bySymbol: false, inside: 'cursor' },
  // 2: on chain, and to other customers of Bybit; the venue's default leaves out the latter.
  page: (session, request) =>
    readList(session, request, {
      endpoint: 'privateGetV5AssetWithdrawQueryRecord',
      params: { withdrawType: 2, ...inMillis(request) },
      limit: 50,
      doing: 'listing withdrawals',
      rows: listOf('rows', rows.withdrawal),
    }),
  idOf: (withdrawal) => withdrawal.id,
};

const depositKinds = {
  'on-chain': { endpoint: 'privateGetV5AssetDepositQueryRecord', rows: rows.chainDeposits },
  internal: {
    endpoint: 'privateGetV5AssetDepositQueryInternalRecord',
    rows: listOf('rows', rows.internalDeposit),
  },
} as const;

export const deposits: ReadPages<Deposit> = {
  paging: {
    style: 'time-window',
    windowMs: monthOfSecondsMs,
    pageSize: 50,
    bySymbol: false,
    inside: 'cursor',
  },
  sections: Object.keys(depositKinds),
  page: (session, request) => {
    const { section, place } = placeIn<(typeof depositKinds)[keyof typeof depositKinds]>(
      depositKinds,
      request,
    );
    return readList<Deposit>(session, request, {
      endpoint: place.endpoint,
      params: inMillisOfWholeSeconds(request),
      limit: 50,
      doing: `listing ${section} deposits`,
      rows: place.rows,
    });
  },
  idOf: (deposit) => deposit.id,
};

const transferKinds = {
  'same account': {
    endpoint: 'privateGetV5AssetTransferQueryInterTransferList',
    rows: listOf('list', rows.ownTransfer),
  },
  'between accounts': {
    endpoint: 'privateGetV5AssetTransferQueryUniversalTransferList',
    rows: listOf('list', rows.universalTransfer),
  },
} as const;

export const transfers: ReadPages<Transfer> = {
  paging: {
    style: 'time-window',
    windowMs: weekOfSecondsMs,
    pageSize: 50,
    bySymbol: false,
    inside: 'cursor',
  },
  // Between accounts last: it wants a permission of its own, and a refusal ends the reading.
  sections: Object.keys(transferKinds),
  wayIn: (section) => (section === 'between accounts' ? { cost: one('universal-1s') } : {}),
  page: (session, request) => {
    const { section, place } = placeIn<(typeof transferKinds)[keyof typeof transferKinds]>(
      transferKinds,
      request,
    );
    return readList<Transfer>(session, request, {
      endpoint: place.endpoint,
      params: inMillisOfWholeSeconds(request),
      limit: 50,
      doing: `listing transfers, ${section}`,
      rows: place.rows,
    });
  },
  idOf: (transfer) => transfer.id,
};

export const ledger: ReadPages<LedgerEntry> = {
  paging: {
    style: 'time-window',
    windowMs: weekOfSecondsMs,
    pageSize: 50,
    bySymbol: false,
    inside: 'cursor',
  },
  sections: ['UNIFIED', 'FUND'],
  reachMs: twoYearsMs,
  page: (session, request) =>
    request.section === 'FUND' ? readFundingLedger(session, request) : readUnifiedLedger(session, request),
  // One event books several lines under one id: a trade both its coins, a settlement and a trade.
  idOf: ({ id, kind, asset, at, reference, change, balanceAfter }) =>
    [id, kind, asset, at, valueOf(reference), change, valueOf(balanceAfter)].join('/'),
};

const valueOf = (fact: LedgerEntry['reference']): string => (fact.known ? fact.value : '');

const readUnifiedLedger = (session: Session, request: PageRequest): Promise<Page<LedgerEntry>> =>
  readList(session, request, {
    endpoint: 'privateGetV5AccountTransactionLog',
    params: { accountType: 'UNIFIED', ...inMillis(request) },
    limit: 50,
    doing: 'listing the ledger of the unified account',
    rows: listOf('list', wallet.unifiedEntry),
  });

// ccxt has no method for it. Ten rows a page unless told otherwise, and its times are seconds.
const readFundingLedger = (session: Session, request: PageRequest): Promise<Page<LedgerEntry>> =>
  readList(session, request, {
    endpoint: { path: 'v5/asset/fundinghistory', api: 'private', verb: 'GET' },
    params: inSeconds(request),
    limit: 100,
    doing: 'listing the ledger of the funding account',
    rows: cursoredListOf(wallet.fundingEntry),
  });

export const withdrawalAddresses: ReadPages<WithdrawalAddress> = {
  paging: { style: 'cursor', pageSize: 50 },
  // 2: on chain, and other customers of Bybit.
  page: (session, request) =>
    readList(session, request, {
      endpoint: 'privateGetV5AssetWithdrawQueryAddress',
      params: { addressType: 2 },
      limit: 50,
      doing: 'listing withdrawal addresses',
      rows: listOf('rows', rows.withdrawalAddress),
    }),
  idOf: ({ asset, network, address, tag, addedAt }) =>
    [asset, network, address, tag, valueOf(addedAt)].join('/'),
};
