import { createHash } from 'node:crypto';
import type { Json } from '../../src/domain/json.ts';
import type { JournaledEvent, JournalRecord } from '../../src/domain/run-event.ts';

/** A journal made by hand: events at moments, chained as a journal is, with the exhibits' contents. */
export function handMadeCase(start: string) {
  const records: JournalRecord[] = [];
  const contents = new Map<string, Json>();
  const startMs = Date.parse(start);
  return {
    records: records as readonly JournalRecord[],
    contents: contents as ReadonlyMap<string, Json>,
    /** ISO time of a moment in seconds after the start. */
    at: (seconds: number): string => new Date(startMs + Math.round(seconds * 1000)).toISOString(),
    add(seconds: number, event: JournaledEvent): void {
      const seq = records.length;
      const prev = records.at(-1)?.hash ?? '0'.repeat(64);
      const record = { seq, prev, at: new Date(startMs + Math.round(seconds * 1000)).toISOString(), event };
      records.push({ ...record, hash: createHash('sha256').update(JSON.stringify(record)).digest('hex') });
    },
    keep(exhibit: string, content: unknown): void {
      contents.set(exhibit, JSON.parse(JSON.stringify(content)) as Json);
    },
  };
}

export type HandMadeCase = ReturnType<typeof handMadeCase>;
