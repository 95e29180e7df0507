import { describe, expect, it } from 'vitest';
import { describeAdvice, lintPlaybook, loadPlaybook } from '../../src/playbook/index.ts';
import { kinds } from './kinds.ts';
import { sound } from './support.ts';

const review = `  - phase: review
    title: Review
    purpose: Close the record.
    steps:
      - id: last-look
        title: Look once more
        purpose: Nothing moved since.
        needs: { scopes: [read], approval: none }
        do: { kind: assess }
        check: { kind: confirm-coverage }
        undo: none
`;
const cause = review.replaceAll(/last-look/g, 'find-cause').replace('phase: review', 'phase: eradicate');

/** The sound playbook as experience would write it: nothing to advise. */
const good = sound.replace('  - phase: recover\n', `${cause}  - phase: recover\n`) + review;

const adviceOn = (text: string) => lintPlaybook(loadPlaybook('small.yaml', text, kinds), kinds);
const practicesBrokenBy = (from: string, to: string) => {
  expect(good).toContain(from);
  return adviceOn(good.replace(from, to)).map(({ practice, step }) =>
    step ? `${practice} ${step}` : practice,
  );
};

describe('src/playbook/lint', () => {
  it('has nothing to say of a playbook that follows every practice', () => {
    expect(adviceOn(good)).toEqual([]);
  });

  it('has something to say of a playbook that runs all the same', () => {
    expect(adviceOn(sound).map(({ practice }) => practice)).toEqual([
      'closes-the-way-in-first',
      'ends-with-a-review',
    ]);
  });

  it.each([
    ['            harm: Every bot that uses the key stops.\n', '', 'says-what-breaks cut-key'],
    ['do: { kind: assess }', 'do: { kind: confirm-coverage }', 'checks-with-other-eyes find-cause'],
    [
      'purpose: Everything after depends on what leaked.',
      'purpose: Ask what leaked!',
      'says-what-for ask-first',
    ],
    ['scopes: [read]', 'scopes: [read, withdraw]', 'never-withdraws look'],
    ['            mandatory: true\n', '', 'cannot-close-with-a-live-key'],
    [
      '        returns: { to: contain, when: { fact: look-around.more-keys, is: true } }\n',
      '',
      'leads-back-to-containment',
    ],
    [
      good.slice(good.indexOf('      - id: preservation'), good.indexOf('  - phase: inspect')),
      '',
      'preserves-beside-containment',
    ],
    [cause, '', 'closes-the-way-in-first new-key'],
    [review, '', 'ends-with-a-review'],
  ])('%j → %j breaks one practice', (from, to, practice) => {
    expect(practicesBrokenBy(from, to)).toEqual([practice]);
  });

  it('a step that can be undone need not say what breaks', () => {
    const undoable = good
      .replace('            harm: Every bot that uses the key stops.\n', '')
      .replace('undo: none\n            mandatory', 'undo: Enable the key again.\n            mandatory');
    expect(adviceOn(undoable)).toEqual([]);
  });

  it('reads as a line that names the step, or the playbook', () => {
    expect(adviceOn(sound).map(describeAdvice)).toEqual([
      expect.stringMatching(/^new-key: makes a new key before "eradicate": .* \(closes-the-way-in-first\)$/),
      expect.stringMatching(/^the playbook: does not end with "review": .* \(ends-with-a-review\)$/),
    ]);
  });
});
