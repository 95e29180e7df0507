import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { BadInput } from '../domain/failure.ts';
import { EvidenceError, packBag, recipientProblem, type Lock, type Packed } from '../evidence/index.ts';
import { resolvePassphrase } from '../secrets/index.ts';
import { addCountersignature } from './countersign.ts';
import type { Environment } from './environment.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import type { SigningFlags } from './flags-of-signing.ts';
import { bagDoesNotHold, findBag, verifyFirst, type NamedBag } from './named-bag.ts';
import { shareBag } from './share.ts';
import { secretSourcesOf } from './signing.ts';

export interface SealFlags extends SigningFlags {
  readonly to?: readonly string[];
  readonly passphrase?: boolean;
  readonly passphraseFrom?: string;
  readonly share?: 'strict';
  readonly countersign?: string;
  readonly plain?: 'keep' | 'remove';
  readonly reports: string;
  readonly json?: boolean;
}

/**
 * `firebreak seal <case|bag>`: makes a sealed bag ready for others: counter-signed, as a pseudonymised copy,
 * encrypted for a journey; in this order, so that what travels has all of it. The bag itself is verified first
 * and never changed. Exit 0: done; 2: refused, nothing was written; 5: the bag does not hold.
 */
export async function seal(given: string, flags: SealFlags, environment: Environment): Promise<ExitCode> {
  const lock = await lockOf(flags, environment);
  if (!lock && !flags.share && flags.countersign === undefined)
    throw new BadInput('say what is to be done with the sealed bag', {
      where: 'seal',
      hint: '--to AGE-RECIPIENT, --passphrase, --share strict or --countersign NAME',
    });
  if (!lock && flags.plain === 'remove')
    throw new BadInput('without an encrypted copy nothing would be left', { where: '--plain' });
  const bag = await findBag(given, flags, environment);
  if (!(await verifyFirst(bag, environment))) return bagDoesNotHold;
  if (flags.countersign !== undefined) {
    const code = await addCountersignature(bag, { ...flags, as: flags.countersign }, environment);
    if (code !== exitCodes.verified) return code;
  }
  const travels = flags.share ? await shareBag(bag, flags, environment) : bag;
  if (lock) await pack(travels, lock, { flags, environment, isCopy: travels !== bag });
  return exitCodes.verified;
}

async function lockOf(flags: SealFlags, environment: Environment): Promise<Lock | undefined> {
  const { to = [], passphrase, passphraseFrom } = flags;
  const byPassphrase = passphrase === true || passphraseFrom !== undefined;
  if (to.length > 0 && byPassphrase) {
    throw new BadInput('age takes recipients or a passphrase, not both', { where: '--to' });
  }
  for (const recipient of to) {
    const problem = recipientProblem(recipient);
    if (problem !== undefined) throw new BadInput(problem, { where: '--to' });
  }
  if (to.length > 0) return { recipients: to };
  if (!byPassphrase) return undefined;
  const reference = passphraseFrom ?? 'prompt:Passphrase for the encrypted bag';
  return { passphrase: await resolvePassphrase(reference, secretSourcesOf(environment)) };
}

async function pack(
  bag: NamedBag,
  lock: Lock,
  by: { readonly flags: SealFlags; readonly environment: Environment; readonly isCopy: boolean },
): Promise<void> {
  const { flags, environment, isCopy } = by;
  const top = isCopy ? `${bag.name}-share` : bag.name;
  const into = join(dirname(bag.folder), `${top}.tar.age`);
  const packed = await packBag(bag.folder, { into, top, at: `${bag.date}T00:00:00Z`, lock }).catch(refused);
  // The bag is the evidence and stays; of a copy for others the encrypted form is enough.
  const removes = (flags.plain ?? (isCopy ? 'remove' : 'keep')) === 'remove';
  if (removes) await removePlain(bag, packed);
  const here = (path: string): string => relative(environment.cwd, path) || path;
  environment.stdout.write(
    flags.json
      ? `${JSON.stringify({ ...packed, plain: removes ? 'removed' : 'kept' })}\n`
      : `Encrypted: ${here(packed.path)} (${packed.bytes} bytes)
  sha256 ${packed.sha256}, in ${basename(packed.checksum)}
  to open: age -d ${'recipients' in lock ? '-i IDENTITY ' : ''}${basename(packed.path)} | tar x
  the plain bag ${removes ? 'was removed' : `stays at ${here(bag.folder)}`}\n`,
  );
}

/** Only after the encrypted form was read back from the disk, whole. */
async function removePlain({ folder }: NamedBag, { path, sha256 }: Packed): Promise<void> {
  const digest = createHash('sha256');
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) digest.update(chunk);
  if (digest.digest('hex') !== sha256)
    throw new Error(`${path} is not what was written; the plain bag is kept`);
  await rm(folder, { recursive: true });
}

function refused(error: unknown): never {
  if (error instanceof EvidenceError && ['BAG_EXISTS', 'BAD_NAME'].includes(error.code))
    throw new BadInput(error.message, { where: 'seal', cause: error });
  throw error;
}
