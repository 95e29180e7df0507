import { createHash, sign, type KeyObject } from 'node:crypto';

/** Detached CMS put together byte by byte from RFC 5652 and RFC 5035: a second witness beside `signDocument`. */
export interface CmsRecipe {
  /** DER. */
  readonly certificate: Buffer;
  readonly key: KeyObject;
  /** Of what is signed. */
  readonly digest: Buffer;
  /** Everything below: absent, as the standards have it. */
  readonly certificates?: readonly Buffer[];
  readonly attributes?: (usual: readonly Buffer[]) => readonly Buffer[];
  /** As they are given, not in the order of DER. */
  readonly isUnsorted?: boolean;
  readonly hash?: { readonly name: 'sha1' | 'sha256' | 'sha384'; readonly oid: string };
  readonly algorithm?: Buffer;
  readonly unsigned?: (value: Buffer) => readonly Buffer[];
  readonly signerInfos?: (one: Buffer) => readonly Buffer[];
  readonly content?: Buffer;
  readonly more?: readonly Buffer[];
}

export const oids = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  signatureTimestamp: '1.2.840.113549.1.9.16.2.14',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha1: '1.3.14.3.2.26',
  rsaPss: '1.2.840.113549.1.1.10',
} as const;

/** Tag, length, value (X.690 §8.1). */
export function tlv(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const size = [...Buffer.from(body.length.toString(16).padStart(8, '0'), 'hex')];
  while (size.length > 1 && size[0] === 0) size.shift();
  const length = body.length < 0x80 ? [body.length] : [0x80 | size.length, ...size];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => tlv(0x30, ...parts);
const set = (...parts: readonly Uint8Array[]): Buffer => tlv(0x31, ...parts);
export const octets = (bytes: Uint8Array): Buffer => tlv(0x04, bytes);
const integer = (value: number): Buffer => tlv(0x02, Buffer.from([value]));

export function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const base128 = (value: number): number[] => {
    const digits = [value & 0x7f];
    for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128))
      digits.unshift((left & 0x7f) | 0x80);
    return digits;
  };
  return tlv(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

export const attribute = (type: string, ...values: readonly Buffer[]): Buffer =>
  sequence(oid(type), set(...values));

/** SigningCertificateV2 with one ESSCertIDv2. */
export const certificateV2 = (...id: readonly Buffer[]): Buffer =>
  attribute(oids.signingCertificateV2, sequence(sequence(sequence(...id))));

export const hashOf = (name: string, ...bytes: readonly Uint8Array[]): Buffer => {
  const hash = createHash(name);
  for (const piece of bytes) hash.update(piece);
  return hash.digest();
};

/** Issuer and serial number of a certificate, as they stand in it. */
export function issuerAndSerial(certificate: Buffer): readonly [issuer: Buffer, serial: Buffer] {
  const [tbs = certificate] = elementsOf(certificate);
  const fields = elementsOf(tbs);
  // Version 1 is not said.
  const [serial, , issuer] = fields[0]?.[0] === 0xa0 ? fields.slice(1) : fields;
  if (!serial || !issuer) throw new Error('not a certificate');
  return [issuer, serial];
}

/** The elements of a constructed value. */
export function elementsOf(value: Buffer): readonly Buffer[] {
  const found: Buffer[] = [];
  let [at] = bodyOf(value, 0);
  while (at < value.length) {
    const [from, length] = bodyOf(value, at);
    found.push(value.subarray(at, from + length));
    at = from + length;
  }
  return found;
}

function bodyOf(value: Buffer, at: number): readonly [from: number, length: number] {
  const first = value[at + 1] ?? 0;
  const size = first < 0x80 ? 0 : first & 0x7f;
  return [at + 2 + size, size === 0 ? first : value.readUIntBE(at + 2, size)];
}

export function makeCms({
  certificate,
  key,
  digest,
  certificates = [certificate],
  attributes = (usual) => usual,
  isUnsorted = false,
  hash = { name: 'sha256', oid: oids.sha256 },
  algorithm,
  unsigned,
  signerInfos = (one) => [one],
  content = sequence(oid(oids.data)),
  more = [],
}: CmsRecipe): Buffer {
  const usual = [
    attribute(oids.contentType, oid(oids.data)),
    attribute(oids.messageDigest, octets(digest)),
    certificateV2(octets(hashOf('sha256', certificate))),
  ];
  const signed = [...attributes(usual)];
  if (!isUnsorted) signed.sort((a, b) => Buffer.compare(a, b));
  const value = sign(hash.name, set(...signed), key);
  const byKind =
    key.asymmetricKeyType === 'rsa'
      ? sequence(oid('1.2.840.113549.1.1.1'), tlv(0x05))
      : sequence(oid(hash.name === 'sha384' ? '1.2.840.10045.4.3.3' : '1.2.840.10045.4.3.2'));
  const info = sequence(
    integer(1),
    sequence(...issuerAndSerial(certificate)),
    sequence(oid(hash.oid)),
    ...(signed.length > 0 ? [tlv(0xa0, ...signed)] : []),
    algorithm ?? byKind,
    octets(value),
    ...(unsigned ? [tlv(0xa1, ...unsigned(value))] : []),
  );
  const data = sequence(
    integer(1),
    set(sequence(oid(hash.oid))),
    content,
    ...(certificates.length > 0 ? [tlv(0xa0, ...certificates)] : []),
    ...more,
    set(...signerInfos(info)),
  );
  return sequence(oid(oids.signedData), tlv(0xa0, data));
}
