import { compare } from '../../domain/money.ts';
import { firstOrderId, isSpot } from '../ledger-books.ts';
import type { LedgerMarket, Side } from '../ledger-books.ts';
import type { MutationOf } from '../mutation.ts';
import { sweep, sweptAmount } from '../order-book.ts';
import { VenueRefusal } from '../venue-refusal.ts';
import { Outcomes } from './answer.ts';
import type { Outcome } from './answer.ts';
import { badParameter, missing, refusal } from './codes.ts';
import { ordIdOf } from './ids.ts';
import { marketIn } from './names.ts';
import { namelessPrefix } from './order-rows.ts';
import { decimal, mandatory, oneOf, optional } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import type { Call } from './route.ts';

type Placed = MutationOf<'order-placed'>;
type Execution = Pick<Placed, 'type' | 'timeInForce' | 'price' | 'amount' | 'quoteWanted' | 'fills' | 'then'>;

/** "case-sensitive alphanumerics, all numbers, or all letters of up to 32 characters". */
const clOrdIdForm = /^[A-Za-z0-9]{1,32}$/;
const tagForm = /^[A-Za-z0-9]{1,16}$/;

/** "up to 20 orders can be placed per request". */
const mostOrders = 20;

export const placeOrder = (call: Call): Outcomes => new Outcomes([place(call, call.parameters)]);

/** "placed in turn". */
export function placeBatch(call: Call): Outcomes {
  if (call.items.length === 0) throw missing('instId');
  if (call.items.length > mostOrders) throw refusal('51111', String(mostOrders));
  // What is malformed is refused before anything is placed.
  for (const item of call.items) checkForm(item);
  return new Outcomes(call.items.map((item) => place(call, item)));
}

function checkForm(parameters: Parameters): void {
  mandatory(parameters, 'instId');
  const [clOrdId, tag] = [optional(parameters, 'clOrdId'), optional(parameters, 'tag')];
  if (clOrdId !== undefined && !clOrdIdForm.test(clOrdId)) throw badParameter('clOrdId');
  if (tag !== undefined && !tagForm.test(tag)) throw badParameter('tag');
  termsIn(parameters);
}

/** Bad parameters refuse the request; what the books refuse is told of the order, under code "1". */
function place(call: Call, parameters: Parameters): Outcome {
  const { nowMs } = call;
  checkForm(parameters);
  const instId = mandatory(parameters, 'instId');
  const id = firstOrderId + call.core.world.books().orders.length;
  const [clOrdId, tag] = [optional(parameters, 'clOrdId'), optional(parameters, 'tag')];
  const terms = termsIn(parameters);
  const names = { clOrdId: clOrdId ?? '', tag: tag ?? '', ts: String(nowMs), subCode: '' };
  try {
    call.commit({
      kind: 'order-placed',
      atMs: nowMs,
      by: call.actor(),
      clientOrderId: clOrdId ?? `${namelessPrefix}${id}`,
      ...planOrder(marketIn(call.books, instId), terms),
    });
    return { row: { ...names, ordId: ordIdOf({ id }) } };
  } catch (problem) {
    if (!(problem instanceof VenueRefusal)) throw problem;
    return { row: { ...names, ordId: '' }, refused: problem };
  }
}

interface Terms {
  readonly side: Side;
  readonly ordType: 'market' | 'limit' | 'post_only' | 'fok' | 'ioc';
  readonly sz: string;
  readonly px: string | undefined;
  readonly byQuote: boolean;
}

function termsIn(parameters: Parameters): Terms {
  mandatory(parameters, 'tdMode');
  oneOf(parameters, 'tdMode', ['cash', 'cross', 'isolated', 'spot_isolated']);
  const side = oneOf(parameters, 'side', ['buy', 'sell']);
  const ordType = oneOf(parameters, 'ordType', ['market', 'limit', 'post_only', 'fok', 'ioc']);
  if (side === undefined) throw missing('side');
  if (ordType === undefined) throw missing('ordType');
  const sz = decimal('sz', mandatory(parameters, 'sz'));
  const px = ordType === 'market' ? undefined : optional(parameters, 'px');
  // "buy orders: quote_ccy by default; sell orders: base_ccy".
  const unit = oneOf(parameters, 'tgtCcy', ['base_ccy', 'quote_ccy']);
  const byQuote =
    ordType === 'market' && (unit ?? (side === 'buy' ? 'quote_ccy' : 'base_ccy')) === 'quote_ccy';
  return { side, ordType, sz, px: px === undefined ? undefined : decimal('px', px), byQuote };
}

function planOrder(
  market: LedgerMarket | undefined,
  terms: Terms,
): Execution & Pick<Placed, 'symbol' | 'side'> {
  if (market === undefined) throw refusal('51001');
  // On contracts there is history only.
  if (!isSpot(market)) throw refusal('51010');
  const { side } = terms;
  const execution = terms.ordType === 'market' ? atMarket(market, terms) : atLimit(market, terms);
  return { symbol: market.symbol, side, ...execution };
}

function atLimit(market: LedgerMarket, { side, ordType, sz: amount, px: price }: Terms): Execution {
  if (price === undefined) throw refusal('51204');
  const reached = [...sweep({ market, side, wanted: { amount }, limit: price })];
  const isWhole = compare(sweptAmount(reached), amount) === 0;
  // Fill or kill: all or nothing. Post only: canceled if it would be filled at once.
  const takesNothing = (ordType === 'fok' && !isWhole) || ordType === 'post_only';
  const rests = ordType === 'limit' || (ordType === 'post_only' && reached.length === 0);
  return {
    type: 'limit',
    timeInForce: ordType === 'fok' ? 'FOK' : ordType === 'ioc' ? 'IOC' : 'GTC',
    price,
    amount,
    fills: takesNothing ? [] : reached,
    then: rests ? 'rests' : 'expires',
  };
}

function atMarket(market: LedgerMarket, { side, sz, byQuote }: Terms): Execution {
  const fills = [...sweep({ market, side, wanted: byQuote ? { quote: sz } : { amount: sz } })];
  if (fills.length === 0) throw refusal('51020');
  return {
    type: 'market',
    timeInForce: 'IOC',
    price: '0',
    amount: byQuote ? sweptAmount(fills) : sz,
    ...(byQuote ? { quoteWanted: sz } : {}),
    fills,
    then: 'expires',
  };
}
