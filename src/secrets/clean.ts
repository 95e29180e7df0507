import { BadInput } from '../domain/failure.ts';

/**
 * Returns the value without white space at its ends, which editors and `echo` add, and tells of it.
 * Throws BadInput "copy error" for what no key holds: "invalid key" at a venue is nearly always
 * that (domain rules §6), and here it can be said before anything is sent. Never shows the value.
 */
export function cleanSecret(found: string, reference: string, note: (text: string) => void): string {
  const value = found.trim();
  if (value === '') throw new BadInput(`the secret from ${reference} is empty`, { where: reference });
  if (value !== found) note(`white space at the ends of the secret from ${reference} was dropped`);
  if (value.startsWith('-----BEGIN')) return cleanPem(value, reference, note);
  const flaw = flawOf(value);
  if (flaw !== undefined) throw copyError(flaw, reference);
  return value;
}

const copyError = (flaw: string, reference: string): BadInput =>
  new BadInput(`copy error in the secret from ${reference}: ${flaw}`, {
    where: reference,
    hint: 'copy it again from where it is kept; it is not shown here on purpose',
  });

function flawOf(value: string): string | undefined {
  if (value.startsWith('{')) return 'it is a whole JSON document; keep one secret in one place';
  if (/^(["'`]).*\1$/s.test(value)) return 'it stands in quotes';
  if (/^<.*>$/s.test(value)) return 'it is a placeholder in angle brackets';
  // Venues show "abcd…wxyz", "abcd****wxyz" once the secret was shown for the only time.
  if (/\*{3,}|\.{3,}|[…•]/.test(value)) return 'it is the shortened form that is shown on screens';
  const strange = /[^\x21-\x7e]/u.exec(value);
  if (strange === null) return undefined;
  return `${nameOf(strange[0])} at character ${[...value.slice(0, strange.index)].length + 1}`;
}

function nameOf(character: string): string {
  if (character === '\n' || character === '\r') return 'a line break';
  if (/\s/.test(character)) return 'a space';
  // Zero-width and direction marks come along from web pages and chats.
  if (/[\p{Cc}\p{Cf}]/u.test(character)) return 'an invisible character';
  return 'a character that no key has';
}

/** Keys for RSA, Ed25519 and ECDSA signatures come as PEM: several lines, spaces in the first. */
function cleanPem(value: string, reference: string, note: (text: string) => void): string {
  // As environment files and JSON write it: a backslash and an "n" where the line breaks belong.
  const lines = value.includes('\\n') ? value.replaceAll('\\n', '\n') : value;
  if (lines !== value) note(`"\\n" in the secret from ${reference} was read as line breaks`);
  const [, label, body, endLabel] =
    /^-----BEGIN ([A-Z0-9 ]+)-----(.*)-----END ([A-Z0-9 ]+)-----$/s.exec(lines.trim()) ?? [];
  if (label === undefined || label !== endLabel || !/^[A-Za-z0-9+/=\s]+$/.test(body ?? '')) {
    throw copyError('the PEM block is not whole: first line, last line or something between', reference);
  }
  if (!label.endsWith('PRIVATE KEY')) throw copyError(`a PEM block of another kind (${label})`, reference);
  return lines.trim();
}
