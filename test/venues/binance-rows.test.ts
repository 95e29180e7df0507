import { describe, expect, it } from 'vitest';
import { at, body, page } from './binance-support.ts';

// Replies as Binance's connector prints them (2026-07-24), but for symbols and times.

const window = { from: '2026-02-27T00:00:00.000Z', to: '2026-02-28T00:00:00.000Z' };

async function rowsOf(
  name: Parameters<typeof page>[0],
  request: object,
  reply: unknown,
): Promise<readonly unknown[]> {
  const { session } = await at(() => body(reply));
  return (await page(name, session, { symbol: 'BTCUSDT', ...window, ...request })).rows;
}

const conditional = {
  algoId: 2148627,
  clientAlgoId: 'MRumok0dkhrP4kCm12AHaB',
  algoType: 'CONDITIONAL',
  orderType: 'TAKE_PROFIT',
  symbol: 'BNBUSDT',
  side: 'SELL',
  positionSide: 'BOTH',
  quantity: '0.01',
  algoStatus: 'NEW',
  triggerPrice: '750.000',
  price: '751.000',
  icebergQuantity: null,
  closePosition: false,
  createTime: 1750514941540,
  updateTime: 1750514941541,
};

describe('orders', () => {
  it('that are conditional say what they wait for, and where they rest', async () => {
    expect(await rowsOf('listOpenOrders', { section: 'usd-m/conditional' }, [conditional])).toEqual([
      {
        id: '2148627',
        clientOrderId: 'MRumok0dkhrP4kCm12AHaB',
        symbol: 'BNBUSDT',
        side: 'sell',
        type: 'TAKE_PROFIT',
        price: '751.000',
        amount: '0.01',
        filled: '0',
        createdAt: '2025-06-21T14:09:01.540Z',
        section: 'usd-m/conditional',
        triggerPrice: '750.000',
      },
    ]);
  });

  it('that close a position have no amount, and say so', async () => {
    const closing = {
      ...conditional,
      orderType: 'STOP_MARKET',
      quantity: '',
      price: 'null',
      closePosition: true,
    };
    expect(await rowsOf('listOpenOrders', { section: 'coin-m/conditional' }, [closing])).toMatchObject([
      { type: 'STOP_MARKET, closes the position', amount: '0', price: '0' },
    ]);
  });

  it.each([
    ['NEW', 'open'],
    ['CANCELED', 'cancelled'],
    ['EXPIRED', 'expired'],
    ['FINISHED', 'unknown'],
  ])(
    'that were conditional and are %s are %s: what they placed is another order',
    async (algoStatus, status) => {
      const rows = await rowsOf('listOrders', { section: 'usd-m/conditional' }, [
        { ...conditional, algoStatus },
      ]);
      expect(rows).toMatchObject([
        { status, venueStatus: algoStatus, updatedAt: '2025-06-21T14:09:01.541Z' },
      ]);
    },
  );

  it('that Binance places by itself are seen as one', async () => {
    const algo = {
      algoId: 14517,
      symbol: 'ETHUSDT',
      side: 'SELL',
      totalQty: '5.000',
      executedQty: '1.000',
      clientAlgoId: 'd7096549481642f8a0bb69e9e2e31f2e',
      bookTime: 1649756817004,
      endTime: 0,
      algoStatus: 'WORKING',
      algoType: 'TWAP',
    };
    expect(
      await rowsOf('listOpenOrders', { section: 'spot/algo' }, { total: 1, orders: [algo] }),
    ).toMatchObject([
      { id: '14517', type: 'TWAP', side: 'sell', amount: '5.000', filled: '1.000', section: 'spot/algo' },
    ]);
  });

  it('of Convert name both assets, as they have no symbol', async () => {
    const limit = {
      quoteId: '18sdf87kh9df',
      orderId: 1150901289839,
      orderStatus: 'SUCCESS',
      fromAsset: 'BNB',
      fromAmount: '10',
      toAsset: 'USDT',
      toAmount: '2317.89',
      ratio: '231.789',
      createTime: 1614089498000,
    };
    expect(await rowsOf('listOpenOrders', { section: 'convert' }, { list: [limit] })).toMatchObject([
      { id: '1150901289839', symbol: 'BNB/USDT', side: 'sell', price: '231.789', amount: '10' },
    ]);
  });

  it('of margin and futures are told as those of spot, each in its section', async () => {
    const order = {
      symbol: 'BTCUSDT',
      orderId: 1917641,
      clientOrderId: 'abc',
      price: '0',
      origQty: '0.40',
      executedQty: '0',
      status: 'NEW',
      type: 'STOP_MARKET',
      side: 'BUY',
      stopPrice: '9300',
      closePosition: false,
      time: 1579276756075,
      updateTime: 1579276756075,
    };
    for (const section of ['margin', 'isolated/BTCUSDT', 'usd-m', 'coin-m']) {
      expect(await rowsOf('listOpenOrders', { section }, [order])).toMatchObject([
        { id: '1917641', section, triggerPrice: '9300', amount: '0.40' },
      ]);
    }
    // Their `stopPrice` says nothing of these: they wait for the price from which on they follow.
    const trailing = { ...order, type: 'TRAILING_STOP_MARKET', activatePrice: '9020', priceRate: '0.3' };
    for (const list of ['listOpenOrders', 'listOrders'] as const) {
      expect(await rowsOf(list, { section: 'usd-m' }, [trailing])).toMatchObject([{ triggerPrice: '9020' }]);
    }
    const { activatePrice: _none, ...atOnce } = trailing;
    const [row] = await rowsOf('listOpenOrders', { section: 'coin-m' }, [atOnce]);
    expect(row).not.toHaveProperty('triggerPrice');
  });

  it('that are conditional and trail wait for the price from which on they follow', async () => {
    const trailing = { ...conditional, orderType: 'TRAILING_STOP_MARKET', price: '', callbackRate: '1' };
    expect(
      await rowsOf('listOpenOrders', { section: 'usd-m/conditional' }, [
        { ...trailing, triggerPrice: '0.000', activatePrice: '748.500' },
        { ...trailing, activatePrice: '' },
      ]),
    ).toMatchObject([{ triggerPrice: '748.500' }, { triggerPrice: '750.000' }]);
  });
});

