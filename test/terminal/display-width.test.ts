import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayWidth, wrapText } from '../../src/terminal/display-width.ts';
import { findProgram } from './support/programs.ts';

const python = findProgram('python3');

describe('displayWidth', () => {
  it.skipIf(!python)(
    'counts two columns for all that Unicode calls wide (witness: Python unicodedata)',
    () => {
      // Combining marks are zero columns in every terminal, also those in wide blocks.
      const script =
        'import unicodedata as u\n' +
        'print(" ".join(str(c) for c in range(0x300, 0x40000) ' +
        'if u.east_asian_width(chr(c)) in "WF" and u.category(chr(c)) not in ("Mn", "Cn")))';
      const wide = execFileSync(python ?? '', ['-c', script], { encoding: 'utf8' })
        .trim()
        .split(' ')
        .map(Number);
      expect(wide.length).toBeGreaterThan(100_000);
      expect(wide.filter((code) => displayWidth(String.fromCodePoint(code)) !== 2)).toEqual([]);
    },
  );

  it.skipIf(!python)(
    'counts one column for the letters of narrow scripts (witness: Python unicodedata)',
    () => {
      const script =
        'import unicodedata as u\n' +
        'print(" ".join(str(c) for c in range(0x20, 0x2000) if u.category(chr(c)) in ("Lu", "Ll", "Nd", "Po") ' +
        'and u.east_asian_width(chr(c)) in ("N", "Na", "A")))';
      const narrow = execFileSync(python ?? '', ['-c', script], { encoding: 'utf8' })
        .trim()
        .split(' ')
        .map(Number);
      expect(narrow.length).toBeGreaterThan(2000);
      expect(narrow.filter((code) => displayWidth(String.fromCodePoint(code)) !== 1)).toEqual([]);
    },
  );

  it('counts a mark on a letter as nothing', () => {
    expect(displayWidth('e\u0301')).toBe(1);
  });
});

describe('wrapText', () => {
  it('breaks between words, and inside a word only when the word is wider than the line', () => {
    expect(wrapText('the venue no longer knows the key', 12)).toEqual([
      'the venue no',
      'longer knows',
      'the key',
    ]);
    expect(wrapText('at /very/long/path', 8)).toEqual(['at', '/very/lo', 'ng/path']);
    expect(wrapText('', 8)).toEqual(['']);
  });

  it('loses no word and exceeds no width', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 40 }), (text, width) => {
        const lines = wrapText(text, width);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
