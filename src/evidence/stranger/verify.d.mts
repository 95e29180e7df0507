/**
 * `[what was looked at, every problem by name, what was found, its word when that is neither "ok" nor "FAILED"]`:
 * "not checked" has to be looked at by another way. All in printable ASCII.
 */
export type StrangersCheck = readonly [
  what: string,
  problems: readonly string[],
  found: string,
  status?: string,
];

/** Everything but the time stamps; `expectedFingerprint` as "SHA256:…". */
export function examine(folder: string, expectedFingerprint?: string): Promise<readonly StrangersCheck[]>;
