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

const memoryCodes = ['ENOMEM', 'ERR_MEMORY_ALLOCATION_FAILED', 'ERR_WORKER_OUT_OF_MEMORY'];

/**
 * Whether there was not enough memory here and now. What is longer than V8 holds in one piece (ERR_STRING_TOO_LONG) is so
 * on every machine, and is none of these.
 */
export const isOutOfMemory = (error: unknown): boolean =>
  isSystemError(error, memoryCodes) ||
  // V8 gives this one no code.
  (error instanceof RangeError && error.message === 'Array buffer allocation failed');

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined;
