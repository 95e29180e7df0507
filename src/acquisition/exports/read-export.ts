import type { VenueId } from '../../domain/account.ts';
import { BadInput } from '../../domain/failure.ts';
import { lookInto, type TextSource } from './contents.ts';
import type { ExportFormat } from './format.ts';
import { recognise, type Recognised } from './recognise.ts';
import { findFormat, formatsOf } from './registry.ts';
import { readTable, type AnyRow } from './table.ts';
import { zoneOf, type ToldZone } from './zone.ts';

/** Lines that became no row, by reason. */
export interface LeftOut {
  readonly why: string;
  readonly lines: number;
  readonly firstLine: number;
}

/** A table of the file, read from end to end once: every line is in order. */
export interface ExportTable {
  readonly format: ExportFormat;
  /** For people: the file, and the name inside an archive. */
  readonly shown: string;
  readonly entry?: string;
  readonly zone: string;
  readonly rows: number;
  readonly left: readonly LeftOut[];
  /** Headings that nothing reads; they are kept with the file. */
  readonly unreadColumns: readonly string[];
  /** Ids of the owner that the file itself names; nobody compares them with the account. */
  readonly owners: readonly string[];
  /** Reads the rows again, one by one. */
  read(): AsyncIterable<AnyRow>;
}

export interface ExportFile {
  readonly tables: readonly ExportTable[];
  /** Files of the archive that are no tables. */
  readonly unread: readonly string[];
}

/** What the reader must know beside the bytes. */
export interface ExportQuestion {
  /** For people and messages; hostile. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Of the bytes, hex: rows without an id of the venue are named by it and their line. */
  readonly sha256: string;
  readonly venue: VenueId;
  /** A format by its id, where the heading fits several. */
  readonly format?: string;
  /** Minutes east of UTC, where the file does not tell. */
  readonly utcOffset?: number;
}

/**
 * Reads a venue's own export whole, without keeping its rows: afterwards it is known that each line can
 * be read, and how many there are.
 *
 * @throws BadInput, BadFile (line and column) for a file that is not what a venue's export looks like
 */
export async function readExport(question: ExportQuestion): Promise<ExportFile> {
  const { name, bytes, venue } = question;
  const formats = formatsFor(question);
  const { texts, unread } = await lookInto(name, bytes);
  const tables: ExportTable[] = [];
  for (const text of texts) {
    const recognised = await recognise(text, formats, question.format);
    if (recognised.format.venue !== venue) throw ofAnotherVenue(text, recognised.format, venue);
    tables.push(await survey(text, recognised, question));
  }
  return { tables, unread };
}

/** All of them: a file of another venue is told by its name, not as unknown. */
function formatsFor({ format, venue }: ExportQuestion): readonly ExportFormat[] {
  if (format !== undefined) findFormat(format);
  if (formatsOf(venue).length === 0) {
    throw new BadInput(`no export of ${venue} is known`, {
      where: '--account',
      hint: '`firebreak import --formats` lists the known ones',
    });
  }
  return formatsOf();
}

const ofAnotherVenue = ({ shown }: TextSource, format: ExportFormat, venue: VenueId): BadInput =>
  new BadInput(`${shown} is ${format.id}, an export of ${format.venue}; the account is at ${venue}`, {
    where: '--account',
    hint: 'name the account that the export was asked for',
  });

async function survey(
  text: TextSource,
  recognised: Recognised,
  { sha256, utcOffset }: ExportQuestion,
): Promise<ExportTable> {
  const zone = zoneOf(recognised, text.shown, utcOffset);
  const layout = { zone: zone.zone, idPrefix: idPrefix(sha256, text) };
  const left = new Map<string, LeftOut>();
  const owners = new Set<string>(ownersAbove(recognised));
  let rows = 0;
  for await (const { line, told, owner } of readTable(text, recognised, layout)) {
    if (owner !== '' && owners.size < mostOwners) owners.add(owner);
    if ('row' in told) {
      rows += 1;
      continue;
    }
    const before = left.get(told.left) ?? { why: told.left, lines: 0, firstLine: line };
    left.set(told.left, { ...before, lines: before.lines + 1 });
  }
  return describe(text, recognised, zone, {
    rows,
    left: [...left.values()],
    owners: [...owners],
    read: () => rowsOf(text, recognised, layout),
  });
}

// More than a few owners in one file is told by their number; a million is no reason to keep them.
const mostOwners = 100;

/** Entries of an archive may have lines of one number. */
const idPrefix = (sha256: string, { entry }: TextSource): string =>
  `file-${sha256.slice(0, 12)}${entry === undefined ? '' : `/${entry}`}`;

function ownersAbove({ format, preamble }: Recognised): readonly string[] {
  return preamble.flatMap((line) => format.owner?.exec(line)?.[1] ?? []);
}

const describe = (
  { shown, entry }: TextSource,
  { format, unread }: Recognised,
  { inWords }: ToldZone,
  counted: Pick<ExportTable, 'rows' | 'left' | 'owners' | 'read'>,
): ExportTable => ({
  format,
  shown,
  ...(entry === undefined ? {} : { entry }),
  zone: inWords,
  unreadColumns: unread,
  ...counted,
});

async function* rowsOf(
  text: TextSource,
  recognised: Recognised,
  layout: { readonly zone: ToldZone['zone']; readonly idPrefix: string },
): AsyncGenerator<AnyRow> {
  for await (const { told } of readTable(text, recognised, layout)) {
    if ('row' in told) yield told.row;
  }
}

/** When a row happened, ISO 8601 UTC. */
export const momentOf = (row: AnyRow): string => ('at' in row ? row.at : row.requestedAt);
