import type { Deposit, LedgerEntry, Transfer, Withdrawal } from '../../domain/trading.ts';
import type { Page, PageRequest, ReadPages, Session } from '../contract.ts';
import { banksOf, readPrepared } from './banks.ts';
import { depositsIn, isWithdrawal, ledgerIn, transfersIn, withdrawalOf } from './money-rows.ts';
import { allPlaces, inPlace, nameOfPlace } from './places.ts';
import { isDoubtful, isOutgoing, isToBank } from './transaction-kinds.ts';
import { byAccount, readTransactions, type Choice, type Transaction } from './transactions.ts';
import { readSweeps } from './us-futures.ts';

/** In front of the name of an account of money: what was prepared there. */
const prepared = 'prepared';
/** The section of moves that no account's transactions have yet. */
const sweeps = 'sweeps of US futures';

const outgoing: Choice<Transaction> = {
  what: 'withdrawals',
  rowsOf: (row) => (isWithdrawal(row) ? [row] : []),
  mayBelong: (row) => isDoubtful(row) && isOutgoing(row),
};

const ofTransactions = byAccount<Withdrawal>({ ...outgoing, rowsOf: () => [] });

export const withdrawals: ReadPages<Withdrawal> = {
  ...ofTransactions,
  sections: async (session) => {
    const { places, sections } = await allPlaces(session);
    const ofMoney = places.filter(({ isFiat }) => isFiat);
    return [...sections, ...ofMoney.map((place) => `${prepared} ${nameOfPlace(place)}`)];
  },
  page: (session, request) =>
    request.section?.startsWith(`${prepared} `) === true
      ? readPrepared(session, request)
      : inPlace(session, request, readWithdrawals),
};

/** The transactions say that something left for a bank; for which one, another list has to say. */
async function readWithdrawals(session: Session, request: PageRequest): Promise<Page<Withdrawal>> {
  const page = await readTransactions(session, request, outgoing);
  const toBanks = page.rows.filter(isToBank).map(({ id }) => id);
  const { banks, exchanges } = await banksOf(session, request, toBanks);
  return {
    ...page,
    rows: page.rows.map((row) => withdrawalOf(row, banks.get(row.id))),
    ...(exchanges.length === 0 ? {} : { before: exchanges }),
  };
}

export const deposits: ReadPages<Deposit> = byAccount({
  what: 'deposits',
  rowsOf: depositsIn,
  mayBelong: (row) => isDoubtful(row) && !isOutgoing(row),
});

const ofAccounts = byAccount<Transfer>({ what: 'transfers', rowsOf: transfersIn, mayBelong: isDoubtful });

export const transfers: ReadPages<Transfer> = {
  ...ofAccounts,
  sections: async (session) => [...(await allPlaces(session)).sections, sweeps],
  page: (session, request) =>
    request.section === sweeps ? readSweeps(session) : ofAccounts.page(session, request),
};

export const ledger: ReadPages<LedgerEntry> = byAccount({ what: 'the ledger', rowsOf: ledgerIn });
