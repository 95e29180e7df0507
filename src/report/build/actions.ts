import { known, unknown } from '../../domain/known.ts';
import type { ActFinished, At, ExchangeCaptured, JournalRecord } from '../../domain/run-event.ts';
import type { Action } from '../model.ts';
import type { CaseView } from './case-view.ts';

/** Every act: intent, requests, what reading the world back showed. */
export function buildActions({ records }: CaseView): readonly Action[] {
  const exchanges = new Map(
    records.flatMap(({ event }) => (event.type === 'exchange.captured' ? [[event.exchange, event]] : [])),
  );
  const readings = readingsOfSteps(records);
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
        exchanges: (end?.event.exchanges ?? [])
          .filter((id) => (readings.get(id) ?? stepOf(event)) === stepOf(event))
          .flatMap((id) => describeExchange(exchanges.get(id))),
        result: end?.event.result ?? 'no-result',
        verification: end?.event.how ?? 'the record holds no result of this act: it may have happened',
        finishedAt: end ? known(end.at) : unknown('the record holds no result of this act'),
      },
    ];
  });
}

/**
 * By exchange: the step that kept it in an exhibit. A result names all that was captured since its intent, and another
 * lane may have read a whole history meanwhile: those requests stand with their exhibit and are none of the act's.
 */
function readingsOfSteps(records: readonly JournalRecord[]): ReadonlyMap<string, string> {
  return new Map(
    records.flatMap(({ event }) =>
      event.type === 'exhibit.acquired' && event.exhibit.source.from === 'venue'
        ? event.exhibit.source.exchanges.map((id) => [id, stepOf(event)] as const)
        : [],
    ),
  );
}

const stepOf = ({ lane, step }: At): string => JSON.stringify([lane, step]);

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
