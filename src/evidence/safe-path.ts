import { EvidenceError } from './evidence-error.ts';

/**
 * A relative path that every file system, shell and `sha256sum` reads alike: [A-Za-z0-9._/-], no
 * empty, "." or ".." part, no part that begins with "-" (it would be read as an option).
 */
export const isSafePath = (path: string): boolean =>
  path.length <= 240 &&
  path.split('/').every((part) => /^[A-Za-z0-9._-]+$/.test(part) && !/^(?:\.\.?$|-)/.test(part));

/** @throws EvidenceError BAD_NAME */
export function refuseUnsafePath(path: string): void {
  if (!isSafePath(path)) {
    throw new EvidenceError('BAD_NAME', `only [A-Za-z0-9._/-] inside the folder, not ${quoteName(path)}`);
  }
}

/** A name from a folder under examination, safe to show: printable ASCII, all else escaped. */
export const quoteName = (name: string): string =>
  isSafePath(name)
    ? name
    : JSON.stringify(name.slice(0, 200)).replace(
        /[^\x20-\x7e]/g,
        (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
