import { randomBytes } from 'node:crypto';

/** 32 bytes for a case's files as one process opens them. */
export const freshSalt = (): Uint8Array => randomBytes(32);
