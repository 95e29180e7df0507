import { createHash, verify, X509Certificate } from 'node:crypto';
import * as asn1js from 'asn1js';
import { digestNames } from '../trusted-time/object-ids.ts';
import { idOf, partsOf, type ReadCertificate } from '../trusted-time/read-token.ts';
import { TimestampRefusal } from '../trusted-time/refusal.ts';
import { refuseLooseSignature } from '../trusted-time/signature-form.ts';
import { bytesOf, type CmsParts } from './read-cms.ts';
import { refuseSignature } from './signature-refusal.ts';

const oid = {
  data: '1.2.840.113549.1.7.1',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  keyUsage: '2.5.29.15',
} as const;

/**
 * What is signed: content type, digest and the signer's certificate, each once (RFC 5652 §11.1, §11.2; RFC 5035
 * §3). Not the time: in a PDF it stands in the file (ETSI EN 319 142-1 §6.3).
 *
 * @param digest of what is signed, by the algorithm that `parts` name
 * @throws SignatureRefusal SIGNED_ATTRIBUTES, NOT_PADES, CHANGED, CERTIFICATE_NOT_BOUND
 */
export function checkSignedAttributes(parts: CmsParts, digest: Uint8Array): void {
  if (parts.signed.some(({ type }) => type === oid.signingTime))
    refuseSignature('NOT_PADES', 'a time is among the signed attributes');
  const type = onlyValue(parts, oid.contentType, 'content type');
  if (!(type instanceof asn1js.ObjectIdentifier) || type.getValue() !== oid.data)
    refuseSignature('SIGNED_ATTRIBUTES', 'the signed content type is not plain data');
  const signed = onlyValue(parts, oid.messageDigest, 'digest');
  if (!(signed instanceof asn1js.OctetString))
    return refuseSignature('SIGNED_ATTRIBUTES', 'the signed digest is no digest');
  if (Buffer.compare(signed.valueBlock.valueHexView, digest) !== 0)
    refuseSignature('CHANGED', `the ${parts.digest} of the file is not the one that was signed`);
  checkBinding(parts);
}

function onlyValue(parts: CmsParts, type: string, name: string): asn1js.BaseBlock | undefined {
  const values = parts.signed.filter((one) => one.type === type).flatMap((one) => one.values);
  if (values.length !== 1)
    refuseSignature(
      type === oid.signingCertificateV2 ? 'CERTIFICATE_NOT_BOUND' : 'SIGNED_ATTRIBUTES',
      `the ${name} is signed ${values.length} times, not once`,
    );
  return values[0];
}

/**
 * SigningCertificateV2 (RFC 5035 §3, §4): the first of its ESSCertIDv2 names the signer's certificate by its hash,
 * SHA-256 when none is named, so that no other with the same name or key can be put in its place.
 */
function checkBinding(parts: CmsParts): void {
  const value = onlyValue(parts, oid.signingCertificateV2, 'certificate');
  const named = [...partsOf(partsOf(partsOf(value)[0])[0])];
  const algorithm = named[0] instanceof asn1js.Sequence ? idIn(partsOf(named.shift())[0]) : 'SHA-256';
  const name = algorithm === 'SHA-256' ? 'sha256' : digestNames[algorithm];
  const [hash, issuerSerial] = named;
  if (name === undefined || !(hash instanceof asn1js.OctetString))
    return refuseSignature('CERTIFICATE_NOT_BOUND', 'the signature names its certificate in an unknown way');
  const real = createHash(name).update(parts.signer.der).digest();
  if (Buffer.compare(hash.valueBlock.valueHexView, real) !== 0)
    refuseSignature('CERTIFICATE_NOT_BOUND', 'the signature names another certificate than the one in it');
  if (issuerSerial !== undefined && !isNamed(parts.signer, issuerSerial))
    refuseSignature('CERTIFICATE_NOT_BOUND', 'the signature names another issuer or serial number');
}

