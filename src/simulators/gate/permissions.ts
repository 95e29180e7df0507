import type { Json, JsonObject } from '../../domain/json.ts';
import type { LedgerKey } from '../ledger-books.ts';
import type { SimulatorScope } from '../opening-books.ts';
import { badParameter } from './codes.ts';
import { isObject } from './parameters.ts';

/**
 * "Permission function name" (models AccountKeyInfoPerms and SubAccountKeyPerms, 2026-06-25),
 * "withdrawal", which the page on permissions has as a group of its own and the models do not name, and
 * "quant" of the bots, which is known from a client that makes keys with it.
 */
export const groups = [
  'wallet',
  'spot',
  'futures',
  'delivery',
  'earn',
  'custody',
  'options',
  'account',
  'loan',
  'margin',
  'unified',
  'copy',
  'quant',
  'withdrawal',
] as const;

export type Group = (typeof groups)[number];

/** "Each permission group can be set to disabled, read-only or read-write." */
export type Right = 'ro' | 'rw';

/** What a key may do; a group that is not there is disabled. */
export type Rights = ReadonlyMap<Group, Right>;

const everyReader: readonly Group[] = [
  'wallet',
  'spot',
  'futures',
  'delivery',
  'options',
  'account',
  'margin',
  'unified',
  'earn',
  'quant',
];

/** What a scope writes; whoever reads, reads every group of `everyReader`. */
const written: Readonly<Record<SimulatorScope, readonly Group[]>> = {
  read: [],
  'spot-trade': ['spot'],
  margin: ['margin', 'unified'],
  futures: ['futures', 'delivery'],
  options: ['options'],
  transfer: ['wallet'],
  withdraw: ['withdrawal'],
};

/** In `venuePermissions`: the words beside it are all that the key has, as a request over the API said. */
const nothingElse = 'perms-as-said';

const wordForm = /^([a-z]+):(ro|rw)$/;

const groupOf = (name: string | undefined): Group | undefined => groups.find((each) => each === name);

/** "account:rw", as `venuePermissions` may name rights beyond the scopes. */
export const isKnownWord = (word: string): boolean =>
  word === nothingElse || groupOf(wordForm.exec(word)?.[1]) !== undefined;

export function rightsOf(key: Pick<LedgerKey, 'scopes' | 'venuePermissions'>): Rights {
  const rights = new Map<Group, Right>();
  if (!key.venuePermissions.includes(nothingElse)) {
    for (const group of everyReader) rights.set(group, 'ro');
    for (const group of key.scopes.flatMap((scope) => written[scope])) rights.set(group, 'rw');
  }
  for (const word of key.venuePermissions) {
    const [, name, right] = wordForm.exec(word) ?? [];
    const group = groupOf(name);
    if (group !== undefined) rights.set(group, right === 'rw' ? 'rw' : 'ro');
  }
  return rights;
}

/** How the books keep rights that were given over the API. */
export function storedRights(rights: Rights): {
  readonly scopes: SimulatorScope[];
  readonly venuePermissions: string[];
} {
  const writes = (group: Group): boolean => rights.get(group) === 'rw';
  const scopes = (Object.keys(written) as SimulatorScope[]).filter((scope) => written[scope].some(writes));
  return {
    scopes: ['read', ...scopes],
    venuePermissions: [nothingElse, ...[...rights].map(([group, right]) => `${group}:${right}`)],
  };
}

export const permsRow = (rights: Rights): readonly JsonObject[] =>
  [...rights].map(([name, right]) => ({ name, read_only: right === 'ro' }));

/** "no value will be cleared": what is not there is no permission at all. */
export function permsIn(value: Json | undefined): Rights {
  if (value === undefined || value === null) return new Map();
  if (!Array.isArray(value)) throw badParameter('perms');
  return new Map(value.map(permIn));
}

function permIn(perm: Json): readonly [Group, Right] {
  if (!isObject(perm)) throw badParameter('perms');
  const { name, read_only: readOnly = false } = perm;
  const group = typeof name === 'string' ? groupOf(name) : undefined;
  // "Sub account API Key cannot operate withdrawal": no such permission is given to one.
  if (group === undefined || group === 'withdrawal') throw badParameter('perms.name');
  if (typeof readOnly !== 'boolean') throw badParameter('perms.read_only');
  return [group, readOnly ? 'ro' : 'rw'];
}
