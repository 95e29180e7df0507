import { createHash, sign } from 'node:crypto';
import * as asn1js from 'asn1js';
import {
  AlgorithmIdentifier,
  Attribute,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs';
import type { SigningIdentity } from './signing-identity.ts';

const oid = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  signatureTimestamp: '1.2.840.113549.1.9.16.2.14',
  sha256: '2.16.840.1.101.3.4.2.1',
  rsaWithSha256: '1.2.840.113549.1.1.11',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
} as const;

/** Has a time-stamp authority confirm a SHA-256 digest; returns its TimeStampToken in DER, undefined when nobody did. */
export type StampDigest = (digest: Uint8Array) => Promise<Uint8Array | undefined>;

/**
 * Signs a document with a certificate: detached CMS as PAdES and CAdES ask (ETSI EN 319 122-1 §5, EN 319
 * 142-1 §6.3): content type, digest and the signer's certificate are signed, the time is not (in a PDF it
 * stands in the file), and a token over the signature makes it B-T. ECDSA and the token differ each time.
 *
 * @param digest SHA-256 of what is signed
 * @param stamp left out: the signature says nothing about when it was made
 * @returns ContentInfo, DER
 */
export async function signDocument(
  digest: Uint8Array,
  { chain, certificate, key }: SigningIdentity,
  stamp?: StampDigest,
): Promise<Uint8Array> {
  const attributes = signedAttributes(digest, sha256(certificate.raw));
  const signature = sign('sha256', asSet(attributes), key);
  const token = stamp && (await stamp(sha256(signature)));
  const signed = Certificate.fromBER(bufferOf(certificate.raw));
  const isRsa = key.asymmetricKeyType === 'rsa';
  const data = new SignedData({
    version: 1,
    digestAlgorithms: [algorithm(oid.sha256, true)],
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: oid.data }),
    certificates: chain.map(({ raw }) => Certificate.fromBER(bufferOf(raw))),
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({ issuer: signed.issuer, serialNumber: signed.serialNumber }),
        digestAlgorithm: algorithm(oid.sha256, true),
        signedAttrs: attributes,
        signatureAlgorithm: algorithm(isRsa ? oid.rsaWithSha256 : oid.ecdsaWithSha256, isRsa),
        signature: new asn1js.OctetString({ valueHex: bufferOf(signature) }),
        ...(token ? { unsignedAttrs: timestamped(token) } : {}),
      }),
    ],
  });
  const content = new ContentInfo({ contentType: oid.signedData, content: data.toSchema(true) });
  return new Uint8Array(content.toSchema().toBER());
}

function signedAttributes(digest: Uint8Array, certHash: Uint8Array): SignedAndUnsignedAttributes {
  const octets = (bytes: Uint8Array) => new asn1js.OctetString({ valueHex: bufferOf(bytes) });
  const sequence = (...value: asn1js.BaseBlock[]) => new asn1js.Sequence({ value });
  const attributes = [
    attribute(oid.contentType, new asn1js.ObjectIdentifier({ value: oid.data })),
    attribute(oid.messageDigest, octets(digest)),
    // ESSCertIDv2 (RFC 5035 §4): without a named hash it is SHA-256.
    attribute(oid.signingCertificateV2, sequence(sequence(sequence(octets(certHash))))),
  ];
  // DER puts a set in the order of its encodings; the library leaves it as it is.
  const order = (one: Attribute): Buffer => Buffer.from(one.toSchema().toBER());
  return new SignedAndUnsignedAttributes({
    type: 0,
    attributes: attributes.sort((a, b) => Buffer.compare(order(a), order(b))),
  });
}

/** What is signed is the attributes as a SET, not under the tag that they carry (RFC 5652 §5.4). */
function asSet(attributes: SignedAndUnsignedAttributes): Uint8Array {
  const der = new Uint8Array(attributes.toSchema().toBER());
  der[0] = 0x31;
  return der;
}

const timestamped = (token: Uint8Array): SignedAndUnsignedAttributes =>
  new SignedAndUnsignedAttributes({
    type: 1,
    attributes: [attribute(oid.signatureTimestamp, asn1js.fromBER(bufferOf(token)).result)],
  });

const attribute = (type: string, value: unknown): Attribute => new Attribute({ type, values: [value] });

const algorithm = (algorithmId: string, withNull: boolean): AlgorithmIdentifier =>
  new AlgorithmIdentifier({ algorithmId, ...(withNull ? { algorithmParams: new asn1js.Null() } : {}) });

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

const bufferOf = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;
