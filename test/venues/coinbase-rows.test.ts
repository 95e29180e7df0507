import { describe, expect, it } from 'vitest';
import { account, at, empty, json, portfolio, read, replying, rowsOf, why } from './coinbase-support.ts';

// ---------------------------------------------------------------- trading: the reference's own examples

const order = {
  order_id: '0000-000000-000000',
  product_id: 'BTC-USD',
  user_id: '2222-000000-000000',
  order_configuration: {
    limit_limit_gtc: { base_size: '0.001', limit_price: '10000.00', post_only: false },
  },
  side: 'BUY',
  client_order_id: '11111-000000-000000',
  status: 'OPEN',
  created_time: '2021-05-31T09:59:59.123456Z',
  filled_size: '0',
  order_type: 'LIMIT',
  order_placement_source: 'RETAIL_ADVANCED',
  last_fill_time: null,
};

const fill = {
  entry_id: '22222-2222222-22222222',
  trade_id: '1111-11111-111111',
  order_id: '0000-000000-000000',
  trade_time: '2021-05-31T09:59:59.999999999Z',
  trade_type: 'FILL',
  price: '10000.00',
  size: '0.001',
  commission: '1.25',
  product_id: 'BTC-USD',
  sequence_timestamp: '2021-05-31T09:58:59.000Z',
  liquidity_indicator: 'UNKNOWN_LIQUIDITY_INDICATOR',
  size_in_quote: false,
  side: 'BUY',
};

