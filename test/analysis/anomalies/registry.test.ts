import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { anomalyRules } from '../../../src/analysis/anomalies/registry.ts';

const folder = new URL('../../../src/analysis/anomalies/', import.meta.url);
const notRules = ['registry.ts', 'rule.ts'];
const files = readdirSync(folder).filter((file) => !notRules.includes(file));

it('holds exactly the rules that lie in the folder, each named as its file', () => {
  expect(anomalyRules.map(({ id }) => `${id}.ts`).sort()).toEqual(files.sort());
});

it.each(files)('%s imports nothing but the domain and analysis', (file) => {
  const imports = [...readFileSync(new URL(file, folder), 'utf8').matchAll(/from '([^']+)'/g)].map(
    ([, path]) => path,
  );
  expect(
    imports.filter((path) => !/^(\.\.\/\.\.\/domain\/|\.\.\/|\.\/)[a-z-]+\.ts$/.test(path ?? '')),
  ).toEqual([]);
});
