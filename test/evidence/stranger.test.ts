import { spawnSync } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { examine, type StrangersCheck } from '../../src/evidence/stranger/verify.mjs';
import { smallBag } from './small-case.ts';

/**
 * The checker that lies in every bag, written from the formats and not from what writes them: that it finds
 * nothing wrong with a bag of ours is one half of the proof, that it finds everything else (changes/) the other.
 */
describe('evidence/stranger', () => {
  it('finds nothing wrong with a bag as it was sealed', async () => {
    expect(await problemsOf(await smallBag())).toEqual([]);
  });

  it('runs from inside the bag, alone, and ends with 0, 1 or 2', async () => {
    const bag = await smallBag();
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [join(bag, 'seal/verify.mjs'), ...args], { encoding: 'utf8' });
    expect(run()).toMatchObject({ status: 0, stderr: '' });
    expect(run('/nowhere/at/all')).toMatchObject({ status: 2, stdout: '' });
    const other = run(bag, '--fingerprint', 'SHA256:AAAA');
    expect(other.status).toBe(1);
    expect(other.stdout).toContain('you named "SHA256:AAAA"');
  });

  it.each<[string, (lines: string[]) => string[], string]>([
    ['deleted', (lines) => lines.toSpliced(1, 1), 'broken at record 2: its number is "3"'],
    ['doubled', (lines) => lines.toSpliced(2, 0, lines[1] ?? ''), 'broken at record 3: its number is "2"'],
    ['put in another order', ([a = '', b = '', c = '', ...d]) => [a, c, b, ...d], 'broken at record 2'],
    [
      'cut off',
      (lines) => [...lines.slice(0, -1), (lines.at(-1) ?? '').slice(0, -9)],
      'the last line is cut off',
    ],
    ['spaced', ([a = '', ...d]) => [a.replace('{', '{ '), ...d], 'not in canonical form'],
    [
      'other words',
      ([a = '', b = '', ...d]) => [a, b.replace('"status":200', '"status":201'), ...d],
      'its hash is of another text',
    ],
  ])('names the first broken link of a journal whose records were %s', async (_how, change, why) => {
    const bag = await smallBag();
    const path = join(bag, 'data/journal/journal.jsonl');
    const lines = (await readFile(path, 'utf8')).split(/(?<=\n)/);
    await writeFile(path, change(lines).join(''));
    expect((await problemsOf(bag)).join('\n')).toContain(why);
  });

  it('shows a hostile file name as plain characters', async () => {
    const bag = await smallBag();
    await mkdir(join(bag, 'data/\u001b[2J\u202e'));
    const said = (await problemsOf(bag)).join('');
    expect(said).toContain('\\u001b[2J\\u202e');
    expect(said).not.toMatch(/[\u001b\u202e]/);
  });

  it('agrees with the sample bag of the reports folder', async () => {
    const copy = `${await smallBag()}.sample`;
    await cp(join(import.meta.dirname, '../../reports/sample/bag'), copy, { recursive: true });
    expect(await problemsOf(copy)).toEqual([]);
  });
});

const problemsOf = async (bag: string): Promise<readonly string[]> =>
  (await examine(bag)).flatMap(([, problems]: StrangersCheck) => problems);