describe('what orders and trades become', () => {
  it('an open order', async () => {
    expect(await rowsOf('listOpenOrders', 'RETAIL_ADVANCED', { orders: [order] })).toEqual([
      {
        id: '0000-000000-000000',
        clientOrderId: '11111-000000-000000',
        symbol: 'BTC-USD',
        side: 'buy',
        type: 'LIMIT',
        price: '10000.00',
        amount: '0.001',
        filled: '0',
        createdAt: '2021-05-31T09:59:59.123Z',
        section: 'RETAIL_ADVANCED',
      },
    ]);
  });

  it.each([
    [
      'stop_limit_stop_limit_gtc',
      { base_size: '10', limit_price: '0.25', stop_price: '0.24', stop_direction: 'STOP_DIRECTION_STOP_UP' },
      { amount: '10', price: '0.25', triggerPrice: '0.24' },
    ],
    [
      'trigger_bracket_gtd',
      { base_size: '10', limit_price: '0.25', stop_trigger_price: '0.2' },
      { amount: '10', price: '0.25', triggerPrice: '0.2' },
    ],
    [
      'market_market_ioc',
      { quote_size: '5' },
      { amount: '0', price: '0', type: 'LIMIT, over 5 of the quote asset' },
    ],
    ['twap_limit_gtd', { base_size: '', quote_size: '7', limit_price: '1' }, { price: '1', amount: '0' }],
  ])('an order of the kind %s', async (kind, asked, becomes) => {
    const rows = [{ ...order, order_configuration: { [kind]: asked } }];
    expect(await rowsOf('listOpenOrders', 'RETAIL_ADVANCED', { orders: rows })).toMatchObject([becomes]);
  });

  it('a kind of order without a word for it is called by its configuration', async () => {
    const rows = [{ ...order, order_type: '', order_placement_source: undefined }];
    const [row] = await rowsOf('listOpenOrders', 'RETAIL_ADVANCED', { orders: rows });
    expect(row).toMatchObject({ type: 'limit_limit_gtc' });
    expect(row).not.toHaveProperty('section');
  });

  it.each([
    ['PENDING', 'open'],
    ['QUEUED', 'open'],
    ['CANCEL_QUEUED', 'open'],
    ['EDIT_QUEUED', 'open'],
    ['FILLED', 'filled'],
    ['CANCELLED', 'cancelled'],
    ['EXPIRED', 'expired'],
    ['FAILED', 'rejected'],
    ['UNKNOWN_ORDER_STATUS', 'unknown'],
    ['constructor', 'unknown'],
  ])('an order that is %s', async (status, ours) => {
    const orders = [{ ...order, status, last_fill_time: '2021-06-01T00:00:00Z' }];
    expect(await rowsOf('listOrders', 'RETAIL_ADVANCED', { orders })).toMatchObject([
      { status: ours, venueStatus: status, updatedAt: '2021-06-01T00:00:00.000Z' },
    ]);
  });

  it('a trade', async () => {
    expect(await rowsOf('listTrades', undefined, { fills: [fill] })).toEqual([
      {
        id: '1111-11111-111111',
        orderId: '0000-000000-000000',
        clientOrderId: why('do not name'),
        symbol: 'BTC-USD',
        side: 'buy',
        price: '10000.00',
        amount: '0.001',
        quoteAmount: '10',
        fee: '1.25',
        feeAsset: 'USD',
        isMaker: false,
        at: '2021-05-31T09:59:59.999Z',
      },
    ]);
  });

  it('a trade over an amount of the quote asset has its base amount divided out', async () => {
    const fills = [{ ...fill, size: '5', price: '4', size_in_quote: true }];
    expect(await rowsOf('listTrades', undefined, { fills })).toMatchObject([
      { amount: '1.25', quoteAmount: '5' },
    ]);
  });

  it('a correction of a trade is a row beside it, and says so', async () => {
    const fills = [fill, { ...fill, trade_type: 'REVERSAL' }, { ...fill, trade_type: 'CORRECTION' }];
    const rows = await rowsOf('listTrades', undefined, { fills });
    expect(rows.map((each) => ('kind' in each ? each.kind : undefined))).toEqual([
      undefined,
      'REVERSAL',
      'CORRECTION',
    ]);
  });

  it('a fee that is not told is not "none", and a future names no asset of it', async () => {
    const fills = [{ ...fill, product_id: 'BIT-26APR24-CDE', commission: '' }];
    expect(await rowsOf('listTrades', undefined, { fills })).toMatchObject([{ fee: '', feeAsset: '' }]);
  });

  it('a market price, but not of what was never traded', async () => {
    const products = [
      { product_id: 'BTC-USD', price: '140.21', base_currency_id: 'BTC', quote_currency_id: 'USD' },
      { product_id: 'NEW-USD', price: '' },
    ];
    expect(await rowsOf('listMarketPrices', 'SPOT', { products })).toEqual([
      {
        symbol: 'BTC-USD',
        price: '140.21',
        base: 'BTC',
        quote: 'USD',
        at: expect.stringMatching(/^20\d\d-.*Z$/),
      },
    ]);
  });

  it('says when the venue counts more products than it sent', async () => {
    const { session } = await replying({ ...empty, num_products: 3 });
    const page = await read('listMarketPrices', session, { section: 'SPOT' });
    expect(page.unproven).toContain('3 products more');
  });
});

// ---------------------------------------------------------------- wallets

const v3Account = {
  uuid: account,
  name: 'USDT Wallet',
  currency: 'USDT',
  available_balance: { value: '1.23', currency: 'USDT' },
  default: false,
  active: true,
  type: 'ACCOUNT_TYPE_CRYPTO',
  ready: true,
  hold: { value: '0.5', currency: 'USDT' },
  retail_portfolio_id: portfolio,
  platform: 'ACCOUNT_PLATFORM_CONSUMER',
};

const appAccount = {
  id: 'ee4ccb01-e922-5472-a6f7-947d97970ad3',
  name: 'Staked ADA',
  type: 'wallet',
  balance: { amount: '5.047160', currency: 'ADA' },
  currency: { code: 'ADA', type: 'crypto' },
};

