import { describe, expect, it } from 'vitest';
import { filesIn, fullBag } from './full-bag.ts';
import { expectNamed, prepareChanges } from './try-changes.ts';

// The same as in `every-change.test.ts` for what no list of files holds up: each part is named for itself.
prepareChanges();

const ofSigners = (path: string): boolean =>
  /^seal\/(?:countersign|handover)\..*\.allowed_signers$/.test(path);

describe('every change of a seal, and of what was added to it, is found and named by both checkers', () => {
  it('in the manifests and the signatures, all at once', async () => {
    const bag = await fullBag();
    const paths = (await filesIn(bag)).filter((path) => /^manifest-|\.sig$/.test(path));
    expect(paths).toHaveLength(6);
    await expectNamed(bag, paths);
  });

  // Alone: each is named by its own check, which also speaks of every file that it lists.
  it('in the tag manifest that is signed', async () => {
    await expectNamed(await fullBag(), ['tagmanifest-sha256.txt']);
  });

  it('in the other tag manifest, and in the keys of who signed later', async () => {
    const bag = await fullBag();
    const keys = (await filesIn(bag)).filter(ofSigners);
    expect(keys).toHaveLength(3);
    await expectNamed(bag, ['tagmanifest-sha512.txt', ...keys]);
  });

  it('in the log of hand-overs', async () => {
    await expectNamed(await fullBag(), ['seal/handover.jsonl']);
  });
});
