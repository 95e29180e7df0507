import type { ExhibitKind } from '../domain/exhibit.ts';
import type { Capabilities, Capability, ReadPages } from '../venues/contract.ts';

/** The capabilities that list rows, and the kind of exhibit each becomes. */
export const listKinds = {
  listOpenOrders: 'open-orders',
  listBalances: 'balances',
  listPositions: 'positions',
  listTrades: 'trades',
  listOrders: 'orders',
  listWithdrawals: 'withdrawals',
  listDeposits: 'deposits',
  listTransfers: 'transfers',
  listLedger: 'ledger',
  listWithdrawalAddresses: 'withdrawal-addresses',
  listMarketPrices: 'market-prices',
  listSubAccounts: 'sub-accounts',
  listSubAccountKeys: 'sub-account-keys',
} as const satisfies Partial<Record<keyof Capabilities, ExhibitKind>>;

export type ListName = keyof typeof listKinds;
export type RowOf<Name extends ListName> =
  Capabilities[Name] extends Capability<ReadPages<infer Row>> ? Row : never;
