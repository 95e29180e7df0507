import { spawnSync } from 'node:child_process';
import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../src/domain/failure.ts';
import { createSigningKey, sealBag, sha256Hex, verifyBag } from '../../src/evidence/index.ts';
import { freshFolder } from './folder.ts';
import { sealingOf, signer } from './sealing.ts';
import { smallBag, smallCase } from './small-case.ts';

const payload = 'data/exhibits/EX-001-open-orders.json';

describe('evidence/verify', () => {
  it('finds nothing wrong with a bag as it was sealed, and says what stays self-attested', async () => {
    const verification = await verifyBag(await smallBag(), { expectedFingerprint: signer.fingerprint });
    expect(verification).toMatchObject({
      ok: true,
      fingerprint: signer.fingerprint,
      attestation: 'SELF-ATTESTED',
    });
    expect(verification.firstProblem).toBeUndefined();
    expect(verification.checks.map(({ name }) => name)).toEqual([
      'files',
      'bagit.txt',
      'manifest-sha256.txt',
      'manifest-sha512.txt',
      'tagmanifest-sha256.txt',
      'tagmanifest-sha512.txt',
      'Payload-Oxum',
      'signature',
      'signing key',
      'journal chain',
      'exhibits',
      'HTTP record',
      'redaction log',
      'report',
    ]);
    expect(verification.selfAttested.join(' ')).toContain('every time is the word of the machine');
  });

  it('says that the key was compared with nothing when no fingerprint was given', async () => {
    const { checks, selfAttested } = await verifyBag(await smallBag());
    expect(checks.find(({ name }) => name === 'signing key')?.detail).toContain('not compared with anything');
    expect(selfAttested.at(-1)).toContain('Who signed');
  });

  it.each<[string, (bag: string) => Promise<unknown>, string, string]>([
    ['a missing exhibit', (bag) => rm(join(bag, payload)), 'manifest-sha256.txt', `missing: ${payload}`],
    [
      'an extra file in data',
      (bag) => writeFile(join(bag, 'data/extra.txt'), 'x'),
      'manifest-sha256.txt',
      'extra: data/extra.txt',
    ],
    [
      'an extra file beside data',
      (bag) => writeFile(join(bag, 'fetch.txt'), 'x'),
      'tagmanifest-sha256.txt',
      'extra: fetch.txt',
    ],
    [
      'an extra tag manifest',
      (bag) => writeFile(join(bag, 'tagmanifest-md5.txt'), ''),
      'tagmanifest-sha256.txt',
      'extra: tagmanifest-md5.txt',
    ],
    [
      'an altered exhibit',
      (bag) => writeFile(join(bag, payload), '{}'),
      'manifest-sha256.txt',
      `altered: ${payload}`,
    ],
    [
      'an altered bag-info.txt',
      (bag) => writeFile(join(bag, 'bag-info.txt'), ''),
      'tagmanifest-sha256.txt',
      'altered: bag-info.txt',
    ],
    [
      'a file replaced by a link to its copy',
      (bag) => link(bag, payload),
      'files',
      `symbolic link: ${payload}`,
    ],
    [
      'a folder replaced by a link to its copy',
      (bag) => link(bag, 'data/http'),
      'files',
      'symbolic link: data/http',
    ],
    [
      'a pipe',
      (bag) => Promise.resolve(spawnSync('mkfifo', [join(bag, 'data/pipe')])),
      'files',
      'neither file nor folder: data/pipe',
    ],
    ['an empty folder', (bag) => mkdir(join(bag, 'data/empty')), 'files', 'empty folder: data/empty'],
    [
      'a name with escape codes',
      (bag) => writeFile(join(bag, 'data/\u001b[2J\u202e'), ''),
      'files',
      String.raw`"data/\u001b[2J\u202e"`,
    ],
    [
      'a missing signature',
      (bag) => rm(join(bag, 'seal/tagmanifest-sha256.txt.sig')),
      'signature',
      'not an SSH signature',
    ],
    ['a missing declaration', (bag) => rm(join(bag, 'bagit.txt')), 'bagit.txt', 'missing: bagit.txt'],
  ])('names %s', async (_what, harm, check, problem) => {
    const bag = await smallBag();
    await harm(bag);
    const { ok, firstProblem } = await verifyBag(bag);
    expect(ok).toBe(false);
    expect(firstProblem?.check).toBe(check);
    expect(firstProblem?.problem).toContain(problem);
  });

  it.each([
    [
      'names a path outside the bag',
      `${'0'.repeat(64)}  ../../etc/passwd\n`,
      'names a path outside the bag: "../../etc/passwd"',
    ],
    [
      'names an absolute path',
      `${'0'.repeat(64)}  /etc/passwd\n`,
      'names a path outside the bag: "/etc/passwd"',
    ],
    [
      'lists a file twice',
      `${sha256Hex('id: leaked-api-key\n')}  data/playbook.yaml\n`,
      'listed twice: data/playbook.yaml',
    ],
    ['has a line that is none', 'hello\n', 'not a manifest line: hello'],
  ])('names a manifest that %s', async (_what, line, problem) => {
    const bag = await smallBag();
    const path = join(bag, 'manifest-sha256.txt');
    await writeFile(path, (await readFile(path, 'utf8')) + line);
    const check = (await verifyBag(bag)).checks.find(({ name }) => name === 'manifest-sha256.txt');
    expect(check).toMatchObject({ ok: false, detail: expect.stringContaining(problem) as string });
  });

  it('names a key other than the expected one, and a bag signed anew with another key', async () => {
    const bag = await smallBag();
    const other = createSigningKey().signer;
    const wrong = await verifyBag(bag, { expectedFingerprint: other.fingerprint });
    expect(wrong.firstProblem).toMatchObject({
      check: 'signing key',
      problem: expect.stringContaining(signer.fingerprint) as string,
    });

    await writeFile(
      join(bag, 'seal/tagmanifest-sha256.txt.sig'),
      await other.sign(await readFile(join(bag, 'tagmanifest-sha256.txt'))),
    );
    const resigned = await verifyBag(bag);
    expect(resigned.firstProblem).toMatchObject({
      check: 'signing key',
      problem: expect.stringContaining('names another key') as string,
    });
  });

  // Whoever reseals with a key of their own can make every sum right: the record must still agree with itself.
  it.each<[string, (folder: string) => Promise<unknown>, string, string]>([
    [
      'a record changed in the journal',
      (f) => edit(f, 'journal/journal.jsonl', 'all quiet', 'all quiet?'),
      'journal chain',
      'broken at record 6: its hash does not match',
    ],
    ['a record taken out of the journal', (f) => dropLine(f, 4), 'journal chain', 'record 4 is missing'],
    [
      'an exhibit changed',
      (f) => edit(f, 'exhibits/EX-002-open-orders.json', 'EX-002', 'EX-00X'),
      'exhibits',
      'altered: EX-002 (exhibits/EX-002-open-orders.json)',
    ],
    [
      'an exhibit taken away',
      (f) => rm(join(f, 'exhibits/EX-001-open-orders.json')),
      'exhibits',
      'missing: EX-001',
    ],
    [
      'an exhibit slipped in',
      (f) => writeFile(join(f, 'exhibits/EX-003-trades.json'), '{}'),
      'exhibits',
      'not in the journal: data/exhibits/EX-003-trades.json',
    ],
    [
      'a byte of an HTTP record changed',
      (f) => flip(f, 'http/exchanges.warc.gz', -30),
      'HTTP record',
      'altered: X-00002',
    ],
    [
      'the HTTP record cut',
      (f) => cut(f, 'http/exchanges.warc.gz', 10),
      'HTTP record',
      'X-00002 lies outside',
    ],
    [
      'the HTTP record taken away',
      (f) => rm(join(f, 'http/exchanges.warc.gz')),
      'HTTP record',
      'missing: data/http/exchanges.warc.gz',
    ],
    [
      'the journal taken away',
      (f) => rm(join(f, 'journal/journal.jsonl')),
      'journal chain',
      'missing: data/journal/journal.jsonl',
    ],
  ])('names %s before the bag was sealed anew', async (_what, harm, check, problem) => {
    const folder = await smallCase();
    await harm(folder);
    const { verification } = await sealBag(await sealingOf(folder));
    const found = verification.checks.find(({ name }) => name === check);
    expect(found).toMatchObject({ ok: false, detail: expect.stringContaining(problem) as string });
  });

  it('names a report that is not the one in bag-info.txt, and a journal that ends earlier than it says', async () => {
    const bag = await smallBag();
    const info = await readFile(join(bag, 'bag-info.txt'), 'utf8');
    await writeFile(
      join(bag, 'bag-info.txt'),
      info.replace(/(Report-SHA256: )./, '$1-').replace('Head: 6', 'Head: 7'),
    );
    const failed = (await verifyBag(bag)).checks.filter(({ ok }) => !ok).map(({ name }) => name);
    expect(failed).toEqual(expect.arrayContaining(['journal chain', 'report']));
  });

  it('says plainly that there is no bag, or that it was given a file', async () => {
    const folder = await freshFolder();
    await expect(verifyBag(join(folder, 'nowhere'))).rejects.toBeInstanceOf(BadInput);
    await writeFile(join(folder, 'bag.tar'), '');
    await expect(verifyBag(join(folder, 'bag.tar'))).rejects.toMatchObject({ hint: 'unpack it first' });
    expect((await verifyBag(folder)).firstProblem).toBeDefined();
  });
});

async function link(bag: string, path: string): Promise<void> {
  const copy = join(bag, '..', 'copy');
  await cp(join(bag, path), copy, { recursive: true });
  await rm(join(bag, path), { recursive: true });
  await symlink(copy, join(bag, path));
}

async function edit(folder: string, path: string, from: string, to: string): Promise<void> {
  const text = await readFile(join(folder, path), 'utf8');
  await writeFile(join(folder, path), text.replace(from, to));
}

async function dropLine(folder: string, line: number): Promise<void> {
  const path = join(folder, 'journal/journal.jsonl');
  const lines = (await readFile(path, 'utf8')).split(/(?<=\n)/);
  await writeFile(path, lines.toSpliced(line - 1, 1).join(''));
}

async function flip(folder: string, path: string, at: number): Promise<void> {
  const bytes = await readFile(join(folder, path));
  bytes[bytes.length + at] = (bytes.at(at) ?? 0) ^ 1;
  await writeFile(join(folder, path), bytes);
}

async function cut(folder: string, path: string, count: number): Promise<void> {
  const bytes = await readFile(join(folder, path));
  await writeFile(join(folder, path), bytes.subarray(0, -count));
}
