import { beforeAll, describe, expect, it } from 'vitest';
import { chainIn, timeIn } from '../../../src/evidence/stranger/verify-stamps.mjs';
import { checkToken, readRoots } from '../../../src/evidence/trusted-time/index.ts';
import { has } from '../../support/pdf-tools.ts';
import { allWays, changeAt, randomFrom } from '../changes/content-changes.ts';
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

const hash = digest.toString('hex');
const pem = (...names: readonly string[]): string =>
  names.map((name) => read(`${name}.pem`).toString()).join('');
const time = (token: Buffer, ...chain: readonly string[]): string =>
  timeIn(token, hash, chainIn(pem(...(chain.length > 0 ? chain : ['root']))));

/** The checker in the bag on tokens that openssl makes: it knows nothing of pkijs, which judges them otherwise. */
describe.runIf(has('openssl'))('a token, to the checker that lies in the bag', () => {
  let good: ReturnType<typeof askOpenssl>;
  beforeAll(() => {
    makeRoot('root');
    makeRoot('rsa-root', '/CN=root', ['-newkey', 'rsa:2048', '-nodes']);
    makeSigner('tsa');
    good = askOpenssl('tsa');
  }, 60_000);

  it.each([
    ['P-256', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']],
    ['P-384', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp384r1', '-nodes']],
    ['RSA', ['-newkey', 'rsa:2048', '-nodes']],
  ])('tells the time that the other checker reads: %s', async (_, newKey) => {
    makeSigner('signer', { newKey });
    const { token, nonce } = askOpenssl('signer');
    const { genTime } = await checkToken(token, { digest, nonce, roots: readRoots(pem('root')) });
    expect(Date.parse(time(token))).toBe(Date.parse(genTime));
    const bySha512 = signInfo(infoOf(token), ['signer'], { md: 'sha512' });
    expect(time(bySha512)).toBe(time(token));
  });

  it('needs each certificate up to a root, in order and nothing else', () => {
    expect(() => time(good.token, 'rsa-root')).toThrow('do not vouch');
    expect(() => time(good.token, 'root', 'rsa-root')).toThrow('do not vouch');
    expect(() => time(good.token, 'tsa')).toThrow('do not vouch');
    for (const text of ['', `${pem('root')}\n`, ` ${pem('root')}`, pem('root').replace(/(.{10})\n/, '\n$1')])
      expect(() => chainIn(text)).toThrow('not in the form');
  });

  it('needs an authority above it, and not any certificate', () => {
    const usage = 'keyUsage=critical,keyCertSign';
    makeSigner('not-ca', { usage: '', subject: '/CN=issuing', more: usage });
    makeSigner('below', { root: 'not-ca' });
    const token = signInfo(infoOf(good.token), ['below'], { certs: ['not-ca'] });
    // CA:FALSE above the signer: whoever holds any certificate of the root could issue more.
    expect(() => time(token, 'not-ca', 'root')).toThrow('do not vouch');
  });

  it.each<[string, () => Buffer]>([
    ['over another digest', () => askOpenssl('tsa', { over: Buffer.alloc(32, 1) }).token],
    ['over SHA-1', () => signInfo(infoOf(good.token), ['tsa'], { md: 'sha1' })],
    ['by two signers', () => signInfo(infoOf(good.token), ['tsa', signerNamed('second')])],
    [
      'by a key for other things',
      () => signInfo(infoOf(good.token), [signerNamed('web', 'critical,serverAuth')]),
    ],
    ['by a certificate out of its time', () => signInfo(infoOf(good.token), [expired()])],
    ['that names no certificate', () => signInfo(infoOf(good.token), ['tsa'], { cades: false })],
    ['over no time', () => signInfo(Buffer.from('<html>'), ['tsa'])],
    [
      'signed as something else',
      () => signInfo(infoOf(good.token), ['tsa'], { type: '1.2.840.113549.1.7.1' }),
    ],
    [
      'with a certificate that belongs to nothing',
      () => signInfo(infoOf(good.token), ['tsa'], { certs: ['rsa-root'] }),
    ],
    ['with something behind it', () => Buffer.concat([good.token, Buffer.alloc(1)])],
  ])('is refused %s', (_, made) => {
    const token = made();
    expect(() => time(token)).toThrow(Error);
  });

  it('is refused with another certificate of the same name, key and number', () => {
    makeSigner('own', { root: 'rsa-root' });
    const { token } = askOpenssl('own', { root: 'rsa-root' });
    expect(time(token, 'rsa-root')).toMatch(/^20/);
    makeTwin('own', 'twin', 'rsa-root');
    const swapped = swap(token, certificateDer('own'), certificateDer('twin'));
    expect(() => time(swapped, 'rsa-root')).toThrow('names another certificate');
  });

  it.each(['tsa', 'rsa'])('is refused however any byte of it is changed, wherever it stands: %s', (name) => {
    if (name === 'rsa') makeSigner('rsa', { newKey: ['-newkey', 'rsa:2048', '-nodes'] });
    const { token } = askOpenssl(name);
    const chain = chainIn(pem('root'));
    const draw = randomFrom(20261121);
    const unnoticed: string[] = [];
    for (const way of allWays) {
      for (let at = 0; at <= token.length; at++) {
        const change = changeAt(token, at, way, draw);
        if (change === undefined) continue;
        try {
          unnoticed.push(`${change.what}: ${timeIn(Buffer.from(change.bytes), hash, chain)}`);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }
    }
    expect(unnoticed).toEqual([]);
  });

  const signerNamed = (name: string, usage = 'critical,timeStamping'): string => {
    makeSigner(name, { usage });
    return name;
  };
  const expired = (): string => {
    makeExpiredSigner('expired');
    return 'expired';
  };
});
