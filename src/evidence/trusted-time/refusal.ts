/** Why there is no token from an authority, or why one is not believed. Closed: readers route on it. */
export type TimestampCode =
  // On the way there and back.
  | 'NOT_ALLOWED' // the address is not one that was configured
  | 'UNREACHABLE'
  | 'TIMED_OUT'
  | 'HTTP_STATUS' // answered, but not with 200
  | 'WRONG_MEDIA_TYPE' // 200, and not application/timestamp-reply: a captive portal, an error page
  | 'REPLY_TOO_LARGE'
  // The reply.
  | 'REJECTED' // the authority says no: RFC 3161 §2.4.2, status 2 to 5
  | 'NO_TOKEN' // says yes and gives nothing
  | 'NOT_UNDERSTOOD' // not DER, cut off, or not the structure of RFC 3161
  // What the token is over.
  | 'WRONG_IMPRINT'
  | 'WRONG_NONCE' // somebody else's, or an old one played again
  | 'WRONG_POLICY'
  | 'ACCURACY_TOO_COARSE'
  // Who signed it.
  | 'SIGNER_COUNT' // RFC 3161 §2.4.2: exactly one
  | 'SIGNER_MISSING' // no certificate in the token is the signer's
  | 'SIGNED_ATTRIBUTES' // content type or digest: missing, repeated or another
  | 'WEAK_ALGORITHM'
  | 'CERTIFICATE_NOT_BOUND' // ESSCertID or ESSCertIDv2 names another certificate, or is not there
  | 'SIGNATURE_WRONG'
  | 'WRONG_USAGE' // extended key usage: not there, not critical, or not timeStamping alone
  | 'WRONG_NAME' // TSTInfo.tsa is not a name of the certificate
  | 'CHAIN_WRONG' // no path to a given root that was valid at the token's time
  | 'UNSIGNED_PARTS'; // carries what nothing in it vouches for

/** Thrown by everything in this folder; `code` says what. Texts from an authority are quoted in it. */
export class TimestampRefusal extends Error {
  readonly code: TimestampCode;

  constructor(code: TimestampCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'TimestampRefusal';
    this.code = code;
  }
}

export const refuse = (code: TimestampCode, message: string, cause?: unknown): never => {
  throw new TimestampRefusal(code, message, cause);
};
