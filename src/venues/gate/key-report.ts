import { z } from 'zod';
import type { KeyReport } from '../../domain/api-key.ts';
import { VenueFailure } from '../../domain/failure.ts';
import { known, unknown, type Known } from '../../domain/known.ts';
import type { Session } from '../contract.ts';
import { id } from '../rows.ts';
import { callFor } from './lists.ts';
import { momentOrNone } from './parts.ts';
import { addresses, bindingOf, bundled, otherRights, permissions, scopesOf } from './permissions.ts';

const pairs = z.array(z.string()).nullish();
const mode = z.number().int();

/** GET /account/main_keys: every key of the main account, its id cut off after the beginning. */
const mainKey = z.object({
  key: z.string().min(4),
  state: z.number().int(),
  name: z.union([z.string(), z.array(z.string()).transform((names) => names.join(', '))]),
  user_id: id,
  perms: permissions,
  ip_whitelist: addresses,
  currency_pairs: pairs,
  created_at: momentOrNone,
  // The example says update_at, the table updated_at.
  update_at: momentOrNone,
  updated_at: momentOrNone,
  last_access: momentOrNone,
});

type MainKey = z.output<typeof mainKey>;

/** GET /account/detail: whose key this is and what it is bound to; nothing about its rights. */
const detail = z.object({
  user_id: id,
  ip_whitelist: addresses,
  currency_pairs: pairs,
  key: z.object({ mode }).optional(),
  copy_trading_role: z.number().int().optional(),
});

/**
 * One request for a key of the main account: the list of its keys tells rights, addresses and age of this
 * one. Where Gate does not give the list to this key, or this key is not in it (a sub-account's), the account
 * tells what it can. A refusal of the key itself ends it at once: this is the probe of the death proof.
 */
export async function introspectKey(session: Session): Promise<KeyReport> {
  const listed = await findInList(session);
  if (listed !== undefined) return reportOfListed(listed);
  const own = await callFor(session, {
    endpoint: 'privateAccountGetDetail',
    params: {},
    doing: 'reading what the key is bound to',
    reply: detail,
  });
  return reportOfDetail(own);
}

async function findInList(session: Session): Promise<MainKey | undefined> {
  try {
    const all = await callFor(session, {
      endpoint: 'privateAccountGetMainKeys',
      params: {},
      doing: 'reading the key’s permissions',
      reply: z.array(mainKey),
    });
    const own = session.credential?.parts['apiKey']?.reveal() ?? '';
    const found = all.filter(({ key }) => isCutFrom(key, own));
    // Two that begin alike: nobody knows which of them it is.
    return found.length === 1 ? found[0] : undefined;
  } catch (error) {
    if (error instanceof VenueFailure && isAboutTheList(error)) return undefined;
    throw error;
  }
}

/** Of the list, not of the key: a right that is missing, an endpoint that is not there, another form. */
const isAboutTheList = ({ code }: VenueFailure): boolean =>
  ['SCOPE_MISSING', 'REQUEST_REJECTED', 'NOT_FOUND', 'REPLY_NOT_UNDERSTOOD'].includes(code);

/** "c5dcfbf1f3a7*****": the beginning, and perhaps the end, of the key. From the venue: compared as text. */
export function isCutFrom(shown: string, whole: string): boolean {
  const [head = '', ...rest] = shown.split(/\*+/);
  if (rest.length === 0) return shown === whole;
  const tail = rest.at(-1) ?? '';
  return head.length + tail.length >= 4 && whole.startsWith(head) && whole.endsWith(tail);
}

const reportOfListed = (key: MainKey): KeyReport => ({
  scopes: scopesOf(key.perms, 'main'),
  bundled,
  ...bindingOf(key.ip_whitelist),
  label: known(key.name),
  createdAt: toldAt(key.created_at),
  // Whether this very request counts as an access is not written.
  lastUsedAt: toldAt(key.last_access),
  expiresAt: unknown(noDay),
  modifiedAt: toldAt(key.updated_at ?? key.update_at),
  accountKind: known('main'),
  venueAccountId: key.user_id,
  notes: [
    `The key belongs to UID ${key.user_id}.`,
    ...(key.state === 1 ? [] : [`Gate says that the key is locked or frozen (state ${key.state}).`]),
    ...pairNote(key.currency_pairs),
    ...otherRights(key.perms),
  ],
});

const noDay = 'Gate names no day; a key without addresses is said to end after 90 days';

const reportOfDetail = (own: z.output<typeof detail>): KeyReport => ({
  scopes: { ...scopesOf([], 'unknown'), ...notTold },
  bundled,
  ...bindingOf(own.ip_whitelist),
  label: unknown(inList),
  createdAt: unknown(inList),
  lastUsedAt: unknown(inList),
  expiresAt: unknown(noDay),
  accountKind: unknown('the reply does not say'),
  venueAccountId: own.user_id,
  notes: [
    `The key belongs to UID ${own.user_id}.`,
    'Gate did not list this key among those of the main account: its rights are not known.',
    ...pairNote(own.currency_pairs),
    ...(own.copy_trading_role
      ? [`The account takes part in copy trading (role ${own.copy_trading_role}).`]
      : []),
  ],
});

const inList = 'told in the list of the main account’s keys only';

const notTold = {
  read: 'unknown',
  'spot-trade': 'unknown',
  margin: 'unknown',
  futures: 'unknown',
  options: 'unknown',
  transfer: 'unknown',
  withdraw: 'unknown',
} as const;

const toldAt = (at: string | undefined): Known<string> =>
  at === undefined ? unknown('the row names no such time') : known(at);

const pairNote = (only: readonly string[] | null | undefined): readonly string[] =>
  only === undefined || only === null || only.length === 0
    ? []
    : [`The key may trade these pairs only: ${only.join(', ')}.`];
