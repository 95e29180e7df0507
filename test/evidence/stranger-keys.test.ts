import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { examine } from '../../src/evidence/stranger/verify.mjs';
import { has } from '../support/pdf-tools.ts';
import { readingInPlace } from './changes/disk-in-place.ts';
import { freshFolder } from './folder.ts';
import { smallBag } from './small-case.ts';
import { tokenSignature } from './token-signature.ts';

const purpose = 'countersign@firebreak';
const signatureOf = (bag: string): string => join(bag, 'seal/countersign.w.sig');

/** A bag that somebody else counter-signed, with another program than ours. */
async function countersigned(
  { signature, publicKey }: { signature: string; publicKey: string },
  bag: string,
) {
  const [kind = '', key = ''] = publicKey.split(' ');
  await writeFile(signatureOf(bag), signature);
  const line = `w namespaces="${purpose}" ${kind} ${key}\n`;
  await writeFile(join(bag, 'seal/countersign.w.allowed_signers'), line);
}

async function bySshKeygen(bag: string, ...kind: readonly string[]) {
  const folder = await freshFolder();
  const run = (...args: readonly string[]) =>
    spawnSync('ssh-keygen', args, { cwd: folder, encoding: 'utf8' });
  run('-q', '-t', ...kind, '-N', '', '-f', 'key');
  await writeFile(join(folder, 'list'), await readFile(join(bag, 'tagmanifest-sha256.txt')));
  run('-q', '-Y', 'sign', '-f', 'key', '-n', purpose, 'list');
  const [signature, publicKey] = await Promise.all(
    ['list.sig', 'key.pub'].map((name) => readFile(join(folder, name), 'utf8')),
  );
  await countersigned({ signature: signature ?? '', publicKey: publicKey ?? '' }, bag);
  return run('-l', '-f', 'key.pub').stdout.split(' ')[1];
}

const saidOf = async (bag: string) => {
  let checks: Awaited<ReturnType<typeof examine>> = [];
  await readingInPlace(async () => {
    checks = await examine(bag);
  });
  const problems = checks.flatMap(([, wrong]) => wrong);
  return { problems, found: checks.find(([what]) => what === 'counter-signatures')?.[2] };
};

/** Each kind of key that ssh-keygen signs with, to the checker that lies in the bag. */
describe.runIf(has('ssh-keygen'))('evidence/stranger, of the keys that sign', () => {
  it.each([
    [['ed25519']],
    [['ecdsa', '-b', '256']],
    [['ecdsa', '-b', '384']],
    [['ecdsa', '-b', '521']],
    [['rsa', '-b', '2048']],
    [['rsa', '-b', '3072']],
  ])('takes what ssh-keygen signed with %s, and no changed character of it', async (kind) => {
    const bag = await smallBag();
    const printed = await bySshKeygen(bag, ...kind);
    expect(await saidOf(bag)).toEqual({ problems: [], found: `w ${printed}` });
    const signature = await readFile(signatureOf(bag), 'utf8');
    const unnoticed: number[] = [];
    // Each a prime further: at the ends of fields as well as in them.
    for (let at = 0; at < signature.length; at += 13) {
      const other = signature[at] === 'A' ? 'B' : 'A';
      await writeFile(signatureOf(bag), signature.slice(0, at) + other + signature.slice(at + 1));
      const { problems } = await saidOf(bag);
      if (!problems.join().includes('seal/countersign.w.sig')) unnoticed.push(at);
    }
    expect(unnoticed).toEqual([]);
  });

  it.each(['ed25519', 'ec'] as const)('takes a FIDO token’s %s, when somebody touched it', async (kind) => {
    const bag = await smallBag();
    const message = await readFile(join(bag, 'tagmanifest-sha256.txt'));
    await countersigned(tokenSignature(kind, { message, purpose }), bag);
    expect((await saidOf(bag)).problems).toEqual([]);
    await countersigned(tokenSignature(kind, { message, purpose, flags: 0 }), bag);
    expect((await saidOf(bag)).problems).toEqual(['seal/countersign.w.sig: nobody touched the token']);
    await countersigned(tokenSignature(kind, { message: Buffer.from('another list'), purpose }), bag);
    expect((await saidOf(bag)).problems).toEqual([
      'seal/countersign.w.sig: it is not of what it should be of',
    ]);
  });

  it('refuses RSA of 1024 bits, which OpenSSH still makes', async () => {
    const bag = await smallBag();
    await bySshKeygen(bag, 'rsa', '-b', '1024');
    expect((await saidOf(bag)).problems).toEqual([
      'seal/countersign.w.sig: RSA in another form, or too short',
    ]);
  });
});
