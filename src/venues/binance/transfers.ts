import type { Transfer } from '../../domain/trading.ts';
import type { Page, PageRequest, ReadPages, Session } from '../contract.ts';
import * as rows from './history-rows.ts';
import { sapi } from './limits.ts';
import { pairIn, pairOf, sectionsBy } from './places.ts';
import { placeIn, rawEncoded, read } from './reading.ts';
import { emailsOrRefusal } from './sub-accounts.ts';
import { halfYearMs, readHalving, readNumbered, sevenDaysMs, thirtyDaysMs, windowOf } from './windows.ts';

/** Our sections: the venue's types of universal transfer, each with the wallets at both ends. */
const between = (from: string, to: string) => ({ from, to });

const always = {
  MAIN_FUNDING: between('MAIN', 'FUNDING'),
  FUNDING_MAIN: between('FUNDING', 'MAIN'),
};
const ofMargin = {
  MAIN_MARGIN: between('MAIN', 'MARGIN'),
  MARGIN_MAIN: between('MARGIN', 'MAIN'),
  MARGIN_FUNDING: between('MARGIN', 'FUNDING'),
  FUNDING_MARGIN: between('FUNDING', 'MARGIN'),
};
const ofFutures = {
  MAIN_UMFUTURE: between('MAIN', 'UMFUTURE'),
  UMFUTURE_MAIN: between('UMFUTURE', 'MAIN'),
  MAIN_CMFUTURE: between('MAIN', 'CMFUTURE'),
  CMFUTURE_MAIN: between('CMFUTURE', 'MAIN'),
  FUNDING_UMFUTURE: between('FUNDING', 'UMFUTURE'),
  UMFUTURE_FUNDING: between('UMFUTURE', 'FUNDING'),
  FUNDING_CMFUTURE: between('FUNDING', 'CMFUTURE'),
  CMFUTURE_FUNDING: between('CMFUTURE', 'FUNDING'),
  // Only with margin as well; asking costs nothing more.
  UMFUTURE_MARGIN: between('UMFUTURE', 'MARGIN'),
  MARGIN_UMFUTURE: between('MARGIN', 'UMFUTURE'),
  CMFUTURE_MARGIN: between('CMFUTURE', 'MARGIN'),
  MARGIN_CMFUTURE: between('MARGIN', 'CMFUTURE'),
};
const ofOptions = {
  MAIN_OPTION: between('MAIN', 'OPTION'),
  OPTION_MAIN: between('OPTION', 'MAIN'),
  UMFUTURE_OPTION: between('UMFUTURE', 'OPTION'),
  OPTION_UMFUTURE: between('OPTION', 'UMFUTURE'),
  MARGIN_OPTION: between('MARGIN', 'OPTION'),
  OPTION_MARGIN: between('OPTION', 'MARGIN'),
  FUNDING_OPTION: between('FUNDING', 'OPTION'),
  OPTION_FUNDING: between('OPTION', 'FUNDING'),
};
const types: Readonly<Record<string, ReturnType<typeof between>>> = {
  ...always,
  ...ofMargin,
  ...ofFutures,
  ...ofOptions,
};

const withinAccount = sectionsBy({
  always: Object.keys(always),
  margin: Object.keys(ofMargin),
  byPair: true,
  futures: Object.keys(ofFutures),
  options: Object.keys(ofOptions),
});

/** Without an e-mail Binance lists what left the main account; with one, what left that sub-account. */
const betweenAccounts = 'between accounts, from ';
const ofMain = 'the main account';
const [camein, wentOut] = ['as sub-account, in', 'as sub-account, out'];

/**
 * Between the account's own wallets; then between its sub-accounts. Whoever may not list sub-accounts is
 * one, or has none: the histories of a sub-account are asked for instead, and they come last.
 */
async function sections(session: Session): Promise<readonly string[]> {
  const own = (await withinAccount(session)).flatMap((section) =>
    pairIn(section) === undefined ? [section] : [`${section}/in`, `${section}/out`],
  );
  const emails = await emailsOrRefusal(session);
  if (emails === 'refused') return [...own, camein, wentOut];
  if (emails.length === 0) return own;
  return [...own, ...[ofMain, ...emails].map((sender) => `${betweenAccounts}${sender}`)];
}

