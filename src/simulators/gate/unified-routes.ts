import type { Json, JsonObject } from '../../domain/json.ts';
import { badParameter, refusal } from './codes.ts';
import { otherLimit } from './limits.ts';
import { knownCurrency } from './market-routes.ts';
import { mandatory, oneOf, optional } from './parameters.ts';
import { listIn, openRule, pageOf, secondOf, windowOf } from './paging.ts';
import type { Call, Route } from './route.ts';

const get = (path: string, answer: (call: Call) => Json): Route => ({
  method: 'GET',
  path: `/unified/${path}`,
  group: 'unified',
  limit: otherLimit,
  answer,
});

/**
 * The unified account (UnifiedApi.md, 2026-06-25) of a classic one: nothing lies in it, nothing is
 * borrowed. That a classic account is answered is written of `accounts` and `unified_mode` by their
 * mode "classic"; of the others it is assumed.
 */
export const unifiedRoutes: readonly Route[] = [
  get('accounts', accounts),
  get('unified_mode', () => ({ mode: 'classic', settings })),
  get('loans', (call) => loans(call, ['platform', 'margin'])),
  get('loan_records', (call) => loans(call, ['borrow', 'repay'])),
  get('interest_records', interestRecords),
  get('risk_units', ({ uid }) => ({ user_id: uid, spot_hedge: false, risk_units: [] })),
  get('borrowable', (call) => noneOf(knownCurrency(call, mandatory(call.parameters, 'currency')))),
  get('transferable', (call) => noneOf(knownCurrency(call, mandatory(call.parameters, 'currency')))),
  get('batch_borrowable', (call) => noneOfEach(call, 10)),
  get('transferables', (call) => noneOfEach(call, 100)),
  get('leverage/user_currency_setting', leverageSettings),
  get('delta_neutral', () => ({ enabled: false })),
];

const settings: JsonObject = {
  usdt_futures: false,
  spot_hedge: false,
  use_funding: false,
  options: false,
};

function checkCurrency(call: Call): void {
  const currency = optional(call.parameters, 'currency');
  if (currency !== undefined) knownCurrency(call, currency);
}

/** `sub_uid`: "Sub account user ID", whose account is told instead. */
function accounts(call: Call): Json {
  const { books, parameters, uid } = call;
  checkCurrency(call);
  const sub = optional(parameters, 'sub_uid');
  if (sub !== undefined && !books.subAccounts.some(({ id }) => id === sub)) {
    throw refusal('SUB_ACCOUNT_NOT_FOUND');
  }
  return unifiedRow(call, sub === undefined ? uid : Number(sub));
}

const unifiedRow = ({ nowMs }: Call, uid: number): Json => ({
  mode: 'classic',
  user_id: uid,
  refresh_time: secondOf(nowMs),
  locked: false,
  balances: {},
  total: '0',
  borrowed: '0',
  total_initial_margin: '0',
  total_margin_balance: '0',
  total_maintenance_margin: '0',
  total_initial_margin_rate: '0',
  total_maintenance_margin_rate: '0',
  total_available_margin: '0',
  unified_account_total: '0',
  unified_account_total_liab: '0',
  unified_account_total_equity: '0',
  leverage: '0',
  spot_order_loss: '0',
  options_order_loss: '0',
  spot_hedge: false,
  use_funding: false,
  is_all_collateral: false,
});

/** "Default: 100, minimum: 1, maximum: 100". */
const pageSize = { usual: 100, most: 100 };

function loans(call: Call, types: readonly string[]): Json {
  checkCurrency(call);
  oneOf(call.parameters, 'type', types);
  return pageOf([], call.parameters, pageSize);
}

function interestRecords(call: Call): Json {
  windowOf(call.parameters, openRule, call.nowMs);
  return loans(call, ['platform', 'margin']);
}

const noneOf = (currency: string): JsonObject => ({ currency, amount: '0' });

/** "separated by commas, maximum 10 currencies"; "up to 100 pass parameters at a time". */
function noneOfEach(call: Call, most: number): Json {
  const text = mandatory(call.parameters, 'currencies');
  const currencies = listIn(call.parameters, 'currencies') ?? [];
  if (currencies.length > most) throw badParameter('currencies', text);
  return currencies.map((currency) => noneOf(knownCurrency(call, currency)));
}

/** Nothing was set. */
function leverageSettings(call: Call): Json {
  checkCurrency(call);
  return [];
}
