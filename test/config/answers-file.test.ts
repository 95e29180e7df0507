import { describe, expect, it } from 'vitest';
import { loadAnswers } from '../../src/config/index.ts';
import { refusalBy, told } from '../support/refused-file.ts';

const toldOf = (text: string): string[] =>
  refusalBy(() => loadAnswers('answers.yaml', text)).problems.map(told);

describe('loadAnswers', () => {
  it('reads one answer, and answers in order', () => {
    const { operator, answers } = loadAnswers(
      'answers.yaml',
      'operator: Kim\nanswers:\n  open.ask/what-leaked: key\n  "contain.revoke/menu": [retry, continue]\n',
    );
    expect(operator).toBe('Kim');
    expect([...answers]).toEqual([
      ['open.ask/what-leaked', 'key'],
      ['contain.revoke/menu', ['retry', 'continue']],
    ]);
  });

  it('takes every value as the text that stands there', () => {
    const { answers } = loadAnswers(
      'a',
      'operator: Kim\nanswers: { a: yes, b: 007, c: 1.10, d: null, e: [true, 0x1f] }\n',
    );
    expect(Object.fromEntries(answers)).toEqual({
      a: 'yes',
      b: '007',
      c: '1.10',
      d: 'null',
      e: ['true', '0x1f'],
    });
  });

  it('tells every problem at its line and column', () => {
    expect(toldOf('operater: Kim\nanswers:\n  a: { b: c }\n  d: []\n  e: [{ f: g }]\n')).toEqual([
      '1:1 "operator" is missing: expected text',
      '1:1 unknown name "operater" (did you mean "operator"?)',
      '3:6 "a" should be an answer, or a list of answers, found names with values',
      '5:6 "e" should be an answer, or a list of answers, found a list',
    ]);
  });

  it('refuses an answer that is given twice: which one counts would be a guess', () => {
    expect(toldOf('operator: Kim\nanswers:\n  a: yes\n  a: no\n')).toEqual([
      '4:3 this name stands here twice',
    ]);
  });

  it('does not let a hostile id reach what every object inherits', () => {
    const { answers } = loadAnswers('a', 'operator: Kim\nanswers:\n  constructor: x\n  toString: y\n');
    expect(answers.get('constructor')).toBe('x');
    expect(answers.get('valueOf')).toBeUndefined();
    expect(Object.getPrototypeOf({})).not.toHaveProperty('x');
  });
});
