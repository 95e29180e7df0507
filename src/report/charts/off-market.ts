import type { AccountReport, StrangeFill } from '../model.ts';
import { rowReader } from '../packed-rows.ts';
import type { EachRow } from '../tables/index.ts';
import { millis } from '../words.ts';
import { drawn, frameOf, type Frame, type Sample } from './line-chart.ts';

export interface OffMarketChart {
  readonly symbol: string;
  readonly frame: Frame;
  /** Each made when it is asked for: there may be ten thousand. */
  readonly fills: EachRow<OffMarketMark>;
  /** How many of them bought; the others sold. */
  readonly bought: number;
  /** As the price book has it, and where it stands; undefined: the market price is not known. */
  readonly market?: { readonly price: string; readonly y: number };
}

export interface OffMarketMark {
  readonly x: number;
  readonly y: number;
  readonly side: 'buy' | 'sell';
  /** The fill itself, made again. */
  fill(): StrangeFill | undefined;
}

/** Fills that are not ours against the market price, a picture a symbol with at least two of them. */
export function offMarketCharts(
  { strangeFills }: AccountReport,
  size: { width: number; height: number; most: number },
): readonly OffMarketChart[] {
  if (!strangeFills?.known) return [];
  const fillAt = rowReader(strangeFills.value);
  return [...bySymbol(strangeFills.value)]
    .filter(([, { many }]) => many > 1)
    .sort(([a, x], [b, y]) => y.many - x.many || (a < b ? -1 : 1))
    .slice(0, size.most)
    .flatMap(([symbol, market]) => chartOf(symbol, market, { ...size, fillAt }));
}

/** What a picture needs of a symbol's fills: of each a few numbers, because the fill as an object takes a KiB. */
interface Market {
  /** Also those that cannot be drawn. */
  many: number;
  /** `place`: in the list of strange fills. */
  readonly dated: (Sample & { readonly place: number; readonly side: StrangeFill['side'] })[];
  /** The first that is known. */
  price?: string;
}

function bySymbol(fills: readonly StrangeFill[]): ReadonlyMap<string, Market> {
  const markets = new Map<string, Market>();
  let place = -1;
  for (const { recognised, symbol, side, at: time, price, marketPrice } of fills) {
    place += 1;
    if (recognised !== 'not-ours') continue;
    const market = markets.get(symbol) ?? { many: 0, dated: [] };
    markets.set(symbol, market);
    market.many += 1;
    if (marketPrice.known) market.price ??= marketPrice.value;
    const at = millis(time);
    const value = drawn(price);
    if (at !== undefined && value !== undefined) market.dated.push({ at, value, place, side });
  }
  return markets;
}

function chartOf(
  symbol: string,
  { dated, price }: Market,
  { fillAt, ...size }: { width: number; height: number; fillAt: (place: number) => StrangeFill | undefined },
): OffMarketChart[] {
  const [first] = dated;
  if (!first) return [];
  const level = price === undefined ? undefined : drawn(price);
  const frame = frameOf([...dated, ...(level === undefined ? [] : [{ at: first.at, value: level }])], size);
  return [
    {
      symbol,
      frame,
      fills: {
        length: dated.length,
        *[Symbol.iterator]() {
          for (const { at, value, side, place } of dated)
            yield { x: frame.x(at), y: frame.y(value), side, fill: () => fillAt(place) };
        },
      },
      bought: dated.reduce((many, { side }) => many + (side === 'buy' ? 1 : 0), 0),
      ...(price !== undefined && level !== undefined ? { market: { price, y: frame.y(level) } } : {}),
    },
  ];
}
