import { open, readdir, readFile, rename, rm, utimes } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Secret } from '../domain/secret.ts';
import { verifyInstructions } from './bag-instructions.ts';
import {
  algorithms,
  allowedSignersFile,
  allowedSignersText,
  anchored,
  bagInfoText,
  declaration,
  instructionsFile,
  isListedTagFile,
  isPayload,
  journalFile,
  labels,
  manifestText,
  payloadOxum,
  reportFile,
  selfAttested,
  signatureFile,
  signedFile,
  sortByPath,
  stampsVerifierFile,
  verifierFile,
  type Attestation,
  type BagFile,
} from './bag-layout.ts';
import { pathInBag, type SourceFile } from './bag-source.ts';
import { startWorkers, type SecretScan, type Unsearched } from './canary.ts';
import { exists, makePrivateFolder, syncFolder, writeNewFile } from './durable-files.ts';
import { EvidenceError } from './evidence-error.ts';
import { digestFile } from './file-digest.ts';
import type { FileWorkers } from './file-workers.ts';
import type { JournalHead } from './journal-chain.ts';
import { followJournalFile } from './journal-file.ts';
import { quoteName, refuseUnsafePath } from './safe-path.ts';
import { copyInstructions } from './share/what-a-copy-is.ts';
import type { Signer } from './sign.ts';
import { signatureNamespace } from './ssh-signature.ts';
import {
  followStamps,
  isStampedOutside,
  stampSeal,
  type Authorities,
  type SealStamp,
  type ToldStamps,
} from './trusted-time/index.ts';
import { verifyBag, type Verification } from './verify.ts';

export interface Sealing {
  /** Paths relative to the bag's data/: `report/report.pdf`, `journal/journal.jsonl`, `exhibits/…`. */
  readonly source: { readonly files: readonly SourceFile[] };
  /** The bag's folder; must not exist. Built beside it as `<into>.partial` and renamed when whole. */
  readonly into: string;
  /** Labels and values for bag-info.txt, e.g. `External-Identifier` for the case id. */
  readonly bagInfo: Readonly<Record<string, string>>;
  readonly signer: Signer;
  /** UTC, ISO 8601: the bag's date, and every file's time, so that the same input gives the same bytes. */
  readonly at: string;
  /** What must not be in the bag in any form. */
  readonly secrets: readonly Secret[];
  /** Root of the bag that this one is a pseudonymised copy of. */
  readonly derived?: string;
  /** Who stamps the tag manifest and its signature. Absent: nobody is asked. */
  readonly authorities?: Authorities;
}

export interface SealedBag {
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
  /** SHA-256 of the signed file, which covers every other: the one number to write down. */
  readonly root: string;
  readonly fingerprint: string;
  readonly attestation: Attestation;
  /** What each authority said of the seal. */
  readonly stamps: readonly SealStamp[];
  /** Files, or parts of them, that could not be looked into for secrets. */
  readonly unsearched: readonly Unsearched[];
  /** The bag as a stranger would find it, checked before it got its name. */
  readonly verification: Verification;
}

/**
 * Closes a set of files: BagIt 1.0 (RFC 8493) with SHA-256 and SHA-512 manifests, signed with SSHSIG
 * over the tag manifest. A kill leaves no bag or a whole one.
 *
 * @throws EvidenceError BAG_EXISTS, BAD_NAME, SOURCE_NOT_A_FILE
 * @throws EvidenceError SECRET_FOUND, naming file and form; nothing is left behind
 */
