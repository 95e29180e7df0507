import { constants, createPublicKey, hash, verify, type JsonWebKey, type KeyObject } from 'node:crypto';
import { fieldsOf, type SshFields } from './ssh-fields.ts';

/** A public key of OpenSSH, of a kind whose signatures can be checked here. */
export interface SshPublicKey {
  /** "ssh-ed25519", "sk-ssh-ed25519@openssh.com": as it stands in the key. */
  readonly kind: string;
  /** "SHA256:…", exactly as `ssh-keygen -l` prints it. */
  readonly fingerprint: string;
  /** "ssh-ed25519 AAAA…": a line of authorized_keys, or of allowed_signers after the principal. */
  readonly line: string;
  /** Whether a signature, in the form that SSHSIG holds it, is this key's over the bytes. */
  verify(signed: Uint8Array, signature: Buffer): boolean;
}

/**
 * Reads a public key in the form of RFC 4253 §6.6 (and RFC 8709, RFC 5656, PROTOCOL.u2f): Ed25519, ECDSA,
 * RSA of 2048 bits or more, and the two kinds of a FIDO token. Undefined for every other kind, and for a
 * key that is not in its one form.
 */
export function readSshPublicKey(blob: Buffer): SshPublicKey | undefined {
  try {
    const fields = fieldsOf(blob);
    const kind = fields.name();
    const check = kinds.get(kind)?.(fields);
    if (!check) return undefined;
    fields.end();
    return {
      kind,
      fingerprint: `SHA256:${hash('sha256', blob, 'base64').replace(/=+$/, '')}`,
      line: `${kind} ${blob.toString('base64')}`,
      verify: (signed, signature) => holds(() => check(signed, fieldsOf(signature))),
    };
  } catch {
    return undefined;
  }
}

/** Reads the first key of a `.pub` file or of one line "ssh-ed25519 AAAA… comment". */
export function parseSshPublicKey(text: string): SshPublicKey | undefined {
  const [kind, base64 = ''] = text.trim().split(/\s+/);
  const blob = Buffer.from(base64, 'base64');
  const key = blob.toString('base64') === base64 ? readSshPublicKey(blob) : undefined;
  return key?.kind === kind ? key : undefined;
}

/** Checks a signature's fields over bytes. Throws, or gives false, for one that is not this key's. */
type Check = (signed: Uint8Array, signature: SshFields) => boolean;

function holds(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}

const publicKey = (jwk: JsonWebKey): KeyObject => createPublicKey({ key: jwk, format: 'jwk' });

function ed25519Point(fields: SshFields): KeyObject {
  return publicKey({ kty: 'OKP', crv: 'Ed25519', x: fields.string().toString('base64url') });
}

/** RFC 8709 §4, §6. */
function ed25519(fields: SshFields): Check {
  const key = ed25519Point(fields);
  return (signed, signature) => {
    if (signature.name() !== 'ssh-ed25519') return false;
    const bytes = signature.string();
    signature.end();
    return bytes.length === 64 && verify(null, signed, key, bytes);
  };
}

const curves = {
  nistp256: { crv: 'P-256', bytes: 32, digest: 'sha256' },
  nistp384: { crv: 'P-384', bytes: 48, digest: 'sha384' },
  nistp521: { crv: 'P-521', bytes: 66, digest: 'sha512' },
} as const;
type CurveName = keyof typeof curves;

/** RFC 5656 §3.1: curve, and the point uncompressed. */
function ecPoint(fields: SshFields, curve: CurveName): KeyObject {
  const { crv, bytes } = curves[curve];
  if (fields.name() !== curve) throw new RangeError('another curve');
  const point = fields.string();
  if (point.length !== 1 + 2 * bytes || point[0] !== 4) throw new RangeError('not an uncompressed point');
  const [x, y] = [point.subarray(1, 1 + bytes), point.subarray(1 + bytes)];
  return publicKey({ kty: 'EC', crv, x: x.toString('base64url'), y: y.toString('base64url') });
}

