import { afterEach, describe, expect, it } from 'vitest';
import { known } from '../../src/domain/known.ts';
import { closeAll, read, replying, type ReadName } from './gate-session.ts';

afterEach(closeAll);

// Rows after the examples of Gate's API page and its recorded replies.

const spotOrder = {
  id: '700604309511',
  text: 't-bot01',
  create_time: '1729180336',
  update_time: '1729180336',
  create_time_ms: '1729180336718',
  update_time_ms: 1729180336719,
  status: 'open',
  currency_pair: 'BTC_USDT',
  type: 'limit',
  account: 'spot',
  side: 'sell',
  amount: '0.0009',
  price: '69662.3',
  left: '0.0004',
  filled_amount: '0.0005',
  filled_total: '34.8',
  avg_deal_price: '69662.3',
  finish_as: 'open',
};

const contractOrder = {
  id: 402052804778,
  contract: 'LTC_USDT',
  size: -3,
  left: -1,
  price: '68.42',
  tif: 'gtc',
  text: 'web',
  status: 'open',
  create_time: 1705950365.663,
};

const futuresTriggered = {
  user: 3368716,
  trigger: { strategy_type: 0, price_type: 0, price: '67203.5', rule: 2, expiration: 0 },
  initial: { contract: 'BTC_USDT', size: '5', price: '0', tif: 'ioc', text: 't-stop01', auto_size: '' },
  id: '2007048638370418688',
  id_string: '2007048638370418688',
  status: 'open',
  create_time: '1767352659205927',
  finish_time: 0,
  order_type: '',
};

const spotTriggered = {
  market: 'BTC_USDT',
  user: 3368716,
  trigger: { price: '64777', rule: '<=', expiration: 86400 },
  put: { type: 'limit', side: 'sell', price: '67736.3', amount: '0.00009', account: 'normal', text: 'web' },
  id: 916510270,
  ctime: 1729180075,
  ftime: 1729180090,
  status: 'open',
};

const trail = {
  id: 12345,
  contract: 'BTC_USDT',
  amount: '-2',
  text: '',
  activation_price: '70000',
  created_at: 1767352659,
  create_time: 0,
};

const chase = { id: '77', contract: 'BTC_USDT', amount: '2', fill_amount: '1', create_time: 1767352659 };

const bot = {
  strategy_id: 'b1',
  strategy_type: 'spot_grid',
  strategy_name: 'grid',
  market: 'BTC_USDT',
  status: 'running',
  invest_amount: '100',
  created_at: '2026-03-01T00:00:00Z',
};

const futuresTrade = {
  trade_id: '29768497',
  create_time: 1705950365.664,
  contract: 'LTC_USDT',
  order_id: '402052804778',
  size: -1,
  price: '68.42',
  role: 'taker',
  text: 'api',
  fee: '0.003421',
  point_fee: '0',
};

const position = {
  contract: 'LTC_USDT',
  size: -1,
  mode: 'dual_short',
  leverage: '0',
  cross_leverage_limit: '10',
  entry_price: '74.35',
  mark_price: '74.43',
  liq_price: '0',
  unrealised_pnl: '-0.008',
};

const withdrawal = {
  id: 'w1879219868',
  currency: 'USDT',
  address: 'Taddress',
  amount: '4.023',
  fee: '0',
  txid: 'Internal transaction 260594131',
  chain: 'BSC',
  timestamp: '1745220149',
  timestamp2: '1745220150',
  status: 'DONE',
  memo: '',
};

const push = {
  id: 111,
  push_uid: 1,
  receive_uid: 12233,
  currency: 'USDT',
  amount: '1.1',
  create_time: 1745220149,
  status: 'PENDING',
};

const transfer = {
  timest: '1592809000',
  uid: '10002',
  sub_account: '10003',
  sub_account_type: 'futures',
  currency: 'BTC',
  amount: '1',
  direction: 'from',
  source: 'web',
  client_order_id: '',
  status: 'success',
};

const one = async (name: ReadName, section: string | undefined, body: unknown): Promise<unknown> => {
  const { session } = await replying(body);
  const { rows } = await read(name, session, section === undefined ? {} : { section });
  expect(rows.length).toBe(1);
  return rows[0];
};

