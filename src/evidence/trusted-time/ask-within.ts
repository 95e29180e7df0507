import { askAuthority, type Post, type Stamp, type TimestampAuthority } from './authority.ts';
import { nonceBytes } from './request.ts';
import { TimestampRefusal, type TimestampCode } from './refusal.ts';

/** Whoever can be asked now, and how. */
export interface Authorities {
  readonly list: readonly TimestampAuthority[];
  /** Why there is nobody; only with an empty list. */
  readonly why?: string;
  readonly post: Post;
  /** Returns that many fresh random bytes. */
  random(bytes: number): Uint8Array;
}

export type Asked =
  | { readonly ok: true; readonly stamp: Stamp }
  | { readonly ok: false; readonly code: TimestampCode; readonly why: string };

// Longer than an authority needs and than its own timeout: whatever hangs, a case can close.
const longestMs = 15_000;

/**
 * Asks one authority, and has an answer within fifteen seconds whatever it does. Undefined when the run
 * ended meanwhile: then nothing is known, and nothing is recorded.
 */
export async function askWithin(
  authority: TimestampAuthority,
  digest: Uint8Array,
  { post, random, signal }: Pick<Authorities, 'post' | 'random'> & { readonly signal: AbortSignal },
): Promise<Asked | undefined> {
  const late = AbortSignal.timeout(longestMs);
  const ended = AbortSignal.any([signal, late]);
  try {
    const asking = askAuthority(authority, digest, { post, random: random(nonceBytes), signal: ended });
    return { ok: true, stamp: await Promise.race([asking, untilAborted(ended)]) };
  } catch (error) {
    if (signal.aborted) return undefined;
    if (late.aborted) return { ok: false, code: 'TIMED_OUT', why: `no answer within ${longestMs} ms` };
    if (!(error instanceof TimestampRefusal)) throw error;
    return { ok: false, code: error.code, why: error.message };
  }
}

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const end = (): void => reject(new Error('ended'));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
