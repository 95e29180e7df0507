import { describe, expect, it } from 'vitest';
import { splitSymbol } from '../../src/analysis/symbols.ts';
import { assetName, isBound, pairName, placed, quoteOf } from '../../src/venues/kraken/names.ts';
import { at, json, reads, replying, success } from './kraken-support.ts';

const order = {
  refid: null,
  userref: 0,
  cl_ord_id: 'bot01',
  status: 'open',
  opentm: 1688666559.8974,
  starttm: 0,
  expiretm: 0,
  descr: {
    pair: 'XBTUSD',
    type: 'buy',
    ordertype: 'limit',
    price: '30010.0',
    price2: '0',
    leverage: 'none',
    order: 'buy 1.25000000 XBTUSD @ limit 30010.0',
    close: '',
  },
  vol: '1.25000000',
  vol_exec: '0.37500000',
  cost: '11253.7',
  fee: '0.00000',
  price: '30010.0',
  stopprice: '0.00000',
  limitprice: '0.00000',
  misc: '',
  oflags: 'fciq',
};
const described = (change: Partial<(typeof order)['descr']>) => ({ descr: { ...order.descr, ...change } });

async function openOrder(change: object): Promise<unknown> {
  const { session } = await replying({ open: { 'OQCLML-BW3P3-BUCMWZ': { ...order, ...change } } });
  return (await reads.listOpenOrders.page(session, {})).rows[0];
}

describe('an open order', () => {
  it('in full', async () => {
    expect(await openOrder({})).toEqual({
      id: 'OQCLML-BW3P3-BUCMWZ',
      clientOrderId: 'bot01',
      symbol: 'XBT/USD',
      side: 'buy',
      type: 'limit',
      price: '30010.0',
      amount: '1.25000000',
      filled: '0.37500000',
      createdAt: '2023-07-06T18:02:39.897Z',
    });
  });

  it.each([
    ['its client order id before its userref', { userref: 7 }, 'bot01'],
    ['its userref where that is all', { userref: 7, cl_ord_id: null }, '7'],
    ['a userref as text', { userref: '-12', cl_ord_id: undefined }, '-12'],
    ['none for the userref 0', { userref: '0', cl_ord_id: undefined }, ''],
    ['none for no userref', { userref: null, cl_ord_id: undefined }, ''],
  ])('goes by %s', async (_what, change, clientOrderId) => {
    expect(await openOrder(change)).toMatchObject({ clientOrderId });
  });

  it.each([
    [
      'a stop at market waits for its price',
      described({ ordertype: 'stop-loss', price: '28000.0' }),
      { type: 'stop-loss', price: '0', triggerPrice: '28000.0' },
    ],
    [
      'a stop with a limit has both',
      described({ ordertype: 'stop-loss-limit', price: '28000.0', price2: '27900.0' }),
      { type: 'stop-loss-limit', price: '27900.0', triggerPrice: '28000.0' },
    ],
    [
      'the limit that holds once it is triggered counts',
      {
        ...described({ ordertype: 'take-profit-limit', price: '35000.0', price2: '-5%' }),
        limitprice: '33250.0',
      },
      { price: '33250.0', triggerPrice: '35000.0' },
    ],
    [
      'one that trails: the offset is no price, the stop that follows the market is',
      { ...described({ ordertype: 'trailing-stop', price: '+50.0000%' }), stopprice: '0.75790000' },
      { type: 'trailing-stop, by +50.0000%', price: '0', triggerPrice: '0.75790000' },
    ],
    ['at market', described({ ordertype: 'market', price: '0' }), { type: 'market', price: '0' }],
    ['on margin', described({ leverage: '5:1' }), { type: 'limit, leverage 5:1' }],
    [
      'over an amount of the quote asset: the base amount is not known',
      { oflags: 'fciq,viqc' },
      { type: 'limit, over 1.25000000 of the quote asset', amount: '0' },
    ],
    [
      'with another that follows its fill',
      described({ close: 'close position @ stop loss 20000.0' }),
      { type: 'limit, then close position @ stop loss 20000.0' },
    ],
  ])('%s', async (_what, change, expected) => {
    expect(await openOrder(change)).toMatchObject(expected);
  });

  it('that waits for nothing has no trigger', async () => {
    expect(await openOrder({ stopprice: '5' })).not.toHaveProperty('triggerPrice');
  });
});

