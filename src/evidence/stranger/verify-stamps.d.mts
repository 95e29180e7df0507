import type { Buffer } from 'node:buffer';
import type { X509Certificate } from 'node:crypto';
import type { StrangersCheck } from './verify.mjs';

/** Every token of a bag; "missing": it was asked for and never came, "compare": a root to be compared with another source. */
export function examineStamps(folder: string): Promise<readonly StrangersCheck[]>;

/** The time in an RFC 3161 token over this SHA-256 (hex), made by the certificate that `chain` vouches for. Throws. */
export function timeIn(token: Buffer, hash: string, chain: readonly X509Certificate[]): string;

/** The certificates of a `.pem` that holds nothing else, the root last. Throws. */
export function chainIn(pem: string): readonly X509Certificate[];