export async function sealBag(sealing: Sealing): Promise<SealedBag> {
  await refuseBadSealing(sealing);
  const draft = `${resolve(sealing.into)}.partial`;
  await rm(draft, { recursive: true, force: true });
  const workers = startWorkers(sealing);
  try {
    await makePrivateFolder(draft);
    const payload = await copyPayload(sealing.source.files, draft, workers);
    const journal = await readJournalIn(draft, payload.files);
    const tags = await writeTagFiles(sealing, draft, { payload: payload.files, journal });
    const unsearched = await refuseSecrets(workers, draft, { payload, tags });
    // Verifying takes memory of its own.
    await workers.stop();
    await signTagManifest(sealing.signer, draft, [...payload.files, ...tags]);
    const stamps = sealing.authorities ? await stampSeal(draft, sealing.authorities) : [];
    await settle(draft, sealing.at);
    const verification = await verifyBag(draft, {
      expectedFingerprint: sealing.signer.fingerprint,
      readBack: new Map(payload.files.map((file) => [file.path, file])),
    });
    await rename(draft, sealing.into);
    await syncFolder(dirname(resolve(sealing.into)));
    const made = { payload: payload.files, journal, stamps, verification };
    return { ...(await describe(sealing, made)), unsearched };
  } catch (error) {
    // Before the draft goes: what is being copied would come after.
    await workers.stop();
    await rm(draft, { recursive: true, force: true });
    throw error;
  } finally {
    await workers.stop();
  }
}

const strangersVerifier = join(import.meta.dirname, 'stranger/verify.mjs');
const strangersStampsVerifier = join(import.meta.dirname, 'stranger/verify-stamps.mjs');

async function refuseBadSealing({ source, into, bagInfo }: Sealing): Promise<void> {
  if (await exists(into)) throw new EvidenceError('BAG_EXISTS', `there is something at ${into} already`);
  const taken = new Set<string>();
  for (const { path } of source.files) {
    refuseUnsafePath(path);
    // macOS and Windows would unpack two names that differ only by case into one file.
    if (taken.has(path.toLowerCase())) throw new EvidenceError('BAD_NAME', `twice in one bag: ${path}`);
    taken.add(path.toLowerCase());
  }
  const ours: readonly string[] = Object.values(labels);
  for (const label of Object.keys(bagInfo)) {
    if (!/^[A-Za-z0-9-]+$/.test(label) || ours.includes(label)) {
      throw new EvidenceError('BAD_NAME', `no label for bag-info.txt: ${quoteName(label)}`);
    }
  }
}

/** A file as it lies in the bag, and what the search of it found. */
interface Payload {
  readonly files: readonly BagFile[];
  readonly scans: readonly SecretScan[];
}

async function copyPayload(
  files: readonly SourceFile[],
  draft: string,
  workers: FileWorkers,
): Promise<Payload> {
  const inOrder = sortByPath(files);
  const folders = new Set(inOrder.map((file) => dirname(join(draft, pathInBag(file)))));
  for (const folder of folders) await makePrivateFolder(folder);
  const done = await workers.work(inOrder.map((file) => ({ file, into: draft })));
  return { files: done.flatMap(({ inBag }) => inBag ?? []), scans: done.map(({ scan }) => scan) };
}

/** What bag-info.txt and VERIFY.txt say of the journal. */
interface SealedJournal {
  readonly head?: JournalHead;
  readonly stamps: ToldStamps;
  readonly attestation: Attestation;
}

async function readJournalIn(draft: string, payload: readonly BagFile[]): Promise<SealedJournal> {
  const stamps = followStamps();
  const isThere = payload.some(({ path }) => path === journalFile);
  const followed = isThere ? await followJournalFile(join(draft, journalFile), stamps.visit) : undefined;
  const told = stamps.told();
  return {
    ...(followed ? { head: followed.head } : {}),
    stamps: told,
    attestation: isStampedOutside(told) ? anchored : selfAttested,
  };
}

async function writeTagFiles(
  sealing: Sealing,
  draft: string,
  { payload, journal }: { readonly payload: readonly BagFile[]; readonly journal: SealedJournal },
): Promise<readonly BagFile[]> {
  const { signer, bagInfo, authorities } = sealing;
  const caseId = bagInfo['External-Identifier'];
  const texts: Record<string, string> = {
    'bagit.txt': declaration,
    'bag-info.txt': bagInfoText([...Object.entries(bagInfo), ...ownBagInfo(sealing, payload, journal)]),
    [allowedSignersFile]: allowedSignersText(signer.publicKey, signatureNamespace),
    [instructionsFile]: verifyInstructions({
      fingerprint: signer.fingerprint,
      ...(caseId && { caseId }),
      stamps: journal.stamps,
      ...(sealing.derived === undefined ? {} : { derived: copyInstructions(sealing.derived) }),
      authorities: (authorities?.list ?? []).map(({ name }) => name),
    }),
    [verifierFile]: await readFile(strangersVerifier, 'utf8'),
    [stampsVerifierFile]: await readFile(strangersStampsVerifier, 'utf8'),
  };
  for (const algorithm of algorithms) texts[`manifest-${algorithm}.txt`] = manifestText(payload, algorithm);
  return writeTexts(draft, texts);
}