describe('a past order', () => {
  it.each([
    ['closed', 'filled'],
    ['canceled', 'cancelled'],
    ['expired', 'expired'],
    ['pending', 'open'],
    ['melted', 'unknown'],
    ['toString', 'unknown'],
  ])('that is %s is %s, and Kraken’s own word is kept', async (status, word) => {
    const { session } = await replying({
      closed: { O1: { ...order, status, closetm: 1688666600.5, reason: 'User requested' } },
      count: '1',
    });
    expect((await reads.listOrders.page(session, {})).rows).toMatchObject([
      { id: 'O1', status: word, venueStatus: status, updatedAt: '2023-07-06T18:03:20.500Z' },
    ]);
  });
});

const trade = {
  ordertxid: 'OQCLML-BW3P3-BUCMWZ',
  postxid: 'TKH2SE-M7IF5-CFI7LT',
  pair: 'XXBTZUSD',
  time: 1688667796.8802,
  type: 'sell',
  ordertype: 'limit',
  price: '30010.00000',
  cost: '600.20000',
  fee: '0.96032',
  vol: '0.02000000',
  margin: '0.00000',
  misc: '',
  trade_id: 40274859,
  maker: true,
};

describe('a trade', () => {
  const rowOf = async (change: object): Promise<unknown> => {
    const { session } = await replying({
      trades: { 'THVRQM-33VKH-UCI7BS': { ...trade, ...change } },
      count: 1,
    });
    return (await reads.listTrades.page(session, {})).rows[0];
  };

  it('in full: under the name that orders have, the fee in the quote asset', async () => {
    expect(await rowOf({})).toEqual({
      id: 'THVRQM-33VKH-UCI7BS',
      orderId: 'OQCLML-BW3P3-BUCMWZ',
      clientOrderId: { known: false, why: expect.stringContaining('client order id') },
      symbol: 'XBT/USD',
      side: 'sell',
      price: '30010.00000',
      amount: '0.02000000',
      quoteAmount: '600.20000',
      fee: '0.96032',
      feeAsset: 'USD',
      isMaker: true,
      at: '2023-07-06T18:23:16.880Z',
    });
  });

  it('of a liquidation says so', async () => {
    expect(await rowOf({ misc: 'liquidation' })).toMatchObject({ kind: 'liquidation' });
    expect(await rowOf({ misc: 'closing' })).not.toHaveProperty('kind');
  });

  it.each([
    ['milliseconds', 1_688_667_796_880],
    ['text', 'soon'],
    ['nothing', null],
  ])('whose time is in %s is refused, not shown as another year', async (_name, time) => {
    await expect(rowOf({ time })).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
  });
});

describe('names of assets and pairs', () => {
  it.each([
    ['XXBT', 'XBT'],
    ['ZUSD', 'USD'],
    ['XXDG', 'XDG'],
    ['XXBT.F', 'XBT.F'],
    ['ETH2.S', 'ETH2.S'],
    ['USDT', 'USDT'],
    // New assets that only look like old names.
    ['ZETA', 'ZETA'],
    ['XION', 'XION'],
    ['ZRX', 'ZRX'],
  ])('%s is %s', (written, name) => {
    expect(assetName(written)).toBe(name);
  });

  it.each([
    ['XXBTZUSD', 'XBT/USD', 'USD'],
    ['XBTUSD', 'XBT/USD', 'USD'],
    ['XBT/USD', 'XBT/USD', 'USD'],
    ['XETHXXBT', 'ETH/XBT', 'XBT'],
    ['ETHXBT', 'ETH/XBT', 'XBT'],
    ['USDTZUSD', 'USDT/USD', 'USD'],
    ['DOTUSD', 'DOT/USD', 'USD'],
    ['XTZUSD', 'XTZ/USD', 'USD'],
    ['ZEURZUSD', 'EUR/USD', 'USD'],
    ['XBTUSDT', 'XBTUSDT', 'USDT'],
    ['LTCUSDT', 'LTCUSDT', 'USDT'],
    ['BTCPYUSD', 'BTCPYUSD', 'PYUSD'],
    ['XBT/ZUSD', 'XBT/ZUSD', 'USD'],
    ['USD', 'USD', ''],
    ['WHATEVER', 'WHATEVER', ''],
  ])('the pair %s is %s, against %s', (written, name, quote) => {
    expect(pairName(written)).toBe(name);
    expect(quoteOf(name)).toBe(quote);
    // Whoever reckons a loss splits the symbol again, and knows nothing of Kraken.
    const split = splitSymbol(name);
    if (quote !== '' && !written.endsWith('/ZUSD')) expect(split).toMatchObject({ value: { quote } });
  });

  it.each([
    ['XXBT', false],
    ['XXBT.F', false],
    ['ETH.B', true],
    ['DOT.S', true],
    ['XBT.M', true],
    ['USD.HOLD', true],
    ['DOT28.S', true],
  ])('%s is bound: %s', (written, bound) => {
    expect(isBound(written)).toBe(bound);
  });

  it.each([
    ['XXBT', 'XBT', undefined],
    ['XXBT.F', 'XBT', 'F'],
    ['DOT28.S', 'DOT', 'S'],
    ['ETH2.S', 'ETH2', 'S'],
    ['USD.HOLD', 'USD', 'HOLD'],
    ['AAPL.T', 'AAPL.T', undefined],
    ['.F', '.F', undefined],
  ])('%s is %s, lying in %s', (written, asset, ending) => {
    expect(placed(written)).toEqual({ asset, ...(ending === undefined ? {} : { ending }) });
  });
});

