import { isZero } from '../../../src/domain/money.ts';
import type { OpenOrder, PastOrder, Trade } from '../../../src/domain/trading.ts';
import { gate } from '../../../src/venues/gate/index.ts';
import { ownRow, recorded, type Expectation, type ExpectedOfVenue, type Place } from '../expectation.ts';

const whole = (body: unknown): readonly unknown[] => body as unknown[];
const ordersOfPairs = (body: unknown): readonly unknown[] =>
  (body as { orders: unknown[] }[]).flatMap(({ orders }) => orders);

/** Seconds, with or without a fraction; or microseconds. */
const utc = (time: unknown): string => {
  const value = Number(time);
  return new Date(value > 4e12 ? value / 1000 : Math.round(value * 1000)).toISOString();
};
const utcOfMillis = (ms: unknown): string => new Date(Math.floor(Number(ms))).toISOString();

const unsigned = (size: unknown): string => String(size).replace('-', '');
const sideOf = (size: unknown): string => (String(size).startsWith('-') ? 'sell' : 'buy');
/** Zeros and "" stand for "none". */
const unlessZero = (text: unknown): string | undefined =>
  text === '' || isZero(String(text)) ? undefined : String(text);

const inType: Place = (leaf: unknown, { type }: OpenOrder) => leaf === '' || type.includes(String(leaf));
const inStatus: Place = (leaf: unknown, { venueStatus }: PastOrder) => venueStatus.includes(String(leaf));

const owner = 'the account’s own number';
const fees = `the fee of each fill ${ownRow}`;
const fills = 'the fills are read as trades, each with its own price and value';
const notNeeded = 'not needed to recognise or cancel an order';
const itsOrder = `the order that it puts or belongs to ${ownRow}`;
const seconds = 'the same moment stands beside it in milliseconds';

// ---------------------------------------------------------------- spot

/** What was bought at market counts the quote currency; its type says how much. */
const spotAmount: Place = (leaf: unknown, { amount, type }: OpenOrder) =>
  amount === leaf || (amount === '0' && type.endsWith(`over ${String(leaf)} of the quote currency`));

const spotPlaces: Readonly<Record<string, Place>> = {
  id: 'id',
  text: 'clientOrderId',
  currency_pair: 'symbol',
  side: 'side',
  type: inType,
  price: 'price',
  amount: spotAmount,
  filled_amount: 'filled',
  create_time_ms: ['createdAt', utcOfMillis],
};

const spotDrops = {
  amend_text: 'a remark of the last change',
  create_time: seconds,
  update_time: seconds,
  update_time_ms: 'an order that rests is told by when it was made',
  account: '"spot" for every order recorded: another would stand in the type',
  left: 'the amount less what is filled',
  fill_price: fills,
  filled_total: fills,
  avg_deal_price: fills,
  time_in_force: notNeeded,
  iceberg: notNeeded,
  fee: fees,
  fee_currency: fees,
  point_fee: fees,
  gt_fee: fees,
  gt_maker_fee: fees,
  gt_taker_fee: fees,
  gt_discount: fees,
  rebated_fee: fees,
  rebated_fee_currency: fees,
  finish_as: 'says "open" again',
  status: '"open" for every order that rests',
};

const triggeredPlaces: Readonly<Record<string, Place>> = {
  id: 'id',
  market: 'symbol',
  'put.side': 'side',
  'put.type': inType,
  'put.price': 'price',
  'put.amount': 'amount',
  'put.text': 'clientOrderId',
  'trigger.price': 'triggerPrice',
  ctime: ['createdAt', utc],
};

const triggeredDrops = {
  user: owner,
  'trigger.rule': notNeeded,
  'trigger.expiration': notNeeded,
  'put.account': 'the section is named after it',
  'put.time_in_force': notNeeded,
  'put.auto_borrow': 'what was borrowed is in the ledger',
  'put.auto_repay': 'what was borrowed is in the ledger',
  status: '"open" for every order that rests',
};

// ---------------------------------------------------------------- contracts

const conditionalPlaces: Readonly<Record<string, Place>> = {
  id: 'id',
  id_string: 'id',
  'initial.contract': 'symbol',
  'initial.size': (leaf: unknown, { side, amount }: OpenOrder) =>
    side === sideOf(leaf) && amount === unsigned(leaf),
  'initial.price': 'price',
  'initial.text': 'clientOrderId',
  'trigger.price': ['triggerPrice', unlessZero],
  create_time: ['createdAt', utc],
  order_type: inType,
};

