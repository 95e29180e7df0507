/** One line of `npm run bench`. Ratios are compared with their targets, never times with a constant. */
export interface BenchResult {
  readonly name: string;
  /** How much of the base's speed is left, or how many times over it: `of` says which. */
  readonly ratio: number;
  readonly of: string;
  readonly n: number;
  readonly medianMs: number;
  readonly baseMedianMs: number;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
