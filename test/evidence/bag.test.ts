import { lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { collectCaseFiles, sealBag, sha256Hex, verifyBag } from '../../src/evidence/index.ts';
import { apiSecret } from './exchanges.ts';
import { freshFolder } from './folder.ts';
import { sealingOf, signer } from './sealing.ts';
import { smallCase } from './small-case.ts';

describe('evidence/bag', () => {
  it('lays a case out as a BagIt 1.0 bag, without the private folder, lock and drafts', async () => {
    const folder = await smallCase();
    await writeFile(join(folder, 'case.lock.1.2'), '{}');
    await writeFile(join(folder, 'exhibits/EX-003-orders.json.writing'), 'half');
    const { folder: bag } = await sealBag(await sealingOf(folder));
    expect(await pathsIn(bag)).toEqual([
      'bag-info.txt',
      'bagit.txt',
      'data/exhibits/EX-001-open-orders.json',
      'data/exhibits/EX-002-open-orders.json',
      'data/http/exchanges.warc.gz',
      'data/journal/journal.jsonl',
      'data/playbook.yaml',
      'data/report/report.json',
      'manifest-sha256.txt',
      'manifest-sha512.txt',
      'seal/VERIFY.txt',
      'seal/allowed_signers',
      'seal/tagmanifest-sha256.txt.sig',
      'seal/verify-stamps.mjs',
      'seal/verify.mjs',
      'tagmanifest-sha256.txt',
      'tagmanifest-sha512.txt',
    ]);
    // RFC 8493 §2.1.1
    expect(await readFile(join(bag, 'bagit.txt'), 'latin1')).toBe(
      'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n',
    );
  });

  it('gives the same bytes and file times for the same input', async () => {
    const caseFolder = await smallCase();
    const bags = [];
    for (const name of ['one', 'two']) {
      const { files } = (await sealingOf(caseFolder)).source;
      const source = { files: name === 'one' ? files : files.toReversed() };
      bags.push(
        (await sealBag(await sealingOf(caseFolder, { source, into: join(caseFolder, '..', name) }))).folder,
      );
    }
    const [one = '', two = ''] = bags;
    for (const path of await pathsIn(one)) {
      expect(sha256Hex(await readFile(join(one, path)))).toBe(sha256Hex(await readFile(join(two, path))));
      expect((await stat(join(one, path))).mtimeMs).toBe(Date.parse('2026-11-21T06:00:00.000Z'));
    }
  });

  it('states payload size, key, journal head, report hash and SELF-ATTESTED in bag-info.txt', async () => {
    const sealed = await sealBag(await sealingOf(await smallCase()));
    const info = await readFile(join(sealed.folder, 'bag-info.txt'), 'utf8');
    const report = sha256Hex('{"format":"firebreak-report/1"}\n');
    expect(info.split('\n')).toEqual([
      'External-Identifier: FB-2026-0001',
      'Source-Organization: Example Ltd',
      'Bagging-Date: 2026-11-21',
      `Payload-Oxum: ${sealed.bytes}.6`,
      `Firebreak-Signing-Key: ${signer.fingerprint}`,
      'Firebreak-Attestation: SELF-ATTESTED',
      expect.stringMatching(/^Firebreak-Journal-Head: 6 [0-9a-f]{64}$/),
      `Firebreak-Report-SHA256: ${report}`,
      '',
    ]);
    expect(sealed).toMatchObject({ files: 6, attestation: 'SELF-ATTESTED', verification: { ok: true } });
    expect(sealed.root).toBe(sha256Hex(await readFile(join(sealed.folder, 'tagmanifest-sha256.txt'))));
  });

  it('keeps a value with line ends from adding a label of its own', async () => {
    const bagInfo = { 'Contact-Name': 'Eve\nFirebreak-Attestation: NOTARISED' };
    const { folder } = await sealBag(await sealingOf(await smallCase(), { bagInfo }));
    const info = await readFile(join(folder, 'bag-info.txt'), 'utf8');
    expect(info.match(/^Firebreak-Attestation: .*$/gm)).toEqual(['Firebreak-Attestation: SELF-ATTESTED']);
  });

  it('keeps the bag from other users', async () => {
    const { folder } = await sealBag(await sealingOf(await smallCase()));
    for (const path of await pathsIn(folder))
      expect((await stat(join(folder, path))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'data/report'))).mode & 0o777).toBe(0o700);
  });

  it('does not touch what is at the place of the bag already, and builds over a draft that a kill left', async () => {
    const sealing = await sealingOf(await smallCase());
    await mkdir(`${sealing.into}.partial/data`, { recursive: true });
    await writeFile(`${sealing.into}.partial/data/left-over`, 'x');
    const { folder, verification } = await sealBag(sealing);
    expect(verification.ok).toBe(true);
    const before = await readFile(join(folder, 'tagmanifest-sha256.txt'), 'utf8');
    await expect(sealBag(sealing)).rejects.toMatchObject({ code: 'BAG_EXISTS' });
    expect(await readFile(join(folder, 'tagmanifest-sha256.txt'), 'utf8')).toBe(before);
    expect(await readdir(join(folder, '..'))).toEqual(['bag', 'case']);
  });

  it.each([
    '../out',
    '/etc/passwd',
    'a/../b',
    'a//b',
    '-rf',
    'sp ace',
    'per%cent',
    'ünïcode',
    'line\nend',
    '.',
    '',
  ])('refuses the payload name %j', async (path) => {
    const source = { files: [{ path, bytes: Buffer.from('x') }] };
    await expect(sealBag(await sealingOf(await smallCase(), { source }))).rejects.toMatchObject({
      code: 'BAD_NAME',
    });
  });

  it('refuses two names that some file systems take for one', async () => {
    const source = { files: ['a.json', 'A.json'].map((path) => ({ path, bytes: Buffer.from('x') })) };
    await expect(sealBag(await sealingOf(await smallCase(), { source }))).rejects.toMatchObject({
      code: 'BAD_NAME',
    });
  });

  it('refuses a symbolic link in the case, and one given as a source', async () => {
    const folder = await smallCase();
    const sealing = await sealingOf(folder);
    await symlink('/etc/hostname', join(folder, 'exhibits/EX-009-attachment.txt'));
    await expect(collectCaseFiles(folder)).rejects.toMatchObject({ code: 'SOURCE_NOT_A_FILE' });
    const files = [{ path: 'x.txt', sourcePath: join(folder, 'exhibits/EX-009-attachment.txt') }];
    await expect(sealBag({ ...sealing, source: { files } })).rejects.toMatchObject({
      code: 'SOURCE_NOT_A_FILE',
    });
    expect(await readdir(join(folder, '..'))).toEqual(['case']);
  });

  it('does not seal a secret: names file, form and where the secret came from, and leaves nothing behind', async () => {
    const folder = await smallCase();
    const encoded = Buffer.from(`user:${apiSecret}`).toString('base64');
    await writeFile(join(folder, 'report/report.json'), `{"note":"Basic ${encoded}"}`);
    const refused = sealBag(await sealingOf(folder));
    await expect(refused).rejects.toMatchObject({
      code: 'SECRET_FOUND',
      message: 'not sealed, a secret is in it: data/report/report.json holds env:BINANCE_SECRET (base64)',
    });
    await expect(refused).rejects.not.toThrow(apiSecret);
    expect(await readdir(join(folder, '..'))).toEqual(['case']);
  });

  it('finds a secret in what it writes itself, too', async () => {
    const bagInfo = { 'Contact-Name': 'passphrase-of-the-key' };
    const secrets = [new Secret('passphrase-of-the-key', 'prompt:')];
    const refused = sealBag(await sealingOf(await smallCase(), { bagInfo, secrets }));
    await expect(refused).rejects.toThrow('bag-info.txt holds prompt: (raw)');
  });

  it('seals a case whose journal is damaged, and says so: preserving comes before judging', async () => {
    const folder = await smallCase();
    const path = join(folder, 'journal/journal.jsonl');
    await writeFile(path, (await readFile(path, 'utf8')).replace('all quiet', 'all quie!'));
    const { verification, folder: bag } = await sealBag(await sealingOf(folder));
    expect(verification.firstProblem).toMatchObject({ check: 'journal chain' });
    expect((await verifyBag(bag)).checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual([
      'journal chain',
    ]);
  });

  it('streams: a file larger than its share of memory is copied, hashed and checked', async () => {
    const folder = await freshFolder();
    const big = Buffer.alloc(120 * 1024 * 1024, 'firebreak ');
    await writeFile(join(folder, 'big.bin'), big);
    const files = [{ path: 'exhibits/big.bin', sourcePath: join(folder, 'big.bin') }];
    const before = process.memoryUsage().arrayBuffers;
    const sealed = await sealBag(await sealingOf(folder, { source: { files }, into: join(folder, 'bag') }));
    // Chunks that nobody has collected yet count too: a third of the file leaves room for them.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(big.length / 3);
    expect(sealed.bytes).toBe(big.length);
    const manifest = await readFile(join(sealed.folder, 'manifest-sha256.txt'), 'utf8');
    expect(manifest).toBe(`${sha256Hex(big)}  data/exhibits/big.bin\n`);
  });
});

async function pathsIn(folder: string, inside = ''): Promise<string[]> {
  const paths: string[] = [];
  for (const name of await readdir(join(folder, inside))) {
    const path = inside === '' ? name : `${inside}/${name}`;
    if ((await lstat(join(folder, path))).isDirectory()) paths.push(...(await pathsIn(folder, path)));
    else paths.push(path);
  }
  return paths.sort();
}
