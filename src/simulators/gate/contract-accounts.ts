import type { Json, JsonObject } from '../../domain/json.ts';
import { settleIn } from './contract-market-routes.ts';
import { refuseStranger } from './contract-scope.ts';
import type { Contracts } from './contract-scope.ts';
import { usualLimit } from './limits.ts';
import { movementsOf } from './log-rows.ts';
import { oneOf, optional } from './parameters.ts';
import { isWithin, openRule, sliceOf, windowOf } from './paging.ts';
import type { Call, Route } from './route.ts';

const get = (product: Contracts, path: string, answer: Route['answer']): Route => ({
  method: 'GET',
  path,
  group: product,
  limit: usualLimit,
  answer,
});

/** The wallets of contracts, and what moved them (FuturesApi, DeliveryApi, OptionsApi). */
export const contractAccounts: readonly Route[] = [
  get('futures', '/futures/{settle}/accounts', (call) => contractAccount(call, 'futures')),
  get('futures', '/futures/{settle}/account_book', futuresBook),
  get('delivery', '/delivery/{settle}/accounts', (call) => contractAccount(call, 'delivery')),
  get('delivery', '/delivery/{settle}/account_book', emptyBook),
  get('options', '/options/accounts', (call) => optionsRow(call)),
  get('options', '/options/account_book', () => []),
];
function contractAccount(call: Call, product: 'futures' | 'delivery'): Json {
  refuseStranger(call, product);
  const currency = settleIn(call).toUpperCase();
  const held = (product === 'futures' ? call.books.wallets.get('futures')?.get(currency) : undefined) ?? '0';
  const row: JsonObject = {
    user: call.uid,
    currency,
    total: held,
    available: held,
    unrealised_pnl: '0',
    position_margin: '0',
    order_margin: '0',
    point: '0',
    bonus: '0',
    in_dual_mode: false,
    enable_credit: false,
    position_initial_margin: '0',
    maintenance_margin: '0',
    enable_evolved_classic: false,
    history: noHistory,
  };
  return product === 'delivery' ? row : { ...row, ...ofFutures(held) };
}

const noHistory: JsonObject = { dnw: '0', pnl: '0', fee: '0', refr: '0', fund: '0', point_dnw: '0' };

const ofFutures = (held: string): JsonObject => ({
  cross_order_margin: '0',
  cross_initial_margin: '0',
  cross_maintenance_margin: '0',
  cross_unrealised_pnl: '0',
  cross_available: held,
  cross_margin_balance: held,
  cross_mmr: '0',
  cross_imr: '0',
  isolated_position_margin: '0',
  enable_new_dual_mode: false,
  margin_mode: 0,
  enable_tiered_mm: true,
  enable_dual_plus: false,
  position_mode: 'single',
});

const bookTypes = [
  'dnw',
  'pnl',
  'fee',
  'refr',
  'fund',
  'point_dnw',
  'point_fee',
  'point_refr',
  'bonus_offset',
] as const;

/** Only transfers move this wallet in the books: `dnw`. */
function futuresBook(call: Call): Json {
  refuseStranger(call, 'futures');
  const { books, parameters, nowMs } = call;
  const window = windowOf(parameters, openRule, nowMs);
  const type = oneOf(parameters, 'type', bookTypes) ?? 'dnw';
  const currency = settleIn(call).toUpperCase();
  const rows = movementsOf(books, 'futures')
    .toReversed()
    .filter(({ transfer }) => transfer.asset === currency && type === 'dnw')
    .filter(() => optional(parameters, 'contract') === undefined)
    .filter(({ transfer }) => isWithin(window, transfer.atMs))
    .map(({ transfer, change, balance }) => ({
      time: transfer.atMs / 1000,
      change,
      balance,
      type: 'dnw',
      text: '',
      contract: '',
      trade_id: '',
      id: transfer.id,
    }));
  return sliceOf(rows, parameters).rows;
}

function emptyBook(call: Call): Json {
  refuseStranger(call, 'delivery');
  return [];
}

const optionsRow = ({ uid }: Call): Json => ({
  user: uid,
  currency: 'USDT',
  total: '0',
  position_value: '0',
  equity: '0',
  short_enabled: false,
  mmp_enabled: false,
  liq_triggered: false,
  margin_mode: 0,
  unrealised_pnl: '0',
  init_margin: '0',
  maint_margin: '0',
  order_margin: '0',
  ask_order_margin: '0',
  bid_order_margin: '0',
  available: '0',
  point: '0',
  orders_limit: 10,
  position_notional_limit: 1_000_000,
});
