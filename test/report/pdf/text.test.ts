import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capped, escapeXml, visible } from '../../../src/report/pdf/text.ts';

const everyGlyph = (): boolean => true;
const noGlyph = (): boolean => false;

describe('visible', () => {
  it.each([
    ['an escape sequence', '\u001b[31mred', '\\u{1b}[31mred'],
    ['a right-to-left override', 'invoice\u202efdp.exe', 'invoice\\u{202e}fdp.exe'],
    ['an isolate', 'a\u2066b\u2069', 'a\\u{2066}b\\u{2069}'],
    ['a zero-width space', 'pay\u200bpal', 'pay\\u{200b}pal'],
    ['a byte order mark', '\ufeffx', '\\u{feff}x'],
    ['a soft hyphen', 'a\u00adb', 'a\\u{ad}b'],
    ['a no-break space', 'a\u00a0b', 'a\\u{a0}b'],
    ['a line end', 'a\nb', 'a\\u{a}b'],
    ['a line separator', 'a\u2028b', 'a\\u{2028}b'],
    ['a combining mark', 'e\u0301', 'e\\u{301}'],
    ['an emoji, by its code point', '🚨', '\\u{1f6a8}'],
    ['half of a surrogate pair', 'a\ud800b', 'a\\u{d800}b'],
    ['a private-use character', '\ue000', '\\u{e000}'],
  ])('spells out %s even when the font has a glyph for it', (_, text, printed) => {
    expect(visible(text, everyGlyph)).toBe(printed);
  });

  it('spells out what the font cannot draw', () => {
    expect(visible('a已b', (codePoint) => codePoint < 0x80)).toBe('a\\u{5df2}b');
  });

  it('leaves Latin, Greek, Cyrillic and signs that the font has as they are', () => {
    expect(visible('≤ 5 € → “Ωмега” Größe', everyGlyph)).toBe('≤ 5 € → “Ωмега” Größe');
  });

  it('can be read in one way only: every string comes back from what was printed', () => {
    const spelledBack = (printed: string): string =>
      printed.replace(/\\u\{([0-9a-f]+)\}/g, (_, hex: string) => String.fromCodePoint(parseInt(hex, 16)));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string({ unit: fc.constantFrom('\\', 'u', '{', '2', '}') }),
        ),
        (text) => {
          expect(spelledBack(visible(text, noGlyph))).toBe(text);
          expect(spelledBack(visible(text, everyGlyph))).toBe(text);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('leaves no control, direction-changing or invisible character in any string', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visible(text, everyGlyph)).toMatch(
          /^[^\p{C}\p{M}\u0085\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f\u2060-\u206f\u3000\ufeff]*$/u,
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe('capped', () => {
  it('says how many characters are missing', () => {
    expect(capped('A'.repeat(1_500), 100)).toBe(`${'A'.repeat(100)}…(1,400 more characters)`);
  });

  it('leaves a text of exactly the limit whole', () => {
    expect(capped('A'.repeat(100), 100)).toBe('A'.repeat(100));
  });

  it('counts an emoji as one character and never cuts it in half', () => {
    expect(capped('🚨'.repeat(5), 4)).toBe('🚨🚨🚨🚨…(1 more character)');
    expect(capped('🚨'.repeat(4), 4)).toBe('🚨🚨🚨🚨');
  });
});

it('escapes everything by which a text could leave its XML element or attribute', () => {
  expect(escapeXml(`<a b="c" d='e'>&</a>`)).toBe('&lt;a b=&quot;c&quot; d=&apos;e&apos;&gt;&amp;&lt;/a&gt;');
});
