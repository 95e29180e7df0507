/** Why a signature in a document is not believed. Closed: readers route on it. */
export type SignatureCode =
  // The file around it.
  | 'NOT_UNDERSTOOD' // no PDF, or not CMS, or a form that is not looked into
  | 'NO_SIGNATURE'
  | 'MORE_SIGNATURES' // one signature is looked for; a second one is somebody else's
  | 'NOT_PADES' // signed, but not as ETSI EN 319 142-1 asks
  | 'APPENDED' // the file goes on behind what was signed
  | 'RANGE_WRONG' // what is signed is not the file without the signature itself
  | 'CHANGED' // the file is not the one that was signed
  // The signature.
  | 'SIGNER_COUNT'
  | 'SIGNER_MISSING' // no certificate in it is the signer's
  | 'SIGNED_ATTRIBUTES' // missing, repeated, or another than they must be
  | 'UNSIGNED_PARTS' // carries what nothing in it vouches for
  | 'WEAK_ALGORITHM'
  | 'CERTIFICATE_NOT_BOUND' // signingCertificateV2 names another certificate, or is not there
  | 'SIGNATURE_WRONG'
  | 'WRONG_USAGE' // the certificate is not for signatures
  | 'OUT_OF_TIME' // the certificate was not valid when it signed
  | 'STAMP_WRONG'; // the time-stamp token over the signature does not hold

/** Thrown by everything that checks a document's signature. Texts from the file are quoted in it. */
export class SignatureRefusal extends Error {
  override readonly name = 'SignatureRefusal';
  readonly code: SignatureCode;

  constructor(code: SignatureCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

export const refuseSignature = (code: SignatureCode, message: string, cause?: unknown): never => {
  throw new SignatureRefusal(code, message, cause);
};
