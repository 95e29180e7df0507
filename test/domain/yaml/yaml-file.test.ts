import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readYaml, refusalOf } from '../../../src/domain/yaml/index.ts';
import { told } from '../../support/refused-file.ts';

function toldOf(source: string | Uint8Array): string[] {
  const yaml = readYaml(source);
  return refusalOf('small.yaml', yaml.text, yaml.flaws).problems.map(told);
}

const valueOf = (source: string | Uint8Array): unknown => readYaml(source).value;

describe('what a file says', () => {
  const sound = '# accounts\nid: main\nsizes: [1, 2.5, -3]\nlive: true\nnote: >\n  two\n  lines\nhost:\n';
  const value = { id: 'main', sizes: [1, 2.5, -3], live: true, note: 'two lines\n', host: null };

  it('is read as YAML 1.2: no is text, an empty value is null', () => {
    expect(valueOf(sound)).toEqual(value);
    expect(valueOf('a: no\nb: 1:30\nc: 0777\n')).toEqual({ a: 'no', b: '1:30', c: 777 });
  });

  it('is the same from bytes, behind a byte order mark and with CRLF', () => {
    expect(valueOf(Buffer.from(sound))).toEqual(value);
    expect(valueOf(Buffer.from(`\ufeff${sound}`))).toEqual(value);
    expect(valueOf(sound.replaceAll('\n', '\r\n'))).toEqual(value);
  });

  it('is the text that stands there when every value is asked for as text', () => {
    const { value: texts } = readYaml('a: yes\nb: 007\nc: 1.10\nd: null\ne: 12345678901234567890\n', {
      schema: 'failsafe',
    });
    expect(texts).toEqual({ a: 'yes', b: '007', c: '1.10', d: 'null', e: '12345678901234567890' });
  });

  it('keeps the names of every JavaScript object as names of the file', () => {
    const read = valueOf('__proto__: { id: x }\nconstructor: 1\n') as object;
    expect(Object.entries(read)).toEqual([
      ['__proto__', { id: 'x' }],
      ['constructor', 1],
    ]);
    expect({}).not.toHaveProperty('id');
  });
});

