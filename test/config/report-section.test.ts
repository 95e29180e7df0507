import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/index.ts';
import { venues } from './venues.ts';

const accounts = `accounts:
  - id: main
    venue: binance
    task: trading-bot
    credentials: { apiKey: env:K, secret: env:S }
`;
const load = (text: string) => loadConfig('firebreak.yaml', `${accounts}${text}`, venues).report;

describe('report: in firebreak.yaml', () => {
  it('gives what was written and nothing else', () => {
    expect(load('report: { organisation: Example Ltd, outOfScope: [the mail server] }')).toEqual({
      organisation: 'Example Ltd',
      outOfScope: ['the mail server'],
    });
    expect(load('')).toBeUndefined();
  });

  it.each([
    ['an unknown name', 'report: { organization: Example }'],
    ['an invisible character', 'report: { contact: "a\\u202eb" }'],
    ['a list where a text belongs', 'report: { reviewer: [a, b] }'],
    ['an empty text', 'report: { authority: "" }'],
  ])('refuses %s', (_, text) => {
    expect(() => load(text)).toThrow();
  });
});
