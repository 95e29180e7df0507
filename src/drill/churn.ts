import { BadInput } from '../domain/failure.ts';
import { draw } from './draws.ts';
import type { Churn } from './scenario-schema.ts';

export interface ChurnFill {
  readonly side: 'buy' | 'sell';
  readonly price: string;
  readonly amount: string;
}

/**
 * Returns the fills of a churn: buys high and sells low in turn, the money going evenly, every price
 * inside its range, and at the end exactly what `leaves` says. Amounts are whole, prices have four
 * decimals, but for the last pair: its prices have eight and make the sum come out.
 *
 * `quote` is what there is to spend when it begins, `feeRate` what each fill pays. Throws BadInput
 * when the ranges cannot lead there.
 */
export function churnFills(
  churn: Churn,
  given: { readonly quote: string; readonly feeRate: string; readonly seed: string },
): readonly ChurnFill[] {
  const rate = rateOf(given.feeRate);
  const spend = unitsOf(given.quote) - unitsOf(churn.leaves.quote);
  const base = BigInt(churn.leaves.base);
  const pairs = churn.fills / 2;
  const buyTicks = ticksOf(churn.buyAt);
  const sellTicks = ticksOf(churn.sellAt);
  const last = lastPairCost(buyTicks, sellTicks, rate);
  const fills: ChurnFill[] = [];
  let spent = 0n;
  let held = 0n;
  for (let pair = 1; pair < pairs; pair++) {
    const share = pair / (pairs - 1);
    const due = BigInt(Math.round((Number(spend) - last) * share)) - spent;
    const gain = BigInt(Math.round(Number(base) * share)) - held;
    const buy = pick(buyTicks, draw(given.seed, `buy/${pair}`));
    const sell = pick(sellTicks, draw(given.seed, `sell/${pair}`));
    const amount = bought({ due, gain, buy, sell, rate });
    const paid = rate.paid(BigInt(buy) * amount);
    if (amount - gain < 1n) throw cannot(churn, 'the money is too little for so many fills');
    if (paid > unitsOf(given.quote) - spent) throw cannot(churn, 'a buy costs more than is left: more fills');
    fills.push(fillOf('buy', buy, amount), fillOf('sell', sell, amount - gain));
    spent += paid - rate.got(BigInt(sell) * (amount - gain));
    held += gain;
  }
  return [...fills, ...lastPair(churn, spend - spent, rate)];
}

// Money in units of 1e-8 of the quote asset: a price tick (1e-4) times a whole amount, times a fee
// rate of at most four decimals, is a whole number of them.
const unitPlaces = 8;
const tickPlaces = 4;

interface Rate {
  /** Units that leave for a buy of so many ticks × amount, fee included. */
  paid(ticks: bigint): bigint;
  /** Units that come in for a sale, fee taken off. */
  got(ticks: bigint): bigint;
}

function rateOf(feeRate: string): Rate {
  const scale = 10n ** BigInt(unitPlaces - tickPlaces);
  const fee = toWhole(feeRate, unitPlaces - tickPlaces);
  return { paid: (ticks) => ticks * (scale + fee), got: (ticks) => ticks * (scale - fee) };
}

const unitsOf = (amount: string): bigint => toWhole(amount, unitPlaces);

function toWhole(amount: string, places: number): bigint {
  const [whole = '0', fraction = ''] = amount.split('.');
  const kept = fraction.replace(/0+$/, '');
  if (kept.length > places) throw new BadInput(`"${amount}" has more than ${places} decimals`);
  return BigInt(whole + kept.padEnd(places, '0'));
}

type Ticks = readonly [low: number, high: number];

const ticksOf = ([low, high]: readonly [string, string]): Ticks => [
  Number(toWhole(low, tickPlaces)),
  Number(toWhole(high, tickPlaces)),
];

const pick = ([low, high]: Ticks, drawn: number): number => low + Math.floor(drawn * (high - low + 1));

const middle = ([low, high]: Ticks): number => (low + high) / 2;

/** How much to buy so that the pair spends what is due and leaves `gain` more of the base asset. */
function bought(pair: {
  readonly due: bigint;
  readonly gain: bigint;
  readonly buy: number;
  readonly sell: number;
  readonly rate: Rate;
}): bigint {
  const out = Number(pair.rate.paid(BigInt(pair.buy)));
  const back = Number(pair.rate.got(BigInt(pair.sell)));
  return BigInt(Math.round((Number(pair.due) - back * Number(pair.gain)) / (out - back)));
}

// The last pair moves this much each way; with prices of eight decimals that makes steps of 1e-4.
const lastAmount = 10_000n;

const lastPairCost = (buy: Ticks, sell: Ticks, rate: Rate): number =>
  Number(rate.paid(1n)) * middle(buy) * Number(lastAmount) -
  Number(rate.got(1n)) * middle(sell) * Number(lastAmount);

/**
 * Two prices of eight decimals whose pair costs the rest exactly. Counted in 1e-8, one step of the
 * buying price costs `paidStep` and one of the selling price brings `gotStep`: trying the buying
 * prices one after the other from the middle, a selling price fits within `gotStep` tries or never.
 */
function lastPair(churn: Churn, rest: bigint, rate: Rate): ChurnFill[] {
  const paidStep = rate.paid(1n);
  const gotStep = rate.got(1n);
  const [sellLow, sellHigh] = inEights(churn.sellAt);
  const [buyLow, buyHigh] = inEights(churn.buyAt);
  const aim = (rest + gotStep * ((sellLow + sellHigh) / 2n)) / paidStep;
  for (let step = 0n; step <= gotStep; step++) {
    const buy = aim + step;
    const over = paidStep * buy - rest;
    if (over % gotStep !== 0n) continue;
    const sell = over / gotStep;
    const fits = buy >= buyLow && buy <= buyHigh && sell >= sellLow && sell <= sellHigh;
    if (!fits) break;
    return [lastFill('buy', buy), lastFill('sell', sell)];
  }
  throw cannot(churn, 'no prices in the ranges make the sum come out');
}

const inEights = ([low, high]: readonly [string, string]): [bigint, bigint] => [
  toWhole(low, unitPlaces),
  toWhole(high, unitPlaces),
];

const fillOf = (side: 'buy' | 'sell', ticks: number, amount: bigint): ChurnFill => ({
  side,
  price: asDecimal(BigInt(ticks), tickPlaces),
  amount: String(amount),
});

const lastFill = (side: 'buy' | 'sell', eights: bigint): ChurnFill => ({
  side,
  price: asDecimal(eights, unitPlaces),
  amount: String(lastAmount),
});

function asDecimal(whole: bigint, places: number): string {
  const digits = String(whole).padStart(places + 1, '0');
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

const cannot = (churn: Churn, why: string): BadInput =>
  new BadInput(`the churn of ${churn.symbol} cannot leave what it should: ${why}`);
