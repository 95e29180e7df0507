import { hash } from 'node:crypto';
import { isIP } from 'node:net';
import { canonicalJson } from './canonical.ts';
import type { RedactedExchange } from './redaction.ts';
import type { Redaction } from './redaction-marker.ts';
import { recordId, type WarcRecord } from './warc-record.ts';

type Headers = readonly (readonly [string, string])[];

/**
 * The records of one exchange: request, response if one came, metadata. A request that failed has no
 * response record; a response is never made up.
 */
export function recordsOfExchange(
  caseId: string,
  exchange: RedactedExchange,
  redactions: readonly Redaction[],
): readonly WarcRecord[] {
  const { request, response } = exchange;
  const requestId = recordId(caseId, exchange.id, 'request');
  const record = (
    type: WarcRecord['type'],
    contentType: string,
    block: Uint8Array,
    fields: Headers,
  ): WarcRecord => ({
    type,
    id: recordId(caseId, exchange.id, type),
    date: exchange.startedAt,
    contentType,
    fields: [['WARC-Target-URI', targetUri(request.url)], ...fields],
    block,
  });
  const concurrent: Headers = [['WARC-Concurrent-To', `<${requestId}>`]];
  const records = [
    record('request', 'application/http;msgtype=request', requestBlock(request), payload(request.body)),
  ];
  if (response) {
    const fields = [...concurrent, ...addressOf(exchange), ...payload(response.body)];
    records.push(record('response', 'application/http;msgtype=response', responseBlock(response), fields));
  }
  records.push(record('metadata', 'application/json', metadataBlock(exchange, redactions), concurrent));
  return records;
}

function requestBlock({ method, url, headers, body }: RedactedExchange['request']): Buffer {
  return httpBlock(`${oneLine(method)} ${requestTarget(url)} HTTP/1.1`, headers, body);
}

function responseBlock(response: NonNullable<RedactedExchange['response']>): Buffer {
  return httpBlock(
    `HTTP/1.1 ${response.status} ${oneLine(response.statusText)}`,
    response.headers,
    response.body,
  );
}

/** One HTTP/1.1 message. Header order, spelling and repeats are kept. */
function httpBlock(startLine: string, headers: Headers, body: Uint8Array): Buffer {
  const lines = [
    startLine,
    ...headers.map(([name, value]) => `${storedName(name)}: ${oneLine(value)}`),
    '',
    '',
  ];
  return Buffer.concat([wireBytes(lines.join('\r\n')), body]);
}

/** The body was received in chunks and is stored whole: a reader must not look for chunks again. */
const storedName = (name: string): string =>
  name.toLowerCase() === 'transfer-encoding' ? 'x-orig-transfer-encoding' : oneLine(name);

/** Metadata is one JSON object (RFC 8785); digests and lengths are of the redacted bytes. */
function metadataBlock(exchange: RedactedExchange, redactions: readonly Redaction[]): Buffer {
  const { id, venue, purpose, startedAt, durationMs, error, peer } = exchange;
  const fields = { exchange: id, venue, purpose, startedAt, durationMs, redactions };
  const text = canonicalJson({ ...fields, ...(error !== undefined && { error }), ...(peer && { peer }) });
  return Buffer.from(text, 'utf8');
}

const payload = (body: Uint8Array): Headers => [
  ['WARC-Payload-Digest', `sha256:${hash('sha256', body, 'hex')}`],
];

const addressOf = ({ peer }: RedactedExchange): Headers =>
  peer && isIP(peer.address) ? [['WARC-IP-Address', peer.address]] : [];

const requestTarget = (url: string): string => {
  const target = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*([^#]*)/is.exec(targetUri(url))?.[1] ?? '';
  return target.startsWith('/') ? target : `/${target}`;
};

/** A URI has no spaces, line ends or bytes beyond ASCII; what has them is escaped, not dropped. */
const targetUri = (url: string): string =>
  url.toWellFormed().replace(/[^\x21-\x7e]|[<>]/gu, (character) => encodeURIComponent(character));

/** A line end inside a header would begin a header of the sender's choosing. */
const oneLine = (text: string): string => text.replace(/[\r\n\0]/g, ' ');

/** Node hands header bytes over as latin1; text beyond that was never on the wire as single bytes. */
const wireBytes = (text: string): Buffer => Buffer.from(text, /[^\0-\xff]/.test(text) ? 'utf8' : 'latin1');
