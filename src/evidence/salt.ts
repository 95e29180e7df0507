import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isSystemError } from '../domain/system-error.ts';
import { makePrivateFolder, writeNewFile } from './durable-files.ts';
import { EvidenceError } from './evidence-error.ts';

/** Holds what never goes into a bag. */
export const privateFolder = 'private';

/**
 * The key of the case's redaction fingerprints. Kept in `private/redaction-salt` (0600): with it a
 * short passphrase could be guessed from its fingerprint.
 *
 * @param fresh random bytes, 16 or more, used only when the case has no salt yet
 * @throws EvidenceError SALT_TOO_SHORT
 */
export async function keepSalt(caseFolder: string, fresh: Uint8Array): Promise<Uint8Array> {
  const path = join(caseFolder, privateFolder, 'redaction-salt');
  const kept = await readFile(path, 'utf8').catch((error: unknown) => {
    if (isSystemError(error, ['ENOENT'])) return undefined;
    throw error;
  });
  const salt = kept === undefined ? fresh : Buffer.from(kept.trim(), 'hex');
  if (salt.length < 16)
    throw new EvidenceError('SALT_TOO_SHORT', `the redaction salt needs 16 bytes or more: ${path}`);
  if (kept === undefined) {
    await makePrivateFolder(dirname(path));
    await writeNewFile(path, `${Buffer.from(salt).toString('hex')}\n`);
  }
  return salt;
}
