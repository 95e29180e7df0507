import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Json } from '../../domain/json.ts';
import type { JournaledEvent, JournalRecord } from '../../domain/run-event.ts';
import type { SourceFile } from '../bag-source.ts';
import { exchangesFile } from '../bag-layout.ts';
import { canonicalJson, sha256Hex } from '../canonical.ts';
import { takenBackIn } from '../custody.ts';
import { makePrivateFolder } from '../durable-files.ts';
import { chainRecord, emptyJournal, type JournalHead } from '../journal-chain.ts';
import type { RedactedExchange } from '../redaction.ts';
import { openWarc, type Warc } from '../warc.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import { pseudonymise } from './pseudonymise.ts';
import { shareUrl } from './share-url.ts';
import { shareExchange } from './share-warc.ts';

/** The journal of a copy, and where in its HTTP record lies what lay elsewhere in the first one. */
export interface CopiedJournal {
  readonly records: readonly JournalRecord[];
  /** Offset in the first → offset in the copy. */
  readonly offsets: ReadonlyMap<number, number>;
}

interface Copying {
  readonly work: string;
  readonly bag: string;
  readonly by: Pseudonyms;
  readonly warc: Warc;
  readonly offsets: Map<number, number>;
  /** Attached files that were taken back before the first bag was sealed: the copy has none of them either. */
  readonly takenBack: ReadonlySet<string>;
}

/** Writes journal, exhibits and HTTP record of the copy: record N of the first becomes record N. */
export async function copyRecord(
  first: readonly JournalRecord[],
  { work, bag, by }: { readonly work: string; readonly bag: string; readonly by: Pseudonyms },
): Promise<CopiedJournal> {
  await makePrivateFolder(work);
  const { warc } = await openWarc(join(work, 'http/exchanges.warc.gz'), {
    at: first[0]?.at ?? '',
    caseId: caseIdIn(first),
    software: 'firebreak (pseudonymised copy)',
  });
  const offsets = new Map<number, number>();
  try {
    const records = await copyJournal(first, {
      ...{ work, bag, by, warc, offsets },
      takenBack: takenBackIn(first.map(({ event }) => event)),
    });
    return { records, offsets };
  } finally {
    await warc.close();
  }
}

/** Record by record: what a record names is written first, since the record holds its new hash. */
async function copyJournal(
  first: readonly JournalRecord[],
  copying: Copying,
): Promise<readonly JournalRecord[]> {
  let head: JournalHead = emptyJournal;
  const lines: string[] = [];
  const records: JournalRecord[] = [];
  for (const { at, event } of first) {
    const { record, line } = chainRecord(head, at, await copyEvent(event, copying));
    lines.push(line);
    records.push(record);
    head = record;
  }
  await keepText(copying.work, 'journal/journal.jsonl', lines.join(''));
  return records;
}

async function copyEvent(event: JournaledEvent, copying: Copying): Promise<JournaledEvent> {
  const { work, bag, by, warc, offsets } = copying;
  const shared = shareEvent(event, by);
  if (event.type === 'exhibit.acquired' && shared.type === 'exhibit.acquired') {
    const { id, path, kind } = event.exhibit;
    const isGone = kind === 'attachment' && copying.takenBack.has(id);
    // What a person brought is the work of others: no rule of ours says which of its members may stand.
    const content =
      kind === 'attachment' ? undefined : await jsonOf({ path, sourcePath: join(bag, 'data', path) });
    const bytes = bytesOf(
      content === undefined ? { withheld: 'not JSON of firebreak' } : pseudonymise(content, by),
    );
    if (!isGone) await keepText(work, path, bytes);
    const sha256 = sha256Hex(bytes);
    // Where nothing was to be replaced, the copy of an exhibit is the exhibit.
    for (const own of [String(bytes.length), sha256]) by.keep(own);
    return { ...shared, exhibit: { ...shared.exhibit, path, bytes: bytes.length, sha256 } };
  }
  if (event.type === 'exchange.captured' && shared.type === 'exchange.captured') {
    const { exchange, redactions } = await shareExchange(join(bag, exchangesFile), event, by);
    // What was redacted stays so; nothing but stand-ins was added since.
    const { recordIds: _, ...place } = await warc.write(exchange as RedactedExchange, { redactions });
    await warc.sync();
    offsets.set(event.offset, place.offset);
    for (const number of [place.offset, place.length]) by.keep(String(number));
    return { ...shared, exchange: event.exchange, url: exchange.request.url, ...place };
  }
  return shared;
}

/** An event as the copy has it, but for what it says of files. */
export function shareEvent(event: JournaledEvent, by: Pseudonyms): JournaledEvent {
  if (event.type.startsWith('timestamp.')) {
    // Tokens are over the first journal's hashes, which a copy cannot have.
    return { type: 'note.added', text: `${event.type}: see the first bag`, by: 'firebreak' };
  }
  const shared = pseudonymise(asJson(event), by) as unknown as JournaledEvent;
  return event.type === 'exchange.captured' && shared.type === 'exchange.captured'
    ? { ...shared, url: shareUrl(event.url, by), sha256: event.sha256 }
    : shared;
}

export const asJson = (event: JournaledEvent): Json => JSON.parse(canonicalJson(event)) as Json;

const caseIdIn = (records: readonly JournalRecord[]): string => {
  const [first] = records;
  return first?.event.type === 'case.opened' ? first.event.caseId : '';
};

/** Undefined for what is no JSON. */
export async function jsonOf(file: SourceFile): Promise<Json | undefined> {
  if ('bytes' in file || !file.path.endsWith('.json')) return undefined;
  try {
    return JSON.parse(await readFile(file.sourcePath, 'utf8')) as Json;
  } catch {
    return undefined;
  }
}

const bytesOf = (value: Json): Buffer => Buffer.from(`${canonicalJson(value)}\n`);

export async function keepText(work: string, path: string, text: string | Uint8Array): Promise<void> {
  await makePrivateFolder(dirname(join(work, path)));
  await writeFile(join(work, path), text, { mode: 0o600 });
}
