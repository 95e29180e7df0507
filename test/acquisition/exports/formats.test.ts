import { describe, expect, it } from 'vitest';
import { formatsOf } from '../../../src/acquisition/exports/index.ts';
import { headings, lines, read } from './support.ts';

describe("Kraken's exports", () => {
  it('ledgers: names and balances as the API reader has them; a line without txid is left out and told', async () => {
    const { table, rows } = await read(
      'kraken',
      lines(
        headings.krakenLedgers,
        '"","QAAAAA-AAAAA-AAAAAA","2024-03-01 08:50:00","deposit","","currency","fiat","ZEUR","spot / main",100.0000,0.0000,""',
        '"LBBBBB-BBBBB-BBBBBB","QAAAAA-AAAAA-AAAAAA","2024-03-01 09:03:01","deposit","","currency","fiat","ZEUR","spot / main",100.0000,0.0000,100.0000',
        '"LCCCCC-CCCCC-CCCCCC","TDDDDD-DDDDD-DDDDDD","2024-03-01 19:04:13","trade","tradespot","currency","crypto","XXBT","spot / main",-0.10322,0.00002,0.89676',
      ),
    );
    expect(rows).toEqual([
      {
        id: 'LBBBBB-BBBBB-BBBBBB',
        wallet: 'spot / main',
        asset: 'EUR',
        change: '100.0000',
        fee: { known: true, value: '0.0000' },
        balanceAfter: { known: true, value: '100.0000' },
        kind: 'deposit',
        reference: { known: true, value: 'QAAAAA-AAAAA-AAAAAA' },
        at: '2024-03-01T09:03:01.000Z',
      },
      {
        id: 'LCCCCC-CCCCC-CCCCCC',
        wallet: 'spot / main',
        asset: 'XBT',
        change: '-0.10322',
        fee: { known: true, value: '0.00002' },
        balanceAfter: { known: true, value: '0.89676' },
        kind: 'trade, tradespot',
        reference: { known: true, value: 'TDDDDD-DDDDD-DDDDDD' },
        at: '2024-03-01T19:04:13.000Z',
      },
    ]);
    expect(table.left).toEqual([
      { why: 'lines without txid: asked for, not booked', lines: 1, firstLine: 2 },
    ]);
    expect(table.unreadColumns).toEqual(['aclass', 'subclass']);
  });

  it('trades: the pair as the API reader names it, the moment cut to milliseconds, the fee in the quote asset', async () => {
    const { rows } = await read(
      'kraken',
      lines(
        headings.krakenTrades,
        '"TAAAAA-AAAAA-AAAAAA","OBBBBB-BBBBB-BBBBBB","XXBTZEUR","2021-02-15 20:28:14.7129","sell","market",40000.10000,4000.01000,10.40003,0.10000000,0.00000,"","LCCCCC-CCCCC-CCCCCC,LDDDDD-DDDDD-DDDDDD"',
      ),
    );
    expect(rows).toEqual([
      expect.objectContaining({
        id: 'TAAAAA-AAAAA-AAAAAA',
        orderId: 'OBBBBB-BBBBB-BBBBBB',
        symbol: 'XBT/EUR',
        side: 'sell',
        price: '40000.10000',
        amount: '0.10000000',
        quoteAmount: '4000.01000',
        fee: '10.40003',
        feeAsset: 'EUR',
        at: '2021-02-15T20:28:14.712Z',
      }),
    ]);
  });

  it('also with tabs, which AddExport offers', async () => {
    const tabbed = (text: string): string => text.replaceAll(',', '\t');
    const { rows } = await read(
      'kraken',
      lines(
        tabbed(headings.krakenTrades),
        tabbed('"T1","O1","XBTUSDT","2024-01-01 00:00:00","buy","limit",1.5,3,0.1,2,0,"",""'),
      ),
    );
    expect(rows).toHaveLength(1);
  });
});

