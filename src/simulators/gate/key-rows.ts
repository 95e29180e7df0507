import type { JsonObject } from '../../domain/json.ts';
import { liveKeys } from '../ledger-books.ts';
import type { LedgerBooks, LedgerKey, LedgerSubAccount } from '../ledger-books.ts';
import type { VenueCore } from '../venue-core.ts';
import { isOver } from './key-life.ts';
import { secondOf } from './paging.ts';
import { permsRow, rightsOf } from './permissions.ts';

interface Shown {
  readonly core: VenueCore;
  readonly key: LedgerKey;
}

/** "c5dcfbf1f3a7*****": the list of the main account's keys shows the first twelve places of each. */
const masked = (keyId: string): string => `${keyId.slice(0, 12)}*****`;

/** Seconds. Who never used a key is told 0 (assumed). */
const usedAt = ({ core, key }: Shown): number => secondOf(core.lastUse.of(key.ref) ?? 0);

const changedAt = ({ core, key }: Shown): number => {
  const changes = core.world.books().acts.filter(({ changedKey }) => changedKey === key.ref);
  return secondOf(changes.at(-1)?.atMs ?? key.createdAtMs);
};

/** The page's example has `update_at`, the models `updated_at`: the example is taken. */
const common = ({ core, key }: Shown): JsonObject => ({
  mode: 1,
  name: key.label,
  user_id: Number(key.subAccount ?? core.world.books().uid),
  perms: permsRow(rightsOf(key)),
  ip_whitelist: key.ipAllowlist,
  created_at: secondOf(key.createdAtMs),
  update_at: changedAt({ core, key }),
  last_access: usedAt({ core, key }),
});

/** "1 - Normal, 2 - Locked, 3 - Frozen": of main keys. One whose time is up is taken for frozen. */
export const mainKeyRow = ({ core, key }: Shown): JsonObject => ({
  state: isOver(key, core.nowMs()) ? 3 : 1,
  ...common({ core, key }),
  currency_pairs: [],
  key: masked(core.ring.partsOf(key.ref).keyId),
});

/** "1-Normal 2-Frozen 3-Locked": of sub-accounts' keys, the other way round; locked with its account. */
export function subKeyRow({ core, key }: Shown): JsonObject {
  const isLocked = core.world.books().subAccounts.some(({ id, frozen }) => id === key.subAccount && frozen);
  const state = isOver(key, core.nowMs()) ? 2 : isLocked ? 3 : 1;
  return { state, ...common({ core, key }), key: core.ring.partsOf(key.ref).keyId };
}

/** `password` is among the model's members and never told. */
export const subAccountRow = ({ id, label, email, createdAtMs, frozen }: LedgerSubAccount): JsonObject => ({
  remark: '',
  login_name: label,
  password: '',
  email: email ?? '',
  state: frozen ? 2 : 1,
  type: 1,
  user_id: Number(id),
  create_time: secondOf(createdAtMs),
});

export const keysOfSub = (books: LedgerBooks, subAccount: string): readonly LedgerKey[] =>
  liveKeys(books).filter((key) => key.subAccount === subAccount);

export const mainKeys = (books: LedgerBooks): readonly LedgerKey[] =>
  liveKeys(books).filter((key) => key.subAccount === undefined);
