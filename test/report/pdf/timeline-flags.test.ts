import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placeFlags } from '../../../src/report/pdf/pictures/timeline-flags.ts';

const right = 544;

it('lets no two texts touch and no line run through a text, wherever the moments fall', () => {
  const pole = fc.record({ x: fc.integer({ min: 200, max: 530 }), width: fc.integer({ min: 40, max: 110 }) });
  fc.assert(
    fc.property(fc.array(pole, { minLength: 1, maxLength: 6 }), (unsorted) => {
      const poles = unsorted.toSorted((a, b) => a.x - b.x);
      const flags = placeFlags(poles, right);
      flags.forEach((flag, i) => {
        expect(flag.to).toBeLessThanOrEqual(right);
        flags.forEach((other, j) => {
          if (i === j) return;
          const texts = flag.from < other.to && other.from < flag.to;
          if (texts) expect(other.row).not.toBe(flag.row);
          const x = poles[j]?.x ?? 0;
          // The other's line goes down from its row: through this text if it begins above it.
          if (x > flag.from && x < flag.to) expect(other.row).toBeLessThan(flag.row);
        });
      });
    }),
    { numRuns: 2_000 },
  );
});

it('keeps to one row when there is room', () => {
  expect(
    placeFlags(
      [
        { x: 100, width: 80 },
        { x: 200, width: 80 },
        { x: 540, width: 80 },
      ],
      right,
    ).map(({ row }) => row),
  ).toEqual([0, 0, 0]);
});