describe("Binance's exports", () => {
  it('trades: amount and asset in one cell are parted by the pair, also where an asset begins with a digit', async () => {
    const { rows } = await read(
      'binance',
      lines(
        headings.binanceTrades,
        '"2024-05-01 10:00:00","BTCUSDT","BUY","60,000.5","0.0010000000BTC","1,234.56USDT","0.00000100BNB"',
        '"2024-05-01 10:00:01","1INCHUSDT","SELL","0.42","10.51INCH","4.41USDT","0.00441USDT"',
        '"2024-05-01 10:00:02","1000SATSUSDT","BUY","0.0003","1001000SATS","0.03USDT","0.11000SATS"',
      ),
    );
    expect(rows).toEqual([
      expect.objectContaining({
        symbol: 'BTCUSDT',
        price: '60000.5',
        amount: '0.0010000000',
        quoteAmount: '1234.56',
        fee: '0.00000100',
        feeAsset: 'BNB',
        at: '2024-05-01T10:00:00.000Z',
      }),
      expect.objectContaining({ amount: '10.5', quoteAmount: '4.41', side: 'sell', feeAsset: 'USDT' }),
      expect.objectContaining({ amount: '100', fee: '0.1', feeAsset: '1000SATS' }),
    ]);
    // Named by file and line: two alike stay two.
    expect(new Set(rows.map((row) => (row as { id: string }).id)).size).toBe(3);
  });

  it.each([
    ['Date(UTC)', '2024-05-01T10:00:00.000Z'],
    ['Date(UTC+2)', '2024-05-01T08:00:00.000Z'],
    ['Date(UTC-6)', '2024-05-01T16:00:00.000Z'],
    ['Date(UTC+5:30)', '2024-05-01T04:30:00.000Z'],
  ])('takes the zone of the heading %s', async (heading, at) => {
    const { rows } = await read(
      'binance',
      lines(
        headings.binanceTrades.replace('Date(UTC)', heading),
        '24-05-01 10:00:00,BTCUSDT,BUY,1,1BTC,1USDT,0USDT',
      ),
    );
    expect(rows).toEqual([expect.objectContaining({ at })]);
  });

  it('ledger of today: refused until somebody says the zone, which only the name of the file has', async () => {
    const text = lines(
      headings.binanceLedger,
      '354937868,25-07-27 07:35:40,Spot,Withdraw,USDT,-3.5,fee included',
    );
    await expect(read('binance', text)).rejects.toThrow('does not say in which time zone');
    const { table, rows } = await read('binance', text, { utcOffset: -360 });
    expect(rows).toEqual([
      expect.objectContaining({
        wallet: 'Spot',
        asset: 'USDT',
        change: '-3.5',
        kind: 'Withdraw: fee included',
        at: '2025-07-27T13:35:40.000Z',
      }),
    ]);
    expect([table.zone, table.owners]).toEqual(['UTC-06:00, as the operator says', ['354937868']]);
  });

  it('ledger of before: its heading says UTC, and another word is refused', async () => {
    const text = lines(headings.binanceLedgerOld, '"1","2023-01-05 08:00:00","Spot","Fee","BNB","-1.2",""');
    expect((await read('binance', text)).rows).toEqual([
      expect.objectContaining({ kind: 'Fee', at: '2023-01-05T08:00:00.000Z' }),
    ]);
    await expect(read('binance', text, { utcOffset: 60 })).rejects.toThrow('not UTC+01:00');
  });

  it('deposits and withdrawals, told apart by the fee; a status that nobody knows is not taken for done', async () => {
    const withdrawals = await read(
      'binance',
      lines(
        headings.binanceWithdrawals,
        '25-12-21 00:51:45,BTC,BTC,0.02,0.000015,addr-1,tx-1,Completed',
        '25-12-21 00:52:00,USDT,TRX,5,1,addr-2,Off-chain transfer 12345,Under review',
      ),
    );
    expect(withdrawals.rows).toEqual([
      expect.objectContaining({
        address: 'addr-1',
        fee: { known: true, value: '0.000015' },
        txId: { known: true, value: 'tx-1' },
        status: 'completed',
        internal: false,
        requestedAt: '2025-12-21T00:51:45.000Z',
      }),
      expect.objectContaining({ status: 'unknown', venueStatus: 'Under review', internal: true }),
    ]);
    const deposits = await read(
      'binance',
      lines(headings.binanceDeposits, '25-07-27 07:35:40,USDT,BSC,3.47999517,addr-3,tx-3,Completed'),
    );
    expect([deposits.table.format.id, deposits.rows]).toEqual([
      'binance-deposits',
      [expect.objectContaining({ amount: '3.47999517', at: '2025-07-27T07:35:40.000Z' })],
    ]);
  });

  it('of the years in which both had one heading: refused until somebody says which', async () => {
    const text = lines(
      headings.binanceTransfersOld,
      '2021-05-25 19:16:59,TWT,BSC,55.788,0.067,addr,tx,,memo-7,Completed',
    );
    await expect(read('binance', text)).rejects.toThrow(
      /fits binance-deposits-old and binance-withdrawals-old/,
    );
    const { rows } = await read('binance', text, { format: 'binance-withdrawals-old' });
    expect(rows).toEqual([expect.objectContaining({ asset: 'TWT', tag: 'memo-7' })]);
  });
});