describe('what could be read in two ways is refused at its place', () => {
  it.each([
    [
      'an anchor',
      'a: b\nc: &d e\n',
      '2:7 anchors (&name) are not read (leave it out, or put text that starts with "&" in quotes)',
    ],
    [
      'an alias, also of an anchor that is not there',
      'a: *b\n',
      '1:4 aliases (*name) are not read (write the value out here, or put text that starts with "*" in quotes)',
    ],
    [
      'a merge key',
      'a: { <<: { x: 1 } }\n',
      '1:6 merge keys (<<) are not read (write the names and values out here)',
    ],
    [
      'a JavaScript tag',
      'a: !!js/function "() => 1"\n',
      '1:18 tags (!name) are not read (leave it out, or put text that starts with "!" in quotes)',
    ],
    [
      'a tag of YAML itself',
      'a: !!str true\n',
      '1:10 tags (!name) are not read (leave it out, or put text that starts with "!" in quotes)',
    ],
    [
      'an older YAML, in which no is false',
      '%YAML 1.1\n---\na: no\n',
      '1:1 directives (%NAME) are not read (remove the line)',
    ],
    [
      'an unknown directive',
      '%SECRET x\n---\na: b\n',
      '1:1 directives (%NAME) are not read (remove the line)',
    ],
    [
      'a number that would lose digits',
      'a: 12345678901234567890\n',
      '1:4 this number would not keep its value (put it in quotes)',
    ],
    ['a number that is none', 'a: .nan\n', '1:4 this number would not keep its value (put it in quotes)'],
    ['a name that is no text', 'a: { 1: x }\n', '1:6 a name should be text (put it in quotes)'],
    ['a list as a name', '? [a]\n: b\n', '1:3 a name should be text (put it in quotes)'],
    ['the same name twice', 'a: 1\nb: 2\na: 3\n', '3:1 this name stands here twice'],
    ['a tab that indents', 'a:\n\t- b\n', '2:1 a tab indents this line (indent with spaces)'],
    [
      'a second document',
      'a: b\n---\nc: d\n',
      '2:1 a second document begins here (one file holds one document: remove the "---")',
    ],
    [
      'text that needs quotes',
      'a: Contain: now\n',
      '1:4 a second ":" in this line (put text that holds ": " in quotes)',
    ],
    [
      'a quote that does not close',
      'a: "b\nc: 1\n',
      '3:1 not YAML: a character is missing here (look for a ":", quote or bracket that is not closed)',
    ],
    [
      'a bracket that closes at the margin',
      'a:\n  b: [c,\nd]\n',
      '3:1 not YAML: this line is not indented like its neighbours (lines of one list or map start in one column; or a bracket above is not closed)',
    ],
    [
      'an escape sequence in a text, however it is written',
      'a: "\\e[2J"\n',
      '1:4 this text holds the character U+001B, which cannot be seen and may mislead',
    ],
    [
      'a bidi control in a name, however it is written',
      '"\\u202Eb": 1\n',
      '1:1 this text holds the character U+202E, which cannot be seen and may mislead',
    ],
    [
      'an escape character in a comment',
      'a: b\n# \x1b[2J\n',
      '2:3 the file holds the character U+001B, which cannot be seen and may mislead (remove it)',
    ],
    [
      'a bidi control in a comment',
      'a: b # \u202e harmless\n',
      '1:8 the file holds the character U+202E, which cannot be seen and may mislead (remove it)',
    ],
    [
      'a line end of the old Macintosh',
      'a: b\rc: d\n',
      '1:5 the file holds the character U+000D, which cannot be seen and may mislead (remove it)',
    ],
    [
      'a byte order mark in the middle',
      'a: b\nc: \ufeffd\n',
      '2:4 the file holds the character U+FEFF, which cannot be seen and may mislead (remove it)',
    ],
    [
      'a zero byte',
      'a: b\n\0',
      '2:1 the file holds the character U+0000, which cannot be seen and may mislead (remove it)',
    ],
    ['a file of a size that nobody writes', '# '.repeat(300_000), '1:1 the file is larger than 512 KiB'],
  ])('%s', (_, source, problem) => {
    expect(toldOf(source)).toEqual([problem]);
  });

  it('lists in lists without end', () => {
    expect(toldOf('['.repeat(50_000))).toEqual([expect.stringMatching(/^1:\d+ nested too deep$/)]);
    expect(toldOf(`a: ${'['.repeat(40)}${']'.repeat(40)}`)).toEqual([
      '1:24 nested too deep: more than 20 levels',
    ]);
  });

  it('an alias bomb, without unfolding it', () => {
    const levels = Array.from(
      { length: 40 },
      (_, n) => `l${n + 1}: &l${n + 1} [${`*l${n}, `.repeat(9)}*l${n}]`,
    );
    const before = performance.now();
    expect(toldOf(`l0: &l0 lol\n${levels.join('\n')}\n`)[0]).toMatch(/^1:9 anchors \(&name\) are not read/);
    expect(performance.now() - before).toBeLessThan(2000);
  });

  it('bytes that are not UTF-8, where the first of them stands', () => {
    expect(toldOf(Buffer.from('a: b\nc: Réponse\n', 'latin1'))).toEqual([
      '2:5 the file is not UTF-8: a byte here belongs to another encoding (save it as UTF-8)',
    ]);
    expect(toldOf(Buffer.from('\ufeffa: b\n', 'utf16le'))).toEqual([
      '1:1 the file is UTF-16 (save it as UTF-8)',
    ]);
  });

  it('with a null in its place, of which the reader knows', () => {
    const yaml = readYaml('a: { b: &c [1] }\nd: 2\n');
    expect(yaml.value).toEqual({ a: { b: null }, d: 2 });
    expect([['a', 'b'], ['a', 'b', 0], ['a'], ['d']].map((path) => yaml.isRefused(path))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('and no message repeats what stands in the file: it may be a secret', () => {
    const secret = 'correct-Horse7';
    const marks = ['*', '&', '!', '%', '@', '"', "'", '{', '[', '? ', '|', '<<: ', '\t', '- ', ': ', '\x1b'];
    for (const mark of marks) {
      for (const text of [`a: ${mark}${secret}\n`, `${mark}${secret}: x\n`, `a:\n ${mark}${secret} b: c\nd`])
        for (const { message, hint } of readYaml(text).flaws)
          expect(`${message} ${hint}`).not.toContain(secret);
    }
  });

  it('whatever is typed, a file is read or refused at a place that it has', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom(...':-[]{}&*!|>%@`"\'#,?\n\t\0', ': ', '\n- ', 'a: b\n'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const source = pieces.join('');
        const yaml = readYaml(source);
        for (const { line, column, excerpt } of refusalOf('f', yaml.text, yaml.flaws).problems) {
          const whole = source.replace(/^\ufeff/, '').split(/\r\n|\n|\r/)[line - 1];
          expect(whole).toBeDefined();
          expect(column).toBeGreaterThan(0);
          expect(column).toBeLessThanOrEqual((whole ?? '').length + 1);
          expect(excerpt).not.toMatch(/[\0-\x09\x0b-\x1f]/);
        }
        expect(yaml.value === undefined ? yaml.flaws.length : 1).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});

describe('where a path stands', () => {
  const yaml = readYaml('a:\n  b: [x, { c: 1 }]\n  d:\nlast: 2\n');
  const placeOf = (path: readonly (string | number)[], on: 'name' | 'value' = 'value') =>
    told(refusalOf('f', yaml.text, [yaml.locate({ path, on, message: '' })]).problems[0]!).trim();

  it.each([
    [['a', 'b', 1, 'c'], 'value', '2:15'],
    [['a', 'b', 1, 'c'], 'name', '2:12'],
    [['a', 'b', 0], 'value', '2:7'],
    [['last'], 'value', '4:7'],
  ] as const)('%j (its %s) is at %s', (path, on, place) => {
    expect(placeOf(path, on)).toBe(place);
  });

  it('is the name, of a value that was left empty', () => {
    expect(placeOf(['a', 'd'])).toBe('3:3');
  });

  it('is the nearest that is there, of what is missing', () => {
    expect(placeOf(['a', 'e', 'f'])).toBe('2:3');
    expect(placeOf(['a', 'b', 7])).toBe('2:6');
    expect(placeOf(['e'])).toBe('1:1');
  });

  it('is the last, of a name that stands twice: that value was read', () => {
    const twice = readYaml('a: 1\na: 2\n');
    expect(twice.value).toEqual({ a: 2 });
    expect(twice.locate({ path: ['a'], on: 'value', message: '' }).offset).toBe(8);
  });
});
