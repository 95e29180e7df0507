import type { VenueId } from '../../domain/account.ts';
import type { ExhibitKind } from '../../domain/exhibit.ts';
import type { Source } from '../../domain/source.ts';
import type { Deposit, LedgerEntry, Trade, Withdrawal } from '../../domain/trading.ts';
import type { Cells } from './cells.ts';

/** The kinds of rows that a file can tell. */
export interface ToldRows {
  readonly trades: Trade;
  readonly ledger: LedgerEntry;
  readonly deposits: Deposit;
  readonly withdrawals: Withdrawal;
}
export type ToldKind = keyof ToldRows & ExhibitKind;

/** A column that a format reads: its name, or what it was called in other years. */
export interface Column {
  readonly names: readonly string[] | RegExp;
  readonly optional?: true;
}

/** How the times of a file are meant. */
export type ZoneRule =
  /** The venue's document says so; the file itself does not. */
  | { readonly by: 'venue'; readonly minutes: number }
  /** The heading of this column says it: "Date(UTC+2)". The first group is the offset. */
  | { readonly by: 'heading'; readonly pattern: RegExp }
  /** A line above the heading says it: "Time Zone:UTC+8". */
  | { readonly by: 'preamble'; readonly pattern: RegExp }
  | { readonly by: 'cell' }
  /** Nothing in the file says it: the person who asked for it must. */
  | { readonly by: 'operator'; readonly hint: string };

/** A line of the file becomes a row, or is left out for a reason that the coverage names. */
export type Told<Row> = { readonly row: Row } | { readonly left: string };

export interface ExportFormat<Kind extends ToldKind = ToldKind> {
  /** "kraken-ledgers": what `--format` takes. */
  readonly id: string;
  readonly venue: VenueId;
  /** What the venue's page calls it. */
  readonly name: string;
  readonly kind: Kind;
  /** By our name for each; a file is of this format when all but the optional ones are there. */
  readonly columns: Readonly<Record<string, Column>>;
  /** Headings that a file of this format never has: they tell it from one that it resembles. */
  readonly never?: readonly string[];
  readonly zone: ZoneRule;
  /** The owner's id in a line above the heading, as the first group. A column of it is called `owner`. */
  readonly owner?: RegExp;
  /** Years of two digits: "25-07-27". */
  readonly shortYear?: true;
  /** What a file of this format says something about. */
  readonly proves: string;
  /** What it does not say, and what nobody could confirm. Shown, and kept with the rows. */
  readonly doesNotProve: readonly string[];
  readonly source: Source;
  read(cells: Cells): Told<ToldRows[Kind]>;
}

/** Declares a format, with the type of its rows checked against its kind. */
export const defineFormat = <Kind extends ToldKind>(format: ExportFormat<Kind>): ExportFormat<Kind> => format;

/** The day on which these documents and the code of others were last looked at. */
const checked = '2026-11-30';

export const written = (where: string): Source => ({ where, checked, verified: true });
export const asOthersRead = (where: string): Source => ({ where, checked, verified: false });
