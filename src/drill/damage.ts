import { add, multiply, negate, subtract, sum } from '../domain/money.ts';
import type { Books, OpeningBooks } from '../simulators/index.ts';
import type { AttackPlan } from './attack-plan.ts';

/**
 * The oracle of a drill: what has been lost so far, in `asset`. Everything the account held when the
 * books opened, less everything it holds now, both at the opening's market prices, so that only what
 * was done counts and not the market. Throws when an asset has no market in `asset`.
 */
export function lossAt(books: Books, opening: OpeningBooks, asset: string): string {
  const now = books.balances().map((held) => ({ asset: held.asset, amount: add(held.free, held.locked) }));
  return subtract(valueOf(opening, openingHoldings(opening), asset), valueOf(opening, now, asset));
}

interface LossPoint {
  /** From the scenario's start. */
  readonly afterMs: number;
  readonly lost: string;
}

/**
 * What would be lost if nobody did anything, after each of the attacker's acts: worked out from the
 * plan alone, without a venue.
 */
export function lossWithoutResponse(
  plan: AttackPlan,
  opening: OpeningBooks,
  asset: string,
): readonly LossPoint[] {
  const holdings = new Map(openingHoldings(opening).map((held) => [held.asset, held.amount]));
  const before = valueOf(opening, openingHoldings(opening), asset);
  return plan.visits.flat().map((act) => {
    for (const [changed, by] of changesOf(act, holdings, opening)) {
      holdings.set(changed, add(holdings.get(changed) ?? '0', by));
    }
    const now = [...holdings].map(([held, amount]) => ({ asset: held, amount }));
    return { afterMs: act.atMs, lost: subtract(before, valueOf(opening, now, asset)) };
  });
}

/** What is lost by a moment, on such a curve. */
export const lostBy = (curve: readonly LossPoint[], ms: number): string =>
  curve.findLast((point) => point.afterMs <= ms)?.lost ?? '0';

type PlannedAct = AttackPlan['visits'][number][number];

function changesOf(
  act: PlannedAct,
  holdings: ReadonlyMap<string, string>,
  opening: OpeningBooks,
): readonly (readonly [string, string])[] {
  if (act.do === 'cancel') return [];
  if (act.do === 'withdraw') return [[act.coin, negate(act.amount)]];
  const market = opening.markets.find((each) => each.symbol === act.symbol);
  if (market === undefined) return [];
  const amount = act.amount === 'all' ? (holdings.get(market.base) ?? '0') : act.amount;
  const quote = multiply(act.price, amount);
  const fee = multiply(quote, opening.feeRate);
  return act.side === 'buy'
    ? [
        [market.base, amount],
        [market.quote, negate(add(quote, fee))],
      ]
    : [
        [market.base, negate(amount)],
        [market.quote, subtract(quote, fee)],
      ];
}

interface Amount {
  readonly asset: string;
  readonly amount: string;
}

const openingHoldings = (opening: OpeningBooks): readonly Amount[] =>
  opening.balances.map(({ asset, free }) => ({ asset, amount: free }));

const valueOf = (opening: OpeningBooks, holdings: readonly Amount[], asset: string): string =>
  sum(holdings.map((held) => multiply(held.amount, priceOf(opening, held.asset, asset))));

function priceOf(opening: OpeningBooks, of: string, asset: string): string {
  if (of === asset) return '1';
  const market = opening.markets.find((each) => each.base === of && each.quote === asset);
  if (market === undefined) throw new Error(`the opening books have no market of ${of} in ${asset}`);
  return market.price;
}
