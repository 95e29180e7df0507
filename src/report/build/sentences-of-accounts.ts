import { count, groupBy, hasLeft, listWords } from '../../analysis/index.ts';
import { negate } from '../../domain/money.ts';
import type { Sentence } from '../model.ts';
import { amount as shown } from '../words.ts';
import type { AccountAnalysis } from './account-analysis.ts';
import { lastFact, observed, recordId, type CaseView } from './case-view.ts';
import { whatIsUnread } from './open-holes.ts';
import { whoseFills, whoseWithdrawals } from './rests-on.ts';
import { sweptMarkets } from './swept-markets.ts';
import { fact, inference, money, quoted, upToHere, utc, type Told } from './sentence.ts';

export function fills(view: CaseView, analysis: AccountAnalysis): readonly Sentence[] {
  const { strangers, unattributed, trades, account, window } = analysis;
  if (!trades.known)
    return [fact(`Fills of ${account.label} were not read: ${quoted(trades.why)}.`, upToHere(view))];
  const { rows } = trades.value;
  const bySymbol = groupBy(strangers, ({ trade }) => trade.symbol);
  const sentences = [...bySymbol].map(([symbol, group]): Sentence => {
    const times = group.map(({ trade }) => trade.at).sort();
    const why = listWords([...new Set(group.map(({ recognition }) => recognition.why))], 2);
    const isFact = group.every(({ recognition }) => recognition.basis === 'fact');
    const span =
      times.length > 1
        ? `between ${utc(times[0] ?? '', 'venue')} and ${utc(times.at(-1) ?? '', 'venue')}`
        : `at ${utc(times[0] ?? '', 'venue')}`;
    const text = `${account.label}: ${count(group.length, 'fill')} on ${symbol} ${span} did not come from the owner’s system: ${quoted(why)}.`;
    return { text, basis: isFact ? 'fact' : 'inference', restsOn: whoseFills(analysis, group) };
  });
  const unclear =
    unattributed.length > 0
      ? [
          fact(
            `${count(unattributed.length, 'fill')} of ${account.label} could not be attributed.`,
            whoseFills(analysis, unattributed),
          ),
        ]
      : [];
  const none =
    sentences.length + unclear.length + whatIsUnread(trades.value, window.from).length === 0
      ? [
          fact(
            `Of ${count(rows.length, 'fill')} that were read on ${account.label}, none in the time of the incident was by somebody else.`,
            whoseFills(analysis, rows),
          ),
        ]
      : [];
  return [...sentences, ...unclear, ...none];
}

export function loss(
  view: CaseView,
  analyses: readonly AccountAnalysis[],
  { verdict }: Told,
): readonly Sentence[] {
  const { moneyLost } = verdict.numbers;
  const rows = analyses.flatMap((analysis) => [
    ...whoseFills(analysis, analysis.strangers),
    ...(analysis.prices.known ? [analysis.prices.value.exhibit] : []),
    ...whoseWithdrawals(analysis),
  ]);
  const restsOn = rows.length > 0 ? rows : upToHere(view);
  if (!moneyLost.known) return [fact(`The loss stayed unknown: ${quoted(moneyLost.why)}.`, restsOn)];
  const { lost, asset, atLeast, method, avoidable } = moneyLost.value;
  const text = `${lossWords(lost, asset, atLeast)}. The method: ${quoted(method)}.`;
  return [
    inference(text, restsOn),
    ...(avoidable.known
      ? [
          inference(
            `Without the response this drill would have ${cost(avoidable.value)} ${asset}.`,
            avoidableOf(view),
          ),
        ]
      : []),
  ];
}

/** A negative loss is a gain: "the loss was -5" is overlooked. */
function lossWords(lost: string, asset: string, atLeast: boolean | undefined): string {
  if (lost.startsWith('-'))
    return `By value no money was lost: what was not ours brought ${money(negate(lost))} ${asset} more than it took`;
  return `The loss was ${atLeast ? 'at least ' : ''}${money(lost)} ${asset}`;
}