describe('orders', () => {
  it('on spot tell what is filled, and the client’s own id without Gate’s "t-"', async () => {
    const body = [{ currency_pair: 'BTC_USDT', total: 1, orders: [spotOrder] }];
    expect(await one('listOpenOrders', 'spot', body)).toEqual({
      id: '700604309511',
      clientOrderId: 'bot01',
      symbol: 'BTC_USDT',
      side: 'sell',
      type: 'limit',
      price: '69662.3',
      amount: '0.0009',
      filled: '0.0005',
      createdAt: '2024-10-17T15:52:16.718Z',
      section: 'spot',
    });
  });

  it('of a margin account say so, and one bought at market counts the quote currency', async () => {
    const market = { ...spotOrder, type: 'market', side: 'buy', account: 'unified', amount: '5', price: '0' };
    const ended = { ...market, status: 'closed', finish_as: 'filled' };
    expect(await one('listOrders', 'spot', [ended])).toMatchObject({
      type: 'market, unified, over 5 of the quote currency',
      amount: '0',
      filled: '0.0005',
      status: 'filled',
      venueStatus: 'closed, filled',
      updatedAt: '2024-10-17T15:52:16.719Z',
    });
  });

  it('that ended before they were filled are cancelled, and say why', async () => {
    const ended = { ...spotOrder, status: 'cancelled', finish_as: 'stp' };
    expect(await one('listOrders', 'spot', [ended])).toMatchObject({
      status: 'cancelled',
      venueStatus: 'cancelled, stp',
    });
    const tomorrow = { ...spotOrder, status: 'suspended', finish_as: '' };
    expect(await one('listOrders', 'spot', [tomorrow])).toMatchObject({
      status: 'unknown',
      venueStatus: 'suspended',
    });
  });

  it('on contracts have their side in the sign, and a time to the millisecond', async () => {
    expect(await one('listOpenOrders', 'futures/usdt', [contractOrder])).toMatchObject({
      id: '402052804778',
      clientOrderId: 'web',
      side: 'sell',
      type: 'limit, gtc',
      amount: '3',
      filled: '2',
      createdAt: '2024-01-22T19:06:05.663Z',
      section: 'futures/usdt',
    });
  });

  it('of size 0 close the position that they name', async () => {
    const closing = {
      ...contractOrder,
      size: 0,
      left: 0,
      price: '0',
      auto_size: 'close_short',
      is_close: true,
    };
    expect(await one('listOpenOrders', 'options', [closing])).toMatchObject({
      side: 'buy',
      type: 'market, gtc, closes the position',
      amount: '0',
    });
  });

  it('that ended are told by their reason', async () => {
    const ended = { ...contractOrder, status: 'finished', finish_as: 'ioc', finish_time: 1705950366 };
    expect(await one('listOrders', 'futures/btc', [ended])).toMatchObject({
      status: 'cancelled',
      venueStatus: 'finished, ioc',
      updatedAt: '2024-01-22T19:06:06.000Z',
    });
  });

  it('that wait for a price name it; an id beyond 2^53 and a time in microseconds stay whole', async () => {
    const body = JSON.stringify([futuresTriggered]).replace('"2007048638370418688"', '2007048638370418688');
    expect(await one('listOpenOrders', 'futures/usdt/triggered', body)).toMatchObject({
      id: '2007048638370418688',
      clientOrderId: 'stop01',
      side: 'buy',
      type: 'market, triggered',
      amount: '5',
      triggerPrice: '67203.5',
      createdAt: '2026-01-02T11:17:39.205Z',
    });
    expect(await one('listOpenOrders', 'spot/triggered/normal', [spotTriggered])).toMatchObject({
      id: '916510270',
      side: 'sell',
      type: 'limit, triggered',
      price: '67736.3',
      triggerPrice: '64777',
    });
    const ended = { ...spotTriggered, status: 'canceled' };
    expect(await one('listOrders', 'spot/triggered/normal', [ended])).toMatchObject({
      status: 'cancelled',
      venueStatus: 'canceled',
    });
  });

  it('that close a position when they are triggered have the side of its end', async () => {
    const closing = {
      ...futuresTriggered,
      order_type: 'close-short-position',
      initial: { ...futuresTriggered.initial, size: 0 },
    };
    expect(await one('listOpenOrders', 'delivery/usdt/triggered', [closing])).toMatchObject({
      side: 'buy',
      type: 'market, triggered, close-short-position, closes the position',
    });
  });

  it('that follow the price, and bots, are orders, too', async () => {
    expect(await one('listOpenOrders', 'futures/usdt/trail', { orders: [trail] })).toMatchObject({
      id: '12345',
      type: 'trail',
      side: 'sell',
      amount: '2',
      triggerPrice: '70000',
      createdAt: '2026-01-02T11:17:39.000Z',
    });
    expect(await one('listOpenOrders', 'futures/usdt/chase', { orders: [chase] })).toMatchObject({
      id: '77',
      type: 'chase',
      side: 'buy',
      filled: '1',
    });
    expect(await one('listOpenOrders', 'bots', { data: { items: [bot] } })).toMatchObject({
      id: 'b1',
      type: 'spot_grid',
      symbol: 'BTC_USDT',
      createdAt: '2026-03-01T00:00:00.000Z',
      section: 'bots',
    });
  });
});

