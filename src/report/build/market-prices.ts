import { latest, millisOf, type RecognisedTrade } from '../../analysis/index.ts';
import { known, unknown, type Known } from '../../domain/known.ts';
import type { MarketPrice } from '../../domain/trading.ts';
import { observed, type CaseView } from './case-view.ts';

/** Market prices as one reading gave them. */
export interface PriceReading {
  readonly rows: readonly MarketPrice[];
  readonly exhibit: string;
  readonly at: string;
}

export interface Prices extends PriceReading {
  /** Taken while strange fills went on, which move the price of a thin market. */
  readonly isDuringFills: boolean;
}

export function readPrices(view: CaseView, account: string): readonly PriceReading[] {
  return observed(view, account, 'market-prices').flatMap(({ event, at }) => {
    const listing = view.reader.listing(event.exhibit, 'market-prices');
    return listing.known ? [{ rows: listing.value.rows, exhibit: event.exhibit, at }] : [];
  });
}

/**
 * Prices from after the last strange fill, the earliest such: an attack moves the price of a thin
 * market, and days later the market has moved on. Without one, the latest there is.
 */
export function choosePrices(
  all: readonly PriceReading[],
  strangers: readonly RecognisedTrade[],
): Known<Prices> {
  const lastFill = latest(strangers.map(({ trade }) => trade.at));
  const end = lastFill === undefined ? undefined : millisOf(lastFill);
  const after = all.find(({ at }) => end !== undefined && (millisOf(at) ?? -Infinity) >= end);
  const chosen = after ?? all.at(-1);
  if (!chosen) return unknown('no market prices were read');
  return known({ ...chosen, isDuringFills: end !== undefined && after === undefined });
}
