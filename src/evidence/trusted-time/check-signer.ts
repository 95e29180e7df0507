import { createHash, timingSafeEqual } from 'node:crypto';
import * as asn1js from 'asn1js';
import { ExtKeyUsage, type Certificate } from 'pkijs';
import { oid } from './object-ids.ts';
import { idOf, partsOf, type ReadCertificate, type TokenParts } from './read-token.ts';
import { bufferOf } from './request.ts';
import { refuse } from './refusal.ts';

/** The certificate that the token names as its signer's, from those in the token. */
export function findSigner({ signerId, certificates }: TokenParts): ReadCertificate {
  const found = certificates.filter((one) => isSame(idOf(one), signerId));
  const [only, ...others] = found;
  if (only === undefined || others.length > 0) {
    return refuse('SIGNER_MISSING', `${found.length} certificates in the token are the signer’s, not one`);
  }
  return only;
}

/** RFC 3161 §2.3: the key stamps times and does nothing else, and the certificate insists on it. */
export function checkUsage({ certificate }: ReadCertificate): void {
  const usages = (certificate.extensions ?? []).filter(({ extnID }) => extnID === oid.extendedKeyUsage);
  const [usage] = usages;
  if (usage === undefined || usages.length > 1) return refuse('WRONG_USAGE', 'no extended key usage');
  if (!usage.critical) return refuse('WRONG_USAGE', 'the extended key usage is not critical');
  const { keyPurposes } = ExtKeyUsage.fromBER(bufferOf(usage.extnValue.valueBlock.valueHexView));
  const isSole = keyPurposes.length === 1 && keyPurposes[0] === oid.timeStamping;
  if (!isSole) refuse('WRONG_USAGE', `the key is not for time stamps alone: ${keyPurposes.join(', ')}`);
}

/** Content type and digest once each, and the content type that was signed is the one that is there. */
export function checkSignedAttributes(parts: TokenParts): void {
  const type = onlyValue(parts, oid.contentType, 'content type');
  if (!(type instanceof asn1js.ObjectIdentifier) || type.getValue() !== oid.timestampInfo) {
    refuse('SIGNED_ATTRIBUTES', 'the signed content type is not TSTInfo');
  }
  const digest = onlyValue(parts, oid.messageDigest, 'digest');
  if (!(digest instanceof asn1js.OctetString)) refuse('SIGNED_ATTRIBUTES', 'the signed digest is no digest');
}

/**
 * ESSCertID (RFC 2634, SHA-1) or ESSCertIDv2 (RFC 5035): the signature covers the hash of the signer's
 * certificate, so that no other certificate with the same key can be put in its place. When both are
 * there, both must hold.
 */
export function checkBinding(parts: TokenParts, signer: ReadCertificate): void {
  const bindings = [
    ...valuesOf(parts, oid.signingCertificate).map((value) => ({ value, isV2: false })),
    ...valuesOf(parts, oid.signingCertificateV2).map((value) => ({ value, isV2: true })),
  ];
  if (bindings.length === 0) refuse('CERTIFICATE_NOT_BOUND', 'the signature names no certificate');
  for (const { value, isV2 } of bindings) {
    // SigningCertificate ::= SEQUENCE { certs SEQUENCE OF ESSCertID, … }; the first is the signer's.
    const [first] = partsOf(partsOf(value)[0]);
    const { hash, algorithm } = certificateHash(first, isV2);
    const real = createHash(algorithm).update(signer.der).digest();
    if (!isSame(hash, real)) refuse('CERTIFICATE_NOT_BOUND', 'the signature names another certificate');
  }
}

function certificateHash(certId: unknown, isV2: boolean): { hash: Uint8Array; algorithm: string } {
  const [first, second] = partsOf(certId);
  if (first instanceof asn1js.OctetString) {
    return { hash: first.valueBlock.valueHexView, algorithm: isV2 ? 'sha256' : 'sha1' };
  }
  const [id] = partsOf(first);
  const algorithm = id instanceof asn1js.ObjectIdentifier ? hashes[id.getValue()] : undefined;
  if (!isV2 || algorithm === undefined || !(second instanceof asn1js.OctetString)) {
    return refuse('CERTIFICATE_NOT_BOUND', 'the signature names a certificate in an unknown way');
  }
  return { hash: second.valueBlock.valueHexView, algorithm };
}

const hashes: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** RFC 3161 §2.4.2: the name in the token, when there is one, is one of the certificate's. */
export function checkName({ tsaName }: TokenParts, { certificate }: ReadCertificate): void {
  if (tsaName === undefined) return;
  if (!namesOf(certificate).some((name) => isSame(name, tsaName))) {
    refuse('WRONG_NAME', 'the name in the token is not in the certificate that signed it');
  }
}

/** GeneralNames in DER: the subject as directoryName [4], and those of subjectAltName. */
function namesOf(certificate: Certificate): readonly Uint8Array[] {
  const subject = new asn1js.Constructed({
    idBlock: { tagClass: 3, tagNumber: 4 },
    value: [certificate.subject.toSchema()],
  });
  const alternatives = (certificate.extensions ?? [])
    .filter(({ extnID }) => extnID === oid.subjectAltName)
    .flatMap(({ extnValue }) =>
      partsOf(asn1js.fromBER(bufferOf(extnValue.valueBlock.valueHexView)).result).map(
        (name) => new Uint8Array(name.valueBeforeDecodeView),
      ),
    );
  return [derOf(subject), ...alternatives];
}

function onlyValue(parts: TokenParts, type: string, name: string): unknown {
  const values = valuesOf(parts, type);
  if (values.length !== 1)
    refuse('SIGNED_ATTRIBUTES', `the ${name} is signed ${values.length} times, not once`);
  return values[0];
}

const valuesOf = ({ signer }: TokenParts, type: string): readonly unknown[] =>
  (signer.signedAttrs?.attributes ?? [])
    .filter((attribute) => attribute.type === type)
    .flatMap(({ values }): readonly unknown[] => values);

const derOf = (value: asn1js.BaseBlock): Uint8Array => new Uint8Array(value.toBER());

const isSame = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);
