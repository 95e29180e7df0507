import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../src/domain/failure.ts';
import { BadFile, editDistance, excerptAt, nearest, quote, suggest } from '../../src/domain/file-problem.ts';

describe('excerptAt', () => {
  it('puts the caret under the column', () => {
    expect(excerptAt('one\n  venue: binnace\n', 2, 10)).toBe('    venue: binnace\n           ^');
  });

  it('counts lines as editors do, whatever ends them', () => {
    for (const end of ['\n', '\r\n', '\r']) expect(excerptAt(`a${end}b${end}c`, 3, 1)).toBe('  c\n  ^');
  });

  it('keeps the caret in place behind a tab and behind a character of two units', () => {
    expect(excerptAt('\tx: 1', 1, 2)).toBe('   x: 1\n   ^');
    expect(excerptAt('🔥 x', 1, 4)).toBe('  🔥 x\n    ^');
  });

  it('cuts a long line around the column', () => {
    const [line = '', caret = ''] = excerptAt(`${'a'.repeat(500)}X${'b'.repeat(500)}`, 1, 501).split('\n');
    expect(line.length).toBeLessThanOrEqual(80);
    expect(line[caret.indexOf('^')]).toBe('X');
  });

  it('shows nothing that a terminal would act on', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(5), fc.nat(200), (text, line, column) => {
        const excerpt = excerptAt(text, line, column);
        expect(excerpt.split('\n')).toHaveLength(2);
        expect(excerpt.replace('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  it('shows an empty line for a place behind the end', () => {
    expect(excerptAt('a', 7, 3)).toBe('  \n  ^');
  });
});

describe('nearest', () => {
  const venues = ['binance', 'bybit', 'okx', 'kraken', 'coinbase', 'bitvavo'];

  it.each([
    ['binnace', 'binance'],
    ['Binance', 'binance'],
    ['krakn', 'kraken'],
    ['coinbse', 'coinbase'],
    ['oxk', 'okx'],
  ])('takes %s for %s', (word, meant) => {
    expect(nearest(word, venues)).toBe(meant);
  });

  it.each(['mtgox', '', 'x'.repeat(1000), 'zzz'])('offers nothing for %j', (word) => {
    expect(nearest(word, venues)).toBeUndefined();
  });
});

describe('suggest', () => {
  it('names the nearest choice, else all that there are, by what they are', () => {
    expect(suggest('binnace', ['binance', 'okx'])).toEqual({ hint: 'did you mean "binance"?' });
    expect(suggest('mtgox', ['binance', 'okx'])).toEqual({ hint: 'known: binance, okx' });
    expect(suggest('mtgox', ['binance', 'okx'], 'venues')).toEqual({ hint: 'venues: binance, okx' });
  });

  it('of very many choices names those that share a word, and none when none does', () => {
    const many = Array.from({ length: 40 }, (_, n) => `look-at-thing-${n}`);
    expect(suggest('take-look-please', [...many, 'revoke'])).toEqual({
      hint: `known: ${many.slice(0, 20).join(', ')}`,
    });
    expect(suggest('zebra', many)).toEqual({});
    expect(suggest('zebra', [])).toEqual({});
  });
});

describe('quote', () => {
  it('cuts a long text and shows nothing that a terminal would act on', () => {
    expect(quote('mian')).toBe('"mian"');
    expect(quote('\x1b[2J\u202e\n')).toBe('"�[2J��"');
    expect(quote('x'.repeat(500))).toBe(`"${'x'.repeat(59)}…"`);
  });
});

describe('editDistance', () => {
  // Examples of Boytsov, "Indexing methods for approximate dictionary searching" (2011), and the
  // usual ones; "ca" → "abc" is 3 in the restricted form (2 in the unrestricted).
  it.each([
    ['kitten', 'sitting', 3],
    ['ab', 'ba', 1],
    ['ca', 'abc', 3],
    ['', 'abc', 3],
    ['abc', 'abc', 0],
  ])('of %s and %s is %d', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
    expect(editDistance(b, a)).toBe(distance);
  });
});

describe('BadFile', () => {
  it('tells every problem, and where the first is', () => {
    const problem = (line: number) => ({
      file: 'f.yaml',
      line,
      column: 2,
      message: `m${line}`,
      excerpt: '  x\n  ^',
    });
    const error = new BadFile([problem(3), { ...problem(7), hint: 'do that' }]);
    expect(error).toBeInstanceOf(BadInput);
    expect(error.where).toBe('f.yaml:3:2');
    expect(error.message).toBe('f.yaml:3:2: m3\n  x\n  ^\n\nf.yaml:7:2: m7\n  x\n  ^\n  hint: do that');
  });
});
