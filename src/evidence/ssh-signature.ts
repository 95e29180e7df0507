import { createPublicKey, hash, verify, type KeyObject } from 'node:crypto';

/** A signature's place of use: one made for other software must not pass here (PROTOCOL.sshsig §1). */
export const signatureNamespace = 'evidence@firebreak';

export type SignatureCheck =
  | { readonly ok: true; readonly fingerprint: string; readonly publicKey: Uint8Array }
  | { readonly ok: false; readonly why: string };

/** What an Ed25519 key signs, and the armoured file it becomes: OpenSSH's PROTOCOL.sshsig. */
export function signSsh(
  message: Uint8Array,
  key: { readonly publicKey: Uint8Array; sign(bytes: Uint8Array): Uint8Array },
): string {
  const signature = key.sign(signedBytes(message));
  const blob = Buffer.concat([
    magic,
    uint32(1),
    sshString(publicKeyBlob(key.publicKey)),
    ...envelope,
    sshString(Buffer.concat([sshString(keyType), sshString(signature)])),
  ]);
  return armour(blob);
}

/**
 * Checks an armoured signature over a message, in our namespace. The key is the one inside the
 * signature: whose it is must be known from elsewhere, by its fingerprint.
 */
export function verifySshSignature(armoured: string, message: Uint8Array): SignatureCheck {
  const blob = dearmour(armoured);
  // Byte for byte: an armour that only decodes to the same is a file that somebody touched.
  if (!blob || armour(blob) !== armoured) return { ok: false, why: 'not an SSH signature file' };
  const parts = parseBlob(blob);
  if (!parts)
    return { ok: false, why: 'not an Ed25519 signature with SHA-512 in the namespace evidence@firebreak' };
  if (!verify(null, signedBytes(message), publicKeyObject(parts.publicKey), parts.signature)) {
    return { ok: false, why: 'the signature does not match the signed file' };
  }
  return { ok: true, fingerprint: fingerprintOf(parts.publicKey), publicKey: parts.publicKey };
}

/** "SHA256:…", exactly as `ssh-keygen -l` prints it. */
export const fingerprintOf = (publicKey: Uint8Array): string =>
  `SHA256:${hash('sha256', publicKeyBlob(publicKey), 'base64').replace(/=+$/, '')}`;

/** "ssh-ed25519 AAAA…": a line of authorized_keys, or of allowed_signers after the principal. */
export const publicKeyLine = (publicKey: Uint8Array): string =>
  `${keyType.toString()} ${publicKeyBlob(publicKey).toString('base64')}`;

const magic = Buffer.from('SSHSIG');
const keyType = Buffer.from('ssh-ed25519');
const hashName = Buffer.from('sha512');

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
/** RFC 4251 §5: length, then bytes. */
const sshString = (bytes: Uint8Array): Buffer => Buffer.concat([uint32(bytes.length), bytes]);

/** Namespace, reserved, hash name: the same in the file and in what is signed. */
const envelope = [
  sshString(Buffer.from(signatureNamespace)),
  sshString(Buffer.alloc(0)),
  sshString(hashName),
];

const signedBytes = (message: Uint8Array): Buffer =>
  Buffer.concat([magic, ...envelope, sshString(hash('sha512', message, 'buffer'))]);

const publicKeyBlob = (publicKey: Uint8Array): Buffer =>
  Buffer.concat([sshString(keyType), sshString(publicKey)]);

/** Takes the blob apart only in the one form that we write; anything else is refused. */
function parseBlob(blob: Buffer): { publicKey: Buffer; signature: Buffer } | undefined {
  const head = Buffer.concat([magic, uint32(1), uint32(publicKeyBlob(new Uint8Array(32)).length)]);
  const beforeKey = Buffer.concat([head, sshString(keyType), uint32(32)]);
  const beforeSignature = Buffer.concat([
    ...envelope,
    uint32(4 + keyType.length + 4 + 64),
    sshString(keyType),
    uint32(64),
  ]);
  const publicKey = blob.subarray(beforeKey.length, beforeKey.length + 32);
  const signature = blob.subarray(-64);
  const expected = Buffer.concat([beforeKey, publicKey, beforeSignature, signature]);
  return blob.equals(expected) ? { publicKey, signature } : undefined;
}

function publicKeyObject(publicKey: Uint8Array): KeyObject {
  const x = Buffer.from(publicKey).toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

const begin = '-----BEGIN SSH SIGNATURE-----\n';
const end = '-----END SSH SIGNATURE-----\n';

/** Lines of 70 characters, as ssh-keygen writes them. */
const armour = (blob: Buffer): string =>
  begin + (blob.toString('base64').match(/.{1,70}/g) ?? []).map((line) => `${line}\n`).join('') + end;

const dearmour = (text: string): Buffer | undefined =>
  text.startsWith(begin) && text.endsWith(end)
    ? Buffer.from(text.slice(begin.length, -end.length), 'base64')
    : undefined;
