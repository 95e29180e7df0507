import type { VenueRefusal } from '../venue-refusal.ts';

/** How many is "too many sequential" is not written. */
const mostInSequence = 20;
/** "Temporary lockouts typically last approximately 15 minutes" (help centre, API error messages). */
const lockedMs = 15 * 60_000;

/** Unknown keys; the help centre names signatures and nonces beside them. */
const counted: readonly string[] = ['EAPI:Invalid key', 'EAPI:Invalid signature', 'EAPI:Invalid nonce'];

export interface Lockout {
  isLocked(sourceIp: string, nowMs: number): boolean;
  /** A refusal of the gate, which may lock the address out, or keep it so. */
  noteRefusal(sourceIp: string, refused: VenueRefusal, nowMs: number): void;
  /** Someone was let in from there: the sequence ends. */
  notePassed(sourceIp: string): void;
}

/** By address: every key from there is locked out. In memory. */
export function createLockout(): Lockout {
  const sequences = new Map<string, number>();
  const untilMs = new Map<string, number>();
  return {
    isLocked: (sourceIp, nowMs) => nowMs < (untilMs.get(sourceIp) ?? 0),
    noteRefusal(sourceIp, { code }, nowMs) {
      if (!counted.includes(code)) return;
      const sequence = (sequences.get(sourceIp) ?? 0) + 1;
      sequences.set(sourceIp, sequence);
      // "each attempt resets the timer": so does one that is made while locked out.
      if (sequence >= mostInSequence) untilMs.set(sourceIp, nowMs + lockedMs);
    },
    notePassed: (sourceIp) => void sequences.delete(sourceIp),
  };
}
