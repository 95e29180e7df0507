import { known, unknown, type Known } from '../domain/known.ts';
import { divide, multiply, round } from '../domain/money.ts';
import type { MarketPrice, Trade } from '../domain/trading.ts';
import { assessDamage, explainUnpriced } from './damage.ts';
import { millisOf } from './moments.ts';

/** How fast money is being lost, over the last minutes. */
export interface BurnRate {
  readonly perMinute: string;
  readonly asset: string;
  readonly fills: number;
  readonly minutes: number;
  /** Some of the fills have no price: the true rate is likely higher. */
  readonly atLeast: boolean;
}

/**
 * Values the trades of the last `minutes` before `now` and spreads them evenly. Give the trades that
 * count as losing money (the unrecognised ones). Unknown when nothing in the window has a price.
 *
 * @param input.now ISO time by the venue's clock: the trades' times are the venue's.
 */
export function burnRate(input: {
  readonly trades: readonly Trade[];
  readonly prices: readonly MarketPrice[];
  readonly asset: string;
  readonly now: string;
  readonly minutes: number;
}): Known<BurnRate> {
  const now = millisOf(input.now);
  if (now === undefined || input.minutes <= 0) return unknown('the window of time is not known');
  const since = now - input.minutes * 60_000;
  const recent = input.trades.filter(({ at }) => (millisOf(at) ?? Infinity) > since);

  const damage = assessDamage({ trades: recent, prices: input.prices, asset: input.asset });
  if (damage.bySymbol.length === 0 && damage.unpriced.length > 0)
    return unknown(explainUnpriced(damage.unpriced));
  return known({
    perMinute: round(divide(damage.pricedTotal, String(input.minutes)), 8),
    asset: input.asset,
    fills: recent.length,
    minutes: input.minutes,
    atLeast: damage.unpriced.length > 0,
  });
}

/** What waiting costs at this rate, rounded to 2 digits: shown before a snapshot delays a revocation. */
export const costOfSeconds = (burn: Pick<BurnRate, 'perMinute'>, seconds: number): string =>
  round(divide(multiply(burn.perMinute, String(seconds)), '60'), 2);
