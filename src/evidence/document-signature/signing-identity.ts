import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readCertificate } from '../trusted-time/read-token.ts';
import { maySign } from './check-cms.ts';
import { readPkcs12 } from './read-pkcs12.ts';
import { refuse } from './refusal.ts';

/** Somebody's certificate, the key to it, and the certificates between it and its root. */
export interface SigningIdentity {
  readonly certificate: X509Certificate;
  /** The signer's own first; the rest in the order in which they were found. */
  readonly chain: readonly X509Certificate[];
  readonly key: KeyObject;
}

/**
 * Reads a signing identity: a PKCS#12 file, or PEM certificates with the key in the same file or beside
 * them. Who issued the certificate is not judged here: the reader of the document does.
 *
 * @param file PKCS#12 (DER) or PEM
 * @param options `key`: a PEM private key that is not in `file`; `passphrase`: opens whatever is locked;
 *   `at`: the moment at which the certificate must be valid
 * @throws CertificateRefusal saying why it cannot sign
 */
export async function readSigningIdentity(
  file: Uint8Array,
  { key, passphrase, at }: { readonly key?: string; readonly passphrase?: string; readonly at: Date },
): Promise<SigningIdentity> {
  const text = Buffer.from(file).toString('latin1');
  const found = text.includes('-----BEGIN ')
    ? { certificates: certificatesIn(text), key: keyIn(key ?? text, passphrase) }
    : await readPkcs12(file, passphrase ?? '');
  const certificate = found.certificates.find((one) => one.checkPrivateKey(found.key));
  if (certificate === undefined) {
    return refuse('KEY_DOES_NOT_FIT', 'no certificate in the file belongs to the private key');
  }
  refuseOutsideItsTime(certificate, at);
  refuseWeakKey(found.key);
  if (!maySign(readCertificate(Uint8Array.from(certificate.raw))))
    refuse('WRONG_USAGE', 'the certificate says that its key is not for signatures (key usage)');
  // A file may hold a certificate twice; a signature that does names its signer twice.
  const others = found.certificates.filter(({ raw }) => !raw.equals(certificate.raw));
  return { certificate, chain: [certificate, ...others], key: found.key };
}

function certificatesIn(text: string): X509Certificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) refuse('NOT_UNDERSTOOD', 'no certificate (PEM) is in the file');
  return blocks.map((block) => {
    try {
      return new X509Certificate(block);
    } catch (cause) {
      return refuse('NOT_UNDERSTOOD', 'a certificate in the file cannot be read', cause);
    }
  });
}

const keyBlock = /-----BEGIN ((?:ENCRYPTED |RSA |EC )?PRIVATE KEY)-----[\s\S]+?-----END \1-----/;

function keyIn(text: string, passphrase: string | undefined): KeyObject {
  const [block] = keyBlock.exec(text) ?? [];
  if (block === undefined) return refuse('NO_KEY', 'no private key (PEM) is in the file');
  const isLocked = block.includes('ENCRYPTED');
  if (isLocked && passphrase === undefined) {
    return refuse('WRONG_PASSPHRASE', 'the private key is locked and no passphrase was given');
  }
  try {
    return createPrivateKey(isLocked ? { key: block, passphrase: passphrase ?? '' } : block);
  } catch {
    // What OpenSSL says of a wrong passphrase differs by chance: no cause is passed on.
    return isLocked
      ? refuse('WRONG_PASSPHRASE', 'the private key does not open with the passphrase')
      : refuse('NOT_UNDERSTOOD', 'the private key cannot be read');
  }
}

function refuseOutsideItsTime({ validFromDate, validToDate }: X509Certificate, at: Date): void {
  if (at < validFromDate || at > validToDate) {
    const span = `${validFromDate.toISOString()} to ${validToDate.toISOString()}`;
    refuse('NOT_VALID_NOW', `the certificate is valid from ${span}, not at ${at.toISOString()}`);
  }
}

function refuseWeakKey({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): void {
  const bits = asymmetricKeyDetails?.modulusLength ?? 0;
  if (asymmetricKeyType === 'rsa' && bits >= 2_048) return;
  if (asymmetricKeyType === 'ec') return;
  const is = asymmetricKeyType === 'rsa' ? `RSA with ${bits} bits` : (asymmetricKeyType ?? 'unknown');
  refuse('WEAK_KEY', `the key is ${is}; readers of PDF check RSA from 2048 bits and elliptic curves`);
}
