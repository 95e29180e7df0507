import type { Venue } from './contract.ts';

/** Where a session's nonces come from, and whose turn it is. */
export interface Nonce {
  /** `own` is what ccxt would send; it counts only where the venue's unit is ccxt's. */
  next(own?: number): number;
  /** Runs `work`; at a venue whose nonce must rise over all sessions, after the key's calls before it. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
}

/** The keys of this process: what was sent last, and the end of each queue. Memory only. */
const keysInUse = new Map<string, { last: number; queue: Promise<unknown> }>();

/**
 * Returns the nonces of a session. Two equal ones are refused as a replay even within a millisecond,
 * so they always rise; where the venue demands it (`Venue.nonce`), over every session of a key, and
 * its calls go one after the other: the network may not overtake the numbers.
 */
export function nonceOf(
  venue: Pick<Venue, 'id' | 'nonce'>,
  parts: Readonly<Record<string, string>>,
  nowMs: () => number,
): Nonce {
  const isOfCcxt = venue.nonce?.unit === 'ccxt';
  const scale = venue.nonce?.unit === 'microseconds' ? 1_000 : 1;
  const own = { last: 0, queue: Promise.resolve() as Promise<unknown> };
  const apiKey = parts['apiKey'];
  const isShared = venue.nonce !== undefined && apiKey !== undefined;
  const key = isShared ? sharedBy(`${venue.id} ${apiKey}`, own) : own;
  return {
    next: (own) => (key.last = Math.max(key.last + 1, isOfCcxt && own !== undefined ? own : nowMs() * scale)),
    inTurn<T>(work: () => Promise<T>): Promise<T> {
      if (!isShared) return work();
      const turn = key.queue.then(work);
      key.queue = turn.catch(() => undefined);
      return turn;
    },
  };
}

function sharedBy(name: string, fresh: { last: number; queue: Promise<unknown> }): typeof fresh {
  const known = keysInUse.get(name) ?? fresh;
  keysInUse.set(name, known);
  return known;
}
