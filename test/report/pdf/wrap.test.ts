import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openFonts, openPdf } from '../../../src/report/pdf/pdfkit.ts';
import { bare } from '../../../src/report/pdf/text.ts';
import { Typeface } from '../../../src/report/pdf/typeface.ts';
import { wrap } from '../../../src/report/pdf/wrap.ts';

const at = new Date(0);
const pdf = openPdf({
  Title: '',
  Author: '',
  Subject: '',
  Keywords: '',
  Creator: '',
  Producer: '',
  CreationDate: at,
  ModDate: at,
});
const fonts = openFonts(pdf);
const sans = new Typeface(fonts.sans);
const mono = new Typeface(fonts.mono);
const lines = (text: string, width: number, face = sans): string[] => wrap(face.spell(text), face, 10, width);

describe('wrap', () => {
  it('loses nothing, and makes no line wider than the column unless one glyph is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.integer({ min: 12, max: 400 }),
        (text, width) => {
          const spelled = sans.spell(text);
          const wrapped = wrap(spelled, sans, 10, width);
          expect(wrapped.join('').replaceAll(' ', '')).toBe(spelled.replaceAll(' ', ''));
          for (const line of wrapped) {
            if (bare(line).length > 1) expect(sans.width(bare(line), 10)).toBeLessThanOrEqual(width + 1e-9);
          }
          for (const line of wrap(spelled, sans, 10, width, { kerned: true })) {
            // The first of a line was measured with the kerning to the one before it.
            if (bare(line).length > 1)
              expect(sans.kernedWidth(bare(line), 10)).toBeLessThanOrEqual(width + 1);
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('breaks a token again when what follows a space is still too wide', () => {
    expect(lines(' \u04fa', 12)).toEqual([' ', '\\u', '{4', 'fa', '}']);
  });

  it('breaks at spaces and keeps one at the end of the line, for whoever does not see it', () => {
    expect(lines('one two   three', 45)).toEqual(['one two ', 'three']);
  });

  it('breaks a hash only where the column ends, and keeps all of it', () => {
    const hash = '0123456789abcdef'.repeat(4);
    // IBM Plex Mono is 600 units wide: 16 characters of 10 points are 96 points.
    expect(lines(hash, 96, mono)).toEqual(Array(4).fill('0123456789abcdef'));
  });

  it('does not break inside dates and negative amounts', () => {
    expect(lines('2026-11-21 -12.5', 60)).toEqual(['2026-11-21 ', '-12.5']);
  });

  it('gives one empty line for no text', () => {
    expect(lines('', 100)).toEqual(['']);
  });
});

describe('Typeface', () => {
  it('kerns the pairs that the font kerns, and no others', () => {
    const pair = sans.spell('Tr');
    expect(sans.kernedWidth(pair, 10)).toBeLessThan(sans.width(pair, 10));
    const digits = sans.spell('1234567890');
    expect(sans.kernedWidth(digits, 10)).toBe(sans.width(digits, 10));
  });

  it('knows the width of the space of Plex Mono, which its font library alone cannot read', () => {
    expect(mono.width(mono.spell(' '), 10)).toBeCloseTo(6);
  });

  it('spells out what this font cannot draw', () => {
    expect(mono.spell('Ω')).toBe('\\u{3a9}');
    expect(sans.spell('Ω')).toBe('Ω');
  });
});