describe('trades', () => {
  const futures = {
    symbol: 'BTCUSDT',
    id: 698759,
    orderId: 25851813,
    price: '7819.01',
    qty: '0.002',
    commission: '0.07819010',
    commissionAsset: 'USDT',
    time: 1569514978020,
    buyer: false,
    maker: true,
  };

  it('of USDⓈ-M have their value in the quote asset, of COIN-M in the base coin', async () => {
    expect(await rowsOf('listTrades', { section: 'usd-m' }, [{ ...futures, quoteQty: '15.63802' }])).toEqual([
      {
        id: '698759',
        orderId: '25851813',
        clientOrderId: { known: false, why: expect.stringContaining('client order id') },
        symbol: 'BTCUSDT',
        side: 'sell',
        price: '7819.01',
        amount: '0.002',
        quoteAmount: '15.63802',
        fee: '0.07819010',
        feeAsset: 'USDT',
        isMaker: true,
        at: '2019-09-26T16:22:58.020Z',
        section: 'usd-m',
      },
    ]);
    const coin = [{ ...futures, baseQty: '0.01136364' }];
    expect(await rowsOf('listTrades', { section: 'coin-m' }, coin)).toMatchObject([
      { quoteAmount: '0.01136364', section: 'coin-m' },
    ]);
  });

  it('of margin, which name no value, have price × amount exactly', async () => {
    const margin = { ...futures, price: '0.1', qty: '0.2', isBuyer: true, isMaker: false };
    expect(await rowsOf('listTrades', { section: 'isolated/BTCUSDT' }, [margin])).toMatchObject([
      { quoteAmount: '0.02', side: 'buy', section: 'isolated/BTCUSDT' },
    ]);
  });
});

describe('positions', () => {
  const position = {
    symbol: 'BTCUSD_PERP',
    positionAmt: '-3',
    entryPrice: '68911.00000037',
    markPrice: '68234.20000000',
    unRealizedProfit: '0.00004318',
    liquidationPrice: '72491.16879818',
    leverage: '20',
    positionSide: 'BOTH',
  };

  it('have their side from the sign in one-way mode, and none of nothing', async () => {
    const rows = await rowsOf('listPositions', { section: 'coin-m' }, [
      position,
      { ...position, symbol: 'BCHUSD_241227', positionAmt: '0', liquidationPrice: '0' },
    ]);
    expect(rows).toEqual([
      {
        id: 'BTCUSD_PERP/BOTH',
        section: 'coin-m',
        symbol: 'BTCUSD_PERP',
        side: 'short',
        amount: '3',
        entryPrice: { known: true, value: '68911.00000037' },
        markPrice: { known: true, value: '68234.20000000' },
        liquidationPrice: { known: true, value: '72491.16879818' },
        unrealised: { known: true, value: '0.00004318' },
        leverage: { known: true, value: '20' },
      },
    ]);
  });

  it('in hedge mode are one each side, and what is not told is unknown', async () => {
    const { leverage: _none, ...v3 } = { ...position, symbol: 'ADAUSDT', liquidationPrice: '0' };
    const rows = await rowsOf('listPositions', { section: 'usd-m' }, [
      { ...v3, positionAmt: '30', positionSide: 'LONG' },
      { ...v3, positionAmt: '-30', positionSide: 'SHORT' },
    ]);
    expect(rows).toMatchObject([
      { id: 'ADAUSDT/LONG', side: 'long', amount: '30', leverage: { known: false } },
      { id: 'ADAUSDT/SHORT', side: 'short', amount: '30', liquidationPrice: { known: false } },
    ]);
  });

  it('of options are read from their own form', async () => {
    const option = {
      symbol: 'BTC-261225-90000-C',
      side: 'SHORT',
      quantity: '-0.1',
      entryPrice: '1000',
      markPrice: '1012.5',
      unrealizedPNL: '-1.25',
    };
    expect(await rowsOf('listPositions', { section: 'options' }, [option])).toMatchObject([
      { side: 'short', amount: '0.1', unrealised: { known: true, value: '-1.25' } },
    ]);
  });
});

