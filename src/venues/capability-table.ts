import type { Capabilities, Capability, CapabilityName, Venue } from './contract.ts';

/** What each capability is called before people, in the order of a response. */
export const capabilityTitles: Readonly<Record<CapabilityName, string>> = {
  readClock: 'Read its clock',
  introspectKey: 'Introspect a key, prove it dead',
  listOpenOrders: 'List open orders of every kind',
  listPositions: 'List positions',
  listBalances: 'List balances of every wallet',
  listTrades: 'List trades',
  listOrders: 'List past orders',
  listWithdrawals: 'List withdrawals',
  listDeposits: 'List deposits',
  listTransfers: 'List transfers between wallets',
  listLedger: 'List the ledger',
  listWithdrawalAddresses: 'List withdrawal addresses',
  listSubAccounts: 'List sub-accounts',
  listSubAccountKeys: 'List keys of sub-accounts',
  listMarketPrices: 'List market prices',
  cancelWithdrawal: 'Cancel a pending withdrawal',
  revokeKey: 'Revoke a key by itself',
  downgradeKey: 'Make a key read-only by itself',
  revokeSubAccountKey: "Revoke a sub-account's key",
  restrictSubAccountKey: 'Make sub-account key read-only',
  stopSubAccountTransfers: 'Stop sub-account transfers out',
  cancelOrders: 'Cancel named orders',
  cancelAllOrders: 'Cancel all orders',
  freezeAccount: 'Freeze the account',
  endSessions: 'End web sessions',
  editWithdrawalAddresses: 'Edit withdrawal addresses',
  createKey: 'Create a key',
  createSubAccountKey: 'Create a key of a sub-account',
};

export const capabilityNames = Object.keys(capabilityTitles) as readonly CapabilityName[];

type AnyCapability = Capabilities[CapabilityName] & Capability<unknown>;

/** "api", "hand" or "nobody"; with "?" where no document shows it. */
export function cellOf(capability: Pick<AnyCapability, 'by' | 'source'>): string {
  return `${capability.by}${capability.source.verified ? '' : ' ?'}`;
}

/** One line of a table over venues: what it is called, and one cell for each. */
export interface CapabilityRow {
  readonly name: CapabilityName;
  readonly title: string;
  readonly cells: readonly string[];
}

export const capabilityTable = (venues: readonly Venue[]): readonly CapabilityRow[] =>
  capabilityNames.map((name) => ({
    name,
    title: capabilityTitles[name],
    cells: venues.map((venue) => cellOf(venue.capabilities[name])),
  }));
