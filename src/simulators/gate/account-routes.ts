import type { Json } from '../../domain/json.ts';
import { mainKeyRow, mainKeys } from './key-rows.ts';
import { otherLimit } from './limits.ts';
import { notSimulated } from './codes.ts';
import type { Call, Method, Route } from './route.ts';

const route = (method: Method, path: string, answer: Route['answer'], rest: Partial<Route> = {}): Route => ({
  method,
  path: `/account/${path}`,
  group: 'account',
  limit: otherLimit,
  answer,
  ...rest,
});

/** AccountApi. That it wants the group "account" is reported ("does not have account permission"). */
export const accountRoutes: readonly Route[] = [
  route('GET', 'detail', (call) => detailRow(call)),
  route('GET', 'main_keys', keysOfMain, { mainOnly: true }),
  route('GET', 'stp_groups', () => [], { mainOnly: true }),
  route('GET', 'debit_fee', () => ({ enabled: false })),
  route('POST', 'debit_fee', () => {
    throw notSimulated();
  }),
];

/** About the calling key: its addresses and its pairs (none are modelled); `mode` 1 is classic. */
const detailRow = (call: Call): Json => ({
  user_id: call.uid,
  ip_whitelist: call.key().ipAllowlist,
  currency_pairs: [],
  key: { mode: 1 },
  tier: 0,
  tier_expire_time: '0001-01-01T00:00:00Z',
  copy_trading_role: 0,
});

function keysOfMain({ core }: Call): Json {
  return mainKeys(core.world.books()).map((key) => mainKeyRow({ core, key }));
}
