import { z } from 'zod';
import type { SubAccount } from '../../domain/account.ts';
import { maskKeyId, type ListedKey } from '../../domain/api-key.ts';
import { known, unknown } from '../../domain/known.ts';
import { Secret } from '../../domain/secret.ts';
import type { PageRequest, ReadPages, Session } from '../contract.ts';
import { readPage } from '../read-page.ts';
import { maybeText, millis } from '../rows.ts';
import { pageSize } from './by-id.ts';
import { readByTime } from './by-time.ts';
import { dataOf } from './envelope.ts';
import { addressesIn, bindingOf, bundled, permissionsIn, scopesOf } from './permissions.ts';
import { astray } from './refusing.ts';

// Forms: sub-account of the reference.

const subAccount = z
  .object({
    // The name is what every endpoint wants.
    subAcct: z.string().min(1),
    label: maybeText,
    enable: z.boolean(),
    canTransOut: z.boolean(),
    ts: millis,
  })
  .transform((row): SubAccount => ({
    id: row.subAcct,
    label: row.label,
    createdAt: known(row.ts),
    frozen: !row.enable,
    mayTransferOut: row.canTransOut,
  }));

export const subAccounts: ReadPages<SubAccount> = {
  paging: { style: 'cursor', pageSize },
  page: (session, { cursor }) => readSubAccounts(session, cursor === undefined ? {} : { cursor }),
  idOf: ({ id }) => id,
};

/** All of them, whenever they were made: what is asked by time is what happened, not what there is. */
const readSubAccounts = (session: Session, request: Pick<PageRequest, 'cursor'>) =>
  readByTime(session, request, {
    stages: [{ name: 'all', endpoint: 'privateGetUsersSubaccountList' }],
    params: {},
    doing: 'listing sub-accounts',
    row: subAccount,
    timeOf: ({ createdAt }) => (createdAt.known ? createdAt.value : ''),
  });

const keyRow = z.object({
  apiKey: z.string().min(1),
  label: maybeText,
  perm: z.string().min(1),
  ip: z.string(),
  ts: millis,
});

const listedKey = (account: string) =>
  keyRow.transform((row): ListedKey => {
    const addresses = addressesIn(row.ip);
    return {
      keyId: new Secret(row.apiKey, `OKX's list of the keys of sub-account ${account}`),
      maskedKeyId: maskKeyId(row.apiKey),
      subAccount: account,
      label: known(row.label),
      scopes: scopesOf({
        perm: permissionsIn(row.perm),
        isMain: false,
        isBound: addresses.length > 0,
      }),
      bundled,
      ...bindingOf(addresses),
      createdAt: known(row.ts),
      expiresAt: unknown('OKX names no day'),
    };
  });

export const subAccountKeys: ReadPages<ListedKey> = {
  paging: { style: 'single' },
  sections: namesOfSubAccounts,
  page: (session, { section }) => {
    if (section === undefined) throw new RangeError('OKX lists keys by sub-account only');
    return readPage(session, {
      endpoint: 'privateGetUsersSubaccountApikey',
      params: { subAcct: section },
      doing: `listing keys of sub-account ${section}`,
      rows: dataOf(listedKey(section)),
    });
  },
  idOf: (key) => key.keyId.reveal(),
};

/** More than any owner has; a venue that goes on naming pages must not hold us for ever. */
const pagesAtMost = 100;

async function namesOfSubAccounts(session: Session): Promise<readonly string[]> {
  const names = new Set<string>();
  let cursor: string | undefined;
  for (let page = 0; page < pagesAtMost; page++) {
    const read = await readSubAccounts(session, cursor === undefined ? {} : { cursor });
    for (const account of read.rows) names.add(account.id);
    if (read.nextCursor === undefined) return [...names];
    cursor = read.nextCursor;
  }
  throw astray(session, 'listing sub-accounts', 'the venue goes on naming further pages');
}
