import type { Exhibit } from '../domain/exhibit.ts';
import type { CustodyRecorded } from '../domain/run-event.ts';
import type { SealedBag } from './bag.ts';

/** Who did it and why: every entry in a chain of custody says both (ISO/IEC 27037 §6.1). */
export interface By {
  readonly by: string;
  readonly reason: string;
}

/** An exhibit was acquired into the case. */
export const custodyOfExhibit = ({ id, title, sha256 }: Exhibit, { by, reason }: By): CustodyRecorded => ({
  type: 'custody.recorded',
  item: `${id} ${title} (sha256 ${sha256})`,
  action: 'acquired',
  by,
  reason,
});

/** The bag was sealed; its root covers every file in it. */
export const custodyOfSealing = (
  bag: Pick<SealedBag, 'root' | 'fingerprint'>,
  { by, reason }: By,
): CustodyRecorded => ({
  type: 'custody.recorded',
  item: itemOfBag(bag),
  action: `sealed with key ${bag.fingerprint}`,
  by,
  reason,
});

/** The bag, or the case, went from one person to another. */
export const custodyOfHandover = (
  item: string,
  { from, to, reason }: { readonly from: string; readonly to: string; readonly reason: string },
): CustodyRecorded => ({
  type: 'custody.recorded',
  item,
  action: `handed over to ${to}`,
  by: from,
  reason,
});

/** Somebody looked at it or checked it. */
export const custodyOfAccess = (
  item: string,
  action: 'opened' | 'verified' | 'exported',
  { by, reason }: By,
): CustodyRecorded => ({
  type: 'custody.recorded',
  item,
  action,
  by,
  reason,
});

/** How custody names a bag. */
export const itemOfBag = ({ root }: Pick<SealedBag, 'root'>): string => `evidence bag (root sha256 ${root})`;