describe('balances', () => {
  it('free is what no order holds; what is bonded is not free', async () => {
    const { session } = await replying({
      ZUSD: { balance: 25435.21, hold_trade: 8249.76 },
      XXBT: { balance: '1.2435', hold_trade: '0.0000', credit: '5', credit_used: '0' },
      'ETH.B': { balance: '3.0', hold_trade: '0' },
      'XXBT.F': { balance: '0.5', hold_trade: '0.1' },
    });
    const { rows } = await reads.listBalances.page(session, { section: 'spot' });
    expect(rows).toEqual([
      { wallet: 'spot', asset: 'USD', free: '17185.45', locked: '8249.76' },
      { wallet: 'spot', asset: 'XBT', free: '1.2435', locked: '0.0000' },
      { wallet: 'bound (ETH.B)', asset: 'ETH', free: '0', locked: '3.0' },
      { wallet: 'earning (XXBT.F)', asset: 'XBT', free: '0.4', locked: '0.1' },
    ]);
    expect(new Set(rows.map(reads.listBalances.idOf)).size).toBe(4);
  });

  const allocations = {
    converted_asset: 'USD',
    total_allocated: '49.2398',
    total_rewarded: '0.0675',
    items: [
      {
        strategy_id: 'ESDQCOL-WTZEU-NU55QF',
        native_asset: 'ETH',
        amount_allocated: {
          bonding: { native: '0.0210000000', converted: '39.0645', allocation_count: 2, allocations: [] },
          total: { native: '0.0210000000', converted: '39.0645' },
        },
        total_rewarded: { native: '0', converted: '0.0000' },
      },
    ],
  };

  const spotOnly = { XXBT: { balance: '1', hold_trade: '0' } };
  const earning = (told: object, balances: object = spotOnly) =>
    at(({ path }) => success(path.endsWith('/BalanceEx') ? balances : told));

  it('Earn, by strategy', async () => {
    const { session } = await earning(allocations);
    const page = await reads.listBalances.page(session, { section: 'earn' });
    expect(page.rows).toEqual([
      { wallet: 'earn ESDQCOL-WTZEU-NU55QF', asset: 'ETH', free: '0', locked: '0.0210000000' },
    ]);
    expect(page.unproven).toBeUndefined();
  });

  it('Earn that stands among the balances is not told twice', async () => {
    const { session } = await earning(allocations, { 'ETH.B': { balance: '0.021', hold_trade: '0' } });
    const page = await reads.listBalances.page(session, { section: 'earn' });
    expect(page).toMatchObject({ rows: [], received: 1 });
    expect(page.before).toHaveLength(1);
  });

  it('Earn that names a further page is no complete list', async () => {
    const { session } = await earning({ ...allocations, next_cursor: '2' });
    const page = await reads.listBalances.page(session, { section: 'earn' });
    expect(page.unproven).toContain('further page');
  });
});

