export type Draws = ReturnType<typeof draws>;

/** xorshift32 (G. Marsaglia, 2003): quick, and the same on every machine. */
export function draws(seed: number) {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  const word = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>>= 0);
  };
  const below = (most: number): number => word() % most;
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  return { word, below, text: (length: number) => Array.from({ length }, () => letters[below(62)]).join('') };
}
