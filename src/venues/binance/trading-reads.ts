import type { z } from 'zod';
import type { KeyReport } from '../../domain/api-key.ts';
import type { ClockOffset } from '../../domain/clock.ts';
import type { MarketPrice, OpenOrder, Position } from '../../domain/trading.ts';
import type { Page, PageRequest, ReadPages, SectionWay, Session } from '../contract.ts';
import { readClockBy } from '../read-page.ts';
import { understood } from '../rows.ts';
import * as derivative from './derivative-rows.ts';
import { keyReport } from './key-report.ts';
import { dapi, eapi, fapi, sapi, sapiOfUid, spot, type Cost } from './limits.ts';
import { isIsolated, pairOf, sectionOf, sectionsBy } from './places.ts';
import { placeIn, read, type ListCall } from './reading.ts';
import * as rows from './trading-rows.ts';

export const readClock = (session: Session): Promise<ClockOffset> =>
  readClockBy(session, { endpoint: 'publicGetTime', millis: rows.serverTime });

export async function introspectKey(session: Session): Promise<KeyReport> {
  const doing = 'reading the key’s permissions';
  const reply = await session.call('sapiGetAccountApiRestrictions', {}, doing);
  return understood(keyReport, reply, session, doing);
}

// ---------------------------------------------------------------- open orders

interface Resting {
  readonly endpoint: string;
  readonly rows: (section: string) => z.ZodType<readonly OpenOrder[]>;
  readonly listName?: string;
  readonly cost: Cost;
}

/** Without a symbol each of these replies holds every symbol; isolated margin wants its pair. */
const resting: Readonly<Record<string, Resting>> = {
  spot: { endpoint: 'privateGetOpenOrders', rows: rows.openOrders, cost: spot(80) },
  'spot/algo': {
    endpoint: 'sapiGetAlgoSpotOpenOrders',
    rows: derivative.openAlgos,
    listName: 'orders',
    cost: sapi(1),
  },
  convert: {
    endpoint: 'sapiGetConvertLimitQueryOpenOrders',
    rows: derivative.openConverts,
    listName: 'list',
    cost: sapiOfUid(3_000),
  },
  // Counted by "the number of symbols currently trading": that of cross margin, roughly.
  margin: { endpoint: 'sapiGetMarginOpenOrders', rows: rows.openOrders, cost: sapi(400) },
  'usd-m': { endpoint: 'fapiPrivateGetOpenOrders', rows: rows.openOrders, cost: fapi(40) },
  'usd-m/conditional': {
    endpoint: 'fapiPrivateGetOpenAlgoOrders',
    rows: derivative.openConditionals,
    cost: fapi(40),
  },
  'coin-m': { endpoint: 'dapiPrivateGetOpenOrders', rows: rows.openOrders, cost: dapi(40) },
  'coin-m/conditional': {
    endpoint: 'dapiPrivateGetOpenAlgoOrders',
    rows: derivative.openConditionals,
    cost: dapi(40),
  },
  options: { endpoint: 'eapiPrivateGetOpenOrders', rows: derivative.openOptionOrders, cost: eapi(40) },
  'usd-m/algo': {
    endpoint: 'sapiGetAlgoFuturesOpenOrders',
    rows: derivative.openAlgos,
    listName: 'orders',
    cost: sapi(1),
  },
};

export const openOrders: ReadPages<OpenOrder> = {
  paging: { style: 'single' },
  sections: sectionsBy({
    always: ['spot', 'convert'],
    margin: ['margin'],
    byPair: true,
    futures: ['usd-m', 'usd-m/conditional', 'coin-m', 'coin-m/conditional'],
    options: ['options'],
    // Should a key not reach these, everything else has been read: for the second the documents name a
    // permission of its own (Futures), for the first none.
    last: ['spot/algo'],
    lastOfFutures: ['usd-m/algo'],
  }),
  wayIn: (section) => (isIsolated(section) ? { cost: sapi(10) } : { cost: placeIn(resting, section).cost }),
  page: (session, request) => readOpenOrders(session, sectionOf(request)),
  idOf: (order) => order.id,
};

