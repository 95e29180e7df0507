import { againstSha256sum, type LargeBagResult } from './support/against-sha256sum.ts';

/**
 * Sealing a case of 1 GiB (copied, hashed twice over, synced, searched for eight secrets in every form, also
 * unpacked, signed, and verified as a stranger would) over `sha256sum` of the same files.
 * Target: at least 0.5 of its speed.
 */
export async function seal1GiB(scale = 1): Promise<LargeBagResult> {
  const of = 'sha256sum’s time ÷ sealBag’s for the same files';
  return { name: 'seal.1GiB', of, ...(await againstSha256sum('seal', scale * 1024 ** 3)) };
}
