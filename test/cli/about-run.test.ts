import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { commandInWords, hashProgram } from '../../src/cli/about-run.ts';

describe('the command line in the record', () => {
  it.each([
    [['respond'], 'firebreak respond'],
    [['drill', 'thin-pair', '--speed', '60'], 'firebreak drill … --speed …'],
    [['respond', '--config=/home/ada/firebreak.yaml', '-v'], 'firebreak respond --config=… -v'],
    [['sk-live-0123456789ABCDEF'], 'firebreak …'],
    [['respond', '--answers', 'sk_live_1'], 'firebreak respond --answers …'],
    [['respond', '--\u001b[2J'], 'firebreak respond …'],
    [[], 'firebreak'],
  ])('%j is %s', (argv, words) => {
    expect(commandInWords(argv)).toBe(words);
  });
});

describe('the hash of the program', async () => {
  const root = await mkdtemp(join(tmpdir(), 'firebreak-program-'));
  afterAll(() => rm(root, { recursive: true, force: true }));
  await mkdir(join(root, 'src/a'), { recursive: true });
  await writeFile(join(root, 'package.json'), '{}');
  await writeFile(join(root, 'src/a/one.ts'), 'one');
  await writeFile(join(root, 'src/b.ts'), 'b');

  it('is what other people’s tools make of the same files', async () => {
    const command = 'find package.json src -type f | LC_ALL=C sort | xargs sha256sum | sha256sum';
    const theirs = execFileSync('sh', ['-c', command], { cwd: root, encoding: 'utf8' });
    expect(await hashProgram(root)).toBe(theirs.slice(0, 64));
  });

  it('changes with a byte of a file, and with its name', async () => {
    const before = await hashProgram(root);
    await writeFile(join(root, 'src/b.ts'), 'c');
    const changed = await hashProgram(root);
    expect(changed).not.toBe(before);
    await writeFile(join(root, 'src/c.ts'), 'c');
    expect(await hashProgram(root)).not.toBe(changed);
  });

  it('is left out where the program cannot be read', async () => {
    expect(await hashProgram(join(root, 'nowhere'))).toBeUndefined();
  });
});