describe('positions on margin', () => {
  const position = {
    ordertxid: 'OLWNFG-LLH4R-D6SFFP',
    posstatus: 'open',
    pair: 'XXBTZUSD',
    time: 1605280097.8294,
    type: 'buy',
    ordertype: 'limit',
    cost: '104610.52842',
    fee: '289.06565',
    vol: '8.82412861',
    vol_closed: '0.20200000',
    margin: '20922.10568',
    value: '258797.5',
    net: '+154186.9728',
    terms: '0.0100% per 4 hours',
    rollovertm: '1616672637',
    misc: '',
    oflags: '',
  };

  it('what is left of them, and what they have gained', async () => {
    const { session } = await replying({
      'TF5GVO-T7ZZ2-6NBKBI': position,
      T2: { ...position, type: 'sell', net: '-1.5' },
    });
    expect((await reads.listPositions.page(session, {})).rows).toMatchObject([
      {
        id: 'TF5GVO-T7ZZ2-6NBKBI',
        section: 'margin',
        symbol: 'XBT/USD',
        side: 'long',
        amount: '8.62212861',
        entryPrice: { known: false },
        unrealised: { known: true, value: '154186.9728' },
        leverage: { known: false },
      },
      { id: 'T2', side: 'short', unrealised: { known: true, value: '-1.5' } },
    ]);
  });
});

const withdrawal = {
  method: 'Bitcoin',
  aclass: 'currency',
  asset: 'XXBT',
  refid: 'FTQcuak-V6Za8qrWnhzTx67yYHz8Tg',
  txid: '',
  info: 'bc1qexampleexampleexample',
  amount: '0.72485000',
  fee: '0.00020000',
  time: 1688014586,
  status: 'Pending',
  key: 'btc-wallet-1',
};

describe('money that comes and goes', () => {
  it('a withdrawal in full', async () => {
    const { session } = await replying({ withdrawals: [withdrawal], next_cursor: null });
    expect((await reads.listWithdrawals.page(session, {})).rows).toEqual([
      {
        id: 'FTQcuak-V6Za8qrWnhzTx67yYHz8Tg',
        asset: 'XBT',
        amount: '0.72485000',
        address: 'bc1qexampleexampleexample',
        network: 'Bitcoin',
        txId: { known: false, why: 'no transaction is named' },
        status: 'processing',
        venueStatus: 'Pending',
        fee: { known: true, value: '0.00020000' },
        internal: false,
        requestedAt: '2023-06-29T04:56:26.000Z',
        completedAt: { known: false, why: expect.stringContaining('Kraken') },
      },
    ]);
  });

  it.each([
    ['Initial', undefined, 'requested'],
    ['Pending', 'cancel-pending', 'processing'],
    ['Pending', 'onhold', 'awaiting-approval'],
    ['Pending', 'cancel-denied', 'processing'],
    ['Settled', undefined, 'processing'],
    ['Success', undefined, 'completed'],
    ['Success', 'return', 'completed'],
    ['Success', 'canceled', 'completed'],
    ['Failure', 'canceled', 'cancelled'],
    ['Failure', undefined, 'failed'],
    ['Melted', undefined, 'unknown'],
  ])('%s, %s is %s', async (status, prop, word) => {
    const { session } = await replying({ withdrawals: [{ ...withdrawal, status, 'status-prop': prop }] });
    expect((await reads.listWithdrawals.page(session, {})).rows).toMatchObject([
      { status: word, venueStatus: prop === undefined ? status : `${status}, ${prop}` },
    ]);
  });

  it('a deposit, also without a fee', async () => {
    const { fee: _fee, key: _key, ...row } = withdrawal;
    const { session } = await replying({
      deposits: [{ ...row, txid: '0x33', network: 'Ethereum', originators: ['0x70'] }],
    });
    expect((await reads.listDeposits.page(session, {})).rows).toMatchObject([
      {
        asset: 'XBT',
        network: 'Ethereum',
        txId: { known: true, value: '0x33' },
        at: '2023-06-29T04:56:26.000Z',
      },
    ]);
  });

  it('withdrawal addresses, verified or not or not told, with a tag or a memo', async () => {
    const address = { address: 'rExample', asset: 'XRP', method: 'Ripple', key: 'cold', verified: true };
    const { session } = await replying([
      { ...address, tag: '42' },
      { ...address, memo: 'm', verified: false },
      { ...address, network: 'XRPL', verified: undefined },
    ]);
    expect((await reads.listWithdrawalAddresses.page(session, {})).rows).toMatchObject([
      { asset: 'XRP', network: 'Ripple', address: 'rExample', tag: '42', label: 'cold', whitelisted: true },
      { tag: 'm', whitelisted: false },
      { network: 'XRPL', tag: '', whitelisted: 'unknown' },
    ]);
  });
});

