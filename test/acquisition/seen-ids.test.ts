import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seenIds, type IdFile } from '../../src/acquisition/seen-ids.ts';

/** Enough that all that is held moves to disk. */
const many = Array.from({ length: 20_001 }, (_, at) => `spot\nBTCUSDT\n${at * 7}`);

describe('ids that were seen', () => {
  it('are told apart as one set of all would, in memory and behind the move to disk', async () => {
    const id = fc.oneof(
      // What is close to what moved, text of a venue, and what differs by its parts’ borders only.
      fc.integer({ min: -3, max: 140_020 }).map((at) => `spot\nBTCUSDT\n${at}`),
      fc.constantFrom('a\nb\nc', 'a\n\nb\nc', '', '\n', 'ü', 'u\u0308', '\u0000', '\u0000\u0000'),
      fc.string({ maxLength: 3 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(id, { maxLength: 60 }), fc.boolean(), async (ids, isLong) => {
        const seen = seenIds();
        const whole = new Set<string>();
        const isNew = (each: string): boolean => {
          const before = whole.size;
          return whole.add(each).size > before;
        };
        for (const each of isLong ? many : []) expect(seen.add(each)).toBe(isNew(each));
        await seen.settle();
        for (const each of ids) {
          expect(seen.add(each)).toBe(isNew(each));
          await seen.settle();
        }
        seen.close();
      }),
      { numRuns: 12 },
    );
  });

  it('leave the memory once there are many, all at once', async () => {
    const moved: string[] = [];
    const file: IdFile = { add: (id) => moved.push(id) > 0, close: () => void moved.splice(0) };
    let opened = 0;
    const seen = seenIds(() => Promise.resolve((opened += 1)).then(() => file));
    many.slice(0, -1).forEach((id) => seen.add(id));
    await seen.settle();
    expect(opened).toBe(0);
    seen.add(many.at(-1) ?? '');
    await Promise.all([seen.settle(), seen.settle()]);
    expect(opened).toBe(1);
    expect(moved).toEqual(many);
    seen.close();
    expect(moved).toEqual([]);
  });

  it('stay in memory, and exact, where there is no such file', async () => {
    let asked = 0;
    const seen = seenIds(() => Promise.resolve((asked += 1)).then(() => undefined));
    expect(many.every((id) => seen.add(id))).toBe(true);
    await seen.settle();
    await seen.settle();
    expect(asked).toBe(1);
    expect(many.some((id) => seen.add(id))).toBe(false);
  });

  it('pass on that the disk is full, instead of taking a row for a known one', async () => {
    const full = Object.assign(new Error('database or disk is full'), { errcode: 13 });
    const seen = seenIds(() => Promise.reject(full));
    many.forEach((id) => seen.add(id));
    await expect(seen.settle()).rejects.toBe(full);
  });
});
