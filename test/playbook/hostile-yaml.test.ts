import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadPlaybook, PlaybookProblems } from '../../src/playbook/index.ts';
import { kinds } from './kinds.ts';
import { broken, problemsOf, refusalOf, sound } from './support.ts';

describe('src/playbook/load: hostile YAML', () => {
  it('refuses an alias bomb without unfolding it', () => {
    const levels = Array.from(
      { length: 40 },
      (_, n) => `l${n + 1}: &l${n + 1} [${`*l${n}, `.repeat(9)}*l${n}]`,
    );
    const before = performance.now();
    const problems = problemsOf(`l0: &l0 lol\n${levels.join('\n')}\n${sound}`);
    expect(problems[0]).toBe('1:1 unknown name "l0" (known: id, version, title, summary, sections)');
    expect(problems[1]).toBe('1:9 anchors (&name) are not read (leave it out)');
    expect(performance.now() - before).toBeLessThan(2000);
  });

  it.each([
    ['an anchor', 'title: Inspect', 'title: &t Inspect', '49:15 anchors (&name) are not read (leave it out)'],
    [
      'an alias, also of an anchor that is not there',
      'title: Inspect',
      'title: *t',
      '49:12 aliases (*name) are not read (write the value out here)',
    ],
    [
      'a merge key',
      '{ kind: compare }',
      '{ kind: compare, <<: { x: 1 } }',
      '56:30 merge keys (<<) are not read (write the values out here)',
    ],
    [
      'a JavaScript tag',
      '{ kind: compare }',
      '{ kind: compare, f: !!js/function "() => 1" }',
      '56:30 compare has no argument "f"',
      '56:47 tags ("tag:yaml.org,2002:js/function") are not read (leave it out)',
    ],
    [
      'a tag of YAML itself',
      'is: true',
      'is: !!str true',
      '37:57 tags ("tag:yaml.org,2002:str") are not read (leave it out)',
    ],
    [
      'an escape sequence in a text, however it is written',
      'title: Inspect',
      'title: "\\e[2JInspect"',
      '49:12 this text holds the character U+001B, which cannot be seen and may mislead',
    ],
    [
      'a bidi control in a text, however it is written',
      'title: Inspect',
      'title: "\\u202ETcepsni"',
      '49:12 this text holds the character U+202E, which cannot be seen and may mislead',
    ],
    [
      'a number that would lose digits',
      'is: true',
      'is: 12345678901234567890',
      '37:51 this number would not keep its value (put it in quotes)',
    ],
    [
      'a number that is none',
      'is: true',
      'is: .nan',
      '37:51 this number would not keep its value (put it in quotes)',
    ],
    [
      'a name that is no text',
      '{ kind: compare }',
      '{ kind: compare, 1: x }',
      '56:30 a name should be text (put it in quotes)',
    ],
    [
      'a list as a name',
      '{ kind: compare }',
      '{ kind: compare, [a]: x }',
      '56:13 a name should be text (put it in quotes)',
    ],
    [
      'a name of every JavaScript object',
      'title: Small response',
      'title: Small response\n__proto__: { id: x }\nconstructor: 1',
      expect.stringMatching(/^5:1 unknown name "__proto__"/),
      expect.stringMatching(/^6:1 unknown name "constructor"/),
    ],
    ['the same name twice', 'version:', 'id: other\nversion:', '3:1 this name stands here twice'],
  ])('refuses %s', (_, from, to, ...problems) => {
    expect(problemsOf(broken(from, to))).toEqual(problems);
  });

  it.each([
    [
      'a tab that indents',
      'id: a\nsections:\n\t- phase: open\n',
      '3:1 a tab indents this line (indent with spaces)',
    ],
    [
      'a second document',
      'id: a\n---\nid: b\n',
      '2:1 a second document begins here: a file holds one playbook',
    ],
    [
      'text that needs quotes',
      'id: a\ntitle: Contain: now\n',
      '2:8 a second ":" in this line (put text that holds ": " in quotes)',
    ],
    ['lists in lists without end', '['.repeat(50_000), expect.stringMatching(/^1:\d+ nested too deep$/)],
    [
      'a quote that does not close',
      'id: "a\nversion: 1\n',
      expect.stringMatching(/^3:1 not YAML: Missing closing "quote/),
    ],
  ])('refuses %s', (_, source, problem) => {
    expect(problemsOf(source)).toEqual([problem]);
  });

  it('refuses what is nested deeper than a playbook goes', () => {
    const deep = broken('is: true', `is: ${'['.repeat(40)}${']'.repeat(40)}`);
    expect(problemsOf(deep)).toEqual([expect.stringMatching(/^37:\d+ nested deeper than 32 levels$/)]);
  });

  it.each([
    [
      'an escape character',
      'id: a\n# \x1b[2J\n',
      '2:3 the file holds the character U+001B, which cannot be seen and may mislead (remove it)',
    ],
    [
      'a bidi control in a comment',
      'id: a # \u202e harmless\n',
      '1:9 the file holds the character U+202E, which cannot be seen and may mislead (remove it)',
    ],
    [
      'a line end of the old Macintosh',
      'id: a\rtitle: b\n',
      '1:6 the file holds the character U+000D, which cannot be seen and may mislead (remove it)',
    ],
    [
      'a byte order mark in the middle',
      'id: a\ntitle: \ufeffb\n',
      '2:8 the file holds the character U+FEFF, which cannot be seen and may mislead (remove it)',
    ],
    [
      'a zero byte',
      'id: a\n\0',
      '2:1 the file holds the character U+0000, which cannot be seen and may mislead (remove it)',
    ],
  ])('refuses %s before it reads any further', (_, source, problem) => {
    expect(problemsOf(source)).toEqual([problem]);
  });

  it('never shows the character it refuses', () => {
    expect(refusalOf('id: a\n# \x1b[2J \u202e\n').message).not.toMatch(/[\x1b\u202e]/);
    expect(refusalOf(broken('title: Inspect', 'colour\\e: "\\e[2J"')).message).not.toContain('\x1b');
  });

  it('tells where bytes are not UTF-8', () => {
    const latin1 = Buffer.from(sound.replace('Small response', 'Réponse'), 'latin1');
    expect(problemsOf(latin1)).toEqual([
      '4:9 the file is not UTF-8: a byte here belongs to another encoding (save it as UTF-8)',
    ]);
  });

  it('knows UTF-16 by its mark', () => {
    const utf16 = Buffer.from(`\ufeff${sound}`, 'utf16le');
    expect(problemsOf(utf16)).toEqual(['1:1 the file is UTF-16 (save it as UTF-8)']);
  });

  it('refuses a file of a size that no playbook has, unread', () => {
    expect(problemsOf('# '.repeat(300_000))).toEqual(['1:1 larger than 512 KiB: this is no playbook']);
  });

  it('counts lines and columns the same with CRLF', () => {
    const crlf = broken('kind: snapshot', 'kind: snapshoot').replaceAll('\n', '\r\n');
    expect(problemsOf(crlf)).toEqual(['45:25 unknown step kind "snapshoot" (did you mean "snapshot"?)']);
  });

  it('whatever is typed into it, it loads or is refused at a place that the file has', () => {
    const typed = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom(...':-[]{}&*!|>%@`"\'#,?\n\t\0'));
    const place = fc.integer({ min: 0, max: sound.length });
    fc.assert(
      fc.property(place, fc.integer({ min: 0, max: 40 }), typed, (at, removed, text) => {
        const source = sound.slice(0, at) + text + sound.slice(at + removed);
        for (const { line, column, excerpt } of problemsIn(source)) {
          const whole = source.split(/\r\n|\n|\r/)[line - 1];
          expect(whole).toBeDefined();
          expect(column).toBeGreaterThan(0);
          expect(column).toBeLessThanOrEqual((whole ?? '').length + 1);
          expect(excerpt).not.toMatch(/[\0-\x09\x0b-\x1f]/);
        }
      }),
      { numRuns: 150 },
    );
  });

  // Anything else than PlaybookProblems fails the test.
  function problemsIn(source: string) {
    try {
      loadPlaybook('small.yaml', source, kinds);
      return [];
    } catch (error) {
      if (error instanceof PlaybookProblems) return error.problems;
      throw error;
    }
  }
});
