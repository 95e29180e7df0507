import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Json } from '../../domain/json.ts';
import type { JournalRecord } from '../../domain/run-event.ts';
import { Secret } from '../../domain/secret.ts';
import { collectCaseFiles, type SourceFile } from '../bag-source.ts';
import { exchangesFile, journalFile, reportFile, signedFile } from '../bag-layout.ts';
import { sealBag, type SealedBag } from '../bag.ts';
import { sha256Hex } from '../canonical.ts';
import { takenBackIn } from '../custody.ts';
import { EvidenceError } from '../evidence-error.ts';
import { readJournal } from '../journal-chain.ts';
import type { Signer } from '../sign.ts';
import { asJson, copyRecord, jsonOf, keepText, shareEvent, type CopiedJournal } from './copy-record.ts';
import { createPseudonyms, type Pseudonyms } from './pseudonyms.ts';
import { learnAnswer, learnNames, pseudonymise } from './pseudonymise.ts';
import { isDistinctive, refuseResidue } from './residue.ts';
import { shareExchange } from './share-warc.ts';
import { rootOfFirstBag, whatACopyIs } from './what-a-copy-is.ts';

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
  /** Draws the first bag's report.json with stand-ins, in all its forms, into a folder that does not exist yet. */
  writeReport(report: Json, into: string, copied: CopiedRecord): Promise<void>;
}

/** What a report of the copy rests on. */
export interface CopiedRecord extends CopiedJournal {
  /** SHA-256 of the first bag's tag manifest. */
  readonly root: string;
  /** Knows every value of the first bag. */
  readonly by: Pseudonyms;
  /** Of the key that signs the copy. */
  readonly fingerprint: string;
}

/**
 * Makes a second bag in which amounts, addresses, transactions, names, labels, hosts and free words are replaced by
 * stand-ins, the same one for the same value in journal, exhibits, HTTP record and report. It is a derived copy: its own
 * hashes, chain and signature hold, and it names the root of the first; what holds for the first only is said in
 * bag-info.txt and VERIFY.txt. What is no JSON of firebreak's (attachments, the playbook) is left out. The caller has
 * verified the first.
 *
 * @throws EvidenceError BAG_EXISTS, BAG_DAMAGED; ALREADY_SHARED when the bag is such a copy itself
 * @throws EvidenceError SECRET_FOUND when a value that was replaced still stands anywhere; nothing is left behind
 */
