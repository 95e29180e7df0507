import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isSystemError } from '../domain/system-error.ts';
import {
  checkSignedDocument,
  SignatureRefusal,
  type Check,
  type DocumentSignature,
  type Roots,
  type SignatureCode,
  type Verification,
} from '../evidence/index.ts';
import { mostSigned, signedReport, type SignedComparison } from '../report/compare-signed.ts';

/** What came of checking the signature in report.signed.pdf. */
export type SignatureOfReport =
  | { readonly is: 'absent' }
  | { readonly is: 'not checked'; readonly why: string }
  | { readonly is: 'holds'; readonly signature: DocumentSignature }
  | { readonly is: 'does not hold'; readonly code: SignatureCode; readonly why: string };

const bagFails = 'the bag does not hold';

/** Checks it where that means anything: in a bag that holds. */
export async function verifySignature(
  folder: string,
  { ok }: Verification,
  roots: Roots | undefined,
): Promise<SignatureOfReport> {
  if (!ok) return { is: 'not checked', why: bagFails };
  const path = join(folder, 'data/report', signedReport);
  try {
    const found = await stat(path);
    if (!found.isFile()) return { is: 'absent' };
    if (found.size > mostSigned) return { is: 'not checked', why: 'the file is too large for a report' };
    const signature = await checkSignedDocument(await readFile(path), roots ? { roots } : {});
    return { is: 'holds', signature };
  } catch (error) {
    if (isSystemError(error, ['ENOENT'])) return { is: 'absent' };
    if (error instanceof SignatureRefusal)
      return { is: 'does not hold', code: error.code, why: error.message };
    throw error;
  }
}

/**
 * Why a signed copy may say what the record does not, in words: nobody looked at the whole of it. Undefined where there is
 * none, where all of it was looked at, and where the bag or the report is said not to hold or not to be compared.
 */
export function uncheckedSignature(
  signature: SignatureOfReport,
  redrawn: SignedComparison | undefined,
): string | undefined {
  if (signature.is === 'not checked' && signature.why !== bagFails)
    return `${signedReport} was not checked: ${signature.why}`;
  return signature.is === 'holds' && redrawn?.is === 'not made'
    ? `${signedReport} was not drawn again: ${redrawn.why}`
    : undefined;
}

/** As one of the checks; undefined where there was nothing to check. */
export function signatureCheck(signature: SignatureOfReport): Check | undefined {
  if (signature.is === 'holds') return { name: checkName, ok: true, detail: inWords(signature.signature) };
  if (signature.is !== 'does not hold') return undefined;
  return { name: checkName, ok: false, detail: `${signature.code}, ${signature.why}` };
}

const checkName = `signature in ${signedReport}`;

function inWords({ signedBytes, subject, validAt, stamp }: DocumentSignature): string {
  const token =
    stamp.is === 'checked'
      ? `a token over it says ${stamp.genTime}`
      : stamp.is === 'none'
        ? 'no time-stamp token is over it'
        : 'the token over it is not believed';
  return `over all ${signedBytes} bytes but its own, by ${subject}; certificate valid at ${validAt.at} (by the ${validAt.by}); ${token}`;
}

/** What the signature shows, and by what. */
export function signatureProven(
  signature: SignatureOfReport,
  redrawn: SignedComparison | undefined,
): readonly { readonly what: string; readonly by: string }[] {
  if (signature.is !== 'holds') return [];
  const { subject, issuer, sha256, key, validAt, claimedAt, stamp } = signature.signature;
  const isOutside = stamp.is === 'checked' && (stamp.trust === 'given' || stamp.trust === 'node');
  return [
    {
      what: `Whoever holds the key (${key}) to the certificate of ${subject}, issued by ${issuer}, SHA-256 ${sha256}, signed ${signedReport}.`,
      by: `the PAdES signature over every byte of the file but its own place; the certificate was valid at ${validAt.at}, by the ${validAt.by}`,
    },
    ...(redrawn?.is === 'same' || redrawn?.is === 'packed otherwise'
      ? [
          {
            what: `What was signed is the report, and nothing else is in the file.`,
            by: `drawing ${signedReport} again with that signature in its place, and comparing every byte${redrawn.is === 'same' ? '' : ' that is in it when it is unpacked'}`,
          },
        ]
      : []),
    ...(isOutside
      ? [
          {
            what: `The signature in ${signedReport} existed at ${stamp.genTime}${plusMinus(stamp.accuracyMs)}; the file says that it was made at ${claimedAt}.`,
            by: `an RFC 3161 token over it: ${stamp.signer}; its root ${stamp.root.subject}, SHA-256 ${stamp.root.sha256}, ${stamp.trust === 'given' ? 'is one that you gave' : 'is in Node’s own list'}`,
          },
        ]
      : []),
  ];
}

/** What it does not show, in whole sentences. */
export function signatureNotProven(
  signature: SignatureOfReport,
  redrawn: SignedComparison | undefined,
): readonly string[] {
  if (signature.is === 'absent') return [];
  if (signature.is === 'not checked')
    return signature.why === bagFails
      ? []
      : [`Whose signature is in ${signedReport}: not checked, ${signature.why}.`];
  const pages =
    redrawn === undefined || redrawn.is === 'not made'
      ? [
          `That the pages of ${signedReport} are the report’s: it was not drawn again${redrawn ? ` (${redrawn.why})` : ''}.`,
        ]
      : [];
  return signature.is === 'holds' ? [...pages, ...whoAndWhen(signature.signature)] : pages;
}

function whoAndWhen({
  subject,
  issuer,
  sha256,
  issuers,
  claimedAt,
  stamp,
}: DocumentSignature): readonly string[] {
  const chain =
    issuers.length === 0 ? '' : ` The file brings the certificates of ${issuers.join(', then ')}.`;
  return [
    `That ${subject} is who the certificate says: that is the word of its issuer, ${issuer === subject ? 'the same' : issuer}, in whom trust is NOT PROVEN: no list of trusted issuers was looked at, and nobody was asked whether the certificate was revoked. Compare its SHA-256, ${sha256}, with one learned elsewhere.${chain}`,
    ...whenOnly(claimedAt, stamp),
  ];
}

function whenOnly(claimedAt: string, stamp: DocumentSignature['stamp']): readonly string[] {
  const claim = `the file’s own claim is ${claimedAt}`;
  if (stamp.is === 'none')
    return [`When ${signedReport} was signed: ${claim}, and no time-stamp token is over the signature.`];
  if (stamp.is === 'not believed')
    return [
      `When ${signedReport} was signed: ${claim}; the token over the signature is not believed (${stamp.why}).`,
    ];
  const said = `When ${signedReport} was signed: ${claim}; a token over the signature says ${stamp.genTime}${plusMinus(stamp.accuracyMs)}`;
  if (stamp.trust === 'drill')
    return [`${said}, of ${stamp.signer}, a drill’s authority, which proves nothing.`];
  if (stamp.trust === 'bag')
    return [
      `${said}, of ${stamp.signer}, whose root ${stamp.root.subject}, SHA-256 ${stamp.root.sha256}, came with the file.`,
    ];
  return [];
}

const plusMinus = (accuracyMs: number | undefined): string =>
  accuracyMs === undefined ? '' : ` ± ${accuracyMs} ms`;
