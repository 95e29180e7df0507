import { open } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import type { HttpExchange } from '../../domain/http-exchange.ts';
import type { Json } from '../../domain/json.ts';
import type { ExchangeCaptured } from '../../domain/run-event.ts';
import { EvidenceError } from '../evidence-error.ts';
import type { Redaction } from '../redaction-marker.ts';
import { shareUrl } from './share-url.ts';
import { pseudonymiseTheirs } from './theirs.ts';
import { marker, withRule } from './marks.ts';
import type { Pseudonyms } from './pseudonyms.ts';

type Headers = readonly (readonly [string, string])[];

/** An exchange as the copy has it; the list of what was blacked out stays, since the marks stay. */
export interface SharedExchange {
  readonly exchange: HttpExchange;
  readonly redactions: readonly Redaction[];
}

const largestExchange = 1024 * 1024 * 1024;

const metadataShape = z.object({
  exchange: z.string(),
  venue: z.string(),
  purpose: z.string(),
  startedAt: z.string(),
  durationMs: z.number(),
  error: z.string().optional(),
  redactions: z.array(
    z.object({ where: z.string(), rule: z.string(), length: z.number(), fp: z.string(), times: z.number() }),
  ),
});

/**
 * Reads one exchange back from the place that the journal names, with everything in it replaced: values of
 * parameters and headers, scalars of JSON bodies; a body of any other kind is left out but for its marks.
 *
 * @throws EvidenceError BAG_DAMAGED
 */
export async function shareExchange(
  path: string,
  place: ExchangeCaptured,
  by: Pseudonyms,
): Promise<SharedExchange> {
  const blocks = blocksIn(await readPlace(path, place));
  const read = metadataShape.safeParse(jsonIn(blocks.get('metadata') ?? Buffer.alloc(0)));
  const request = blocks.get('request');
  if (!read.success || !request) throw damaged(place.exchange);
  const { exchange: id, venue, purpose, startedAt, durationMs, error, redactions } = read.data;
  const asked = messageIn(request);
  const response = blocks.get('response');
  return {
    redactions: redactions.map((one) => ({ ...one, where: by.inText(one.where), rule: by.rule(one.rule) })),
    exchange: {
      ...{ id, venue, purpose: by.inText(purpose), startedAt, durationMs },
      request: {
        method: asked.startLine.split(' ')[0] ?? '',
        url: shareUrl(place.url, by),
        ...shareMessage(asked, by),
      },
      ...(response ? { response: shareResponse(messageIn(response), by) } : {}),
      ...(error === undefined ? {} : { error: by.inText(error) }),
    },
  };
}

async function readPlace(path: string, { offset, length, exchange }: ExchangeCaptured): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const bytes = Buffer.alloc(length);
    await handle.read(bytes, 0, length, offset);
    return gunzipSync(bytes, { maxOutputLength: largestExchange });
  } catch (cause) {
    throw damaged(exchange, cause);
  } finally {
    await handle.close();
  }
}

/** The block of each record, by its type. */
function blocksIn(bytes: Buffer): ReadonlyMap<string, Buffer> {
  const blocks = new Map<string, Buffer>();
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf('\r\n\r\n', at);
    const head = end < 0 ? '' : bytes.toString('latin1', at, end);
    const type = /^WARC-Type: (\w+)$/m.exec(head.replaceAll('\r', ''))?.[1];
    const length = Number(/^Content-Length: (\d+)$/m.exec(head.replaceAll('\r', ''))?.[1]);
    if (type === undefined || !Number.isSafeInteger(length)) break;
    blocks.set(type, bytes.subarray(end + 4, end + 4 + length));
    at = end + 4 + length + 4;
  }
  return blocks;
}

interface Message {
  readonly startLine: string;
  readonly headers: Headers;
  readonly body: Buffer;
}

function messageIn(block: Buffer): Message {
  const end = block.indexOf('\r\n\r\n');
  const [startLine = '', ...lines] = block.toString('latin1', 0, end).split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  return { startLine, headers, body: block.subarray(end + 4) };
}

const openHeaders = new Set(
  'accept accept-encoding connection content-encoding content-type date host retry-after user-agent'.split(
    ' ',
  ),
);

const shareMessage = ({ headers, body }: Message, by: Pseudonyms): { headers: Headers; body: Buffer } => ({
  headers: headers.map(([name, value]) => [
    name,
    openHeaders.has(name.toLowerCase()) ? by.inText(value) : by.of(value),
  ]),
  body: shareBody(body, by),
});

function shareResponse(message: Message, by: Pseudonyms): NonNullable<HttpExchange['response']> {
  const [, status = '', ...text] = message.startLine.split(' ');
  return { status: Number(status), statusText: by.inText(text.join(' ')), ...shareMessage(message, by) };
}

function shareBody(body: Buffer, by: Pseudonyms): Buffer {
  if (body.length === 0) return body;
  const json = jsonIn(body);
  if (json !== undefined && typeof json === 'object')
    return Buffer.from(JSON.stringify(pseudonymiseTheirs(json, by)));
  const marks = body
    .toString('latin1')
    .split(marker)
    .flatMap((part, at) => (at % 2 === 1 ? [withRule(part, (rule) => by.rule(rule))] : []));
  return Buffer.from(['withheld: not JSON', ...marks].join('\n'));
}

// A number beyond 2^53 as it was written: rounded, it would be another one than in the exhibit.
const asWritten = (_key: string, value: Json, { source }: { readonly source?: string } = {}): Json =>
  typeof value === 'number' && source !== undefined && !Number.isSafeInteger(value) ? source : value;

function jsonIn(bytes: Buffer): Json | undefined {
  try {
    return JSON.parse(bytes.toString('utf8'), asWritten) as Json;
  } catch {
    return undefined;
  }
}

const damaged = (exchange: string, cause?: unknown): EvidenceError =>
  new EvidenceError('BAG_DAMAGED', `the HTTP record of ${exchange} cannot be read`, cause);