export const transfers: ReadPages<Transfer> = {
  paging: {
    style: 'time-window',
    windowMs: thirtyDaysMs,
    pageSize: 100,
    bySymbol: false,
    inside: 'cursor',
  },
  sections,
  wayIn: (section) => {
    if (section.startsWith(betweenAccounts)) return { paging: weekly, cost: sapi(1) };
    const isOwn = section !== camein && section !== wentOut;
    return { cost: sapi(1), ...(isOwn ? { reachMs: halfYearMs } : {}) };
  },
  page: (session, request) => {
    const { section = 'MAIN_FUNDING' } = request;
    if (section.startsWith(betweenAccounts)) {
      return readBetweenAccounts(session, request, section.slice(betweenAccounts.length));
    }
    if (section === camein || section === wentOut) return readAsSubAccount(session, request, section);
    return readOwn(session, request, section);
  },
  idOf: (transfer) => transfer.id,
};

// The documents want less than seven days.
const weekly = {
  style: 'time-window',
  windowMs: sevenDaysMs,
  pageSize: 500,
  bySymbol: false,
  inside: 'cursor',
} as const;

async function readOwn(session: Session, request: PageRequest, section: string): Promise<Page<Transfer>> {
  const { type, ends, ...pair } = await typeIn(session, section);
  return readNumbered(request, (current) =>
    read(session, {
      endpoint: 'sapiGetAssetTransfer',
      params: { type, ...pair, ...windowOf(request), current, size: 100 },
      doing: `listing transfers ${section}`,
      rows: rows.walletTransfers(ends),
      listName: 'rows',
    }),
  );
}

/** Isolated margin has two types for all of its pairs, and wants the pair beside them. */
async function typeIn(session: Session, section: string) {
  const direction = /\/(in|out)$/.exec(section)?.[1];
  if (direction === undefined) return { type: section, ends: placeIn(types, section) };
  const pair = await pairOf(session, section.slice(0, -direction.length - 1));
  return direction === 'in'
    ? { type: 'MARGIN_ISOLATEDMARGIN', toSymbol: pair, ends: between('MARGIN', `ISOLATEDMARGIN ${pair}`) }
    : { type: 'ISOLATEDMARGIN_MARGIN', fromSymbol: pair, ends: between(`ISOLATEDMARGIN ${pair}`, 'MARGIN') };
}

const fromEmail = (sender: string) => (sender === ofMain ? {} : { fromEmail: sender });

/**
 * Two lists, the second after the first: universal transfers, then those of spot. What both tell has one
 * number of the venue, and counts once.
 */
async function readBetweenAccounts(
  session: Session,
  { cursor, ...request }: PageRequest,
  sender: string,
): Promise<Page<Transfer>> {
  const [list, number] = cursor?.split('/') ?? ['universal', '1'];
  const isUniversal = list === 'universal';
  const page = await readNumbered({ ...request, cursor: number ?? '1' }, (current) =>
    isUniversal
      ? readUniversal(session, request, sender, current)
      : readSpotOnly(session, request, sender, current),
  );
  const { nextCursor, ...rest } = page;
  const next = nextCursor === undefined ? (isUniversal ? 'spot/1' : undefined) : `${list}/${nextCursor}`;
  return next === undefined ? rest : { ...rest, nextCursor: next };
}

const readUniversal = (session: Session, request: PageRequest, sender: string, page: number) =>
  read(session, {
    endpoint: 'sapiGetSubAccountUniversalTransfer',
    params: rawEncoded({ ...fromEmail(sender), ...windowOf(request), page, limit: 500 }),
    doing: `listing transfers between accounts, from ${sender}`,
    rows: rows.universalTransfers,
    listName: 'result',
  });

const readSpotOnly = (session: Session, request: PageRequest, sender: string, page: number) =>
  read(session, {
    endpoint: 'sapiGetSubAccountSubTransferHistory',
    params: rawEncoded({ ...fromEmail(sender), ...windowOf(request), page, limit: 500 }),
    doing: `listing spot transfers between accounts, from ${sender}`,
    rows: rows.subAccountSpotTransfers,
  });

/** No pages here; the longest list is not documented, so no long one is asked for. */
const readAsSubAccount = (session: Session, request: PageRequest, section: string): Promise<Page<Transfer>> =>
  readHalving(request, 100, ({ start, end }) =>
    read(session, {
      endpoint: 'sapiGetSubAccountTransferSubUserHistory',
      params: rawEncoded({
        type: section === camein ? 1 : 2,
        startTime: start,
        endTime: end,
        limit: 100,
        returnFailHistory: true,
      }),
      doing: `listing transfers of this sub-account, ${section === camein ? 'in' : 'out'}`,
      rows: rows.ownSubAccountTransfers(section === camein ? 'in' : 'out'),
    }),
  );
