import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Json } from '../../domain/json.ts';
import type { JournaledEvent, JournalRecord } from '../../domain/run-event.ts';
import { Secret } from '../../domain/secret.ts';
import { collectCaseFiles, type SourceFile } from '../bag-source.ts';
import { exchangesFile, journalFile, reportFile, signedFile } from '../bag-layout.ts';
import { sealBag, type SealedBag } from '../bag.ts';
import { canonicalJson, sha256Hex } from '../canonical.ts';
import { makePrivateFolder } from '../durable-files.ts';
import { EvidenceError } from '../evidence-error.ts';
import { chainRecord, emptyJournal, readJournal, type JournalHead } from '../journal-chain.ts';
import type { RedactedExchange } from '../redaction.ts';
import type { Signer } from '../sign.ts';
import { openWarc, type Warc } from '../warc.ts';
import { createPseudonyms, type Pseudonyms } from './pseudonyms.ts';
import { learnNames, pseudonymise } from './pseudonymise.ts';
import { isDistinctive, refuseResidue } from './residue.ts';
import { shareExchange, shareUrl } from './share-warc.ts';
import { whatACopyIs } from './what-a-copy-is.ts';

/** A copy of a sealed bag for people who should not see whose money it is. */
export interface Sharing {
  readonly bag: string;
  /** The copy's folder; must not exist. */
  readonly into: string;
  /** The case's; or fresh random bytes, and then nothing can be compared with another copy. */
  readonly salt: Uint8Array;
  readonly signer: Signer;
  /** UTC, ISO 8601. */
  readonly at: string;
}

/**
 * Makes a second bag in which amounts, addresses, transactions, names, labels, hosts and free words are replaced by
 * stand-ins, the same one for the same value in journal, exhibits, HTTP record and report.json. It is a derived copy:
 * its own hashes, chain and signature hold, and it names the root of the first; what holds for the first only is
 * said in bag-info.txt and VERIFY.txt. What cannot be read as JSON (PDF, pictures, attachments) is left out. The
 * caller has verified the first.
 *
 * @throws EvidenceError BAG_EXISTS, BAG_DAMAGED
 * @throws EvidenceError SECRET_FOUND when a value that was replaced still stands anywhere; nothing is left behind
 */