const conditionalDrops = {
  user: owner,
  trigger: notNeeded,
  initial: notNeeded,
  trade_id: itsOrder,
  trade_id_string: itsOrder,
  me_order_id: itsOrder,
  me_order_id_string: itsOrder,
  parent_id: itsOrder,
  parent_id_string: itsOrder,
  reason: 'empty wherever it was recorded',
  finish_time: 'an order that rests has not ended: the time of its making stands there',
  status: '"open" for every order that rests',
  is_stop_order: notNeeded,
  stop_trigger: notNeeded,
  in_dual_mode: 'the position is a row of its own',
  stop_profit_price: itsOrder,
  stop_loss_price: itsOrder,
  batch_id: notNeeded,
};

const conditional = (
  list: 'listOpenOrders' | 'listOrders',
  section: string,
  description: string,
  more: Pick<Expectation, 'becomes' | 'drops'>,
): Expectation => ({
  list,
  request: { section },
  replies: [recorded(list === 'listOpenOrders' ? 'fetchOpenOrders' : 'fetchClosedOrders', description)],
  rowsIn: whole,
  ...more,
});

const order: OpenOrder = {
  id: '2007048638370418688',
  clientOrderId: '',
  symbol: 'LTC_USDT',
  side: 'buy',
  type: 'limit, triggered',
  price: '81',
  amount: '1',
  filled: '0',
  createdAt: '2026-01-02T11:17:39.205Z',
  section: 'futures/usdt/triggered',
};

