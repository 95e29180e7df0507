import { Duration } from 'luxon';

const units = ['minute', 'hour', 'day', 'week', 'month', 'year'];
const amount = new RegExp(`^(\\d+) (${units.join('|')})s?\\b`);

/**
 * How long an evidence deadline leaves, from its words: "2 hours" → 7200000; what the next call overwrites
 * leaves nothing; words that name no time (the life of a key) come after all that do, and before what is
 * kept for good.
 */
export function withinMs(words: string): number {
  if (words.startsWith('the next call')) return 0;
  const [, count, unit] = amount.exec(words) ?? [];
  return count === undefined || unit === undefined
    ? Number.MAX_SAFE_INTEGER
    : Duration.fromObject({ [`${unit}s`]: Number(count) }).toMillis();
}
