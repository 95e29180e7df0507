import http from 'node:http';
import https from 'node:https';
import { TimestampRefusal, type Post } from '../evidence/index.ts';

// A token with its certificates takes 2 to 10 kB.
const largestReply = 256 * 1024;

/**
 * The way to time-stamp authorities: the ordinary network, and only to the addresses that were
 * configured. No redirect is followed, no proxy of the environment is used, nothing is sent but the
 * request: a digest and a random number.
 *
 * @param options `timeoutMs`: from the start to the last byte, so that a slow reply ends too
 */
export function createTimestampPost(
  allowed: readonly string[],
  { timeoutMs = 10_000 }: { readonly timeoutMs?: number } = {},
): Post {
  return async ({ url, contentType, body, signal }) => {
    if (!allowed.includes(url))
      throw new TimestampRefusal('NOT_ALLOWED', 'no configured authority has this address');
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      return await send(url, contentType, body, AbortSignal.any([signal, timeout]));
    } catch (cause) {
      if (cause instanceof TimestampRefusal) throw cause;
      if (timeout.aborted)
        throw new TimestampRefusal('TIMED_OUT', `no whole answer within ${timeoutMs} ms`, cause);
      throw new TimestampRefusal('UNREACHABLE', `no connection (${codeOf(cause)})`, cause);
    }
  };
}

async function send(url: string, contentType: string, body: Uint8Array, signal: AbortSignal) {
  const { request } = new URL(url).protocol === 'https:' ? https : http;
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const headers = {
      'Content-Type': contentType,
      Accept: 'application/timestamp-reply',
      'Content-Length': body.length,
      // The next request may be hours away: the connection is not kept.
      Connection: 'close',
    };
    request(url, { method: 'POST', headers, signal, agent: false }, resolve).on('error', reject).end(body);
  });
  return {
    status: response.statusCode ?? 0,
    contentType: response.headers['content-type'] ?? '',
    body: await readCapped(response),
  };
}

async function readCapped(response: http.IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > largestReply) {
      response.destroy();
      throw new TimestampRefusal('REPLY_TOO_LARGE', `the answer is longer than ${largestReply} bytes`);
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string'
    ? cause.code
    : 'no reason given';
