import { readFile } from 'node:fs/promises';
import { BadInput } from '../domain/failure.ts';

/**
 * Reads a text file that a person named.
 *
 * @throws {BadInput} saying why it cannot be read: what it was to be, and the flag that named it
 */
export async function readInput(
  path: string,
  named: { readonly as: string; readonly where: string; readonly hint?: string },
): Promise<string> {
  return new TextDecoder().decode(await readInputBytes(path, named));
}

/** The same of a file that is no text. */
export async function readInputBytes(
  path: string,
  named: { readonly as: string; readonly where: string; readonly hint?: string },
): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new BadInput(`${named.as} cannot be read: ${reasonOf(cause)}`, {
      where: named.where,
      ...(named.hint ? { hint: named.hint } : {}),
      cause,
    });
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
};

const reasonOf = (cause: unknown): string => {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  return reasons[code] ?? code;
};
