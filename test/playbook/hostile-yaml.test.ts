import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadFile } from '../../src/domain/file-problem.ts';
import { loadPlaybook } from '../../src/playbook/index.ts';
import { kinds } from './kinds.ts';
import { broken, problemsOf, refusalOf, sound } from './support.ts';

// How a file is read at all is tested in test/domain/yaml: here, that a playbook is read that way.
describe('src/playbook/load: hostile YAML', () => {
  it.each([
    ['an anchor', 'title: Inspect', 'title: &t Inspect', '49:15 anchors (&name) are not read'],
    ['an alias', 'title: Inspect', 'title: *t', '49:12 aliases (*name) are not read'],
    ['a merge key', '{ kind: compare }', '{ kind: compare, <<: { x: 1 } }', '56:30 merge keys (<<)'],
    ['a tag', 'is: true', 'is: !!str true', '37:57 tags (!name) are not read'],
    ['an escape sequence', 'title: Inspect', 'title: "\\e[2JInspect"', '49:12 this text holds the character'],
    ['a number that would lose digits', 'is: true', 'is: 12345678901234567890', '37:51 this number'],
    ['a name that is no text', '{ kind: compare }', '{ kind: compare, 1: x }', '56:30 a name should be text'],
    ['the same name twice', 'version:', 'id: other\nversion:', '3:1 this name stands here twice'],
  ])('refuses %s, and says no more of the null that stands in its place', (_, from, to, problem) => {
    expect(problemsOf(broken(from, to))).toEqual([expect.stringContaining(problem)]);
  });

  it('refuses a name of every JavaScript object', () => {
    const source = broken(
      'title: Small response',
      'title: Small response\n__proto__: { id: x }\nconstructor: 1',
    );
    expect(problemsOf(source)).toEqual([
      expect.stringMatching(/^5:1 unknown name "__proto__"/),
      expect.stringMatching(/^6:1 unknown name "constructor"/),
    ]);
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

  // Anything else than BadFile fails the test.
  function problemsIn(source: string) {
    try {
      loadPlaybook('small.yaml', source, kinds);
      return [];
    } catch (error) {
      if (error instanceof BadFile) return error.problems;
      throw error;
    }
  }
});
