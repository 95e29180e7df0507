import { readFile } from 'node:fs/promises';
import { createAppendFile, openAppendFile, type AppendFile, type Disk } from './append-file.ts';
import { sha256Hex } from './canonical.ts';
import { exists } from './durable-files.ts';
import { EvidenceError } from './evidence-error.ts';
import { recordsOfExchange } from './exchange-records.ts';
import type { RedactedExchange } from './redaction.ts';
import type { Redaction } from './redaction-marker.ts';
import { setTailAside, type TornTail } from './torn-tail.ts';
import { endOfMember, gzipRecord, memberHeader, recordId, type WarcRecord } from './warc-record.ts';

/** Every HTTP exchange of a case, redacted, in one file that only grows. */
export interface Warc {
  readonly path: string;
  /** Writes one exchange behind the ones before it; safe on disk only after `sync`. */
  write(exchange: RedactedExchange, meta: { readonly redactions: readonly Redaction[] }): Promise<WarcPlace>;
  /** @throws EvidenceError WARC_BROKEN once a write or a sync has failed, as `write` does from then on */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Where an exchange lies: `exchange.captured` journals this. */
interface WarcPlace {
  /** Of the request, response (if any) and metadata record, in this order. */
  readonly recordIds: readonly string[];
  /** Bytes of the compressed file: all records of the exchange lie in this range. */
  readonly offset: number;
  readonly length: number;
  /** Of the compressed bytes in the range. */
  readonly sha256: string;
}

export interface OpenedWarc {
  readonly warc: Warc;
  /** Torn bytes at the end, moved to `<warc>.torn-<offset>`. */
  readonly recovered?: TornTail;
  /** Unreadable stretches with whole records behind them; left in place, so that offsets stay true. */
  readonly damaged: readonly { readonly offset: number; readonly bytes: number }[];
}

/**
 * Opens the case's HTTP record (WARC/1.1, one gzip member a record), creating it with its warcinfo
 * record first.
 *
 * @param about `at`: when the case opened, UTC; `software`: "firebreak/0.1.0"
 */
export async function openWarc(
  path: string,
  about: { readonly at: string; readonly caseId: string; readonly software: string },
  disk?: Disk,
): Promise<OpenedWarc> {
  if (!(await exists(path))) {
    const file = await createAppendFile(path, disk);
    return { warc: await startWarc(path, file, 0, about), damaged: [] };
  }
  const bytes = await readFile(path);
  const { goodBytes, damaged } = readMembers(bytes);
  const torn =
    bytes.length > goodBytes ? await setTailAside(path, bytes.subarray(goodBytes), goodBytes) : undefined;
  const warc = await startWarc(path, openAppendFile(path, disk), goodBytes, about);
  return torn ? { warc, recovered: torn, damaged } : { warc, damaged };
}

async function startWarc(
  path: string,
  file: AppendFile,
  size: number,
  about: { readonly at: string; readonly caseId: string; readonly software: string },
): Promise<Warc> {
  let end = size;
  let closed = false;
  let broken: EvidenceError | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  /** One after the other: the place of each record depends on all before it. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = queue.then(async () => {
      if (broken) throw broken;
      return work();
    });
    queue = result.catch(() => undefined);
    return result;
  }

  async function put(records: readonly WarcRecord[]): Promise<WarcPlace> {
    const bytes = Buffer.concat(await Promise.all(records.map(gzipRecord)));
    const place = { offset: end, length: bytes.length, sha256: sha256Hex(bytes) };
    await guarded(() => file.write(bytes));
    end += bytes.length;
    return { recordIds: records.map(({ id }) => id), ...place };
  }

  /** After a failed write the end of the file is unknown, and so is every offset that would follow. */
  async function guarded(work: () => void | Promise<void>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      broken = new EvidenceError('WARC_BROKEN', `the HTTP record could not be written: ${path}`, cause);
      throw broken;
    }
  }

  if (size === 0) {
    await put([warcinfo(about)]);
    await guarded(() => file.sync());
  }
  return {
    path,
    write: (exchange, { redactions }) =>
      inTurn(() => put(recordsOfExchange(about.caseId, exchange, redactions))),
    sync: () => inTurn(() => guarded(() => file.sync())),
    async close() {
      if (closed) return;
      closed = true;
      await queue;
      broken ??= new EvidenceError('WARC_BROKEN', `the HTTP record is closed: ${path}`);
      file.close();
    },
  };
}

function warcinfo(about: {
  readonly at: string;
  readonly caseId: string;
  readonly software: string;
}): WarcRecord {
  const lines = [
    `software: ${about.software}`,
    'format: WARC File Format 1.1',
    'conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/',
    `isPartOf: ${about.caseId}`,
    'description: HTTP exchanges of an incident response, redacted before they were written; all digests are of the redacted bytes',
  ];
  return {
    type: 'warcinfo',
    id: recordId(about.caseId, '', 'warcinfo'),
    date: about.at,
    contentType: 'application/warc-fields',
    fields: [],
    block: Buffer.from(`${lines.join('\r\n')}\r\n`, 'utf8'),
  };
}

/** Walks the members. What is unreadable up to the end of the file is a torn tail. */
function readMembers(file: Buffer) {
  const damaged: { offset: number; bytes: number }[] = [];
  let goodBytes = 0;
  while (goodBytes < file.length) {
    const end = endOfMember(file, goodBytes);
    if (end !== undefined) {
      goodBytes = end;
      continue;
    }
    const next = nextMember(file, goodBytes + 1);
    if (next === undefined) break;
    damaged.push({ offset: goodBytes, bytes: next - goodBytes });
    goodBytes = next;
  }
  return { goodBytes, damaged };
}

function nextMember(file: Buffer, from: number): number | undefined {
  for (let at = file.indexOf(memberHeader, from); at !== -1; at = file.indexOf(memberHeader, at + 1)) {
    if (endOfMember(file, at) !== undefined) return at;
  }
  return undefined;
}
