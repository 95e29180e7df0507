import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../../src/domain/run-event.ts';
import { buildReport } from '../../../src/report/index.ts';
import { thinPairCase } from '../../support/thin-pair-case.ts';

const whole = thinPairCase();

/** The case with its first act done `times` times, ten minutes apart, each refused in words of its own. */
function repeated(times: number): readonly JournalRecord[] {
  const begun = whole.records.find(({ event }) => event.type === 'act.intended');
  if (begun?.event.type !== 'act.intended') throw new Error('the case has no act');
  const { event } = begun;
  const acts = Array.from({ length: times }, (_, i): readonly JournalRecord[] => {
    const act = `${event.act}/${i}`;
    const at = new Date(Date.parse(begun.at) + i * 600_000).toISOString();
    const end = { type: 'act.finished', act, lane: event.lane, step: event.step, attempt: 1 } as const;
    const how = `the venue refused request ${i}`;
    return [
      { ...begun, at, event: { ...event, act } },
      { ...begun, at, event: { ...end, result: 'not-done', how, exchanges: [], exhibits: [] } },
    ];
  });
  return [
    ...whole.records.filter(({ event }) => event.type !== 'act.intended' && event.type !== 'act.finished'),
    ...acts.flat(),
  ].map((record, i) => ({ ...record, seq: i + 1 }));
}

const sentenceOf = (records: readonly JournalRecord[]) =>
  buildReport({ records, readExhibit: whole.read }).summary.filter(({ text }) => text.includes(' approved '));

describe('acts that the summary tells in one sentence', () => {
  it('are told with the first and the last time, as many other answers as there were, and every record', () => {
    const [only, ...others] = sentenceOf(repeated(6));
    expect(others).toEqual([]);
    expect(only?.text).toMatch(/^Between \S+ \S+ UTC \(host\) and \S+ \S+ UTC \(host\) /);
    expect(only?.text).toContain('(6 times)');
    expect(only?.text).toContain('read back: “the venue refused request 0”, and 5 other answers.');
    expect(only?.restsOn).toHaveLength(12);
  });

  it('are told at one time when there is one', () => {
    const [only] = sentenceOf(repeated(1));
    expect(only?.text).toMatch(/^At \S+ \S+ UTC \(host\) /);
    expect(only?.text).toContain('read back: “the venue refused request 0”.');
  });
});
