import type { Json, JsonObject } from '../../domain/json.ts';
import type { Converts } from '../converting.ts';
import { batchById, ratioOf } from '../ledger-conversions.ts';
import type { LedgerConversion } from '../ledger-conversions.ts';
import type { LedgerBooks } from '../ledger-books.ts';
import type { LedgerLine } from '../ledger-lines.ts';
import { refusal } from './codes.ts';
import { usualLimit } from './limits.ts';
import { pageOf, secondOf } from './paging.ts';
import { oneOf, optional } from './parameters.ts';
import type { Call, Route } from './route.ts';

/** Small balances become GT; what that costs is not written: two in a hundred, invented. */
export const converts: Converts = { dustInto: 'GT', dustFeeRate: '0.02' };

const read = (path: string, group: Route['group'], answer: Route['answer']): Route => ({
  method: 'GET',
  path,
  group,
  limit: usualLimit,
  answer,
});

/** Flash swaps and small balances (FlashSwapApi, WalletApi). That the first are of the group spot is assumed. */
export const convertRoutes: readonly Route[] = [
  read('/flash_swap/orders', 'spot', swaps),
  read('/flash_swap/orders/{order_id}', 'spot', oneSwap),
  read('/wallet/small_balance_history', 'wallet', smallBalances),
];

const made = ({ books }: Call, kind: LedgerConversion['kind']): readonly LedgerConversion[] =>
  books.conversions
    .filter((each) => each.kind === kind)
    .toSorted((a, b) => b.atMs - a.atMs || Number(b.id) - Number(a.id));

/** "`true`: ID descending order (most recent data first)", unless told otherwise. No range of time. */
function swaps(call: Call): Json {
  const { parameters } = call;
  const [sold, bought] = [optional(parameters, 'sell_currency'), optional(parameters, 'buy_currency')];
  const status = oneOf(parameters, 'status', ['1', '2']) ?? '1';
  const isReversed = (oneOf(parameters, 'reverse', ['true', 'false']) ?? 'true') === 'true';
  const rows = made(call, 'convert')
    .filter(
      ({ from, to }) => (sold === undefined || from === sold) && (bought === undefined || to === bought),
    )
    .filter(() => status === '1');
  const sorted = isReversed ? rows : rows.toReversed();
  return pageOf(sorted, parameters).map((row) => swapRow(call, row));
}

function oneSwap(call: Call): Json {
  const found = made(call, 'convert').find(({ id }) => id === call.inPath('order_id'));
  if (found === undefined) throw refusal('ORDER_NOT_FOUND');
  return swapRow(call, found);
}

/** `create_time` in milliseconds; status 1: success. */
const swapRow = ({ uid }: Call, row: LedgerConversion): JsonObject => ({
  id: Number(row.id),
  create_time: row.atMs,
  user_id: uid,
  sell_currency: row.from,
  sell_amount: row.fromAmount,
  buy_currency: row.to,
  buy_amount: row.toAmount,
  price: ratioOf(row).ratio,
  status: 1,
});

/** "Exchange time (in seconds)". That `gt_amount` is what arrived is assumed. */
function smallBalances(call: Call): Json {
  const { parameters } = call;
  const currency = optional(parameters, 'currency');
  const rows = made(call, 'dust').filter(({ from }) => currency === undefined || from === currency);
  return pageOf(rows, parameters, { usual: 100, most: 100 }).map((row) => ({
    id: row.id,
    currency: row.from,
    amount: row.fromAmount,
    gt_amount: row.toAmount,
    create_time: secondOf(row.atMs),
  }));
}

/**
 * Type and code of a line of a conversion: "Quick Buy-Bought", "Quick Sell-Sold" (that flash swaps have
 * these is assumed), "Dust Swap-…"; undefined of any other line.
 */
export function conversionWordsOf(
  books: LedgerBooks,
  { kind, change, reference }: LedgerLine,
): readonly [type: string, code: string] | undefined {
  const isOut = change.startsWith('-');
  if (kind === 'convert') return isOut ? ['cv_sell', '2602'] : ['cv_buy', '2601'];
  if (kind === 'dust') return isOut ? ['dust_swap_dctd', '1301'] : ['dust_swap_gt_add', '1302'];
  return kind === 'fee' && batchById(books).has(reference) ? ['dust_swap_fee', '1303'] : undefined;
}
