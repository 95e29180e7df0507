import { z } from 'zod';
import { VenueFailure } from '../../domain/failure.ts';
import type { Deposit, Transfer, Withdrawal, WithdrawalAddress } from '../../domain/trading.ts';
import type { ReadPages, Session } from '../contract.ts';
import { callFor, readList, readSection, type SectionReader, type Sections } from './lists.ts';
import * as rows from './money-rows.ts';
import { pushedIn, pushedOut } from './push-rows.ts';
import { inSeconds, monthMs } from './windows.ts';

const byMonth = {
  style: 'time-window',
  windowMs: monthMs,
  pageSize: 100,
  bySymbol: false,
  inside: 'cursor',
} as const;

/** Transfers to other customers are a list of their own, by direction. */
const pushes =
  <Row>(direction: 'withdraw' | 'deposit', row: z.ZodType<Row>): SectionReader<Row> =>
  (session, request) =>
    readList(session, request, {
      endpoint: 'privateWalletGetPush',
      params: { transaction_type: direction, ...inSeconds(request) },
      doing: `listing transfers ${direction === 'withdraw' ? 'to' : 'from'} other customers of Gate`,
      rows: z.array(row),
      by: 'offset',
      limit: 100,
    });

const withdrawalSections: Sections<Withdrawal> = {
  'on chain': (session, request) =>
    readList(session, request, {
      endpoint: 'privateWalletGetWithdrawals',
      params: inSeconds(request),
      doing: 'listing withdrawals',
      rows: z.array(rows.withdrawal),
      by: 'offset',
      limit: 100,
    }),
  'to other customers': pushes('withdraw', pushedOut),
};

export const withdrawals: ReadPages<Withdrawal> = {
  paging: byMonth,
  sections: Object.keys(withdrawalSections),
  page: (session, request) => readSection(withdrawalSections, session, request),
  idOf: (withdrawal) => withdrawal.id,
};

const depositSections: Sections<Deposit> = {
  'on chain': (session, request) =>
    readList(session, request, {
      endpoint: 'privateWalletGetDeposits',
      params: inSeconds(request),
      doing: 'listing deposits',
      rows: z.array(rows.deposit),
      by: 'offset',
      limit: 100,
    }),
  'from other customers': pushes('deposit', pushedIn),
};

export const deposits: ReadPages<Deposit> = {
  paging: byMonth,
  sections: Object.keys(depositSections),
  page: (session, request) => readSection(depositSections, session, request),
  idOf: (deposit) => deposit.id,
};

export const transfers: ReadPages<Transfer> = {
  paging: byMonth,
  // Without sub_uid: those of all sub-accounts.
  page: (session, request) =>
    readList(session, request, {
      endpoint: 'privateWalletGetSubAccountTransfers',
      params: inSeconds(request),
      doing: 'listing transfers between the account and its sub-accounts',
      rows: z.array(rows.subAccountTransfer),
      by: 'offset',
      limit: 100,
    }),
  idOf: (transfer) => transfer.id,
};

// ---------------------------------------------------------------- saved addresses

const everyCurrency = 'every currency';

export const withdrawalAddresses: ReadPages<WithdrawalAddress> = {
  paging: { style: 'cursor', pageSize: 100 },
  sections: addressSections,
  page: async (session, request) => {
    const { section = everyCurrency } = request;
    const isWhole = section === everyCurrency;
    const page = await readList(session, request, {
      endpoint: 'privateWalletGetSavedAddress',
      params: isWhole ? {} : { currency: section },
      doing: `listing withdrawal addresses of ${section}`,
      rows: z.array(rows.withdrawalAddress),
      by: 'page',
      limit: 100,
    });
    return isWhole ? page : { ...page, unproven: onlySome };
  },
  idOf: ({ asset, network, address, tag }) => [asset, network, address, tag].join('/'),
};

const onlySome =
  'Gate told addresses by currency only: those of currencies that are neither held nor were withdrawn in the last seven days are not read';

/**
 * `currency` is optional in the specification of 2026 and was required in that of 2025. Where Gate still
 * wants one, the currencies are asked for that the account holds, and the list says that it is not whole.
 */
async function addressSections(session: Session): Promise<readonly string[]> {
  try {
    const first = { limit: 1, page: 1 };
    await callFor(session, {
      endpoint: 'privateWalletGetSavedAddress',
      params: first,
      doing: 'asking for withdrawal addresses of every currency',
      reply: z.array(z.unknown()),
    });
    return [everyCurrency];
  } catch (error) {
    if (!(error instanceof VenueFailure) || !wantsCurrency(error)) throw error;
    return heldCurrencies(session);
  }
}

const wantsCurrency = ({ failure }: VenueFailure): boolean =>
  ['MISSING_REQUIRED_PARAM', 'INVALID_PARAM_VALUE', 'INVALID_CURRENCY'].includes(failure.venueCode ?? '');

async function heldCurrencies(session: Session): Promise<readonly string[]> {
  const doing = 'listing currencies to ask withdrawal addresses of';
  const ask = (endpoint: string) => callFor(session, { endpoint, params: {}, doing, reply: rows.currencies });
  const held = await ask('privateSpotGetAccounts');
  const withdrawn = await ask('privateWalletGetWithdrawals');
  return [...new Set([...held, ...withdrawn])];
}
