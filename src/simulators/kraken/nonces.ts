/** The highest nonce of each key, and those just below it that its window still lets through. */
export interface Nonces {
  /** Whether the key may use this nonce; if so it is used up. */
  take(key: string, nonce: bigint, window: bigint): boolean;
  /** The highest one that was taken; undefined: none so far. */
  last(key: string): bigint | undefined;
}

/**
 * "Always increasing, unsigned 64-bit integer" for each key; within the window an older one is taken
 * too, once. In memory: what was used before a restart is not known any more.
 */
export function createNonces(): Nonces {
  const highest = new Map<string, bigint>();
  const used = new Map<string, Set<bigint>>();
  return {
    last: (key) => highest.get(key),
    take(key, nonce, window) {
      const top = highest.get(key);
      if (nonce > largest || (top !== undefined && nonce <= top - window)) return false;
      const recent = used.get(key) ?? new Set<bigint>();
      if (recent.has(nonce)) return false;
      const after = top === undefined || nonce > top ? nonce : top;
      highest.set(key, after);
      used.set(key, new Set([...recent, nonce].filter((each) => each > after - window || each === after)));
      return true;
    },
  };
}

const largest = 2n ** 64n - 1n;

/** Undefined: there is none, or it is no unsigned integer. */
export const nonceIn = (text: string | undefined): bigint | undefined =>
  text !== undefined && /^\d{1,20}$/.test(text) ? BigInt(text) : undefined;
