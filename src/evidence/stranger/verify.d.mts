/** `[what was looked at, every problem by name, what was found]`; `expectedFingerprint` as "SHA256:…". */
export type StrangersCheck = readonly [what: string, problems: readonly string[], found: string];

export function examine(folder: string, expectedFingerprint?: string): Promise<readonly StrangersCheck[]>;