const cost = (amount: string): string =>
  amount.startsWith('-') ? `brought ${money(negate(amount))}` : `cost ${money(amount)}`;

/** What the drill itself computed at its end. */
function avoidableOf(view: CaseView): readonly string[] {
  const told = lastFact(view, 'drill.avoidableLoss');
  return told ? [recordId(told.seq)] : upToHere(view);
}

export function withdrawals(view: CaseView, analysis: AccountAnalysis): readonly Sentence[] {
  const { withdrawals: sent, account, window } = analysis;
  if (!sent.known)
    return [fact(`Withdrawals of ${account.label} were not read: ${quoted(sent.why)}.`, upToHere(view))];
  const { rows, exhibits } = sent.value;
  const left = rows.filter(
    ({ withdrawal, recognition }) => recognition.is === 'not-ours' && hasLeft(withdrawal),
  );
  if (left.length > 0) {
    const amounts = left.map(({ withdrawal }) => `${shown(withdrawal.amount)} ${withdrawal.asset}`);
    return [
      inference(
        `${count(left.length, 'withdrawal')} to addresses that were not known as ours left ${account.label}: ${listWords(amounts)}.`,
        whoseWithdrawals(analysis),
      ),
    ];
  }
  // "None" is only said over an interval that was proven read.
  if (rows.length > 0 || whatIsUnread(sent.value, window.from).length > 0) return [];
  return [
    fact(`No withdrawal was requested from ${account.label} since ${utc(window.from, 'venue')}.`, exhibits),
  ];
}

export function addresses(view: CaseView, { account, whitelist }: AccountAnalysis): readonly Sentence[] {
  if (!whitelist.added.known || whitelist.added.value.length === 0) return [];
  const added = whitelist.added.value;
  const seen = observed(view, account.id, 'withdrawal-addresses').map(({ event }) => event.exhibit);
  const names = listWords(added.map(({ asset, network, address }) => `${asset} ${network} ${address}`));
  const what = count(added.length, 'withdrawal address', 'withdrawal addresses');
  return [
    fact(`${what} of ${account.label} stood on the list and not in the known-good state: ${names}.`, seen),
  ];
}

export function replacements(view: CaseView, { subjects }: Told): readonly Sentence[] {
  return subjects.flatMap(({ account, replacement, scopeCheck }) => {
    if (!replacement.known) return [];
    const wrong = scopeCheck.filter(({ ok }) => ok === false).map(({ what, found }) => `${what}: ${found}`);
    const unsaid = scopeCheck.filter(({ ok }) => ok === 'unknown').map(({ what }) => what);
    const seen = ['key-report', 'scope-check'] as const;
    const restsOn = seen.flatMap((kind) =>
      observed(view, account.id, kind, 'replacement').map(({ event }) => event.exhibit),
    );
    const held = scopeCheck.length - wrong.length - unsaid.length;
    const parts = [
      `${held} of ${count(scopeCheck.length, 'check')} of it held`,
      ...(wrong.length > 0 ? [`these did not: ${listWords(wrong)}`] : []),
      ...(unsaid.length > 0 ? [`the venue did not say: ${listWords(unsaid)}`] : []),
    ];
    return [fact(`A replacement key of ${account.label} was read; ${parts.join('; ')}.`, restsOn)];
  });
}

/** Over which markets the fills were read, where a sweep went over them: no more than these is said. */
export function markets(view: CaseView, { account }: AccountAnalysis): readonly Sentence[] {
  const swept = sweptMarkets(view, account.id);
  if (swept === undefined) return [];
  const left = swept.why === '' ? '' : `; the others were not read: ${quoted(swept.why)}`;
  return [fact(`Fills of ${account.label} were read on ${swept.words}${left}.`, [swept.exhibit])];
}
