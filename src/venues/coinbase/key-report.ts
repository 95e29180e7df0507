import { z } from 'zod';
import type { Grant, KeyReport } from '../../domain/api-key.ts';
import { unknown } from '../../domain/known.ts';
import { maybeText } from '../rows.ts';

const notTold = unknown('Coinbase does not tell it by API: see the key at portal.cdp.coinbase.com');

/** GET /api/v3/brokerage/key_permissions. The three that always were there must be, so that `{}` is no answer. */
export const keyReport = z
  .object({
    can_view: z.boolean(),
    can_trade: z.boolean(),
    can_transfer: z.boolean(),
    can_receive: z.boolean().nullish(),
    portfolio_uuid: maybeText,
    portfolio_type: maybeText,
  })
  .transform((key): KeyReport => ({
    scopes: {
      read: grant(key.can_view),
      // One flag for whatever is traded; which markets the account itself is let into is not told.
      'spot-trade': grant(key.can_trade),
      futures: grant(key.can_trade),
      options: key.can_trade ? 'unknown' : 'denied',
      margin: key.can_trade ? 'unknown' : 'denied',
      // One flag for sending away and for moving between portfolios.
      transfer: grant(key.can_transfer),
      withdraw: grant(key.can_transfer),
      // No endpoint makes, changes or ends a key, or adds an address to the allowlist.
      'manage-keys': 'denied',
      'manage-addresses': 'denied',
    },
    bundled: [
      ['spot-trade', 'futures'],
      ['transfer', 'withdraw'],
    ],
    ipRestricted: 'unknown',
    ipAllowlist: notTold,
    label: notTold,
    createdAt: notTold,
    lastUsedAt: notTold,
    expiresAt: notTold,
    notes: notesOf(key),
  }));

const grant = (flag: boolean): Grant => (flag ? 'granted' : 'denied');

interface Told {
  readonly can_receive?: boolean | null | undefined;
  readonly portfolio_uuid: string;
  readonly portfolio_type: string;
}

function notesOf({ can_receive, portfolio_uuid, portfolio_type }: Told): readonly string[] {
  const named = [portfolio_uuid, portfolio_type].filter((word) => word !== '').join(', ');
  return [
    `The key is bound to one portfolio${named === '' ? '' : ` (${named})`}: it sees, and can take from, that one only. Other portfolios of the account want keys of their own.`,
    'Whether the key works from some addresses only, Coinbase does not tell: look it up at portal.cdp.coinbase.com.',
    ...(can_receive === true ? ['The key may make addresses to receive at.'] : []),
  ];
}
