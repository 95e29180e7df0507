import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../../src/domain/run-event.ts';
import { buildReport, type Report } from '../../../src/report/index.ts';
import { thinPairCase, type Twist } from '../../support/thin-pair-case.ts';

// A venue, a disk or a person may use any words: none of them may decide what the report says of its own.

const askTheVenue = 'Ask the venue’s support, in writing, for what could not be read';
const proposed = ({ recommendations }: Report): readonly string[] =>
  (recommendations ?? []).map(({ what }) => what);

const whole = thinPairCase();
const [last] = whole.records.slice(-1);

describe('the proposal to ask the venue', () => {
  const report = (twist: Twist): Report => {
    const { records, read } = thinPairCase(twist);
    return buildReport({ records, readExhibit: read });
  };

  it('follows from a hole of a list', () => {
    expect(proposed(report({ ordersRead: false }))).toContain(askTheVenue);
    expect(proposed(report({}))).not.toContain(askTheVenue);
  });

  it.each<[string, readonly string[] | 'all', boolean]>([
    ['follows from markets that a sweep left', ['BTC/USDT'], true],
    ['does not follow from a sweep that came through', 'all', false],
  ])('%s', (_, symbols, isProposed) => {
    if (!last) throw new Error('the case has no record');
    const holes = symbols === 'all' ? [] : [{ what: 'trades of 2 markets', why: 'the time was up' }];
    const swept: JournalRecord = {
      ...last,
      seq: last.seq + 1,
      event: {
        type: 'observation.made',
        ...{ lane: 'main', step: 'sweep-markets', attempt: 1, account: 'main', holder: 'responder' },
        ...{ what: 'reading-plan', when: 'later', exhibit: 'EX-001', rows: 3 },
        coverage: { symbols, holes },
      },
    };
    const made = buildReport({ records: [...whole.records, swept], readExhibit: whole.read });
    expect(proposed(made).includes(askTheVenue)).toBe(isProposed);
  });

  it('does not follow from a failure whose words say that something was not read', () => {
    if (!last) throw new Error('the case has no record');
    const failed: JournalRecord = {
      ...last,
      seq: last.seq + 1,
      event: {
        type: 'failure.recorded',
        ...{ lane: 'case', step: 'look-at-recent', attempt: 1 },
        failure: { code: 'VENUE_DOWN', venue: 'binance', doing: 'telling what was not read' },
      },
    };
    const made = buildReport({ records: [...whole.records, failed], readExhibit: whole.read });
    expect(made.gaps.map(({ what }) => what)).toContain('binance failed while telling what was not read');
    expect(proposed(made)).not.toContain(askTheVenue);
  });
});

describe('a list that cannot be read at all', () => {
  it('is a gap of its own, whatever the disk says of it', () => {
    const deposits = whole.records.flatMap(({ event }) =>
      event.type === 'observation.made' && event.what === 'deposits' ? [event.exhibit] : [],
    );
    const made = buildReport({
      records: whole.records,
      readExhibit: (id) => {
        if (deposits.includes(id)) throw new Error('sector 9 not read: EIO');
        return whole.read(id);
      },
    });
    expect(deposits.length).toBeGreaterThan(0);
    expect(made.gaps).toContainEqual(
      expect.objectContaining({
        what: 'deposits of main: not complete',
        why: expect.stringContaining('sector 9 not read: EIO') as string,
      }),
    );
  });
});
