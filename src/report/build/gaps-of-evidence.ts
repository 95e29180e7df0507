import { count, explainUnpriced, groupBy, listWords } from '../../analysis/index.ts';
import type { AccountAnalysis } from './account-analysis.ts';
import { observed, recordId, type CaseView } from './case-view.ts';
import { requiredEvidence } from './evidence-complete.ts';
import { gap, unreadList, type KindedGap } from './gap.ts';
import { openHoles } from './open-holes.ts';
import { utc } from './sentence.ts';
import { listings, type ListingKind } from './shapes.ts';
import { sweptMarkets, type SweptMarkets } from './swept-markets.ts';
import { whatIsUnclear } from './loss.ts';

/** What was not read, or was read and does not tell. */
export function gapsOfEvidence(view: CaseView, analyses: readonly AccountAnalysis[]): readonly KindedGap[] {
  return [
    ...analyses.flatMap(({ account }) => gapsOfListings(view, account.id)),
    ...gapsOfRequired(view, analyses),
    ...analyses.flatMap((analysis) => gapsOfTrades(view, analysis)),
    ...analyses.flatMap((analysis) => gapsOfWithdrawals(analysis)),
    ...gapsOfUnread(view),
    ...gapsOfTold(view),
  ];
}

const kinds = Object.keys(listings) as ListingKind[];

function gapsOfListings(view: CaseView, account: string): readonly KindedGap[] {
  return kinds.flatMap((kind) => {
    const seen = observed(view, account, kind);
    const readings = seen.flatMap(({ event }) => {
      const listing = view.reader.listing(event.exhibit, kind);
      return listing.known ? [listing.value.coverage] : [];
    });
    const restsOn = seen.map(({ event }) => event.exhibit);
    return openHoles(readings).map(({ what, why, from, to }) => {
      const span =
        from === undefined || to === undefined ? '' : `, ${utc(from, 'venue')} to ${utc(to, 'venue')},`;
      return unreadList(`${kind.replaceAll('-', ' ')} of ${account}`, { what, why, span }, restsOn);
    });
  });
}

function gapsOfRequired(view: CaseView, analyses: readonly AccountAnalysis[]): readonly KindedGap[] {
  return requiredEvidence(view, analyses).flatMap(({ account, kind, lacks }) =>
    // Each hole of a list is a gap of its own.
    lacks === undefined || lacks.isHole
      ? []
      : [gap('not-done', `${kind.replaceAll('-', ' ')} of ${account}: not complete`, lacks.why)],
  );
}

function gapsOfTrades(view: CaseView, analysis: AccountAnalysis): readonly KindedGap[] {
  const { account, trades, unattributed, olderStrangers, damage, window } = analysis;
  if (!trades.known) return [gap('unknown', `Fills of ${account.label}`, trades.why)];
  const { exhibits, readings } = trades.value;
  const symbols = readings.map((reading) => reading.symbols);
  const isBySymbol = readings.length > 0 && symbols.every((one) => typeof one !== 'string');
  const named = [...new Set(symbols.flatMap((one) => (typeof one === 'string' ? [] : one)))].sort();
  const swept = sweptMarkets(view, account.id);
  return [
    ...(swept ? gapsOfSweep(account.label, swept) : []),
    ...(isBySymbol && swept === undefined
      ? [
          gap(
            'limit',
            `Fills of ${account.label} on other symbols than ${listWords(named)}`,
            'the venue lists fills by symbol only',
            exhibits,
          ),
        ]
      : []),
    ...(unattributed.length > 0
      ? [
          gap(
            'unknown',
            `Whose ${count(unattributed.length, 'fill')} of ${account.label} are`,
            listWords([...new Set(unattributed.map(({ recognition }) => recognition.why))], 3),
            exhibits,
          ),
        ]
      : []),
    ...(olderStrangers.length > 0
      ? [
          gap(
            'limit',
            `${count(olderStrangers.length, 'fill')} of ${account.label} not ours, older than the incident`,
            `before ${window.from}; not counted as loss`,
            exhibits,
          ),
        ]
      : []),
    ...(damage.unpriced.length > 0
      ? [gap('unknown', `The loss on ${account.label}`, explainUnpriced(damage.unpriced), exhibits)]
      : []),
  ];
}

const gapsOfSweep = (
  label: string,
  { total, read, words, why, exhibit }: SweptMarkets,
): readonly KindedGap[] =>
  read === total
    ? []
    : [
        {
          ...gap(
            'unknown',
            `Fills of ${label} on ${count(total - read, 'market')}: read were ${words}`,
            why,
            [exhibit],
          ),
          isUnreadList: true,
        },
      ];

function gapsOfWithdrawals(analysis: AccountAnalysis): readonly KindedGap[] {
  const { account, withdrawals, whitelist, withdrawn } = analysis;
  const baseline = whitelist.knownGood.known
    ? []
    : [gap('unknown', `Which withdrawal addresses of ${account.label} are ours`, whitelist.knownGood.why)];
  if (!withdrawals.known)
    return [...baseline, gap('unknown', `Withdrawals of ${account.label}`, withdrawals.why)];
  const { exhibits } = withdrawals.value;
  return [
    ...baseline,
    ...whatIsUnclear(analysis).map((why) => gap('unknown', `Withdrawals of ${account.label}`, why, exhibits)),
    ...(withdrawn.total.known
      ? []
      : [gap('unknown', `The value of withdrawals of ${account.label}`, withdrawn.total.why, exhibits)]),
  ];
}

/** What a file of the operator tells is in the figures, and nobody has read it at the venue: one line a file. */
function gapsOfTold(view: CaseView): readonly KindedGap[] {
  const told = view.observations.filter(({ event }) => event.toldBy === 'export');
  const files = groupBy(told, ({ event }) => JSON.stringify([event.attempt, event.account, event.what]));
  return [...files.values()].flatMap((parts) => {
    const [first] = parts;
    if (first === undefined) return [];
    const { what, account } = first.event;
    const rows = parts.reduce((sum, { event }) => sum + (event.rows ?? 0), 0);
    const whys = parts.flatMap(
      ({ event }) => event.coverage?.holes.map((hole) => `${hole.what}: ${hole.why}`) ?? [],
    );
    return gap(
      'limit',
      `${count(rows, 'row')} of ${what.replaceAll('-', ' ')} of ${account} come from a file`,
      listWords([...new Set(whys)]),
      parts.flatMap(({ event, seq }) => [event.exhibit, recordId(seq)]),
    );
  });
}

/** Exhibits that an observation names and that cannot be read, or are of another form than their kind's. */
function gapsOfUnread(view: CaseView): readonly KindedGap[] {
  const seen = new Set<string>();
  return view.observations.flatMap(({ event, seq }) => {
    if (seen.has(event.exhibit) || !(event.what in listings)) return [];
    seen.add(event.exhibit);
    const listing = view.reader.listing(event.exhibit, event.what as ListingKind);
    return listing.known
      ? []
      : [gap('unknown', `The content of ${event.exhibit}`, listing.why, [event.exhibit, recordId(seq)])];
  });
}
