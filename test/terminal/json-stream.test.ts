import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createJsonStream } from '../../src/terminal/index.ts';
import { anyEvent, nasty } from './support/any-event.ts';
import { finished } from './support/sample-run.ts';

const moment = '2026-11-21T03:01:12.000Z';

function written(event: Parameters<ReturnType<typeof createJsonStream>>[0]): string {
  let text = '';
  createJsonStream((line) => (text += line))(event, moment);
  return text;
}

describe('the JSON stream', () => {
  it('writes one object a line, the moment first', () => {
    const line = written(finished('case', 'open.clocks', { is: 'verified' }, '2 venues'));
    expect(line).toBe(
      '{"at":"2026-11-21T03:01:12.000Z","type":"step.finished","lane":"case","step":"open.clocks","attempt":1,' +
        '"outcome":{"is":"verified"},"summary":"2 venues","facts":{}}\n',
    );
  });

  it('loses nothing and never breaks the line, whatever the event says', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const line = written(event);
        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(JSON.parse(line)).toEqual(JSON.parse(JSON.stringify({ at: moment, ...event })));
      }),
      { numRuns: 500 },
    );
  });

  it('writes as an escape what would act in a terminal that shows the line', () => {
    for (const text of nasty) {
      const line = written({ type: 'note.added', text, by: 'jd' }).trimEnd();
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      expect((JSON.parse(line) as { text: string }).text).toBe(text);
    }
    expect(written({ type: 'note.added', text: '\u009b\u{e0041}', by: 'jd' })).toContain(
      '"\\u009b\\udb40\\udc41"',
    );
  });
});
