import type { Coverage, Hole } from '../../domain/coverage.ts';
import { known, unknown, type Known } from '../../domain/known.ts';
import { observed, toldByExport, type CaseView, type Observation } from './case-view.ts';
import { openHoles } from './open-holes.ts';
import type { ListingKind, RowOf } from './shapes.ts';
import { addTold, type KeysOf } from './told-rows.ts';

/** All rows of one kind that any reading gave, each once, and what no reading covers. */
export interface AllRows<Row> {
  readonly rows: readonly Row[];
  readonly exhibits: readonly string[];
  readonly readings: readonly Coverage[];
  readonly holes: readonly Hole[];
  /** Why some reading of this kind could not be used at all. */
  readonly unusable: readonly string[];
}

/**
 * Every reading of a kind together; a later reading of the same row replaces the earlier one. What
 * files of the operator tell beyond that is added, where `keysOf` tells that it is not the same.
 */
export function allRows<Kind extends ListingKind>(
  view: CaseView,
  account: string,
  kind: Kind,
  idOf: (row: RowOf<Kind>) => string,
  keysOf?: KeysOf<RowOf<Kind>>,
): Known<AllRows<RowOf<Kind>>> {
  const readings = readingsOf(view, observed(view, account, kind), kind);
  const files = keysOf ? readingsOf(view, toldByExport(view, account, kind), kind) : [];
  const usable = usableOf(readings);
  const told = usableOf(files);
  if (usable.length === 0 && told.length === 0) {
    const [first] = readings;
    return unknown(
      first && !first.listing.known ? first.listing.why : `no reading of ${kind} is in the record`,
    );
  }
  const rows = new Map<string, RowOf<Kind>>();
  for (const listing of usable) for (const row of listing.rows) rows.set(idOf(row), row);
  return known({
    rows: keysOf ? addTold([...rows.values()], importsOf(told), keysOf) : [...rows.values()],
    exhibits: [...usable, ...told].map(({ exhibit }) => exhibit),
    readings: usable.map(({ coverage }) => coverage),
    // What is proven rests on readings alone: a file adds rows, and neither closes nor opens a hole.
    holes: openHoles(usable.map(({ coverage }) => coverage)),
    unusable: [...readings, ...files].flatMap(({ listing }) => (listing.known ? [] : [listing.why])),
  });
}

const readingsOf = <Kind extends ListingKind>(
  view: CaseView,
  observations: readonly Observation[],
  kind: Kind,
) =>
  observations.map(({ event }) => ({
    exhibit: event.exhibit,
    attempt: event.attempt,
    listing: view.reader.listing(event.exhibit, kind),
  }));

const usableOf = <Kind extends ListingKind>(readings: ReturnType<typeof readingsOf<Kind>>) =>
  readings.flatMap(({ exhibit, attempt, listing }) =>
    listing.known ? [{ exhibit, attempt, ...listing.value }] : [],
  );

/** A file can be kept in several exhibits; its import is one. */
function importsOf<Row>(
  told: readonly { readonly attempt: number; readonly rows: readonly Row[] }[],
): readonly (readonly Row[])[] {
  const imports = new Map<number, Row[]>();
  for (const { attempt, rows } of told) imports.set(attempt, [...(imports.get(attempt) ?? []), ...rows]);
  return [...imports.values()];
}
