import type { Report } from './model.ts';

// What every view of a copy for sharing says of itself: one wording, so that no view can pass for the evidence.

export const copyTitle = 'Pseudonymised copy';

/** On every page. */
export const copyBand = (of: string): string =>
  `Stand-ins for amounts, addresses, names. Not the evidence; that is the bag with root ${of.slice(0, 16)}…`;

/** On the first page, whole; undefined for a report that is no copy. */
export const copyNotice = ({ copy }: Report): string | undefined =>
  copy &&
  `This is a copy for sharing, not the evidence. Amounts, addresses, transactions, names and free words were replaced by stand-ins (AMOUNT-…, ID-…, NAME-…); the same value has the same one everywhere. Times, counts and markets are those of the record. The evidence is the bag whose tagmanifest-sha256.txt has the SHA-256 ${copy.of}.`;

/** In the place of a picture of amounts. */
export const noPictureInCopy = (what: string): string =>
  `${what}: not in this copy. Its amounts are stand-ins, and a picture would show them.`;
