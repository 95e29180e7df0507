/** When a contract ends, in seconds: at 08:00 UTC of the day in its name. */
export function dayOf(digits: string): number {
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)].map(Number);
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1, 8) / 1000;
}