/** What rests in one section; the acts read it, too. */
export async function readOpenOrders(session: Session, section: string): Promise<Page<OpenOrder>> {
  const doing = section === 'spot' ? 'listing open orders' : `listing open orders in ${section}`;
  if (isIsolated(section)) {
    const params = { symbol: await pairOf(session, section), isIsolated: 'TRUE' };
    return read(session, {
      endpoint: 'sapiGetMarginOpenOrders',
      params,
      doing,
      rows: rows.openOrders(section),
    });
  }
  const { endpoint, listName, ...place } = placeIn(resting, section);
  const call: ListCall<OpenOrder> = {
    endpoint,
    params: {},
    doing,
    rows: place.rows(section),
    ...(listName === undefined ? {} : { listName }),
  };
  return read(session, call);
}

// ---------------------------------------------------------------- positions

const held: Readonly<Record<string, { endpoint: string; rows: z.ZodType<readonly Position[]>; cost: Cost }>> =
  {
    'usd-m': {
      endpoint: 'fapiPrivateV3GetPositionRisk',
      rows: derivative.futuresPositions('usd-m'),
      cost: fapi(5),
    },
    'coin-m': {
      endpoint: 'dapiPrivateGetPositionRisk',
      rows: derivative.futuresPositions('coin-m'),
      cost: dapi(1),
    },
    options: { endpoint: 'eapiPrivateGetPosition', rows: derivative.optionPositions, cost: eapi(5) },
  };

export const positions: ReadPages<Position> = {
  paging: { style: 'single' },
  sections: sectionsBy({ always: [], futures: ['usd-m', 'coin-m'], options: ['options'] }),
  wayIn: (section) => ({ cost: placeIn(held, section).cost }),
  page: (session, { section = 'usd-m' }) => {
    const { endpoint, rows: form } = placeIn(held, section);
    return read(session, { endpoint, params: {}, doing: `listing positions in ${section}`, rows: form });
  },
  idOf: (position) => position.id,
};

// ---------------------------------------------------------------- prices

const quoted: Readonly<Record<string, { endpoint: string; cost: Cost }>> = {
  spot: { endpoint: 'publicGetTickerPrice', cost: spot(4) },
  'usd-m': { endpoint: 'fapiPublicV2GetTickerPrice', cost: { ...fapi(2), ...spot(4) } },
  'coin-m': { endpoint: 'dapiPublicGetTickerPrice', cost: dapi(2) },
};

export const marketPrices: ReadPages<MarketPrice> = {
  paging: { style: 'single' },
  // Prices are public; what the account has opened is not.
  sections: (session) =>
    session.credential === undefined
      ? Promise.resolve(['spot'])
      : sectionsBy({ always: ['spot'], futures: ['usd-m', 'coin-m'] })(session),
  wayIn: (section): SectionWay => ({ cost: placeIn(quoted, section).cost }),
  page: (session, request) => readPrices(session, request),
  idOf: (price) => price.symbol,
};

/** A symbol that spot and USDⓈ-M spell alike has the price of spot: the contract's would speak for both. */
async function readPrices(session: Session, request: PageRequest): Promise<Page<MarketPrice>> {
  const section = sectionOf(request);
  const own = await pricesIn(session, section);
  if (section !== 'usd-m') return own;
  const ofSpot = await pricesIn(session, 'spot');
  const alike = new Set(ofSpot.rows.map(({ symbol }) => symbol));
  return {
    ...own,
    rows: own.rows.filter(({ symbol }) => !alike.has(symbol)),
    before: [ofSpot.exchange],
  };
}

async function pricesIn(session: Session, section: string): Promise<Page<MarketPrice>> {
  const doing = section === 'spot' ? 'listing market prices' : `listing market prices in ${section}`;
  const reply = await session.call(placeIn(quoted, section).endpoint, {}, doing);
  const prices = understood(rows.marketPrices(reply.receivedAt), reply, session, doing);
  return { rows: prices, received: prices.length, exchange: reply.exchange, request: {} };
}
