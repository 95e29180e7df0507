import { checkToken, type CheckedToken } from './check-token.ts';
import { tokenOfReply } from './read-reply.ts';
import { buildRequest } from './request.ts';
import { refuse } from './refusal.ts';
import type { Roots } from './roots.ts';

/** An RFC 3161 authority as it was configured. */
export interface TimestampAuthority {
  /** Part of file names: [a-z0-9.-]. */
  readonly name: string;
  readonly url: string;
  readonly roots: Roots;
  /** Object identifier of the policy that is asked for. */
  readonly policy?: string;
}

/**
 * Sends one request. Handed in: this folder opens no connection. Rejects with a TimestampRefusal
 * (NOT_ALLOWED, UNREACHABLE, TIMED_OUT, REPLY_TOO_LARGE), never follows a redirect, and ends by itself.
 */
export type Post = (request: {
  readonly url: string;
  readonly contentType: string;
  readonly body: Uint8Array;
  readonly signal: AbortSignal;
}) => Promise<{ readonly status: number; readonly contentType: string; readonly body: Uint8Array }>;

export interface Stamp extends CheckedToken {
  /** TimeStampToken, DER, as the authority made it. */
  readonly token: Uint8Array;
  /** Of the request that it answers, hex. */
  readonly nonce: string;
}

/**
 * Asks an authority for a token over a digest and checks what comes back (RFC 3161 §3.4).
 *
 * @throws TimestampRefusal saying what went wrong
 */
export async function askAuthority(
  authority: TimestampAuthority,
  digest: Uint8Array,
  {
    post,
    random,
    signal,
  }: { readonly post: Post; readonly random: Uint8Array; readonly signal: AbortSignal },
): Promise<Stamp> {
  const { policy, roots, url } = authority;
  const request = buildRequest(digest, { random, ...(policy === undefined ? {} : { policy }) });
  const reply = await post({ url, contentType: 'application/timestamp-query', body: request.der, signal });
  if (reply.status !== 200) return refuse('HTTP_STATUS', `answered with HTTP status ${reply.status}`);
  const [type = ''] = reply.contentType.toLowerCase().split(';');
  if (type.trim() !== 'application/timestamp-reply') {
    return refuse('WRONG_MEDIA_TYPE', 'answered with something that is no time-stamp reply');
  }
  const token = tokenOfReply(reply.body);
  const { nonce } = request;
  const checked = await checkToken(token, {
    digest,
    nonce,
    roots,
    ...(policy === undefined ? {} : { policy }),
  });
  return { ...checked, token, nonce: Buffer.from(nonce).toString('hex') };
}
