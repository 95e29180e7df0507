import { createHmac } from 'node:crypto';
import { EvidenceError } from './evidence-error.ts';

/** What was taken out of an exchange, and where; goes into the WARC's metadata record. */
export interface Redaction {
  /** "request header x-mbx-apikey", "request url parameter signature", "response body". */
  readonly where: string;
  /**
   * Why: "header", "parameter", or the name a secret was learned under. "as-received": nothing was taken out,
   * that many texts which begin like a marker came over the wire; `length` is 0 then and `fp` empty.
   */
  readonly rule: string;
  /** Characters taken out. */
  readonly length: number;
  /** The same value has the same fingerprint everywhere in a case, and another one in other cases. */
  readonly fp: string;
  readonly times: number;
}

/** Stands in for a value: the text to write, and what the redaction log says about it. */
export interface Marker {
  readonly text: string;
  readonly rule: string;
  readonly length: number;
  readonly fp: string;
}

export type MakeMarker = (value: string, rule: string, hint?: string) => Marker;

/**
 * Makes markers of the form `[REDACTED:<rule>:len=<characters>:fp=<16 hex>]`. The fingerprint is
 * keyed: a bare hash of a short passphrase could be guessed backwards, so the salt never leaves the
 * case folder.
 *
 * @throws EvidenceError SALT_TOO_SHORT
 */
export function createMarkers(salt: Uint8Array): MakeMarker {
  if (salt.length < 16)
    throw new EvidenceError('SALT_TOO_SHORT', 'the redaction salt needs 16 bytes or more');
  return (value, rule, hint) => {
    const fp = createHmac('sha256', salt).update(value, 'utf8').digest('hex').slice(0, 16);
    const length = value.length;
    return { text: `[REDACTED:${rule}${hint ? `:${hint}` : ''}:len=${length}:fp=${fp}]`, rule, length, fp };
  };
}

/** A key id is not secret but points at an account: its ends are shown, as far as ends are not all. */
export const keyIdEnds = (keyId: string): string =>
  keyId.length <= 12 ? '...' : `${printable(keyId.slice(0, 4))}...${printable(keyId.slice(-4))}`;

const printable = (text: string): string => text.replace(/[^A-Za-z0-9]/g, '_');
