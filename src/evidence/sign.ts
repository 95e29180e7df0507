import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { EvidenceError } from './evidence-error.ts';
import { readSshPublicKey } from './ssh-key.ts';
import { ed25519Blob, signSsh, type SignatureNamespace } from './ssh-signature.ts';

/** Whoever seals: knows its fingerprint and signs a file as an armoured SSH signature. */
export interface Signer {
  /** "SHA256:…", as `ssh-keygen -l` prints it. */
  readonly fingerprint: string;
  /** "ssh-ed25519 AAAA…". */
  readonly publicKey: string;
  /** @param namespace what the signature is for; that of a bag when left out */
  sign(message: Uint8Array, namespace?: SignatureNamespace): Promise<string>;
}

/**
 * Makes a new Ed25519 key. The caller stores `pem` (PKCS#8) in a file of 0600; with a passphrase it is
 * encrypted (AES-256-CBC, PBES2), readable by openssl.
 */
export function createSigningKey(passphrase?: string): { readonly pem: string; readonly signer: Signer } {
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({
    type: 'pkcs8',
    format: 'pem',
    ...(passphrase !== undefined && { cipher: 'aes-256-cbc', passphrase }),
  });
  return { pem: String(pem), signer: signerOf(privateKey) };
}

/** Whether a key file cannot be read without a passphrase. */
export const isEncryptedKey = (pem: string): boolean => pem.includes('ENCRYPTED');

/** The same key, encrypted anew as `createSigningKey` does. @throws EvidenceError KEY_NOT_READABLE */
export const encryptSigningKey = (pem: string, passphrase: string): string =>
  String(
    parsePrivateKey(pem, passphrase).export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase,
    }),
  );

/** @throws EvidenceError KEY_NOT_READABLE: no PEM, wrong passphrase, or a key that is not Ed25519 */
export function loadSigningKey(pem: string, passphrase?: string): Signer {
  const key = parsePrivateKey(pem, passphrase);
  if (key.asymmetricKeyType !== 'ed25519') {
    throw new EvidenceError(
      'KEY_NOT_READABLE',
      `the signing key must be Ed25519, not ${key.asymmetricKeyType}`,
    );
  }
  return signerOf(key);
}

function parsePrivateKey(pem: string, passphrase: string | undefined): KeyObject {
  try {
    return createPrivateKey({ key: pem, format: 'pem', ...(passphrase !== undefined && { passphrase }) });
  } catch (cause) {
    throw new EvidenceError(
      'KEY_NOT_READABLE',
      isEncryptedKey(pem)
        ? 'the signing key is encrypted: wrong or missing passphrase'
        : 'the signing key is not PKCS#8 PEM',
      cause,
    );
  }
}

function signerOf(privateKey: KeyObject): Signer {
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  const publicKey = Buffer.from(String(x), 'base64url');
  const told = readSshPublicKey(ed25519Blob(publicKey));
  if (!told) throw new EvidenceError('KEY_NOT_READABLE', 'the signing key has no public half');
  return {
    fingerprint: told.fingerprint,
    publicKey: told.line,
    // Ed25519 is deterministic (RFC 8032): the same bag gets the same signature.
    sign: (message, namespace) =>
      Promise.resolve(
        signSsh(message, { publicKey, sign: (bytes) => sign(null, bytes, privateKey) }, namespace),
      ),
  };
}
