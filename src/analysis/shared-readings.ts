import { closableHoles, type Coverage, type Listing } from '../domain/coverage.ts';
import type { ObservationMade } from '../domain/run-event.ts';
import { openHoles } from './open-holes.ts';

/** The parts of one reading, which several keys shared, as one listing: what the later ones close is no hole. */
export function joinListings<Row>(
  parts: readonly [Listing<Row>, ...Listing<Row>[]],
  idOf: (row: Row) => string,
): Listing<Row> {
  const [first, ...rest] = parts;
  return rest.reduce((joined, part) => joinTwo(joined, part, idOf), first);
}

function joinTwo<Row>(one: Listing<Row>, next: Listing<Row>, idOf: (row: Row) => string): Listing<Row> {
  const again = new Set(next.rows.map((row) => nameOf(row, idOf)));
  const coverage = joinCoverage(one.coverage, next.coverage);
  return {
    // A row that both saw, at the edge between them: as it was seen last.
    rows: [...one.rows.filter((row) => !again.has(nameOf(row, idOf))), ...next.rows],
    coverage,
    pages: [...one.pages, ...next.pages],
    stop: closableHoles(coverage.holes).length > 0 ? 'failed' : next.stop,
  };
}

/** At some venues ids are unique within a section, a symbol or a wallet only. */
export function nameOf<Row>(row: Row, idOf: (row: Row) => string): string {
  const { section, symbol, wallet, asset } = row as Readonly<Record<string, unknown>>;
  return JSON.stringify([idOf(row), section, symbol, wallet, asset]);
}

function joinCoverage(one: Coverage, next: Coverage): Coverage {
  const from = [one.from, next.from].flatMap((time) => time ?? []).toSorted()[0];
  const to = [one.to, next.to]
    .flatMap((time) => time ?? [])
    .toSorted()
    .at(-1);
  const bounds = from === undefined || to === undefined ? {} : { from, to };
  const symbols =
    typeof one.symbols === 'string' || typeof next.symbols === 'string'
      ? one.symbols
      : [...new Set([...one.symbols, ...next.symbols])];
  const only = one.sections === undefined ? {} : { sections: one.sections };
  const portion = one.isPortion ? { isPortion: one.isPortion } : {};
  return { ...bounds, symbols, ...only, ...portion, holes: openHoles([one, next]) };
}

/** The readings of one list, oldest first, each as the observations of the keys that shared it. */
export function sharedReadings<Seen extends Pick<ObservationMade, 'exhibit' | 'continues'>>(
  observations: readonly Seen[],
): readonly (readonly [Seen, ...Seen[]])[] {
  const readings: [Seen, ...Seen[]][] = [];
  for (const seen of observations) {
    const begun = readings.findLast((parts) => parts.some(({ exhibit }) => exhibit === seen.continues));
    if (begun === undefined) readings.push([seen]);
    else begun.push(seen);
  }
  return readings;
}
