import type { OpenOrder, Position } from '../../../src/domain/trading.ts';
import { kraken } from '../../../src/venues/kraken/index.ts';
import type { Session } from '../../../src/venues/index.ts';
import { recorded, type Claim, type ExpectedOfVenue, type Expectation } from '../expectation.ts';

const utc = (s: unknown): string => new Date(Math.floor(Number(s) * 1000)).toISOString();
const isNone = (leaf: unknown): boolean => leaf === null || Number(leaf) === 0;

/** Rows that stand in a map go by their id: as a leaf among the others, it must become ours. */
const named = (rows: unknown): readonly unknown[] =>
  Object.entries(rows as Record<string, object>).map(([txid, row]) => ({ txid, ...row }));
const inResult = (name: string) => (body: unknown) =>
  named((body as { result: Record<string, unknown> }).result[name]);
const list = (body: unknown): readonly unknown[] => (body as { result: unknown[] }).result;

/** Of the pairs that are recorded one goes by two names, and is told by its third. */
const pairs: Readonly<Record<string, string>> = { XRPUSD: 'XRP/USD' };
const pair = (leaf: unknown): string => pairs[String(leaf)] ?? String(leaf);

/** A price is one that we tell, or an offset that stands in our words, or none. */
const isPriceOf = (leaf: unknown, { price, triggerPrice, type }: OpenOrder): boolean =>
  isNone(leaf) || [price, triggerPrice].includes(String(leaf)) || type.endsWith(`by ${String(leaf)}`);

const orders: Pick<Expectation, 'becomes' | 'drops'> = {
  becomes: {
    txid: 'id',
    // The order that made this one: none did, in every reply seen.
    refid: (leaf: unknown) => leaf === null,
    cl_ord_id: 'clientOrderId',
    opentm: ['createdAt', utc],
    'descr.pair': ['symbol', pair],
    'descr.type': 'side',
    'descr.ordertype': (leaf: unknown, { type }: OpenOrder) => type.split(', ')[0] === leaf,
    'descr.price': isPriceOf,
    'descr.price2': isPriceOf,
    stopprice: isPriceOf,
    vol: 'amount',
    vol_exec: 'filled',
  },
  drops: {
    userref: '0 or null in every reply seen; else it stands for a client order id that is not there',
    status: '"open" in a list of open orders',
    starttm: '0 in every reply seen: when a scheduled order begins',
    expiretm: '0 in every reply seen: when an order ends by itself',
    'descr.leverage': '"none" in every reply seen; else the type says so',
    'descr.order': 'the same in words',
    'descr.close': 'empty in every reply seen; else the type says so',
    cost: 'the fills are read as trades, with their own amounts',
    fee: 'the fills are read as trades, with their own fees',
    price: 'the average of the fills, which are read as trades',
    limitprice: 'of a trailing stop at market it is no limit',
    misc: 'not needed to recognise or cancel an order',
    oflags: 'a volume in the quote asset is told in the type; nothing else of it is needed',
    trigger: 'which price it is compared with is not needed to recognise or cancel an order',
    trades: 'read as trades',
  },
};

/** A reply of QueryOrders is the map itself, of one order. */
const oneOrder =
  (name: 'open' | 'closed'): Claim['asBody'] =>
  (body) => ({ error: [], result: { [name]: (body as { result: unknown }).result } });

const funding: Pick<Expectation, 'rowsIn' | 'drops'> = {
  rowsIn: list,
  drops: { aclass: '"currency" for every row seen: what kind of asset it is' },
};

export const expectedOfKraken: ExpectedOfVenue = {
  venue: kraken,
  neverDropped:
    /^(txid|refid|ordertxid|cl_ord_id|pair|asset|amount|vol|vol_exec|vol_closed|info|time|opentm|closetm|balance)$/,
  lists: {
    listOpenOrders: {
      list: 'listOpenOrders',
      replies: [
        recorded('fetchOpenOrders'),
        recorded('fetchOrder', 'fetch spot limit order', oneOrder('open')),
      ],
      rowsIn: inResult('open'),
      becomes: orders.becomes,
      drops: {
        ...orders.drops,
        reason: 'null while an order rests',
      },
    },
    listOrders: {
      list: 'listOrders',
      replies: [
        recorded('fetchClosedOrders'),
        recorded('fetchOrder', 'closed market order', oneOrder('closed')),
      ],
      rowsIn: inResult('closed'),
      becomes: { ...orders.becomes, status: 'venueStatus', closetm: ['updatedAt', utc] },
      drops: {
        ...orders.drops,
        reason: 'in words: the captured reply keeps it',
      },
    },
    listPositions: {
      list: 'listPositions',
      replies: [recorded('fetchPositions')],
      rowsIn: list,
      becomes: {
        pair: 'symbol',
        type: ['side', (type) => (type === 'sell' ? 'short' : 'long')],
        leverage: 'leverage.value',
        vol: 'amount',
        vol_closed: (leaf: unknown, _ours: Position) => isNone(leaf),
        net: 'unrealised.value',
      },
      drops: {
        positions: 'how many were taken together; firebreak asks for each',
        cost: 'the ledger and the trades tell what was paid',
        fee: 'the ledger and the trades tell what was paid',
        margin: 'what is bound is a matter of the whole account',
        value: 'the amount at today’s price',
      },
    },
    listDeposits: {
      ...funding,
      list: 'listDeposits',
      replies: [recorded('fetchDeposits')],
      becomes: {
        method: 'network',
        asset: 'asset',
        refid: 'id',
        txid: 'txId.value',
        info: 'address',
        amount: 'amount',
        time: ['at', utc],
        status: 'venueStatus',
      },
      drops: { ...funding.drops, fee: '0 for every deposit seen: what came in is the amount' },
    },
    listWithdrawals: {
      ...funding,
      list: 'listWithdrawals',
      replies: [recorded('fetchWithdrawals')],
      becomes: {
        network: 'network',
        asset: 'asset',
        refid: 'id',
        txid: 'txId.value',
        info: 'address',
        amount: 'amount',
        fee: 'fee.value',
        time: ['requestedAt', utc],
        status: 'venueStatus',
      },
      drops: {
        ...funding.drops,
        key: 'the name of the address, which is read with its own row',
        method: 'the network says it where both are there',
      },
    },
  },
  calls: {
    'cancelOrders: one order': {
      replies: [recorded('cancelOrder')],
      run: async (session: Session) => {
        const { cancelOrders } = kraken.capabilities;
        if (cancelOrders.by !== 'api') throw new Error('not by API');
        await cancelOrders.run(session, [
          {
            id: 'O2F2HY-QIPHF-4UCMSW',
            clientOrderId: '123',
            symbol: 'LTCUSDT',
            side: 'buy',
            type: 'limit',
            price: '50',
            amount: '0.2',
            filled: '0',
            createdAt: '2024-12-11T12:27:12.330Z',
          },
        ]);
      },
    },
  },
  leftOut: {},
};
