import type { Json, JsonObject } from '../../domain/json.ts';
import type { LedgerKey } from '../ledger-books.ts';
import type { SimulatorScope } from '../opening-books.ts';
import { badParameter } from './codes.ts';
import { isObject } from './parameters.ts';

/** A permission as "Wallet/Withdraw": the group, and the word in its list. */
export type Permission = string;

/** What a key may do, in the venue's terms. */
export interface Rights {
  /** A read-only key keeps its permissions: they then say what it may look at. */
  readonly readOnly: boolean;
  readonly permissions: readonly Permission[];
}

/** The words of each group (user/apikey-info), in the order of its example; the deprecated stay empty. */
const masterGroups: Readonly<Record<string, readonly string[]>> = {
  ContractTrade: ['Order', 'Position'],
  Spot: ['SpotTrade'],
  Wallet: ['AccountTransfer', 'SubMemberTransfer', 'Withdraw'],
  Options: ['OptionsTrade'],
  Derivatives: ['DerivativesTrade'],
  CopyTrading: [],
  BlockTrade: ['BlockTrade'],
  Exchange: ['ExchangeHistory'],
  NFT: [],
  Affiliate: ['Affiliate'],
  Earn: ['Earn'],
  FiatP2P: ['FiatP2POrder', 'Advertising'],
  FiatConvertBroker: ['FiatConvertBrokerOrder'],
  FiatGlobalPay: [],
  FiatBitPay: ['FaitPayOrder'],
  BitCard: ['BitCard'],
  ByXPost: ['ByXPost'],
};

/** Of a sub-account's key (user/list-sub-apikeys): no withdrawals, and transfers under another word. */
const subGroups: Readonly<Record<string, readonly string[]>> = {
  ContractTrade: ['Order', 'Position'],
  Spot: ['SpotTrade'],
  Wallet: ['AccountTransfer', 'SubMemberTransferList'],
  Options: ['OptionsTrade'],
  Derivatives: ['DerivativesTrade'],
  CopyTrading: [],
  BlockTrade: [],
  Exchange: ['ExchangeHistory'],
  NFT: [],
  Affiliate: [],
  Earn: ['Earn'],
};

type Owner = Pick<LedgerKey, 'subAccount'>;

const groupsOf = ({ subAccount }: Owner) => (subAccount === undefined ? masterGroups : subGroups);

const known = (owner: Owner): readonly Permission[] =>
  Object.entries(groupsOf(owner)).flatMap(([group, words]) => words.map((word) => `${group}/${word}`));

const trading: readonly Permission[] = [
  'ContractTrade/Order',
  'ContractTrade/Position',
  'Spot/SpotTrade',
  'Options/OptionsTrade',
  'Derivatives/DerivativesTrade',
];

/** Borrowing for spot orders (`isLeverage`) needs nothing beyond the spot permission. */
const ofScope = (scope: SimulatorScope, { subAccount }: Owner): readonly Permission[] => {
  switch (scope) {
    case 'read':
      return [];
    case 'spot-trade':
    case 'margin':
      return ['Spot/SpotTrade'];
    case 'futures':
      return ['ContractTrade/Order', 'ContractTrade/Position', 'Derivatives/DerivativesTrade'];
    case 'options':
      return ['Options/OptionsTrade'];
    case 'transfer':
      return [
        'Wallet/AccountTransfer',
        subAccount === undefined ? 'Wallet/SubMemberTransfer' : 'Wallet/SubMemberTransferList',
      ];
    case 'withdraw':
      return ['Wallet/Withdraw'];
  }
};

/** In `venuePermissions`: whether the key is read-only, where it was said in so many words. */
const readOnlyWord = { true: 'readOnly:1', false: 'readOnly:0' } as const;
const saysReadOnly = (word: string): boolean => Object.values<string>(readOnlyWord).includes(word);

export const isKnownWord = (word: string, owner: Owner): boolean =>
  saysReadOnly(word) || known(owner).includes(word);

/**
 * The rights of a key. One that was last changed by API has them in the venue's own words; any other
 * has the permissions of its scopes. A key that only reads is a read-only key with the trading types
 * ticked, since every key has at least one permission.
 */
export function rightsOf(key: Pick<LedgerKey, 'scopes' | 'venuePermissions' | 'subAccount'>): Rights {
  const said = key.venuePermissions.find(saysReadOnly);
  const words = key.venuePermissions.filter((word) => !saysReadOnly(word));
  if (said !== undefined) return { readOnly: said === readOnlyWord.true, permissions: words };
  const readOnly = key.scopes.every((scope) => scope === 'read');
  const ofScopes = key.scopes.flatMap((scope) => ofScope(scope, key));
  const ticked = readOnly && words.length === 0 ? trading : ofScopes;
  return { readOnly, permissions: [...new Set([...ticked, ...words])] };
}

/** How the books keep rights that were given by API. */
export const storedRights = ({
  readOnly,
  permissions,
}: Rights): { readonly scopes: SimulatorScope[]; readonly venuePermissions: string[] } => ({
  scopes: ['read', ...(readOnly ? [] : scopesIn(permissions))],
  venuePermissions: [readOnlyWord[`${readOnly}`], ...permissions],
});

function scopesIn(permissions: readonly Permission[]): SimulatorScope[] {
  const has = (group: string): boolean => permissions.some((each) => each.startsWith(group));
  return [
    ...(has('Spot/') ? (['spot-trade'] as const) : []),
    ...(has('ContractTrade/') || has('Derivatives/') ? (['futures'] as const) : []),
    ...(has('Options/') ? (['options'] as const) : []),
    ...(has('Wallet/AccountTransfer') || has('Wallet/SubMember') ? (['transfer'] as const) : []),
    ...(has('Wallet/Withdraw') ? (['withdraw'] as const) : []),
  ];
}

/** The object that replies show: every group, with the words that the key has. */
export const permissionsRow = (permissions: readonly Permission[], owner: Owner): JsonObject =>
  Object.fromEntries(
    Object.entries(groupsOf(owner)).map(([group, words]) => [
      group,
      words.filter((word) => permissions.includes(`${group}/${word}`)),
    ]),
  );

/**
 * The permissions in a request, which replace all that the key had. Deprecated groups are passed
 * over, as in the documents' own example; "one of below types must be passed".
 */
export function permissionsIn(value: Json | undefined, owner: Owner): readonly Permission[] {
  if (!isObject(value)) throw badParameter('permissions is invalid');
  const groups = groupsOf(owner);
  const permissions = Object.entries(value).flatMap(([group, words]) => {
    if (!(group in masterGroups)) throw badParameter(`permissions.${group} is invalid`);
    if (!Array.isArray(words)) throw badParameter(`permissions.${group} is invalid`);
    const allowed = groups[group] ?? [];
    return allowed.length === 0 ? [] : words.map((word: Json) => permissionIn(group, word, allowed));
  });
  if (permissions.length === 0) throw badParameter('permissions is empty');
  return permissions;
}

function permissionIn(group: string, word: Json, allowed: readonly string[]): Permission {
  if (typeof word !== 'string' || !allowed.includes(word)) {
    throw badParameter(`permissions.${group} is invalid`);
  }
  return `${group}/${word}`;
}
