import { z } from 'zod';
import { maskKeyId, type ListedKey } from '../../domain/api-key.ts';
import type { SubAccount } from '../../domain/account.ts';
import { known, unknown } from '../../domain/known.ts';
import { Secret } from '../../domain/secret.ts';
import type { Page, PageRequest, ReadPages, Session } from '../contract.ts';
import { id, maybeText } from '../rows.ts';
import { callFor, readAtOnce } from './lists.ts';
import { moment } from './parts.ts';
import { addresses, bindingOf, bundled, permissions, scopesOf } from './permissions.ts';

// Forms: SubAccount and SubAccountKey of gateapi-nodejs, and the examples of the API page.

const subAccount = z
  .object({
    user_id: id,
    login_name: maybeText,
    remark: maybeText,
    state: z.number().int(),
    create_time: z.unknown(),
  })
  .transform((row): SubAccount => ({
    id: row.user_id,
    label: row.remark === '' ? row.login_name : `${row.login_name}: ${row.remark}`,
    createdAt: createdOf(row.create_time),
    frozen: row.state === 1 ? false : row.state === 2 ? true : 'unknown',
    mayTransferOut: 'unknown',
  }));

/** Gate's own example has a digit too few: a time that is none is not told, and the row is kept. */
function createdOf(time: unknown): SubAccount['createdAt'] {
  const read = moment.safeParse(time);
  return read.success ? known(read.data) : unknown('the row names no time that can be read');
}

export const subAccounts: ReadPages<SubAccount> = {
  paging: { style: 'single' },
  page: (session) =>
    readAtOnce(session, {
      endpoint: 'privateSubAccountsGetSubAccounts',
      // 0: of every type; left out, cross-margin ones are missing.
      params: { type: '0' },
      doing: 'listing sub-accounts',
      rows: z.array(subAccount),
    }),
  idOf: (account) => account.id,
};

/** A key of a sub-account as Gate lists it: whole, unlike those of the main account. */
export const keyRow = z.object({
  key: z.string().min(1),
  name: maybeText,
  perms: permissions,
  ip_whitelist: addresses,
  mode: z.number().int().optional(),
  state: z.number().int(),
  created_at: moment.optional(),
});

export type KeyRow = z.output<typeof keyRow>;

const asListedKey = (row: KeyRow, account: string): ListedKey => ({
  keyId: new Secret(row.key, `Gate's list of the keys of sub-account ${account}`),
  maskedKeyId: maskKeyId(row.key),
  subAccount: account,
  label: known(row.name),
  scopes: scopesOf(row.perms, 'sub'),
  bundled,
  ...bindingOf(row.ip_whitelist),
  createdAt: row.created_at === undefined ? unknown('the row names no time') : known(row.created_at),
  expiresAt: unknown('Gate names no day; a key without addresses is said to end after 90 days'),
});

export const subAccountKeys: ReadPages<ListedKey> = {
  paging: { style: 'single' },
  sections: async (session) => (await subAccounts.page(session, {})).rows.map((account) => account.id),
  page: (session, request) => readKeys(session, request),
  idOf: (key) => key.keyId.reveal(),
};

function readKeys(session: Session, { section }: PageRequest): Promise<Page<ListedKey>> {
  if (section === undefined) throw new RangeError('Gate lists keys by sub-account only');
  return readAtOnce(session, {
    endpoint: 'privateSubAccountsGetSubAccountsUserIdKeys',
    params: { user_id: section },
    doing: `listing keys of sub-account ${section}`,
    rows: z.array(keyRow.transform((row) => asListedKey(row, section))),
  });
}

/** The key as it is now: what was listed before may have been changed by somebody since. */
export const readKey = (session: Session, key: ListedKey): Promise<KeyRow> =>
  callFor(session, {
    endpoint: 'privateSubAccountsGetSubAccountsUserIdKeysKey',
    params: { user_id: key.subAccount, key: key.keyId.reveal() },
    doing: `reading key ${key.maskedKeyId} of sub-account ${key.subAccount}`,
    reply: keyRow,
  });