export async function shareStrict(sharing: Sharing): Promise<SealedBag> {
  const { bag, into, salt, signer, at } = sharing;
  const work = `${resolve(into)}.copying`;
  const firstInfo = await readFile(join(bag, 'bag-info.txt'), 'utf8');
  if (rootOfFirstBag(firstInfo) !== undefined)
    throw new EvidenceError('ALREADY_SHARED', 'the bag is a copy for sharing itself: copy the first bag');
  await rm(work, { recursive: true, force: true });
  try {
    const root = sha256Hex(await readFile(join(bag, signedFile)));
    const by = createPseudonyms(salt);
    await copyInto(work, { ...sharing, root, by });
    await refuseResidue(work, by);
    const sealed = await sealBag({
      source: { files: await collectCaseFiles(work) },
      into,
      bagInfo: whatACopyIs(root, firstInfo),
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

async function copyInto(
  work: string,
  { bag, by, root, signer, writeReport }: Sharing & { readonly by: Pseudonyms; readonly root: string },
): Promise<void> {
  const journal = readJournal(await readFile(join(bag, journalFile)));
  if (!journal.ok)
    throw new EvidenceError('BAG_DAMAGED', `the journal is broken at record ${journal.firstBroken}`);
  const files = await collectCaseFiles(join(bag, 'data'));
  await learnAll(bag, { records: journal.records, files, by });
  const copied = await copyRecord(journal.records, { work, bag, by });
  const report = files.find(({ path }) => `data/${path}` === reportFile);
  const model = report && (await jsonOf(report));
  if (model !== undefined)
    await writeReport(model, join(work, 'report'), { ...copied, root, by, fingerprint: signer.fingerprint });
  await keepText(work, 'WITHHELD.txt', withheld(files, await collectCaseFiles(work), journal.records));
}

/**
 * Names first, from everywhere: what the last exhibit tells may stand in the first record. Then all the rest once for
 * what it teaches: a note's words may stand in a sentence that comes before it.
 */
async function learnAll(
  bag: string,
  from: {
    readonly records: readonly JournalRecord[];
    readonly files: readonly SourceFile[];
    readonly by: Pseudonyms;
  },
): Promise<void> {
  const { records, files, by } = from;
  const attached = new Set<string>();
  for (const { event } of records) {
    if (event.type === 'exchange.captured') by.keepId(event.exchange);
    if (event.type === 'act.intended') by.keepId(event.act);
    if (event.type === 'case.closed') by.learnSentence(event.because);
    if (event.type === 'exhibit.acquired' && event.exhibit.kind === 'attachment')
      attached.add(event.exhibit.path);
  }
  const ours = files.filter(({ path }) => !attached.has(path) && !path.endsWith('.schema.json'));
  const procedure = await wordsOfPlaybook(files);
  for (const { event } of records) {
    learnNames(asJson(event), by);
    if (event.type === 'answer.given')
      for (const answer of [event.answer].flat()) if (!procedure.has(answer)) learnAnswerParts(answer, by);
    // Why a file was taken back is told in sentences of ours, too.
    if (event.type === 'custody.recorded' && event.takenBack !== undefined) learnAnswer(event.reason, by);
  }
  for (const file of ours) learnNames((await jsonOf(file)) ?? null, by);
  for (const file of ours)
    if (`data/${file.path}` !== reportFile) pseudonymise((await jsonOf(file)) ?? null, by);
  for (const { event } of records) {
    shareEvent(event, by);
    if (event.type === 'exchange.captured') await shareExchange(join(bag, exchangesFile), event, by);
  }
}

/** What is left to do, by whom and until when is one answer, and stands in three places. */
function learnAnswerParts(answer: string, by: Pseudonyms): void {
  learnAnswer(answer, by);
  const parts = answer.split(';').map((part) => part.trim());
  if (parts.length > 1) for (const part of parts) learnAnswer(part, by);
}

/** "bob", given as an answer, is somebody; "read-only", where the playbook offers it, is a word of the procedure. */
async function wordsOfPlaybook(files: readonly SourceFile[]): Promise<ReadonlySet<string>> {
  const file = files.find(({ path }) => path === 'playbook.yaml');
  const text = file && !('bytes' in file) ? await readFile(file.sourcePath, 'utf8') : '';
  return new Set(text.match(/[\p{L}\p{N}_-]+/gu));
}

/** What the copy does not have, by name: a hole that is not named would look like nothing. */
function withheld(
  first: readonly SourceFile[],
  copy: readonly SourceFile[],
  records: readonly JournalRecord[],
): string {
  const kept = new Set(copy.map(({ path }) => path));
  const gone = takenBackIn(records.map(({ event }) => event));
  const attached = records.flatMap(({ event }) =>
    event.type === 'exhibit.acquired' && event.exhibit.kind === 'attachment' ? [event.exhibit] : [],
  );
  const lines = (paths: readonly string[]): string =>
    paths.map((path) => `data/${path}\n`).join('') || 'none\n';
  return `This is a copy for sharing, not the evidence. Files of the first bag that it does not have:

${lines(first.map(({ path }) => path).filter((path) => !kept.has(path)))}
Files that people brought; here they hold {"withheld":"not JSON of firebreak"}, their bytes are in the first bag:

${lines(attached.filter(({ id }) => !gone.has(id)).map(({ path }) => path))}
Files that people brought and took back before the first bag was sealed; neither bag has them:

${lines(attached.filter(({ id }) => gone.has(id)).map(({ path }) => path))}
Counter-signatures, hand-overs and time stamps beside the first bag's seal are over the first bag, and stay with it.
`;
}
