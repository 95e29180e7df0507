import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { BadInput } from '../domain/failure.ts';
import { isSystemError } from '../domain/system-error.ts';
import { makePrivateFolder, writeNewFile } from '../evidence/index.ts';
import type { RunSigningFlags } from './run-signing.ts';

const rememberedForm = z.strictObject({
  signWithSsh: z.string().exactOptional(),
  keyPassphraseFrom: z.string().exactOptional(),
  signPdfWith: z.string().exactOptional(),
  pdfKeyFrom: z.string().exactOptional(),
  pdfPassphraseFrom: z.string().exactOptional(),
});

/**
 * Keeps who was named to sign a case, in its private folder, so that a `resume` without flags does not sign it with
 * another key in silence. Paths become absolute; of secrets there are references only. Without any flag: nothing.
 * Comes before the case's first record, whole and synced or not at all: a case that can be resumed has all of it.
 *
 * @throws the system's error when it cannot be written; then no case may be begun
 */
export async function rememberSigning(
  folder: string,
  flags: RunSigningFlags,
  { cwd, secretsIn = cwd }: { readonly cwd: string; readonly secretsIn?: string },
): Promise<void> {
  const named = picked(flags);
  if (Object.keys(named).length === 0) return;
  const { signWithSsh, signPdfWith, ...references } = named;
  const kept = {
    ...(signWithSsh === undefined ? {} : { signWithSsh: keyFrom(cwd, signWithSsh) }),
    ...(signPdfWith === undefined ? {} : { signPdfWith: resolve(cwd, signPdfWith) }),
    ...Object.fromEntries(
      Object.entries(references).map(([name, reference]) => [name, referenceFrom(secretsIn, reference)]),
    ),
  };
  const path = rememberedPath(folder);
  await makePrivateFolder(dirname(path));
  await writeNewFile(path, JSON.stringify(kept));
}

/** What was remembered, under what is given now: with another key or certificate, its old passphrase is forgotten. */
export async function withRemembered<T extends RunSigningFlags>(folder: string, flags: T): Promise<T> {
  const { signWithSsh, keyPassphraseFrom, signPdfWith, pdfKeyFrom, pdfPassphraseFrom } =
    await readRemembered(folder);
  const ofBag = { signWithSsh, keyPassphraseFrom };
  const ofPdf = { signPdfWith, pdfKeyFrom, pdfPassphraseFrom };
  const kept = {
    ...(flags.signWithSsh === undefined ? ofBag : {}),
    ...(flags.signPdfWith === undefined ? ofPdf : {}),
  };
  return { ...picked(kept), ...flags };
}

async function readRemembered(folder: string): Promise<RunSigningFlags> {
  const path = rememberedPath(folder);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (isSystemError(cause, ['ENOENT'])) return {};
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new BadInput(`${path}, which says who signs the case, cannot be read: ${why}`, {
      where: 'signing',
      hint: 'make it readable for yourself, or move it away and name the key and the certificate again',
      cause,
    });
  }
  // NUL bytes are what a power cut leaves of a file that was not synced.
  if (/^[\s\0]*$/.test(text))
    throw unusable(path, 'is empty: it was cut off while it was written, or the disk was full');
  let kept: unknown;
  try {
    kept = JSON.parse(text);
  } catch (cause) {
    throw unusable(path, 'is no whole JSON: it was cut off while it was written, or changed', cause);
  }
  const remembered = rememberedForm.safeParse(kept);
  if (remembered.success) return remembered.data;
  throw unusable(path, 'has another form than this version of firebreak writes', remembered.error);
}

/** Signing with whatever key is at hand would be worse than asking. */
const unusable = (path: string, how: string, cause?: unknown): BadInput =>
  new BadInput(`${path}, which says who signs the case, ${how}`, {
    where: 'signing',
    hint: 'remove that file, and name the key and the certificate again with --sign-with-ssh and --sign-pdf-with',
    ...(cause === undefined ? {} : { cause }),
  });

type Names = keyof z.infer<typeof rememberedForm>;

const picked = (flags: { readonly [Name in Names]?: string | undefined }): RunSigningFlags =>
  Object.fromEntries(
    (Object.keys(rememberedForm.shape) as Names[]).flatMap((name) =>
      flags[name] === undefined ? [] : [[name, flags[name]]],
    ),
  );

// A public key in full is no path, and the home folder is found again by its sign.
const keyFrom = (folder: string, key: string): string =>
  /^~\/|^\S+\s+AAAA/.test(key) ? key : resolve(folder, key);

function referenceFrom(folder: string, reference: string): string {
  const [, path] = /^file:(?!~)(.+)$/s.exec(reference) ?? [];
  return path === undefined ? reference : `file:${resolve(folder, path)}`;
}

const rememberedPath = (folder: string): string => join(folder, 'private', 'signing.json');
