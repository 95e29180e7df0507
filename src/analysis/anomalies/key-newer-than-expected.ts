import { millisOf } from '../moments.ts';
import { defineRule, type AnomalyInput } from './rule.ts';

/** Owners write down a day, not a second; a day in any time zone ends within two. */
const toleranceMs = 48 * 60 * 60_000;

export const keyNewerThanExpected = defineRule({
  id: 'key-newer-than-expected',
  title: 'The key was made later than the owner knows',
  needs: ['keyReport'],
  doubt({ keyReport }, input) {
    const { createdAt } = keyReport.report;
    if (!createdAt.known) return `when the key was made is not known: ${createdAt.why}`;
    if (millisOf(createdAt.value) === undefined) return `"${createdAt.value}" is no time`;
    const expected = expectedMoment(input);
    return expected ? undefined : 'neither a baseline nor the configuration says when the key was made';
  },
  look({ keyReport }, input) {
    const found = keyReport.report.createdAt;
    const expected = expectedMoment(input);
    if (!found.known || expected === undefined) return [];
    const made = millisOf(found.value);
    if (made === undefined || made <= expected.millis + expected.toleranceMs) return [];
    return [
      {
        rule: 'key-newer-than-expected',
        title: `The key was made ${found.value}, later than ${expected.text}`,
        detail: `${expected.from} says ${expected.text}. It is another key, or it was rotated without a note.`,
        severity: 'high',
        basis: 'inference',
        account: input.account.id,
        exhibits: keyReport.exhibits,
      },
    ];
  },
});

interface Expected {
  readonly millis: number;
  readonly toleranceMs: number;
  readonly text: string;
  readonly from: string;
}

/** The baseline is exact; what the owner wrote down is a day. */
function expectedMoment({ baselineKeyReport, account }: AnomalyInput): Expected | undefined {
  const baseline = baselineKeyReport.known ? baselineKeyReport.value.report.createdAt : undefined;
  if (baseline?.known === true) {
    const millis = millisOf(baseline.value);
    if (millis !== undefined) return { millis, toleranceMs: 0, text: baseline.value, from: 'The baseline' };
  }
  const written = account.created;
  const millis = written === undefined ? undefined : (millisOf(written) ?? millisOf(`${written}T00:00:00Z`));
  return millis === undefined || written === undefined
    ? undefined
    : { millis, toleranceMs, text: written, from: 'The configuration' };
}
