import * as asn1js from 'asn1js';
import { Certificate, SignedData, TSTInfo, type SignerInfo } from 'pkijs';
import { digestNames, oid } from './object-ids.ts';
import { bufferOf } from './request.ts';
import { refuse, TimestampRefusal } from './refusal.ts';
import { refuseLooseDer } from './strict-der.ts';

/** A certificate with its bytes as they came: hashes are over these. */
export interface ReadCertificate {
  readonly der: Uint8Array;
  readonly certificate: Certificate;
}

/** A token taken apart. Its shape is right; nothing in it is believed yet. */
export interface TokenParts {
  readonly signed: SignedData;
  readonly signer: SignerInfo;
  /** IssuerAndSerialNumber of the signer's certificate, in DER: nobody signed it, so its bytes count. */
  readonly signerId: Uint8Array;
  readonly info: TSTInfo;
  /** TSTInfo.tsa, a GeneralName in DER. */
  readonly tsaName?: Uint8Array;
  readonly certificates: readonly ReadCertificate[];
}

/**
 * Takes a TimeStampToken (CMS SignedData over TSTInfo, RFC 3161 §2.4.2) apart.
 *
 * @throws TimestampRefusal NOT_UNDERSTOOD, SIGNER_COUNT, WEAK_ALGORITHM, UNSIGNED_PARTS
 */
export function readToken(der: Uint8Array): TokenParts {
  refuseLooseDer(der);
  try {
    return takeApart(der);
  } catch (error) {
    if (error instanceof TimestampRefusal) throw error;
    return refuse('NOT_UNDERSTOOD', 'not a time-stamp token', error);
  }
}

function takeApart(der: Uint8Array): TokenParts {
  const schema = signedDataIn(der);
  const signed = new SignedData({ schema });
  const [signer, ...others] = signed.signerInfos;
  if (signer === undefined || others.length > 0) {
    return refuse('SIGNER_COUNT', `a token has exactly one signer, this has ${signed.signerInfos.length}`);
  }
  refuseUnsignedParts(signed, signer);
  refuseOtherShell(signed, signer);
  const { eContentType, eContent } = signed.encapContentInfo;
  if (eContentType !== oid.timestampInfo || eContent === undefined) {
    return refuse('NOT_UNDERSTOOD', 'what is signed is no TSTInfo');
  }
  const info = eContent.getValue();
  const tsaName = tsaNameIn(info);
  return {
    signed,
    signer,
    signerId: signerIdIn(schema),
    info: TSTInfo.fromBER(info),
    certificates: certificatesIn(schema),
    ...(tsaName ? { tsaName } : {}),
  };
}

function signedDataIn(der: Uint8Array): asn1js.Sequence {
  const { result } = asn1js.fromBER(bufferOf(der));
  const [type, wrapped] = result instanceof asn1js.Sequence ? partsOf(result) : [];
  const [schema] = isTagged(wrapped, 0) ? partsOf(wrapped) : [];
  const isSigned = type instanceof asn1js.ObjectIdentifier && type.getValue() === oid.signedData;
  if (!isSigned || !(schema instanceof asn1js.Sequence))
    return refuse('NOT_UNDERSTOOD', 'not CMS SignedData');
  return schema;
}

/** No signature covers these, so anybody could have put them there. No authority needs them. */
function refuseUnsignedParts(signed: SignedData, signer: SignerInfo): void {
  if (signer.unsignedAttrs) refuse('UNSIGNED_PARTS', 'the token carries attributes that nobody signed');
  if (signed.crls || signed.ocsps) refuse('UNSIGNED_PARTS', 'the token carries revocation lists');
}

/**
 * The shell around the signed part is signed by nobody: each of its values must be the one that the
 * rest calls for (RFC 5652 §5.1, §5.3), so that a change in it shows.
 */
function refuseOtherShell(signed: SignedData, signer: SignerInfo): void {
  const [digest, ...others] = signed.digestAlgorithms;
  const signersDigest = signer.digestAlgorithm.algorithmId;
  if (!Object.hasOwn(digestNames, signersDigest)) {
    refuse('WEAK_ALGORITHM', `signed over the digest ${signersDigest}; SHA-256, 384 and 512 are taken`);
  }
  if (signed.version !== 3 || signer.version !== 1) refuse('NOT_UNDERSTOOD', 'not the versions of RFC 3161');
  if (others.length > 0 || digest?.algorithmId !== signersDigest) {
    refuse('NOT_UNDERSTOOD', 'the digests named are not the one that is used');
  }
  for (const { algorithmParams } of [digest, signer.digestAlgorithm].filter((one) => one !== undefined)) {
    if (!isAbsentOrNull(algorithmParams)) refuse('NOT_UNDERSTOOD', 'a digest with parameters');
  }
}

const isAbsentOrNull = (params: unknown): boolean => {
  if (params === undefined) return true;
  return params instanceof asn1js.Null && params.valueBeforeDecodeView.byteLength === 2;
};

function certificatesIn(schema: asn1js.Sequence): readonly ReadCertificate[] {
  const set = partsOf(schema).find((part) => isTagged(part, 0));
  return partsOf(set).map((part) => readCertificate(new Uint8Array(part.valueBeforeDecodeView)));
}

export const readCertificate = (der: Uint8Array): ReadCertificate => ({
  der,
  certificate: Certificate.fromBER(bufferOf(der)),
});

/** TSTInfo.tsa is [0] EXPLICIT GeneralName; as bytes, for what is compared is what was written. */
function tsaNameIn(info: ArrayBuffer): Uint8Array | undefined {
  const tagged = partsOf(asn1js.fromBER(info).result).find((part) => isTagged(part, 0));
  const [name] = partsOf(tagged);
  return name && new Uint8Array(name.valueBeforeDecodeView);
}

function signerIdIn(schema: asn1js.Sequence): Uint8Array {
  const [signerInfo] = partsOf(partsOf(schema).at(-1));
  const [, id] = partsOf(signerInfo);
  return id instanceof asn1js.Sequence
    ? new Uint8Array(id.valueBeforeDecodeView)
    : refuse('NOT_UNDERSTOOD', 'the signer is not named by issuer and serial number');
}

/** A context-specific tag: [0], [1], … */
const isTagged = (value: asn1js.BaseBlock | undefined, number: number): boolean =>
  value?.idBlock.tagClass === 3 && value.idBlock.tagNumber === number;

/** Issuer and serial number of a certificate as one would name it by them: RFC 5652 §10.2.4, in DER. */
export function idOf({ der }: ReadCertificate): Uint8Array {
  const tbs = partsOf(partsOf(asn1js.fromBER(bufferOf(der)).result)[0]);
  const [serial, , issuer] = isTagged(tbs[0], 0) ? tbs.slice(1) : tbs;
  if (serial === undefined || issuer === undefined) return refuse('NOT_UNDERSTOOD', 'not a certificate');
  const parts = [issuer, serial].map((part) => new Uint8Array(part.valueBeforeDecodeView));
  const body = Buffer.concat(parts);
  const size =
    body.length < 0x80
      ? [body.length]
      : body.length < 0x100
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Uint8Array.from([0x30, ...size]), body]);
}

/** The values of a sequence, set or tagged value; none of anything else. */
export function partsOf(value: unknown): readonly asn1js.BaseBlock[] {
  const isMadeOfParts =
    value instanceof asn1js.Sequence || value instanceof asn1js.Set || value instanceof asn1js.Constructed;
  return isMadeOfParts ? value.valueBlock.value : [];
}