describe('balances', () => {
  const margin = { asset: 'BTC', free: '0.5', locked: '0.1', borrowed: '0.3', interest: '0.00000001' };

  it('of margin show what is owed below zero, so that their sum is what is the owner’s', async () => {
    const empty = { asset: 'ETH', free: '0.00', locked: '0.00', borrowed: '0', interest: '0.000' };
    expect(await rowsOf('listBalances', { section: 'margin' }, { userAssets: [margin, empty] })).toEqual([
      { wallet: 'margin', asset: 'BTC', free: '0.5', locked: '0.1' },
      { wallet: 'margin, owed', asset: 'BTC', free: '-0.30000001', locked: '0' },
    ]);
  });

  it('of isolated margin are one wallet a pair', async () => {
    const quote = { ...margin, asset: 'USDT', borrowed: '0', interest: '0' };
    const reply = { assets: [{ symbol: 'BTCUSDT', baseAsset: margin, quoteAsset: quote }] };
    const rows = await rowsOf('listBalances', { section: 'isolated margin' }, reply);
    expect(rows.map((row) => Object.values(row as object).slice(0, 2))).toEqual([
      ['isolated margin BTCUSDT', 'BTC'],
      ['isolated margin BTCUSDT, owed', 'BTC'],
      ['isolated margin BTCUSDT', 'USDT'],
    ]);
  });

  it('of futures sum up to the wallet, also where more is available than it holds', async () => {
    const assets = [
      { asset: 'USDT', walletBalance: '23.7', availableBalance: '20' },
      { asset: 'USDC', walletBalance: '5', availableBalance: '126.7' },
      { asset: 'BNB', walletBalance: '0', availableBalance: '0' },
    ];
    expect(await rowsOf('listBalances', { section: 'usd-m' }, { assets })).toEqual([
      { wallet: 'usd-m', asset: 'USDT', free: '20', locked: '3.7' },
      { wallet: 'usd-m', asset: 'USDC', free: '5', locked: '0' },
    ]);
  });

  it('of earn are not free, and go on until a page is empty', async () => {
    const rows = [{ asset: 'USDT', totalAmount: '75.46', productId: 'USDT001' }];
    const { session } = await at(({ query }) => body(query.get('current') === '1' ? { rows } : { rows: [] }));
    const first = await page('listBalances', session, { section: 'earn, flexible' });
    expect(first).toMatchObject({
      rows: [{ wallet: 'earn, flexible USDT001', asset: 'USDT', free: '0', locked: '75.46' }],
      nextCursor: '2',
    });
    const last = await page('listBalances', session, { section: 'earn, flexible', cursor: '2' });
    expect(last.nextCursor).toBeUndefined();
  });
});

