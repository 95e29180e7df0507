import { readdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { resolvers } from '../../src/secrets/schemes/registry.ts';
import { laterSchemes } from '../../src/secrets/schemes/registry.ts';

it('registers every scheme that has a file, under the file’s name', async () => {
  const files = await readdir(new URL('../../src/secrets/schemes/', import.meta.url));
  const schemes = files.map((file) => file.replace('.ts', '')).filter((name) => name !== 'registry');
  expect(resolvers.map(({ scheme }) => scheme).sort()).toEqual(schemes.sort());
});

it('does not promise for later what already works', () => {
  for (const { scheme } of resolvers) expect(Object.keys(laterSchemes)).not.toContain(scheme);
});
