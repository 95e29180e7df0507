import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { BadInput } from '../domain/failure.ts';
import { EvidenceError, shareStrict } from '../evidence/index.ts';
import { shareReport } from '../report/index.ts';
import { writeReport } from '../report/views.ts';
import { isSystemError } from '../domain/system-error.ts';
import { systemClock } from './clock.ts';
import { randomOf, type Environment } from './environment.ts';
import { openNamedSigner, type SigningFlags } from './flags-of-signing.ts';
import type { NamedBag } from './named-bag.ts';
import { casesOf } from './open-cases.ts';
import type { Telling } from './telling.ts';

/**
 * Makes the pseudonymised copy of a bag, beside it as `<bag>-share`, and says what it is.
 *
 * @throws BadInput when there is one already, or the bag is one
 */
export async function shareBag(
  bag: NamedBag,
  flags: SigningFlags,
  { environment, telling }: { readonly environment: Environment; readonly telling: Telling },
): Promise<NamedBag> {
  const into = copyOf(bag).folder;
  refuseTakenCopy(bag);
  const { signer } = await openNamedSigner(flags, bag.mode, environment);
  const salt = await saltOf(bag, environment);
  const sealed = await shareStrict({
    ...{ bag: bag.folder, into, signer, salt: salt ?? randomOf(32) },
    at: systemClock.now().toUTC().toISO() ?? '',
    writeReport: async (report, folder, copied) =>
      void (await writeReport(shareReport(report, copied), folder)),
  }).catch(refused);
  const note = salt
    ? ''
    : '\n  the case is not on this machine: stand-ins cannot be compared with those of another copy';
  telling.tell(
    'share',
    { folder: into, root: sealed.root, files: sealed.files, fingerprint: sealed.fingerprint },
    `Copy for sharing: ${relative(environment.cwd, into) || into} (${sealed.files} files)
  amounts, addresses, names and free words are stand-ins; it says so, and names the first bag by its root
  root     sha256 ${sealed.root}
  signed   with ${sealed.fingerprint}${note}\n`,
  );
  return copyOf(bag);
}

/** What the copy of a bag is, or will be. */
export const copyOf = (bag: NamedBag): NamedBag => ({
  ...bag,
  folder: `${bag.folder}-share`,
  isCopy: true,
});

/** @throws BadInput when there is a copy of the bag already, or it is one itself */
export function refuseTakenCopy(bag: NamedBag): void {
  if (bag.isCopy)
    throw new BadInput('the bag is a copy for sharing itself: copy the first bag', { where: '--share' });
  const { folder } = copyOf(bag);
  if (existsSync(folder))
    throw new BadInput('there is a copy for sharing already', {
      where: folder,
      hint: 'name that folder to encrypt it; for another copy move it elsewhere first',
    });
}

function refused(error: unknown): never {
  if (!(error instanceof EvidenceError)) throw error;
  if (error.code === 'ALREADY_SHARED') throw new BadInput(error.message, { where: '--share', cause: error });
  if (error.code === 'SECRET_FOUND')
    throw new BadInput(`nothing was written: ${error.message}`, {
      where: '--share',
      hint: 'this is a fault of firebreak, and it kept the copy from you for that; please report it without the value',
      cause: error,
    });
  throw error;
}

/** The case's salt never leaves its folder; a bag from elsewhere has none. */
async function saltOf({ name, mode }: NamedBag, environment: Environment): Promise<Uint8Array | undefined> {
  const found = (await casesOf(environment, mode)).find(({ id }) => id === name);
  if (!found) return undefined;
  try {
    return Buffer.from((await readFile(join(found.folder, 'private/redaction-salt'), 'utf8')).trim(), 'hex');
  } catch (error) {
    if (isSystemError(error, ['ENOENT'])) return undefined;
    throw error;
  }
}
