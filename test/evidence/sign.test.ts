import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createSigningKey, loadSigningKey } from '../../src/evidence/index.ts';
import { verifySshSignature } from '../../src/evidence/ssh-signature.ts';
import { signer } from './sealing.ts';

// Made with ssh-keygen of OpenSSH 9.2p1 and a throwaway key:
//   ssh-keygen -Y sign -f key -n evidence@firebreak msg; ssh-keygen -lf key.pub
const message = Buffer.from('a line\n');
const fingerprint = 'SHA256:XHSySPw9vIDqXFcf2QENcxodvxNQyx9q7PNkMpIctT0';
const signature = `-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgmnQZ2RiO/6nEdKHoHtrBwxViCg
sFaO5vLaGPqn+rSbIAAAASZXZpZGVuY2VAZmlyZWJyZWFrAAAAAAAAAAZzaGE1MTIAAABT
AAAAC3NzaC1lZDI1NTE5AAAAQEOUD9Iv4lJkEMhoMLYpQQTNI6iM14YIlys7Qurd9eNl0Y
0615uqNOImBG5zabNpW0BKloSUdXn/rcJMbBkLrQQ=
-----END SSH SIGNATURE-----
`;
// The same key and message in the namespace other@tool.
const elsewhere = `-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgmnQZ2RiO/6nEdKHoHtrBwxViCg
sFaO5vLaGPqn+rSbIAAAAKb3RoZXJAdG9vbAAAAAAAAAAGc2hhNTEyAAAAUwAAAAtzc2gt
ZWQyNTUxOQAAAEAzc4zIPOFU0+5QnaoizXDsrnSzNyIwlQCpc2/1qg9FVmGZPhlwjeEbSb
juO9X7FZmQ79YoimiSqEJ8YqlQa/wL
-----END SSH SIGNATURE-----
`;

describe('evidence/sign', () => {
  it('accepts a signature made by ssh-keygen, with the fingerprint that ssh-keygen prints', () => {
    expect(verifySshSignature(signature, message)).toMatchObject({ ok: true, fingerprint });
  });

  it('refuses a good signature that was made for another purpose', () => {
    expect(verifySshSignature(elsewhere, message)).toMatchObject({
      ok: false,
      why: expect.stringContaining('namespace') as string,
    });
  });

  it('refuses the signature over any other message', () => {
    expect(verifySshSignature(signature, Buffer.from('a line'))).toMatchObject({ ok: false });
    expect(verifySshSignature(signature, new Uint8Array())).toMatchObject({ ok: false });
  });

  it('notices every changed character of a signature file', () => {
    for (let at = 0; at < signature.length; at++) {
      const changed = `${signature.slice(0, at)}${signature[at] === 'A' ? 'B' : 'A'}${signature.slice(at + 1)}`;
      expect(verifySshSignature(changed, message).ok, `character ${at}`).toBe(false);
    }
    for (const text of [
      '',
      ' ',
      `${signature}\n`,
      signature.trimEnd(),
      signature.replaceAll('\n', '\r\n'),
      signature.repeat(2),
    ]) {
      expect(verifySshSignature(text, message).ok).toBe(false);
    }
  });

  it('makes the same signature for the same key and message, and one that holds', async () => {
    const [one, two] = [await signer.sign(message), await signer.sign(message)];
    expect(one).toBe(two);
    expect(verifySshSignature(one, message)).toMatchObject({ ok: true, fingerprint: signer.fingerprint });
  });

  // RFC 8410 §10.1 and §10.3: the public key that belongs to the private key printed there.
  it('derives the public key of the example in RFC 8410', () => {
    const raw = Buffer.from('19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1', 'hex');
    expect(Buffer.from(signer.publicKey.split(' ')[1] ?? '', 'base64').subarray(-32)).toEqual(raw);
  });

  it('reads back the key that it made, with and without a passphrase', () => {
    for (const passphrase of [undefined, 'correct horse']) {
      const made = createSigningKey(passphrase);
      expect(made.pem).toContain(passphrase ? 'BEGIN ENCRYPTED PRIVATE KEY' : 'BEGIN PRIVATE KEY');
      expect(loadSigningKey(made.pem, passphrase).fingerprint).toBe(made.signer.fingerprint);
    }
    expect(createSigningKey().signer.fingerprint).not.toBe(createSigningKey().signer.fingerprint);
  });

  it.each([
    [
      'a wrong passphrase',
      () => loadSigningKey(createSigningKey('one').pem, 'two'),
      /wrong or missing passphrase/,
    ],
    ['no passphrase', () => loadSigningKey(createSigningKey('one').pem), /wrong or missing passphrase/],
    ['text that is no key', () => loadSigningKey('hello'), /not PKCS#8 PEM/],
    ['an RSA key', () => loadSigningKey(rsaKey()), /must be Ed25519, not rsa/],
  ])('refuses %s, saying which it is', (_what, load, message) => {
    expect(load).toThrow(
      expect.objectContaining({
        code: 'KEY_NOT_READABLE',
        message: expect.stringMatching(message) as string,
      }) as Error,
    );
  });

  it('does not show its private key when printed', () => {
    const printed = `${inspect(signer, { depth: 9, showHidden: true })} ${JSON.stringify(signer)}`;
    expect(printed).not.toContain('1O5y2/kTWErVttjx92n4rTr+fCjL8dT74Jeoj0R1WEI');
    expect(printed).not.toMatch(/PRIVATE KEY/);
  });
});

const rsaKey = (): string =>
  String(
    generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
  );
