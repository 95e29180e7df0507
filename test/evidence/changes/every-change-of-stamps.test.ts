import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyBag } from '../../../src/evidence/index.ts';
import { has } from '../../support/pdf-tools.ts';
import { useLocalAuthorities } from '../local-authorities.ts';
import { changeAt, randomFrom } from './content-changes.ts';
import { filesIn, fullBag } from './full-bag.ts';
import { changesOfFiles, lookalikes } from './structure-changes.ts';
import { expectEachNamed, expectNamed, prepareChanges, sampleOf } from './try-changes.ts';

// The same as in `every-change.test.ts` for the time stamps, which no manifest lists.
prepareChanges();

const isSealToken = (path: string): boolean => /^seal\/.*\.(?:tst|pem)$/.test(path);

describe.runIf(has('openssl'))('every change of the time stamps of a seal is found and named by both', () => {
  const authorities = useLocalAuthorities();

  // Of a token and its certificates only one at a time: each is named for itself.
  it.each<[string, RegExp]>([
    ['the tokens', /\.tst$/],
    ['the certificates beside them', /\.pem$/],
  ])('in %s', async (_, ending) => {
    const { list, ...rest } = authorities();
    const bag = await fullBag({ ...rest, list: list.slice(0, 1) });
    const paths = (await filesIn(bag)).filter((path) => ending.test(path));
    expect(paths).toHaveLength(3);
    await expectNamed(bag, paths);
  });

  it('in the certificates beside a token, also for who brings roots of his own', async () => {
    const bag = await fullBag(authorities());
    const [first, second] = authorities().list;
    const anchors = [first, second].flatMap((one) => one?.roots.anchors ?? []);
    const options = { timestampRoots: { anchors, between: [] } };
    expect((await verifyBag(bag, options)).ok).toBe(true);
    const path = join(bag, 'seal/tagmanifest.first.pem');
    const bytes = readFileSync(path);
    for (const at of [0, 40, bytes.length >> 1, bytes.length - 1]) {
      const change = changeAt(bytes, at, { kind: 'byte replaced' }, randomFrom(at + 1));
      writeFileSync(path, change?.bytes ?? '');
      expect((await verifyBag(bag, options)).firstProblem?.problem).toContain('seal/tagmanifest.first.pem');
    }
  });

  it('of which of them there are', async () => {
    const bag = await fullBag(authorities());
    const paths = (await filesIn(bag)).filter(isSealToken);
    const changes = await changesOfFiles(bag, paths);
    await expectEachNamed(bag, [...sampleOf(changes, 20), ...lookalikes(paths)]);
  });
});
