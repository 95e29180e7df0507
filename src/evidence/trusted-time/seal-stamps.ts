import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { signatureFile, signedFile } from '../bag-layout.ts';
import { draftEnding, exists, writeNewFile } from '../durable-files.ts';
import { sha256Hex } from '../canonical.ts';
import { askWithin, type Authorities } from './ask-within.ts';
import type { Stamp } from './authority.ts';
import type { TimestampCode } from './refusal.ts';

/** What one authority said of one file of a seal. */
export type SealStamp = { readonly over: string; readonly authority: string } & (
  | { readonly is: 'stamped'; readonly genTime: string }
  | { readonly is: 'missing'; readonly code: TimestampCode | 'STOPPED'; readonly why: string }
);

/** The files of a seal that are stamped: everything hangs on the first, and the second says who sealed. */
export const stampedFiles = [signedFile, signatureFile] as const;

/** `seal/tagmanifest.<authority>` or `seal/signature.<authority>`; `.tst` is the token, `.pem` its chain. */
export const sealTokenName = (over: string, authority: string): string =>
  `seal/${over === signedFile ? 'tagmanifest' : 'signature'}.${authority}`;

/**
 * Has a bag's tag manifest and its signature stamped by every authority, at the same time, and writes the
 * tokens into `seal/`. Nothing that is there is asked for again: called later on a sealed bag, it adds
 * what was missing. The tokens cannot be in what they stamp, so no manifest lists them.
 */
export async function stampSeal(
  bagFolder: string,
  authorities: Authorities,
  signal: AbortSignal = new AbortController().signal,
): Promise<readonly SealStamp[]> {
  const wanted = stampedFiles.flatMap((over) => authorities.list.map((authority) => ({ over, authority })));
  // All are waited for, also when one fails: what is written after an error was said would be a surprise.
  const found = await Promise.allSettled(
    wanted.map(async ({ over, authority }): Promise<SealStamp | undefined> => {
      const path = join(bagFolder, sealTokenName(over, authority.name));
      if (await exists(`${path}.tst`)) return undefined;
      const digest = Buffer.from(sha256Hex(await readFile(join(bagFolder, over))), 'hex');
      const asked = await askWithin(authority, digest, { ...authorities, signal });
      const about = { over, authority: authority.name };
      if (asked === undefined)
        return { ...about, is: 'missing', code: 'STOPPED', why: 'the run ended first' };
      if (!asked.ok) return { ...about, is: 'missing', code: asked.code, why: asked.why };
      await keepBoth(path, asked.stamp);
      return { ...about, is: 'stamped', genTime: asked.stamp.genTime };
    }),
  );
  const failed = found.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
  return found.flatMap((one) => (one.status === 'fulfilled' && one.value ? [one.value] : []));
}

/** The token last: where it is, its certificates are. Of a token that could not be written nothing stays. */
async function keepBoth(path: string, stamp: Pick<Stamp, 'chainPem' | 'token'>): Promise<void> {
  await rm(`${path}.pem`, { force: true });
  try {
    await writeNewFile(`${path}.pem`, stamp.chainPem);
    await writeNewFile(`${path}.tst`, stamp.token);
  } catch (error) {
    for (const left of ['pem', `pem${draftEnding}`, `tst${draftEnding}`])
      await rm(`${path}.${left}`, { force: true });
    throw error;
  }
}
