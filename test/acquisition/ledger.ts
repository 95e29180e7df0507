import { DateTime } from 'luxon';
import { VenueFailure, type FailureCode } from '../../src/domain/failure.ts';
import type {
  ByApi,
  Page,
  PageRequest,
  Paging,
  ReadPages,
  Session,
  Venue,
} from '../../src/venues/contract.ts';

/** A row of the made-up books. Times may tie; ids may not, within a symbol. */
export interface Entry {
  readonly id: string;
  readonly symbol: string;
  readonly atMs: number;
}

/** What a made-up venue does beyond its paging style: caps, cuts and faults. */
export interface Manners {
  /** What it really sends at most, however large a page it documents. */
  readonly cap: number;
  /** Which end of a window that is too full is cut off. */
  readonly keeps: 'oldest' | 'newest';
  readonly order: 'ascending' | 'descending';
  /** Called for every request; throws for a fault. */
  readonly fault: (request: PageRequest, call: number) => void;
}

const goodManners: Manners = {
  cap: Number.POSITIVE_INFINITY,
  keeps: 'oldest',
  order: 'ascending',
  fault: () => undefined,
};

export interface LedgerReader extends ReadPages<Entry> {
  readonly requests: readonly PageRequest[];
}

/** Books in memory, read by the definitions in src/venues/contract.ts and by nothing of the pager. */
export function ledgerReader(
  books: readonly Entry[],
  paging: Paging,
  manners: Partial<Manners> = {},
): LedgerReader {
  const venue = { ...goodManners, ...manners };
  const requests: PageRequest[] = [];
  return {
    paging,
    requests,
    idOf: (entry) => entry.id,
    async page(_session, request) {
      requests.push(request);
      await Promise.resolve();
      venue.fault(request, requests.length);
      return answer(books, paging, request, venue, requests.length);
    },
  };
}

function answer(
  books: readonly Entry[],
  paging: Paging,
  request: PageRequest,
  { cap, keeps, order }: Manners,
  call: number,
): Page<Entry> {
  const from = request.from === undefined ? 0 : ms(request.from);
  const to = request.to === undefined ? Number.POSITIVE_INFINITY : ms(request.to);
  const asked = books
    .filter(({ symbol }) => request.symbol === undefined || symbol === request.symbol)
    .filter(({ atMs }) => atMs >= from && atMs <= to);
  const reply = (rows: readonly Entry[], nextCursor?: string): Page<Entry> => ({
    rows,
    received: rows.length,
    exchange: `HX-${call}`,
    request: Object.fromEntries(Object.entries(request).map(([name, value]) => [name, String(value)])),
    ...(nextCursor === undefined ? {} : { nextCursor }),
  });
  switch (paging.style) {
    case 'single':
      return reply(asked);
    case 'cursor': {
      const start = Number(request.cursor ?? '0');
      const size = Math.min(paging.pageSize, cap);
      const end = start + size;
      return reply(asked.slice(start, end), end < asked.length ? String(end) : undefined);
    }
    case 'ascending-id': {
      const size = Math.min(paging.pageSize, cap);
      const { fromId } = request;
      if (fromId !== undefined) {
        if (request.from !== undefined)
          refuse('REQUEST_REJECTED', 'fromId is not supported together with times');
        const later = asked.filter(({ id }) => BigInt(id) >= BigInt(fromId)).sort(byId);
        return reply(later.slice(0, size));
      }
      if (to - from > (paging.seekWindowMs ?? 0)) refuse('REQUEST_REJECTED', 'window too long');
      const inWindow = asked.toSorted(byId);
      return reply(keeps === 'oldest' ? inWindow.slice(0, size) : inWindow.slice(-size));
    }
    case 'time-window': {
      if (to - from > paging.windowMs) refuse('REQUEST_REJECTED', 'window too long');
      const sorted = asked.toSorted((a, b) => a.atMs - b.atMs || byId(a, b));
      if (order === 'descending') sorted.reverse();
      const offset = request.offset ?? 0;
      return reply(sorted.slice(offset, offset + Math.min(paging.pageSize, cap)));
    }
  }
}

const ms = (iso: string): number => DateTime.fromISO(iso, { zone: 'utc' }).toMillis();
const byId = (a: Entry, b: Entry): number => (BigInt(a.id) < BigInt(b.id) ? -1 : 1);

export function refuse(code: FailureCode, detail = 'no'): never {
  throw new VenueFailure({ code, venue: 'testbourse', doing: 'listing entries', detail });
}

export const readingBy = <Row>(run: ReadPages<Row>): ByApi<ReadPages<Row>> => ({
  by: 'api',
  needs: ['read'],
  repeatable: true,
  source: { where: 'made up for this test', checked: '2026-11-21', verified: true },
  run,
});

/** The readers here ask nothing of a session but its venue's name. */
export const session: Session = {
  venue: { id: 'testbourse' } as Venue,
  credential: undefined,
  call: () => Promise.reject(new Error('the ledger is not read through calls')),
  view: () => Promise.reject(new Error('nor through ccxt')),
  close: () => Promise.resolve(),
};
