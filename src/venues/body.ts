import { promisify } from 'node:util';
import zlib from 'node:zlib';
import type { HttpExchange } from '../domain/http-exchange.ts';

type Response = NonNullable<HttpExchange['response']>;

/** A page of 1000 rows is well under 1 MB; more than this is no reply of a venue, packed or not. */
export const maxBodyBytes = 64 * 1024 * 1024;

const gunzip = promisify(zlib.gunzip);
const inflate = promisify(zlib.inflate);
const brotliDecompress = promisify(zlib.brotliDecompress);

/**
 * Returns the text of a body as received. Throws on an encoding we did not ask for and do not know,
 * on damaged compression, on a bomb, and on bytes that are not UTF-8.
 */
export async function textOf(response: Response): Promise<string> {
  const plain = await decompressed(response);
  return new TextDecoder('utf-8', { fatal: true }).decode(plain);
}

async function decompressed(response: Response): Promise<Uint8Array> {
  const encoding = joinedHeaders(response.headers)['content-encoding']?.trim().toLowerCase() ?? '';
  const bounds = { maxOutputLength: maxBodyBytes };
  switch (encoding) {
    case '':
    case 'identity':
      return response.body;
    case 'gzip':
    case 'x-gzip':
      return gunzip(response.body, bounds);
    case 'deflate':
      return inflate(response.body, bounds);
    case 'br':
      return brotliDecompress(response.body, bounds);
    default:
      throw new Error('the body is packed in an encoding that was not asked for');
  }
}

/** Returns headers by lower case name; a repeated one is joined with ", " (RFC 9110 §5.2). */
export function joinedHeaders(headers: Response['headers']): Record<string, string> {
  // No prototype: a header may be called "constructor".
  const all = Object.create(null) as Record<string, string>;
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    all[key] = key in all ? `${all[key]}, ${value}` : value;
  }
  return all;
}
