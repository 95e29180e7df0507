import { createHash, createPrivateKey, sign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { sshString, uint32 } from '../../src/evidence/ssh-fields.ts';
import { signatureNamespace } from '../../src/evidence/ssh-signature.ts';

const application = 'ssh:';

interface TokenSigning {
  readonly message: Uint8Array;
  /** PROTOCOL.u2f: bit 0 says that a person was there. */
  readonly flags?: number;
  readonly purpose?: string;
}

/** What a FIDO token does when it signs (PROTOCOL.u2f), with a key in software: OpenSSH judges the result. */
export function tokenSignature(
  kind: 'ed25519' | 'ec',
  { message, flags = 1, purpose = signatureNamespace }: TokenSigning,
): { readonly signature: string; readonly publicKey: string } {
  const { privateKey } =
    kind === 'ec' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
  const { name, blob } = tokenKey(kind, privateKey);
  const namespace = Buffer.from(purpose);
  const envelope = [namespace, Buffer.alloc(0), Buffer.from('sha512')].map(sshString);
  const digest = (of: Uint8Array, by = 'sha256') => createHash(by).update(of).digest();
  const signed = Buffer.concat([Buffer.from('SSHSIG'), ...envelope, sshString(digest(message, 'sha512'))]);
  const tail = Buffer.concat([Buffer.from([flags]), uint32(7)]);
  const toSign = Buffer.concat([digest(Buffer.from(application)), tail, digest(signed)]);
  const raw =
    kind === 'ec'
      ? ecParts(sign('sha256', toSign, { key: privateKey, dsaEncoding: 'ieee-p1363' }))
      : sign(null, toSign, privateKey);
  const inner = Buffer.concat([sshString(Buffer.from(name)), sshString(raw), tail]);
  const all = [Buffer.from('SSHSIG'), uint32(1), sshString(blob), ...envelope, sshString(inner)];
  const lines =
    Buffer.concat(all)
      .toString('base64')
      .match(/.{1,70}/g) ?? [];
  return {
    signature: `-----BEGIN SSH SIGNATURE-----\n${lines.join('\n')}\n-----END SSH SIGNATURE-----\n`,
    publicKey: `${name} ${blob.toString('base64')}`,
  };
}

function tokenKey(kind: 'ed25519' | 'ec', privateKey: KeyObject): { name: string; blob: Buffer } {
  const { x = '', y = '' } = createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' })).export({
    format: 'jwk',
  });
  const bytes = (part: unknown) => Buffer.from(String(part), 'base64url');
  const name = kind === 'ec' ? 'sk-ecdsa-sha2-nistp256@openssh.com' : 'sk-ssh-ed25519@openssh.com';
  const point =
    kind === 'ec'
      ? [Buffer.from('nistp256'), Buffer.concat([Buffer.from([4]), bytes(x), bytes(y)])]
      : [bytes(x)];
  const blob = Buffer.concat([Buffer.from(name), ...point, Buffer.from(application)].map(sshString));
  return { name, blob };
}

function ecParts(rs: Buffer): Buffer {
  const mpint = (part: Buffer): Buffer => {
    const short = part.subarray(part.findIndex((byte) => byte !== 0));
    return sshString((short[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), short]) : short);
  };
  return Buffer.concat([mpint(rs.subarray(0, 32)), mpint(rs.subarray(32))]);
}
