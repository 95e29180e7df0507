import type { EventKind } from './ledger-truth.ts';

// What the two witnesses show of each other: whatever a venue's simulator has from the documents and the
// venue's declaration does not read stands here by name. The suite holds each entry against what is really
// read, both ways: one that is mended must leave this file, and one that is missing from it comes to light.

/** Kinds of conversions that are in no list which the declaration reads, by venue, and what would tell them. */
const unreadConversions: Readonly<
  Record<string, readonly { readonly kinds: readonly EventKind[]; readonly toldBy: string }[]>
> = {};

export const unreadAt = (venue: string): readonly EventKind[] =>
  (unreadConversions[venue] ?? []).flatMap(({ kinds }) => kinds);

/** Where more dust was swept than the venue tells of, and the coverage has no hole for the rest. */
export const silentlyShort: Readonly<Record<string, string>> = {};

/** Where the contract that is settled in its base cannot be read: it is left out of the account there. */
export const unreadInverse: Readonly<Record<string, string>> = {};
