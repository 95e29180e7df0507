import type { Coverage, Hole } from '../../domain/coverage.ts';
import { known, unknown, type Known } from '../../domain/known.ts';
import { observed, type CaseView } from './case-view.ts';
import { openHoles } from './open-holes.ts';
import type { ListingKind, RowOf } from './shapes.ts';

/** All rows of one kind that any reading gave, each once, and what no reading covers. */
export interface AllRows<Row> {
  readonly rows: readonly Row[];
  readonly exhibits: readonly string[];
  readonly readings: readonly Coverage[];
  readonly holes: readonly Hole[];
  /** Why some reading of this kind could not be used at all. */
  readonly unusable: readonly string[];
}

/** Every reading of a kind together; a later reading of the same row replaces the earlier one. */
export function allRows<Kind extends ListingKind>(
  view: CaseView,
  account: string,
  kind: Kind,
  idOf: (row: RowOf<Kind>) => string,
): Known<AllRows<RowOf<Kind>>> {
  const readings = observed(view, account, kind).map(({ event }) => ({
    exhibit: event.exhibit,
    listing: view.reader.listing(event.exhibit, kind),
  }));
  const usable = readings.flatMap(({ exhibit, listing }) =>
    listing.known ? [{ exhibit, ...listing.value }] : [],
  );
  if (usable.length === 0) {
    const [first] = readings;
    return unknown(
      first && !first.listing.known ? first.listing.why : `no reading of ${kind} is in the record`,
    );
  }
  const rows = new Map(usable.flatMap((listing) => listing.rows.map((row) => [idOf(row), row] as const)));
  return known({
    rows: [...rows.values()],
    exhibits: usable.map(({ exhibit }) => exhibit),
    readings: usable.map(({ coverage }) => coverage),
    holes: openHoles(usable.map(({ coverage }) => coverage)),
    unusable: readings.flatMap(({ listing }) => (listing.known ? [] : [listing.why])),
  });
}
