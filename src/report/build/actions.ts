import { known, unknown } from '../../domain/known.ts';
import type { ActFinished, ExchangeCaptured, JournalRecord } from '../../domain/run-event.ts';
import type { Action } from '../model.ts';
import type { CaseView } from './case-view.ts';

/** Every act: intent, requests, what reading the world back showed. */
export function buildActions({ records }: CaseView): readonly Action[] {
  const exchanges = new Map(
    records.flatMap(({ event }) => (event.type === 'exchange.captured' ? [[event.exchange, event]] : [])),
  );
  return records.flatMap(({ event, at }, index) => {
    if (event.type !== 'act.intended') return [];
    const end = endOf(event.act, records, index);
    return [
      {
        id: event.act,
        at,
        account: event.account,
        what: event.what,
        target: event.target,
        by: event.by,
        approvedBy: event.approvedBy,
        why: event.why,
        undo: event.undo,
        exchanges: (end?.event.exchanges ?? []).flatMap((id) => describeExchange(exchanges.get(id))),
        result: end?.event.result ?? 'no-result',
        verification: end?.event.how ?? 'the record holds no result of this act: it may have happened',
        finishedAt: end ? known(end.at) : unknown('the record holds no result of this act'),
      },
    ];
  });
}

/** The result that follows the intent: an act's id is its own in the whole case. */
function endOf(
  act: string,
  records: readonly JournalRecord[],
  from: number,
): { readonly event: ActFinished; readonly at: string } | undefined {
  for (const { event, at } of records.slice(from)) {
    if (event.type === 'act.finished' && event.act === act) return { event, at };
  }
  return undefined;
}

function describeExchange(exchange: ExchangeCaptured | undefined): Action['exchanges'] {
  if (!exchange) return [];
  const { method, url, status, error, offset } = exchange;
  return [
    {
      method,
      url,
      status: status === undefined ? unknown(error ?? 'no reply') : known(status),
      warcOffset: offset,
    },
  ];
}
