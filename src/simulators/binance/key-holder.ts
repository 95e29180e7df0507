import { isZero } from '../../domain/money.ts';
import type { KeyHolderActs, Refusal, SimulatorScope } from '../contract.ts';
import { orderById } from '../ledger-books.ts';
import type { Actor } from '../mutation.ts';
import { BinanceRefusal, inVenueWords, refuse } from './codes.ts';
import type { Side } from './codes.ts';
import { passGateInPerson } from './gate.ts';
import { decimal } from './parameters.ts';
import type { BinanceVenue } from './venue.ts';
import { planWithdrawal } from './withdrawals.ts';

/**
 * What the holder of a key does from an address, without HTTP: the drill's attacker, the owner's own
 * bot. Every act passes the gate anew, so a deleted key ends it; weights are not counted.
 */
export function actAsKeyHolder(
  venue: BinanceVenue,
  holder: { readonly keyId: string; readonly sourceIp: string },
): KeyHolderActs {
  const act = (side: Side, needs: SimulatorScope, change: (actor: Actor) => void): Refusal | undefined =>
    refusalOf(() => change(admit(venue, holder, side, needs)));
  return {
    cancelOrder: (orderId) => act('api', 'spot-trade', (actor) => cancel(venue, actor, orderId)),
    trade: (fill) => act('api', 'spot-trade', (actor) => trade(venue, actor, fill)),
    withdraw: (order) => act('sapi', 'withdraw', (actor) => withdraw(venue, actor, order)),
  };
}

function admit(
  venue: BinanceVenue,
  holder: { readonly keyId: string; readonly sourceIp: string },
  side: Side,
  needs: SimulatorScope,
): Actor {
  const key = passGateInPerson(venue.gateRules(), { ...holder, side, needs });
  return { key: key.ref, sourceIp: holder.sourceIp };
}

function cancel(venue: BinanceVenue, by: Actor, orderId: string): void {
  if (orderById(venue.world.books(), Number(orderId)) === undefined) throw refuse.unknownOrder();
  venue.world.commit({ kind: 'order-cancelled', atMs: venue.nowMs(), by, orderId: Number(orderId) });
}

// A limit order at the counterparty's own price, filled whole: the ordinary book is not touched.
function trade(venue: BinanceVenue, by: Actor, fill: Parameters<KeyHolderActs['trade']>[0]): void {
  const { symbol, side, clientOrderId } = fill;
  const price = positive('price', fill.price);
  const amount = positive('amount', fill.amount);
  venue.world.commit({
    kind: 'order-placed',
    atMs: venue.nowMs(),
    by,
    symbol,
    side,
    type: 'limit',
    timeInForce: 'GTC',
    price,
    amount,
    clientOrderId,
    fills: [{ price, amount }],
    then: 'rests',
  });
}

function withdraw(venue: BinanceVenue, by: Actor, order: Parameters<KeyHolderActs['withdraw']>[0]): void {
  const amount = positive('amount', order.amount);
  const wanted = { ...order, amount, actor: by, nowMs: venue.nowMs(), clientId: undefined };
  venue.world.commit(planWithdrawal(venue.world.books(), wanted));
}

// The same form as over HTTP: nothing reaches the world log that it could not read back.
function positive(name: string, amount: string): string {
  const value = decimal(new Map([[name, amount]]), name) ?? '0';
  if (isZero(value)) throw refuse.filter(name === 'price' ? 'PRICE_FILTER' : 'LOT_SIZE');
  return value;
}

function refusalOf(act: () => void): Refusal | undefined {
  try {
    inVenueWords(act);
    return undefined;
  } catch (problem) {
    if (problem instanceof BinanceRefusal) return problem.toRefusal();
    throw problem;
  }
}
