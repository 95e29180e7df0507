import { z } from 'zod';
import { canonicalJson, sha256Hex } from '../canonical.ts';

/** The log of hand-overs of one bag; each line is one record of the chain. */
export const handOverFile = 'seal/handover.jsonl';

/** `seal/handover.<n>`: `.sig` over the first n lines, and `.allowed_signers` for its key. */
export const handOverSignatureName = (seq: number): string => `seal/handover.${seq}`;

/** Who signs a record, as ssh-keygen names it (`-I`); the person's name stands in the record. */
export const handOverPrincipal = 'handover';

const text = z.string().min(1).max(500);

const recordShape = z.strictObject({
  seq: z.int().positive(),
  /** Hash of the record before; of the first, the SHA-256 of the tag manifest: the log is of this bag. */
  prev: z.string().regex(/^[0-9a-f]{64}$/),
  /** UTC, by the clock of the machine that wrote it. */
  at: z.iso.datetime(),
  from: text,
  to: text,
  why: text,
  checked: z.strictObject({
    /** Regular files whose hashes were computed and compared. */
    files: z.int().nonnegative(),
    ok: z.boolean(),
    /** "all checks hold", or the first thing that did not. */
    result: z.string().max(2000),
  }),
  /** Fingerprint of the key that signs this record. */
  key: z.string().max(100),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

/** A bag went from one to another. */
export type HandOver = z.infer<typeof recordShape>;

// Hashed before the record, so that no other document's hash can pass for a record's.
const domain = 'firebreak-handover/v1\n';

/** The record with its hash, and its line: RFC 8785 JSON and a line feed. */
export function chainHandOver(body: Omit<HandOver, 'hash'>): {
  readonly record: HandOver;
  readonly line: string;
} {
  const record = { ...body, hash: sha256Hex(Buffer.from(`${domain}${canonicalJson(body)}`)) };
  return { record, line: `${canonicalJson(record)}\n` };
}

/**
 * Follows the log from the bag's root. Each line is exactly what its own record gives, so that no byte of
 * it can be changed unseen. Stops at the first that does not hold, and says why.
 */
export function readHandOvers(
  log: string,
  root: string,
): { readonly records: readonly HandOver[]; readonly lines: readonly string[]; readonly why?: string } {
  const records: HandOver[] = [];
  const lines = log.split(/(?<=\n)/).filter((line) => line !== '');
  let prev = root;
  for (const line of lines) {
    const seq = records.length + 1;
    const record = parseLine(line);
    const why =
      record === undefined
        ? 'is not in the form in which it was written'
        : wrongWith(record, { seq, prev, line });
    if (record === undefined || why !== undefined)
      return { records, lines: lines.slice(0, records.length), why: `record ${seq} ${why}` };
    records.push(record);
    prev = record.hash;
  }
  return { records, lines };
}

function parseLine(line: string): HandOver | undefined {
  try {
    const read = recordShape.safeParse(JSON.parse(line));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}

function wrongWith(
  { hash: _, ...body }: HandOver,
  place: { readonly seq: number; readonly prev: string; readonly line: string },
): string | undefined {
  if (body.seq !== place.seq) return `has the number ${body.seq}`;
  if (body.prev !== place.prev)
    return place.seq === 1 ? 'is of another bag' : 'does not follow from the record before it';
  return chainHandOver(body).line === place.line ? undefined : 'is not what its hash is of';
}
