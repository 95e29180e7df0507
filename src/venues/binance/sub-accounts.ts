import { z } from 'zod';
import { maskKeyId, type Grant, type ListedKey, type PermissionScope } from '../../domain/api-key.ts';
import type { SubAccount } from '../../domain/account.ts';
import { VenueFailure } from '../../domain/failure.ts';
import { known, unknown } from '../../domain/known.ts';
import { Secret } from '../../domain/secret.ts';
import type { Endpoint, Page, PageRequest, ReadPages, Session } from '../contract.ts';
import { id, maybeText, millis, understood } from '../rows.ts';
import { orFailure, rawEncoded, read } from './reading.ts';
import { readNumbered } from './windows.ts';

// Forms: binance-connector-js (2026-07-24), clients/sub-account.

const subAccountList = z
  .object({
    subAccounts: z.array(
      z.object({
        subUserId: id.optional(),
        email: z.string().min(1),
        remark: maybeText,
        isFreeze: z.boolean(),
        createTime: millis,
      }),
    ),
  })
  .transform(({ subAccounts: list }) =>
    list.map((row): SubAccount => ({
      // Every endpoint wants the e-mail, none the number.
      id: row.email,
      label: row.remark === '' ? row.email : `${row.email}: ${row.remark}`,
      createdAt: known(row.createTime),
      frozen: row.isFreeze,
      mayTransferOut: 'unknown',
    })),
  );

export const subAccounts: ReadPages<SubAccount> = {
  paging: { style: 'cursor', pageSize: 200 },
  page: (session, request) =>
    readNumbered(request, (page) =>
      read(session, {
        endpoint: 'sapiGetSubAccountList',
        params: { page, limit: 200 },
        doing: 'listing sub-accounts',
        rows: subAccountList,
        listName: 'subAccounts',
      }),
    ),
  idOf: (account) => account.id,
};

/** More than any owner has; a venue that goes on naming pages must not hold us for ever. */
const pagesAtMost = 50;

async function emailsOf(session: Session): Promise<readonly string[]> {
  const emails = new Set<string>();
  let cursor: string | undefined;
  for (let turned = 0; turned < pagesAtMost; turned++) {
    const page = await subAccounts.page(session, cursor === undefined ? {} : { cursor });
    for (const account of page.rows) emails.add(account.id);
    cursor = page.nextCursor;
    if (cursor === undefined) return [...emails];
  }
  throw new VenueFailure({
    code: 'REPLY_NOT_UNDERSTOOD',
    venue: session.venue.id,
    doing: 'listing sub-accounts',
    detail: 'the venue goes on sending further pages',
  });
}

/** What a key of a sub-account, or of an account that can have none, may be answered: no document says. */
const refusals = ['KEY_IP_OR_SCOPE', 'SCOPE_MISSING', 'REQUEST_REJECTED', 'NOT_FOUND'] as const;

/** The e-mails of the sub-accounts, or that Binance does not tell this key. Throws VenueFailure for the rest. */
export async function emailsOrRefusal(session: Session): Promise<readonly string[] | 'refused'> {
  const emails = await orFailure(refusals, () => emailsOf(session));
  return emails instanceof Error ? 'refused' : emails;
}

// ---------------------------------------------------------------- their keys

const flag = z.boolean().optional();

export const keyRow = z.object({
  apiName: maybeText,
  apikey: z.string().min(1),
  canTrade: z.boolean(),
  canMarginLoanRepay: flag,
  canFuturesTrade: flag,
  canUniversalTransfer: flag,
  canVanillaOptions: flag,
  /** When it was made or changed: which of the two is not said. */
  timestamp: millis.optional(),
});

type KeyRow = z.output<typeof keyRow>;

const asGrant = (value: boolean | undefined): Grant =>
  value === undefined ? 'unknown' : value ? 'granted' : 'denied';

