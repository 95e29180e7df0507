import { z } from 'zod';
import type { Grant, KeyReport, PermissionScope } from '../../domain/api-key.ts';
import { known, unknown } from '../../domain/known.ts';
import { millis } from '../rows.ts';

const flag = z.boolean().optional();

/**
 * GET /sapi/v1/account/apiRestrictions. The three that never were optional must be there, so that
 * `{}` is no answer; any other flag may be missing, and is then unknown.
 */
export const keyReport = z
  .object({
    ipRestrict: z.boolean(),
    createTime: millis,
    enableReading: z.boolean(),
    enableWithdrawals: flag,
    enableInternalTransfer: flag,
    permitsUniversalTransfer: flag,
    enableMargin: flag,
    enableFutures: flag,
    enableVanillaOptions: flag,
    enableSpotAndMarginTrading: flag,
    enablePortfolioMarginTrading: flag,
    enableFixApiTrade: flag,
  })
  .transform((flags): KeyReport => ({
    scopes: scopesOf(flags),
    bundled: flags.enableMargin === true ? [] : [['spot-trade', 'margin']],
    ipRestricted: flags.ipRestrict ? 'granted' : 'denied',
    ipAllowlist: flags.ipRestrict
      ? unknown('Binance says only that addresses are restricted, not to which: see the API management page')
      : known([]),
    label: unknown('Binance does not name the key in its answer: see the API management page'),
    createdAt: known(flags.createTime),
    lastUsedAt: unknown('Binance does not tell when a key was last used'),
    expiresAt: unknown('Binance does not tell when a key expires'),
  }));

type Flags = Readonly<Record<string, unknown>>;

/**
 * One flag trades spot and margin; borrowing has a flag of its own (enableMargin). Portfolio margin
 * reaches futures; FIX is a second way to the same order book. Those two came later, so a reply
 * without them says "no"; a reply without a main flag says nothing.
 */
function scopesOf(flags: Flags): Readonly<Record<PermissionScope, Grant>> {
  return {
    read: grant(flags, ['enableReading']),
    'spot-trade': grant(flags, ['enableSpotAndMarginTrading'], ['enableFixApiTrade']),
    margin: grant(flags, ['enableMargin', 'enableSpotAndMarginTrading'], ['enablePortfolioMarginTrading']),
    futures: grant(flags, ['enableFutures'], ['enablePortfolioMarginTrading']),
    options: grant(flags, ['enableVanillaOptions']),
    transfer: grant(flags, ['enableInternalTransfer', 'permitsUniversalTransfer']),
    withdraw: grant(flags, ['enableWithdrawals']),
    // No flag: a master key that may trade can manage sub-account keys (connector, sub-account API).
    'manage-keys': 'unknown',
    // No endpoint adds or changes a withdrawal address (connector, CapitalApi).
    'manage-addresses': 'denied',
  };
}

/** Granted by any flag; denied only when every main flag was there and said no. */
function grant(flags: Flags, main: readonly string[], also: readonly string[] = []): Grant {
  if ([...main, ...also].some((name) => flags[name] === true)) return 'granted';
  return main.every((name) => flags[name] === false) ? 'denied' : 'unknown';
}
