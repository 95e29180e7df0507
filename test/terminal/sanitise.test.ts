import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { showable, showableLines } from '../../src/terminal/index.ts';
import { displayWidth } from '../../src/terminal/display-width.ts';
import { hostile, nasty } from './support/any-event.ts';

// Written anew, not taken from the code: everything that moves a cursor, hides, reorders or draws nothing.
const acts = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u00a0\u3000\u2800\u3164\u115f\u1160\uffa0]|\ufe0f/u;

describe('showable', () => {
  it.each([
    ['an escape sequence', '\u001b[2Jgone', '\\u{1b}[2Jgone'],
    ['a title set by OSC and BEL', '\u001b]0;x\u0007', '\\u{1b}]0;x\\u{7}'],
    ['the eight-bit CSI', '\u009b31m', '\\u{9b}31m'],
    ['a right-to-left override', 'a\u202eb', 'a\\u{202e}b'],
    ['a bidi isolate', '\u2066a', '\\u{2066}a'],
    ['a zero-width space', 'a\u200bb', 'a\\u{200b}b'],
    ['line breaks', 'a\r\nb', 'a\\u{d}\\u{a}b'],
    ['half of a surrogate pair', '\ud83d!', '\\u{d83d}!'],
    ['a tag character of plane 14', '\u{e0041}', '\\u{e0041}'],
    ['a no-break space', 'a\u00a0b', 'a\\u{a0}b'],
    ['a filler that draws nothing', 'a\u3164', 'a\\u{3164}'],
    ['a variation selector', '☎\ufe0f', '☎\\u{fe0f}'],
  ])('shows %s instead of letting it act', (_name, text, shown) => {
    expect(showable(text)).toBe(shown);
  });

  it('leaves names and amounts of any script as they are', () => {
    for (const text of [
      'Zoë Ångström',
      'Ελένη',
      '李小龍',
      'עברית',
      'नमस्ते',
      '1,204.11 USDT',
      'abcd…wxyz (64)',
      'e\u0301t',
    ]) {
      expect(showable(text)).toBe(text);
    }
  });

  it('keeps two marks on a letter and shows the third, which would climb over the line above', () => {
    expect(showable('e\u0301\u0302\u0303')).toBe('e\u0301\u0302\\u{303}');
    expect(showable('1\u20dd')).toBe('1\\u{20dd}');
  });

  it('cuts inside no escape and says that it cut', () => {
    expect(showable('ab\u202ecdef', 10)).toBe('ab...');
    expect(showable('abcdef', 6)).toBe('abcdef');
    expect(showable('abcdefg', 6)).toBe('abc...');
  });

  it('does not work through megabytes that nobody will see', () => {
    const begun = performance.now();
    expect(showable('\u202e'.repeat(5_000_000), 80)).toHaveLength(75);
    expect(performance.now() - begun).toBeLessThan(500);
  });

  it('lets nothing act, whatever came in', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(showable(text)).not.toMatch(acts);
      }),
      { numRuns: 2000 },
    );
    for (const text of nasty) expect(showable(text)).not.toMatch(acts);
  });

  it('never takes more columns than it was given', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 0, max: 90 }), (text, max) => {
        expect(displayWidth(showable(text, max))).toBeLessThanOrEqual(max);
      }),
      { numRuns: 2000 },
    );
  });

  it('changes nothing when applied again', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 4, max: 90 }), (text, max) => {
        expect(showable(showable(text, max), max)).toBe(showable(text, max));
      }),
    );
  });

  it('splits lines before it escapes, where several are wanted', () => {
    expect(showableLines('one\r\ntwo\u0007\nthree')).toEqual(['one', 'two\\u{7}', 'three']);
  });
});
