import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { allowedSignersText, isLaterFile, signedFile, type BagFile } from '../bag-layout.ts';
import { quoteName } from '../safe-path.ts';
import {
  countersignatureNamespace,
  handOverNamespace,
  verifySshSignature,
  type SignatureCheck,
  type SignatureNamespace,
} from '../ssh-signature.ts';
import { countersignatureName, type Countersignature } from './countersign.ts';
import {
  handOverFile,
  handOverPrincipal,
  handOverSignatureName,
  readHandOvers,
  type HandOver,
} from './hand-over-log.ts';

interface Found<T> {
  readonly good: readonly T[];
  /** By the name of the file. */
  readonly problems: readonly string[];
}

/** What was added to a bag after it was sealed, checked. */
export interface VerifiedLater {
  readonly files: { readonly countersigned: number; readonly handOvers: number };
  readonly countersigned: Found<Countersignature>;
  readonly handOvers: Found<HandOver>;
}

interface SealedFiles {
  readonly folder: string;
  readonly files: ReadonlyMap<string, BagFile>;
  /** The seal's own. */
  readonly signature: SignatureCheck;
}

/**
 * Checks the counter-signatures and the log of hand-overs. No manifest lists these files, so each must be
 * explained by another: a signature by the key beside it, a key by a signature, both by a record.
 */
export async function verifyLater(bag: SealedFiles): Promise<VerifiedLater> {
  const later = [...bag.files.keys()].filter(isLaterFile);
  const ofSecond = later.filter((path) => path.startsWith('seal/countersign.'));
  const ofHandOver = later.filter((path) => path.startsWith('seal/handover.'));
  return {
    files: { countersigned: ofSecond.length, handOvers: ofHandOver.length },
    countersigned: await checkCountersignatures(bag, ofSecond),
    handOvers: await checkHandOvers(bag, ofHandOver),
  };
}

async function checkCountersignatures(
  bag: SealedFiles,
  paths: readonly string[],
): Promise<Found<Countersignature>> {
  const good: Countersignature[] = [];
  const problems: string[] = [];
  const signed = await bytesOf(bag, signedFile);
  const names = new Set(paths.map((path) => path.replace(/\.(?:sig|allowed_signers)$/, '')));
  for (const name of names) {
    const who = name.slice(countersignatureName('').length);
    const found = await checkSigned(bag, name, { signed, namespace: countersignatureNamespace, who });
    if (typeof found === 'string') problems.push(found);
    else if (bag.signature.ok && bag.signature.fingerprint === found.fingerprint)
      problems.push(`${name}.sig: by the key of the seal, so by no second person`);
    // The name is no part of what is signed: whoever copies a signature can give it any other.
    else if (good.some(({ fingerprint }) => fingerprint === found.fingerprint))
      problems.push(`${name}.sig: by a key that signed already under another name`);
    else good.push({ who, fingerprint: found.fingerprint });
  }
  return { good, problems };
}

async function checkHandOvers(bag: SealedFiles, paths: readonly string[]): Promise<Found<HandOver>> {
  const root = bag.files.get(signedFile)?.sha256 ?? '';
  const log = await bytesOf(bag, handOverFile);
  const text = log.toString('utf8');
  const { records, lines, why } = readHandOvers(text, root);
  const problems = why === undefined ? [] : [`${handOverFile}: ${why}`];
  // Many bytes read as U+FFFD: a change from one of them to another would not show in the text.
  if (!Buffer.from(text).equals(log)) problems.push(`${handOverFile}: is not UTF-8`);
  if (bag.files.get(handOverFile)?.bytes === 0) problems.push(`${handOverFile}: is empty`);
  const explained = new Set<string>([handOverFile]);
  for (const { seq, key } of records) {
    const name = handOverSignatureName(seq);
    for (const ending of ['sig', 'allowed_signers']) explained.add(`${name}.${ending}`);
    const found = await checkSigned(bag, name, {
      signed: Buffer.from(lines.slice(0, seq).join('')),
      namespace: handOverNamespace,
      who: handOverPrincipal,
    });
    if (typeof found === 'string') problems.push(found);
    else if (found.fingerprint !== key)
      problems.push(`${name}.sig: by ${found.fingerprint}, the record names ${quoteName(key)}`);
  }
  for (const path of paths)
    if (!explained.has(path)) problems.push(`${path}: belongs to no record of ${handOverFile}`);
  return { good: records, problems };
}

/** A signature and the allowed_signers beside it, both there and both as they were written; else what is wrong, by file. */
async function checkSigned(
  bag: SealedFiles,
  name: string,
  place: { readonly signed: Buffer; readonly namespace: SignatureNamespace; readonly who: string },
): Promise<{ readonly fingerprint: string } | string> {
  const { signed, namespace, who } = place;
  const pair = [`${name}.sig`, `${name}.allowed_signers`];
  if (!pair.every((path) => bag.files.has(path))) return `of ${pair.join(' and ')} one is not there`;
  // latin1, so that every byte counts.
  const text = async (path: string): Promise<string> => (await bytesOf(bag, path)).toString('latin1');
  const check = verifySshSignature(await text(`${name}.sig`), signed, namespace);
  if (!check.ok) return `${name}.sig: ${check.why}`;
  return (await text(`${name}.allowed_signers`)) === allowedSignersText(check.key.line, namespace, who)
    ? check
    : `${name}.allowed_signers: names another key or another person`;
}

const largest = 64 * 1024 * 1024;

/** Empty when it is missing or larger than any file of ours. */
async function bytesOf({ folder, files }: SealedFiles, path: string): Promise<Buffer> {
  const file = files.get(path);
  return file && file.bytes <= largest ? readFile(join(folder, path)) : Buffer.alloc(0);
}
