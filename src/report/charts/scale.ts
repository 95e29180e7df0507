/** Where a value stands on a line: linear, in the picture's own units. */
export type Scale = (value: number) => number;

export function linear({
  from,
  to,
  start,
  end,
}: {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}): Scale {
  // One moment alone has no length: it stands at the start.
  const length = Math.max(to - from, 1e-12);
  return (value) => start + ((value - from) / length) * (end - start);
}

/** Round values from below `low` to above `high`, about `most` of them. */
export function valueTicks(low: number, high: number, most: number): number[] {
  const span = Math.max(high - low, Math.abs(high) * 1e-9, 1e-12);
  const rough = span / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5, 10].find((size) => size * power >= rough) ?? 10);
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** One place after the comma and a half are lost on nobody: keeps the files small and equal everywhere. */
export const place = (value: number): number => Math.round(value * 10) / 10;
