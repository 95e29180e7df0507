import { add, compare, divide, isZero, multiply, subtract } from '../domain/money.ts';
import type { MarketDay } from '../domain/trading.ts';
import type { SymbolInQuestion } from './symbols.ts';

/** A market in the order of the sweep, with the reasons for its place in words. */
export type RankedMarket = SymbolInQuestion;

/** One way in which a market's public figures make it a likely place for an attack. */
interface MarketRule {
  readonly reason: string;
  readonly holds: (day: MarketDay, context: { readonly isLittle: boolean }) => boolean;
}

// The limits are ours: no document says from where on a book is thin. They order, and leave nothing out.
const farFromNow = '0.05';
const widelySwung = '1.3';
const widelySpread = '0.02';
const littleTradedShare = 0.25;

/** What the attacker sells to himself goes through far from where the price was before and is afterwards. */
const burst: MarketRule = {
  reason: 'a burst: the volume of the last day went through far from the price before and now',
  holds: ({ open, last, volume, quoteVolume }) => {
    if (!isPositive(volume) || !isPositive(quoteVolume)) return false;
    const average = divide(quoteVolume, volume);
    return [open, last].every((price) => isPositive(price) && isFar(average, price));
  },
};

const swing: MarketRule = {
  reason: 'the price swung by more than 30 % within the last day',
  holds: ({ high, low }) =>
    isPositive(high) && isPositive(low) && compare(high, multiply(low, widelySwung)) > 0,
};

const emptyBook: MarketRule = {
  reason: 'a side of the book is empty',
  // A venue that tells the one side and not the other has none there.
  holds: ({ bid, ask }) => (bid !== undefined || ask !== undefined) && !(isPositive(bid) && isPositive(ask)),
};

const thinBook: MarketRule = {
  reason: 'a thin book: bid and ask are more than 2 % apart',
  holds: ({ bid, ask }) => {
    if (!isPositive(bid) || !isPositive(ask)) return false;
    const middle = divide(add(bid, ask), '2');
    return compare(subtract(ask, bid), multiply(middle, widelySpread)) > 0;
  },
};

const littleTraded: MarketRule = {
  reason: 'little traded: among the quarter with the least volume',
  holds: (_day, { isLittle }) => isLittle,
};

// From the gravest; which more than one rule names comes before which one does.
const rules: readonly MarketRule[] = [burst, swing, emptyBook, thinBook, littleTraded];

const noFigures = 'no public figures: nobody can say how thin it is';
const nothingOdd = 'nothing odd in its public figures';

/**
 * Returns every market in the order in which a sweep reads them: those in question with their reasons,
 * then the most suspicious by public figures, then those of which nothing is told, then the rest, the
 * thinnest first. Pure. With no figures at all the order says only which are in question.
 */
export function rankMarkets({
  inQuestion,
  markets,
  days,
}: {
  readonly inQuestion: readonly SymbolInQuestion[];
  /** Symbols of the venue, as it spells them; each once. */
  readonly markets: readonly string[];
  readonly days: readonly MarketDay[];
}): readonly RankedMarket[] {
  const first = new Set(inQuestion.map(({ symbol }) => symbol));
  const ofSymbol = new Map(days.map((day) => [day.symbol, day]));
  const little = littleOf(days);
  const others = [...new Set(markets)]
    .filter((symbol) => !first.has(symbol))
    .map((symbol) => placeOf(symbol, ofSymbol.get(symbol), little))
    .toSorted(comparePlaces);
  return [...inQuestion, ...others.map(({ symbol, reasons }) => ({ symbol, reasons }))];
}

interface Place {
  readonly symbol: string;
  readonly reasons: readonly string[];
  /** Indexes of the rules that hold; of nothing known, one behind the last. */
  readonly at: readonly number[];
  readonly share: number;
}

function placeOf(symbol: string, day: MarketDay | undefined, little: ReadonlyMap<string, number>): Place {
  if (day === undefined) return { symbol, reasons: [noFigures], at: [rules.length], share: 0 };
  const share = little.get(symbol) ?? littleTradedShare;
  const isLittle = share < littleTradedShare;
  const at = rules.flatMap((rule, index) => (rule.holds(day, { isLittle }) ? [index] : []));
  const reasons = at.flatMap((index) => rules[index]?.reason ?? []);
  return { symbol, reasons: at.length === 0 ? [nothingOdd] : reasons, at, share };
}

function comparePlaces(a: Place, b: Place): number {
  const behindAll = rules.length + 1;
  for (let i = 0; i < Math.max(a.at.length, b.at.length); i++) {
    const difference = (a.at[i] ?? behindAll) - (b.at[i] ?? behindAll);
    if (difference !== 0) return difference;
  }
  return a.share - b.share || (a.symbol < b.symbol ? -1 : 1);
}

/**
 * Where each market stands among those that count in the same asset, 0 = the least traded. Without that
 * asset named, its spelling's end stands for it: amounts of BTC and of a stablecoin do not compare. A
 * market whose volume is not told, or that has hardly any to compare with, stands nowhere.
 */
function littleOf(days: readonly MarketDay[]): ReadonlyMap<string, number> {
  const told = days.flatMap(({ symbol, quoteVolume }) =>
    quoteVolume === undefined ? [] : [{ symbol, quoteVolume }],
  );
  const groups = Map.groupBy(told, ({ symbol }) => endingOf(symbol));
  return new Map(
    [...groups.values()]
      .filter(({ length }) => length >= fewestCompared)
      .flatMap((group) =>
        group
          .toSorted((a, b) => compare(a.quoteVolume, b.quoteVolume))
          .map(({ symbol }, index) => [symbol, index / group.length] as const),
      ),
  );
}

const fewestCompared = 4;

const endingOf = (symbol: string): string => symbol.split(/[-/_]/)[1] ?? symbol.slice(-3);

const isPositive = (figure: string | undefined): figure is string =>
  figure !== undefined && !isZero(figure) && compare(figure, '0') > 0;

const isFar = (average: string, price: string): boolean => {
  const apart = subtract(average, price);
  const distance = compare(apart, '0') < 0 ? subtract('0', apart) : apart;
  return compare(distance, multiply(price, farFromNow)) > 0;
};