describe('what balances become', () => {
  it('of Advanced Trade', async () => {
    const vault = { ...v3Account, type: 'ACCOUNT_TYPE_VAULT', hold: null };
    expect(await rowsOf('listBalances', 'Advanced Trade', { accounts: [v3Account, vault] })).toEqual([
      { wallet: account, asset: 'USDT', free: '1.23', locked: '0.5' },
      { wallet: `${account}, vault`, asset: 'USDT', free: '1.23', locked: '0' },
    ]);
  });

  it('of the app: only what Advanced Trade leaves out', async () => {
    const data = [appAccount, { ...appAccount, id: account }, { ...appAccount, id: 'v1', type: 'vault' }];
    expect(await rowsOf('listBalances', 'Coinbase App', { accounts: [v3Account], data })).toEqual([
      { wallet: `${appAccount.id}, Staked ADA`, asset: 'ADA', free: '5.047160', locked: '0' },
      { wallet: 'v1, vault, Staked ADA', asset: 'ADA', free: '5.047160', locked: '0' },
    ]);
  });

  it('of US futures: its own dollars, not those of the spot account', async () => {
    const balance_summary = {
      total_usd_balance: { value: '10000.00', currency: 'USD' },
      cbi_usd_balance: { value: '4000.00', currency: 'USD' },
      cfm_usd_balance: { value: '6000.00', currency: 'USD' },
    };
    expect(await rowsOf('listBalances', 'CFM', { balance_summary })).toEqual([
      { wallet: 'CFM', asset: 'USD', free: '6000.00', locked: '0' },
    ]);
  });

  it('of a portfolio of perpetuals, found in the list of portfolios', async () => {
    const { venue, session } = await at(({ path }) =>
      json(
        path.endsWith('/portfolios')
          ? { portfolios: [{ uuid: 'default', type: 'DEFAULT' }, intx] }
          : {
              portfolio_balances: [
                {
                  portfolio_uuid: portfolio,
                  balances: [{ asset: { asset_id: '1', asset_name: 'USDC' }, quantity: '19.3', hold: '0.3' }],
                },
              ],
            },
      ),
    );
    const page = await read('listBalances', session, { section: 'INTX' });
    expect(page.rows).toEqual([{ wallet: `INTX ${portfolio}`, asset: 'USDC', free: '19', locked: '0.3' }]);
    expect(page.before?.length).toBe(1);
    expect(page.nextCursor).toBeUndefined();
    expect(venue.seen.length).toBe(2);
  });
});

const intx = { uuid: portfolio, name: 'Perps', type: 'INTX', deleted: false };

