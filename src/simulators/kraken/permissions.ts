import { BadInput } from '../../domain/failure.ts';
import type { LedgerKey } from '../ledger-books.ts';
import type { SimulatedKey, SimulatorScope } from '../opening-books.ts';

/** get-api-key-info, in the order of its table. */
export const permissions = [
  'query-funds',
  'add-funds',
  'withdraw-funds',
  'earn-funds',
  'query-open-trades',
  'query-closed-trades',
  'modify-trades',
  'close-trades',
  'query-ledger',
  'export-data',
  'create-ws-token',
  'add-withdraw-address',
  'update-withdraw-address',
] as const;

export type Permission = (typeof permissions)[number];

/**
 * Trading on margin is the account's affair, not the key's; transfers ask for the permission to
 * withdraw; futures and options have keys of their own, so those scopes give nothing here.
 */
const ofScope: Readonly<Record<SimulatorScope, readonly Permission[]>> = {
  read: ['query-funds', 'query-open-trades', 'query-closed-trades', 'query-ledger'],
  'spot-trade': ['modify-trades', 'close-trades'],
  margin: ['modify-trades', 'close-trades'],
  futures: [],
  options: [],
  transfer: ['withdraw-funds'],
  withdraw: ['withdraw-funds'],
};

/** What else is set for a key: "queryFrom:1772000000" (seconds), "queryTo:…", "nonceWindow:…". */
const settings = ['queryFrom', 'queryTo', 'nonceWindow'] as const;
type Setting = (typeof settings)[number];

const settingIn = (word: string): readonly [Setting, string] | undefined => {
  const [name = '', value = ''] = word.split(':');
  const setting = settings.find((each) => each === name);
  return setting !== undefined && /^\d{1,15}$/.test(value) ? [setting, value] : undefined;
};

type Named = Pick<LedgerKey, 'scopes' | 'venuePermissions'>;

export function permissionsOf({ scopes, venuePermissions }: Named): readonly Permission[] {
  const held = new Set<string>([...scopes.flatMap((scope) => ofScope[scope]), ...venuePermissions]);
  return permissions.filter((each) => held.has(each));
}

/** "0": not set. */
export function settingOf({ venuePermissions }: Pick<Named, 'venuePermissions'>, wanted: Setting): string {
  const set = venuePermissions.map(settingIn).find((each) => each?.[0] === wanted);
  return set?.[1] ?? '0';
}

/** Throws BadInput for a key that the site would not make, or not so. */
export function refuseForeignKey(key: Pick<SimulatedKey, 'label' | 'scopes' | 'venuePermissions'>): void {
  const { label, scopes, venuePermissions = [] } = key;
  const unknown = venuePermissions.find(
    (word) => !(permissions as readonly string[]).includes(word) && settingIn(word) === undefined,
  );
  if (unknown !== undefined) {
    throw new BadInput(`the venue knows no permission "${unknown}" ("${label}")`, {
      hint: `${permissions.join(', ')}, or ${settings.map((each) => `${each}:<number>`).join(', ')}`,
    });
  }
  const parts: readonly (readonly [SimulatorScope, SimulatorScope])[] = [
    ['margin', 'spot-trade'],
    ['transfer', 'withdraw'],
  ];
  for (const [part, whole] of parts) {
    if (!scopes.includes(part) || scopes.includes(whole)) continue;
    throw new BadInput(`at this venue "${part}" comes with "${whole}" only ("${label}")`);
  }
}
