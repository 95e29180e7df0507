import type { Buffer } from 'node:buffer';
import type { X509Certificate } from 'node:crypto';

/** `[what was looked at, every problem by name, what was found]`; `expectedFingerprint` as "SHA256:…". */
export type StrangersCheck = readonly [what: string, problems: readonly string[], found: string];

export function examine(folder: string, expectedFingerprint?: string): Promise<readonly StrangersCheck[]>;

/** The time in an RFC 3161 token over this SHA-256 (hex), made by the certificate that `chain` vouches for. Throws. */
export function timeIn(token: Buffer, hash: string, chain: readonly X509Certificate[]): string;

/** The certificates of a `.pem` that holds nothing else, the root last; `path` is for the error. Throws. */
export function chainIn(pem: string, path: string): readonly X509Certificate[];
