import type { JsonObject } from '../../domain/json.ts';
import { isoOf } from '../books-view.ts';
import type { LedgerBooks, LedgerKey, LedgerSubAccount } from '../ledger-books.ts';
import type { VenueCore } from '../venue-core.ts';
import { keyNumberOf } from './ids.ts';
import { endOf } from './key-life.ts';
import { permissionsRow, rightsOf } from './permissions.ts';

const dayMs = 86_400_000;

/** "2025-10-13T03:20:45Z": seconds, no parts of them. */
const momentOf = (atMs: number): string => isoOf(atMs).replace(/\.\d{3}Z$/, 'Z');

/** `["*"]`: bound to no address. */
const ipsOf = ({ ipAllowlist }: LedgerKey): readonly string[] =>
  ipAllowlist.length === 0 ? ['*'] : ipAllowlist;

/** Of a key bound to addresses: the values of the documents' example of such a key. */
function lifeRow(key: LedgerKey, nowMs: number): { deadlineDay: number; expiredAt: string } {
  const endMs = endOf(key, nowMs);
  if (endMs === undefined) return { deadlineDay: -2, expiredAt: '1970-01-01T00:00:00Z' };
  return { deadlineDay: Math.floor((endMs - nowMs) / dayMs), expiredAt: momentOf(endMs) };
}

interface Shown {
  readonly core: VenueCore;
  readonly key: LedgerKey;
}

const namesOf = ({ core, key }: Shown) => ({
  id: keyNumberOf(core.world.books(), key),
  note: key.label,
  apiKey: core.ring.partsOf(key.ref).keyId,
});

/** user/apikey-info; `readOnly` is a number here. */
export function ownKeyRow({ core, key }: Shown): JsonObject {
  const { uid } = core.world.books();
  const { readOnly, permissions } = rightsOf(key);
  const isMaster = key.subAccount === undefined;
  return {
    ...namesOf({ core, key }),
    readOnly: readOnly ? 1 : 0,
    secret: '',
    permissions: permissionsRow(permissions, key),
    ips: ipsOf(key),
    type: 1,
    ...lifeRow(key, core.nowMs()),
    createdAt: momentOf(key.createdAtMs),
    unified: 0,
    uta: 1,
    userID: Number(key.subAccount ?? uid),
    inviterID: 0,
    vipLevel: 'No VIP',
    mktMakerLevel: '0',
    affiliateID: 0,
    rsaPublicKey: '',
    isMaster,
    parentUid: isMaster ? '0' : String(uid),
    kycLevel: 'LEVEL_DEFAULT',
    kycRegion: '',
    userIDInt64: '0',
    inviterIDInt64: '0',
    affiliateIDInt64: '0',
  };
}

/** user/list-sub-apikeys; `readOnly` is a boolean here, and the secret six stars. */
export function subKeyRow({ core, key }: Shown): JsonObject {
  const { readOnly, permissions } = rightsOf(key);
  return {
    ...namesOf({ core, key }),
    ips: ipsOf(key),
    status: statusOf(key, core.nowMs()),
    ...lifeRow(key, core.nowMs()),
    createdAt: momentOf(key.createdAtMs),
    type: 1,
    permissions: permissionsRow(permissions, key),
    secret: '******',
    readOnly,
    flag: 'hmac',
  };
}

/** "`1`: permanent, `2`: expired, `3`: within the validity period, `4`: … (less than 7 days)". */
function statusOf(key: LedgerKey, nowMs: number): number {
  const endMs = endOf(key, nowMs);
  if (endMs === undefined) return 1;
  if (endMs <= nowMs) return 2;
  return endMs - nowMs < 7 * dayMs ? 4 : 3;
}

/** What a change or a creation answers with. */
export function changedKeyRow({ core, key }: Shown, secret: string): JsonObject {
  const { readOnly, permissions } = rightsOf(key);
  return {
    ...namesOf({ core, key }),
    readOnly: readOnly ? 1 : 0,
    secret,
    permissions: permissionsRow(permissions, key),
    ips: ipsOf(key),
  };
}

/** `accountMode` 5: "UTA2.0". */
export const subAccountRow = ({ id, label, frozen }: LedgerSubAccount): JsonObject => ({
  uid: id,
  username: label,
  memberType: 1,
  status: frozen ? 4 : 1,
  remark: '',
  accountMode: 5,
});

export const keysOfSub = (books: LedgerBooks, subAccount: string): readonly LedgerKey[] =>
  books.keys.filter((key) => key.subAccount === subAccount && key.deletedAtMs === undefined);
