/** Where in an exchange something can be taken out: what a `where` of the redaction log begins with. */
export const redactionPlaces = [
  'request url',
  'request header',
  'request body',
  'response status',
  'response header',
  'response body',
  'purpose',
  'error',
] as const;
export type RedactionPlace = (typeof redactionPlaces)[number];

/** Undefined for what no firebreak has written. */
export const placeOf = (where: string): RedactionPlace | undefined =>
  redactionPlaces.find((place) => where === place || where.startsWith(`${place} `));

/** The rule of a log entry for text that looks like a marker and came over the wire: a venue may send any. */
export const asReceived = 'as-received';

/** What stands at the place of a value, however the place writes square brackets. */
export function marksIn(text: string): { readonly begun: number; readonly marks: readonly string[] } {
  // The rule's name comes from a venue's declaration, and a value taken out inside a marker leaves one marker in
  // another: beginnings are counted, and each end tells which value it was.
  const begun = text.match(/(?:\[|%5B)REDACTED:/g)?.length ?? 0;
  const ends = text.matchAll(/:len=(\d+):fp=([0-9a-f]{16})(?:\]|%5D)/g);
  return { begun, marks: Array.from(ends, ([, length = '', fp = '']) => markName(Number(length), fp)) };
}

/** A marker by what it says of its value. */
export const markName = (length: number, fp: string): string => `len=${length}:fp=${fp}`;

/** Of a body only if there can be a mark in it: most have none, and some have megabytes. */
export function bodyText(body: Uint8Array): string {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return bytes.includes('REDACTED:') ? bytes.toString('latin1') : '';
}
