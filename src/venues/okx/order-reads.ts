import type { z } from 'zod';
import type { OpenOrder, PastOrder } from '../../domain/trading.ts';
import type { Endpoint, Page, PageRequest, ReadPages, Session } from '../contract.ts';
import { isoFromMillis, millisFromIso } from '../rows.ts';
import * as bots from './bot-rows.ts';
import { pageSize, readById } from './by-id.ts';
import { placeIn, whereKnown, type Query } from './envelope.ts';
import * as rows from './order-rows.ts';
import { surely, threeMonthsMs, type Stage } from './stages.ts';

const instTypes = ['SPOT', 'MARGIN', 'SWAP', 'FUTURES', 'OPTION'] as const;

/** Event contracts came in 2026, and not to every host: where the venue knows no such type, there are none. */
const instTypeOfSome = 'EVENTS';

/** What histories must be asked by: each type of instrument by itself. */
export const historySections: readonly string[] = [...instTypes, instTypeOfSome];

export const isOfSome = (section: string): boolean => section === instTypeOfSome;

/** Types of algo orders; "smart_iceberg" was "iceberg" before. */
const algoTypes = [
  'conditional',
  'oco',
  'trigger',
  'move_order_stop',
  'smart_iceberg',
  'iceberg',
  'twap',
  'chase',
] as const;

const formerType = 'iceberg';

interface BotPlace {
  readonly endpoint: Endpoint;
  readonly params: Query;
  readonly row: (section: string) => z.ZodType<OpenOrder>;
}

const grid = (algoOrdType: string): BotPlace => ({
  endpoint: 'privateGetTradingBotGridOrdersAlgoPending',
  params: { algoOrdType },
  row: bots.gridBot,
});

const dca = (algoOrdType: string): BotPlace => ({
  endpoint: 'privateGetTradingBotDcaOngoingList',
  params: { algoOrdType },
  row: bots.dcaBot,
});

const botPlaces: Readonly<Record<string, BotPlace>> = {
  'bot/grid': grid('grid'),
  'bot/contract_grid': grid('contract_grid'),
  'bot/spot_dca': dca('spot_dca'),
  'bot/contract_dca': dca('contract_dca'),
  'bot/recurring': {
    endpoint: 'privateGetTradingBotRecurringOrdersAlgoPending',
    params: {},
    row: bots.recurringBot,
  },
  'bot/signal': {
    endpoint: 'privateGetTradingBotSignalOrdersAlgoPending',
    params: { algoOrdType: 'contract' },
    row: bots.signalBot,
  },
};

export const botSections: readonly string[] = Object.keys(botPlaces);
export const algoSections: readonly string[] = algoTypes.map((type) => `algo/${type}`);
/** One list for every type of instrument. */
export const ordersSection = 'orders';

export const openOrders: ReadPages<OpenOrder> = {
  paging: { style: 'cursor', pageSize },
  // Bots last: should a key not reach them, everything else has been read.
  sections: [ordersSection, ...algoSections, ...botSections],
  page: (session, request) => {
    const { section = '' } = request;
    if (section === ordersSection) return readOrders(session, request);
    return section.startsWith('algo/') ? readAlgos(session, request) : readBots(session, request);
  },
  idOf: ({ id }) => id,
};

const only = (endpoint: Endpoint): readonly Stage[] => [{ name: 'all', endpoint }];

const readOrders = (session: Session, request: PageRequest): Promise<Page<OpenOrder>> =>
  readById(session, request, {
    stages: only('privateGetTradeOrdersPending'),
    params: {},
    doing: 'listing open orders',
    row: rows.openOrder,
    idField: 'ordId',
  });

const algoPlaces: Readonly<Record<string, string>> = Object.fromEntries(
  algoTypes.map((type) => [`algo/${type}`, type]),
);

function readAlgos(session: Session, request: PageRequest): Promise<Page<OpenOrder>> {
  const { section, place: ordType } = placeIn(algoPlaces, request);
  const params = { ordType };
  const read = readById(session, request, {
    stages: only('privateGetTradeOrdersAlgoPending'),
    params,
    doing: `listing open orders in ${section}`,
    row: rows.openAlgo(section),
    idField: 'algoId',
  });
  return ordType === formerType ? whereKnown(read, params) : read;
}

