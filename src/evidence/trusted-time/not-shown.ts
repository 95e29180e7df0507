import type { ProvenTime } from './verify-stamps.ts';

/** A time counts as an outside one when the verifier has a reason of his own to believe its root. */
export const isOutside = ({ trust }: ProvenTime): boolean => trust === 'given' || trust === 'node';

/**
 * What the tokens of a bag leave to the word of the machine that wrote it, in whole sentences.
 *
 * @param records how many the journal has
 */
export function whatTimeDoesNotShow(proven: readonly ProvenTime[], records: number): readonly string[] {
  const outside = proven.filter(isOutside);
  const sentences: string[] = [];
  if (outside.length === 0) {
    sentences.push(
      'When the bag was sealed and when each record was made: every time is the word of the machine that wrote it.',
      'That the whole was not written anew before it was sealed: nothing outside the bag is anchored to its journal.',
    );
  } else {
    sentences.push(
      'When each record was made, between the times that an authority confirmed: that is the word of the machine that wrote it.',
      ...whatComesAfter(outside, records),
    );
  }
  if (proven.some(({ trust }) => trust === 'drill')) {
    sentences.push(
      'Its tokens are by a DRILL authority on the machine of the drill: they show the way, and prove nothing.',
    );
  }
  for (const root of new Set(
    proven.filter(({ trust }) => trust === 'bag').map(({ root: { sha256 } }) => sha256),
  )) {
    sentences.push(
      `That the authority is the one it says: its root ${root} came with the bag. Give the root that you know with --tsa-roots.`,
    );
  }
  return sentences;
}

/** Of a bag whose seal nobody outside has stamped: a journal may be stamped early, and go on as somebody likes. */
function whatComesAfter(outside: readonly ProvenTime[], records: number): readonly string[] {
  if (outside.some(({ upTo }) => upTo === undefined)) return [];
  const last = Math.max(...outside.map(({ upTo = 0 }) => upTo));
  const later =
    last < records
      ? [
          `That what stands after record ${last} of ${records} was not written anew before it was sealed: no time that is believed is anchored to it.`,
        ]
      : [];
  return ['When the bag was sealed: no time that is believed is over the seal.', ...later];
}
