import { count, dateAndTime, groupBy, hasLeft, listWords, nameKey, stateOf } from '../../analysis/index.ts';
import { describeHarm } from '../../analysis/index.ts';
import { groupDigits, round } from '../../domain/money.ts';
import type { Report, Sentence } from '../model.ts';
import type { AccountAnalysis } from './account-analysis.ts';
import { lastFact, observed, recordId, type CaseView } from './case-view.ts';
import { operatorOf } from './identification.ts';
import { actionItems } from './shapes.ts';

/** The parts of the report that the summary puts into words. */
export interface Told {
  readonly verdict: Report['verdict'];
  readonly subjects: Report['subjects'];
  readonly actions: Report['actions'];
}

/**
 * What happened, in whole sentences: past tense, who did what, no adjectives. Each is made by a rule
 * and names what it rests on, so that a reader can check it.
 */
export function buildSummary(
  view: CaseView,
  analyses: readonly AccountAnalysis[],
  told: Told,
): readonly Sentence[] {
  return [
    ...opening(view),
    ...decisions(view),
    ...acts(view),
    ...deaths(view),
    ...analyses.flatMap((analysis) => fills(analysis)),
    ...loss(analyses, told),
    ...analyses.flatMap((analysis) => withdrawals(analysis)),
    ...analyses.flatMap((analysis) => addresses(view, analysis)),
    ...replacements(view, told),
    ...cause(view),
    ...describeHarm({ entries: view.records, openOrders: new Map() })
      .filter(({ text }) => text.includes('went blind'))
      .map(({ text, restsOn }): Sentence => ({ text: `By the response ${text}.`, basis: 'fact', restsOn })),
    ...leftToDo(view),
    ...ending(view, told),
  ];
}

const fact = (text: string, restsOn: readonly string[]): Sentence => ({ text, basis: 'fact', restsOn });
const inference = (text: string, restsOn: readonly string[]): Sentence => ({
  text,
  basis: 'inference',
  restsOn,
});

const utc = (at: string): string => `${dateAndTime(at)} UTC`;
const money = (amount: string): string => groupDigits(round(amount, 2));

function opening(view: CaseView): readonly Sentence[] {
  const { opened, openedAt, records, keys } = view;
  const who = operatorOf(view);
  const mode = opened.mode === 'drill' ? 'a drill' : 'the case';
  const first = records[0]?.seq ?? 0;
  const leaked = records.find(
    ({ event }) => event.type === 'answer.given' && event.question.endsWith('/what-leaked'),
  );
  const lanes = records.filter(({ event }) => event.type === 'lane.opened');
  return [
    fact(`${who} opened ${mode} at ${utc(openedAt)}.`, [recordId(first)]),
    ...(leaked?.event.type === 'answer.given'
      ? [
          fact(`To the question what leaked, ${who} answered: ${[leaked.event.answer].flat().join(', ')}.`, [
            recordId(leaked.seq),
          ]),
        ]
      : []),
    ...(keys.length > 0
      ? [
          fact(
            `In scope: ${listWords(keys.map(nameKey))}.`,
            lanes.map(({ seq }) => recordId(seq)),
          ),
        ]
      : []),
  ];
}

function decisions({ records }: CaseView): readonly Sentence[] {
  return records.flatMap(({ event, seq }) => {
    if (event.type !== 'decision.recorded') return [];
    const { what, recommended, chosen, because, by } = event;
    const choice =
      recommended === chosen
        ? `firebreak recommended ${recommended} and ${by} followed it`
        : `firebreak recommended ${recommended} and ${by} chose ${chosen}`;
    return [fact(`On the ${what}, ${choice}: ${because}.`, [recordId(seq)])];
  });
}