function readBots(session: Session, request: PageRequest): Promise<Page<OpenOrder>> {
  const { section, place } = placeIn(botPlaces, request);
  return readById(session, request, {
    stages: only(place.endpoint),
    params: place.params,
    doing: `listing bots in ${section}`,
    row: place.row(section),
    idField: 'algoId',
  });
}

// ---------------------------------------------------------------- histories

/** Of the last week; then of the last three months, where what was cancelled without a fill is missing. */
const orderStages: readonly Stage[] = [
  { name: 'week', endpoint: 'privateGetTradeOrdersHistory', surelyMs: surely.days(7) },
  { name: 'archive', endpoint: 'privateGetTradeOrdersHistoryArchive' },
];

/** The states that orders-algo-history can be asked by; "partially_failed" is told, and cannot be asked for. */
const algoStates = ['effective', 'canceled', 'order_failed'] as const;

const pastAlgoPlaces: Readonly<Record<string, { readonly ordType: string; readonly state: string }>> =
  Object.fromEntries(
    algoTypes.flatMap((ordType) =>
      algoStates.map((state) => [`algo/${ordType}/${state}`, { ordType, state }] as const),
    ),
  );

export const orders: ReadPages<PastOrder> = {
  paging: { style: 'cursor', pageSize },
  // By the clock: what was cancelled without a fill is gone after two hours, algo orders stay. What not
  // every host has comes last: a refusal ends the reading.
  sections: [...instTypes, ...Object.keys(pastAlgoPlaces), instTypeOfSome],
  reachMs: threeMonthsMs,
  // "The incomplete orders that have been canceled are only reserved for 2 hours" (trade/orders-history).
  forgets: { what: 'orders, other than algo orders, cancelled without a fill', afterMs: 2 * 60 * 60 * 1000 },
  page: (session, request) =>
    request.section?.startsWith('algo/') === true
      ? readPastAlgos(session, request)
      : readPastOrders(session, request),
  idOf: ({ id }) => id,
};

/**
 * `begin` and `end` would go by the moment an order was made: one from before that was filled within
 * the asked time would be missing. So all are read, and those left out that had ended before.
 */
function readPastOrders(session: Session, request: PageRequest): Promise<Page<PastOrder>> {
  const section = historySection(request);
  const params = { instType: section };
  const read = readById(session, request, {
    stages: orderStages,
    params,
    doing: `listing orders of ${section}`,
    row: rows.pastOrder,
    idField: 'ordId',
    isWanted: (order) => touches(order, request),
  });
  return isOfSome(section) ? whereKnown(read, params) : read;
}

function readPastAlgos(session: Session, request: PageRequest): Promise<Page<PastOrder>> {
  const { section, place: params } = placeIn(pastAlgoPlaces, request);
  const read = readById(session, request, {
    stages: only('privateGetTradeOrdersAlgoHistory'),
    params,
    doing: `listing orders in ${section}`,
    row: rows.pastAlgo(section.split('/').slice(0, 2).join('/')),
    idField: 'algoId',
    isWanted: (order) => touches(order, request),
  });
  return params.ordType === formerType ? whereKnown(read, params) : read;
}

/** Whether any of its life lies within the asked time. ISO 8601 UTC of one form: text order is time order. */
const touches = ({ createdAt, updatedAt }: PastOrder, { from, to }: PageRequest): boolean =>
  (from === undefined || updatedAt >= utc(from)) && (to === undefined || createdAt <= utc(to));

const utc = (iso: string): string => isoFromMillis(millisFromIso(iso));

const historyPlaces: Readonly<Record<string, string>> = Object.fromEntries(
  historySections.map((section) => [section, section]),
);

/** Throws RangeError: our own code named the section. */
export const historySection = (request: PageRequest): string => placeIn(historyPlaces, request).section;
