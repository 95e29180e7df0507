import { closableHoles } from '../../domain/coverage.ts';
import type { ExhibitKind } from '../../domain/exhibit.ts';
import type { Verdict } from '../model.ts';
import type { AccountAnalysis } from './account-analysis.ts';
import { observed, type CaseView } from './case-view.ts';
import { openHoles, reachesBackTo } from './open-holes.ts';
import { deathProof, keyReport, listings, scopeLines, type ListingKind } from './shapes.ts';

/** What the record should hold of every account in scope. */
const required = [
  'key-report',
  'open-orders',
  'balances',
  'trades',
  'withdrawals',
  'deposits',
  'withdrawal-addresses',
  'death-proof',
] as const satisfies readonly ExhibitKind[];

const histories: readonly ExhibitKind[] = ['trades', 'withdrawals', 'deposits'];

/** One exhibit that should be there, and what it lacks; undefined = present and whole. */
interface RequiredExhibit {
  readonly account: string;
  readonly kind: ExhibitKind;
  readonly lacks: Lack | undefined;
}

interface Lack {
  readonly why: string;
  /** It is there and was read, but for a part that its own coverage names. */
  readonly isHole: boolean;
}

const lack = (why: string): Lack => ({ why, isHole: false });

/** Every required exhibit of every account: present only when it can be read and has no hole. */
export function requiredEvidence(
  view: CaseView,
  analyses: readonly AccountAnalysis[],
): readonly RequiredExhibit[] {
  return analyses.flatMap(({ account, window }) => {
    const kinds: readonly ExhibitKind[] = hasReplacement(view, account.id)
      ? [...required, 'scope-check']
      : required;
    return kinds.map((kind) => ({
      account: account.id,
      kind,
      lacks: whatLacks(view, account.id, kind, window.from),
    }));
  });
}

export function countEvidence(
  view: CaseView,
  analyses: readonly AccountAnalysis[],
): Verdict['numbers']['evidenceComplete'] {
  const all = requiredEvidence(view, analyses);
  return { present: all.filter(({ lacks }) => lacks === undefined).length, required: all.length };
}

const hasReplacement = (view: CaseView, account: string): boolean =>
  view.observations.some(({ event }) => event.account === account && event.holder === 'replacement');

function whatLacks(view: CaseView, account: string, kind: ExhibitKind, from: string): Lack | undefined {
  if (isListing(kind)) return whatListingLacks(view, account, kind, from);
  const holder = kind === 'scope-check' ? 'replacement' : 'suspect';
  const seen = observed(view, account, kind, holder);
  if (seen.length === 0) return lack('no such exhibit is in the record');
  const shape = kind === 'key-report' ? keyReport : kind === 'death-proof' ? deathProof : scopeLines;
  const contents = seen.map(({ event }) => view.reader.read<unknown>(event.exhibit, shape));
  if (contents.some((content) => content.known)) return undefined;
  return contents.flatMap((content) => (content.known ? [] : [lack(content.why)]))[0];
}

function whatListingLacks(
  view: CaseView,
  account: string,
  kind: ListingKind,
  from: string,
): Lack | undefined {
  const seen = observed(view, account, kind).map(({ event }) => view.reader.listing(event.exhibit, kind));
  if (seen.length === 0) return lack('no such exhibit is in the record');
  const readings = seen.flatMap((listing) => (listing.known ? [listing.value.coverage] : []));
  if (readings.length === 0) return seen.flatMap((listing) => (listing.known ? [] : [lack(listing.why)]))[0];
  const [hole] = closableHoles(openHoles(readings));
  if (hole) return { why: `${hole.what} not read: ${hole.why}`, isHole: true };
  if (histories.includes(kind) && !reachesBackTo(readings, from)) return lack(`not read back to ${from}`);
  return undefined;
}

const isListing = (kind: ExhibitKind): kind is ListingKind => Object.hasOwn(listings, kind);
