import { describe, expect, it } from 'vitest';
import type { CaseOpened, JournaledEvent, TimestampReceived } from '../../src/domain/run-event.ts';
import { viewCase } from '../../src/report/build/case-view.ts';
import { gapsOfTime, trustedTimeOf, whyNoTrustedTime } from '../../src/report/build/trusted-time.ts';
import { opened } from '../evidence/journal-events.ts';
import { handMadeCase } from '../support/journal.ts';

const head = { seq: 0, hash: 'a'.repeat(64) };
const about = { moment: 'containment', head } as const;
const due: JournaledEvent = { type: 'timestamp.due', ...about, authorities: ['one', 'two'] };
const received = (authority: string, signer = 'CN=Time stamps'): TimestampReceived => ({
  type: 'timestamp.received',
  ...about,
  authority,
  url: 'http://tsa.example/',
  file: `timestamps/containment-0.${authority}.tst`,
  bytes: 1,
  sha256: 'b'.repeat(64),
  genTime: '2026-11-21T03:41:00.000Z',
  serial: '01',
  policy: '1.2.3.4.1',
  nonce: '40',
  signer,
  root: { subject: 'CN=Root', sha256: 'AA' },
});

function viewOf(later: readonly (readonly [number, JournaledEvent])[], mode: CaseOpened['mode'] = 'real') {
  const made = handMadeCase('2026-11-21T03:00:00.000Z');
  made.add(0, { ...opened, mode } as JournaledEvent);
  for (const [seconds, event] of later) made.add(seconds, event);
  return viewCase({ records: made.records, readExhibit: () => undefined });
}

describe('trusted time in the report', () => {
  it('tells what was confirmed, by whom, and what came late or never', () => {
    const failed = {
      type: 'timestamp.failed',
      ...about,
      authority: 'two',
      code: 'TIMED_OUT',
      why: 'silent',
    } as const;
    const view = viewOf([
      [1, due],
      [12, failed],
      [2460, received('one')],
    ]);
    expect(trustedTimeOf(view)).toBe(
      'head at containment (record 0): 2026-11-21T03:41:00.000Z by the clock of one',
    );
    expect(gapsOfTime(view).map(({ what, why, kind }) => [what, why, kind])).toEqual([
      [
        expect.stringMatching(/^The journal’s head at containment was stamped 41 min.* later by one$/),
        'no token came before',
        'limit',
      ],
      ['The journal’s head at containment was never stamped by two', 'TIMED_OUT: silent', 'limit'],
    ]);
  });

  it('is no gap when both stamped within the minute', () => {
    expect(
      gapsOfTime(
        viewOf([
          [1, due],
          [2, received('one')],
          [3, received('two')],
        ]),
      ),
    ).toEqual([]);
  });

  it('does not count a drill’s authority, nor one whose certificate says DRILL', () => {
    const drill = viewOf(
      [
        [1, due],
        [2, received('one')],
      ],
      'drill',
    );
    const named = viewOf([
      [1, due],
      [2, received('one', 'CN=DRILL time stamps')],
    ]);
    for (const view of [drill, named]) {
      expect(trustedTimeOf(view)).toBeUndefined();
      expect(whyNoTrustedTime(view)).toMatch(/proves nothing/);
    }
  });

  it('says why nobody was asked', () => {
    const nobody = {
      type: 'timestamp.due',
      ...about,
      authorities: [],
      why: 'firebreak.yaml names no timestampAuthorities',
    } as const;
    expect(whyNoTrustedTime(viewOf([[1, nobody]]))).toMatch(
      /: firebreak.yaml names no timestampAuthorities$/,
    );
    expect(gapsOfTime(viewOf([[1, nobody]]))).toEqual([]);
  });
});
