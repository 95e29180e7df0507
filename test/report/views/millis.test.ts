import { DateTime } from 'luxon';
import { expect, it } from 'vitest';
import { millis } from '../../../src/report/words.ts';

const byLuxon = (iso: string): number | undefined => {
  const at = DateTime.fromISO(iso, { zone: 'utc' });
  return at.isValid ? at.toMillis() : undefined;
};

it('reads every millisecond of a second as luxon does', () => {
  for (let ms = 0; ms < 1_000; ms++) {
    for (const fraction of [String(ms), String(ms).padStart(3, '0')]) {
      const iso = `2026-11-21T03:12:44.${fraction}Z`;
      expect(millis(iso)).toBe(byLuxon(iso));
    }
  }
});

it.each([
  '2026-02-28T23:59:59Z',
  '2024-02-29T00:00:00Z',
  '2026-02-29T00:00:00Z',
  '2026-02-30T00:00:00.5Z',
  '2026-11-31T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-00-10T00:00:00Z',
  '2026-11-21T24:00:00Z',
  '2026-11-21T24:00:01Z',
  '2026-11-21T03:60:00Z',
  '2026-11-21T03:12:60Z',
  '0000-01-01T00:00:00Z',
  '0099-12-31T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '2026-11-21T03:12:44.123456789Z',
  '2026-11-21T03:12:44+02:00',
  '2026-11-21 03:12:44Z',
  'soon',
  '',
])('reads %s as luxon does: a time, or none', (iso) => {
  expect(millis(iso)).toBe(byLuxon(iso));
});

it.each(['2026-11-21', '2026-11-21T03:12', '03:12', '12'])('does not fill %s up: it is no time', (iso) => {
  expect(millis(iso)).toBeUndefined();
});