describe('the ledger', () => {
  it('of futures names the market and the trade, with the venue’s own kind and sign', async () => {
    const line = {
      symbol: 'BTCUSDT',
      incomeType: 'COMMISSION',
      income: '-0.37500000',
      asset: 'USDT',
      time: 1772150400000,
      tranId: 9689322392,
      tradeId: '698759',
    };
    const transfer = { ...line, symbol: '', incomeType: 'TRANSFER', income: '100', tradeId: '' };
    expect(await rowsOf('listLedger', { section: 'usd-m' }, [line, transfer])).toMatchObject([
      {
        id: '9689322392',
        wallet: 'usd-m',
        change: '-0.37500000',
        kind: 'COMMISSION',
        reference: { known: true, value: 'BTCUSDT/698759' },
        at: '2026-02-27T00:00:00.000Z',
      },
      { kind: 'TRANSFER', change: '100', reference: { known: false } },
    ]);
  });

  it('has two lines of one conversion: what went and what came', async () => {
    const list = [
      {
        orderId: 940708407462087195n.toString(),
        orderStatus: 'SUCCESS',
        fromAsset: 'USDT',
        fromAmount: '20',
        toAsset: 'BNB',
        toAmount: '0.06154036',
        createTime: 1772150400000,
      },
    ];
    expect(await rowsOf('listLedger', { section: 'convert' }, { list, moreData: false })).toMatchObject([
      { id: '940708407462087195/went', asset: 'USDT', change: '-20', kind: 'convert' },
      { id: '940708407462087195/came', asset: 'BNB', change: '0.06154036', kind: 'convert' },
    ]);
  });

  it('has two lines of each small amount, the fee with what came', async () => {
    const detail = {
      transId: 4359321,
      serviceChargeAmount: '0.000009',
      amount: '0.0009',
      operateTime: 1772150400000,
      transferedAmount: '0.000441',
      fromAsset: 'USDT',
    };
    const reply = { total: 1, userAssetDribblets: [{ userAssetDribbletDetails: [detail] }] };
    expect(await rowsOf('listLedger', { section: 'dust' }, reply)).toMatchObject([
      { asset: 'USDT', change: '-0.0009' },
      { asset: 'BNB', change: '0.000441', fee: { known: true, value: '0.000009' } },
    ]);
  });

  it('tells a distribution that was taken back from one that came', async () => {
    const row = { id: 1, amount: '10', asset: 'BHFT', divTime: 1772150400000, enInfo: 'airdrop', tranId: 2 };
    const rows = [
      { ...row, direction: 1 },
      { ...row, id: 3, direction: -1 },
    ];
    expect(await rowsOf('listLedger', { section: 'distributions' }, { rows, total: 2 })).toMatchObject([
      { change: '10', kind: 'airdrop' },
      { change: '-10' },
    ]);
  });
});

describe('ids', () => {
  // 2^53 is 9007199254740992. Of those beyond it, some print as a double as they stood, and stay numbers.
  const ids = ['940708407462087200', '940708407462087195', '8082457372019390000', '9007199254740994'];

  it.each(ids)('beyond 2^53 are read to the last digit: %s', async (number) => {
    const line =
      '{"symbol":"BTCUSDT","incomeType":"FUNDING_FEE","income":"-1","asset":"USDT","time":1772150400000,' +
      `"tranId":${number},"tradeId":""}`;
    const raw = `[${line}]`;
    expect(await rowsOf('listLedger', { section: 'usd-m' }, raw)).toMatchObject([{ id: number }]);
  });

  it('are whole', async () => {
    const rows = rowsOf('listLedger', { section: 'margin' }, [
      { id: 1.5, tranId: 1, timestamp: 1772150400000, asset: 'USDT', type: 'BORROW', amount: '1' },
    ]);
    await expect(rows).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
  });
});

describe('transfers', () => {
  const row = {
    asset: 'USDT',
    amount: '1',
    type: 'MAIN_UMFUTURE',
    status: 'CONFIRMED',
    tranId: 11415955596,
    timestamp: 1772150400000,
  };

  it('name the wallets at both ends', async () => {
    expect(await rowsOf('listTransfers', { section: 'MAIN_UMFUTURE' }, { total: 1, rows: [row] })).toEqual([
      {
        id: '11415955596',
        asset: 'USDT',
        amount: '1',
        from: 'MAIN',
        to: 'UMFUTURE',
        status: 'completed',
        venueStatus: 'CONFIRMED',
        at: '2026-02-27T00:00:00.000Z',
      },
    ]);
  });

  it('are none where the total is none and no list stands there', async () => {
    expect(await rowsOf('listTransfers', { section: 'MAIN_FUNDING' }, { total: 0 })).toEqual([]);
  });
});

describe('prices', () => {
  it('of USDⓈ-M are told where spot has no such symbol: one name has one price', async () => {
    const { session } = await at(({ path }) =>
      body(
        path === '/fapi/v2/ticker/price'
          ? [
              { symbol: 'BTCUSDT', price: '2' },
              { symbol: '1000THINUSDT', price: '3' },
            ]
          : [{ symbol: 'BTCUSDT', price: '1' }],
      ),
    );
    const read = await page('listMarketPrices', session, { section: 'usd-m' });
    expect(read.rows).toMatchObject([{ symbol: '1000THINUSDT', price: '3' }]);
    expect(read.before?.length).toBe(1);
  });
});