/** RFC 5656 §3.1.2: r and s. */
function ecSignature(bytes: Buffer, size: number): Buffer {
  const fields = fieldsOf(bytes);
  const padded = [fields.positive(), fields.positive()].map((part) =>
    Buffer.concat([Buffer.alloc(size - part.length), part]),
  );
  fields.end();
  return Buffer.concat(padded);
}

const ecdsa =
  (curve: CurveName) =>
  (fields: SshFields): Check => {
    const key = ecPoint(fields, curve);
    const { bytes, digest } = curves[curve];
    return (signed, signature) => {
      if (signature.name() !== `ecdsa-sha2-${curve}`) return false;
      const rs = ecSignature(signature.string(), bytes);
      signature.end();
      return verify(digest, signed, { key, dsaEncoding: 'ieee-p1363' }, rs);
    };
  };

// Fewer bits can be had by whoever rents enough machines (NIST SP 800-131A).
const fewestRsaBytes = 2048 / 8;

/** RFC 8332: never with SHA-1. */
function rsa(fields: SshFields): Check {
  const [e, n] = [fields.positive(), fields.positive()];
  if (n.length < fewestRsaBytes) throw new RangeError('RSA of fewer than 2048 bits');
  const key = publicKey({ kty: 'RSA', e: e.toString('base64url'), n: n.toString('base64url') });
  return (signed, signature) => {
    const digest = { 'rsa-sha2-256': 'sha256', 'rsa-sha2-512': 'sha512' }[signature.name()];
    const bytes = signature.string();
    signature.end();
    if (digest === undefined || bytes.length !== n.length) return false;
    return verify(digest, signed, { key, padding: constants.RSA_PKCS1_PADDING }, bytes);
  };
}

const userPresent = 0x01;

/**
 * PROTOCOL.u2f: what a FIDO token signs is a digest of the application, its flags and counter, and a digest
 * of the bytes. A signature that nobody touched the token for is refused: it says nothing of a person.
 */
function whatTokenSigned(signed: Uint8Array, application: Buffer, signature: SshFields): Buffer {
  const [flags, counter] = [signature.byte(), signature.number()];
  signature.end();
  if ((flags & userPresent) === 0) throw new RangeError('nobody touched the token');
  const tail = Buffer.alloc(5);
  tail.writeUInt8(flags);
  tail.writeUInt32BE(counter, 1);
  return Buffer.concat([hash('sha256', application, 'buffer'), tail, hash('sha256', signed, 'buffer')]);
}

function tokenEd25519(fields: SshFields): Check {
  const key = ed25519Point(fields);
  const application = fields.string();
  return (signed, signature) => {
    if (signature.name() !== 'sk-ssh-ed25519@openssh.com') return false;
    const bytes = signature.string();
    const message = whatTokenSigned(signed, application, signature);
    return bytes.length === 64 && verify(null, message, key, bytes);
  };
}

function tokenEcdsa(fields: SshFields): Check {
  const key = ecPoint(fields, 'nistp256');
  const application = fields.string();
  return (signed, signature) => {
    if (signature.name() !== 'sk-ecdsa-sha2-nistp256@openssh.com') return false;
    const rs = ecSignature(signature.string(), 32);
    const message = whatTokenSigned(signed, application, signature);
    return verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, rs);
  };
}

// A Map: the name comes from the file under examination.
const kinds: ReadonlyMap<string, (fields: SshFields) => Check> = new Map([
  ['ssh-ed25519', ed25519],
  ['ecdsa-sha2-nistp256', ecdsa('nistp256')],
  ['ecdsa-sha2-nistp384', ecdsa('nistp384')],
  ['ecdsa-sha2-nistp521', ecdsa('nistp521')],
  ['ssh-rsa', rsa],
  ['sk-ssh-ed25519@openssh.com', tokenEd25519],
  ['sk-ecdsa-sha2-nistp256@openssh.com', tokenEcdsa],
]);
