import { z } from 'zod';
import type { ClockOffset } from '../../domain/clock.ts';
import type { MarketPrice, Position, Trade } from '../../domain/trading.ts';
import type { Page, PageRequest, ReadPages, Session } from '../contract.ts';
import { readClockBy } from '../read-page.ts';
import { understood } from '../rows.ts';
import {
  orNoAccount,
  readAtOnce,
  readList,
  readSection,
  type SectionReader,
  type Sections,
} from './lists.ts';
import { assetOf, bySettle } from './settles.ts';
import * as prices from './price-rows.ts';
import * as rows from './trade-rows.ts';
import { askUnderlyings, optionSections, underlyingIn, unnamedOptions } from './underlyings.ts';
import { inSeconds, monthMs } from './windows.ts';

export const readClock = (session: Session): Promise<ClockOffset> =>
  readClockBy(session, { endpoint: 'publicSpotGetTime', millis: prices.serverTime });

// ---------------------------------------------------------------- trades

const spotTrades: SectionReader<Trade> = (session, request) =>
  readList(session, request, {
    endpoint: 'privateSpotGetMyTrades',
    params: inSeconds(request),
    doing: 'listing trades on spot',
    rows: z.array(rows.spotTrade('spot')),
    by: 'page',
    limit: 1000,
  });

const futuresTrades =
  (settle: string, section: string): SectionReader<Trade> =>
  (session, request) =>
    orNoAccount(
      readList(session, request, {
        // The other list ends at six months.
        endpoint: 'privateFuturesGetSettleMyTradesTimerange',
        params: { settle, ...inSeconds(request) },
        doing: `listing trades in ${section}`,
        rows: z.array(rows.contractTrade(section, assetOf(settle))),
        by: 'offset',
        limit: 100,
      }),
    );

/** This list knows no times: it is read whole. */
const deliveryTrades =
  (settle: string, section: string): SectionReader<Trade> =>
  (session, request) =>
    orNoAccount(
      readList(session, request, {
        endpoint: 'privateDeliveryGetSettleMyTrades',
        params: { settle },
        doing: `listing trades in ${section}`,
        rows: z.array(rows.contractTrade(section, assetOf(settle))),
        by: 'offset',
        limit: 100,
      }),
    );

const optionTrades =
  (underlying: string, section: string): SectionReader<Trade> =>
  (session, request) =>
    orNoAccount(
      readList(session, request, {
        endpoint: 'privateOptionsGetMyTrades',
        params: { underlying, ...inSeconds(request) },
        doing: `listing trades in ${section}`,
        rows: z.array(rows.optionTrade(section)),
        by: 'offset',
        limit: 100,
      }),
    );

const tradeSections: Sections<Trade> = {
  spot: spotTrades,
  ...bySettle('futures', futuresTrades),
  ...bySettle('delivery', deliveryTrades),
};

/** A section by its name; those of options are named by the venue. */
function readPart<Row>(
  fixed: Sections<Row>,
  ofOption: (underlying: string, section: string) => SectionReader<Row>,
  session: Session,
  request: PageRequest,
): Promise<Page<Row>> {
  const { section = '' } = request;
  if (section === unnamedOptions) return askUnderlyings(session);
  const underlying = underlyingIn(section);
  return underlying === undefined
    ? readSection(fixed, session, request)
    : ofOption(underlying, section)(session, request);
}

const isDelivery = (section: string): boolean => section.startsWith('delivery/');

export const trades: ReadPages<Trade> = {
  paging: { style: 'time-window', windowMs: monthMs, pageSize: 100, bySymbol: false, inside: 'cursor' },
  sections: async (session) => [...Object.keys(tradeSections), ...(await optionSections(session))],
  wayIn: (section) => (isDelivery(section) ? { paging: { style: 'cursor', pageSize: 100 } } : {}),
  page: (session, request) => readPart(tradeSections, optionTrades, session, request),
  idOf: (trade) => trade.id,
};

// ---------------------------------------------------------------- positions

const held = <Row>(page: Page<Row | undefined>): Page<Row> => ({
  ...page,
  rows: page.rows.filter((row) => row !== undefined),
});

const futuresPositions =
  (settle: string, section: string): SectionReader<Position> =>
  async (session, request) =>
    held(
      await orNoAccount(
        readList(session, request, {
          endpoint: 'privateFuturesGetSettlePositions',
          params: { settle, holding: true },
          doing: `listing positions in ${section}`,
          rows: z.array(rows.position(section)),
          by: 'offset',
          limit: 100,
        }),
      ),
    );

/** Neither of these lists has pages. */
const wholePositions =
  (endpoint: string, params: Readonly<Record<string, string>>, section: string): SectionReader<Position> =>
  async (session) =>
    held(
      await orNoAccount(
        readAtOnce(session, {
          endpoint,
          params,
          doing: `listing positions in ${section}`,
          rows: z.array(rows.position(section)),
        }),
      ),
    );

const positionSections: Sections<Position> = {
  ...bySettle('futures', futuresPositions),
  ...bySettle('delivery', (settle, section) =>
    wholePositions('privateDeliveryGetSettlePositions', { settle }, section),
  ),
  options: wholePositions('privateOptionsGetPositions', {}, 'options'),
};

export const positions: ReadPages<Position> = {
  paging: { style: 'cursor', pageSize: 100 },
  sections: Object.keys(positionSections),
  page: (session, request) => readSection(positionSections, session, request),
  idOf: (position) => position.id,
};

// ---------------------------------------------------------------- prices

type PriceRow = (at: string) => z.ZodType<MarketPrice | undefined>;

const tickers =
  (endpoint: string, params: Readonly<Record<string, string>>, section: string, row: PriceRow) =>
  async (session: Session): Promise<Page<MarketPrice>> => {
    const doing = `listing market prices in ${section}`;
    const reply = await session.call(endpoint, params, doing);
    const read = understood(z.array(row(reply.receivedAt)), reply, session, doing);
    return {
      rows: read.filter((price) => price !== undefined),
      received: read.length,
      exchange: reply.exchange,
      request: params,
    };
  };

const priceSections: Sections<MarketPrice> = {
  spot: tickers('publicSpotGetTickers', {}, 'spot', prices.spotPrice),
  ...bySettle('futures', (settle, section) =>
    tickers('publicFuturesGetSettleTickers', { settle }, section, prices.contractPrice),
  ),
  ...bySettle('delivery', (settle, section) =>
    tickers('publicDeliveryGetSettleTickers', { settle }, section, prices.contractPrice),
  ),
};

const optionPrices = (underlying: string, section: string): SectionReader<MarketPrice> =>
  tickers('publicOptionsGetTickers', { underlying }, section, prices.optionPrice);

export const marketPrices: ReadPages<MarketPrice> = {
  paging: { style: 'single' },
  sections: async (session) => [...Object.keys(priceSections), ...(await optionSections(session))],
  page: (session, request) => readPart(priceSections, optionPrices, session, request),
  idOf: (price) => price.symbol,
};