describe('trades and positions', () => {
  it('on spot name the fee in whatever it was taken', async () => {
    const row = {
      id: '7342180137',
      create_time: '1706382263',
      create_time_ms: '1706382263841.325000',
      currency_pair: 'LTC_USDT',
      side: 'buy',
      role: 'maker',
      amount: '0.025',
      price: '68.02',
      order_id: '497245022561',
      fee: '0',
      fee_currency: 'LTC',
      gt_fee: '0.0001',
      point_fee: '0',
      text: 't-bot01',
    };
    expect(await one('listTrades', 'spot', [row])).toMatchObject({
      at: '2024-01-27T19:04:23.841Z',
      quoteAmount: '1.7005',
      fee: '0.0001',
      feeAsset: 'GT',
      isMaker: true,
      clientOrderId: known('bot01'),
    });
  });

  it('on contracts count contracts, and pay in the settle coin', async () => {
    expect(await one('listTrades', 'futures/usdt', [futuresTrade])).toMatchObject({
      id: '29768497',
      side: 'sell',
      amount: '1',
      quoteAmount: '0',
      feeAsset: 'USDT',
      // 1705950365.664 * 1000 in floating point is a thousandth short.
      at: '2024-01-22T19:06:05.664Z',
    });
    const { trade_id, ...rest } = futuresTrade;
    expect(await one('listTrades', 'delivery/usdt', [{ ...rest, id: trade_id }])).toMatchObject({
      id: '29768497',
    });
  });

  it('a position tells its direction and the leverage that counts; an empty one is none', async () => {
    expect(await one('listPositions', 'futures/usdt', [position])).toMatchObject({
      id: 'LTC_USDT/dual_short',
      side: 'short',
      amount: '1',
      leverage: known('10'),
      liquidationPrice: { known: false },
    });
    const { session } = await replying([{ ...position, size: 0 }]);
    const page = await read('listPositions', session, { section: 'futures/usdt' });
    expect(page).toMatchObject({ rows: [], received: 1 });
  });

  it('a price names base and quote', async () => {
    const row = { currency_pair: 'BTC_USDT', last: '50000' };
    expect(await one('listMarketPrices', 'spot', [row])).toMatchObject({ base: 'BTC', quote: 'USDT' });
  });
});

