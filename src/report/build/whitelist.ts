import { diffWhitelist } from '../../analysis/index.ts';
import { known, unknown, type Known } from '../../domain/known.ts';
import type { WithdrawalAddress } from '../../domain/trading.ts';
import { lastFact, observed, recordId, type CaseView } from './case-view.ts';
import { baseline } from './shapes.ts';

export interface Whitelist {
  /** In any reading: an address that was found and taken off again was there. */
  readonly added: Known<readonly WithdrawalAddress[]>;
  /** Missing from the last reading. */
  readonly removed: Known<readonly WithdrawalAddress[]>;
  readonly knownGood: Known<readonly WithdrawalAddress[]>;
  /** Ids of the exhibits and records that `knownGood` follows from; none where it is unknown. */
  readonly knownGoodFrom: readonly string[];
}

/** Compares what was read with the known-good state; without one, later readings with the first. */
export function compareWhitelist(view: CaseView, account: string): Whitelist {
  const readings = observed(view, account, 'withdrawal-addresses').flatMap(({ event: { exhibit } }) => {
    const listing = view.reader.listing(exhibit, 'withdrawal-addresses');
    return listing.known ? [{ ...listing.value, exhibit }] : [];
  });
  const [first] = readings;
  const last = readings.at(-1);
  const ever = readings.flatMap(({ rows }) => rows);
  const listedIn = readings.map(({ exhibit }) => exhibit);
  const good = knownGoodAddresses(view, account, { rows: ever, exhibits: listedIn });
  const { knownGood } = good;
  if (!first || !last) return { added: unread, removed: unread, ...good };

  const before = knownGood.known || readings.length === 1 ? knownGood : known(first.rows);
  if (!before.known) return { added: before, removed: before, ...good };
  const { added, changed } = diffWhitelist({ before: before.value, after: ever });
  const { removed } = diffWhitelist({ before: before.value, after: last.rows });
  const found = [...added, ...changed.flatMap(({ after }) => (after.whitelisted === false ? [] : [after]))];
  const isWhole = last.coverage.holes.length === 0;
  return {
    added: isWhole || found.length > 0 ? known(found) : holed,
    removed: isWhole ? known(removed) : holed,
    ...good,
  };
}

const unread = unknown('no reading of the withdrawal addresses is in the record');
const holed = unknown('the reading of the withdrawal addresses has holes');

/** From the baseline; without one, the listed addresses that the owner did not mark as foreign. */
function knownGoodAddresses(
  view: CaseView,
  account: string,
  listed: { readonly rows: readonly WithdrawalAddress[]; readonly exhibits: readonly string[] },
): Pick<Whitelist, 'knownGood' | 'knownGoodFrom'> {
  const recorded = observed(view, account, 'baseline').flatMap(({ event: { exhibit } }) => {
    const content = view.reader.read(exhibit, baseline);
    return content.known && content.value.addresses ? [{ exhibit, rows: content.value.addresses }] : [];
  });
  const last = recorded.at(-1);
  if (last) return { knownGood: known(last.rows), knownGoodFrom: [last.exhibit] };
  const told = lastFact(view, 'addresses', 'compare-with-baseline');
  const marked = told?.value;
  if (!told || !Array.isArray(marked)) return { knownGood: untold, knownGoodFrom: [] };
  return {
    knownGood: known(listed.rows.filter(({ address }) => !marked.includes(address))),
    knownGoodFrom: [...listed.exhibits, recordId(told.seq)],
  };
}

const untold = unknown('there is no baseline, and nobody said which addresses are ours');
