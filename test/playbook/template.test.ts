import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/domain/json.ts';
import { fillTemplate } from '../../src/playbook/index.ts';
import { UnfilledTemplate } from '../../src/playbook/template.ts';

const facts: Readonly<Record<string, Json>> = {
  'triage.severity': 'critical',
  'triage.accounts': ['a', 'b'],
  'triage.score': 7,
  'triage.bleeding': true,
  'triage.cause': null,
  'triage.hostile': '{{ triage.severity }} $& $1',
};
const lookup = (name: string): Json | undefined => facts[name];

describe('src/playbook/template', () => {
  it.each([
    ['{{ triage.severity }}', 'critical'],
    ['{{triage.score}}', 7],
    ['{{ triage.bleeding }}', true],
    ['{{ triage.cause }}', null],
    ['{{ triage.accounts }}', ['a', 'b']],
  ])('%s alone keeps the type of its value', (text, value) => {
    expect(fillTemplate(text, lookup)).toEqual(value);
  });

  it('puts text and numbers into longer text', () => {
    expect(fillTemplate('{{ triage.severity }}: {{triage.score}} of 10', lookup)).toBe('critical: 7 of 10');
  });

  it('fills lists and maps at any depth and leaves names alone', () => {
    const filled = fillTemplate({ '{{ triage.score }}': [{ deep: '{{ triage.score }}' }, 1, null] }, lookup);
    expect(filled).toEqual({ '{{ triage.score }}': [{ deep: 7 }, 1, null] });
  });

  it('does not read again what it put in: a value cannot name another', () => {
    expect(fillTemplate('{{ triage.hostile }}', lookup)).toBe('{{ triage.severity }} $& $1');
    expect(fillTemplate('saw {{ triage.hostile }}', lookup)).toBe('saw {{ triage.severity }} $& $1');
  });

  it.each([
    ['an unknown name', '{{ triage.color }}', 'nothing is known as "triage.color"'],
    ['a name without a dot', '{{ severity }}', 'this is not a template'],
    ['a filter', '{{ triage.severity | upper }}', 'this is not a template'],
    ['a call', 'x {{ process.exit() }}', 'this is not a template'],
    ['braces that do not close', 'x {{ triage.severity', 'this is not a template'],
    ['braces in braces', '{{ {{ triage.severity }} }}', 'this is not a template'],
    ['nothing in braces', '{{}}', 'this is not a template'],
    ['a list inside text', 'accounts {{ triage.accounts }}', 'is neither text nor a number'],
    ['a truth inside text', 'bleeding: {{ triage.bleeding }}', 'is neither text nor a number'],
    ['nothing inside text', 'cause: {{ triage.cause }}', 'is neither text nor a number'],
  ])('refuses %s', (_, text, message) => {
    expect(() => fillTemplate(text, lookup)).toThrow(UnfilledTemplate);
    expect(() => fillTemplate(text, lookup)).toThrow(message);
  });

  it('does not reach what every object has', () => {
    expect(() => fillTemplate('{{ constructor.name }}', lookup)).toThrow(UnfilledTemplate);
  });

  it('returns any value without braces unchanged, and does not change what came in', () => {
    const plain = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('{{'));
    fc.assert(
      fc.property(plain, (value) => {
        const before = JSON.stringify(value);
        // jsonValue is Json, of a wider type only because it is mutable.
        const filled = fillTemplate(value as Json, () => 'never');
        expect(JSON.stringify(filled)).toBe(before);
        expect(JSON.stringify(value)).toBe(before);
      }),
    );
  });
});
