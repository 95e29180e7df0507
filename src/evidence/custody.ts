import type { Exhibit, ExhibitId } from '../domain/exhibit.ts';
import type { CustodyRecorded, JournaledEvent } from '../domain/run-event.ts';
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
  sealed: { root: bag.root, fingerprint: bag.fingerprint },
});

/** Whether a journal's event, of whatever form, says that the case's bag was sealed. */
export const isSealing = (event: object): boolean =>
  'type' in event && event.type === 'custody.recorded' && ('sealed' in event || isSealingOfOld(event));

// Before there was `sealed`, this was all that a journal said; such a case must not be taken for an open one.
const isSealingOfOld = (event: object): boolean =>
  'action' in event && String(event.action).startsWith('sealed with key SHA256:');

/**
 * A person takes an attached file back before the bag is sealed. The exhibit's record stays in the chain,
 * with its hash: whoever has the file elsewhere can still prove that it was this one.
 */
export const custodyOfTakingBack = (
  { id, sha256, bytes }: Pick<Exhibit, 'id' | 'sha256' | 'bytes'>,
  { by, reason }: { readonly by: string; readonly reason: string },
): CustodyRecorded => ({
  type: 'custody.recorded',
  item: id,
  action: `taken back before sealing: ${bytes} bytes removed, sha256 ${sha256}`,
  by,
  reason,
  takenBack: id,
});

/** The exhibits whose bytes a person took back. */
export const takenBackIn = (events: readonly JournaledEvent[]): ReadonlySet<ExhibitId> =>
  new Set(
    events.flatMap((event) =>
      event.type === 'custody.recorded' && event.takenBack !== undefined ? [event.takenBack] : [],
    ),
  );
