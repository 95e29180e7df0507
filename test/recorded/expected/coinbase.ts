import type { Balance, OpenOrder, Transfer } from '../../../src/domain/trading.ts';
import { coinbase } from '../../../src/venues/coinbase/index.ts';
import { recorded, type Expectation, type ExpectedOfVenue, type Place } from '../expectation.ts';

const lower = (text: unknown): string => String(text).toLowerCase();
/** Finer digits than milliseconds are cut. */
const utc = (text: unknown): string => new Date(String(text)).toISOString();
const unsigned = (text: unknown): string => String(text).replace(/^-/, '');

const account = '952ea6fb-7422-5097-841f-23749355aca5';
const section = `USDT ${account}`;

interface Row {
  readonly amount: { readonly amount: string };
}

const inList =
  (name: string) =>
  (body: unknown): readonly unknown[] =>
    (body as Record<string, unknown[]>)[name] ?? [];
const rows = inList('data');
const going = (body: unknown) => (rows(body) as Row[]).filter(({ amount }) => amount.amount.startsWith('-'));
const coming = (body: unknown) =>
  (rows(body) as Row[]).filter(({ amount }) => !amount.amount.startsWith('-'));

// ---------------------------------------------------------------- trading

const theMarket = 'says something of the market, not of this order';
const theFills = 'the fills are read as trades, each with its own';
const notNeeded = 'not needed to recognise or cancel an order';

const orders: Expectation = {
  list: 'listOrders',
  request: { section: 'RETAIL_ADVANCED' },
  replies: [recorded('fetchClosedOrders')],
  rowsIn: inList('orders'),
  becomes: {
    order_id: 'id',
    product_id: 'symbol',
    side: ['side', lower],
    client_order_id: 'clientOrderId',
    status: 'venueStatus',
    created_time: ['createdAt', utc],
    filled_size: 'filled',
    order_type: (leaf: unknown, { type }: OpenOrder) => type.startsWith(String(leaf)),
    'order_configuration.market_market_ioc.base_size': 'amount',
    order_placement_source: 'section',
    last_fill_time: ['updatedAt', utc],
  },
  drops: {
    user_id: 'the owner of the account, the same in every row',
    time_in_force: notNeeded,
    completion_percentage: 'the amount and what is filled say it',
    average_filled_price: `${theFills} price`,
    fee: 'empty in every reply seen',
    number_of_fills: `${theFills} row`,
    filled_value: `${theFills} value`,
    total_fees: `${theFills} fee`,
    total_value_after_fees: `${theFills} value and fee`,
    pending_cancel: 'its status says so: CANCEL_QUEUED',
    size_in_quote: 'an order over an amount of the quote asset says so in its type',
    size_inclusive_of_fees: notNeeded,
    trigger_status: notNeeded,
    reject_reason: 'venueStatus says that it was rejected',
    reject_message: 'venueStatus says that it was rejected',
    cancel_message: 'venueStatus says that it was cancelled',
    settled: 'says that the fees are final: the fills have them',
    product_type: theMarket,
    outstanding_hold_amount: 'the balance says what is locked',
    is_liquidation: notNeeded,
    edit_history: 'how it came to its price; the order stands as it is now',
    leverage: 'the position is a row of its own',
    margin_type: 'the position is a row of its own',
    cursor: 'where the next page would begin',
  },
};

const trades: Expectation = {
  list: 'listTrades',
  replies: [recorded('fetchMyTrades')],
  rowsIn: inList('fills'),
  becomes: {
    trade_id: 'id',
    order_id: 'orderId',
    trade_time: ['at', utc],
    trade_type: ['kind', (type) => (type === 'FILL' ? undefined : String(type))],
    price: 'price',
    size: 'amount',
    commission: 'fee',
    product_id: 'symbol',
    liquidity_indicator: ['isMaker', (word) => String(word === 'MAKER')],
    side: ['side', lower],
  },
  drops: {
    entry_id: 'a second id of the same fill',
    sequence_timestamp: 'when it was written down, milliseconds after the trade',
    size_in_quote: 'false in every reply seen; where it is true the amount is worked out',
    user_id: 'the owner of the account, the same in every row',
    cursor: 'where the next page would begin',
  },
};

// ---------------------------------------------------------------- accounts and positions

const balances: Expectation = {
  list: 'listBalances',
  request: { section: 'Coinbase App' },
  replies: [recorded('fetchBalance', undefined, (body) => ({ ...(body as object), ...noAccounts }))],
  rowsIn: rows,
  becomes: {
    id: (leaf: unknown, { wallet }: Balance) => wallet.startsWith(`${String(leaf)}, `),
    name: (leaf: unknown, { wallet }: Balance) => wallet.endsWith(`, ${String(leaf)}`),
    'balance.amount': 'free',
    'balance.currency': 'asset',
  },
  drops: {
    primary: 'a setting of the account',
    type: '"wallet" is left out of the name, any other word stands in it',
    created_at: 'since when there is such an account',
    updated_at: 'when something last moved: its transactions say what',
    resource: 'says that it is an account',
    resource_path: 'the id with a path before it',
    currency: 'the balance names the asset; the rest describes it',
    allow_deposits: 'a setting of the asset',
    allow_withdrawals: 'a setting of the asset',
  },
};

