import { hash } from 'node:crypto';
import { fieldsOf, sshString, uint32 } from './ssh-fields.ts';
import { readSshPublicKey, type SshPublicKey } from './ssh-key.ts';

/** A signature's place of use: one made for other software must not pass here (PROTOCOL.sshsig §1). */
export const signatureNamespace = 'evidence@firebreak';
/** What a second person signs: the first signature cannot be shown again as a second one. */
export const countersignatureNamespace = 'countersign@firebreak';
/** What is signed by whoever hands a bag over. */
export const handOverNamespace = 'handover@firebreak';
/** A key that is only tried: no check of a bag takes such a signature. */
export const trialNamespace = 'trial@firebreak';

export type SignatureNamespace =
  | typeof signatureNamespace
  | typeof countersignatureNamespace
  | typeof handOverNamespace
  | typeof trialNamespace;

export type SignatureCheck =
  | { readonly ok: true; readonly fingerprint: string; readonly key: SshPublicKey }
  | { readonly ok: false; readonly why: string };

/** What an Ed25519 key signs, and the armoured file it becomes: OpenSSH's PROTOCOL.sshsig. */
export function signSsh(
  message: Uint8Array,
  key: { readonly publicKey: Uint8Array; sign(bytes: Uint8Array): Uint8Array },
  namespace: SignatureNamespace = signatureNamespace,
): string {
  const signature = key.sign(signedBytes(message, namespace, 'sha512'));
  const blob = Buffer.concat([
    magic,
    uint32(1),
    sshString(ed25519Blob(key.publicKey)),
    ...envelope(namespace, 'sha512'),
    sshString(Buffer.concat([sshString(ed25519Kind), sshString(signature)])),
  ]);
  return armour(blob);
}

/**
 * Checks an armoured signature over a message, in one namespace, by a key of any kind that `ssh-key.ts`
 * knows. The key is the one inside the signature: whose it is must be known from elsewhere.
 */
export function verifySshSignature(
  armoured: string,
  message: Uint8Array,
  namespace: SignatureNamespace = signatureNamespace,
): SignatureCheck {
  const blob = dearmour(armoured);
  // Byte for byte: an armour that only decodes to the same is a file that somebody touched.
  if (!blob || armour(blob) !== armoured) return { ok: false, why: 'not an SSH signature file' };
  const parts = parseBlob(blob, namespace);
  if (!parts) return { ok: false, why: `not a signature in the namespace ${namespace}` };
  const key = readSshPublicKey(parts.key);
  if (!key) return { ok: false, why: 'by a key of a kind or size that is not accepted' };
  if (!key.verify(signedBytes(message, namespace, parts.digest), parts.signature)) {
    return { ok: false, why: 'the signature does not match the signed file' };
  }
  return { ok: true, fingerprint: key.fingerprint, key };
}

/** An Ed25519 key of 32 bytes in the form of RFC 8709 §4. */
export const ed25519Blob = (publicKey: Uint8Array): Buffer =>
  Buffer.concat([sshString(ed25519Kind), sshString(publicKey)]);

const magic = Buffer.from('SSHSIG');
const ed25519Kind = Buffer.from('ssh-ed25519');

type DigestName = 'sha256' | 'sha512';

/** Namespace, reserved, hash name: the same in the file and in what is signed. */
const envelope = (namespace: string, digest: DigestName): readonly Buffer[] => [
  sshString(Buffer.from(namespace)),
  sshString(Buffer.alloc(0)),
  sshString(Buffer.from(digest)),
];

const signedBytes = (message: Uint8Array, namespace: string, digest: DigestName): Buffer =>
  Buffer.concat([magic, ...envelope(namespace, digest), sshString(hash(digest, message, 'buffer'))]);

interface SignatureParts {
  readonly key: Buffer;
  readonly digest: DigestName;
  readonly signature: Buffer;
}

/** Version 1, nothing in the reserved field, nothing behind the signature. */
function parseBlob(blob: Buffer, namespace: string): SignatureParts | undefined {
  if (!blob.subarray(0, magic.length).equals(magic)) return undefined;
  try {
    const fields = fieldsOf(blob.subarray(magic.length));
    if (fields.number() !== 1) return undefined;
    const key = fields.string();
    const [found, reserved, digest] = [fields.name(), fields.name(), fields.name()];
    const signature = fields.string();
    fields.end();
    const isOurs = found === namespace && reserved === '' && isDigest(digest);
    return isOurs ? { key, digest, signature } : undefined;
  } catch {
    return undefined;
  }
}

const isDigest = (name: string): name is DigestName => name === 'sha256' || name === 'sha512';

const begin = '-----BEGIN SSH SIGNATURE-----\n';
const end = '-----END SSH SIGNATURE-----\n';

/** Lines of 70 characters, as ssh-keygen writes them. */
const armour = (blob: Buffer): string =>
  begin + (blob.toString('base64').match(/.{1,70}/g) ?? []).map((line) => `${line}\n`).join('') + end;

const dearmour = (text: string): Buffer | undefined =>
  text.startsWith(begin) && text.endsWith(end)
    ? Buffer.from(text.slice(begin.length, -end.length), 'base64')
    : undefined;
