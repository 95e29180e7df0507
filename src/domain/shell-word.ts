/** A path as one word of a POSIX shell, for a command in a hint: the operator pastes it. */
export const shellWord = (path: string): string => `'${path.replaceAll("'", `'\\''`)}'`;
