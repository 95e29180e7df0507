import type { Json } from '../../domain/json.ts';
import { compare, isZero } from '../../domain/money.ts';
import { firstOrderId } from '../ledger-books.ts';
import type { LedgerMarket, Side } from '../ledger-books.ts';
import type { MutationOf } from '../mutation.ts';
import { sweep, sweptAmount } from '../order-book.ts';
import { badParameter, refusal } from './codes.ts';
import { orderIdOf, ownLinkIdOf } from './ids.ts';
import { marketIn } from './names.ts';
import { categoryIn, decimal, mandatory, oneOf, optional } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import type { Call } from './route.ts';

type Execution = Pick<
  MutationOf<'order-placed'>,
  'type' | 'timeInForce' | 'price' | 'amount' | 'quoteWanted' | 'fills' | 'then'
>;

const linkIdForm = /^[A-Za-z0-9_-]{1,36}$/;

export function createOrder(call: Call): Json {
  const { parameters, books, nowMs } = call;
  const category = categoryIn(parameters);
  const symbol = mandatory(parameters, 'symbol');
  const market = marketIn(books, category, symbol);
  if (market === undefined) throw category === 'spot' ? refusal('170121') : badParameter('symbol invalid');
  const side = sideIn(parameters);
  const type = oneOf(parameters, 'orderType', ['Market', 'Limit']);
  if (type === undefined) throw refusal('170116');
  // Conditional orders cannot be placed here; the opening books may have them.
  if (optional(parameters, 'triggerPrice') !== undefined) throw refusal('170227');
  const id = firstOrderId + call.core.world.books().orders.length;
  const linkId = optional(parameters, 'orderLinkId');
  if (linkId !== undefined && !linkIdForm.test(linkId)) throw badParameter('orderLinkId is invalid');
  const wanted = type === 'Limit' ? limitOrder : marketOrder;
  const clientOrderId = linkId ?? ownLinkIdOf(id);
  call.commit({
    kind: 'order-placed',
    atMs: nowMs,
    by: call.actor(),
    symbol: market.symbol,
    side,
    clientOrderId,
    ...wanted(market, side, parameters),
  });
  return { orderId: orderIdOf(books, { id, symbol: market.symbol }), orderLinkId: clientOrderId };
}

function sideIn(parameters: Parameters): Side {
  const side = mandatory(parameters, 'side');
  if (side !== 'Buy' && side !== 'Sell') throw refusal('170117');
  return side === 'Buy' ? 'buy' : 'sell';
}

function limitOrder(market: LedgerMarket, side: Side, parameters: Parameters): Execution {
  const amount = quantityIn(parameters);
  const price = decimal('price', mandatory(parameters, 'price'));
  const named = optional(parameters, 'timeInForce') ?? 'GTC';
  if (named !== 'GTC' && named !== 'IOC' && named !== 'FOK' && named !== 'PostOnly') throw refusal('170115');
  const reached = [...sweep({ market, side, wanted: { amount }, limit: price })];
  const isWhole = compare(sweptAmount(reached), amount) === 0;
  // Fill or kill: all or nothing. Post only: cancelled if it would be filled at once.
  const takesNothing = (named === 'FOK' && !isWhole) || named === 'PostOnly';
  const rests = named === 'GTC' || (named === 'PostOnly' && reached.length === 0);
  return {
    type: 'limit',
    timeInForce: named === 'PostOnly' ? 'GTC' : named,
    price,
    amount,
    fills: takesNothing ? [] : reached,
    then: rests ? 'rests' : 'expires',
  };
}

/** "Spot: Market Buy order by value by default": a buy of qty 100 spends 100 USDT. */
function marketOrder(market: LedgerMarket, side: Side, parameters: Parameters): Execution {
  const qty = quantityIn(parameters);
  const unit =
    oneOf(parameters, 'marketUnit', ['baseCoin', 'quoteCoin']) ?? (side === 'buy' ? 'quoteCoin' : 'baseCoin');
  const byValue = unit === 'quoteCoin';
  const fills = [...sweep({ market, side, wanted: byValue ? { quote: qty } : { amount: qty } })];
  if (fills.length === 0) throw refusal('170143');
  return {
    type: 'market',
    timeInForce: 'IOC',
    price: '0',
    amount: byValue ? sweptAmount(fills) : qty,
    ...(byValue ? { quoteWanted: qty } : {}),
    fills,
    then: 'expires',
  };
}

/** A text: the documents write every amount as one. */
function quantityIn(parameters: Parameters): string {
  const qty = parameters.get('qty');
  if (typeof qty !== 'string' || qty === '' || isNotPositive(qty))
    throw refusal('170130', "Data sent for paramter 'qty' is not valid.");
  return decimal('qty', qty);
}

const isNotPositive = (text: string): boolean => !/^\d+(\.\d+)?$/.test(text) || isZero(text);
