import { diffWhitelist } from '../../analysis/index.ts';
import { known, unknown, type Known } from '../../domain/known.ts';
import type { WithdrawalAddress } from '../../domain/trading.ts';
import { lastFact, observed, type CaseView } from './case-view.ts';
import { baseline } from './shapes.ts';

export interface Whitelist {
  /** In any reading: an address that was found and taken off again was there. */
  readonly added: Known<readonly WithdrawalAddress[]>;
  /** Missing from the last reading. */
  readonly removed: Known<readonly WithdrawalAddress[]>;
  readonly knownGood: Known<readonly WithdrawalAddress[]>;
}

/** Compares what was read with the known-good state; without one, later readings with the first. */
export function compareWhitelist(view: CaseView, account: string): Whitelist {
  const readings = observed(view, account, 'withdrawal-addresses').flatMap(({ event }) => {
    const listing = view.reader.listing(event.exhibit, 'withdrawal-addresses');
    return listing.known ? [listing.value] : [];
  });
  const [first] = readings;
  const last = readings.at(-1);
  const ever = readings.flatMap(({ rows }) => rows);
  const knownGood = knownGoodAddresses(view, account, ever);
  if (!first || !last) return { added: unread, removed: unread, knownGood };

  const before = knownGood.known || readings.length === 1 ? knownGood : known(first.rows);
  if (!before.known) return { added: before, removed: before, knownGood };
  const { added, changed } = diffWhitelist({ before: before.value, after: ever });
  const { removed } = diffWhitelist({ before: before.value, after: last.rows });
  const found = [...added, ...changed.flatMap(({ after }) => (after.whitelisted === false ? [] : [after]))];
  const isWhole = last.coverage.holes.length === 0;
  return {
    added: isWhole || found.length > 0 ? known(found) : holed,
    removed: isWhole ? known(removed) : holed,
    knownGood,
  };
}

const unread = unknown('no reading of the withdrawal addresses is in the record');
const holed = unknown('the reading of the withdrawal addresses has holes');

/** From the baseline; without one, the listed addresses that the owner did not mark as foreign. */
function knownGoodAddresses(
  view: CaseView,
  account: string,
  listed: readonly WithdrawalAddress[],
): Known<readonly WithdrawalAddress[]> {
  const recorded = observed(view, account, 'baseline').flatMap(({ event }) => {
    const content = view.reader.read(event.exhibit, baseline);
    return content.known && content.value.addresses ? [content.value.addresses] : [];
  });
  const last = recorded.at(-1);
  if (last) return known(last);
  const marked = lastFact(view, 'addresses', 'compare-with-baseline')?.value;
  if (!Array.isArray(marked))
    return unknown('there is no baseline, and nobody said which addresses are ours');
  return known(listed.filter(({ address }) => !marked.includes(address)));
}
