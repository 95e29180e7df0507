import type { Report } from '../../src/report/model.ts';
import { thinPairReport } from './sample-report.ts';

// What stands in a head, a foot, the contents, a bookmark, a field or the text of a picture.
const lengthened = new Set([
  'attestation',
  'caseId',
  'id',
  'keyLabel',
  'operator',
  'symbol',
  'title',
  'venueName',
  'why',
]);

/** Longer than the longest string that PDF/A allows (32,767 bytes, ISO 19005-3 §6.1.13). */
export const longText = 'Ab '.repeat(12_000);

/** The thin pair with one of these texts endless each: what no venue sends and anybody can. */
export const longStringsReport: Report = lengthen(thinPairReport, '') as Report;

function lengthen(value: unknown, key: string): unknown {
  if (typeof value === 'string') return lengthened.has(key) && !value.startsWith('EX-') ? longText : value;
  if (Array.isArray(value)) return value.map((one) => lengthen(one, key));
  if (typeof value !== 'object' || value === null) return value;
  // Fills are many: their texts are cut as those of any cell.
  const kept = (name: string): boolean => name === 'trades';
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, kept(name) ? inner : lengthen(inner, name)]),
  );
}