/** Every key reads; withdrawing is not among what a sub-account's key can be given (connector). */
function scopesOf(row: KeyRow): Readonly<Record<PermissionScope, Grant>> {
  const margin = row.canMarginLoanRepay === true ? true : row.canTrade;
  return {
    read: 'granted',
    'spot-trade': asGrant(row.canTrade),
    margin: asGrant(margin),
    futures: asGrant(row.canFuturesTrade),
    options: asGrant(row.canVanillaOptions),
    transfer: asGrant(row.canUniversalTransfer),
    withdraw: 'denied',
    'manage-keys': 'denied',
    'manage-addresses': 'denied',
  };
}

const keyList = z.object({ list: z.array(keyRow) });

/** ccxt does not know the endpoint (2026-07). */
const keysEndpoint: Endpoint = { path: 'sub-account/subAccountApi', api: 'sapi', verb: 'GET' };

/** Each key costs a request of its own for its addresses. */
const keysAPage = 10;
export const requestsAPage = keysAPage + 1;

export const subAccountKeys: ReadPages<ListedKey> = {
  paging: { style: 'cursor', pageSize: keysAPage },
  sections: emailsOf,
  page: (session, request) => readKeys(session, request),
  idOf: (key) => key.keyId.reveal(),
};

async function readKeys(session: Session, request: PageRequest): Promise<Page<ListedKey>> {
  const { section: email } = request;
  if (email === undefined) throw new RangeError('Binance lists keys by sub-account only');
  const page = await readNumbered(request, (number) =>
    read(session, {
      endpoint: keysEndpoint,
      params: rawEncoded({ email, page: number, size: keysAPage }),
      doing: `listing keys of sub-account ${email}`,
      rows: keyList.transform(({ list }) => list),
      listName: 'list',
    }),
  );
  const keys: ListedKey[] = [];
  for (const row of page.rows) keys.push(asListed(row, email, await bindingOf(session, email, row.apikey)));
  return { ...page, rows: keys };
}

const asListed = (row: KeyRow, email: string, binding: Binding): ListedKey => ({
  keyId: new Secret(row.apikey, `Binance's list of the keys of sub-account ${email}`),
  maskedKeyId: maskKeyId(row.apikey),
  subAccount: email,
  label: known(row.apiName),
  scopes: scopesOf(row),
  bundled: row.canMarginLoanRepay === true ? [] : [['spot-trade', 'margin']],
  ...binding,
  createdAt:
    row.timestamp === undefined
      ? unknown('the row names no time')
      : unknown(`made or last changed ${row.timestamp}: Binance does not say which of the two`),
  expiresAt: unknown('Binance names no day'),
});

type Binding = Pick<ListedKey, 'ipRestricted' | 'ipAllowlist'>;

/** `ipRestrict` is the text "true" in the documents. */
const ipRestriction = z.object({
  ipRestrict: z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]),
  ipList: z.array(z.string()).nullish(),
});

/** To which addresses a key is bound; what Binance does not tell of one key keeps no other from the list. */
async function bindingOf(session: Session, email: string, keyId: string): Promise<Binding> {
  const doing = `reading the addresses of key ${maskKeyId(keyId)}`;
  const found = await orFailure(['NOT_FOUND', 'REQUEST_REJECTED', 'SCOPE_MISSING'], async () => {
    const params = rawEncoded({ email, subAccountApiKey: keyId });
    const reply = await session.call('sapiGetSubAccountSubAccountApiIpRestriction', params, doing);
    return understood(ipRestriction, reply, session, doing);
  });
  if (found instanceof Error) {
    return { ipRestricted: 'unknown', ipAllowlist: unknown(`${found.code} while ${doing}`) };
  }
  if (!found.ipRestrict) return { ipRestricted: 'denied', ipAllowlist: known([]) };
  const { ipList } = found;
  return {
    ipRestricted: 'granted',
    ipAllowlist: ipList ? known(ipList) : unknown('Binance says that addresses are restricted, not to which'),
  };
}
