import type { JsonObject } from '../../domain/json.ts';
import { compare } from '../../domain/money.ts';
import { firstOrderId } from '../ledger-books.ts';
import type { LedgerMarket, Side } from '../ledger-books.ts';
import type { MutationOf } from '../mutation.ts';
import { sweep, sweptAmount } from '../order-book.ts';
import { badParameter, notSimulated, refusal } from './codes.ts';
import { ownTextOf } from './ids.ts';
import { pairOf } from './market-routes.ts';
import { decimal, mandatory, oneOf, oneOfMandatory, optional } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import type { Call } from './route.ts';
import { isOtherAccount } from './spot-reads.ts';
import { orderRow } from './spot-rows.ts';

type Execution = Pick<
  MutationOf<'order-placed'>,
  'type' | 'timeInForce' | 'price' | 'amount' | 'quoteWanted' | 'fills' | 'then'
>;

/** POST /spot/orders, and each of a batch. Orders of a margin account are not simulated. */
export function placeOrder(call: Call, parameters: Parameters): JsonObject {
  const market = pairOf(call, mandatory(parameters, 'currency_pair'));
  if (isOtherAccount(parameters)) throw notSimulated();
  const side = oneOfMandatory(parameters, 'side', ['buy', 'sell']);
  const type = oneOf(parameters, 'type', ['limit', 'market']) ?? 'limit';
  const text = textIn(parameters);
  const id = firstOrderId + call.core.world.books().orders.length;
  const execution = (type === 'limit' ? limitOrder : marketOrder)(market, side, parameters);
  const books = call.commit({
    kind: 'order-placed',
    atMs: call.nowMs,
    by: call.actor(),
    symbol: market.symbol,
    side,
    clientOrderId: text ?? ownTextOf(id),
    ...execution,
  });
  const placed = books.orders.at(-1);
  if (placed === undefined) throw refusal('INTERNAL');
  return orderRow(books, placed);
}

const forces = ['gtc', 'ioc', 'poc', 'fok'] as const;

function limitOrder(market: LedgerMarket, side: Side, parameters: Parameters): Execution {
  const amount = amountIn(parameters);
  const price = decimal('price', mandatory(parameters, 'price'));
  const force = oneOf(parameters, 'time_in_force', forces) ?? 'gtc';
  const fills = [...sweep({ market, side, wanted: { amount }, limit: price })];
  if (force === 'fok' && compare(sweptAmount(fills), amount) !== 0) throw refusal('FOK_NOT_FILL');
  if (force === 'poc' && fills.length > 0) throw refusal('POC_FILL_IMMEDIATELY');
  return {
    type: 'limit',
    timeInForce: force === 'ioc' ? 'IOC' : force === 'fok' ? 'FOK' : 'GTC',
    price,
    amount,
    fills,
    then: force === 'gtc' || force === 'poc' ? 'rests' : 'expires',
  };
}

/** A purchase is by value: "`side`: `buy` refers to the quote currency". "Only `ioc` and `fok` are supported". */
function marketOrder(market: LedgerMarket, side: Side, parameters: Parameters): Execution {
  const wanted = amountIn(parameters);
  const force = oneOf(parameters, 'time_in_force', forces) ?? 'ioc';
  if (force !== 'ioc' && force !== 'fok') throw badParameter('time_in_force', force);
  const byValue = side === 'buy';
  const fills = [...sweep({ market, side, wanted: byValue ? { quote: wanted } : { amount: wanted } })];
  if (fills.length === 0) throw refusal('ORDER_BOOK_NOT_FOUND');
  return {
    type: 'market',
    timeInForce: force === 'fok' ? 'FOK' : 'IOC',
    price: '0',
    amount: byValue ? sweptAmount(fills) : wanted,
    ...(byValue ? { quoteWanted: wanted } : {}),
    fills,
    then: 'expires',
  };
}

const amountIn = (parameters: Parameters): string => decimal('amount', mandatory(parameters, 'amount'));

const textForm = /^t-[0-9A-Za-z_.-]{1,28}$/;

/** Throws for a custom text that breaks one of its three rules. */
function textIn(parameters: Parameters): string | undefined {
  const text = optional(parameters, 'text');
  if (text !== undefined && !textForm.test(text)) throw badParameter('text', text);
  return text;
}