describe("Coinbase's transactions", () => {
  it('finds the heading below the preamble, whose id is the owner', async () => {
    const { table, rows } = await read(
      'coinbase',
      '\r\nTransactions\r\nUser,Some Body,00000000-1111-2222-3333-444444444444\r\n' +
        `${headings.coinbase}\r\n` +
        'cb-1,2024-03-01 10:00:00 UTC,Send,ETH,-0.01,EUR,€3200.00,€32.00,€32.00,€0.00,"Sent to\r\nsomebody, far away"\r\n',
    );
    expect(rows).toEqual([
      expect.objectContaining({
        id: 'cb-1',
        asset: 'ETH',
        change: '-0.01',
        kind: 'Send',
        at: '2024-03-01T10:00:00.000Z',
      }),
    ]);
    expect(table.owners).toEqual(['00000000-1111-2222-3333-444444444444']);
  });

  it('of before: the type tells the sign, and a type that nobody knows becomes no row', async () => {
    const { table, rows } = await read(
      'coinbase',
      lines(
        headings.coinbaseOld,
        '2021-12-20T00:03:03Z,Buy,BTC,0.5,USD,1,1,1,0,',
        '2021-12-20T00:03:04Z,Send,BTC,0.25,USD,1,1,1,0,',
        '2021-12-20T00:03:05Z,Mystery,BTC,0.1,USD,1,1,1,0,',
      ),
    );
    expect(rows.map((row) => (row as { change: string }).change)).toEqual(['0.5', '-0.25']);
    expect(table.left).toEqual([expect.objectContaining({ lines: 1, firstLine: 4 })]);
  });
});

describe("Bybit's and OKX's account histories", () => {
  it('Bybit: "--" is nothing, and the owner stands above the heading', async () => {
    const { table, rows } = await read(
      'bybit',
      lines(
        'UID: 100000001,Company Name: ,Country: ',
        headings.bybitUnified,
        '100000001,USDT,XAUTUSDT,SETTLEMENT,BUY,--,0.02,--,-0.0043,0,0,-0.0043,306.65,SETTLEMENT,2026-09-22 20:00:00',
      ),
    );
    expect(rows).toEqual([
      expect.objectContaining({
        change: '-0.0043',
        balanceAfter: { known: true, value: '306.65' },
        kind: 'SETTLEMENT, XAUTUSDT, BUY, SETTLEMENT',
      }),
    ]);
    expect(table.owners).toEqual(['100000001']);
    const funding = await read(
      'bybit',
      lines(headings.bybitFunding, '1,2026-09-22 20:00:00,USDT,-5,Withdraw,10,Withdrawal'),
    );
    expect(funding.rows).toEqual([expect.objectContaining({ wallet: 'FUND', change: '-5' })]);
  });

  it('OKX: the zone stands above the heading; without it somebody must say it', async () => {
    const row =
      '1,100,2025-11-29 08:25:29,Spot,BTC-USDT,Buy,0.01,BTC,90000,0E-8,-0.00001,BTC,0,0,0.00999,0.00999,BTC';
    const told = lines('UID:000,Account Type:Main,Time Zone:UTC+8', headings.okxTrading, row);
    expect((await read('okx', told)).rows).toEqual([
      expect.objectContaining({
        at: '2025-11-29T00:25:29.000Z',
        change: '0.00999',
        fee: { known: true, value: '0.00001' },
        reference: { known: true, value: '100' },
      }),
    ]);
    await expect(read('okx', lines(headings.okxTrading, row))).rejects.toThrow('time zone');
    const funding = await read(
      'okx',
      lines(
        'UID:000,Account Type:Main,Time Zone:UTC-3:30',
        headings.okxFunding,
        '7,2025-11-29 00:00:00,Withdrawal,5,12.5,7.5,0.1,USDT',
      ),
    );
    expect(funding.rows).toEqual([expect.objectContaining({ change: '-5', at: '2025-11-29T03:30:00.000Z' })]);
  });
});

describe('every format', () => {
  it.each(formatsOf())('$id says what it does not prove, and where that is written', (format) => {
    expect(format.doesNotProve.length).toBeGreaterThan(1);
    expect(format.source.where).not.toBe('');
    expect(format.id.startsWith(`${format.venue}-`)).toBe(true);
    expect(Object.keys(format.columns)).toContain('at');
  });
});