describe('what positions become', () => {
  const future = {
    product_id: 'BIT-28JUL23-CDE',
    expiration_time: '2023-07-28T15:00:00Z',
    side: 'SHORT',
    number_of_contracts: '3',
    current_price: '29100',
    avg_entry_price: '30100.5',
    unrealized_pnl: '-30',
    daily_realized_pnl: '0',
  };

  it('in US futures', async () => {
    expect(await rowsOf('listPositions', 'CFM', { positions: [future] })).toEqual([
      {
        id: 'BIT-28JUL23-CDE',
        section: 'CFM',
        symbol: 'BIT-28JUL23-CDE',
        side: 'short',
        amount: '3',
        entryPrice: { known: true, value: '30100.5' },
        markPrice: { known: true, value: '29100' },
        liquidationPrice: why('as a whole'),
        unrealised: { known: true, value: '-30' },
        leverage: why('names none'),
      },
    ]);
  });

  it('with a side that nobody knows are not read at all', async () => {
    const positions = [{ ...future, side: 'FUTURES_POSITION_SIDE_UNSPECIFIED' }];
    await expect(rowsOf('listPositions', 'CFM', { positions })).rejects.toMatchObject({
      code: 'REPLY_NOT_UNDERSTOOD',
    });
  });

  const perpetual = {
    product_id: '1r4njf84-0-0',
    symbol: 'ADA-PERP-INTX',
    vwap: { value: '0.5648', currency: 'USDC' },
    entry_vwap: { value: '0.6091', currency: 'USDC' },
    position_side: 'POSITION_SIDE_SHORT',
    net_size: '-20',
    mark_price: { value: '0.5657', currency: 'USDC' },
    liquidation_price: { value: '0', currency: 'USDC' },
    unrealized_pnl: { value: '0.018', currency: 'USDC' },
    leverage: '1',
  };
  const ofIntx = async (positions: unknown[]) => {
    const { session } = await replying({ positions });
    return (await read('listPositions', session, { section: 'INTX', cursor: portfolio })).rows;
  };

  it('in perpetuals: at the price of entry, not at that of the session', async () => {
    expect(await ofIntx([perpetual])).toEqual([
      {
        id: '1r4njf84-0-0',
        section: `INTX ${portfolio}`,
        symbol: 'ADA-PERP-INTX',
        side: 'short',
        amount: '20',
        entryPrice: { known: true, value: '0.6091' },
        markPrice: { known: true, value: '0.5657' },
        liquidationPrice: why('names none'),
        unrealised: { known: true, value: '0.018' },
        leverage: { known: true, value: '1' },
      },
    ]);
  });

  it('in perpetuals: one that is closed is none; one without a side is not understood', async () => {
    const closed = { ...perpetual, net_size: '0', position_side: 'POSITION_SIDE_UNKNOWN' };
    expect(await ofIntx([closed])).toEqual([]);
    await expect(ofIntx([{ ...closed, net_size: '1' }])).rejects.toMatchObject({
      code: 'REPLY_NOT_UNDERSTOOD',
    });
  });

  it('there are none where the owner has no portfolio of perpetuals, or deleted it', async () => {
    const { venue, session } = await replying({ portfolios: [{ ...intx, deleted: true }] });
    const page = await read('listPositions', session, { section: 'INTX' });
    expect(page).toMatchObject({ rows: [], received: 0 });
    expect(venue.seen.length).toBe(1);
  });

  it('of several portfolios come one after the other', async () => {
    const { venue, session } = await at(({ path }) =>
      json(
        path.endsWith('/portfolios')
          ? { portfolios: [intx, { ...intx, uuid: 'second' }, { ...intx, uuid: 'third' }] }
          : { positions: [] },
      ),
    );
    const first = await read('listPositions', session, { section: 'INTX' });
    expect(first.nextCursor).toBe('second third');
    const second = await read('listPositions', session, { section: 'INTX', cursor: 'second third' });
    expect(second.nextCursor).toBe('third');
    expect(venue.seen.map(({ path }) => path.split('/').at(-1))).toEqual(['portfolios', portfolio, 'second']);
  });
});

it('portfolios beside the default one are sub-accounts', async () => {
  const portfolios = [
    { uuid: 'p0', name: 'Default', type: 'DEFAULT', deleted: false },
    { uuid: 'p1', name: 'Bots', type: 'CONSUMER', deleted: false },
    { uuid: 'p2', name: 'Old', type: 'CONSUMER', deleted: true },
  ];
  expect(await rowsOf('listSubAccounts', undefined, { portfolios })).toEqual([
    {
      id: 'p1',
      label: 'Bots, CONSUMER',
      createdAt: why('when a portfolio was made'),
      frozen: false,
      mayTransferOut: 'unknown',
    },
    {
      id: 'p2',
      label: 'Old, CONSUMER',
      createdAt: why('when a portfolio was made'),
      frozen: true,
      mayTransferOut: false,
    },
  ]);
});

it('a sweep of US futures is a transfer that waits', async () => {
  const sweeps = [
    {
      id: '3fc86a48-f6b8-4eb6-a4e7-000000000001',
      requested_amount: { value: '100.00', currency: 'USD' },
      should_sweep_all: false,
      status: 'PENDING',
      schedule_time: '2026-03-02T01:00:00Z',
    },
    {
      id: 's2',
      requested_amount: null,
      should_sweep_all: true,
      status: 'PROCESSING',
      schedule_time: '2026-03-02T01:00:00Z',
    },
  ];
  expect(await rowsOf('listTransfers', 'sweeps of US futures', { sweeps })).toMatchObject([
    { amount: '100.00', asset: 'USD', from: 'CFM', to: 'spot', status: 'requested', venueStatus: 'PENDING' },
    { amount: '0', status: 'processing', venueStatus: 'PROCESSING, all of it' },
  ]);
});
