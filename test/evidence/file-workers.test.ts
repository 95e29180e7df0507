import { mkdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { EvidenceError } from '../../src/evidence/evidence-error.ts';
import { FileWorkers } from '../../src/evidence/file-workers.ts';
import { freshFolder } from './folder.ts';

const secret = 'aB3-long-enough-to-be-a-secret-0123456789';
const large = 9 * 1024 ** 2;

describe('evidence, work on files', () => {
  const started: FileWorkers[] = [];
  const workers = (): FileWorkers => {
    const made = new FileWorkers({ secrets: [{ value: secret, reference: 'env:SECRET' }] });
    started.push(made);
    return made;
  };
  afterEach(() => Promise.all(started.splice(0).map((one) => one.stop())));

  /** Two files: `bytes` long together a thread is worth it or not. */
  async function two(bytes: number) {
    const folder = await freshFolder();
    const into = join(folder, 'bag');
    await mkdir(join(into, 'data'), { recursive: true });
    const files = await Promise.all(
      ['a.txt', 'b.txt'].map(async (path) => {
        await writeFile(
          join(folder, path),
          Buffer.alloc(bytes, `${path} says ${path === 'b.txt' ? secret : 'x'}\n`),
        );
        return { path, sourcePath: join(folder, path) };
      }),
    );
    return { folder, into, files };
  }

  it.each([
    ['in this thread', 10_000],
    ['in threads', large],
  ])('copies, hashes what lies in the bag, and searches it: %s', async (_, bytes) => {
    const { into, files } = await two(bytes);
    const done = await workers().work(files.map((file) => ({ file, into })));
    for (const [n, { inBag, scan }] of done.entries()) {
      const lies = await readFile(join(into, 'data', files[n]?.path ?? ''));
      expect(inBag).toEqual({
        path: `data/${files[n]?.path}`,
        bytes,
        sha256: createHash('sha256').update(lies).digest('hex'),
        sha512: createHash('sha512').update(lies).digest('hex'),
      });
      expect(lies.equals(await readFile(files[n]?.sourcePath ?? ''))).toBe(true);
      expect(scan.leaks).toEqual(n === 0 ? [] : [{ file: 'data/b.txt', form: 'raw', secret: 'env:SECRET' }]);
    }
  });

  it('hashes an empty file, and one whose bytes are given', async () => {
    const { into } = await two(10);
    const files = [new Uint8Array(), Buffer.from(secret)].map((bytes, n) => ({ path: `${n}`, bytes }));
    const [empty, given] = await workers().work(files.map((file) => ({ file, into })));
    expect(empty?.inBag).toMatchObject({ bytes: 0, sha256: createHash('sha256').digest('hex') });
    expect(given?.scan.leaks).toHaveLength(1);
  });

  it.each([
    ['in this thread', 10_000],
    ['in threads', large],
  ])('refuses a link as an error of ours, and names what the system refused: %s', async (_, bytes) => {
    const { folder, into, files } = await two(bytes);
    const link = { path: 'link', sourcePath: join(folder, 'link') };
    await symlink(join(folder, 'a.txt'), link.sourcePath);
    const refused = await workers()
      .work([...files, link].map((file) => ({ file, into })))
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(EvidenceError);
    expect(refused).toMatchObject({
      code: 'SOURCE_NOT_A_FILE',
      message: expect.stringContaining('link') as unknown,
    });
    const nowhere = workers().work(files.map((file) => ({ file, into: join(folder, 'none') })));
    await expect(nowhere).rejects.toMatchObject({ code: 'ENOENT' });
    await writeFile(join(into, 'data/taken'), 'what is there stays');
    const taken = workers().work(
      [...files, { path: 'taken', bytes: Buffer.from('new') }].slice(2).map((file) => ({ file, into })),
    );
    await expect(taken).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await readFile(join(into, 'data/taken'), 'utf8')).toBe('what is there stays');
  });

  it('hashes what lies in the bag when its source is cut short meanwhile', async () => {
    const { into, files } = await two(large);
    const working = workers().work(files.map((file) => ({ file, into })));
    await truncate(files[0]?.sourcePath ?? '', 1000);
    const [first] = await working;
    const lies = await readFile(join(into, 'data/a.txt'));
    expect(first?.inBag).toMatchObject({
      bytes: lies.length,
      sha256: createHash('sha256').update(lies).digest('hex'),
    });
  });

  it('says that it was stopped, and leaves no answer open', async () => {
    const { into, files } = await two(large);
    const stopped = workers();
    const working = stopped.work(files.map((file) => ({ file, into })));
    const ended = expect(working).rejects.toThrow('a thread ended without an answer');
    await new Promise((resolve) => setTimeout(resolve, 20));
    await stopped.stop();
    await ended;
  });
});
