import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJsonContainer, parseExactly } from '../../src/venues/json.ts';

describe('parsing a reply without losing digits', () => {
  it('keeps an id beyond 2^53 as the string that stood in the text', () => {
    expect(parseExactly('{"id":769800519366885377}')).toEqual({ id: '769800519366885377' });
  });

  it('keeps trailing zeros, exponents and overlong fractions as they were written', () => {
    expect(parseExactly('[1.10, 1E400, 0.12345678901234567890, -0]')).toEqual([
      '1.10',
      '1E400',
      '0.12345678901234567890',
      '-0',
    ]);
  });

  it('leaves a number that a double writes the same way a number', () => {
    expect(parseExactly('[1499865549590, 0.1, -3]')).toEqual([1499865549590, 0.1, -3]);
  });

  it('writes back every number of any JSON text as it stood there', () => {
    const digits = fc.stringMatching(/^-?(0|[1-9][0-9]{0,24})(\.[0-9]{1,20})?$/);
    fc.assert(fc.property(digits, (text) => String(parseExactly(text)) === text));
  });

  it('does not give "__proto__" from a reply any power', () => {
    const body = parseExactly('{"__proto__":{"isAdmin":true}}') as Record<string, unknown>;
    expect(body['isAdmin']).toBeUndefined();
    expect(Object.hasOwn(body, '__proto__')).toBe(true);
  });

  it('takes only objects and arrays for a possible reply', () => {
    expect(['{}', '[]'].map((text) => isJsonContainer(parseExactly(text)))).toEqual([true, true]);
    expect(['null', '"ok"', '1', 'true'].map((text) => isJsonContainer(parseExactly(text)))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});
