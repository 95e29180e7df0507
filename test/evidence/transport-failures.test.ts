import { spawnSync } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  Decrypter,
  generateHybridIdentity,
  generateX25519Identity,
  identityToRecipient,
} from 'age-encryption';
import { describe, expect, it } from 'vitest';
import { packBag, recipientsProblem, type Lock } from '../../src/evidence/index.ts';
import { smallBag } from './small-case.ts';

const at = '2026-11-21T06:00:00.000Z';
const pack = (bag: string, lock: Lock) =>
  packBag(bag, { into: join(dirname(bag), 'FB-1.tar.age'), top: 'FB-1', at, lock });
const recipient = async () => identityToRecipient(await generateX25519Identity());

describe('evidence/transport when it goes wrong', () => {
  it('leaves nothing when the disk is full, and the bag as it was', async () => {
    const bag = await smallBag();
    const lock = { recipients: [await recipient()] };
    const before = await readdir(dirname(bag));
    const module = fileURLToPath(new URL('../../src/evidence/index.ts', import.meta.url));
    const script = `import(${JSON.stringify(module)}).then(({ packBag }) => packBag(${JSON.stringify(bag)}, ${JSON.stringify(
      { into: join(dirname(bag), 'FB-1.tar.age'), top: 'FB-1', at, lock },
    )})).catch((error) => { console.log(error.code); process.exitCode = 7; })`;
    // What one file may hold, in blocks of 512 bytes or more: the parcel is larger.
    const { status, stdout } = spawnSync(
      'sh',
      ['-c', 'ulimit -f 8; exec "$0" -e "$1"', process.execPath, script],
      {
        encoding: 'utf8',
      },
    );
    expect([status, stdout.trim()]).toEqual([7, 'EFBIG']);
    expect(await readdir(dirname(bag))).toEqual(before);
  });

  it('says what to do about a parcel whose checksum was never written, and touches neither', async () => {
    const bag = await smallBag();
    const lock = { recipients: [await recipient()] };
    const { path, checksum } = await pack(bag, lock);
    await rm(checksum);
    const parcel = await readFile(path);
    const again = pack(bag, lock);
    await expect(again).rejects.toMatchObject({
      code: 'BAG_EXISTS',
      message: expect.stringContaining('sha256sum FB-1.tar.age > FB-1.tar.age.sha256') as unknown,
    });
    expect((await readFile(path)).equals(parcel)).toBe(true);
    await rm(path);
    await writeFile(checksum, 'the hash of a parcel that was sent away\n');
    await expect(pack(bag, lock)).rejects.toMatchObject({ code: 'BAG_EXISTS' });
    expect(await readFile(checksum, 'utf8')).toContain('sent away');
  });

  it('begins anew over the draft of a try that was killed', async () => {
    const bag = await smallBag();
    await writeFile(join(dirname(bag), 'FB-1.tar.age.writing'), 'half');
    await pack(bag, { recipients: [await recipient()] });
    expect((await readdir(dirname(bag))).filter((name) => name.includes('writing'))).toEqual([]);
  });

  it('encrypts once for one who is named twice', async () => {
    const bag = await smallBag();
    const one = await recipient();
    const { path } = await pack(bag, { recipients: [one, one] });
    const head = (await readFile(path)).toString('latin1').split('\n---')[0] ?? '';
    expect(head.match(/^-> X25519 /gm)).toHaveLength(1);
  });

  it('opens with a post-quantum identity, and refuses to weaken one by another', async () => {
    const bag = await smallBag();
    const identity = await generateHybridIdentity();
    const hybrid = await identityToRecipient(identity);
    const { path } = await pack(bag, { recipients: [hybrid] });
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    const opened = Buffer.from(await decrypter.decrypt(await readFile(path)));
    expect(opened.includes(await readFile(join(bag, 'bag-info.txt')))).toBe(true);
    expect(recipientsProblem([hybrid, await recipient()])).toMatch(/name one kind/);
    expect(recipientsProblem([hybrid, hybrid])).toBeUndefined();
    expect(recipientsProblem([await recipient(), 'age1nobody'])).toMatch(/not an age recipient/);
  });
});
