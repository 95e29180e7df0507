import type { ListedKey } from '../../../src/domain/api-key.ts';
import { official, type Expectation, type Place } from '../expectation.ts';
import { listAt, utc } from './making.ts';

const grants = (scope: string): Place => [
  `scopes.${scope}`,
  (flag) => (flag === true ? 'granted' : 'denied'),
];

/** The venue tells the addresses of a key by another endpoint: here, one body answers both. */
const boundTo =
  (binding: Readonly<Record<string, unknown>>) =>
  (body: unknown): unknown => ({ ...(body as object), ...binding });

export const subAccounts: Readonly<Record<string, Expectation>> = {
  listSubAccounts: {
    list: 'listSubAccounts',
    replies: [official('sub-account', 'querySubAccountList')],
    rowsIn: listAt('subAccounts'),
    becomes: {
      email: 'id',
      remark: (leaf: unknown, { id, label }: { readonly id: string; readonly label: string }) =>
        label === (leaf === '' ? id : `${id}: ${String(leaf)}`),
      isFreeze: 'frozen',
      createTime: ['createdAt.value', utc],
    },
    drops: {
      subUserId: 'every endpoint wants the e-mail, none the number',
      isManagedSubAccount: 'managed accounts are not told apart',
      isAssetManagementSubAccount: 'accounts of asset management are not told apart',
    },
  },
  listSubAccountKeys: {
    list: 'listSubAccountKeys',
    request: { section: '123@test.com' },
    replies: [official('sub-account', 'querySubAccountApiKey', boundTo({ ipRestrict: 'false', ipList: [] }))],
    rowsIn: listAt('list'),
    becomes: {
      email: 'subAccount',
      apiName: 'label.value',
      apikey: (leaf: unknown, { keyId }: ListedKey) => keyId.reveal() === leaf,
      canTrade: grants('spot-trade'),
      canFuturesTrade: grants('futures'),
      canUniversalTransfer: grants('transfer'),
      canVanillaOptions: grants('options'),
      // Trading on margin comes with trading; borrowing for it has this flag of its own.
      canMarginLoanRepay: (leaf: unknown, { bundled = [], scopes }: ListedKey) =>
        (bundled.length === 0) === leaf && (leaf !== true || scopes.margin === 'granted'),
      timestamp: (leaf: unknown, { createdAt }: ListedKey) =>
        !createdAt.known && createdAt.why.includes(utc(leaf)),
    },
    drops: {},
  },
};
