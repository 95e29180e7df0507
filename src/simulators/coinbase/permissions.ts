import { refusePartOfTick } from '../bundles.ts';
import type { LedgerKey } from '../ledger-books.ts';
import type { SimulatedKey, SimulatorScope } from '../opening-books.ts';

/** "View", "Trade", "Transfer" (docs, "API Scopes and Permissions"): there are no finer ones. */
export type Permission = 'view' | 'trade' | 'transfer';

const granting: Readonly<Record<Permission, readonly SimulatorScope[]>> = {
  view: ['read'],
  trade: ['spot-trade', 'margin', 'futures', 'options'],
  // "send and receive funds, on and off platform": who may move funds may also withdraw them.
  transfer: ['transfer', 'withdraw'],
};

export const mayDo = (key: Pick<LedgerKey, 'scopes'>, permission: Permission): boolean =>
  granting[permission].some((scope) => key.scopes.includes(scope));

export const permissionFor = (scope: SimulatorScope): Permission =>
  (Object.keys(granting) as Permission[]).find((each) => granting[each].includes(scope)) ?? 'view';

/** A key of a part of what a tick grants cannot be. Throws BadInput. */
export const refusePartOfPermission = (wanted: Pick<SimulatedKey, 'label' | 'scopes'>): void =>
  refusePartOfTick(granting, wanted);
