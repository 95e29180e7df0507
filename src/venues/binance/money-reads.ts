import type { z } from 'zod';
import type { Balance, Deposit, Withdrawal, WithdrawalAddress } from '../../domain/trading.ts';
import type { Page, PageRequest, ReadPages, Session } from '../contract.ts';
import * as balanceRows from './balance-rows.ts';
import { dapi, eapi, fapi, sapi, spot, type Cost } from './limits.ts';
import * as rows from './money-rows.ts';
import { sectionOf, sectionsBy } from './places.ts';
import { placeIn, read } from './reading.ts';
import { ninetyDaysMs, readNumbered, windowOf } from './windows.ts';

const pageSize = 1_000;

// ---------------------------------------------------------------- balances

interface Wallet {
  readonly endpoint: string;
  readonly rows: z.ZodType<readonly Balance[]>;
  readonly cost: Cost;
  /** The list inside the reply. */
  readonly listName: string;
  readonly isPaged?: boolean;
}

const wallets: Readonly<Record<string, Wallet>> = {
  margin: {
    endpoint: 'sapiGetMarginAccount',
    rows: balanceRows.crossMarginBalances,
    cost: sapi(10),
    listName: 'userAssets',
  },
  'isolated margin': {
    endpoint: 'sapiGetMarginIsolatedAccount',
    rows: balanceRows.isolatedMarginBalances,
    cost: sapi(10),
    listName: 'assets',
  },
  'usd-m': {
    endpoint: 'fapiPrivateV3GetAccount',
    rows: balanceRows.futuresBalances('usd-m'),
    cost: fapi(5),
    listName: 'assets',
  },
  'coin-m': {
    endpoint: 'dapiPrivateGetAccount',
    rows: balanceRows.futuresBalances('coin-m'),
    cost: dapi(5),
    listName: 'assets',
  },
  options: {
    endpoint: 'eapiPrivateGetMarginAccount',
    rows: balanceRows.optionsBalances,
    cost: eapi(3),
    listName: 'asset',
  },
  'earn, flexible': {
    endpoint: 'sapiGetSimpleEarnFlexiblePosition',
    rows: balanceRows.flexibleEarn,
    cost: sapi(150),
    listName: 'rows',
    isPaged: true,
  },
  'earn, locked': {
    endpoint: 'sapiGetSimpleEarnLockedPosition',
    rows: balanceRows.lockedEarn,
    cost: sapi(150),
    listName: 'rows',
    isPaged: true,
  },
};

export const balances: ReadPages<Balance> = {
  // One reply a section; but spot is two (then funding, where Pay and P2P leave from), and earn has pages.
  paging: { style: 'cursor', pageSize: 1 },
  sections: sectionsBy({
    always: ['spot', 'earn, flexible', 'earn, locked'],
    margin: ['margin', 'isolated margin'],
    futures: ['usd-m', 'coin-m'],
    options: ['options'],
  }),
  wayIn: (section) =>
    section === 'spot' ? { cost: { ...spot(20), ...sapi(1) } } : { cost: placeIn(wallets, section).cost },
  page: (session, request) =>
    sectionOf(request) === 'spot'
      ? readSpotOrFunding(session, request)
      : readWallet(session, request, sectionOf(request)),
  idOf: (balance) => `${balance.wallet}/${balance.asset}`,
};

async function readSpotOrFunding(session: Session, { cursor }: PageRequest): Promise<Page<Balance>> {
  if (cursor === 'funding') {
    const doing = 'listing funding balances';
    return read(session, {
      endpoint: 'sapiPostAssetGetFundingAsset',
      params: {},
      doing,
      rows: rows.fundingBalances,
    });
  }
  const page = await read(session, {
    endpoint: 'privateGetAccount',
    params: { omitZeroBalances: 'true' },
    doing: 'listing spot balances',
    rows: rows.spotBalances,
  });
  return { ...page, nextCursor: 'funding' };
}

function readWallet(session: Session, request: PageRequest, section: string): Promise<Page<Balance>> {
  const { isPaged = false, cost: _cost, ...wallet } = placeIn(wallets, section);
  const doing = `listing balances of ${section}`;
  if (!isPaged) return read(session, { ...wallet, params: {}, doing });
  return readNumbered(request, (current) =>
    read(session, { ...wallet, params: { current, size: 100 }, doing }),
  );
}

// ---------------------------------------------------------------- in and out

export const withdrawals: ReadPages<Withdrawal> = {
  paging: { style: 'time-window', windowMs: ninetyDaysMs, pageSize, bySymbol: false },
  page: (session, request) =>
    read(session, {
      endpoint: 'sapiGetCapitalWithdrawHistory',
      params: { ...windowOf(request), offset: request.offset ?? 0, limit: pageSize },
      doing: 'listing withdrawals',
      rows: rows.withdrawals,
    }),
  idOf: (withdrawal) => withdrawal.id,
};

export const deposits: ReadPages<Deposit> = {
  paging: { style: 'time-window', windowMs: ninetyDaysMs, pageSize, bySymbol: false },
  page: (session, request) =>
    read(session, {
      endpoint: 'sapiGetCapitalDepositHisrec',
      params: { ...windowOf(request), offset: request.offset ?? 0, limit: pageSize },
      doing: 'listing deposits',
      rows: rows.deposits,
    }),
  idOf: (deposit) => deposit.id,
};

export const withdrawalAddresses: ReadPages<WithdrawalAddress> = {
  paging: { style: 'single' },
  page: (session) =>
    read(session, {
      endpoint: 'sapiGetCapitalWithdrawAddressList',
      params: {},
      doing: 'listing withdrawal addresses',
      rows: rows.withdrawalAddresses,
    }),
  idOf: (address) => `${address.asset}/${address.network}/${address.address}/${address.tag}`,
};
