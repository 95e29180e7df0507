import type { Coverage, Hole, Listing } from '../../domain/coverage.ts';
import type { Json } from '../../domain/json.ts';
import type { ExportTable } from './read-export.ts';
import { momentOf } from './read-export.ts';
import type { AnyRow } from './table.ts';

/** The file that a listing was made from: its exhibit, and its hash. */
export interface FileInCase {
  readonly exhibit: string;
  readonly sha256: string;
}

/** A part of a table's rows, as an exhibit's content: a listing, and where it comes from. */
export type ToldListing = Listing<AnyRow> & {
  readonly told: {
    readonly by: 'export';
    readonly file: FileInCase;
    readonly entry?: string;
    readonly format: string;
    readonly formatVerified: boolean;
    readonly zone: string;
    readonly part: number;
    readonly parts: number;
    readonly proves: string;
    readonly doesNotProve: readonly string[];
    readonly unreadColumns: readonly string[];
    readonly owners: readonly string[];
  };
};

// A part is a string in memory before it is a file; this many rows stay below ten megabytes or so.
const rowsInPart = 25_000;

/** Hands out the rows of a table in parts, each once more read from the file. A table without rows is one part. */
export async function* toldListings(
  table: ExportTable,
  file: FileInCase,
  rowsPerPart: number = rowsInPart,
): AsyncGenerator<ToldListing> {
  const parts = Math.max(1, Math.ceil(table.rows / rowsPerPart));
  let part = 1;
  let rows: AnyRow[] = [];
  for await (const row of table.read()) {
    if (rows.length === rowsPerPart) {
      yield listingOf(table, file, { rows, part, parts });
      part += 1;
      rows = [];
    }
    rows.push(row);
  }
  yield listingOf(table, file, { rows, part, parts });
}

export const toJson = (listing: ToldListing): Json => listing as unknown as Json;

function listingOf(
  table: ExportTable,
  file: FileInCase,
  { rows, part, parts }: { readonly rows: readonly AnyRow[]; readonly part: number; readonly parts: number },
): ToldListing {
  const { format, entry } = table;
  return {
    rows,
    coverage: toldCoverage(table, rows, file),
    // No page of the venue's: nothing was read from it.
    pages: [],
    stop: 'single-page',
    told: {
      by: 'export',
      file,
      ...(entry === undefined ? {} : { entry }),
      format: format.id,
      formatVerified: format.source.verified,
      zone: table.zone,
      part,
      parts,
      proves: format.proves,
      doesNotProve: format.doesNotProve,
      unreadColumns: table.unreadColumns,
      owners: table.owners,
    },
  };
}

/**
 * What rows of a file prove: no stretch of time. The bounds stay away, since no page proves them; the
 * time between first and last row is a hole that says who told it. So a file can add rows to what was
 * read, and can never make "none" of anything, nor stand in for a reading.
 */
export function toldCoverage(table: ExportTable, rows: readonly AnyRow[], file: FileInCase): Coverage {
  const { format, left } = table;
  const what = `${format.kind} told by ${file.exhibit}`;
  return {
    symbols: symbolsOf(rows) ?? 'not-by-symbol',
    holes: [
      { what, why: toldWhy(table), ...boundsOf(rows) },
      ...left.map(({ why, lines, firstLine }): Hole => ({
        what: `${lines} lines of ${file.exhibit}, the first is ${firstLine}`,
        why,
      })),
    ],
  };
}

function toldWhy({ format, rows }: ExportTable): string {
  const what = rows === 0 ? 'it has no rows' : 'proven as far as the file says';
  return `told by the venue's export (${format.id}), not read from the venue: ${what}`;
}

/** Symbols are named one by one: "all" would say that there were no others. */
function symbolsOf(rows: readonly AnyRow[]): readonly string[] | undefined {
  const symbols = new Set<string>();
  for (const row of rows) if ('symbol' in row) symbols.add(row.symbol);
  return symbols.size === 0 ? undefined : [...symbols].sort();
}

function boundsOf(rows: readonly AnyRow[]): { from?: string; to?: string } {
  let [from, to]: [string | undefined, string | undefined] = [undefined, undefined];
  for (const row of rows) {
    const at = momentOf(row);
    if (from === undefined || at < from) from = at;
    if (to === undefined || at > to) to = at;
  }
  return from === undefined || to === undefined ? {} : { from, to };
}
