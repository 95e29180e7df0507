/** What can go wrong with evidence. Closed: callers route on it, never on the message. */
type EvidenceErrorCode =
  | 'NOT_JSON' // a value that JSON, and so RFC 8785, has no form for
  | 'JOURNAL_BROKEN' // a write or sync failed: nothing more is accepted, the run must stop
  | 'JOURNAL_CLOSED'
  | 'JOURNAL_DAMAGED' // a link in the middle of a journal on disk does not hold
  | 'WARC_BROKEN' // as JOURNAL_BROKEN, for the HTTP record
  | 'BAD_NAME' // a path outside [A-Za-z0-9._/-], or one that escapes its folder
  | 'EXHIBIT_EXISTS'
  | 'DRAFT_ENDED' // rows for a draft that is finished, discarded, or was not written in full
  | 'EXHIBIT_ALTERED' // the bytes on disk are not the bytes that were acquired
  | 'BAG_EXISTS'
  | 'BAG_DAMAGED' // a sealed bag is not what its manifests, signature or journal say
  | 'SOURCE_NOT_A_FILE' // a symbolic link, device or folder where a file was promised
  | 'SECRET_FOUND' // the canary scan found a secret in what was to be sealed
  | 'FILE_TOO_LARGE' // a file to be attached is larger than one may be
  | 'FILE_CHANGED' // it was written to while it was copied
  | 'ALREADY_SIGNED' // a counter-signature of that name or by that key is there
  | 'ALREADY_SHARED' // a copy for sharing was to be copied for sharing
  | 'BAD_RECIPIENT' // nobody can open what is encrypted for it
  | 'KEY_NOT_READABLE'
  | 'SALT_TOO_SHORT';

/** Thrown by everything in this folder; `code` says what, `cause` why. Never carries a secret. */
export class EvidenceError extends Error {
  readonly code: EvidenceErrorCode;

  constructor(code: EvidenceErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'EvidenceError';
    this.code = code;
  }
}
