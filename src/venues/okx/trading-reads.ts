import type { ClockOffset } from '../../domain/clock.ts';
import type { MarketPrice, Position, Trade } from '../../domain/trading.ts';
import type { Page, ReadPages, Session } from '../contract.ts';
import { readClockBy, readPage } from '../read-page.ts';
import { beginAndEnd, pageSize, readById } from './by-id.ts';
import { dataOf, onlyRowOf, placeIn, whereKnown } from './envelope.ts';
import { historySection, historySections, isOfSome } from './order-reads.ts';
import { surely, threeMonthsMs, type Stage } from './stages.ts';
import * as rows from './trading-rows.ts';

export const readClock = (session: Session): Promise<ClockOffset> =>
  readClockBy(session, {
    endpoint: 'publicGetPublicTime',
    millis: onlyRowOf(rows.serverTime).transform(({ ts }) => Number(ts)),
  });

/** Of the last three days, at once; then of the last three months. */
const fillStages: readonly Stage[] = [
  { name: 'days', endpoint: 'privateGetTradeFills', surelyMs: surely.days(3) },
  { name: 'archive', endpoint: 'privateGetTradeFillsHistory' },
];

export const trades: ReadPages<Trade> = {
  paging: { style: 'cursor', pageSize },
  sections: historySections,
  reachMs: threeMonthsMs,
  page: (session, request) => {
    const section = historySection(request);
    const params = { instType: section, ...beginAndEnd(request) };
    const read = readById(session, request, {
      stages: fillStages,
      params,
      doing: `listing trades of ${section}`,
      row: rows.trade,
      idField: 'billId',
    });
    return isOfSome(section) ? whereKnown(read, params) : read;
  },
  idOf: ({ id }) => id,
};

export const positions: ReadPages<Position> = {
  paging: { style: 'single' },
  // Without a type: margin, swaps, futures, options and event contracts in one reply.
  page: async (session) =>
    withoutNone(
      await readPage(session, {
        endpoint: 'privateGetAccountPositions',
        params: {},
        doing: 'listing positions',
        rows: dataOf(rows.position),
      }),
    ),
  idOf: ({ id }) => id,
};

/** Margin has the prices of spot. */
const priceSections: Readonly<Record<string, string>> = {
  SPOT: 'SPOT',
  SWAP: 'SWAP',
  FUTURES: 'FUTURES',
  OPTION: 'OPTION',
};

export const marketPrices: ReadPages<MarketPrice> = {
  paging: { style: 'single' },
  sections: Object.keys(priceSections),
  page: async (session, request) => {
    const { section, place: instType } = placeIn(priceSections, request);
    return withoutNone(
      await readPage(session, {
        endpoint: 'publicGetMarketTickers',
        params: { instType },
        doing: `listing market prices of ${section}`,
        rows: dataOf(rows.marketPrice),
      }),
    );
  },
  idOf: ({ symbol }) => symbol,
};

const withoutNone = <Row>(page: Page<Row | undefined>): Page<Row> => ({
  ...page,
  rows: page.rows.filter((row) => row !== undefined),
});
