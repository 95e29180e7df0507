import { BadInput } from '../../domain/failure.ts';
import type { LedgerKey } from '../ledger-books.ts';
import type { SimulatorScope } from '../opening-books.ts';

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

/** One tick grants all of its scopes, the first of them always. Throws BadInput for a key of a part of them. */
export function refusePartOfPermission({ label, scopes }: Pick<LedgerKey, 'label' | 'scopes'>): void {
  for (const [permission, [first, ...others]] of Object.entries(granting)) {
    const beyond = others.find((scope) => scopes.includes(scope));
    if (beyond === undefined || first === undefined || scopes.includes(first)) continue;
    throw new BadInput(`"${permission}" grants ${first} with ${beyond}, to "${label}" too`);
  }
}
