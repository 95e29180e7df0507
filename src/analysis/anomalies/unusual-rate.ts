import type { Trade } from '../../domain/trading.ts';
import { count } from '../amounts.ts';
import { dateAndTime, isoOf, millisOf } from '../moments.ts';
import { isUnusualRate } from '../recognition.ts';
import { defineRule } from './rule.ts';

export const unusualRate = defineRule({
  id: 'unusual-rate',
  title: 'More fills a minute than usual',
  needs: ['trades'],
  premise: ({ pattern }) =>
    pattern.usualFillsPerMinute === undefined ? 'the usual fills a minute are not configured' : undefined,
  look({ trades }, { account }) {
    const minutes = fillsByMinute(trades.rows);
    const rushed = [...minutes].filter(([, fills]) => isUnusualRate(fills, account.pattern));
    const peak = rushed.reduce<readonly [number, number] | undefined>(
      (most, next) => (most === undefined || next[1] > most[1] ? next : most),
      undefined,
    );
    if (!peak) return [];
    const usual = account.pattern.usualFillsPerMinute ?? '';
    return [
      {
        rule: 'unusual-rate',
        title: `${count(peak[1], 'fill')} in one minute, usual are ${usual}`,
        detail: `The most were in the minute of ${dateAndTime(isoOf(peak[0]) ?? '')}; ${count(rushed.length, 'minute')} had more than five times the usual rate. One order filled in many parts looks the same.`,
        severity: 'high',
        basis: 'fact',
        account: account.id,
        exhibits: trades.exhibits,
      },
    ];
  },
});

function fillsByMinute(trades: readonly Trade[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { at } of trades) {
    const millis = millisOf(at);
    if (millis === undefined) continue;
    const minute = millis - (millis % 60_000);
    counts.set(minute, (counts.get(minute) ?? 0) + 1);
  }
  return counts;
}
