import { readdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { pagingStyles } from '../../src/acquisition/paging/registry.ts';

const shared = ['registry', 'span', 'style'];

it('registers every paging style that has a file, under its own name', async () => {
  const files = await readdir(new URL('../../src/acquisition/paging/', import.meta.url));
  const styles = files.map((file) => file.replace('.ts', '')).filter((name) => !shared.includes(name));
  expect(Object.keys(pagingStyles).sort()).toEqual(styles.sort());
  for (const [name, { style }] of Object.entries(pagingStyles)) expect(style).toBe(name);
});
