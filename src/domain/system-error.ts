/** Whether the operating system refused with one of these codes: `ENOENT`, `EACCES`, … */
export const isSystemError = (error: unknown, codes: readonly string[]): boolean =>
  codes.includes(codeOf(error) ?? '');

/** Why the operating system refused, in the caller's words for its code; else the code itself. */
export function reasonOf(error: unknown, words: Readonly<Record<string, string>>): string {
  const code = codeOf(error) ?? 'unknown';
  return words[code] ?? code;
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined;
