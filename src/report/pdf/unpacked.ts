import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';

/**
 * Whether two PDFs that we drew say the same, though they were compressed by different versions of zlib: another
 * Node, or another processor, may find another way to write the same stream. Everything but compressed bytes, their
 * lengths and the places of objects must be equal, and every place must be where its object is.
 */
export function isSameUnpacked(one: Buffer, other: Buffer): boolean {
  const [left, right] = [one, other].map(digestUnpacked);
  return left !== undefined && left === right;
}

/** SHA-256 of what is in the file; undefined for one that is not of the form in which we write. */
function digestUnpacked(file: Buffer): string | undefined {
  const table = placesIn(file);
  if (!table) return undefined;
  const digest = createHash('sha256');
  const [first = { from: 0 }] = table.objects;
  addPart(digest, file.subarray(0, first.from));
  for (const [i, { number, from }] of table.objects.entries()) {
    const object = file.subarray(from, table.objects[i + 1]?.from ?? table.from);
    const parts = unpackObject(object, number);
    if (!parts) return undefined;
    for (const part of parts) addPart(digest, part);
  }
  addPart(digest, table.trailer);
  return digest.digest('hex');
}

/** With its length, so that no byte can pass from one part to the next. */
function addPart(digest: ReturnType<typeof createHash>, part: Uint8Array): void {
  digest.update(`${part.length}\n`).update(part);
}

interface Places {
  /** In the order in which they lie in the file. */
  readonly objects: readonly { readonly number: number; readonly from: number }[];
  /** Where the table begins. */
  readonly from: number;
  readonly trailer: Uint8Array;
}

const entryLength = 20;

/** The cross-reference table (ISO 32000-1 §7.5.4): one section, every object in use. */
function placesIn(file: Buffer): Places | undefined {
  const end = /startxref\n(\d{1,10})\n%%EOF\n$/.exec(file.subarray(-64).toString('latin1'));
  const from = Number(end?.[1] ?? -1);
  const head = /^xref\n0 (\d{1,8})\n0000000000 65535 f \n/.exec(
    file.subarray(Math.max(from, 0), Math.max(from, 0) + 64).toString('latin1'),
  );
  if (!end || !head) return undefined;
  const count = Number(head[1]);
  const entries = from + head[0].length;
  const after = entries + (count - 1) * entryLength;
  const objects: { number: number; from: number }[] = [];
  for (let number = 1; number < count; number++) {
    const at = entries + (number - 1) * entryLength;
    const entry = /^(\d{10}) 00000 n \n$/.exec(file.toString('latin1', at, at + entryLength));
    if (!entry) return undefined;
    objects.push({ number, from: Number(entry[1]) });
  }
  objects.sort((a, b) => a.from - b.from);
  return { objects, from, trailer: file.subarray(after, file.length - end[0].length) };
}

const streamMark = Buffer.from('\n>>\nstream\n');
const streamEnd = Buffer.from('\nendstream\nendobj\n');

/** An object as it says itself, and its stream as it is when unpacked. */
function unpackObject(object: Buffer, number: number): readonly Uint8Array[] | undefined {
  const begins = object.subarray(0, 20).toString('latin1').startsWith(`${number} 0 obj\n`);
  if (!begins || !object.subarray(-7).equals(Buffer.from('endobj\n'))) return undefined;
  const mark = object.indexOf(streamMark);
  if (mark < 0) return [object];
  const head = object.toString('latin1', 0, mark);
  const length = /\n\/Length (\d{1,10})(?=\n|$)/.exec(head);
  const body = object.subarray(mark + streamMark.length, -streamEnd.length);
  const ends = object.subarray(-streamEnd.length).equals(streamEnd);
  if (!ends || Number(length?.[1] ?? -1) !== body.length) return undefined;
  const said = Buffer.from(head.replace(/\n\/Length \d+(?=\n|$)/, ''), 'latin1');
  if (!/\n\/Filter \/FlateDecode(?=\n|$)/.test(head)) return [said, body];
  const inside = inflated(body);
  return inside && [said, inside];
}

function inflated(body: Buffer): Buffer | undefined {
  try {
    const { buffer, engine } = inflateSync(body, { info: true }) as unknown as {
      readonly buffer: Buffer;
      readonly engine: { readonly bytesWritten: number };
    };
    // What stood behind the stream's end would be shown by nobody and compared by nobody.
    return engine.bytesWritten === body.length ? buffer : undefined;
  } catch {
    return undefined;
  }
}