/** Acts of one kind on one account are one sentence: a hundred cancels are not a hundred sentences. */
function acts({ records, opened }: CaseView): readonly Sentence[] {
  const ends = new Map(
    records.flatMap(({ event, seq }) =>
      event.type === 'act.finished' ? [[event.act, { event, seq }] as const] : [],
    ),
  );
  const begun = records.flatMap(({ event, seq, at }) =>
    event.type === 'act.intended' ? [{ event, seq, at }] : [],
  );
  const alike = groupBy(begun, ({ event }) =>
    JSON.stringify([event.account, event.what, ends.get(event.act)?.event.result]),
  );
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { event, at } = first;
    const end = ends.get(event.act);
    const label = opened.accounts.find(({ id }) => id === event.account)?.label ?? event.account;
    const how = event.by === 'api' ? 'by API' : 'by hand';
    const what = group.length === 1 ? `(${event.target})` : `(${count(group.length, 'time')})`;
    const result = end
      ? `the result was ${end.event.result}: ${end.event.how}`
      : 'the record holds no result';
    const restsOn = group.flatMap(({ event: act, seq }) => {
      const finish = ends.get(act.act);
      return finish ? [recordId(seq), recordId(finish.seq)] : [recordId(seq)];
    });
    const text = `At ${utc(at)} ${event.approvedBy} approved “${event.what}” ${what} on ${label}, ${how}; ${result}.`;
    return [fact(text, restsOn.slice(0, 10))];
  });
}

function deaths({ keys }: CaseView): readonly Sentence[] {
  return keys.map((key) => {
    const name = nameKey(key);
    const last = key.proofs.at(-1);
    const restsOn = last ? [last.exhibit, recordId(last.seq)] : [];
    const why = last?.proof.why ?? 'no proof was made';
    switch (stateOf(key)) {
      case 'dead': {
        const proof = key.proofs.find(({ seq }) => seq === key.deadSince?.seq) ?? last;
        const seen = proof ? [proof.exhibit, recordId(proof.seq)] : [];
        return fact(
          `${name} was proven dead at ${utc(key.deadSince?.at ?? '')}: ${proof?.proof.why ?? why}.`,
          seen,
        );
      }
      case 'doubted':
        return fact(
          `${name} was proven dead at ${utc(key.deadSince?.at ?? '')}; a later probe did not repeat it: ${why}.`,
          restsOn,
        );
      case 'alive':
        return fact(`${name} still worked at the last probe: ${why}.`, restsOn);
      case 'not-proven':
        return fact(`${name} was not proven dead: ${why}.`, restsOn);
    }
  });
}

function fills({ strangers, unattributed, trades, account }: AccountAnalysis): readonly Sentence[] {
  if (!trades.known) return [fact(`Fills of ${account.label} were not read: ${trades.why}.`, [])];
  const { exhibits, rows } = trades.value;
  const bySymbol = groupBy(strangers, ({ trade }) => trade.symbol);
  const sentences = [...bySymbol].map(([symbol, group]): Sentence => {
    const times = group.map(({ trade }) => trade.at).sort();
    const why = listWords([...new Set(group.map(({ recognition }) => recognition.why))], 2);
    const isFact = group.every(({ recognition }) => recognition.basis === 'fact');
    const span =
      times.length > 1
        ? `between ${utc(times[0] ?? '')} and ${utc(times.at(-1) ?? '')}`
        : `at ${utc(times[0] ?? '')}`;
    const text = `${account.label}: ${count(group.length, 'fill')} on ${symbol} ${span} did not come from the owner’s system: ${why}.`;
    return { text, basis: isFact ? 'fact' : 'inference', restsOn: exhibits };
  });
  const unclear =
    unattributed.length > 0
      ? [fact(`${count(unattributed.length, 'fill')} of ${account.label} could not be attributed.`, exhibits)]
      : [];
  const none =
    sentences.length + unclear.length === 0
      ? [
          fact(
            `Of ${count(rows.length, 'fill')} that were read on ${account.label}, none in the time of the incident was by somebody else.`,
            exhibits,
          ),
        ]
      : [];
  return [...sentences, ...unclear, ...none];
}

function loss(analyses: readonly AccountAnalysis[], { verdict }: Told): readonly Sentence[] {
  const { moneyLost } = verdict.numbers;
  const restsOn = analyses.flatMap(({ trades, prices, withdrawals: sent }) => [
    ...(trades.known ? trades.value.exhibits : []),
    ...(prices.known ? [prices.value.exhibit] : []),
    ...(sent.known ? sent.value.exhibits : []),
  ]);
  if (!moneyLost.known) return [fact(`The loss is not known: ${moneyLost.why}.`, restsOn)];
  const { lost, asset, atLeast, method, avoidable } = moneyLost.value;
  const text = `The loss was ${atLeast ? 'at least ' : ''}${money(lost)} ${asset}. Method: ${method}`;
  return [
    inference(text, restsOn),
    ...(avoidable.known
      ? [
          fact(
            `In this drill ${money(avoidable.value)} ${asset} more would have been lost without the response.`,
            [],
          ),
        ]
      : []),
  ];
}

