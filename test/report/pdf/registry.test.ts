import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { sections } from '../../../src/report/pdf/sections/index.ts';

const folder = new URL('../../../src/report/pdf/sections/', import.meta.url);
const plumbing = ['index.ts', 'section.ts'];

it('has a section for each file of the folder, and a file for each section', () => {
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !plumbing.includes(entry.name))
    .map(({ name }) => name.replace(/\.ts$/, ''));
  expect(sections.map(({ id }) => id).sort()).toEqual(files.sort());
});

it('has no two sections of the same title', () => {
  expect(new Set(sections.map(({ title }) => title)).size).toBe(sections.length);
});
