import { timingSafeEqual } from 'node:crypto';
import * as asn1js from 'asn1js';
import type { Accuracy, Certificate, TSTInfo } from 'pkijs';
import { checkChain } from './chain.ts';
import { checkBinding, checkName, checkSignedAttributes, checkUsage, findSigner } from './check-signer.ts';
import { oid } from './object-ids.ts';
import { readToken, type ReadCertificate, type TokenParts } from './read-token.ts';
import { refuse, TimestampRefusal } from './refusal.ts';
import { refuseLooseSignature } from './signature-form.ts';
import { fingerprintOf, pemOf, subjectOf, type Roots } from './roots.ts';

/** What a token that passed every check says, and who says it. */
export interface CheckedToken {
  /** The authority's time, UTC, ISO 8601 with milliseconds: the digest existed then. */
  readonly genTime: string;
  /** How far off the authority says it may be, ms; absent: it does not say. */
  readonly accuracyMs?: number;
  /** Of the token at its authority, hex. */
  readonly serial: string;
  readonly policy: string;
  /** Subject of the certificate that signed. */
  readonly signer: string;
  /** Where its chain ended. */
  readonly root: { readonly subject: string; readonly sha256: string };
  /** The certificates above the signer, as PEM: with the token, all that a later check needs. */
  readonly chainPem: string;
}

export interface Expected {
  /** SHA-256, 32 bytes. */
  readonly digest: Uint8Array;
  readonly roots: Roots;
  /** Absent: not known any more; a token found in a bag. */
  readonly nonce?: Uint8Array;
  readonly policy?: string;
}

// A time that may be off by more than a minute orders nothing in an incident.
const coarsestMs = 60_000;

/**
 * Makes every check that RFC 3161 §2.4.2 asks of a requester, and those that the library leaves out.
 * `der` is a TimeStampToken.
 *
 * @throws TimestampRefusal with the first thing that is wrong
 */
export async function checkToken(der: Uint8Array, expected: Expected): Promise<CheckedToken> {
  const parts = readToken(der);
  try {
    return await checkParts(parts, expected);
  } catch (error) {
    if (error instanceof TimestampRefusal) throw error;
    return refuse('NOT_UNDERSTOOD', 'a part of the token cannot be read', error);
  }
}

async function checkParts(parts: TokenParts, expected: Expected): Promise<CheckedToken> {
  const { info, certificates } = parts;
  checkInfo(info, expected);
  const signer = findSigner(parts);
  checkSignedAttributes(parts);
  checkBinding(parts, signer);
  await checkSignature(parts, signer);
  checkUsage(signer);
  checkName(parts, signer);
  const others = certificates.filter((one) => one !== signer);
  const chain = await checkChain(signer, others, { roots: expected.roots, at: info.genTime });
  return describe(info, signer, chain);
}

/** What the token is over, and under which terms. */
function checkInfo(info: TSTInfo, { digest, nonce, policy }: Expected): void {
  const { hashAlgorithm, hashedMessage } = info.messageImprint;
  if (info.version !== 1) refuse('NOT_UNDERSTOOD', 'not a TSTInfo of version 1');
  const isOurs =
    hashAlgorithm.algorithmId === oid.sha256 && isSame(hashedMessage.valueBlock.valueHexView, digest);
  if (!isOurs) refuse('WRONG_IMPRINT', 'the token is over another digest');
  // RFC 3161 §2.4.1: a reply without our nonce may be a replay, so it is refused even when its signature is good.
  const found = info.nonce?.valueBlock.valueHexView;
  if (nonce !== undefined && (found === undefined || !isSame(found, nonce))) {
    refuse('WRONG_NONCE', found ? 'the token answers another request' : 'the token carries no nonce');
  }
  if (policy !== undefined && info.policy !== policy) {
    refuse('WRONG_POLICY', `stamped under the policy ${info.policy}, asked for ${policy}`);
  }
  const accuracyMs = accuracyOf(info.accuracy);
  if (accuracyMs !== undefined && accuracyMs > coarsestMs) {
    refuse('ACCURACY_TOO_COARSE', `the time may be off by ${accuracyMs} ms; at most ${coarsestMs} are taken`);
  }
}

async function checkSignature(
  { signed, signer }: TokenParts,
  { certificate }: ReadCertificate,
): Promise<void> {
  const { algorithmId } = signer.signatureAlgorithm;
  refuseOddAlgorithm(signer.signatureAlgorithm.algorithmParams, algorithmId);
  refuseLooseSignature(algorithmId, signer.signature.valueBlock.valueHexView);
  const { eContentType } = signed.encapContentInfo;
  // For TSTInfo the library wants the stamped text itself; what is here is its digest, checked above.
  signed.encapContentInfo.eContentType = oid.content;
  try {
    signed.certificates = [certificate satisfies Certificate];
    const holds = await signed.verify({ signer: 0, checkChain: false });
    if (!holds) refuse('SIGNATURE_WRONG', 'the signature is not over this content');
  } catch (error) {
    if (error instanceof TimestampRefusal) throw error;
    refuse('SIGNATURE_WRONG', 'the signature does not hold', error);
  } finally {
    signed.encapContentInfo.eContentType = eContentType;
  }
}

/** RSA has NULL or nothing here, ECDSA nothing (RFC 5754 §3); RSASSA-PSS has its own. */
function refuseOddAlgorithm(params: unknown, algorithm: string): void {
  const isPss = algorithm === '1.2.840.113549.1.1.10';
  const isNull = params instanceof asn1js.Null && params.valueBeforeDecodeView.byteLength === 2;
  if (!isPss && params !== undefined && !isNull) refuse('NOT_UNDERSTOOD', 'a signature with odd parameters');
}

function describe(info: TSTInfo, signer: ReadCertificate, chain: readonly ReadCertificate[]): CheckedToken {
  const accuracyMs = accuracyOf(info.accuracy);
  const root = chain.at(-1) ?? signer;
  return {
    genTime: info.genTime.toISOString(),
    ...(accuracyMs === undefined ? {} : { accuracyMs }),
    serial: Buffer.from(info.serialNumber.valueBlock.valueHexView).toString('hex'),
    policy: info.policy,
    signer: subjectOf(signer),
    root: { subject: subjectOf(root), sha256: fingerprintOf(root) },
    chainPem: pemOf(chain),
  };
}

/** Seconds, milli- and microseconds, each optional; rounded up to a millisecond. */
const accuracyOf = (accuracy: Accuracy | undefined): number | undefined =>
  accuracy && (accuracy.seconds ?? 0) * 1000 + (accuracy.millis ?? 0) + ((accuracy.micros ?? 0) > 0 ? 1 : 0);

const isSame = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);
