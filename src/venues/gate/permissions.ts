import { z } from 'zod';
import type { Grant, KeyReport, PermissionScope } from '../../domain/api-key.ts';
import { known, unknown } from '../../domain/known.ts';

/** `{"name":"spot","read_only":false}`: a group that is not there is switched off. */
export const permissions = z.array(z.object({ name: z.string().min(1), read_only: z.boolean() }));
export type Permissions = z.output<typeof permissions>;

/** Missing or null is not empty: then nobody knows. */
export const addresses = z.array(z.string()).nullish();

const withdrawing = ['withdraw', 'withdrawal', 'withdrawals'];

/**
 * Gate gives rights by product, each to read or to write (API page, "APIv4 Permissions"). Withdrawal is a
 * group of its own there, and no list of the names of groups names it: where it is not named, only of a
 * sub-account's key it is known that it cannot withdraw (FAQ).
 */
export function scopesOf(
  held: Permissions,
  of: 'main' | 'sub' | 'unknown',
): Readonly<Record<PermissionScope, Grant>> {
  const writes = (...names: readonly string[]): Grant =>
    held.some(({ name, read_only }) => names.includes(name) && !read_only) ? 'granted' : 'denied';
  return {
    read: held.length > 0 ? 'granted' : 'unknown',
    // `spot`: "spot/margin".
    'spot-trade': writes('spot'),
    margin: writes('spot', 'margin'),
    futures: writes('futures', 'delivery'),
    options: writes('options'),
    transfer: writes('wallet'),
    withdraw: writes(...withdrawing) === 'granted' ? 'granted' : of === 'sub' ? 'denied' : 'unknown',
    // No list says which group manages sub-accounts and their keys.
    'manage-keys': 'unknown',
    // The reference has an endpoint that lists saved addresses, and none that changes them.
    'manage-addresses': 'denied',
  };
}

/** `spot` is both. */
export const bundled: KeyReport['bundled'] = [['spot-trade', 'margin']];

/** An empty list is no binding ("If IP whitelist is not set, the server will skip client IP validation"). */
export function bindingOf(
  ips: readonly string[] | null | undefined,
): Pick<KeyReport, 'ipRestricted' | 'ipAllowlist'> {
  if (ips === undefined || ips === null) {
    return { ipRestricted: 'unknown', ipAllowlist: unknown('the reply names no list of addresses') };
  }
  return ips.length === 0
    ? { ipRestricted: 'denied', ipAllowlist: known([]) }
    : { ipRestricted: 'granted', ipAllowlist: known(ips) };
}

/** Groups that are one of our scopes; whatever else is there is told as it stands. */
const ours = ['spot', 'margin', 'futures', 'delivery', 'options', 'wallet', ...withdrawing];

export function otherRights(held: Permissions): readonly string[] {
  const others = held
    .filter(({ name }) => !ours.includes(name))
    .map(({ name, read_only }) => (read_only ? `${name} (read)` : name));
  const readable = held
    .filter(({ name, read_only }) => ours.includes(name) && read_only)
    .map(({ name }) => name);
  return [
    ...(readable.length === 0 ? [] : [`The key may only read in: ${readable.join(', ')}.`]),
    ...(others.length === 0 ? [] : [`Also ticked: ${others.join(', ')}.`]),
  ];
}
