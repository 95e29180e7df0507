import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sealBag, verifyBag } from '../../src/evidence/index.ts';
import { apiSecret } from './exchanges.ts';
import { sealingOf } from './sealing.ts';
import { smallCase } from './small-case.ts';

/** Large enough for a search in threads, in several files that are copied one after the other. */
async function largeCase(last: string): Promise<string> {
  const folder = await smallCase();
  await mkdir(join(folder, 'large'), { recursive: true });
  for (const name of ['a.txt', 'b.txt', 'c.txt'])
    await writeFile(join(folder, 'large', name), Buffer.alloc(12 * 1024 ** 2, 'a line of some log\n'));
  await writeFile(join(folder, 'large/d.txt'), last);
  return folder;
}

const beside = (folder: string) => readdir(join(folder, '..'));

describe('evidence/bag, a case that is searched while it is being copied', () => {
  const started: Worker[] = [];
  const note = (worker: Worker) => void started.push(worker);
  beforeEach(() => void process.on('worker', note));
  afterEach(() => {
    process.off('worker', note);
    expect(started.length).toBeGreaterThan(1);
    // Of a thread that has ended the number is -1.
    expect(started.splice(0).filter(({ threadId }) => threadId !== -1)).toEqual([]);
  });

  it('is sealed as a small one is, whatever the order of copying', async () => {
    const folder = await largeCase('nothing');
    const { folder: bag, verification } = await sealBag(await sealingOf(folder));
    expect(verification).toMatchObject({ ok: true });
    expect(await verifyBag(bag)).toMatchObject({ ok: true });
  });

  it('is not sealed with a secret in the last file, and nothing of it is left', async () => {
    const folder = await largeCase(`key=${apiSecret}`);
    await expect(sealBag(await sealingOf(folder))).rejects.toMatchObject({
      code: 'SECRET_FOUND',
      message: expect.stringContaining('data/large/d.txt holds env:BINANCE_SECRET (raw)') as unknown,
    });
    expect(await beside(folder)).toEqual(['case']);
  });

  it('leaves nothing, and no thread, when copying fails while threads search', async () => {
    const folder = await largeCase('nothing');
    const sealing = await sealingOf(folder);
    await symlink(join(folder, 'large/a.txt'), join(folder, 'large/z.txt'));
    const link = { path: 'large/z.txt', sourcePath: join(folder, 'large/z.txt') };
    const refused = sealBag({ ...sealing, source: { files: [...sealing.source.files, link] } });
    await expect(refused).rejects.toMatchObject({ code: 'SOURCE_NOT_A_FILE' });
    expect(await beside(folder)).toEqual(['case']);
  });
});