/** IssuerSerial: GeneralNames with one directoryName [4], then the serial number. */
function isNamed(signer: ReadCertificate, issuerSerial: asn1js.BaseBlock): boolean {
  const [names, serial] = partsOf(issuerSerial);
  const [issuer, ...others] = partsOf(partsOf(names)[0]);
  const real = partsOf(asn1js.fromBER(Uint8Array.from(idOf(signer)).buffer).result);
  const isSame = (one: asn1js.BaseBlock | undefined, other: asn1js.BaseBlock | undefined): boolean =>
    one !== undefined && other !== undefined && Buffer.compare(bytesOf(one), bytesOf(other)) === 0;
  return others.length === 0 && isSame(issuer, real[0]) && isSame(serial, real[1]);
}

const idIn = (value: unknown): string =>
  value instanceof asn1js.ObjectIdentifier ? value.getValue() : 'unknown';

/** RFC 8017 (PKCS #1 v1.5) and RFC 5754 (ECDSA): the digest that each is made over; plain RSA names none. */
const algorithms: Readonly<
  Record<string, { readonly key: 'rsa' | 'ec'; readonly digest?: CmsParts['digest'] }>
> = {
  '1.2.840.113549.1.1.1': { key: 'rsa' },
  '1.2.840.113549.1.1.11': { key: 'rsa', digest: 'sha256' },
  '1.2.840.113549.1.1.12': { key: 'rsa', digest: 'sha384' },
  '1.2.840.113549.1.1.13': { key: 'rsa', digest: 'sha512' },
  '1.2.840.10045.4.3.2': { key: 'ec', digest: 'sha256' },
  '1.2.840.10045.4.3.3': { key: 'ec', digest: 'sha384' },
  '1.2.840.10045.4.3.4': { key: 'ec', digest: 'sha512' },
};

const fewestBits = 2_048;

/**
 * The value over the signed attributes, by the signer's key.
 *
 * @throws SignatureRefusal WEAK_ALGORITHM, SIGNATURE_WRONG
 */
export function checkSignatureValue({ signer, algorithm, digest, signedBytes, value }: CmsParts): void {
  const how = Object.hasOwn(algorithms, algorithm) ? algorithms[algorithm] : undefined;
  const { publicKey } = new X509Certificate(signer.der);
  if (how === undefined)
    return refuseSignature('WEAK_ALGORITHM', `signed by ${algorithm}, which is not taken`);
  if (how.key !== publicKey.asymmetricKeyType || (how.digest ?? digest) !== digest)
    refuseSignature('SIGNATURE_WRONG', 'the key or the digest is of another kind than the signature says');
  const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? fewestBits;
  if (bits < fewestBits) refuseSignature('WEAK_ALGORITHM', `the key is RSA with ${bits} bits`);
  if (!hasOneForm(algorithm, value) || !verify(digest, signedBytes, publicKey, value))
    refuseSignature(
      'SIGNATURE_WRONG',
      'the signature was not made with the certificate’s key over these attributes',
    );
}

function hasOneForm(algorithm: string, value: Uint8Array): boolean {
  try {
    refuseLooseSignature(algorithm, value);
    return true;
  } catch (error) {
    if (error instanceof TimestampRefusal) return false;
    throw error;
  }
}

/** @throws SignatureRefusal WRONG_USAGE */
export function checkUsage(signer: ReadCertificate): void {
  if (!maySign(signer)) refuseSignature('WRONG_USAGE', 'the certificate’s key is not for signatures');
}

/** RFC 5280 §4.2.1.3: digitalSignature is the first bit, nonRepudiation the second; without the extension, anything. */
export function maySign({ certificate }: ReadCertificate): boolean {
  const usage = (certificate.extensions ?? []).find(({ extnID }) => extnID === oid.keyUsage);
  if (usage === undefined) return true;
  const bits: unknown = asn1js.fromBER(
    Uint8Array.from(usage.extnValue.valueBlock.valueHexView).buffer,
  ).result;
  const first = bits instanceof asn1js.BitString ? (bits.valueBlock.valueHexView[0] ?? 0) : 0;
  return (first & 0xc0) !== 0;
}
