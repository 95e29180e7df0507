import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSshPublicKey } from '../../src/evidence/index.ts';
import { readSshPublicKey } from '../../src/evidence/ssh-key.ts';
import { signatureNamespace, verifySshSignature } from '../../src/evidence/ssh-signature.ts';
import { has } from '../support/pdf-tools.ts';
import { freshFolder } from './folder.ts';
import { tokenSignature } from './token-signature.ts';

const message = Buffer.from('a line\n');

const run = (args: readonly string[], cwd: string, input?: string) =>
  spawnSync('ssh-keygen', args, { cwd, encoding: 'utf8', ...(input === undefined ? {} : { input }) });

/** A signature by a new key of the kind, made by ssh-keygen; and the fingerprint that ssh-keygen prints. */
async function signedBySshKeygen(...kind: readonly string[]) {
  const folder = await freshFolder();
  run(['-q', '-t', ...kind, '-N', '', '-f', 'key'], folder);
  await writeFile(join(folder, 'message'), message);
  run(['-q', '-Y', 'sign', '-f', 'key', '-n', signatureNamespace, 'message'], folder);
  return {
    signature: await readFile(join(folder, 'message.sig'), 'utf8'),
    publicKey: await readFile(join(folder, 'key.pub'), 'utf8'),
    printed: run(['-l', '-f', 'key.pub'], folder).stdout,
  };
}

describe.runIf(has('ssh-keygen'))('evidence/ssh-key', () => {
  it.each([
    [['ed25519']],
    [['ecdsa', '-b', '256']],
    [['ecdsa', '-b', '384']],
    [['ecdsa', '-b', '521']],
    [['rsa', '-b', '2048']],
    [['rsa', '-b', '3072']],
  ])('accepts what ssh-keygen signed with %s, and prints the same fingerprint', async (kind) => {
    const { signature, publicKey, printed } = await signedBySshKeygen(...kind);
    const check = verifySshSignature(signature, message);
    expect(check).toMatchObject({ ok: true });
    expect(printed).toContain(check.ok ? ` ${check.fingerprint} ` : 'no fingerprint');
    expect(publicKey.startsWith(check.ok ? `${check.key.line} ` : 'no key')).toBe(true);
    expect(parseSshPublicKey(publicKey)?.fingerprint).toBe(check.ok && check.fingerprint);
    expect(verifySshSignature(signature, Buffer.from('a lime\n'))).toMatchObject({ ok: false });
  });

  it('notices every changed character of a signature by ECDSA and by RSA', async () => {
    for (const kind of [['ecdsa'], ['rsa', '-b', '2048']]) {
      const { signature } = await signedBySshKeygen(...kind);
      for (let at = 0; at < signature.length; at++) {
        const other = signature[at] === 'A' ? 'B' : 'A';
        const changed = signature.slice(0, at) + other + signature.slice(at + 1);
        expect(verifySshSignature(changed, message).ok, `${String(kind)} character ${at}`).toBe(false);
      }
    }
  });

  it('refuses RSA of 1024 bits, which OpenSSH still makes', async () => {
    const { signature, publicKey } = await signedBySshKeygen('rsa', '-b', '1024');
    expect(verifySshSignature(signature, message)).toMatchObject({
      ok: false,
      why: 'by a key of a kind or size that is not accepted',
    });
    expect(parseSshPublicKey(publicKey)).toBeUndefined();
  });

  it.each([
    ['', 'nothing'],
    ['ssh-ed25519', 'no key'],
    ['ssh-ed25519 AAAA', 'a key cut off'],
    ['ssh-dss AAAAB3NzaC1kc3M=', 'a kind of the past'],
  ])('reads %j as no key: %s', (text) => {
    expect(parseSshPublicKey(text)).toBeUndefined();
  });

  it('takes no key whose kind is another than the line says, and none with bytes behind it', async () => {
    const { publicKey } = await signedBySshKeygen('ed25519');
    const [, base64 = ''] = publicKey.split(' ');
    expect(parseSshPublicKey(`ssh-rsa ${base64}`)).toBeUndefined();
    const longer = Buffer.concat([Buffer.from(base64, 'base64'), Buffer.alloc(1)]);
    expect(readSshPublicKey(longer)).toBeUndefined();
  });
});

describe.runIf(has('ssh-keygen'))('evidence/ssh-key of a FIDO token', () => {
  it.each(['ed25519', 'ec'] as const)('agrees with ssh-keygen -Y verify on %s', async (kind) => {
    const { signature, publicKey } = tokenSignature(kind, { message });
    const folder = await freshFolder();
    await writeFile(join(folder, 'sig'), signature);
    await writeFile(join(folder, 'signers'), `me ${publicKey}\n`);
    const verify = ['-Y', 'verify', '-f', 'signers', '-I', 'me', '-n', signatureNamespace, '-s', 'sig'];
    expect(run(verify, folder, 'a line\n')).toMatchObject({ status: 0 });
    expect(verifySshSignature(signature, message)).toMatchObject({ ok: true });
    expect(run(verify, folder, 'a lime\n').status).not.toBe(0);
    expect(verifySshSignature(signature, Buffer.from('a lime\n'))).toMatchObject({ ok: false });
  });

  it('refuses a signature for which nobody touched the token', () => {
    expect(
      verifySshSignature(tokenSignature('ed25519', { message, flags: 0 }).signature, message),
    ).toMatchObject({ ok: false });
  });
});
