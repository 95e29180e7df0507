import { z } from 'zod';
import type { KeyReport } from '../../domain/api-key.ts';
import { known, unknown, type Known } from '../../domain/known.ts';
import { maybeText, seconds } from '../rows.ts';
import { inResult } from './envelope.ts';
import { bundled, remarksOn, scopesOf } from './permissions.ts';

/** Seconds since 1970; "0", null or nothing where there is no such moment. */
const maybeSeconds = z.union([z.literal(['0', '', 0]).transform(() => undefined), seconds]).nullish();

const nonce = z.union([z.string(), z.number()]).transform(String);

const ownKey = z.object({
  apiKeyName: maybeText,
  nonce: nonce.nullish(),
  nonceWindow: nonce.nullish(),
  permissions: z.array(z.string()),
  // A client's recorded reply holds [""] for a key without addresses.
  ipAllowlist: z.array(z.string()).transform((list) => list.filter((address) => address !== '')),
  createdTime: seconds,
  modifiedTime: maybeSeconds,
  lastUsed: maybeSeconds,
  validUntil: maybeSeconds,
  queryFrom: maybeSeconds,
  queryTo: maybeSeconds,
});

type OwnKey = z.output<typeof ownKey>;

/** POST GetApiKeyInfo. The reference spells fields "apiKeyName", a client's recorded reply "api_key_name". */
export const keyReport = inResult(z.preprocess(inCamelCase, ownKey)).transform(reportOf);

function inCamelCase(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase()),
      field as unknown,
    ]),
  );
}

function reportOf(key: OwnKey): KeyReport {
  return {
    scopes: scopesOf(key.permissions),
    bundled,
    ipRestricted: key.ipAllowlist.length > 0 ? 'granted' : 'denied',
    ipAllowlist: known(key.ipAllowlist),
    label: known(key.apiKeyName),
    createdAt: known(key.createdTime),
    lastUsedAt: momentOr(key.lastUsed, 'Kraken names no moment: never used, or not told'),
    expiresAt: momentOr(key.validUntil, 'Kraken names no day: the key does not expire'),
    modifiedAt: momentOr(key.modifiedTime, 'Kraken names no moment'),
    ...(key.queryFrom == null ? {} : { seesFrom: key.queryFrom }),
    ...(key.queryTo == null ? {} : { seesTo: key.queryTo }),
    accountKind: unknown('Kraken does not say whether a key is of a sub-account'),
    notes: [...remarksOn(key.permissions), ...numbersOf(key)],
  };
}

const momentOr = (moment: string | null | undefined, why: string): Known<string> =>
  moment == null ? unknown(why) : known(moment);

/** Thirteen digits are milliseconds: more means that somebody counts finer than we do. */
function numbersOf({ nonce: last = '', nonceWindow }: OwnKey): readonly string[] {
  const isFiner = /^\d{14,}$/.test(last ?? '');
  const hasWindow = nonceWindow != null && !/^0*$/.test(nonceWindow);
  return [
    ...(isFiner
      ? [
          'Its last nonce is finer than milliseconds: another client uses this key, and firebreak’s numbers may be refused.',
        ]
      : []),
    ...(hasWindow
      ? [`Its nonce window is ${nonceWindow}: a request that was overheard can be sent again within it.`]
      : []),
  ];
}
