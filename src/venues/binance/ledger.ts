import { z } from 'zod';
import type { LedgerEntry } from '../../domain/trading.ts';
import type { Page, PageRequest, Paging, ReadPages, Session } from '../contract.ts';
import * as rows from './history-rows.ts';
import { dapi, eapi, fapi, sapi, sapiOfUid, type Cost } from './limits.ts';
import { isIsolated, pairIn, pairOf, sectionsBy } from './places.ts';
import { placeIn, read, type ListCall } from './reading.ts';
import { ninetyDaysMs, readHalving, sevenDaysMs, thirtyDaysMs, threeMonthsMs } from './windows.ts';

const windowsOf = (windowMs: number): Paging => ({
  style: 'time-window',
  windowMs,
  pageSize: 1_000,
  bySymbol: false,
  inside: 'cursor',
});

interface Book extends Omit<ListCall<LedgerEntry>, 'params' | 'doing'> {
  readonly endpoint: string;
  readonly params?: Readonly<Record<string, string>>;
  /** The most rows of one reply. */
  readonly limit: number;
  readonly windowMs: number;
  readonly reachMs?: number;
  readonly cost: Cost;
}

const dust = {
  endpoint: 'sapiGetAssetDribblet',
  listName: 'userAssetDribblets',
  limit: 100,
  cost: sapi(1),
  unproven: olderDust,
};
const flow = {
  endpoint: 'sapiGetMarginCapitalFlow',
  limit: 1_000,
  windowMs: sevenDaysMs,
  reachMs: ninetyDaysMs,
};

const books: Readonly<Record<string, Book>> = {
  dust: {
    ...dust,
    params: { accountType: 'SPOT' },
    windowMs: ninetyDaysMs,
    rows: rows.dust('spot'),
  },
  convert: {
    endpoint: 'sapiGetConvertTradeFlow',
    listName: 'list',
    limit: 1_000,
    windowMs: thirtyDaysMs,
    cost: sapiOfUid(3_000),
    rows: rows.conversions,
  },
  distributions: {
    endpoint: 'sapiGetAssetAssetDividend',
    listName: 'rows',
    limit: 500,
    windowMs: ninetyDaysMs,
    cost: sapi(10),
    rows: rows.dividends,
  },
  'margin dust': {
    ...dust,
    params: { accountType: 'MARGIN' },
    windowMs: ninetyDaysMs,
    rows: rows.dust('margin'),
  },
  margin: { ...flow, cost: sapi(100), rows: rows.marginFlow('margin') },
  'usd-m': {
    endpoint: 'fapiPrivateGetIncome',
    limit: 1_000,
    windowMs: thirtyDaysMs,
    reachMs: threeMonthsMs,
    cost: fapi(30),
    rows: rows.income('usd-m'),
  },
  'coin-m': {
    endpoint: 'dapiPrivateGetIncome',
    limit: 1_000,
    windowMs: thirtyDaysMs,
    cost: dapi(20),
    rows: rows.income('coin-m'),
  },
  options: {
    endpoint: 'eapiPrivateGetBill',
    params: { currency: 'USDT' },
    limit: 1_000,
    windowMs: thirtyDaysMs,
    reachMs: threeMonthsMs,
    cost: eapi(1),
    rows: rows.optionsFlow,
  },
};

const bookIn = (section: string): Book => {
  const pair = pairIn(section);
  if (pair === undefined) return placeIn(books, section);
  return { ...flow, cost: sapi(100), rows: rows.marginFlow(`isolated margin ${pair}`) };
};

/** Spot has no ledger: what was exchanged without an order, and what Binance gave, stand for it. */
export const ledger: ReadPages<LedgerEntry> = {
  paging: windowsOf(thirtyDaysMs),
  sections: sectionsBy({
    always: ['dust', 'convert', 'distributions'],
    margin: ['margin dust', 'margin'],
    byPair: true,
    futures: ['usd-m', 'coin-m'],
    options: ['options'],
  }),
  wayIn: (section) => {
    const { windowMs, reachMs, cost } = bookIn(section);
    return { paging: windowsOf(windowMs), cost, ...(reachMs === undefined ? {} : { reachMs }) };
  },
  page: (session, request) => readBook(session, request),
  // Futures tell one line from another by its number and kind together.
  idOf: ({ id, kind, asset, at, change, reference }) =>
    [id, kind, asset, at, change, reference.known ? reference.value : ''].join('/'),
};

async function readBook(session: Session, request: PageRequest): Promise<Page<LedgerEntry>> {
  const { section = 'dust' } = request;
  const { endpoint, limit, params, rows: form, listName, unproven } = bookIn(section);
  const symbol = isIsolated(section) ? { symbol: await pairOf(session, section) } : {};
  // The list of dust ends at a hundred by itself, and takes no limit.
  const asked = endpoint === dust.endpoint ? {} : { limit };
  return readHalving(request, limit, ({ start, end }) =>
    read(session, {
      endpoint,
      params: { ...params, ...symbol, startTime: start, endTime: end, ...asked },
      doing: `listing the ledger of ${section}`,
      rows: form,
      ...(listName === undefined ? {} : { listName }),
      ...(unproven === undefined ? {} : { unproven }),
    }),
  );
}

const countedDust = z.object({ total: z.number(), userAssetDribblets: z.array(z.unknown()) });

/**
 * "Only return last 100 records": of all times or of the window asked, nobody says. Where more are counted than a
 * reply holds and this one is not full, what is missing lies where no window reaches.
 */
function olderDust(body: unknown): string | undefined {
  const told = countedDust.safeParse(body).data;
  if (told === undefined) return undefined;
  const received = told.userAssetDribblets.length;
  return told.total > dust.limit && received < dust.limit
    ? `Binance counts ${told.total} sweeps of dust and tells the last ${dust.limit}`
    : undefined;
}