/** v3 is asked before, for what it lists already: here it lists nothing. */
const noAccounts = { accounts: [], has_next: false, cursor: '' };

const portfolio = '018ebd63-1f6d-7c8e-ada9-0761c5a2235f';
const perMargin = 'margin is counted for the portfolio';

const positions: Expectation = {
  list: 'listPositions',
  request: { section: 'INTX', cursor: portfolio },
  replies: [recorded('fetchPositions')],
  rowsIn: inList('positions'),
  becomes: {
    product_id: 'id',
    symbol: 'symbol',
    position_side: ['side', (word) => lower(String(word).replace('POSITION_SIDE_', ''))],
    net_size: ['amount', unsigned],
    'entry_vwap.value': 'entryPrice.value',
    'mark_price.value': 'markPrice.value',
    'liquidation_price.value': [
      'liquidationPrice.value',
      (value) => (value === '0' ? undefined : String(value)),
    ],
    'unrealized_pnl.value': 'unrealised.value',
    leverage: 'leverage.value',
  },
  drops: {
    product_uuid: 'a second id of the product',
    vwap: 'counted anew for every session; the entry price stands in the row',
    'entry_vwap.currency': 'the product names it',
    'mark_price.currency': 'the product names it',
    'liquidation_price.currency': 'the product names it',
    'unrealized_pnl.currency': 'the product names it',
    buy_order_size: 'the order is a row of its own',
    sell_order_size: 'the order is a row of its own',
    im_contribution: perMargin,
    im_notional: perMargin,
    mm_notional: perMargin,
    position_notional: 'the size at the mark price',
    margin_type: perMargin,
    liquidation_buffer: perMargin,
    liquidation_percentage: perMargin,
    portfolio_summary: perMargin,
  },
};

// ---------------------------------------------------------------- transactions

const networkState = (leaf: unknown, { venueStatus }: { readonly venueStatus: string }): boolean =>
  venueStatus.includes(`network: ${String(leaf)}`);

const moved: Readonly<Record<string, Place>> = {
  id: 'id',
  'amount.currency': 'asset',
  'network.hash': 'txId.value',
  'network.network_name': 'network',
  'network.status': networkState,
  status: (leaf: unknown, { venueStatus }: Transfer) => venueStatus.startsWith(String(leaf)),
};

const movedExtras = {
  idem: 'the number that the client gave its request',
  native_amount: 'an estimate of the venue in the owner’s own money',
  resource: 'says that it is a transaction',
  resource_path: 'the ids of account and transaction with a path around them',
  type: 'a list of one kind; the ledger has the word',
};

/** The account paid the amount and its fee together: what arrives is the one less the other. */
const arrives = (leaf: unknown, row: { readonly amount: string }): boolean =>
  leaf === '-2.010000' && row.amount === '0.479801';

const replies = [recorded('fetchDepositsWithdrawals')];

const withdrawals: Expectation = {
  list: 'listWithdrawals',
  request: { section },
  replies,
  rowsIn: going,
  becomes: {
    ...moved,
    'amount.amount': arrives,
    created_at: ['requestedAt', utc],
    'network.transaction_fee.amount': 'fee.value',
    'network.transaction_fee.currency': 'asset',
    'to.address': 'address',
    'to.resource': ['internal', (word) => String(word !== 'address')],
  },
  drops: movedExtras,
};

const deposits: Expectation = {
  list: 'listDeposits',
  request: { section },
  replies,
  rowsIn: coming,
  becomes: { ...moved, 'amount.amount': 'amount', created_at: ['at', utc] },
  drops: movedExtras,
};

const ledger: Expectation = {
  list: 'listLedger',
  request: { section },
  replies,
  rowsIn: rows,
  becomes: {
    id: 'id',
    'amount.amount': 'change',
    'amount.currency': 'asset',
    created_at: ['at', utc],
    type: 'kind',
    'network.hash': 'reference.value',
    'network.transaction_fee.amount': 'fee.value',
    'network.transaction_fee.currency': 'asset',
    resource_path: (leaf: unknown, { wallet }: { readonly wallet: string }) =>
      String(leaf).includes(`/accounts/${wallet}/`),
  },
  drops: {
    idem: movedExtras.idem,
    native_amount: movedExtras.native_amount,
    resource: movedExtras.resource,
    status: 'one that is not completed says so in its kind',
    to: 'the withdrawal of the same id has it',
    'network.network_name': 'the withdrawal or deposit of the same id has it',
    'network.status': 'the withdrawal or deposit of the same id has it',
  },
};

export const expectedOfCoinbase: ExpectedOfVenue = {
  venue: coinbase,
  neverDropped:
    /^(order_id|trade_id|client_order_id|product_id|side|price|size|commission|trade_time|created_time|filled_size|id|amount\..*|balance\..*|net_size|position_side|to\.address|network\.hash|network\.transaction_fee\..*)$/,
  lists: {
    listOrders: orders,
    listTrades: trades,
    'listBalances of the Coinbase App': balances,
    'listPositions in international perpetuals': positions,
    listWithdrawals: withdrawals,
    listDeposits: deposits,
    listLedger: ledger,
  },
  leftOut: {},
};
