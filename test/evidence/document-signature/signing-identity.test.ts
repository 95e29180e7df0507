import { createPrivateKey } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CertificateRefusal, readSigningIdentity } from '../../../src/evidence/document-signature/index.ts';
import { has } from '../../support/pdf-tools.ts';
import { makeThrowawayCertificate } from '../../support/throwaway-certificate.ts';

// Now is not yet within a certificate that is made a second from now.
const at = new Date(Date.now() + 43_200_000);
const bytesOf = (text: string): Uint8Array => Buffer.from(text);

async function refusalOf(reading: Promise<unknown>): Promise<CertificateRefusal> {
  const error = await reading.catch((reason: unknown) => reason);
  if (error instanceof CertificateRefusal) return error;
  throw new Error('it was not refused', { cause: error });
}

describe.skipIf(!has('openssl'))('readSigningIdentity (needs openssl)', () => {
  it.each(['rsa', 'ec'] as const)('reads PEM and PKCS#12 alike (%s)', async (kind) => {
    const made = makeThrowawayCertificate(kind);
    const pem = await readSigningIdentity(bytesOf(made.chain), { key: made.key, at });
    const whole = await readSigningIdentity(bytesOf(made.key + made.chain), { at });
    const p12 = await readSigningIdentity(made.pkcs12, { passphrase: made.passphrase, at });
    for (const { certificate, chain, key } of [pem, whole, p12]) {
      expect(certificate.subject).toBe('CN=throwaway signer');
      expect(chain.map(({ subject }) => subject)).toEqual(['CN=throwaway signer', 'CN=throwaway CA']);
      expect(key.equals(createPrivateKey(made.key))).toBe(true);
    }
  });

  it('takes a certificate once that stands in the file twice', async () => {
    const { chain, key } = makeThrowawayCertificate('ec');
    const identity = await readSigningIdentity(bytesOf(chain + chain), { key, at });
    expect(identity.chain.filter(({ subject }) => subject === 'CN=throwaway signer')).toHaveLength(1);
  });

  it('opens a locked PEM key with its passphrase, and only with it', async () => {
    const { chain, key: open } = makeThrowawayCertificate('ec');
    const key = createPrivateKey(open)
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'right' })
      .toString();
    const read = (passphrase?: string) =>
      readSigningIdentity(bytesOf(chain), { key, ...(passphrase === undefined ? {} : { passphrase }), at });
    expect((await read('right')).certificate.subject).toBe('CN=throwaway signer');
    for (const passphrase of ['wrong', '', undefined]) {
      const refusal = await refusalOf(read(passphrase));
      expect(refusal.code).toBe('WRONG_PASSPHRASE');
      expect(refusal.cause).toBeUndefined();
    }
  });

  it('refuses a wrong passphrase and a changed byte of PKCS#12 alike', async () => {
    const { pkcs12, passphrase } = makeThrowawayCertificate('rsa');
    expect((await refusalOf(readSigningIdentity(pkcs12, { passphrase: 'wrong', at }))).code).toBe(
      'WRONG_PASSPHRASE',
    );
    expect((await refusalOf(readSigningIdentity(pkcs12, { at }))).code).toBe('WRONG_PASSPHRASE');
    const changed = Uint8Array.from(pkcs12);
    changed[400] = (changed[400] ?? 0) ^ 1;
    expect(['WRONG_PASSPHRASE', 'NOT_UNDERSTOOD']).toContain(
      (await refusalOf(readSigningIdentity(changed, { passphrase, at }))).code,
    );
  });

  it('names the encryption of older programs instead of calling the passphrase wrong', async () => {
    const { folder } = makeThrowawayCertificate('rsa');
    const old = '-export -legacy -in signer.pem -inkey signer.key -out old.p12 -passout pass:right';
    execFileSync('openssl', ['pkcs12', ...old.split(' ')], { cwd: folder, stdio: 'pipe' });
    const file = readFileSync(join(folder, 'old.p12'));
    const refusal = await refusalOf(readSigningIdentity(file, { passphrase: 'right', at }));
    expect([refusal.code, refusal.message]).toEqual(['NOT_UNDERSTOOD', expect.stringContaining('AES')]);
  });

  it('refuses a key of somebody else, no key, no certificate, and what is neither', async () => {
    const [ours, theirs] = [makeThrowawayCertificate('ec'), makeThrowawayCertificate('ec')];
    const codeOf = async (text: string, key?: string) =>
      (await refusalOf(readSigningIdentity(bytesOf(text), { ...(key ? { key } : {}), at }))).code;
    expect(await codeOf(ours.chain, theirs.key)).toBe('KEY_DOES_NOT_FIT');
    expect(await codeOf(ours.chain)).toBe('NO_KEY');
    expect(await codeOf(ours.key)).toBe('NOT_UNDERSTOOD');
    expect(await codeOf('no certificate')).toBe('NOT_UNDERSTOOD');
    expect(await codeOf('')).toBe('NOT_UNDERSTOOD');
  });

  it('refuses a certificate before and after its time', async () => {
    const { chain, key } = makeThrowawayCertificate('ec');
    for (const day of [-2, 5]) {
      const moment = new Date(at.getTime() + day * 86_400_000);
      const refusal = await refusalOf(readSigningIdentity(bytesOf(chain), { key, at: moment }));
      expect(refusal.code).toBe('NOT_VALID_NOW');
    }
  });

  it.each(['rsa-1024', 'ed25519'] as const)('refuses a key that readers do not check: %s', async (kind) => {
    const { chain, key } = makeThrowawayCertificate(kind);
    expect((await refusalOf(readSigningIdentity(bytesOf(chain), { key, at }))).code).toBe('WEAK_KEY');
  });
});
