import type { CustodyRecorded } from '../domain/run-event.ts';
import type { SealedBag } from './bag.ts';

/**
 * The bag was sealed; its root covers every file in it. Every entry in a chain of custody says who
 * did it and why (ISO/IEC 27037 §6.1).
 */
export const custodyOfSealing = (
  bag: Pick<SealedBag, 'root' | 'fingerprint'>,
  { by, reason }: { readonly by: string; readonly reason: string },
): CustodyRecorded => ({
  type: 'custody.recorded',
  item: `evidence bag (root sha256 ${bag.root})`,
  action: `sealed with key ${bag.fingerprint}`,
  by,
  reason,
});
