import { hash } from 'node:crypto';
import { z } from 'zod';
import {
  asReceived,
  bodyText,
  markName,
  marksIn,
  placeOf,
  redactionPlaces,
  type RedactionPlace,
} from './redaction-places.ts';
import { quoteName } from './safe-path.ts';
import { recordId, type WarcRecord } from './warc-record.ts';
import { readStoredRecords, type StoredRecord } from './warc-reading.ts';

/** What was found of one exchange, or what is wrong with its records, in words. */
export interface ExchangeCheck {
  /** Of the records themselves: another exchange's, not as digested, not in order. */
  readonly problem?: string;
  /** Of the marks and the list of them. */
  readonly redactionProblems: readonly string[];
  /** Marks that the list explains. */
  readonly marks: number;
}

/**
 * Checks all records of one exchange, given as they lie in the file: form, ids, digests of block and payload, and
 * that the list of redactions and the marks explain each other.
 *
 * @param of `caseId`: as the journal says; undefined: ids are not compared
 */
export function checkExchange(
  compressed: Buffer,
  of: { readonly exchange: string; readonly caseId: string | undefined },
): ExchangeCheck {
  let records: readonly StoredRecord[];
  try {
    records = readStoredRecords(compressed);
  } catch (error) {
    return wrong(`holds ${error instanceof Error ? error.message : String(error)}`);
  }
  const problem = wrongInRecords(records, of);
  if (problem !== undefined) return wrong(problem);
  const metadata = readMetadata(records.at(-1)?.block);
  if (!metadata) return wrong('has no list of what was taken out');
  if (metadata.exchange !== of.exchange) return wrong('is another exchange’s record');
  const { problems, marks } = compareMarks(textsOf(records, metadata), metadata.redactions);
  return { redactionProblems: problems, marks };
}

const wrong = (problem: string): ExchangeCheck => ({ problem, redactionProblems: [], marks: 0 });

type Type = WarcRecord['type'];
const typeOf = ({ fields }: StoredRecord): Type | undefined =>
  (['request', 'response', 'metadata'] as const).find((type) => type === fields.get('warc-type'));

/** Request, response if one came, metadata; each by the id that only this exchange has. */
function wrongInRecords(
  records: readonly StoredRecord[],
  { exchange, caseId }: { readonly exchange: string; readonly caseId: string | undefined },
): string | undefined {
  const types = records.map((record) => typeOf(record) ?? 'other').join(', ');
  if (!['request, metadata', 'request, response, metadata'].includes(types))
    return `has other records than an exchange has`;
  for (const record of records) {
    const { fields, block } = record;
    const type = typeOf(record);
    const id = caseId === undefined || type === undefined ? undefined : recordId(caseId, exchange, type);
    if (id !== undefined && fields.get('warc-record-id') !== `<${id}>`) return 'is another exchange’s record';
    const digest = fields.get('warc-payload-digest');
    if (digest !== undefined && digest !== `sha256:${hash('sha256', partsOf(block).body, 'hex')}`)
      return 'holds a body that is not as it was digested';
  }
  return undefined;
}

const metadataShape = z.object({
  exchange: z.string(),
  purpose: z.string(),
  error: z.string().optional(),
  redactions: z.array(
    z.object({
      where: z.string(),
      rule: z.string(),
      length: z.number(),
      fp: z.string(),
      times: z.number().int().positive(),
    }),
  ),
});
type Metadata = z.infer<typeof metadataShape>;

function readMetadata(block: Buffer | undefined): Metadata | undefined {
  try {
    const read = metadataShape.safeParse(JSON.parse(block?.toString('utf8') ?? ''));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}

function partsOf(block: Buffer): { readonly start: string; readonly headers: string; readonly body: Buffer } {
  const end = block.indexOf('\r\n\r\n');
  const head = block.toString('latin1', 0, Math.max(0, end));
  const line = head.indexOf('\r\n');
  return {
    start: line === -1 ? head : head.slice(0, line),
    headers: line === -1 ? '' : head.slice(line),
    body: end === -1 ? Buffer.alloc(0) : block.subarray(end + 4),
  };
}

/** The stored text of each place. The request's line repeats the path and query of its address. */
function textsOf(
  records: readonly StoredRecord[],
  { purpose, error }: Metadata,
): Readonly<Record<RedactionPlace, string>> {
  const blockOf = (type: Type) =>
    partsOf(records.find((record) => typeOf(record) === type)?.block ?? Buffer.alloc(0));
  const [asked, answered] = [blockOf('request'), blockOf('response')];
  return {
    'request url': records[0]?.fields.get('warc-target-uri') ?? '',
    'request header': asked.headers,
    'request body': bodyText(asked.body),
    'response status': answered.start,
    'response header': answered.headers,
    'response body': bodyText(answered.body),
    purpose,
    error: error ?? '',
  };
}

/** Each entry has its marks at its place, and each mark its entry. */
function compareMarks(
  texts: Readonly<Record<RedactionPlace, string>>,
  log: Metadata['redactions'],
): { readonly problems: readonly string[]; readonly marks: number } {
  const problems = log
    .filter(({ where }) => placeOf(where) === undefined)
    .map(({ where }) => `the list names no place: ${quoteName(where)}`);
  let marks = 0;
  for (const place of redactionPlaces) {
    const { begun, marks: here } = marksIn(texts[place]);
    const entries = log.filter(({ where }) => placeOf(where) === place);
    const ours = entries.filter(({ rule }) => rule !== asReceived);
    const listed = sum(entries);
    if (begun !== listed) problems.push(`${place}: ${begun} marks, ${listed} in the list`);
    for (const mark of notThere(ours, here))
      problems.push(`${place}: in the list, not in the record: ${mark}`);
    marks += sum(ours);
  }
  return { problems, marks };
}

const sum = (entries: Metadata['redactions']): number =>
  entries.reduce((total, { times }) => total + times, 0);
/** Marks that the list has more often than the record. */
function notThere(listed: Metadata['redactions'], here: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const mark of here) left.set(mark, (left.get(mark) ?? 0) + 1);
  for (const { length, fp, times } of listed) {
    const mark = markName(length, fp);
    left.set(mark, (left.get(mark) ?? 0) - times);
  }
  return [...left].filter(([, count]) => count < 0).map(([mark]) => quoteName(mark));
}
