import { quote, suggest } from '../domain/file-problem.ts';
import type { Flaw } from '../domain/yaml/index.ts';
import { referenceProblem } from '../secrets/index.ts';
import type { VenueFacts } from './config.ts';
import { keyNames } from './config-schema.ts';

type Written = Readonly<Record<string, unknown>>;

/**
 * Finds what is wrong between places that are right by themselves: ids used twice, an account above
 * that is not there, parts that a venue's keys do not have, one key in two roles. Reads the file as
 * written, so that a mistake of shape elsewhere does not hide these.
 */
export function accountFlaws(written: unknown, venues: readonly VenueFacts[]): Flaw[] {
  const accounts = accountsIn(written);
  return [
    ...accounts.flatMap((account, at) => repeatedId(account, at, accounts)),
    ...accounts.flatMap((account, at) => closedVenue(account, at, venues)),
    ...accounts.flatMap((account, at) => accountAbove(account, at, accounts, venues)),
    ...accounts.flatMap((account, at) => keyParts(account, at, venues)),
    ...accounts.flatMap((account, at) => sameKeyTwice(account, at)),
    ...accounts.flatMap((account, at) => proxyFlaw(account, at)),
  ];
}

function accountsIn(value: unknown): readonly Written[] {
  const accounts = isWritten(value) ? value['accounts'] : undefined;
  return Array.isArray(accounts) ? accounts.map((account) => (isWritten(account) ? account : {})) : [];
}

const isWritten = (value: unknown): value is Written =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function repeatedId({ id }: Written, at: number, accounts: readonly Written[]): Flaw[] {
  // Case folders and screens do not tell "Main" from "main", so neither do we.
  const same = (other: Written): boolean => String(other['id']).toLowerCase() === String(id).toLowerCase();
  if (typeof id !== 'string' || accounts.findIndex(same) === at) return [];
  return [{ path: ['accounts', at, 'id'], on: 'value', message: `the id ${quote(id)} is used twice` }];
}

function closedVenue({ venue }: Written, at: number, venues: readonly VenueFacts[]): Flaw[] {
  const closed = venues.find(({ id }) => id === venue)?.closed;
  if (closed === undefined) return [];
  return [{ path: ['accounts', at, 'venue'], on: 'value', message: closed.why, hint: closed.hint }];
}

/** The id that a venue has today, whatever it is called here. */
export const idOfToday = (venue: unknown, venues: readonly VenueFacts[]): unknown =>
  venues.find(({ id }) => id === venue)?.keptAs ?? venue;

function accountAbove(
  account: Written,
  at: number,
  accounts: readonly Written[],
  venues: readonly VenueFacts[],
): Flaw[] {
  const above = account['subAccountOf'];
  if (typeof above !== 'string') return [];
  const place = { path: ['accounts', at, 'subAccountOf'], on: 'value' } as const;
  const ids = accounts.flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
  const parent = accounts.find(({ id }) => id === above);
  if (parent === undefined) {
    const others = ids.filter((id) => id !== account['id']);
    return [
      { ...place, message: `there is no account ${quote(above)}`, ...suggest(above, others, 'accounts') },
    ];
  }
  if (isAboveItself(account, accounts)) return [{ ...place, message: 'an account cannot lie below itself' }];
  if (idOfToday(parent['venue'], venues) !== idOfToday(account['venue'], venues)) {
    return [{ ...place, message: `the account ${quote(above)} is at another venue` }];
  }
  return [];
}

function isAboveItself(account: Written, accounts: readonly Written[]): boolean {
  let at: Written | undefined = account;
  for (let steps = 0; at !== undefined && steps <= accounts.length; steps++) {
    const above: unknown = at['subAccountOf'];
    if (above !== undefined && above === account['id']) return true;
    at = accounts.find(({ id }) => id === above);
  }
  return false;
}

function keyParts(account: Written, at: number, venues: readonly VenueFacts[]): Flaw[] {
  const venue = venues.find(({ id }) => id === account['venue']);
  if (venue === undefined || venue.closed !== undefined) return [];
  const parts = venue.credentialParts.join(', ');
  return keyNames.flatMap((name): Flaw[] => {
    const key = account[name];
    if (!isWritten(key)) return [];
    const path = ['accounts', at, name];
    const missing = venue.credentialParts.filter((part) => !Object.hasOwn(key, part));
    const strange = allParts(venues).filter(
      (part) => Object.hasOwn(key, part) && !venue.credentialParts.includes(part),
    );
    return [
      ...missing.map((part) => ({
        path,
        on: 'name' as const,
        message: `"${name}" has no ${part}: a key of ${venue.id} has ${parts}`,
      })),
      ...strange.map((part) => ({
        path: [...path, part],
        on: 'name' as const,
        message: `a key of ${venue.id} has no "${part}"`,
        hint: `its parts: ${parts}`,
      })),
    ];
  });
}

const allParts = (venues: readonly VenueFacts[]): readonly string[] => [
  ...new Set(venues.flatMap(({ credentialParts }) => credentialParts)),
];

// With the suspect key as its own responder nothing can be read once it is dead; as its own
// replacement the leaked key would be put back.
function sameKeyTwice(account: Written, at: number): Flaw[] {
  const suspect = referencesOf(account['credentials']);
  if (suspect === undefined) return [];
  return keyNames.flatMap((name) => {
    if (name === 'credentials' || referencesOf(account[name]) !== suspect) return [];
    const message = `"${name}" is the same key as "credentials": it must be another one`;
    return [{ path: ['accounts', at, name], on: 'name', message }];
  });
}

/** The key's references in one text; undefined for what is asked anew each time. */
function referencesOf(key: unknown): string | undefined {
  if (!isWritten(key)) return undefined;
  const { label: _label, ...parts } = key;
  const references = Object.entries(parts).map(([part, reference]) => `${part}=${String(reference)}`);
  const isFixed = Object.values(parts).some(
    (part) => typeof part === 'string' && !part.startsWith('prompt:'),
  );
  return isFixed ? references.sort().join(' ') : undefined;
}

function proxyFlaw({ proxy }: Written, at: number): Flaw[] {
  if (typeof proxy !== 'string' || referenceProblem(proxy) === undefined) return [];
  const place = { path: ['accounts', at, 'proxy'], on: 'value' } as const;
  const url = URL.parse(proxy);
  const isProxy =
    url !== null && ['http:', 'socks5:', 'socks5h:'].includes(url.protocol) && url.hostname !== '';
  if (!isProxy) {
    const message = '"proxy" should be http://host:port, socks5://host:port, or a reference to such a URL';
    return [{ ...place, message }];
  }
  if (url.username === '' && url.password === '') return [];
  return [
    {
      ...place,
      message: 'a password is written in clear in this URL (not shown)',
      hint: 'put the whole URL into the environment or a file, and write env:NAME or file:PATH',
    },
  ];
}
