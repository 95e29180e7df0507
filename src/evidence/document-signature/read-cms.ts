import * as asn1js from 'asn1js';
import { digestNames } from '../trusted-time/object-ids.ts';
import { idOf, partsOf, readCertificate, type ReadCertificate } from '../trusted-time/read-token.ts';
import { TimestampRefusal } from '../trusted-time/refusal.ts';
import { refuseLooseDer } from '../trusted-time/strict-der.ts';
import { refuseSignature, SignatureRefusal } from './signature-refusal.ts';

/** A detached signature taken apart. Its shape is right; nothing in it is believed yet. */
export interface CmsParts {
  /** The one certificate that issuer and serial number name. */
  readonly signer: ReadCertificate;
  readonly others: readonly ReadCertificate[];
  readonly digest: 'sha256' | 'sha384' | 'sha512';
  /** The signed attributes as they were signed: a SET in DER (RFC 5652 §5.4). */
  readonly signedBytes: Uint8Array;
  /** Each with its values, by object identifier. */
  readonly signed: Attributes;
  readonly unsigned: Attributes;
  /** Object identifier of how the value was made. */
  readonly algorithm: string;
  readonly value: Uint8Array;
}

type Attributes = readonly { readonly type: string; readonly values: readonly asn1js.BaseBlock[] }[];

const oid = { signedData: '1.2.840.113549.1.7.2', data: '1.2.840.113549.1.7.1' } as const;

/**
 * Takes detached SignedData (RFC 5652 §5.1) apart: one signer, named by issuer and serial number; what nobody
 * signed in it must be the one value that the rest calls for.
 *
 * @throws SignatureRefusal NOT_UNDERSTOOD, SIGNER_COUNT, SIGNER_MISSING, SIGNED_ATTRIBUTES, UNSIGNED_PARTS, WEAK_ALGORITHM
 */
export function readCms(der: Uint8Array): CmsParts {
  try {
    refuseLooseDer(der);
    return takeApart(der);
  } catch (error) {
    if (error instanceof SignatureRefusal) throw error;
    const why = error instanceof TimestampRefusal ? error.message : 'not a signature of CMS';
    return refuseSignature('NOT_UNDERSTOOD', why, error);
  }
}

/** Tags of what CMS is made of (X.690 §8.1.2): nobody signed those around the signed part, so each must be right. */
const tag = {
  integer: 0x02,
  octets: 0x04,
  id: 0x06,
  sequence: 0x30,
  set: 0x31,
  first: 0xa0,
  second: 0xa1,
} as const;

function takeApart(der: Uint8Array): CmsParts {
  const [whole] = shaped([asn1js.fromBER(Uint8Array.from(der).buffer).result], tag.sequence);
  const [type, wrapped] = shaped(partsOf(whole), tag.id, tag.first);
  if (idIn(type) !== oid.signedData) refuseSignature('NOT_UNDERSTOOD', 'not CMS SignedData');
  const fields = partsOf(shaped(partsOf(wrapped), tag.sequence)[0]);
  if (fields.length === 4) refuseSignature('SIGNER_MISSING', 'the signature carries no certificate');
  if (fields.length > 5) refuseSignature('UNSIGNED_PARTS', 'the signature carries revocation lists');
  const [version, digests, content, certificates, signerInfos] = shaped(
    fields,
    ...[tag.integer, tag.set, tag.sequence, tag.first, tag.set],
  );
  const infos = partsOf(signerInfos);
  if (infos.length !== 1)
    refuseSignature('SIGNER_COUNT', `one signer is looked for, there are ${infos.length}`);
  // Detached, of plain data, and so of version 1 (RFC 5652 §5.1).
  const contents = partsOf(content);
  if (numberIn(version) !== 1 || contents.length !== 1 || idIn(contents[0]) !== oid.data)
    refuseSignature('NOT_UNDERSTOOD', 'what is signed stands in the signature, or is no plain data');
  const parts = readSigner(shaped(infos, tag.sequence)[0], partsOf(certificates));
  if (partsOf(digests).length !== 1 || digestIn(partsOf(digests)[0]) !== parts.digest)
    refuseSignature('NOT_UNDERSTOOD', 'the digests named are not the one that is used');
  return parts;
}

