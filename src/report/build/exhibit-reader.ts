import type { z } from 'zod';
import type { Listing } from '../../domain/coverage.ts';
import type { ExhibitId } from '../../domain/exhibit.ts';
import { known, unknown, type Known } from '../../domain/known.ts';
import type { CaseRecord } from '../case-record.ts';
import { listings, type ListingKind, type RowOf } from './shapes.ts';

/** Reads exhibits once each; one that is missing or of another form is unknown, with the reason. */
export interface ExhibitReader {
  read<T>(id: ExhibitId, shape: z.ZodType<T>): Known<T>;
  listing<Kind extends ListingKind>(id: ExhibitId, kind: Kind): Known<Listing<RowOf<Kind>>>;
}

export function openExhibits(record: CaseRecord): ExhibitReader {
  const seen = new Map<ExhibitId, { shape: unknown; content: Known<unknown> }>();

  const read = <T>(id: ExhibitId, shape: z.ZodType<T>): Known<T> => {
    const earlier = seen.get(id);
    if (earlier?.shape === shape) return earlier.content as Known<T>;
    const content = readOnce(record, id, shape);
    seen.set(id, { shape, content });
    return content;
  };

  return {
    read,
    listing: <Kind extends ListingKind>(id: ExhibitId, kind: Kind) =>
      read(id, listings[kind] as unknown as z.ZodType<Listing<RowOf<Kind>>>),
  };
}

function readOnce<T>(record: CaseRecord, id: ExhibitId, shape: z.ZodType<T>): Known<T> {
  let content;
  try {
    content = record.readExhibit(id);
  } catch (error) {
    return unknown(`${id} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (content === undefined) return unknown(`${id} cannot be read as JSON`);
  const parsed = shape.safeParse(content);
  if (parsed.success) return known(parsed.data);
  const [issue] = parsed.error.issues;
  const where = issue && issue.path.length > 0 ? ` at ${issue.path.join('.')}` : '';
  return unknown(`${id} is not of the form that its kind has${where}: ${issue?.message ?? 'unknown form'}`);
}
