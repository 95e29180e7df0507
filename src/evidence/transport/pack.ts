import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Encrypter } from 'age-encryption';
import type { Secret } from '../../domain/secret.ts';
import { draftEnding, exists, privateFileMode, publishDraft, writeNewFile } from '../durable-files.ts';
import { EvidenceError } from '../evidence-error.ts';
import { tarOf } from './tar.ts';

/** Who can open a parcel: those who hold the identities, or whoever knows the passphrase (age has no "both"). */
export type Lock =
  { readonly recipients: readonly string[] } | { readonly passphrase: Secret; readonly workFactor?: number };

export interface Packed {
  /** `<name>.tar.age` */
  readonly path: string;
  /** `<name>.tar.age.sha256`, as `sha256sum --check` reads it. */
  readonly checksum: string;
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Packs a bag for a journey: tar, then age (age-encryption.org/v1), in one stream that holds a few pieces at a
 * time. The bag stays where it is. Whole or not at all; the checksum last.
 *
 * @param packing.into path of the parcel, `.tar.age` at its end; must not exist
 * @param packing.top the one name that it unpacks to
 * @param packing.at UTC, ISO 8601: the time of every file in it
 * @throws EvidenceError BAG_EXISTS, BAD_RECIPIENT, and what `tarOf` throws
 */
export async function packBag(
  folder: string,
  packing: { readonly into: string; readonly top: string; readonly at: string; readonly lock: Lock },
): Promise<Packed> {
  const { into, top, at, lock } = packing;
  const checksum = `${into}.sha256`;
  await refuseTakenParcel(into);
  const draft = `${into}${draftEnding}`;
  await rm(draft, { force: true });
  const digest = createHash('sha256');
  let bytes = 0;
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      digest.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  try {
    const plain = Readable.from(tarOf(folder, top, Math.floor(Date.parse(at) / 1000)), { objectMode: false });
    const sealed = await openLock(lock).encrypt(Readable.toWeb(plain) as ReadableStream<Uint8Array>);
    // `wx`: nobody's link is followed to a file that is not ours.
    const sink = createWriteStream(draft, { flags: 'wx', mode: privateFileMode, flush: true });
    await pipeline(Readable.fromWeb(sealed as Parameters<typeof Readable.fromWeb>[0]), hashing, sink);
    const sha256 = digest.digest('hex');
    await publishDraft(draft, into);
    await writeNewFile(checksum, `${sha256}  ${basename(into)}\n`);
    return { path: into, checksum, sha256, bytes };
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/**
 * A parcel gets its name when it is whole: one without a checksum is whole too, only nobody wrote down its hash.
 *
 * @param into as of `packBag`
 * @throws EvidenceError BAG_EXISTS
 */
export async function refuseTakenParcel(into: string): Promise<void> {
  const checksum = `${into}.sha256`;
  const [parcel, hash] = [await exists(into), await exists(checksum)];
  if (parcel && !hash) {
    const name = basename(into);
    throw new EvidenceError(
      'BAG_EXISTS',
      `${into} is there already, without its checksum: an earlier run was ended at its last step. The parcel is whole; \`sha256sum ${name} > ${name}.sha256\` beside it, or remove it`,
    );
  }
  for (const [isThere, path] of [
    [parcel, into],
    [hash, checksum],
  ] as const)
    if (isThere) throw new EvidenceError('BAG_EXISTS', `there is something at ${path} already`);
}

/** What is wrong with an age recipient, or undefined. */
export function recipientProblem(recipient: string): string | undefined {
  if (/^age-secret-key-/i.test(recipient))
    return 'that is a secret key (an identity): give the public one, age1…';
  if (recipient.startsWith('ssh-')) return 'SSH keys are not taken: give an age recipient, age1…';
  try {
    new Encrypter().addRecipient(recipient);
    return undefined;
  } catch {
    return 'not an age recipient (age1…)';
  }
}

/** What is wrong with recipients together: one that is none, or kinds that weaken each other. */
export function recipientsProblem(recipients: readonly string[]): string | undefined {
  const problem = recipients.map(recipientProblem).find((one) => one !== undefined);
  if (problem !== undefined) return problem;
  const hybrid = recipients.filter((one) => /^age1(?:tag)?pq1/i.test(one)).length;
  return hybrid > 0 && hybrid < recipients.length
    ? 'a post-quantum recipient beside one that is not: the parcel would be no safer than the weaker; name one kind'
    : undefined;
}

function openLock(lock: Lock): Encrypter {
  const encrypter = new Encrypter();
  if ('passphrase' in lock) {
    if (lock.workFactor !== undefined) encrypter.setScryptWorkFactor(lock.workFactor);
    encrypter.setPassphrase(lock.passphrase.reveal());
    return encrypter;
  }
  if (lock.recipients.length === 0) throw new EvidenceError('BAD_RECIPIENT', 'no recipient was named');
  const problem = recipientsProblem(lock.recipients);
  // Not repeated: it may be the secret half.
  if (problem !== undefined) throw new EvidenceError('BAD_RECIPIENT', problem);
  for (const recipient of new Set(lock.recipients)) encrypter.addRecipient(recipient);
  return encrypter;
}
