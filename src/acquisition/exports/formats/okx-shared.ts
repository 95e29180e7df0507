import type { ZoneRule } from '../format.ts';

export const okxLimits: readonly string[] = [
  'which time it was asked for: the file does not say, so nothing before its first and after its last row is told',
  'whether the id of the owner is that of the account: compare it',
];

/** "UID:000,Account Type:Main,Time Zone:UTC+8"; older files leave the zone out. */
export const okxZone: ZoneRule = {
  by: 'preamble',
  pattern: /Time Zone: ?UTC([+-]\d{1,2}(?::\d\d)?)?\s*(?:,|\t|;|$)/,
};

export const okxOwner = /^UID[:,] ?(\d+)/;
