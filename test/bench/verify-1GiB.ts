import { againstSha256sum, type LargeBagResult } from './support/against-sha256sum.ts';

/**
 * Verifying a bag of 1 GiB (every file hashed with SHA-256 and SHA-512, the chain followed, each record of the HTTP
 * record unpacked and compared with the journal and with its list of redactions) over `sha256sum` of the same files.
 * The report is not made again: that costs what making it costs. Target: at least 0.7 of its speed.
 */
export async function verify1GiB(scale = 1): Promise<LargeBagResult> {
  const of = 'sha256sum’s time ÷ verifyBag’s for the same files';
  return { name: 'verify.1GiB', of, ...(await againstSha256sum('verify', scale * 1024 ** 3)) };
}
