import { beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { checkToken, readRoots, type Roots } from '../../../src/evidence/trusted-time/index.ts';
import { has } from '../../support/pdf-tools.ts';
import {
  askOpenssl,
  certificateDer,
  digest,
  infoOf,
  makeExpiredSigner,
  makeRoot,
  makeSigner,
  makeTwin,
  read,
  signInfo,
  swap,
} from './made-tokens.ts';

const ts = '1.3.6.1.4.1.32473.9';
let roots: Roots;
let good: ReturnType<typeof askOpenssl>;

const refused = async (token: Uint8Array, code: string, changes: object = {}): Promise<void> => {
  await expect(checkToken(token, { digest, roots, ...changes })).rejects.toMatchObject({ code });
};

describe.runIf(has('openssl'))('a token', () => {
  beforeAll(() => {
    makeRoot('root');
    makeRoot('rsa-root', '/CN=root', ['-newkey', 'rsa:2048', '-nodes']);
    makeSigner('tsa');
    roots = readRoots(read('root.pem').toString());
    good = askOpenssl('tsa');
  }, 60_000);

  it('that openssl made tells its time, accuracy, policy, signer and root', async () => {
    const before = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 3_600_000).toISOString();
    const { nonce } = good;
    const checked = await checkToken(good.token, { digest, roots, nonce, policy: '1.2.3.4.1' });
    expect(checked).toMatchObject({
      accuracyMs: 1500,
      policy: '1.2.3.4.1',
      signer: 'CN=TSA',
      root: { subject: 'CN=root' },
    });
    expect(checked.genTime > before).toBe(true);
    expect(checked.chainPem.match(/BEGIN CERTIFICATE/g)).toHaveLength(1);
  });

  it.each([
    ['an RSA key', ['-newkey', 'rsa:2048', '-nodes']],
    ['a P-384 key', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp384r1', '-nodes']],
  ])('is believed of %s', async (_, newKey) => {
    makeSigner('other-key', { newKey });
    const { token, nonce } = askOpenssl('other-key');
    expect(await checkToken(token, { digest, roots, nonce })).toMatchObject({ signer: 'CN=TSA' });
  });

  it('that openssl cms signs over the same TSTInfo is believed too: what follows fails for one thing only', async () => {
    const token = signInfo(infoOf(good.token), ['tsa']);
    expect(await checkToken(token, { digest, roots, nonce: good.nonce })).toMatchObject({ signer: 'CN=TSA' });
  });

  it('with a certificate between signer and root needs that one from somewhere', async () => {
    makeSigner('between', { usage: '', subject: '/CN=between', more: 'keyUsage=critical,keyCertSign' });
    makeRoot('lone', '/CN=lone');
    const asCa = { usage: '', subject: '/CN=issuing' };
    makeSigner('not-ca', asCa);
    makeSigner('below', { root: 'not-ca' });
    // CA:FALSE above the signer: whoever holds any certificate of the root could issue more.
    await refused(signInfo(infoOf(good.token), ['below'], { certs: ['not-ca'] }), 'CHAIN_WRONG');
  });

  it('over another digest is refused', async () => {
    await refused(good.token, 'WRONG_IMPRINT', { digest: Buffer.alloc(32, 7) });
    const other = askOpenssl('tsa', { over: Buffer.alloc(32, 1) });
    await refused(other.token, 'WRONG_IMPRINT', { nonce: other.nonce });
  });

  it('that answers an earlier request for the same digest is refused: a replay', async () => {
    const later = askOpenssl('tsa');
    await refused(good.token, 'WRONG_NONCE', { nonce: later.nonce });
  });

  it('under another policy is refused', () => refused(good.token, 'WRONG_POLICY', { policy: ts }));

  it('whose time may be off by two minutes is refused', async () => {
    await refused(askOpenssl('tsa', { accuracy: 'secs:120' }).token, 'ACCURACY_TOO_COARSE');
  });

  it.each([
    ['not there', ''],
    ['not critical', 'timeStamping'],
    ['not the only one', 'critical,timeStamping,codeSigning'],
    ['another', 'critical,serverAuth'],
  ])('whose key usage is %s is refused', async (_, usage) => {
    makeSigner('misused', { usage });
    await refused(signInfo(infoOf(good.token), ['misused']), 'WRONG_USAGE');
  });

  it('whose certificate had expired at its time is refused', async () => {
    makeExpiredSigner('expired');
    await refused(signInfo(infoOf(good.token), ['expired']), 'CHAIN_WRONG');
  });

  it('of another root is refused, also one of the same name', async () => {
    makeRoot('foreign', '/CN=root');
    makeSigner('foreign-tsa', { root: 'foreign' });
    await refused(askOpenssl('foreign-tsa', { root: 'foreign' }).token, 'CHAIN_WRONG');
    await refused(signInfo(infoOf(good.token), ['foreign-tsa']), 'CHAIN_WRONG');
  });

  it('with two signers is refused', async () => {
    makeSigner('second', { subject: '/CN=TSA' });
    await refused(signInfo(infoOf(good.token), ['tsa', 'second']), 'SIGNER_COUNT');
  });

  it('that names another authority than its certificate does is refused', async () => {
    makeSigner('namesake', { subject: '/CN=Somebody else' });
    await refused(signInfo(infoOf(good.token), ['namesake']), 'WRONG_NAME');
  });

  it('whose signature names no certificate is refused', async () => {
    await refused(signInfo(infoOf(good.token), ['tsa'], { cades: false }), 'CERTIFICATE_NOT_BOUND');
  });

  it('in which another certificate of the same name, key and serial number stands is refused', async () => {
    makeSigner('own', { root: 'rsa-root' });
    const token = askOpenssl('own', { root: 'rsa-root' }).token;
    makeTwin('own', 'twin', 'rsa-root');
    // RSA signs in bytes of one number: both certificates are equally long.
    const swapped = swap(token, certificateDer('own'), certificateDer('twin'));
    await refused(swapped, 'CERTIFICATE_NOT_BOUND', { roots: readRoots(read('rsa-root.pem').toString()) });
  });

  it('without the signer’s certificate is refused', async () => {
    makeSigner('absent');
    const token = signInfo(infoOf(good.token), ['tsa']);
    // In the certificate first, then as the signer's identifier.
    const serial = certificateDer('tsa').subarray(15, 35);
    const second = token.indexOf(serial, token.indexOf(serial) + 1);
    const changed = Buffer.from(token);
    changed[second + 5] = (changed[second + 5] ?? 0) ^ 1;
    await refused(changed, 'SIGNER_MISSING');
  });

  it('over SHA-1 is refused', () =>
    refused(signInfo(infoOf(good.token), ['tsa'], { md: 'sha1' }), 'WEAK_ALGORITHM'));

  it('over other content than a TSTInfo is refused', async () => {
    await refused(signInfo(infoOf(good.token), ['tsa'], { type: '1.2.840.113549.1.7.1' }), 'NOT_UNDERSTOOD');
    await refused(signInfo(Buffer.from('<html>'), ['tsa']), 'NOT_UNDERSTOOD');
  });

  it('with a certificate that is not of its chain is refused', async () => {
    makeRoot('stranger');
    await refused(signInfo(infoOf(good.token), ['tsa'], { certs: ['stranger'] }), 'UNSIGNED_PARTS');
  });

  it('whose time was changed is refused', async () => {
    const info = infoOf(good.token);
    const changed = Buffer.from(info);
    changed.write(
      '19',
      info.indexOf(/(\d{14})/.exec(info.toString('latin1'))?.[1] ?? '', 0, 'latin1'),
      'latin1',
    );
    await refused(swap(good.token, info, changed), 'SIGNATURE_WRONG');
  });

  it('in which any bit is another is refused, wherever it stands', async () => {
    const believed: string[] = [];
    // All bits take half a minute. Every byte by one bit; where no signature reaches (the shell in front, the
    // signature behind), all eight.
    const isShell = (at: number): boolean => at < 40 || at > good.token.length - 110;
    const bitsOf = (at: number): readonly number[] => (isShell(at) ? [0, 1, 2, 3, 4, 5, 6, 7] : [at % 8]);
    const chosen = [...good.token.keys()].flatMap((at) => bitsOf(at).map((bit) => ({ at, bit })));
    for (const { at, bit } of chosen) {
      const changed = Buffer.from(good.token);
      changed[at] = (changed[at] ?? 0) ^ (1 << bit);
      const isBelieved = await checkToken(changed, { digest, roots, nonce: good.nonce }).then(
        () => true,
        (error: { code?: string }) => error.code === undefined,
      );
      if (isBelieved) believed.push(`byte ${at} bit ${bit}`);
    }
    expect(believed).toEqual([]);
  }, 60_000);

  it('cut off anywhere, or with anything behind it, is refused', async () => {
    for (let length = 0; length < good.token.length; length += 13) {
      await refused(good.token.subarray(0, length), 'NOT_UNDERSTOOD');
    }
    await refused(Buffer.concat([good.token, Buffer.from([0])]), 'NOT_UNDERSTOOD');
  });

  it('made of any bytes at all ends in a refusal, never in another error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), (bytes) => refused(bytes, 'NOT_UNDERSTOOD')),
    );
  });
});
