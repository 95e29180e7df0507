import { count, groupBy, listWords, nameKey, stateOf } from '../../analysis/index.ts';
import type { ActFinished } from '../../domain/run-event.ts';
import type { Report, Sentence } from '../model.ts';
import { lastFact, recordId, type CaseView } from './case-view.ts';
import { operatorOf } from './identification.ts';
import { fact, inference, quoted, sentence, upToHere, utc, type Told } from './sentence.ts';
import { actionItems } from './shapes.ts';

export function opening(view: CaseView): readonly Sentence[] {
  const { opened, openedAt, records, keys } = view;
  const who = operatorOf(view);
  const mode = opened.mode === 'drill' ? 'a drill' : 'the case';
  const first = records[0]?.seq ?? 0;
  const leaked = records.find(
    ({ event }) => event.type === 'answer.given' && event.question.endsWith('/what-leaked'),
  );
  const lanes = records.filter(({ event }) => event.type === 'lane.opened');
  return [
    fact(`${who} opened ${mode} at ${utc(openedAt, 'host')}.`, [recordId(first)]),
    ...(leaked?.event.type === 'answer.given'
      ? [
          fact(
            `To the question what leaked, ${who} answered ${quoted([leaked.event.answer].flat().join(', '))}.`,
            [recordId(leaked.seq)],
          ),
        ]
      : []),
    ...(keys.length > 0
      ? [
          fact(
            `In scope ${keys.length === 1 ? 'was' : 'were'} ${listWords(keys.map(nameKey))}.`,
            lanes.map(({ seq }) => recordId(seq)),
          ),
        ]
      : []),
  ];
}

export function decisions({ records }: CaseView): readonly Sentence[] {
  return records.flatMap(({ event, seq }) => {
    if (event.type !== 'decision.recorded') return [];
    const { what, recommended, chosen, because, by } = event;
    const choice =
      recommended === chosen
        ? `firebreak recommended ${quoted(recommended)} and ${by} followed it`
        : `firebreak recommended ${quoted(recommended)} and ${by} chose ${quoted(chosen)}`;
    return [fact(`On the ${what}, ${choice}. Reason in the record: ${quoted(because)}.`, [recordId(seq)])];
  });
}

/** Acts of one kind on one account are one sentence: a hundred cancels are not a hundred sentences. */
export function acts({ records, opened }: CaseView): readonly Sentence[] {
  const ends = new Map(
    records.flatMap(({ event, seq }) =>
      event.type === 'act.finished' ? [[event.act, { event, seq }] as const] : [],
    ),
  );
  const begun = records.flatMap(({ event, seq, at }) =>
    event.type === 'act.intended' ? [{ event, seq, at }] : [],
  );
  const alike = groupBy(begun, ({ event: { account, what, by, approvedBy, act } }) =>
    JSON.stringify([account, what, by, approvedBy, ends.get(act)?.event.result]),
  );
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { event } = first;
    const label = opened.accounts.find(({ id }) => id === event.account)?.label ?? event.account;
    const how = event.by === 'api' ? 'by API' : 'by hand';
    const what = group.length === 1 ? `(${event.target})` : `(${count(group.length, 'time')})`;
    const restsOn = group.flatMap(({ event: act, seq }) => {
      const finish = ends.get(act.act);
      return finish ? [recordId(seq), recordId(finish.seq)] : [recordId(seq)];
    });
    const results = group.flatMap(({ event: { act } }) => ends.get(act)?.event ?? []);
    const text = `${whenOf(group.map(({ at }) => at))} ${event.approvedBy} approved “${event.what}” ${what} on ${label}, ${how}. ${resultOf(results)}.`;
    return [fact(text, restsOn)];
  });
}

function whenOf(times: readonly string[]): string {
  const [from, to] = [utc(times[0] ?? '', 'host'), utc(times.at(-1) ?? '', 'host')];
  return from === to ? `At ${from}` : `Between ${from} and ${to}`;
}

/** What came of acts that ended alike; what was read back may differ from one to the next. */
function resultOf(results: readonly ActFinished[]): string {
  const [first] = results;
  if (!first) return 'The record held no result';
  const hows = [...new Set(results.map(({ how }) => how))];
  const others = hows.length > 1 ? `, and ${count(hows.length - 1, 'other answer')}` : '';
  return `The result was ${quoted(first.result)}; read back: ${quoted(first.how)}${others}`;
}

export function deaths(view: CaseView): readonly Sentence[] {
  return view.keys.map((key) => {
    const name = nameKey(key);
    const last = key.proofs.at(-1);
    const restsOn = last ? [last.exhibit, recordId(last.seq)] : upToHere(view);
    const why = last?.proof.why ?? 'no proof was made';
    switch (stateOf(key)) {
      case 'dead': {
        const proof = key.proofs.find(({ seq }) => seq === key.deadSince?.seq) ?? last;
        const seen = proof ? [proof.exhibit, recordId(proof.seq)] : [];
        return fact(
          `${name} was proven dead at ${utc(key.deadSince?.at ?? '', 'host')}. The proof: ${quoted(proof?.proof.why ?? why)}.`,
          seen,
        );
      }
      case 'doubted':
        return fact(
          `${name} was proven dead at ${utc(key.deadSince?.at ?? '', 'host')}; a later probe did not repeat it: ${quoted(why)}.`,
          restsOn,
        );
      case 'alive':
        return fact(`${name} still worked at the last probe: ${quoted(why)}.`, restsOn);
      case 'not-proven':
        return fact(`${name} was not proven dead: ${quoted(why)}.`, restsOn);
    }
  });
}

export function cause(view: CaseView): readonly Sentence[] {
  const recorded = lastFact(view, 'cause', 'root-cause');
  const control = lastFact(view, 'control', 'root-cause');
  if (typeof recorded?.value !== 'string') return [];
  const done = typeof control?.value === 'string' ? ` What was done about it: ${quoted(control.value)}.` : '';
  const text = `As the cause ${operatorOf(view)} recorded ${quoted(recorded.value)}.${done}`;
  return [sentence(text, 'assumption', [recordId(recorded.seq)])];
}

/** Action items as the review left them; undefined when it did not run or left another form. */
export function actionItemsOf(view: CaseView): Report['actionItems'] {
  const recorded = lastFact(view, 'items', 'action-items');
  const parsed = actionItems.safeParse(recorded?.value);
  return parsed.success ? parsed.data : undefined;
}

export function leftToDo(view: CaseView): readonly Sentence[] {
  const items = actionItemsOf(view);
  const recorded = lastFact(view, 'items', 'action-items');
  if (!items || items.length === 0 || !recorded) return [];
  const lines = items.map(({ what, who, until }) => quoted(`${what} (${who}, until ${until})`));
  return [fact(`The review left to do: ${listWords(lines, 20)}.`, [recordId(recorded.seq)])];
}

export function ending(view: CaseView, { verdict }: Told): readonly Sentence[] {
  const restsOn = upToHere(view);
  const state = view.closed ? 'The case was closed' : 'The case was not closed when this was written';
  const { unknowns } = verdict.numbers;
  return [
    inference(
      `${state}. The verdict that followed from the record was ${quoted(verdict.is)}: ${quoted(verdict.because)}.`,
      restsOn,
    ),
    fact(
      unknowns === 0
        ? 'No point was listed as unknown.'
        : `${count(unknowns, 'point')} stayed unknown; ${unknowns === 1 ? 'it was' : 'they were'} listed under the gaps.`,
      restsOn,
    ),
  ];
}
