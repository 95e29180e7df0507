import { createECDH, createPrivateKey, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { BadInput } from '../../domain/failure.ts';
import { deriveBytes } from '../key-ring.ts';
import type { KeyParts } from '../key-ring.ts';

/** The order of the group of P-256 (FIPS 186-5; SEC 2). */
const order = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

const hexOf = (seed: string, name: string, part: string): string =>
  deriveBytes(seed, name, part, 16).toString('hex');

const uuidOf = (hex: string): string =>
  [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');

/**
 * A CDP key for ES256: its name "organizations/{org}/apiKeys/{key}", and a P-256 private key as SEC1 PEM.
 * The scalar is 48 bytes of HKDF-SHA-256 (`deriveBytes`), taken modulo the order less one, and one more:
 * in 1…n−1, always the same for a seed and a name. Keys of one seed share their organization.
 */
export function deriveCoinbaseKey(seed: string, name: string): KeyParts {
  const organization = uuidOf(hexOf(seed, 'organization', 'id'));
  const keyId = `organizations/${organization}/apiKeys/${uuidOf(hexOf(seed, name, 'id'))}`;
  const drawn = BigInt(`0x${deriveBytes(seed, name, 'secret', 48).toString('hex')}`);
  const scalar = Buffer.from(((drawn % (order - 1n)) + 1n).toString(16).padStart(64, '0'), 'hex');
  return { keyId, secret: pemOf(scalar) };
}

function pemOf(scalar: Buffer): string {
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(scalar);
  const point = ecdh.getPublicKey();
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    d: scalar.toString('base64url'),
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  return createPrivateKey({ key: jwk, format: 'jwk' }).export({ type: 'sec1', format: 'pem' }).toString();
}

// PKCS #8 of an Ed25519 seed (RFC 8410 §7) begins so.
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * The public key of a secret in one of the forms that the official SDK takes (coinbase-advanced-py 1.8.3):
 * PEM (SEC1 or PKCS #8), or base64 of an Ed25519 seed, with or without its public half. Throws for others.
 */
export function publicKeyOf(secret: string): KeyObject {
  const key = secret.trimStart().startsWith('-----BEGIN')
    ? createPrivateKey(secret)
    : createPrivateKey({ key: ed25519Of(secret), format: 'der', type: 'pkcs8' });
  const isP256 = key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
  if (!isP256 && key.asymmetricKeyType !== 'ed25519') throw new Error('neither P-256 nor Ed25519');
  return createPublicKey(key);
}

function ed25519Of(secret: string): Buffer {
  const raw = Buffer.from(secret, 'base64');
  if (raw.toString('base64') !== secret || (raw.length !== 32 && raw.length !== 64)) {
    throw new Error('an Ed25519 key is base64 of 32 or 64 bytes');
  }
  return Buffer.concat([pkcs8Head, raw.subarray(0, 32)]);
}

// "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx", alone or as the last member of the key's full name (cdp-sdk).
const uuidForm = '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';
const keyIdForm = new RegExp(`^(organizations/${uuidForm}/apiKeys/)?${uuidForm}$`);

export function refuseMalformedKey({ keyId, secret, label }: KeyParts & { readonly label: string }): void {
  if (!keyIdForm.test(keyId)) {
    throw new BadInput(`the key "${label}" has no id of this venue's form`, {
      hint: 'organizations/{uuid}/apiKeys/{uuid}, or the last uuid alone',
    });
  }
  try {
    publicKeyOf(secret);
  } catch (problem) {
    throw new BadInput(`the key "${label}" has no private key of this venue's form`, {
      hint: `a P-256 key as PEM or an Ed25519 key as base64 (${String(problem)})`,
    });
  }
}
