import type { JournaledEvent, JournalRecord } from '../domain/run-event.ts';
import { canonicalJson, sha256Hex } from './canonical.ts';
import { EvidenceError } from './evidence-error.ts';

/** Where a chain ends: the last record's number and hash. */
export interface JournalHead {
  readonly seq: number;
  readonly hash: string;
}

export const emptyJournal: JournalHead = { seq: 0, hash: '0'.repeat(64) };

// Hashed before the record, so that no other document's hash can pass for a record's.
const domain = 'firebreak-journal/v1\n';

const lineFeed = 0x0a;

/** A chain read whole: its records, or the first one that does not hold and those before it. */
type JournalReading =
  | { readonly ok: true; readonly records: readonly JournalRecord[]; readonly head: JournalHead }
  | {
      readonly ok: false;
      readonly firstBroken: number;
      readonly why: string;
      readonly records: readonly JournalRecord[];
    };

/** Makes the next record and its line (RFC 8785 JSON and a line feed). Throws EvidenceError NOT_JSON. */
export function chainRecord(
  head: JournalHead,
  at: string,
  event: JournaledEvent,
): { readonly record: JournalRecord; readonly line: string } {
  if (!isMoment(at)) throw new EvidenceError('NOT_JSON', 'a record needs a UTC time with milliseconds');
  const seq = head.seq + 1;
  const body: Body = { at, event: canonicalJson(event), prev: head.hash, seq };
  const hash = hashOf(body);
  return { record: { seq, prev: head.hash, at, event, hash }, line: `${textOf(body, hash)}\n` };
}

/** Checks a journal's bytes from the first to the last. Reads nothing else and changes nothing. */
export function readJournal(bytes: Uint8Array): JournalReading {
  const records: JournalRecord[] = [];
  const chain = followChain();
  for (const line of linesOf(bytes)) {
    const step = chain.next(line.bytes);
    if (!step.ok) return { ok: false, firstBroken: step.seq, why: step.why, records };
    records.push(step.record);
  }
  return { ok: true, records, head: chain.head() };
}

/** Checks one line after the other, holding none of them; a line includes its line feed. */
export function followChain(from: JournalHead = emptyJournal) {
  let head = from;
  return {
    head: (): JournalHead => head,
    next(line: Uint8Array): ChainStep {
      const seq = head.seq + 1;
      const found = parseLine(line);
      if (!found.ok) return { ok: false, seq, why: found.why };
      const { record } = found;
      if (record.seq !== seq)
        return { ok: false, seq, why: `record ${seq} is missing: ${record.seq} stands here` };
      if (record.prev !== head.hash)
        return { ok: false, seq, why: 'does not follow from the record before it' };
      head = { seq, hash: record.hash };
      return { ok: true, record };
    },
  };
}

type ChainStep =
  | { readonly ok: true; readonly record: JournalRecord }
  | { readonly ok: false; readonly seq: number; readonly why: string };

/** Reads one line as a record whose own hash holds, whatever its place in the chain. */
export function parseLine(
  line: Uint8Array,
): { readonly ok: true; readonly record: JournalRecord } | { readonly ok: false; readonly why: string } {
  if (line.at(-1) !== lineFeed) return { ok: false, why: 'the line is cut off' };
  const text = decodeUtf8(line.subarray(0, -1));
  const record = text === undefined ? undefined : parseRecord(text);
  if (!record || text === undefined) return { ok: false, why: 'not a journal record' };
  const body: Body = { ...record, event: canonicalJson(record.event) };
  // Byte for byte: a space or a reordered key is a change too, although the value is the same.
  if (textOf(body, record.hash) !== text) return { ok: false, why: 'not in canonical form (RFC 8785)' };
  if (hashOf(body) !== record.hash) return { ok: false, why: 'its hash does not match its content' };
  return { ok: true, record };
}

/** Splits at line feeds, which stay with their line; the last line may lack one. */
export function* linesOf(
  bytes: Uint8Array,
): Generator<{ readonly offset: number; readonly bytes: Uint8Array }> {
  for (let offset = 0; offset < bytes.length;) {
    const feed = bytes.indexOf(lineFeed, offset);
    const end = feed === -1 ? bytes.length : feed + 1;
    yield { offset, bytes: bytes.subarray(offset, end) };
    offset = end;
  }
}

/** A record's fields but its hash; `event` is canonical text already. */
interface Body {
  readonly at: string;
  readonly event: string;
  readonly prev: string;
  readonly seq: number;
}

const hashOf = (body: Body): string => sha256Hex(domain + textOf(body));

/** The record in RFC 8785 order (at, event, hash, prev, seq), without working the event out twice. */
function textOf(body: Body, hash?: string): string {
  const hashField = hash === undefined ? '' : `"hash":"${hash}",`;
  return `{"at":"${body.at}","event":${body.event},${hashField}"prev":"${body.prev}","seq":${body.seq}}`;
}

function parseRecord(text: string): JournalRecord | undefined {
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null) return undefined;
  const { seq, prev, at, event, hash } = value as Partial<Record<keyof JournalRecord, unknown>>;
  const holds =
    Number.isSafeInteger(seq) &&
    isHash(prev) &&
    isHash(hash) &&
    typeof at === 'string' &&
    isMoment(at) &&
    isEvent(event);
  // The event's type is any that was written: a newer firebreak may know more of them.
  return holds ? ({ seq, prev, at, event, hash } as JournalRecord) : undefined;
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    // Throws on what no writer of ours could have written, e.g. 1e400 or a number beyond 2^53.
    canonicalJson(value);
    return value;
  } catch {
    return undefined;
  }
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    // Strict, and a byte order mark is a character like any other: both would hide a change.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const isHash = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const isMoment = (text: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text);
const isEvent = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
