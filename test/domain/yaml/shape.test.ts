import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readShape, readYaml, refusalOf, shapeFlaws } from '../../../src/domain/yaml/index.ts';
import { told } from '../../support/refused-file.ts';

const buy = z.strictObject({ do: z.literal('buy'), price: z.string().regex(/^\d+$/, 'a price in quotes') });
const sell = z.strictObject({ do: z.literal('sell'), amount: z.int() });
const shape = z.strictObject({
  id: z.string(),
  side: z.enum(['buy', 'sell']).optional(),
  tags: z.array(z.string()).min(1, 'a list of at least one tag').optional(),
  acts: z.array(z.discriminatedUnion('do', [buy, sell])).optional(),
  limits: z.record(z.string().regex(/^[a-z]+$/, 'a name in small letters'), z.number()).optional(),
});

type Words = Parameters<typeof shapeFlaws>[2];

function toldOf(text: string, words?: Words): string[] {
  const yaml = readYaml(text);
  const { flaws } = readShape(shape, yaml, words);
  return refusalOf('f', yaml.text, flaws).problems.map(told);
}

describe('a value that does not fit its shape', () => {
  it.each([
    ['id: 7\n', '1:5 "id" should be text, found 7 (put it in quotes)'],
    ['id: [a]\n', '1:5 "id" should be text, found a list'],
    ['id:\n', '1:1 "id" should be text, found nothing'],
    ['{}\n', '1:1 "id" is missing: expected text'],
    ['', '1:1 the file should be names with values, found nothing'],
    ['- a\n', '1:1 the file should be names with values, found a list'],
    ['id: a\nside: byu\n', '2:7 "side" should be one of buy, sell, found "byu" (did you mean "buy"?)'],
    ['id: a\nsied: buy\n', '2:1 unknown name "sied" (did you mean "side"?)'],
    ['id: a\nzebra: 1\n', '2:1 unknown name "zebra" (known: id, side, tags, acts, limits)'],
    ['id: a\nconstructor: 1\n', '2:1 unknown name "constructor" (known: id, side, tags, acts, limits)'],
    ['id: a\ntags: []\n', '2:7 "tags" should be a list of at least one tag, found an empty list'],
    ['id: a\ntags: [b, {}]\n', '2:11 an item of "tags" should be text, found names with values'],
    ['id: a\nacts: [{ do: sell, amount: 1.5 }]\n', '2:28 "amount" should be a whole number, found 1.5'],
    ['id: a\nacts: [{ do: buy, price: x }]\n', '2:26 "price" should be a price in quotes, found "x"'],
    [
      'id: a\nacts: [{ do: sel }]\n',
      '2:14 "do" should be one of buy, sell, found "sel" (did you mean "sell"?)',
    ],
    ['id: a\nacts: [{}]\n', '2:8 "do" is missing: expected one of buy, sell'],
    ['id: a\nlimits: { A: 1 }\n', '2:11 a name in small letters'],
    ['id: a\nlimits: { constructor: x }\n', '2:24 "constructor" should be a number, found "x"'],
  ])('%j', (text, problem) => {
    expect(toldOf(text)).toEqual([problem]);
  });

  it('is asked for a name of its own kind only', () => {
    expect(toldOf("id: a\nacts: [{ do: buy, price: '1', prise: '1' }]\n")).toEqual([
      '2:31 unknown name "prise" (did you mean "price"?)',
    ]);
  });

  it('is told once where the file’s text itself was refused', () => {
    expect(toldOf('id: &x a\n')).toEqual([]);
    expect(toldOf('id: 12345678901234567890\n')).toEqual([]);
  });

  it('is told with what the field is for, where it is missing or empty', () => {
    const whyNeeded = new Map([['id', 'it says which']]);
    const named = z.strictObject({ id: z.string().min(1, 'some text') });
    const flaws = (value: unknown) => shapeFlaws(named, value, { whyNeeded, at: ['accounts', 0] });
    expect(flaws({})).toEqual([
      { path: ['accounts', 0], on: 'value', message: '"id" is missing: it says which' },
    ]);
    expect(flaws({ id: '' })).toEqual([
      {
        path: ['accounts', 0, 'id'],
        on: 'value',
        message: '"id" should be some text, found ""',
        hint: 'it says which',
      },
    ]);
    expect(flaws(7)).toEqual([
      {
        path: ['accounts', 0],
        on: 'value',
        message: 'an item of "accounts" should be names with values, found 7',
      },
    ]);
  });

  it('is not repeated, nor put in quotes by advice, where it may be a secret', () => {
    const isHidden = (path: readonly (string | number)[], text: string): boolean =>
      path.includes('id') || text.includes('hunter22');
    expect(toldOf('id: 12345678\n', { isHidden })).toEqual([
      '1:5 "id" should be text, found something else (not shown)',
    ]);
    expect(toldOf('id: a\nside: hunter22\nhunter22: x\n', { isHidden })).toEqual([
      '2:7 "side" should be one of buy, sell, found something else (not shown)',
      '3:1 an unknown name (not shown) (known: id, side, tags, acts, limits)',
    ]);
  });

  it('is shown without what a terminal would act on, and cut short', () => {
    const [flaw] = shapeFlaws(z.strictObject({ side: z.enum(['buy']) }), {
      side: `\x1b[2J\u202e${'x'.repeat(500)}`,
    });
    expect(flaw?.message).toMatch(/^"side" should be buy, found "�\[2J�x+…"$/);
    expect(flaw?.message.length).toBeLessThan(100);
  });
});
