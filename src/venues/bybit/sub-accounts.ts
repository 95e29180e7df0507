import { z } from 'zod';
import { maskKeyId, type ListedKey } from '../../domain/api-key.ts';
import type { SubAccount } from '../../domain/account.ts';
import { VenueFailure } from '../../domain/failure.ts';
import { known, unknown } from '../../domain/known.ts';
import { Secret } from '../../domain/secret.ts';
import type { Page, PageRequest, ReadPages, Session } from '../contract.ts';
import { readPage } from '../read-page.ts';
import { id, isoMoment, maybeText } from '../rows.ts';
import { callFor, inResult, smallInteger } from './envelope.ts';
import { bindingOf, bundled, expiryOf, ips, permissions, scopesOf } from './permissions.ts';

// Forms: docs/v5/user of bybit-exchange/docs.

const subAccount = z
  .object({ uid: id, username: maybeText, remark: maybeText, status: smallInteger })
  .transform((row): SubAccount => ({
    id: row.uid,
    label: row.remark === '' ? row.username : `${row.username}: ${row.remark}`,
    createdAt: unknown('Bybit does not say when a sub-account was made'),
    // 2 is "login banned": whether its keys still work is not said.
    frozen: row.status === '4' ? true : row.status === '1' ? false : 'unknown',
    mayTransferOut: 'unknown',
  }));

const membersPage = inResult(
  z.object({ subMembers: z.array(subAccount), nextCursor: z.string().optional() }),
);

export const subAccounts: ReadPages<SubAccount> = {
  paging: { style: 'cursor', pageSize: 100 },
  // The list that has pages: the other one ends at a thousand without a word.
  page: (session, request) =>
    readPage(session, {
      endpoint: 'privateGetV5UserSubmembers',
      params: {
        pageSize: '100',
        ...(request.cursor === undefined ? {} : { nextCursor: request.cursor }),
      },
      doing: 'listing sub-accounts',
      rows: membersPage.transform(({ subMembers }) => subMembers),
      // "0" means no more.
      next: (body) => nextMembers(membersPage.safeParse(body).data?.nextCursor),
    }),
  idOf: (account) => account.id,
};

const nextMembers = (next: string | undefined): string | undefined => (next === '0' ? undefined : next);

/** A key of a sub-account as Bybit lists it. `readOnly` is true or false here, 0 or 1 in query-api. */
const keyRow = z.object({
  apiKey: z.string().min(1),
  note: maybeText,
  ips,
  permissions,
  readOnly: z.boolean(),
  createdAt: isoMoment,
  expiredAt: isoMoment.optional(),
});

type KeyRow = z.output<typeof keyRow>;

const asListedKey = (row: KeyRow, account: string): ListedKey => ({
  keyId: new Secret(row.apiKey, `Bybit's list of the keys of sub-account ${account}`),
  maskedKeyId: maskKeyId(row.apiKey),
  subAccount: account,
  label: known(row.note),
  scopes: scopesOf(row),
  bundled,
  ...bindingOf(row.ips),
  createdAt: known(row.createdAt),
  expiresAt: expiryOf(row.expiredAt, row.createdAt),
});

const keysForm = z.object({ result: z.array(keyRow), nextPageCursor: z.string().optional() });
const keysPage = inResult(keysForm);

const keysRequest = (account: string, cursor: string | undefined) => ({
  endpoint: 'privateGetV5UserSubApikeys',
  params: { subMemberId: account, limit: 20, ...(cursor === undefined ? {} : { cursor }) },
  doing: `listing keys of sub-account ${account}`,
});

export const subAccountKeys: ReadPages<ListedKey> = {
  paging: { style: 'cursor', pageSize: 20 },
  sections: (session) => idsOfSubAccounts(session),
  page: (session, request) => readKeys(session, request),
  idOf: (key) => key.keyId.reveal(),
};

function readKeys(session: Session, { section, cursor }: PageRequest): Promise<Page<ListedKey>> {
  if (section === undefined) throw new RangeError('Bybit lists keys by sub-account only');
  return readPage(session, {
    ...keysRequest(section, cursor),
    rows: keysPage.transform(({ result }) => result.map((row) => asListedKey(row, section))),
    next: (body, rows) => {
      const next = keysPage.safeParse(body).data?.nextPageCursor;
      return rows.length === 0 && next === cursor ? undefined : next;
    },
  });
}

/** More than any owner has; a venue that goes on naming pages must not hold us for ever. */
const pagesAtMost = 100;

async function idsOfSubAccounts(session: Session): Promise<readonly string[]> {
  const ids = new Set<string>();
  let cursor: string | undefined;
  for (let page = 0; page < pagesAtMost; page++) {
    const read = await subAccounts.page(session, cursor === undefined ? {} : { cursor });
    for (const account of read.rows) ids.add(account.id);
    cursor = read.nextCursor;
    if (cursor === undefined) return [...ids];
  }
  throw endless(session, 'listing sub-accounts');
}

/** The key as it is listed now: what was listed before may have been changed by somebody since. */
export async function findKey(session: Session, key: ListedKey): Promise<KeyRow> {
  let cursor: string | undefined;
  for (let page = 0; page < pagesAtMost; page++) {
    const request = keysRequest(key.subAccount, cursor);
    const { result, nextPageCursor = '' } = await callFor(session, { ...request, result: keysForm });
    const found = result.find((row) => row.apiKey === key.keyId.reveal());
    if (found !== undefined) return found;
    if (nextPageCursor === '' || result.length === 0) {
      throw new VenueFailure({
        code: 'NOT_FOUND',
        venue: session.venue.id,
        doing: request.doing,
        detail: `${key.maskedKeyId} is not, or no longer, among them`,
      });
    }
    cursor = nextPageCursor;
  }
  throw endless(session, `listing keys of sub-account ${key.subAccount}`);
}

const endless = (session: Session, doing: string): VenueFailure =>
  new VenueFailure({
    code: 'REPLY_NOT_UNDERSTOOD',
    venue: session.venue.id,
    doing,
    detail: 'the venue goes on naming further pages',
  });
