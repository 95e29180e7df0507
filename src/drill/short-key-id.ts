/**
 * Enough of a key id to tell the keys of one account apart; the whole has no business in the journal.
 * Of an id that is a path, the last member: the others are the owner's, and the same in all of them.
 */
export function shortKeyId(keyId: string): string {
  const member = keyId.split('/').at(-1) ?? '';
  const telling = member.length >= 16 ? member : keyId;
  return telling.replace(/[^A-Za-z0-9]/g, '').slice(0, 8);
}