function ownBagInfo(
  { at, signer, authorities }: Sealing,
  payload: readonly BagFile[],
  { head, attestation }: SealedJournal,
): readonly [string, string][] {
  const report = payload.find(({ path }) => path === reportFile);
  const asked = (authorities?.list ?? []).map(({ name }) => name);
  const entries: [string, string][] = [
    [labels.date, at.slice(0, 10)],
    [labels.oxum, payloadOxum(payload)],
    [labels.signingKey, signer.fingerprint],
    [labels.attestation, attestation],
  ];
  if (asked.length > 0) entries.push([labels.timestampAuthorities, asked.join(' ')]);
  if (head) entries.push([labels.journalHead, `${head.seq} ${head.hash}`]);
  if (report) entries.push([labels.report, report.sha256]);
  return entries;
}

async function refuseSecrets(
  workers: FileWorkers,
  draft: string,
  { payload, tags }: { readonly payload: Payload; readonly tags: readonly BagFile[] },
): Promise<readonly Unsearched[]> {
  const searched = await workers.work(
    tags.map(({ path }) => ({ file: { path, sourcePath: join(draft, path) } })),
  );
  const scans = [...payload.scans, ...searched.map(({ scan }) => scan)];
  const leaks = scans.flatMap((scan) => scan.leaks);
  if (leaks.length === 0) return scans.flatMap(({ unsearched }) => unsearched);
  const found = leaks.map(({ file, form, secret }) => `${file} holds ${secret} (${form})`);
  throw new EvidenceError('SECRET_FOUND', `not sealed, a secret is in it: ${found.join('; ')}`);
}

async function signTagManifest(signer: Signer, draft: string, files: readonly BagFile[]): Promise<void> {
  const listed = files.filter(({ path }) => isListedTagFile(path));
  for (const algorithm of algorithms) {
    await writeTexts(draft, { [`tagmanifest-${algorithm}.txt`]: manifestText(listed, algorithm) });
  }
  await writeTexts(draft, { [signatureFile]: await signer.sign(await readFile(join(draft, signedFile))) });
}

async function writeTexts(
  draft: string,
  texts: Readonly<Record<string, string>>,
): Promise<readonly BagFile[]> {
  const written: BagFile[] = [];
  for (const [path, text] of Object.entries(texts)) {
    await makePrivateFolder(dirname(join(draft, path)));
    await writeNewFile(join(draft, path), text);
    written.push({ path, ...(await digestFile(join(draft, path))) });
  }
  return written;
}

/** Gives every file and folder the bag's time, deepest first, and makes all names safe on disk. */
async function settle(folder: string, at: string): Promise<void> {
  const time = Date.parse(at) / 1000;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await settle(path, at);
    else await utimes(path, time, time);
  }
  await utimes(folder, time, time);
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}

async function describe(
  sealing: Sealing,
  made: {
    readonly payload: readonly BagFile[];
    readonly journal: SealedJournal;
    readonly stamps: readonly SealStamp[];
    readonly verification: Verification;
  },
): Promise<Omit<SealedBag, 'unsearched'>> {
  const { payload, journal, stamps, verification } = made;
  return {
    folder: sealing.into,
    files: payload.filter(({ path }) => isPayload(path)).length,
    bytes: payload.reduce((sum, { bytes }) => sum + bytes, 0),
    root: (await digestFile(join(sealing.into, signedFile))).sha256,
    fingerprint: sealing.signer.fingerprint,
    attestation: journal.attestation,
    stamps,
    verification,
  };
}
