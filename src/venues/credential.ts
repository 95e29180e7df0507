import type { Credential } from '../domain/account.ts';
import { BadInput, VenueFailure } from '../domain/failure.ts';
import type { Venue } from './contract.ts';

/**
 * Reveals the parts of a key that this venue needs, by ccxt's names; empty for a keyless session.
 * Throws BadInput when a part is missing, VenueFailure KEY_MALFORMED when one holds what no key
 * holds: nearly always a copy error, and cheaper to say here than to read from the venue's refusal.
 */
export function secretPartsOf(venue: Venue, credential: Credential | undefined): Record<string, string> {
  const parts: Record<string, string> = {};
  if (credential === undefined) return parts;
  for (const part of venue.credentialParts) {
    const secret = credential.parts[part];
    if (secret === undefined) {
      throw new BadInput(`the ${credential.holder} key "${credential.label}" has no ${part}`, {
        hint: `a key of ${venue.name} has: ${venue.credentialParts.join(', ')}`,
      });
    }
    const value = secret.reveal();
    const flaw = flawOf(value);
    if (flaw !== undefined) throw malformed(venue, credential, `${part} ${flaw}`);
    parts[part] = value;
  }
  const flaw = venue.keyFlaw?.(parts);
  if (flaw !== undefined) throw malformed(venue, credential, flaw);
  return parts;
}

function flawOf(value: string): string | undefined {
  if (value === '') return 'is empty';
  // An RSA or Ed25519 key is a PEM block of several lines.
  if (/^-----BEGIN [A-Z ]*PRIVATE KEY-----\r?\n/.test(value)) return undefined;
  // As environment files and JSON write it: a backslash and an "n" where the line breaks belong.
  if (/^-----BEGIN [A-Z ]*PRIVATE KEY-----(\\r)?\\n/.test(value)) {
    return 'is a PEM block in which "\\n" is written out: real line breaks belong there';
  }
  if (value !== value.trim()) return 'begins or ends with a space or line break';
  // It goes into a header: anything beyond visible ASCII would be refused there, or worse, split it.
  return /[^\x21-\x7e]/.test(value)
    ? 'holds a space, a line break or a character that no key has'
    : undefined;
}

function malformed(venue: Venue, credential: Credential, detail: string): VenueFailure {
  return new VenueFailure({
    code: 'KEY_MALFORMED',
    venue: venue.id,
    doing: `preparing the ${credential.holder} key "${credential.label}"`,
    detail: `${detail}: a copy error?`,
  });
}
