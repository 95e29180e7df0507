import { spawnSync } from 'node:child_process';
import { chmod, link, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { verifyBag } from '../../../src/evidence/index.ts';
import { has } from '../../support/pdf-tools.ts';
import { useLocalAuthorities } from '../local-authorities.ts';
import { firebreak, newPlace } from '../../cli/support/command.ts';
import { complaintsAbout } from './checkers.ts';
import { fullBag } from './full-bag.ts';

/**
 * What no check of a bag alone can show, by design: the files that are added to a sealed bag are in no list, so that
 * one which is taken away whole leaves no trace, and what the disk keeps beside the bytes is no part of a bag. Both
 * checkers say so.
 */
describe.runIf(has('openssl'))('what was taken away from a sealed bag whole', () => {
  const authorities = useLocalAuthorities();

  const pair = (name: string, ...endings: readonly string[]) => endings.map((end) => `seal/${name}.${end}`);
  it.each<[string, readonly string[], number]>([
    ['a counter-signature with its key', pair('countersign.b.witness', 'sig', 'allowed_signers'), 2],
    ['the last hand-over with its signature', pair('handover.2', 'sig', 'allowed_signers'), 1],
    ['a token with its certificates', pair('signature.second', 'tst', 'pem'), 2],
  ])('leaves no trace, and both say that: %s', async (_, paths, left) => {
    const bag = await fullBag(authorities());
    for (const path of paths) await rm(join(bag, path));
    const log = join(bag, 'seal/handover.jsonl');
    const lines = (await readFile(log, 'utf8')).split(/(?<=\n)/);
    await writeFile(log, lines.slice(0, left).join(''));
    expect(await complaintsAbout(bag)).toEqual(['', '']);
    expect((await verifyBag(bag)).selfAttested.join('\n')).toContain('taken away again whole');
    expect(strangersWords(bag)).toMatch(
      /nothing\s+which was added to the sealed bag was taken away again whole/,
    );
  });

  it('is named as a gap when bag-info.txt says that it was asked for', async () => {
    const bag = await fullBag(authorities());
    for (const path of pair('signature.second', 'tst', 'pem')) await rm(join(bag, path));
    expect((await verifyBag(bag)).gaps).toEqual([
      {
        kind: 'SEAL_NOT_STAMPED',
        authority: 'second',
        sentence: 'the signature of the bag has no token by second',
      },
    ]);
    expect(strangersWords(bag)).toMatch(/^missing +seal\/signature\.second\.tst +never came/m);
  });
});

describe('what the disk keeps beside the bytes', () => {
  it('is no part of a bag: times, permissions, a second name outside of it', async () => {
    const bag = await fullBag();
    const path = join(bag, 'data/playbook.yaml');
    await utimes(path, 1, 1);
    await chmod(path, 0o777);
    await rename(path, `${bag}.elsewhere`);
    await link(`${bag}.elsewhere`, path);
    expect(await complaintsAbout(bag)).toEqual(['', '']);
    expect(strangersWords(bag)).toMatch(/When files were\s+made, who may read them/);
  });
});

describe('a changed bag, on the command line', () => {
  it.each<[string, string]>([
    ['a payload file', 'data/http/exchanges.warc.gz'],
    ['a manifest', 'tagmanifest-sha512.txt'],
    ['the signature', 'seal/tagmanifest-sha256.txt.sig'],
    ['a hand-over', 'seal/handover.jsonl'],
  ])('ends with 5 and with 1, and each names %s', async (_, path) => {
    const bag = await fullBag();
    const bytes = await readFile(join(bag, path));
    await writeFile(join(bag, path), Buffer.concat([bytes.subarray(0, 20), bytes.subarray(21)]));
    const ours = await firebreak(['verify', bag], newPlace());
    expect([ours.code, ours.stdout.includes(path)]).toEqual([5, true]);
    const [{ status, stdout }] = strangers(bag);
    expect([status, stdout.includes(path)]).toEqual([1, true]);
  });
});

const run = (path: string) => spawnSync(process.execPath, [path], { encoding: 'utf8' });

/** The two checkers as they lie in the bag, as programs. */
const strangers = (bag: string) =>
  [run(join(bag, 'seal/verify.mjs')), run(join(bag, 'seal/verify-stamps.mjs'))] as const;

const strangersWords = (bag: string): string => {
  const ran = strangers(bag);
  expect(ran.map(({ status, stderr }) => [status, stderr])).toEqual(ran.map(() => [0, '']));
  return ran.map(({ stdout }) => stdout).join('');
};
