import { z } from 'zod';
import { permissionScopes, type Grant, type KeyReport, type PermissionScope } from '../../domain/api-key.ts';
import { unknown } from '../../domain/known.ts';
import { amount } from '../rows.ts';

const notTold = unknown('Bitvavo has no endpoint that describes a key: see Settings → API');

/**
 * GET /v2/account: the account's fees, and nothing about the key; that it answered at all is what it
 * says. A right could be tried out with an order or a withdrawal, and no such thing is sent to find out.
 */
export const keyReport = z
  .object({ fees: z.object({ taker: amount, maker: amount }) })
  .transform((): KeyReport => ({
    scopes: mayOnlyBeSeenToRead,
    bundled: [],
    ipRestricted: 'unknown',
    ipAllowlist: notTold,
    label: notTold,
    createdAt: notTold,
    lastUsedAt: notTold,
    expiresAt: notTold,
    accountKind: notTold,
    notes: [
      'Bitvavo tells nothing of a key but that it may read. Whether it may trade, withdraw, transfer or administer sub-accounts, and from which addresses, somebody must look up under Settings → API.',
    ],
  }));

const mayOnlyBeSeenToRead = Object.fromEntries(
  permissionScopes.map((scope): [PermissionScope, Grant] => [
    scope,
    scope === 'read' ? 'granted' : 'unknown',
  ]),
) as Readonly<Record<PermissionScope, Grant>>;