export const expectedOfGate: ExpectedOfVenue = {
  venue: gate,
  neverDropped:
    /^(id|order_id|trade_id|text|currency_pair|contract|market|side|size|amount|price|fee|fee_currency|address|txid|timestamp|create_time_ms|ctime)$/,
  lists: {
    'listOpenOrders: spot': {
      list: 'listOpenOrders',
      request: { section: 'spot' },
      replies: [recorded('fetchOpenOrders', 'default')],
      rowsIn: ordersOfPairs,
      becomes: spotPlaces,
      drops: spotDrops,
    },
    'listOpenOrders: spot, triggered': conditional(
      'listOpenOrders',
      'spot/triggered/normal',
      'trigger orders',
      { becomes: triggeredPlaces, drops: triggeredDrops },
    ),
    'listOpenOrders: futures, triggered': conditional(
      'listOpenOrders',
      'futures/usdt/triggered',
      'swap & trigger',
      { becomes: conditionalPlaces, drops: conditionalDrops },
    ),
    'listOrders: spot': {
      list: 'listOrders',
      request: { section: 'spot' },
      replies: [recorded('fetchClosedOrders', 'spot closed orders')],
      rowsIn: whole,
      becomes: {
        ...spotPlaces,
        status: inStatus,
        finish_as: inStatus,
        update_time_ms: ['updatedAt', utcOfMillis],
      },
      drops: spotDrops,
    },
    'listOrders: spot, triggered': conditional('listOrders', 'spot/triggered/normal', 'spot & trigger', {
      becomes: { ...triggeredPlaces, status: 'venueStatus', ftime: ['updatedAt', utc] },
      drops: triggeredDrops,
    }),
    'listOrders: futures, triggered': conditional('listOrders', 'futures/usdt/triggered', 'swap & trigger', {
      becomes: {
        ...conditionalPlaces,
        status: inStatus,
        finish_as: inStatus,
        finish_time: ['updatedAt', utc],
      },
      drops: conditionalDrops,
    }),
    'listOrders: futures': {
      list: 'listOrders',
      request: { section: 'futures/usdt' },
      replies: [recorded('fetchClosedOrders', 'closed swap orders')],
      rowsIn: whole,
      becomes: {
        id: 'id',
        contract: 'symbol',
        text: 'clientOrderId',
        size: (leaf: unknown, { side, amount }: PastOrder) =>
          side === sideOf(leaf) && amount === unsigned(leaf),
        price: 'price',
        tif: inType,
        status: inStatus,
        finish_as: inStatus,
        create_time: ['createdAt', utc],
        finish_time: ['updatedAt', utc],
      },
      drops: {
        left: 'the size less what is filled',
        fill_price: fills,
        is_liq: 'stands in the type where it is so',
        is_close: 'stands in the type where it is so',
        is_reduce_only: 'stands in the type where it is so',
        iceberg: notNeeded,
        biz_info: 'which program placed it; not in the reference',
        amend_text: 'a remark of the last change',
        stp_act: 'self-trade prevention is not analysed',
        stp_id: 'self-trade prevention is not analysed',
      },
    },
    'listTrades: spot': {
      list: 'listTrades',
      request: { section: 'spot' },
      replies: [recorded('fetchMyTrades', 'Spot trade')],
      rowsIn: whole,
      becomes: {
        id: 'id',
        order_id: 'orderId',
        text: 'clientOrderId.value',
        create_time_ms: ['at', utcOfMillis],
        currency_pair: 'symbol',
        side: 'side',
        role: ['isMaker', (role) => String(role === 'maker')],
        amount: 'amount',
        price: 'price',
        fee: 'fee',
        fee_currency: 'feeAsset',
      },
      drops: {
        create_time: seconds,
        point_fee: 'the fee where it was taken in points',
        gt_fee: 'the fee where it was taken in GT',
        amend_text: 'a remark of the last change',
        sequence_id: 'the market’s own count of trades',
      },
    },
    'listTrades: futures': {
      list: 'listTrades',
      request: { section: 'futures/usdt' },
      replies: [recorded('fetchMyTrades', 'Swap trade')],
      rowsIn: whole,
      becomes: {
        trade_id: 'id',
        order_id: 'orderId',
        text: 'clientOrderId.value',
        create_time: ['at', utc],
        contract: 'symbol',
        role: ['isMaker', (role) => String(role === 'maker')],
        size: (leaf: unknown, { side, amount }: Trade) => side === sideOf(leaf) && amount === unsigned(leaf),
        price: 'price',
        fee: 'fee',
      },
      drops: {
        point_fee: 'the fee where it was taken in points',
        biz_info: 'which program placed it; not in the reference',
        amend_text: 'a remark of the last change',
      },
    },
    listPositions: {
      list: 'listPositions',
      request: { section: 'futures/usdt' },
      replies: [recorded('fetchPositions')],
      rowsIn: whole,
      becomes: {
        contract: 'symbol',
        size: ['amount', unsigned],
        leverage: 'leverage.value',
        mode: (leaf: unknown, { id }: { readonly id: string }) => id.endsWith(`/${String(leaf)}`),
        entry_price: 'entryPrice.value',
        mark_price: 'markPrice.value',
        liq_price: 'liquidationPrice.value',
        unrealised_pnl: 'unrealised.value',
      },
      drops: {
        user: owner,
        value: 'the size in the settle coin at the mark price',
        cross_leverage_limit: 'the leverage where the margin is crossed',
        margin: 'what the position binds is part of the balance',
        initial_margin: 'what the position binds is part of the balance',
        maintenance_margin: 'what the position binds is part of the balance',
        maintenance_rate: 'limits of the venue are not analysed',
        leverage_max: 'limits of the venue are not analysed',
        risk_limit: 'limits of the venue are not analysed',
        trade_max_size: 'limits of the venue are not analysed',
        adl_ranking: 'limits of the venue are not analysed',
        realised_pnl: 'what was realised is in the ledger',
        history_pnl: 'what was realised is in the ledger',
        last_close_pnl: 'what was realised is in the ledger',
        realised_point: 'what was realised is in the ledger',
        history_point: 'what was realised is in the ledger',
        close_order: 'the order is read with its own row',
        pending_orders: 'the orders are read with their own rows',
        update_time: 'a position is a state, not an event',
        update_id: 'a position is a state, not an event',
        open_time: 'a position is a state, not an event',
      },
    },
  },
  calls: {
    'cancelOrders: one that waits for a price': {
      replies: [recorded('cancelOrder')],
      run: async (session) => {
        const { cancelOrders } = gate.capabilities;
        if (cancelOrders.by !== 'api') throw new Error('not by API');
        await cancelOrders.run(session, [order]);
      },
    },
  },
  leftOut: {},
};
