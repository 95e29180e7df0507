import { appendFile, chmod, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { typedPath } from '../../src/cli/attach-in-run.ts';
import { Secret } from '../../src/domain/secret.ts';
import { copyAttachment } from '../../src/evidence/attached-file.ts';
import { scanForSecrets } from '../../src/evidence/index.ts';
import { scanLimits } from '../../src/evidence/secret-scan/texts.ts';
import { watchClock } from '../../src/run/clock-jumps.ts';
import { freshFolder } from './folder.ts';

const most = 2 ** 31;

describe('copying a file that is attached', () => {
  it('refuses one that is written to meanwhile, and leaves nothing of the copy', async () => {
    const folder = await freshFolder();
    const from = join(folder, 'growing.log');
    await writeFile(from, Buffer.alloc(64 * 1024 * 1024));
    let copied = false;
    const copying = copyAttachment(from, join(folder, 'attached-1.writing'), most).finally(
      () => (copied = true),
    );
    const refused = expect(copying).rejects.toMatchObject({ code: 'FILE_CHANGED' });
    while (!copied) await appendFile(from, 'one more line\n');
    await refused;
    expect(await readdir(folder)).toEqual(['growing.log']);
  });

  it.skipIf(process.getuid?.() === 0)('refuses one that may not be read', async () => {
    const folder = await freshFolder();
    const from = join(folder, 'closed');
    await writeFile(from, 'x');
    await chmod(from, 0);
    await expect(copyAttachment(from, join(folder, 'a'), most)).rejects.toMatchObject({ code: 'EACCES' });
  });

  it('searches what was copied, whatever the original is by then', async () => {
    const folder = await freshFolder();
    const from = join(folder, 'a.txt');
    const secret = new Secret('a-secret-that-was-here-before', 'env:SECRET');
    await writeFile(from, secret.reveal());
    const draft = await copyAttachment(from, join(folder, 'attached-1.writing'), most);
    await writeFile(from, 'nothing');
    expect((await draft.search([secret])).leaks).toMatchObject([{ secret: 'env:SECRET', form: 'raw' }]);
    await draft.discard();
    expect(await readdir(folder)).toEqual(['a.txt']);
  });

  it('stops at a bomb, and says that it did', async () => {
    const bomb = gzipSync(gzipSync(Buffer.alloc(64 * 1024 * 1024)));
    const { leaks, unsearched } = await scanForSecrets({
      files: [{ path: 'bomb.gz', bytes: Buffer.concat([gzipSync(Buffer.alloc(9 * 1024 * 1024)), bomb]) }],
      secrets: [new Secret('a-secret-that-is-nowhere', 'env:SECRET')],
      limits: { ...scanLimits, unpackedBytes: 8 * 1024 * 1024 },
    });
    expect(leaks).toEqual([]);
    expect(unsearched).toContainEqual({ file: 'bomb.gz', why: 'it unpacks to more than 8388608 bytes' });
  });
});

describe('a path that a person types', () => {
  it.each([
    ['shot.png', 'shot.png'],
    ['~/Pictures/shot.png', '/home/kim/Pictures/shot.png'],
    ["'/tmp/my shot.png'", '/tmp/my shot.png'],
    ['"/tmp/my shot.png"', '/tmp/my shot.png'],
    ['/tmp/my\\ shot\\ \\(1\\).png', '/tmp/my shot (1).png'],
    ["it's.png", "it's.png"],
    ['~other/x', '~other/x'],
  ])('%s is %s', (typed, path) => {
    expect(typedPath(typed, '/home/kim')).toBe(path);
  });
});

describe('the watch over this machine’s clock', () => {
  it('tells a jump once, in words, and nothing while both clocks agree', async () => {
    const { manualClock } = await import('../support/manual-clock.ts');
    const real = manualClock('2026-11-21T03:00:00.000Z');
    let off = 0;
    const look = watchClock({
      ...real,
      now: () => real.now().plus(off),
      monotonicMs: () => real.monotonicMs(),
    });
    await real.advance(60_000);
    expect(look()).toBeUndefined();
    off = -90_000;
    expect(look()).toContain('set back by 1 min 30 s');
    expect(look()).toBeUndefined();
    off = 30_000;
    expect(look()).toContain('jumped ahead by 2 min');
    off = 30_400;
    expect(look()).toBeUndefined();
  });
});
