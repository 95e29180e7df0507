import { X509Certificate } from 'node:crypto';
import type { ReadCertificate } from '../trusted-time/read-token.ts';
import type { Roots } from '../trusted-time/roots.ts';
import { checkSignatureValue, checkSignedAttributes, checkUsage } from './check-cms.ts';
import { checkStamp, type SignatureStamp } from './check-stamp.ts';
import { readCms } from './read-cms.ts';
import { refuseSignature, SignatureRefusal } from './signature-refusal.ts';
import { findSignature } from './signature-place.ts';

/** A signature that passed every check, and whose certificate it is. Names are the word of who issued it. */
export interface DocumentSignature {
  /** Of the certificate, on one line: "CN=…, O=…". */
  readonly subject: string;
  readonly issuer: string;
  /** Of the certificate: AA:BB:…, as `openssl x509 -fingerprint -sha256` prints it. */
  readonly sha256: string;
  /** ISO 8601, UTC. */
  readonly validFrom: string;
  readonly validTo: string;
  /** "RSA, 2048 bits", "EC, prime256v1". */
  readonly key: string;
  /** Certificates above the signer's that the file brings and that signed one another: subjects, the last one last. */
  readonly issuers: readonly string[];
  /** When it was signed, as the file says. */
  readonly claimedAt: string;
  /** At which moment the certificate was valid, and whose word that moment is. */
  readonly validAt: { readonly at: string; readonly by: 'time-stamp token' | 'file’s own claim' };
  readonly stamp: SignatureStamp;
  /** Bytes of the file that are signed: all but the signature's place. */
  readonly signedBytes: number;
}

/**
 * Checks the PAdES signature of a PDF (ISO 32000-2 §12.8, RFC 5652, RFC 5035, ETSI EN 319 142-1), B-B or B-T: that
 * every byte is signed, by the certificate that is named, valid then. Whether its issuer may be believed is not
 * judged, and revocation is not asked for.
 *
 * @param options `roots`: of time-stamp authorities that the verifier believes
 * @throws SignatureRefusal with the first thing that is wrong
 */
export async function checkSignedDocument(
  file: Buffer,
  { roots }: { readonly roots?: Roots } = {},
): Promise<DocumentSignature> {
  try {
    return await check(file, roots);
  } catch (error) {
    return refuseUnreadable(error);
  }
}

async function check(file: Buffer, roots: Roots | undefined): Promise<DocumentSignature> {
  const place = findSignature(file);
  const parts = readCms(place.cms);
  checkSignedAttributes(parts, place.digest(parts.digest));
  checkSignatureValue(parts);
  checkUsage(parts.signer);
  const stamp = await checkStamp(parts, roots);
  const certificate = new X509Certificate(parts.signer.der);
  const validAt =
    stamp.is === 'checked'
      ? ({ at: stamp.genTime, by: 'time-stamp token' } as const)
      : ({ at: place.claimedAt, by: 'file’s own claim' } as const);
  refuseOutOfTime(certificate, validAt);
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    sha256: certificate.fingerprint256,
    validFrom: certificate.validFromDate.toISOString(),
    validTo: certificate.validToDate.toISOString(),
    key: kindOf(certificate),
    issuers: issuersAbove(certificate, parts.others),
    ...{ claimedAt: place.claimedAt, validAt, stamp },
    signedBytes: file.length - (place.to - place.from),
  };
}

/**
 * What a second drawing needs to give the same file: the signature, who it says signs, and when.
 *
 * @throws SignatureRefusal when that cannot be read
 */
export function signatureToRedraw(file: Buffer): {
  readonly name: string;
  readonly at: Date;
  readonly cms: Uint8Array;
} {
  try {
    const { cms, claimedAt } = findSignature(file);
    const { subject } = new X509Certificate(readCms(cms).signer.der);
    return { name: oneLine(subject), at: new Date(claimedAt), cms };
  } catch (error) {
    return refuseUnreadable(error);
  }
}

/** Node and the library throw errors of their own at what a stranger wrote. */
function refuseUnreadable(error: unknown): never {
  if (error instanceof SignatureRefusal) throw error;
  return refuseSignature('NOT_UNDERSTOOD', 'a part of the signature cannot be read', error);
}

/** A name as documents show it: node has one part a line. */
export const oneLine = (name: string): string => name.split('\n').join(', ');

function refuseOutOfTime(
  { validFromDate, validToDate }: X509Certificate,
  { at, by }: DocumentSignature['validAt'],
): void {
  const then = new Date(at);
  if (then >= validFromDate && then <= validToDate) return;
  const span = `${validFromDate.toISOString()} to ${validToDate.toISOString()}`;
  refuseSignature('OUT_OF_TIME', `the certificate is valid from ${span}, not at ${at} (by the ${by})`);
}

function kindOf({ publicKey: { asymmetricKeyType, asymmetricKeyDetails } }: X509Certificate): string {
  return asymmetricKeyType === 'rsa'
    ? `RSA, ${asymmetricKeyDetails?.modulusLength ?? 0} bits`
    : `EC, ${asymmetricKeyDetails?.namedCurve ?? 'of an unknown curve'}`;
}

/** As far up as one certificate of the file signed another: shown, and no reason to believe the last one. */
function issuersAbove(signer: X509Certificate, others: readonly ReadCertificate[]): readonly string[] {
  const left = others.map(({ der }) => new X509Certificate(der));
  const above: string[] = [];
  for (let below = signer; ;) {
    const at = left.findIndex((one) => isIssuer(one, below));
    const [next] = at < 0 ? [] : left.splice(at, 1);
    if (next === undefined) return above;
    above.push(oneLine(next.subject));
    below = next;
  }
}

function isIssuer(above: X509Certificate, below: X509Certificate): boolean {
  try {
    return above.ca && below.checkIssued(above) && below.verify(above.publicKey);
  } catch {
    return false;
  }
}
