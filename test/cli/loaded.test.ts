import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { firebreak, newPlace } from './support/command.ts';

const tellLoaded = fileURLToPath(new URL('./support/tell-loaded.mjs', import.meta.url));

/** The folders of src/ of which a command loaded something before it refused. */
async function loadedBy(line: string): Promise<readonly string[]> {
  const { code, stderr } = await firebreak(line.split(' '), newPlace(), { preload: [tellLoaded] });
  expect(code).toBe(2);
  return JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '') as string[];
}

const runs = ['acquisition', 'drill', 'simulators', 'venues'];

it.each([
  'seal nowhere --share strict',
  'countersign nowhere --as w --sign-with-ssh key',
  'hand-over nowhere --to b --why x',
])('%s: loads nothing of what only a run needs', async (line) => {
  const loaded = await loadedBy(line);
  expect(loaded).toContain('evidence');
  expect(loaded.filter((folder) => runs.includes(folder))).toEqual([]);
});

it('would see it: resume loads all that a run needs', async () => {
  expect(await loadedBy('resume')).toEqual(expect.arrayContaining(runs));
});