function withdrawals({ withdrawals: sent, account, window }: AccountAnalysis): readonly Sentence[] {
  if (!sent.known) return [fact(`Withdrawals of ${account.label} were not read: ${sent.why}.`, [])];
  const { rows, exhibits, holes } = sent.value;
  const left = rows.filter(
    ({ withdrawal, recognition }) => recognition.is === 'not-ours' && hasLeft(withdrawal),
  );
  if (left.length > 0) {
    const amounts = left.map(({ withdrawal }) => `${withdrawal.amount} ${withdrawal.asset}`);
    return [
      inference(
        `${count(left.length, 'withdrawal')} to addresses that are not known as ours left ${account.label}: ${listWords(amounts)}.`,
        exhibits,
      ),
    ];
  }
  // "None" is only said over an interval that was proven read.
  if (rows.length > 0 || holes.length > 0) return [];
  return [fact(`No withdrawal was requested from ${account.label} since ${utc(window.from)}.`, exhibits)];
}

function addresses(view: CaseView, { account, whitelist }: AccountAnalysis): readonly Sentence[] {
  if (!whitelist.added.known || whitelist.added.value.length === 0) return [];
  const added = whitelist.added.value;
  const seen = observed(view, account.id, 'withdrawal-addresses').map(({ event }) => event.exhibit);
  const names = listWords(added.map(({ asset, network, address }) => `${asset} ${network} ${address}`));
  const what = count(added.length, 'withdrawal address', 'withdrawal addresses');
  return [
    fact(
      `${what} of ${account.label} stood on the list that the known-good state does not hold: ${names}.`,
      seen,
    ),
  ];
}

function replacements(view: CaseView, { subjects }: Told): readonly Sentence[] {
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

function cause(view: CaseView): readonly Sentence[] {
  const recorded = lastFact(view, 'cause', 'root-cause');
  const control = lastFact(view, 'control', 'root-cause');
  if (typeof recorded?.value !== 'string') return [];
  const done = typeof control?.value === 'string' ? `; done about it: ${control.value}` : '';
  const text = `As the cause ${operatorOf(view)} recorded: ${recorded.value}${done}.`;
  return [{ text, basis: 'assumption', restsOn: [recordId(recorded.seq)] }];
}

/** Action items as the review left them; undefined when it did not run or left another form. */
export function actionItemsOf(view: CaseView): Report['actionItems'] {
  const recorded = lastFact(view, 'items', 'action-items');
  const parsed = actionItems.safeParse(recorded?.value);
  return parsed.success ? parsed.data : undefined;
}

function leftToDo(view: CaseView): readonly Sentence[] {
  const items = actionItemsOf(view);
  const recorded = lastFact(view, 'items', 'action-items');
  if (!items || items.length === 0 || !recorded) return [];
  const lines = items.map(({ what, who, until }) => `${what} (${who}, until ${until})`);
  return [fact(`Left to do: ${listWords(lines, 20)}.`, [recordId(recorded.seq)])];
}

function ending({ records, closed }: CaseView, { verdict }: Told): readonly Sentence[] {
  const last = records.at(-1);
  const restsOn = last ? [recordId(last.seq)] : [];
  const state = closed ? 'The case was closed' : 'The case was not closed when this was written';
  const { unknowns } = verdict.numbers;
  return [
    fact(`${state}; the verdict from the record is ${verdict.is}: ${verdict.because}.`, restsOn),
    fact(
      unknowns === 0
        ? 'No point is listed as unknown.'
        : `${count(unknowns, 'point')} ${unknowns === 1 ? 'is' : 'are'} not known; the gaps list ${unknowns === 1 ? 'it' : 'them'}.`,
      [],
    ),
  ];
}