describe('money', () => {
  it('balances leave out what is empty; wallets without a list are told as an estimate', async () => {
    const empty = { currency: 'DOGE', available: '0', locked: '0' };
    const spot = [{ currency: 'BTC', available: '1', locked: '0.5' }, empty];
    expect(await one('listBalances', 'spot', spot)).toEqual({
      wallet: 'spot',
      asset: 'BTC',
      free: '1',
      locked: '0.5',
    });
    const total = {
      total: { amount: '10', currency: 'USDT' },
      details: {
        spot: { amount: '7', currency: 'USDT' },
        futures: { amount: '0', currency: 'USDT' },
        quant: { amount: '3', currency: 'USDT' },
      },
    };
    expect(await one('listBalances', 'others', total)).toEqual({
      wallet: 'quant, estimate',
      asset: 'USDT',
      free: '0',
      locked: '3',
    });
    const account = { currency: 'USDT', total: '10', available: '7' };
    expect(await one('listBalances', 'futures/usdt', account)).toMatchObject({ free: '7', locked: '3' });
    const margin = [
      {
        currency_pair: 'BTC_USDT',
        base: { ...empty, currency: 'BTC' },
        quote: { currency: 'USDT', available: '5', locked: '0' },
      },
    ];
    expect(await one('listBalances', 'margin', margin)).toMatchObject({
      wallet: 'margin, BTC_USDT',
      free: '5',
    });
    const unified = { user_id: 1, mode: 'portfolio', balances: { USDT: { available: '5', freeze: '1' } } };
    expect(await one('listBalances', 'unified', unified)).toMatchObject({ wallet: 'unified', locked: '1' });
    expect(await one('listBalances', 'lending', [{ currency: 'USDT', amount: '9' }])).toMatchObject({
      wallet: 'lending',
      locked: '9',
    });
  });

  it('a withdrawal tells its end; one to another customer has a UID for an address', async () => {
    expect(await one('listWithdrawals', 'on chain', [withdrawal])).toMatchObject({
      id: 'w1879219868',
      status: 'completed',
      internal: true,
      requestedAt: '2025-04-21T07:22:29.000Z',
      completedAt: known('2025-04-21T07:22:30.000Z'),
    });
    const waiting = { ...withdrawal, status: 'MANUAL', timestamp2: '', txid: '' };
    expect(await one('listWithdrawals', 'on chain', [waiting])).toMatchObject({
      status: 'awaiting-approval',
      internal: false,
      txId: { known: false },
      completedAt: { known: false },
    });
    expect(await one('listWithdrawals', 'to other customers', [push])).toMatchObject({
      id: 'push/111',
      address: '12233',
      internal: true,
      status: 'awaiting-approval',
    });
    expect(await one('listDeposits', 'from other customers', [push])).toMatchObject({ address: '1' });
  });

  it('a state that nobody knows stays as Gate wrote it', async () => {
    expect(await one('listWithdrawals', 'on chain', [{ ...withdrawal, status: 'BCODE' }])).toMatchObject({
      status: 'unknown',
      venueStatus: 'BCODE',
    });
  });

  it('a transfer goes from or to the sub-account', async () => {
    expect(await one('listTransfers', undefined, [transfer])).toMatchObject({
      from: '10003, futures',
      to: '10002, spot',
      status: 'completed',
      at: '2020-06-22T06:56:40.000Z',
    });
  });

  it('a line of a ledger names wallet, coin and what it was for', async () => {
    const spot = {
      id: '123456',
      time: 1547633726123,
      currency: 'BTC',
      change: '1.03',
      balance: '4.59',
      type: 'margin_in',
      text: '3815099',
    };
    expect(await one('listLedger', 'spot', [spot])).toMatchObject({
      id: '123456',
      wallet: 'spot',
      kind: 'margin_in',
      reference: known('3815099'),
      at: '2019-01-16T10:15:26.123Z',
    });
    const futures = {
      time: 1682294400.123,
      change: '0.0001',
      balance: '4.5',
      type: 'fee',
      text: 'BTC_USDT:3914424',
      contract: 'BTC_USDT',
      trade_id: '1',
      id: '1',
    };
    expect(await one('listLedger', 'futures/btc', [futures])).toMatchObject({
      wallet: 'futures/btc',
      asset: 'BTC',
      kind: 'fee, BTC_USDT',
      at: '2023-04-24T00:00:00.123Z',
    });
    const points = { ...futures, id: undefined, type: 'point_fee' };
    expect(await one('listLedger', 'options', [points])).toMatchObject({ asset: 'POINT' });
  });

  it('a saved address tells whether it was verified, and not since when', async () => {
    const row = { currency: 'usdt', chain: 'TRX', address: 'Taddress', name: 'desk', tag: '', verified: '0' };
    expect(await one('listWithdrawalAddresses', 'every currency', [row])).toMatchObject({
      asset: 'USDT',
      whitelisted: false,
      addedAt: { known: false },
    });
  });
});

it.each([
  ['a time in a unit that it cannot be in', { ...futuresTrade, create_time: 17059503 }],
  ['a size that is no number', { ...futuresTrade, size: 'NaN' }],
  ['a row without any id', { ...futuresTrade, trade_id: undefined }],
])('%s is refused', async (_what, row) => {
  const { session } = await replying([row]);
  const reading = read('listTrades', session, { section: 'futures/usdt' });
  await expect(reading).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
});
