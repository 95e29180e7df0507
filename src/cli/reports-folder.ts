import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { BadInput } from '../domain/failure.ts';

/**
 * Refuses a `--reports` where nothing can be written, before anything is begun: at the end of a case
 * it would be the sealing that fails. Makes no folder.
 */
export async function checkReportsFolder(cwd: string, given: string): Promise<void> {
  const folder = resolve(cwd, given);
  const there = await nearestThere(folder);
  if (!(await stat(there)).isDirectory()) throw refused(given, `${there} is no folder`);
  await access(there, constants.W_OK | constants.X_OK).catch((cause: unknown) => {
    throw refused(given, `you may not write into ${there}`, cause);
  });
}

async function nearestThere(folder: string): Promise<string> {
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  );
  return isThere || dirname(folder) === folder ? folder : nearestThere(dirname(folder));
}

const refused = (given: string, why: string, cause?: unknown): BadInput =>
  new BadInput(`reports cannot be written to ${given}: ${why}`, { where: '--reports', cause });
