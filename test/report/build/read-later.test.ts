import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../../src/domain/run-event.ts';
import { buildReport, readBag } from '../../../src/report/index.ts';
import { sampleFolder } from '../../support/sample.ts';

const { records, readExhibit } = await readBag(join(sampleFolder, 'bag'));
const reportOf = (some: readonly JournalRecord[]) => buildReport({ records: some, readExhibit });
const limitsOf = (some: readonly JournalRecord[]): string => reportOf(some).limitations.join('\n');
const later = /count what had been read by then/;

describe('figures of a step that a later reading has overtaken', () => {
  it('are said to be of their time, where fills were read again', () => {
    const found = records.findIndex(({ event }) => event.type === 'finding.recorded');
    const again = records.findLastIndex(
      ({ event }) => event.type === 'observation.made' && event.what === 'trades',
    );
    expect(again).toBeGreaterThan(found);
    expect(limitsOf(records)).toMatch(later);
  });

  it('need no word while nothing was read since', () => {
    const last = records.findIndex(
      ({ event }) => event.type === 'step.finished' && event.step === 'inspect-activity',
    );
    const upTo = records.slice(0, last + 1);
    expect(upTo.some(({ event }) => event.type === 'finding.recorded')).toBe(true);
    expect(limitsOf(upTo)).not.toMatch(later);
  });
});

it('the stretch that was not read of a list is told by the venue’s clock', () => {
  const holes = reportOf(records).gaps.filter(({ what }) => /^orders of main: .* not read$/.test(what));
  expect(holes.length).toBeGreaterThan(0);
  for (const { what } of holes)
    expect(what).toMatch(/, \d{4}-\d\d-\d\d [\d:]{8} UTC \(venue\) to \S+ \S+ UTC \(venue\), not read$/);
});
