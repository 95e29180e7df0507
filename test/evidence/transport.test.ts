import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { packBag, recipientProblem, type Lock } from '../../src/evidence/index.ts';
import { tarOf } from '../../src/evidence/transport/tar.ts';
import { freshFolder } from './folder.ts';
import { smallBag } from './small-case.ts';

const at = '2026-11-21T06:00:00.000Z';
// The least that scrypt takes here: what is tested is not how long a guess lasts.
const byPassphrase: Lock = { passphrase: new Secret('correct horse', 'env:P'), workFactor: 4 };

const pack = (bag: string, lock: Lock, into = join(dirname(bag), 'FB-1.tar.age')) =>
  packBag(bag, { into, top: 'FB-1', at, lock });

async function tarBytes(folder: string, top = 'FB-1'): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of tarOf(folder, top, 1_795_000_000)) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

describe('evidence/transport', () => {
  it('gives a parcel that its recipient opens to the bytes of the tar, and a checksum of it', async () => {
    const bag = await smallBag();
    const identity = await generateX25519Identity();
    const packed = await pack(bag, { recipients: [await identityToRecipient(identity)] });
    const bytes = await readFile(packed.path);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(packed).toMatchObject({ sha256, bytes: bytes.length });
    expect(await readFile(packed.checksum, 'utf8')).toBe(`${sha256}  FB-1.tar.age\n`);
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    const opened = Buffer.from(await decrypter.decrypt(bytes));
    expect(opened.includes(await readFile(join(bag, 'bag-info.txt')))).toBe(true);
    expect(bytes.includes('BagIt')).toBe(false);
  });

  it('opens with the passphrase and with no other', async () => {
    const packed = await pack(await smallBag(), byPassphrase);
    const bytes = await readFile(packed.path);
    for (const [passphrase, opens] of [['correct horse', true] as const, ['wrong', false] as const]) {
      const decrypter = new Decrypter();
      decrypter.addPassphrase(passphrase);
      const opened = decrypter.decrypt(bytes);
      await (opens ? expect(opened).resolves.toBeInstanceOf(Uint8Array) : expect(opened).rejects.toThrow());
    }
  });

  it('replaces nothing that is there, and leaves nothing of what failed', async () => {
    const bag = await smallBag();
    await pack(bag, byPassphrase);
    await expect(pack(bag, byPassphrase)).rejects.toMatchObject({ code: 'BAG_EXISTS' });
    const before = (await readdir(dirname(bag))).sort();
    await symlink('/etc/hostname', join(bag, 'data/link'));
    const elsewhere = join(dirname(bag), 'other.tar.age');
    await expect(pack(bag, byPassphrase, elsewhere)).rejects.toMatchObject({ code: 'SOURCE_NOT_A_FILE' });
    await expect(pack(bag, { recipients: ['age1nobody'] }, elsewhere)).rejects.toMatchObject({
      code: 'BAD_RECIPIENT',
    });
    await expect(pack(bag, { recipients: [] }, elsewhere)).rejects.toMatchObject({ code: 'BAD_RECIPIENT' });
    expect((await readdir(dirname(bag))).sort()).toEqual(before);
  });

  it('says of a secret key, an SSH key and a typing error what each is, and repeats none', async () => {
    const identity = await generateX25519Identity();
    expect(recipientProblem(identity)).toMatch(/secret key/);
    expect(recipientProblem(identity)).not.toContain(identity);
    expect(recipientProblem('ssh-ed25519 AAAA')).toMatch(/SSH/);
    expect(recipientProblem('age1qqqq')).toMatch(/not an age recipient/);
    expect(recipientProblem(await identityToRecipient(identity))).toBeUndefined();
  });

  it('makes the same tar of the same bag, whoever owns the files and whenever they were touched', async () => {
    const bag = await smallBag();
    const one = await tarBytes(bag);
    const file = await open(join(bag, 'bagit.txt'));
    await file.utimes(1, 1);
    await file.chmod(0o644);
    await file.close();
    expect((await tarBytes(bag)).equals(one)).toBe(true);
    expect(one.length % 512).toBe(0);
  });

  it('holds names of up to 255 characters where a slash divides them, and refuses longer ones', async () => {
    const folder = await freshFolder();
    const deep = join('a'.repeat(120), 'b'.repeat(90));
    await mkdir(join(folder, 'a'.repeat(120)));
    await writeFile(join(folder, deep), 'x');
    const bytes = await tarBytes(folder, 'top');
    expect(bytes.toString('latin1', 0, 100)).toBe('b'.repeat(90) + '\0'.repeat(10));
    expect(bytes.toString('latin1', 345, 345 + 124)).toBe(`top/${'a'.repeat(120)}`);
    await writeFile(join(folder, 'c'.repeat(101)), 'x');
    await expect(tarBytes(folder, 'top')).rejects.toMatchObject({ code: 'BAD_NAME' });
  });
});
