import type { Grant, KeyReport, PermissionScope } from '../../domain/api-key.ts';
import { known } from '../../domain/known.ts';

/** "read_only,withdraw,trade"; replies to a change of a key also say "read". */
export const permissionsIn = (perm: string): readonly string[] => commaList(perm);

/** "203.0.113.7,203.0.113.8"; "" is no binding. */
export const addressesIn = (ip: string): readonly string[] => commaList(ip);

const commaList = (text: string): readonly string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** What a key is said to hold, and what decides whether it can manage other keys. */
export interface Rights {
  readonly perm: readonly string[];
  readonly isMain: boolean | undefined;
  readonly isBound: boolean;
}

/**
 * One tick, "trade", is every right to write but withdrawing: orders of every market, transfers, settings
 * (overview, "APIKey permissions"). Keys of sub-accounts are managed by a main account's key that is
 * bound to addresses; that "trade" is the permission for it is our reading of that page.
 */
export function scopesOf({ perm, isMain, isBound }: Rights): Readonly<Record<PermissionScope, Grant>> {
  const has = (name: string): Grant => (perm.includes(name) ? 'granted' : 'denied');
  const trade = has('trade');
  return {
    read:
      perm.includes('read_only') || perm.includes('read')
        ? 'granted'
        : perm.length > 0
          ? 'unknown'
          : 'denied',
    'spot-trade': trade,
    margin: trade,
    futures: trade,
    options: trade,
    transfer: trade,
    withdraw: has('withdraw'),
    'manage-keys': managing(trade, isMain, isBound),
    // The reference has no endpoint that adds, changes or lists withdrawal addresses.
    'manage-addresses': 'denied',
  };
}

function managing(trade: Grant, isMain: boolean | undefined, isBound: boolean): Grant {
  if (isMain === false || !isBound || trade === 'denied') return 'denied';
  return isMain === true ? 'granted' : 'unknown';
}

/** Ticked all at once, or not at all; managing keys comes with it for a main account's key that is bound. */
export const bundled: KeyReport['bundled'] = [
  ['spot-trade', 'margin', 'futures', 'options', 'transfer', 'manage-keys'],
];

export const bindingOf = (addresses: readonly string[]): Pick<KeyReport, 'ipRestricted' | 'ipAllowlist'> => ({
  ipRestricted: addresses.length === 0 ? 'denied' : 'granted',
  ipAllowlist: known(addresses),
});
