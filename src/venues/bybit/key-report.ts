import { z } from 'zod';
import type { KeyReport } from '../../domain/api-key.ts';
import { known, unknown } from '../../domain/known.ts';
import { isoMoment, maybeText } from '../rows.ts';
import { smallInteger } from './envelope.ts';
import { bindingOf, bundled, expiryOf, ips, otherRights, permissions, scopesOf } from './permissions.ts';

/** GET /v5/user/query-api. `readOnly` is 0 or 1 here, and true or false in the list of a sub-account's keys. */
export const ownKey = z.object({
  readOnly: smallInteger.pipe(z.enum(['0', '1'])).transform((value) => value === '1'),
  permissions,
  ips,
  note: maybeText,
  type: smallInteger.optional(),
  createdAt: isoMoment,
  expiredAt: isoMoment.optional(),
  isMaster: z.boolean().optional(),
  userID: smallInteger.optional(),
  parentUid: smallInteger.optional(),
  uta: smallInteger.optional(),
});

type OwnKey = z.output<typeof ownKey>;

export const reportOf = (key: OwnKey): KeyReport => ({
  scopes: scopesOf(key),
  bundled,
  ...bindingOf(key.ips),
  label: known(key.note),
  createdAt: known(key.createdAt),
  lastUsedAt: unknown('Bybit does not tell when a key was last used'),
  expiresAt: expiryOf(key.expiredAt, key.createdAt),
  accountKind:
    key.isMaster === undefined ? unknown('the reply does not say') : known(key.isMaster ? 'main' : 'sub'),
  ...(key.userID === undefined ? {} : { venueAccountId: key.userID }),
  notes: notesOf(key),
});

function notesOf(key: OwnKey): readonly string[] {
  const { userID, parentUid = '0' } = key;
  const under = parentUid === '0' ? '' : `, under UID ${parentUid}`;
  return [
    ...(userID === undefined ? [] : [`The key belongs to UID ${userID}${under}.`]),
    ...(key.readOnly ? ['The key is read-only: what is ticked does not let it act.'] : []),
    ...(key.type === '2' ? ['The key is connected to an application of a third party.'] : []),
    ...(key.uta === '0' ? ['The account is no unified one: some lists here may stay empty.'] : []),
    ...otherRights(key),
  ];
}
