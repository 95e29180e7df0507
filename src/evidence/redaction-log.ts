import type { Marker, MakeMarker, Redaction } from './redaction-marker.ts';
import { createScrubber, type Found, type Scrubber } from './scrubber.ts';

/** What one exchange's redaction works with: it replaces, and remembers what it replaced where. */
export interface Redacting {
  /** A value that the venue's allow-list does not name: its marker, whatever it holds. */
  close(value: string, where: string, rule: string, hint?: string): string;
  /** A value that may stand, but for known secrets inside it. */
  scrub(text: string, where: string, write?: (marker: string) => string): string;
  scrubBytes(bytes: Uint8Array, where: string): Uint8Array;
  readonly redactions: () => readonly Redaction[];
}

// Shorter closed values ("5000", "keep-alive") would blot out ordinary words of the reply.
const shortestEcho = 16;

// The id of somebody's other key comes back in later requests, in a path for instance. Nothing but an id's
// own form is remembered: a venue must not be able to blot out words of the record.
const keyIdForm = /^[\w-]{16,128}$/;

export function startRedacting(known: Scrubber, mark: MakeMarker): Redacting {
  const log = new Map<string, Redaction>();
  // Venues echo what they refuse ("error sign! origin_string[…]"): what was closed in the request is
  // looked for in the reply of the same exchange.
  const echoes = createScrubber(known);

  function note(where: string, { rule, length, fp }: Marker, times: number): void {
    const key = `${where}\n${rule}\n${fp}`;
    const before = log.get(key)?.times ?? 0;
    log.set(key, { where, rule, length, fp, times: before + times });
  }
  const noteAll = (where: string, found: readonly Found[]) => {
    for (const { marker, times } of found) note(where, marker, times);
  };

  return {
    close(value, where, rule, hint) {
      // Nothing was sent, so there is nothing to hide, and "empty" is itself worth knowing.
      if (value === '') return '';
      const marker = known.markerOf(value) ?? mark(value, rule, hint);
      if (value.length >= shortestEcho) echoes.learn(value, marker);
      if (rule === 'key-id' && keyIdForm.test(value)) known.learn(value, marker);
      note(where, marker, 1);
      return marker.text;
    },
    scrub(text, where, write) {
      const clean = echoes.scrub(text, write);
      noteAll(where, clean.found);
      return clean.text;
    },
    scrubBytes(bytes, where) {
      const clean = echoes.scrubBytes(bytes);
      noteAll(where, clean.found);
      return clean.bytes;
    },
    redactions: () => [...log.values()],
  };
}
