import { createPrivateKey, type KeyObject } from 'node:crypto';
import {
  askOpenssl,
  certificateDer,
  makeExpiredSigner,
  makeRoot,
  makeSigner,
  makeTwin,
  read,
} from '../trusted-time/made-tokens.ts';
import { hashOf, makeCms, type CmsRecipe } from '../../support/made-cms.ts';
import { makePdf, type MadePdf } from '../../support/made-pdf.ts';

export interface MadeSigner {
  readonly certificate: Buffer;
  readonly key: KeyObject;
}

const rsa = (bits: number): string[] => ['-newkey', `rsa:${bits}`, '-nodes'];

/** Makes every certificate that the tests need, by openssl: call it once. */
export function makeSigners() {
  makeRoot('root', '/CN=issuer');
  makeRoot('other-root', '/CN=issuer');
  makeRoot('tsa-root', '/CN=root of time');
  const documents = { usage: '', subject: '/O=Firm/CN=J. Doe' };
  makeSigner('ec', documents);
  makeSigner('rsa', { ...documents, newKey: rsa(2_048) });
  makeSigner('rsa-1024', { ...documents, newKey: rsa(1_024) });
  makeSigner('namesake', documents);
  makeSigner('sealing', { ...documents, more: 'keyUsage=critical,digitalSignature,nonRepudiation' });
  makeSigner('locks', { ...documents, more: 'keyUsage=critical,keyEncipherment' });
  makeSigner('brainpool', {
    ...documents,
    newKey: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:brainpoolP256r1', '-nodes'],
  });
  makeTwin('ec', 'twin', 'other-root');
  makeExpiredSigner('expired');
  makeSigner('tsa', { root: 'tsa-root' });
  makeSigner('drill-tsa', { root: 'tsa-root', subject: '/CN=DRILL time stamps' });
}

/** By the name it was made under; a twin has the key of whom it is like. */
export const signerOf = (name: string, key = name): MadeSigner => ({
  certificate: certificateDer(name),
  key: createPrivateKey(read(`${key}.key`)),
});

export type Recipe = Partial<CmsRecipe>;

/** A file signed by hand. */
export function signedPdf(by: MadeSigner, recipe: Recipe = {}, pdf: MadePdf = makePdf()): Buffer {
  const digest = hashOf(recipe.hash?.name ?? 'sha256', pdf.signed);
  return pdf.with(makeCms({ ...by, digest, ...recipe }));
}

/** A token over a signature's value; its root stands in it. */
export const tokenOver = (value: Buffer, signer = 'tsa', over = hashOf('sha256', value)): Buffer =>
  askOpenssl(signer, { over: Buffer.from(over), root: 'tsa-root' }).token;
