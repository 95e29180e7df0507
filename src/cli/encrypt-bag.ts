import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { BadInput } from '../domain/failure.ts';
import { EvidenceError, packBag, refuseTakenParcel, type Lock, type Packed } from '../evidence/index.ts';
import type { Environment } from './environment.ts';
import type { NamedBag } from './named-bag.ts';
import type { Telling } from './telling.ts';

/**
 * Encrypts a bag beside its folder, as `<case>.tar.age` or, of a copy for sharing, `<case>-share.tar.age`: neither
 * unpacks to the other's name. `plain`: whether the folder stays.
 *
 * @throws BadInput when there is such a file already
 */
export async function encryptBag(
  bag: NamedBag,
  lock: Lock,
  by: { readonly environment: Environment; readonly telling: Telling; readonly plain: 'keep' | 'remove' },
): Promise<void> {
  const { environment, telling, plain } = by;
  const { top, into } = parcelOf(bag);
  const packed = await packBag(bag.folder, { into, top, at: `${bag.date}T00:00:00Z`, lock }).catch(refused);
  if (plain === 'remove') await removePlain(bag, packed);
  const here = (path: string): string => relative(environment.cwd, path) || path;
  const isFor = 'recipients' in lock ? recipientsInWords(new Set(lock.recipients).size) : 'a passphrase';
  telling.tell(
    'encrypted',
    { ...packed, plain: plain === 'remove' ? 'removed' : 'kept' },
    `Encrypted: ${here(packed.path)} (${packed.bytes} bytes, for ${isFor})
  sha256   ${packed.sha256}, in ${basename(packed.checksum)}
  to open  age -d ${'recipients' in lock ? '-i IDENTITY ' : ''}${basename(packed.path)} | tar x
  the plain bag ${plain === 'remove' ? 'was removed' : `stays at ${here(bag.folder)}`}\n`,
  );
}

/** Before anything is done that an encrypted copy is only the end of. @throws BadInput when there is one already */
export async function refuseTakenPlace(bag: NamedBag): Promise<void> {
  await refuseTakenParcel(parcelOf(bag).into).catch(refused);
}

/** What it unpacks to, and where it lies. */
function parcelOf({ folder, name, isCopy }: NamedBag): { readonly top: string; readonly into: string } {
  const top = isCopy ? `${name}-share` : name;
  return { top, into: join(dirname(folder), `${top}.tar.age`) };
}

/**
 * Only after the encrypted form was read back from the disk, whole. Under another name first: killed in the middle, it
 * leaves no folder that is called a bag and lacks files.
 */
async function removePlain({ folder }: NamedBag, { path, sha256 }: Packed): Promise<void> {
  const digest = createHash('sha256');
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) digest.update(chunk);
  if (digest.digest('hex') !== sha256)
    throw new Error(`${path} is not what was written; the plain bag is kept`);
  const going = `${folder}.removing`;
  await rm(going, { recursive: true, force: true });
  await rename(folder, going);
  await rm(going, { recursive: true });
}

function refused(error: unknown): never {
  if (error instanceof EvidenceError && ['BAG_EXISTS', 'BAD_NAME', 'BAD_RECIPIENT'].includes(error.code))
    throw new BadInput(error.message, {
      where: 'seal',
      ...(error.code === 'BAG_EXISTS' ? { hint: 'nothing is written over: move it elsewhere first' } : {}),
      cause: error,
    });
  throw error;
}

const recipientsInWords = (count: number): string => (count === 1 ? '1 recipient' : `${count} recipients`);