export async function shareStrict(sharing: Sharing): Promise<SealedBag> {
  const { bag, into, salt, signer, at } = sharing;
  const work = `${resolve(into)}.copying`;
  await rm(work, { recursive: true, force: true });
  try {
    const root = sha256Hex(await readFile(join(bag, signedFile)));
    const by = createPseudonyms(salt);
    await copyInto(work, bag, by);
    await refuseResidue(work, by);
    const sealed = await sealBag({
      source: { files: await collectCaseFiles(work) },
      into,
      bagInfo: whatACopyIs(root, await readFile(join(bag, 'bag-info.txt'), 'utf8')),
      derived: root,
      signer,
      at,
      secrets: by
        .replaced()
        .names.filter(isDistinctive)
        .map((name) => new Secret(name, 'a name of the first bag')),
    });
    if (sealed.verification.ok) return sealed;
    await rm(into, { recursive: true, force: true });
    const { check, problem } = sealed.verification.firstProblem ?? { check: 'bag', problem: 'not in order' };
    throw new EvidenceError(
      'BAG_DAMAGED',
      `the copy does not verify, and is not kept (${check}: ${problem})`,
    );
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Names first, from everywhere: what the last exhibit tells may stand in the first record. */
async function copyInto(work: string, bag: string, by: Pseudonyms): Promise<void> {
  const journal = readJournal(await readFile(join(bag, journalFile)));
  if (!journal.ok)
    throw new EvidenceError('BAG_DAMAGED', `the journal is broken at record ${journal.firstBroken}`);
  const files = await collectCaseFiles(join(bag, 'data'));
  for (const { event } of journal.records) learnNames(asJson(event), by);
  for (const file of files) learnAll(await jsonOf(file), by);
  // Once for what it teaches: a note's words may stand in a sentence that comes before it.
  for (const { event } of journal.records) {
    shareEvent(event, by);
    if (event.type === 'exchange.captured') await shareExchange(join(bag, exchangesFile), event, by);
  }
  await makePrivateFolder(work);
  const warc = await openWarc(join(work, 'http/exchanges.warc.gz'), {
    at: journal.records[0]?.at ?? '',
    caseId: caseIdIn(journal.records),
    software: 'firebreak (pseudonymised copy)',
  });
  try {
    await copyJournal(journal.records, { work, bag, by, warc: warc.warc });
  } finally {
    await warc.warc.close();
  }
  const report = files.find(({ path }) => `data/${path}` === reportFile);
  if (report) await keep(work, report.path, pseudonymise((await jsonOf(report)) ?? null, by));
  await keepText(work, 'WITHHELD.txt', withheld(files));
}

function learnAll(value: Json | undefined, by: Pseudonyms): void {
  if (value === undefined) return;
  learnNames(value, by);
  pseudonymise(value, by);
}

interface Copying {
  readonly work: string;
  readonly bag: string;
  readonly by: Pseudonyms;
  readonly warc: Warc;
}

/** Record by record: what a record names is written first, since the record holds its new hash. */
async function copyJournal(records: readonly JournalRecord[], copying: Copying): Promise<void> {
  let head: JournalHead = emptyJournal;
  const lines: string[] = [];
  for (const { at, event } of records) {
    const { record, line } = chainRecord(head, at, await copyEvent(event, copying));
    lines.push(line);
    head = record;
  }
  await keepText(copying.work, 'journal/journal.jsonl', lines.join(''));
}

async function copyEvent(event: JournaledEvent, copying: Copying): Promise<JournaledEvent> {
  const { work, bag, by, warc } = copying;
  const shared = shareEvent(event, by);
  if (event.type === 'exhibit.acquired' && shared.type === 'exhibit.acquired') {
    const { path } = event.exhibit;
    const content = await jsonOf({ path, sourcePath: join(bag, 'data', path) });
    const bytes = await keep(
      work,
      path,
      content === undefined ? { withheld: 'not JSON' } : pseudonymise(content, by),
    );
    by.keep(String(bytes.length));
    return { ...shared, exhibit: { ...shared.exhibit, path, bytes: bytes.length, sha256: sha256Hex(bytes) } };
  }
  if (event.type === 'exchange.captured' && shared.type === 'exchange.captured') {
    const { exchange, redactions } = await shareExchange(join(bag, exchangesFile), event, by);
    // What was redacted stays so; nothing but stand-ins was added since.
    const { recordIds: _, ...place } = await warc.write(exchange as RedactedExchange, { redactions });
    await warc.sync();
    for (const number of [place.offset, place.length]) by.keep(String(number));
    return { ...shared, exchange: event.exchange, url: exchange.request.url, ...place };
  }
  return shared;
}

/** An event as the copy has it, but for what it says of files. */
function shareEvent(event: JournaledEvent, by: Pseudonyms): JournaledEvent {
  if (event.type.startsWith('timestamp.')) {
    // Tokens are over the first journal's hashes, which a copy cannot have.
    return { type: 'note.added', text: `${event.type}: see the first bag`, by: 'firebreak' };
  }
  const shared = pseudonymise(asJson(event), by) as unknown as JournaledEvent;
  return event.type === 'exchange.captured' && shared.type === 'exchange.captured'
    ? { ...shared, url: shareUrl(event.url, by), sha256: event.sha256 }
    : shared;
}

const asJson = (event: JournaledEvent): Json => JSON.parse(canonicalJson(event)) as Json;

const caseIdIn = (records: readonly JournalRecord[]): string => {
  const [first] = records;
  return first?.event.type === 'case.opened' ? first.event.caseId : '';
};

async function jsonOf(file: SourceFile): Promise<Json | undefined> {
  if ('bytes' in file || !file.path.endsWith('.json')) return undefined;
  try {
    return JSON.parse(await readFile(file.sourcePath, 'utf8')) as Json;
  } catch {
    return undefined;
  }
}

async function keep(work: string, path: string, value: Json): Promise<Buffer> {
  const bytes = Buffer.from(`${canonicalJson(value)}\n`);
  await makePrivateFolder(dirname(join(work, path)));
  await writeFile(join(work, path), bytes, { mode: 0o600 });
  return bytes;
}

async function keepText(work: string, path: string, text: string): Promise<void> {
  await makePrivateFolder(dirname(join(work, path)));
  await writeFile(join(work, path), text, { mode: 0o600 });
}

/** What the copy does not have, by name: a hole that is not named would look like nothing. */
function withheld(files: readonly SourceFile[]): string {
  const left = files
    .map(({ path }) => path)
    .filter(
      (path) =>
        !/^(?:exhibits\/EX-|http\/exchanges\.warc\.gz$|journal\/journal\.jsonl$|report\/report\.json$)/.test(
          path,
        ),
    );
  return `Files of the first bag that this copy does not have, since they are not JSON or not needed to follow it:\n\n${left
    .map((path) => `data/${path}\n`)
    .join('')}`;
}
