import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/domain/run-event.ts';
import { emptyScreen, nextScreen } from '../../src/terminal/screen-state.ts';
import { anyEvent, anyMoment } from './support/any-event.ts';
import { acted, at, finished, intended, offered, sampleRun, started } from './support/sample-run.ts';

const now = '2026-11-21T03:02:00.000Z';
const after = (...events: readonly RunEvent[]) =>
  events.reduce((s, event) => nextScreen(s, event, now), emptyScreen);
const act = { ...intended, by: 'hand', repeatable: false } as const;
const guide: RunEvent = {
  type: 'guide.shown',
  title: 'API management',
  page: '',
  lines: ['Delete the key.'],
};

describe('nextScreen', () => {
  it('changes nothing of the state that came in', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyEvent, anyMoment), { maxLength: 12 }), anyEvent, (events, last) => {
        const state = events.reduce((s, [event, moment]) => nextScreen(s, event, moment), emptyScreen);
        const before = structuredClone(state);
        nextScreen(state, last, now);
        expect(state).toEqual(before);
      }),
      { numRuns: 100 },
    );
  });

  it('gives the same screen for the same events, so a resumed case shows what was shown', () => {
    const once = sampleRun.reduce((s, [moment, event]) => nextScreen(s, event, moment), emptyScreen);
    const again = sampleRun.reduce((s, [moment, event]) => nextScreen(s, event, moment), emptyScreen);
    expect(again).toEqual(once);
  });

  it('keeps two lanes’ steps of the same id apart', () => {
    const state = after(
      started('account:main', 'preserve.snapshot', 'Snapshot'),
      started('account:alt', 'preserve.snapshot', 'Snapshot'),
      finished('account:main', 'preserve.snapshot', { is: 'verified' }, ''),
    );
    expect([...state.running.values()].map(({ lane }) => lane)).toEqual(['account:alt']);
    expect(state.outcomes.size).toBe(1);
  });

  it('ignores progress of a step that is not at work: it may come after the step’s end', () => {
    const late: RunEvent = { type: 'progress', ...at('case', 'a.b'), text: 'page 9' };
    expect(
      after(started('case', 'a.b', 'A'), finished('case', 'a.b', { is: 'verified' }, ''), late).running.size,
    ).toBe(0);
  });

  it('takes a skip and a waiver for the step’s outcome, with the name and the reason', () => {
    const chosen = (choice: 'skip' | 'accept'): RunEvent => ({
      type: 'step.chosen',
      ...at('case', 'a.b'),
      choice,
      reason: 'the venue is closed',
      by: 'jd',
    });
    expect([...after(chosen('skip')).outcomes.values()]).toEqual([
      { is: 'skipped', why: 'the venue is closed', by: 'jd' },
    ]);
    expect([...after(chosen('accept')).outcomes.values()]).toEqual([
      { is: 'waived', why: 'the venue is closed', by: 'jd' },
    ]);
  });

  it('takes the offer away when it is chosen, and only that one', () => {
    const chosen: RunEvent = {
      type: 'step.chosen',
      ...at('account:main', 'contain.revoke'),
      choice: 'continue',
      by: 'jd',
    };
    expect(after(offered(), chosen).offered).toBeUndefined();
    expect(after(offered(), { ...chosen, step: 'another' }).offered).toBeDefined();
  });

  it('forgets after an interruption what was at work, and keeps what is in doubt until it is looked up', () => {
    const state = after(started('case', 'a.b', 'A'), act, { type: 'run.resumed', uncertain: ['a1', 'a2'] });
    expect([state.running.size, state.acting.size, state.uncertain]).toEqual([0, 0, ['a1', 'a2']]);
    expect(nextScreen(state, acted, now).uncertain).toEqual(['a2']);
  });

  it('keeps a guide until its act is done, through answers and other lanes’ acts', () => {
    const answered: RunEvent = {
      type: 'answer.given',
      ...at('case', 'x'),
      question: 'x/y',
      prompt: '',
      answer: '',
      by: 'jd',
    };
    expect(after(act, guide, answered, { ...acted, act: 'other' }).guide).toMatchObject({
      step: 'contain.revoke',
    });
    expect(after(act, guide, acted).guide).toBeUndefined();
    expect(after(guide, answered).guide).toBeUndefined();
  });

  it('keeps the last hundred happenings, not a day of them', () => {
    const notes = Array.from({ length: 300 }, (_, n): RunEvent => ({
      type: 'note.added',
      text: `note ${n}`,
      by: 'jd',
    }));
    const { happened } = after(...notes);
    expect(happened).toHaveLength(100);
    expect(happened.at(-1)?.text).toBe('note 299 (jd)');
  });
});
