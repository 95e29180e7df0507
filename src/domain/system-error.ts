/** Whether the operating system refused with one of these codes: `ENOENT`, `EACCES`, … */
export const isSystemError = (error: unknown, codes: readonly string[]): boolean =>
  codes.includes(codeOf(error) ?? '');

/** Why the operating system refused, in the caller's words for its code; else the code itself. */
export function reasonOf(error: unknown, words: Readonly<Record<string, string>>): string {
  const code = codeOf(error) ?? 'unknown';
  return words[code] ?? code;
}

/** Whether the operating system refused at all: a disk, a permission, a limit; and not a mistake of ours. */
export const isOfSystem = (error: unknown): error is Error =>
  error instanceof Error && 'syscall' in error && /^E[A-Z0-9]+$/.test(codeOf(error) ?? '');

// ERR_STRING_TOO_LONG, ERR_FS_FILE_TOO_LARGE: more than V8 or Node holds in one piece, however much memory there is.
const memoryCodes = [
  ...['ENOMEM', 'ERR_MEMORY_ALLOCATION_FAILED', 'ERR_WORKER_OUT_OF_MEMORY'],
  ...['ERR_STRING_TOO_LONG', 'ERR_FS_FILE_TOO_LARGE', 'ERR_BUFFER_TOO_LARGE'],
];

/** Whether there was not enough memory. V8 has no codes, and these words since Node 12. */
export const isOutOfMemory = (error: unknown): boolean =>
  isSystemError(error, memoryCodes) ||
  (error instanceof RangeError &&
    /^(?:Array buffer allocation failed|Invalid string length)$/.test(error.message));

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined;