/** SignerInfo, RFC 5652 §5.3. */
function readSigner(info: asn1js.BaseBlock | undefined, certificates: readonly asn1js.BaseBlock[]): CmsParts {
  const fields = partsOf(info);
  if (tagOf(fields[3]) !== tag.first) refuseSignature('NOT_PADES', 'the signature has no signed attributes');
  const [version, id, digest, signed, algorithm, value, unsigned] = shaped(
    fields,
    ...[tag.integer, tag.sequence, tag.sequence, tag.first, tag.sequence, tag.octets],
    ...(fields.length > 6 ? [tag.second] : []),
  );
  if (numberIn(version) !== 1 || !id || !signed || !(value instanceof asn1js.OctetString))
    return refuseSignature('NOT_UNDERSTOOD', 'the signer is not named by issuer and serial number');
  const all = shaped(certificates, ...certificates.map(() => tag.sequence));
  return {
    ...chooseSigner(bytesOf(id), all.map(bytesOf).map(readCertificate)),
    digest: digestIn(digest),
    signedBytes: asSet(signed),
    signed: attributesIn(signed),
    unsigned: attributesIn(unsigned),
    algorithm: algorithmIn(algorithm),
    value: value.valueBlock.valueHexView,
  };
}

function chooseSigner(
  id: Uint8Array,
  certificates: readonly ReadCertificate[],
): Pick<CmsParts, 'signer' | 'others'> {
  const named = certificates.filter((one) => Buffer.compare(idOf(one), id) === 0);
  const [signer, ...twins] = named;
  if (signer === undefined || twins.length > 0)
    return refuseSignature(
      'SIGNER_MISSING',
      `${named.length} certificates in the signature are the signer’s, not one`,
    );
  return { signer, others: certificates.filter((one) => one !== signer) };
}

/** The tag that the attributes carry is not the one that is signed; DER has a set in the order of its encodings. */
function asSet(signed: asn1js.BaseBlock): Uint8Array {
  const encodings = partsOf(signed).map(bytesOf);
  const isSorted = encodings.every((one, i) => i === 0 || Buffer.compare(encodings[i - 1] ?? one, one) < 0);
  if (!isSorted) refuseSignature('SIGNED_ATTRIBUTES', 'the signed attributes are not in the order of DER');
  const bytes = bytesOf(signed);
  bytes[0] = 0x31;
  return bytes;
}

const attributesIn = (set: asn1js.BaseBlock | undefined): Attributes =>
  partsOf(set).map((attribute) => {
    const [type, values] = shaped(partsOf(shaped([attribute], tag.sequence)[0]), tag.id, tag.set);
    return { type: idIn(type) ?? '', values: partsOf(values) };
  });

function digestIn(algorithm: asn1js.BaseBlock | undefined): CmsParts['digest'] {
  const id = algorithmIn(algorithm);
  const known = Object.hasOwn(digestNames, id) ? digestNames[id] : undefined;
  return known ?? refuseSignature('WEAK_ALGORITHM', `the digest ${id}; SHA-256, 384 and 512 are taken`);
}

/** NULL or nothing may follow the name; parameters (RSASSA-PSS) are another kind of signature. */
function algorithmIn(algorithm: asn1js.BaseBlock | undefined): string {
  const [id, parameters, ...more] = partsOf(shaped(algorithm ? [algorithm] : [], tag.sequence)[0]);
  const name = idIn(id) ?? refuseSignature('NOT_UNDERSTOOD', 'an algorithm without a name');
  const isBare =
    parameters === undefined || (parameters instanceof asn1js.Null && bytesOf(parameters).length === 2);
  return isBare && more.length === 0
    ? name
    : refuseSignature('WEAK_ALGORITHM', `the algorithm ${name} with parameters is not looked into`);
}

/** The parts, when there are as many as tags and each has its own. */
function shaped(
  parts: readonly (asn1js.BaseBlock | undefined)[],
  ...tags: readonly number[]
): readonly asn1js.BaseBlock[] {
  const found = parts.filter((part) => part !== undefined);
  const isShaped = found.length === tags.length && found.every((part, i) => tagOf(part) === tags[i]);
  return isShaped
    ? found
    : refuseSignature('NOT_UNDERSTOOD', 'a part more, less or other than there must be');
}

const tagOf = (value: asn1js.BaseBlock | undefined): number | undefined => value?.valueBeforeDecodeView[0];

const numberIn = (value: asn1js.BaseBlock | undefined): number | undefined =>
  value instanceof asn1js.Integer ? value.valueBlock.valueDec : undefined;

const idIn = (value: unknown): string | undefined =>
  value instanceof asn1js.ObjectIdentifier ? value.getValue() : undefined;

/** A value with its tag and length, as it stands in the signature. */
export const bytesOf = (value: asn1js.BaseBlock): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(value.valueBeforeDecodeView);
