import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { isOfSystem, isOutOfMemory } from '../../src/domain/system-error.ts';

// Each error is the real one: the words and codes are Node's, and another Node may change them.
function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

const noBuffer = (): unknown => thrownBy(() => new ArrayBuffer(2 ** 52));

describe('why a thing could not be done', () => {
  it('is memory where a buffer or a thread got none', async () => {
    expect(isOutOfMemory(noBuffer())).toBe(true);
    const worker = new Worker('const all = []; for (;;) all.push(new Array(1000).fill({}))', {
      eval: true,
      resourceLimits: { maxOldGenerationSizeMb: 8 },
    });
    const error = await new Promise((resolve) => worker.once('error', resolve));
    expect(isOutOfMemory(error)).toBe(true);
  });

  it('is no memory where a text would be too long on any machine, or a call too deep', () => {
    const deep = (): number => deep() + 1;
    for (const error of [thrownBy(() => 'x'.repeat(2 ** 30)), thrownBy(deep), new Error('no memory')])
      expect(isOutOfMemory(error)).toBe(false);
  });

  it('is the system where it refused, and not where we were wrong', () => {
    expect(isOfSystem(thrownBy(() => readFileSync(import.meta.dirname)))).toBe(true);
    expect(isOfSystem(thrownBy(() => readFileSync(join(import.meta.dirname, 'nowhere'))))).toBe(true);
    for (const error of [thrownBy(() => readFileSync('a\0b')), noBuffer(), new TypeError('x'), 'EIO'])
      expect(isOfSystem(error)).toBe(false);
  });
});