describe('the ledger', () => {
  const line = {
    refid: 'A2B4HBV-L4MDIE-JU4N3N',
    time: 1520103488.314,
    type: 'withdrawal',
    subtype: '',
    aclass: 'currency',
    asset: 'XETH',
    amount: '-0.2800000000',
    fee: '0.0050000000',
    balance: '0.0000051000',
  };

  it('a line in full', async () => {
    const { session } = await replying({ ledger: { 'LPUAIB-TS774-UKHP7X': line }, count: 1 });
    expect((await reads.listLedger.page(session, {})).rows).toEqual([
      {
        id: 'LPUAIB-TS774-UKHP7X',
        wallet: 'spot',
        asset: 'ETH',
        change: '-0.2800000000',
        fee: { known: true, value: '0.0050000000' },
        balanceAfter: { known: true, value: '0.0000051000' },
        kind: 'withdrawal',
        reference: { known: true, value: 'A2B4HBV-L4MDIE-JU4N3N' },
        at: '2018-03-03T18:58:08.314Z',
      },
    ]);
  });

  it.each([
    ['spottofutures', '-1.5', 'spot', 'futures'],
    ['spotfromfutures', '1.5', 'futures', 'spot'],
    ['spottostaking', '-1.5', 'spot', 'staking'],
    ['stakingfromspot', '1.5', 'spot', 'staking'],
    // Nothing told, or nothing understood: the sign says which way.
    ['', '-1.5', 'spot', 'not told'],
    ['', '1.5', 'not told', 'spot'],
    ['subaccount', '-1.5', 'spot', 'subaccount'],
  ])('a transfer %j of %s goes from %s to %s', async (subtype, amount, from, to) => {
    const { session } = await replying({ ledger: { L1: { ...line, type: 'transfer', subtype, amount } } });
    expect((await reads.listTransfers.page(session, {})).rows).toMatchObject([
      { id: 'L1', asset: 'ETH', amount: '1.5', from, to, status: 'completed' },
    ]);
  });
});

describe('market prices', () => {
  const pairs = {
    XXBTZUSD: { altname: 'XBTUSD', wsname: 'XBT/USD', base: 'XXBT', quote: 'ZUSD', status: 'online' },
    XBTUSDT: { altname: 'XBTUSDT', base: 'XXBT', quote: 'USDT' },
  };
  const tickers = {
    XXBTZUSD: { a: ['1', '1', '1'], c: ['73380.60000', '0.00160710'] },
    XBTUSDT: { c: ['73381.1', '1'] },
    NEWUSD: { c: ['0.00000', '0'] },
    XETHZEUR: { c: ['3000', '1'] },
  };

  it('go by the name that orders have, with base and quote; what never traded has none', async () => {
    const { venue, session } = await at(({ path }) => success(path.endsWith('AssetPairs') ? pairs : tickers));
    const page = await reads.listMarketPrices.page(session, {});
    expect(page.rows).toMatchObject([
      { symbol: 'XBT/USD', price: '73380.60000', base: 'XBT', quote: 'USD' },
      { symbol: 'XBTUSDT', price: '73381.1', base: 'XBT', quote: 'USDT' },
      { symbol: 'ETH/EUR', price: '3000' },
    ]);
    expect(page.rows[2]).not.toHaveProperty('base');
    expect(page.before?.length).toBe(1);
    expect(venue.seen.map(({ headers }) => headers['api-key'])).toEqual([undefined, undefined]);
  });

  it('none at all is no list of prices', async () => {
    const { session } = await at(() => json({ error: [], result: {} }));
    await expect(reads.listMarketPrices.page(session, {})).rejects.toMatchObject({
      code: 'REPLY_NOT_UNDERSTOOD',
    });
  });
});
