export type CertificateCode =
  | 'NOT_UNDERSTOOD'
  | 'WRONG_PASSPHRASE'
  | 'NO_KEY'
  | 'KEY_DOES_NOT_FIT'
  | 'WRONG_USAGE'
  | 'WEAK_KEY'
  | 'NOT_VALID_NOW';

/** Why nothing can be signed with a certificate. No message holds a passphrase or a part of a key. */
export class CertificateRefusal extends Error {
  override readonly name = 'CertificateRefusal';
  readonly code: CertificateCode;

  constructor(code: CertificateCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

export const refuse = (code: CertificateCode, message: string, cause?: unknown): never => {
  throw new CertificateRefusal(code, message, cause);
};
