import { refusePartOfTick } from '../bundles.ts';
import type { LedgerKey } from '../ledger-books.ts';
import type { SimulatedKey, SimulatorScope } from '../opening-books.ts';

/**
 * overview, "API key permissions": read; withdraw; trade, which is orders, transfers and configuration
 * of every kind. In the order in which account/config prints them.
 */
export const permissions = ['read_only', 'withdraw', 'trade'] as const;

export type Permission = (typeof permissions)[number];

export const permissionOf = (scope: SimulatorScope): Permission => {
  if (scope === 'read') return 'read_only';
  return scope === 'withdraw' ? 'withdraw' : 'trade';
};

export const permissionsOf = ({ scopes }: Pick<LedgerKey, 'scopes'>): readonly Permission[] =>
  permissions.filter((permission) => scopes.some((scope) => permissionOf(scope) === permission));

/** As keys show it: "read_only,withdraw,trade". */
export const permText = (key: Pick<LedgerKey, 'scopes'>): string => permissionsOf(key).join(',');

/** What the neutral books call the venue's one permission to change things. */
const everythingTraded: readonly SimulatorScope[] = [
  'spot-trade',
  'margin',
  'futures',
  'options',
  'transfer',
];

/** A key that trades contracts trades spot as well. Throws BadInput. */
export const refusePartOfTrade = (wanted: Pick<SimulatedKey, 'label' | 'scopes'>): void =>
  refusePartOfTick({ trade: everythingTraded }, wanted);

export const scopesWith = (wanted: readonly Permission[]): SimulatorScope[] => [
  'read',
  ...(wanted.includes('trade') ? everythingTraded : []),
  ...(wanted.includes('withdraw') ? (['withdraw'] as const) : []),
];
