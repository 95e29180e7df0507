import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const heap = pathToFileURL(join(import.meta.dirname, '../../src/cli/heap.ts')).href;

/** Megabytes of the young generation when half a million rows came and stayed; `first` is run before. */
function youngAfterRows(first: string) {
  const script = `
    import { getHeapSpaceStatistics } from 'node:v8';
    import { keepHeapSmall } from ${JSON.stringify(heap)};
    ${first}
    const kept = [];
    for (let i = 0; i < 500_000; i++) kept.push({ id: String(i), rows: [i] });
    const { space_size } = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    console.log(space_size / 2 ** 20, kept.length);`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  return { young: Number.parseFloat(stdout), stderr };
}

describe('keepHeapSmall', () => {
  it('keeps the young generation as it is, and says nothing', () => {
    expect(youngAfterRows('').young).toBeGreaterThan(8);
    const { young, stderr } = youngAfterRows('keepHeapSmall();');
    expect(young).toBeLessThan(5);
    expect(stderr).toBe('');
  });
});
