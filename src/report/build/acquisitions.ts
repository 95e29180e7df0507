import { known, unknown, type Known } from '../../domain/known.ts';
import type { ExchangeCaptured } from '../../domain/run-event.ts';
import type { Acquisition } from '../model.ts';
import { groupRequests } from '../requests.ts';
import { coverageSentence } from '../words.ts';
import type { CaseView } from './case-view.ts';

/** How each exhibit that came from a venue was read: which addresses, how often, with which key, how far. */
export function buildAcquisitions(view: CaseView): readonly Acquisition[] {
  const exchanges = new Map(
    view.records.flatMap(({ event }) =>
      event.type === 'exchange.captured' ? [[event.exchange, event] as const] : [],
    ),
  );
  const seen = new Map(view.observations.map(({ event }) => [event.exhibit, event]));
  return [...view.exhibits.values()].flatMap(({ id, source }) => {
    if (source.from !== 'venue') return [];
    const { account, venue, capability, acquiredWith } = source;
    const captured = source.exchanges.flatMap((exchange) => exchanges.get(exchange) ?? []);
    const observation = seen.get(id);
    return [
      {
        exhibit: id,
        account,
        venue,
        capability,
        readWith: acquiredWith,
        requests: groupRequests(captured.map(asSent)),
        failed: captured.filter(hasFailed).length,
        rows: rowsOf(observation?.rows),
        completeness: observation?.coverage
          ? known(coverageSentence(observation.coverage))
          : unknown('no interval was recorded for this reading'),
      },
    ];
  });
}

const rowsOf = (rows: number | undefined): Known<number> =>
  rows === undefined ? unknown('not a list, or its rows were not counted') : known(rows);

const hasFailed = ({ status }: ExchangeCaptured): boolean => status === undefined || status >= 400;

const asSent = ({ method, url, status, error, offset }: ExchangeCaptured) => ({
  method,
  url,
  status: status === undefined ? unknown(error ?? 'no reply') : known(status),
  warcOffset: offset,
});
