import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { has } from '../support/pdf-tools.ts';
import { smallBag } from './small-case.ts';

/** What the commands of step 2 of a bag's VERIFY.txt print, each as it is written. */
async function printedFor(bag: string): Promise<readonly string[]> {
  const text = await readFile(join(bag, 'seal/VERIFY.txt'), 'utf8');
  const step = /^2\. .*?(?=^3\. )/ms.exec(text)?.[0] ?? '';
  const commands = step.split('\n').filter((line) => /^ {5}\S/.test(line));
  return commands.map((command) => spawnSync('sh', ['-c', command], { cwd: bag, encoding: 'utf8' }).stdout);
}

/** Whoever adds a file chooses its name, and shells read lines. */
describe.runIf(has('find'))('the commands of VERIFY.txt that say what was added', () => {
  it('print nothing of a bag as it was sealed', async () => {
    expect(await printedFor(await smallBag())).toEqual(['', '', '', '', '']);
  });

  it.each<[string, readonly string[]]>([
    [
      'two added files and a third whose name has both of theirs in it, so that each line comes twice',
      ['data/a', 'data/confession.txt', 'data/a\ndata/confession.txt'],
    ],
    ['the same beside data', ['seal/a', 'seal/confession.txt', 'seal/a\nseal/confession.txt']],
    ['a name of no text', ['data/\ufffd\u0301']],
    ['a letter that some languages sort among a to z', ['data/\u00e9']],
  ])('show %s', async (_what, names) => {
    const bag = await smallBag();
    for (const name of names) {
      const path = join(bag, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, 'x');
    }
    expect((await printedFor(bag)).join('')).not.toBe('');
  });
});
