import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { canonicalJson, sha256Hex } from '../../src/evidence/index.ts';

describe('evidence/canonical', () => {
  // RFC 8785 §3.2.2 and §3.2.3: the document's own example, with its result in UTF-8 hex.
  it('writes the example of RFC 8785 byte for byte', () => {
    const value: unknown = JSON.parse(
      String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`,
    );
    // 1E30 is a whole number beyond 2^53, which evidence refuses: the rest of the example stands.
    (value as { numbers: number[] }).numbers.splice(1, 1);
    const expected = String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`;
    expect(canonicalJson(value)).toBe(expected);
  });

  // RFC 8785 §3.2.3: keys sort by UTF-16 code units, so the emoji comes before U+FB33.
  it('sorts keys as the example of RFC 8785 does', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 };
    const keys = Object.keys(JSON.parse(canonicalJson(value)) as object).filter((key) => key !== '1');
    expect(keys).toEqual(['\r', '\u0080', '\u00f6', '\u20ac', '\u{1f600}', '\ufb33']);
  });

  it.each([
    ['undefined', { a: undefined }, '$.a'],
    ['a function', { a: [() => 1] }, '$.a[0]'],
    ['a symbol', Symbol('s'), '$'],
    ['a bigint', { n: 1n }, '$.n'],
    ['NaN', [Number.NaN], '$[0]'],
    ['infinity', { n: -Infinity }, '$.n'],
    ['a whole number beyond 2^53', { n: 2 ** 53 }, '$.n'],
    ['a hole in an array', [1, , 3], '$[1]'], // eslint-disable-line no-sparse-arrays
    ['a lone surrogate', { s: 'a\ud800' }, '$.s'],
    ['a lone surrogate in a key', { 'x\udc00': 1 }, '$'],
    ['a Map', { d: new Map() }, '$.d'],
    ['a Secret, though it has toJSON', { key: new Secret('s3cret-value', 'env:KEY') }, '$.key'],
  ])('refuses %s and names the place', (_what, value, place) => {
    expect(() => canonicalJson(value)).toThrow(
      expect.objectContaining({
        code: 'NOT_JSON',
        message: expect.stringContaining(place) as string,
      }) as Error,
    );
  });

  it('does not print the secret that it refuses', () => {
    const value = { key: new Secret('s3cret-value', 'env:KEY') };
    expect(() => canonicalJson(value)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('s3cret') as string }) as Error,
    );
  });

  it('refuses a cycle instead of running out of stack', () => {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    expect(() => canonicalJson(cycle)).toThrow(/cycle/);
  });

  it('keeps a key named __proto__, which a venue may send', () => {
    expect(canonicalJson(JSON.parse('{"__proto__":{"a":1}}'))).toBe('{"__proto__":{"a":1}}');
  });

  it('gives the same text for any order of keys, and text that parses back to the value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        fc.pre(isWritable(value));
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(canonicalJson(reversed(value))).toBe(text);
      }),
    );
  });

  // FIPS 180-4 example: SHA-256 of "abc".
  it('hashes text as UTF-8 bytes', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256Hex('é')).toBe(sha256Hex(Buffer.from([0xc3, 0xa9])));
  });
});

function isWritable(value: unknown): boolean {
  try {
    canonicalJson(value);
    return true;
  } catch {
    return false;
  }
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}
