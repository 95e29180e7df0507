import { BadFile, type FileProblem } from '../../src/domain/file-problem.ts';

/** Returns the refusal of a file that a reader throws. Throws when the file is accepted. */
export function refusalBy(read: () => unknown): BadFile {
  try {
    read();
  } catch (error) {
    if (error instanceof BadFile) return error;
    throw error;
  }
  throw new Error('the file was accepted');
}

/** A problem as `line:column message`, then its hint in brackets. */
export const told = ({ line, column, message, hint }: FileProblem): string =>
  `${line}:${column} ${message}${hint === undefined ? '' : ` (${hint})`}`;
