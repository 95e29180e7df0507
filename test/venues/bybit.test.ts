import { afterEach, describe, expect, it } from 'vitest';
import { createBudget } from '../../src/acquisition/budget.ts';
import { readAll } from '../../src/acquisition/pager.ts';
import type { Credential, SubAccount } from '../../src/domain/account.ts';
import type { ListedKey } from '../../src/domain/api-key.ts';
import { known, unknown } from '../../src/domain/known.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { OpenOrder, Withdrawal } from '../../src/domain/trading.ts';
import { bybit } from '../../src/venues/bybit/index.ts';
import { readRefusal } from '../../src/venues/bybit/failures.ts';
import type { Capability, PageRequest, ReadPages, Session } from '../../src/venues/index.ts';
import { fixturesExist, readFixture, skippedWithoutFixtures } from '../recorded/fixtures.ts';
import { bybitVectors } from '../vectors/bybit.ts';
import { machineClock, steppedClock } from './clocks.ts';
import { apiKey, html, sessionTo, startScriptedVenue, testCredential } from './scripted-venue.ts';
import type { Scripted, ScriptedVenue, SeenRequest } from './scripted-venue.ts';

const open: ScriptedVenue[] = [];
afterEach(async () => {
  for (const venue of open.splice(0)) await venue.close();
});

async function at(
  answer: (request: SeenRequest) => Scripted,
): Promise<{ venue: ScriptedVenue; session: Session }> {
  const venue = await startScriptedVenue(answer);
  open.push(venue);
  const { session } = await sessionTo(venue.port, { venue: bybit, credential: testCredential() });
  return { venue, session };
}

const json = (body: unknown): Scripted => ({ body: typeof body === 'string' ? body : JSON.stringify(body) });
const time = 1_772_699_449_372;
const ok = (result: unknown): Scripted => json({ retCode: 0, retMsg: 'OK', result, retExtInfo: {}, time });
const no = (retCode: number, retMsg = 'no'): Scripted =>
  json({ retCode, retMsg, result: {}, retExtInfo: {}, time });
const giving = (result: unknown) => at(() => ok(result));
const replying = (body: unknown) => at(() => json(body));

/** The run of a capability that must be by API. */
function byApi<Run>(capability: Capability<Run>): Run {
  if (capability.by !== 'api') throw new Error('not by API');
  return capability.run;
}

const { capabilities } = bybit;
const reads = {
  listOpenOrders: byApi(capabilities.listOpenOrders),
  listBalances: byApi(capabilities.listBalances),
  listPositions: byApi(capabilities.listPositions),
  listTrades: byApi(capabilities.listTrades),
  listOrders: byApi(capabilities.listOrders),
  listWithdrawals: byApi(capabilities.listWithdrawals),
  listDeposits: byApi(capabilities.listDeposits),
  listTransfers: byApi(capabilities.listTransfers),
  listLedger: byApi(capabilities.listLedger),
  listWithdrawalAddresses: byApi(capabilities.listWithdrawalAddresses),
  listMarketPrices: byApi(capabilities.listMarketPrices),
  listSubAccounts: byApi(capabilities.listSubAccounts),
  listSubAccountKeys: byApi(capabilities.listSubAccountKeys),
};
type ReadName = keyof typeof reads;

const read = (name: ReadName, session: Session, request: PageRequest) => reads[name].page(session, request);

/** Every list in every section that it has. */
const everySection: readonly (readonly [ReadName, string | undefined])[] = (
  Object.keys(reads) as ReadName[]
).flatMap((name) => sectionsOf(name).map((section) => [name, section] as const));

function sectionsOf(name: ReadName): readonly (string | undefined)[] {
  const { sections } = reads[name] as ReadPages<unknown>;
  return typeof sections === 'function' ? ['53888000'] : (sections ?? [undefined]);
}

const inSection = (section: string | undefined, request: PageRequest = {}): PageRequest =>
  section === undefined ? request : { ...request, section };

const days = { from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z' };
const ms = { startTime: '1772323200000', endTime: '1772409600000' };

const empty = {
  list: [],
  rows: [],
  result: [],
  subMembers: [],
  balance: [],
  accountType: 'FUND',
  nextPageCursor: '',
};

describe('what each read sends', () => {
  it.each<[ReadName, PageRequest, string, Record<string, string>]>([
    [
      'listOpenOrders',
      { section: 'spot/Order' },
      'order/realtime',
      { category: 'spot', orderFilter: 'Order', limit: '50' },
    ],
    [
      'listOpenOrders',
      { section: 'spot/StopOrder' },
      'order/realtime',
      { category: 'spot', orderFilter: 'StopOrder', limit: '50' },
    ],
    [
      'listOpenOrders',
      { section: 'spot/tpslOrder' },
      'order/realtime',
      { category: 'spot', orderFilter: 'tpslOrder', limit: '50' },
    ],
    [
      'listOpenOrders',
      { section: 'linear/USDT' },
      'order/realtime',
      { category: 'linear', settleCoin: 'USDT', limit: '50' },
    ],
    [
      'listOpenOrders',
      { section: 'linear/USDC' },
      'order/realtime',
      { category: 'linear', settleCoin: 'USDC', limit: '50' },
    ],
    // ccxt adds settleCoin=USDT here, and finds nothing.
    ['listOpenOrders', { section: 'inverse' }, 'order/realtime', { category: 'inverse', limit: '50' }],
    ['listOpenOrders', { section: 'option' }, 'order/realtime', { category: 'option', limit: '50' }],
    ['listOpenOrders', { section: 'strategy/running' }, 'strategy/list', { status: '2', pageSize: '50' }],
    [
      'listOpenOrders',
      { section: 'strategy/untriggered', cursor: 'eyJPZmZzZXQiOjIwfQ==' },
      'strategy/list',
      { status: '6', pageSize: '50', cursor: 'eyJPZmZzZXQiOjIwfQ==' },
    ],
    ['listBalances', { section: 'UNIFIED' }, 'account/wallet-balance', { accountType: 'UNIFIED' }],
    [
      'listBalances',
      { section: 'FUND' },
      'asset/transfer/query-account-coins-balance',
      { accountType: 'FUND' },
    ],
    ['listBalances', { section: 'others' }, 'asset/asset-overview', {}],
    [
      'listPositions',
      { section: 'linear/USDC' },
      'position/list',
      { category: 'linear', settleCoin: 'USDC', limit: '200' },
    ],
    ['listPositions', { section: 'inverse' }, 'position/list', { category: 'inverse', limit: '200' }],
    // No execType: with "Trade", funding and liquidations would be hidden.
    [
      'listTrades',
      { ...days, section: 'linear' },
      'execution/list',
      { category: 'linear', ...ms, limit: '100' },
    ],
    [
      'listTrades',
      { ...days, section: 'option/SOL' },
      'execution/list',
      { category: 'option', baseCoin: 'SOL', ...ms, limit: '100' },
    ],
    [
      'listOrders',
      { ...days, section: 'option' },
      'order/history',
      { category: 'option', ...ms, limit: '50' },
    ],
    // 2: also to other customers of Bybit; the default is on chain only.
    ['listWithdrawals', days, 'asset/withdraw/query-record', { withdrawType: '2', ...ms, limit: '50' }],
    ['listDeposits', { ...days, section: 'on-chain' }, 'asset/deposit/query-record', { ...ms, limit: '50' }],
    [
      'listDeposits',
      { ...days, section: 'internal' },
      'asset/deposit/query-internal-record',
      { ...ms, limit: '50' },
    ],
    [
      'listTransfers',
      { ...days, section: 'same account' },
      'asset/transfer/query-inter-transfer-list',
      { ...ms, limit: '50' },
    ],
    [
      'listTransfers',
      { ...days, section: 'between accounts' },
      'asset/transfer/query-universal-transfer-list',
      { ...ms, limit: '50' },
    ],
    [
      'listLedger',
      { ...days, section: 'UNIFIED' },
      'account/transaction-log',
      { accountType: 'UNIFIED', ...ms, limit: '50' },
    ],
    // Seconds, and ten rows a page unless told otherwise.
    [
      'listLedger',
      { ...days, section: 'FUND', cursor: 'MTM3MTU3OTk=' },
      'asset/fundinghistory',
      { createTimeFrom: '1772323200', createTimeTo: '1772409600', limit: '100', cursor: 'MTM3MTU3OTk=' },
    ],
    ['listWithdrawalAddresses', {}, 'asset/withdraw/query-address', { addressType: '2', limit: '50' }],
    ['listSubAccounts', {}, 'user/submembers', { pageSize: '100' }],
    ['listSubAccounts', { cursor: '344' }, 'user/submembers', { pageSize: '100', nextCursor: '344' }],
    [
      'listSubAccountKeys',
      { section: '53888000', cursor: 'abc' },
      'user/sub-apikeys',
      { subMemberId: '53888000', limit: '20', cursor: 'abc' },
    ],
  ])('%s %j', async (name, request, path, params) => {
    const { venue, session } = await giving(empty);
    const page = await read(name, session, request);
    const [seen] = venue.seen;
    expect(venue.seen.length).toBe(1);
    expect(`${seen?.method} ${seen?.path}`).toBe(`GET /v5/${path}`);
    expect(Object.fromEntries(seen?.query ?? [])).toEqual(params);
    expect(page.request).toEqual(params);
    expect(page).toMatchObject({ rows: [], received: 0 });
    expect(page.nextCursor).toBeUndefined();
    expect(seen?.headers['x-bapi-api-key']).toBe(apiKey);
    expect(seen?.headers['x-bapi-recv-window']).toBe('10000');
  });

  it('asks for public prices without key and signature', async () => {
    const { venue, session } = await giving(empty);
    await read('listMarketPrices', session, { section: 'option/ETH' });
    expect(venue.seen[0]).toMatchObject({
      path: '/v5/market/tickers',
      rawQuery: 'category=option&baseCoin=ETH',
    });
    expect(venue.seen[0]?.headers['x-bapi-api-key']).toBeUndefined();
    expect(venue.seen[0]?.headers['x-bapi-sign']).toBeUndefined();
  });

  it('passes a cursor on as it came: it is encoded already', async () => {
    const cursor = 'page_args%3Dfd4300ae-7847-404e-b947-b46980a4d140%26symbol%3D6%26';
    const { venue, session } = await giving(empty);
    await read('listOpenOrders', session, { section: 'option', cursor });
    expect(venue.seen[0]?.rawQuery).toBe(`category=option&limit=50&cursor=${cursor}`);
  });

  it('moves the ends of windows outwards where the venue counts in seconds', async () => {
    const between = { from: '2026-03-01T00:00:00.400Z', to: '2026-03-01T00:00:00.600Z' };
    const { venue, session } = await giving(empty);
    await read('listTransfers', session, { ...between, section: 'same account' });
    await read('listLedger', session, { ...between, section: 'FUND' });
    const [transfers, ledger] = venue.seen.map(({ query }) => Object.fromEntries(query));
    expect(transfers).toMatchObject({ startTime: '1772323200000', endTime: '1772323201000' });
    expect(ledger).toMatchObject({ createTimeFrom: '1772323200', createTimeTo: '1772323201' });
  });

  it('keeps every window within what the venue takes, ends counted in and moved outwards', () => {
    const day = 24 * 60 * 60 * 1000;
    const widest = (name: ReadName): number => {
      const { paging } = reads[name];
      if (paging.style !== 'time-window') throw new Error(`${name} has no window`);
      expect(paging.inside).toBe('cursor');
      return paging.windowMs;
    };
    expect(widest('listTrades')).toBeLessThan(7 * day);
    expect(widest('listOrders')).toBeLessThan(7 * day);
    expect(widest('listTransfers')).toBeLessThanOrEqual(7 * day - 2_000);
    expect(widest('listLedger')).toBeLessThanOrEqual(7 * day - 2_000);
    expect(widest('listWithdrawals')).toBeLessThan(30 * day);
    expect(widest('listDeposits')).toBeLessThanOrEqual(30 * day - 2_000);
  });

  it('names every parameter that it sends as open, but the id of another key', async () => {
    const { venue, session } = await giving(empty);
    for (const [name, section] of everySection) await read(name, session, inSection(section, days));
    const sent = new Set(venue.seen.flatMap(({ query }) => [...query.keys()]));
    expect(bybit.capture.openParameters).toEqual(expect.arrayContaining([...sent]));
    expect(bybit.capture.openParameters).not.toContain('apikey');
    expect(bybit.capture.keyIdFields).toContain('apiKey');
    expect(bybit.capture.secretFields).toContain('secret');
  });

  it('refuses a section that it does not have', () => {
    const { page } = reads.listTrades;
    const session = {} as Session;
    for (const section of ['futures', 'constructor', '__proto__']) {
      expect(() => page(session, { section })).toThrow(RangeError);
    }
  });
});

describe.each(bybitVectors.signatures)('signs as documented: $from', (vector) => {
  it(`${vector.request.method} ${vector.request.path}`, async () => {
    const venue = await startScriptedVenue(() => ok({}));
    open.push(venue);
    const parts = Object.fromEntries(
      Object.entries(vector.parts).map(([name, part]) => [name, new Secret(part, 'test')]),
    );
    const credential: Credential = { holder: 'suspect', label: 'vector', parts };
    const clock = steppedClock(new Date(vector.atMs).toISOString());
    const { session } = await sessionTo(venue.port, { venue: bybit, credential, clock });
    await session.call(vector.call.endpoint, vector.call.params, 'signing');
    const [seen] = venue.seen;
    expect(seen?.method).toBe(vector.request.method);
    expect(seen?.path).toBe(vector.request.path);
    expect(seen?.rawQuery).toBe(vector.request.query ?? '');
    expect(seen?.body).toBe(vector.request.body ?? '');
    expect(seen?.headers).toMatchObject({
      ...vector.request.headers,
      'x-bapi-sign': vector.signature.value,
    });
  });
});

describe('a reply of another form is never taken for "none"', () => {
  const success = (result: unknown) => JSON.stringify({ retCode: 0, retMsg: 'OK', result, time });
  const forms: [string, string][] = [
    ['{}', '{}'],
    ['null', 'null'],
    ['an HTML page', html],
    ['a list', '[]'],
    ['a result without a code', JSON.stringify({ result: empty, time })],
    ['a success without a result', JSON.stringify({ retCode: 0, retMsg: 'OK' })],
    ['an empty result', success({})],
    [
      'lists that are null',
      success({ list: null, rows: null, result: null, subMembers: null, balance: null }),
    ],
    [
      'rows that are no objects',
      success({ ...empty, list: ['B'], rows: ['T'], result: ['C'], subMembers: ['X'], balance: ['Y'] }),
    ],
    [
      'rows without fields',
      success({ ...empty, list: [{}], rows: [{}], result: [{}], subMembers: [{}], balance: [{}] }),
    ],
    [
      'null rows',
      success({ ...empty, list: [null], rows: [null], result: [null], subMembers: [null], balance: [null] }),
    ],
  ];
  it.each(forms)('%s, in every list and section', async (_form, body) => {
    const { session } = await replying(body);
    for (const [name, section] of everySection) {
      const reading = read(name, session, inSection(section, days));
      await expect(reading, `${name} ${section}`).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
    }
  });

  it.each(forms)('%s, to a question about the key', async (_form, body) => {
    const { session } = await replying(body);
    const asked = byApi(capabilities.introspectKey)(session);
    await expect(asked).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
  });

  it('names the place that does not fit, and not what stood there', async () => {
    const { session } = await giving({ list: [{ symbol: 'BTCUSDT', lastPrice: 'HOSTILE<script>' }] });
    const failure = (await read('listMarketPrices', session, { section: 'spot' }).catch(
      (error: unknown) => error,
    )) as { failure: { detail: string } };
    expect(failure.failure.detail).toContain('lastPrice');
    expect(JSON.stringify(failure.failure)).not.toContain('HOSTILE');
  });
});

// ---------------------------------------------------------------- rows, from the documented examples

const orderRow = {
  orderId: 'fd4300ae-7847-404e-b947-b46980a4d140',
  orderLinkId: 'test-000005',
  symbol: 'ETHUSDT',
  price: '1600.00',
  qty: '0.10',
  side: 'Buy',
  orderStatus: 'New',
  cumExecQty: '0.00',
  orderType: 'Limit',
  stopOrderType: 'UNKNOWN',
  triggerPrice: '0.00',
  createdTime: '1684738540559',
  updatedTime: '1684738540561',
};

const executionRow = {
  symbol: 'ETHPERP',
  orderLinkId: '',
  side: 'Buy',
  orderId: '8c065341-7b52-4ca9-ac2c-37e31ac55c94',
  execTime: '1672282722429',
  feeCurrency: '',
  isMaker: false,
  execFee: '0.071409',
  execId: 'e0cbe81d-0f18-5866-9415-cf319b5dab3b',
  execPrice: '1190.15',
  execValue: '119.015',
  execType: 'Trade',
  execQty: '0.1',
};

const withdrawalRow = {
  coin: 'USDC',
  chain: 'ETH',
  amount: '41.43008',
  txID: '0x3d7bddb797f0e86420c982c0723653b8b728fd0ec9953b6b354445848d83a185',
  status: 'success',
  toAddress: '0xE3De6d711e0951d34777b5Cd93c827F822ee8514',
  tag: '',
  withdrawFee: '5',
  createTime: '1742738305000',
  updateTime: '1742738340000',
  withdrawId: '131629076',
  withdrawType: 0,
};

const keyRow = {
  id: '24828209',
  ips: ['203.0.113.7', '203.0.113.8'],
  apiKey: 'CANARYsubKEY000001',
  note: 'UTA',
  status: 3,
  expiredAt: '2023-12-01T02:36:06Z',
  createdAt: '2023-08-25T06:42:39Z',
  type: 1,
  permissions: {
    ContractTrade: ['Order', 'Position'],
    Spot: ['SpotTrade'],
    Wallet: ['AccountTransfer', 'SubMemberTransferList'],
    Options: ['OptionsTrade'],
    Derivatives: ['DerivativesTrade'],
    Exchange: [],
    Earn: [],
  },
  secret: '******',
  readOnly: false,
  deadlineDay: 21,
  flag: 'hmac',
};

const rowsOf = async (name: ReadName, section: string | undefined, result: unknown) => {
  const { session } = await giving(result);
  return (await read(name, session, inSection(section, days))).rows;
};

describe('what rows become', () => {
  it('an open order', async () => {
    expect(await rowsOf('listOpenOrders', 'linear/USDT', { list: [orderRow] })).toEqual([
      {
        id: 'fd4300ae-7847-404e-b947-b46980a4d140',
        clientOrderId: 'test-000005',
        symbol: 'ETHUSDT',
        side: 'buy',
        type: 'Limit',
        price: '1600.00',
        amount: '0.10',
        filled: '0.00',
        createdAt: '2023-05-22T06:55:40.559Z',
        section: 'linear/USDT',
      },
    ]);
  });

  it('a conditional order shows its kind and the price that it waits for', async () => {
    const row = {
      ...orderRow,
      orderType: 'Market',
      stopOrderType: 'tpslOrder',
      triggerPrice: '1500',
      price: '',
    };
    expect(await rowsOf('listOpenOrders', 'spot/tpslOrder', { list: [row] })).toMatchObject([
      { type: 'Market, tpslOrder', triggerPrice: '1500', price: '0', section: 'spot/tpslOrder' },
    ]);
  });

  it('a strategy is an order that goes on placing orders', async () => {
    const row = {
      strategyId: '119b6211-2611-461b-be5e-5ac557099e82',
      category: 'UTA_USDT',
      symbol: 'BTCUSDT',
      side: 'Buy',
      size: '0.05',
      status: 2,
      executedSize: '0.046',
      createdTimeE3: '1773711467045',
      limitPrice: '',
      strategyType: 'twap',
      triggerPrice: '0',
    };
    const result = { list: [row], nextCursor: '', prevCursor: '' };
    expect(await rowsOf('listOpenOrders', 'strategy/running', result)).toEqual([
      {
        id: '119b6211-2611-461b-be5e-5ac557099e82',
        clientOrderId: '',
        symbol: 'BTCUSDT',
        side: 'buy',
        type: 'twap',
        price: '0',
        amount: '0.05',
        filled: '0.046',
        createdAt: '2026-03-17T01:37:47.045Z',
        section: 'strategy/running',
      },
    ]);
  });

  it.each([
    ['Cancelled', 'cancelled'],
    ['PartiallyFilledCanceled', 'cancelled'],
    ['Deactivated', 'cancelled'],
    ['Filled', 'filled'],
    ['PartiallyFilled', 'partly-filled'],
    ['Untriggered', 'open'],
    ['Rejected', 'rejected'],
    ['SomethingOfTomorrow', 'unknown'],
  ])('an order that is %s', async (orderStatus, status) => {
    const list = [{ ...orderRow, orderStatus }];
    expect(await rowsOf('listOrders', 'linear', { list })).toMatchObject([
      { status, venueStatus: orderStatus, updatedAt: '2023-05-22T06:55:40.561Z', section: 'linear' },
    ]);
  });

  it('a trade, and what is none says so', async () => {
    const list = [
      executionRow,
      { ...executionRow, execId: '6dff7827', execType: 'Funding' },
      { ...executionRow, execId: '7aee7828', execType: 'BustTrade' },
    ];
    const [trade, funding, bust] = await rowsOf('listTrades', 'linear', { list });
    expect(trade).toEqual({
      id: 'e0cbe81d-0f18-5866-9415-cf319b5dab3b',
      orderId: '8c065341-7b52-4ca9-ac2c-37e31ac55c94',
      clientOrderId: { known: true, value: '' },
      symbol: 'ETHPERP',
      side: 'buy',
      price: '1190.15',
      amount: '0.1',
      quoteAmount: '119.015',
      fee: '0.071409',
      feeAsset: '',
      isMaker: false,
      at: '2022-12-29T02:58:42.429Z',
      section: 'linear',
    });
    expect(funding).toMatchObject({ kind: 'Funding' });
    expect(bust).toMatchObject({ kind: 'BustTrade' });
  });

  it('positions, without the empty ones', async () => {
    const row = {
      positionIdx: 0,
      symbol: 'BTCUSD',
      side: 'Sell',
      size: '300',
      avgPrice: '27464.50441675',
      leverage: '10',
      markPrice: '28224.50',
      liqPrice: '',
      unrealisedPnl: '-0.00029413',
    };
    const list = [row, { ...row, symbol: 'ETHUSD', side: '', size: '0', avgPrice: '0', unrealisedPnl: '' }];
    const { session } = await giving({ list, nextPageCursor: '' });
    const page = await read('listPositions', session, { section: 'inverse' });
    expect(page.received).toBe(2);
    expect(page.rows).toEqual([
      {
        id: 'BTCUSD/0',
        section: 'inverse',
        symbol: 'BTCUSD',
        side: 'short',
        amount: '300',
        entryPrice: { known: true, value: '27464.50441675' },
        markPrice: { known: true, value: '28224.50' },
        liquidationPrice: { known: false, why: expect.any(String) },
        unrealised: { known: true, value: '-0.00029413' },
        leverage: { known: true, value: '10' },
      },
    ]);
  });

  it('balances of every wallet, none counted twice', async () => {
    const unified = {
      list: [{ accountType: 'UNIFIED', coin: [{ coin: 'BTC', walletBalance: '1.5', locked: '0.25' }] }],
    };
    expect(await rowsOf('listBalances', 'UNIFIED', unified)).toEqual([
      { wallet: 'UNIFIED', asset: 'BTC', free: '1.25', locked: '0.25' },
    ]);
    const funding = {
      memberId: 'X',
      accountType: 'FUND',
      balance: [
        { coin: 'USDC', transferBalance: '0', walletBalance: '0', bonus: '' },
        { coin: 'USDT', transferBalance: '7.50', walletBalance: '10', bonus: '' },
      ],
    };
    expect(await rowsOf('listBalances', 'FUND', funding)).toEqual([
      { wallet: 'FUND', asset: 'USDT', free: '7.50', locked: '2.5' },
    ]);
    const others = {
      totalEquity: '7457023',
      list: [
        { accountType: 'FundingAccount', coinDetail: [{ equity: '100', coin: 'AED' }] },
        { accountType: 'UnifiedTradingAccount', coinDetail: [{ equity: '1', coin: 'ETH' }] },
        { accountType: 'CryptoLoans', coinDetail: [{ equity: '-0.00100377', coin: 'BTC' }] },
        {
          accountType: 'Earn',
          categories: [
            { category: 'Easy Earn', equity: '20888.1', coinDetail: [{ equity: '0.3', coin: 'BTC' }] },
          ],
        },
      ],
    };
    expect(await rowsOf('listBalances', 'others', others)).toEqual([
      { wallet: 'CryptoLoans', asset: 'BTC', free: '0', locked: '-0.00100377' },
      { wallet: 'Earn, Easy Earn', asset: 'BTC', free: '0', locked: '0.3' },
    ]);
  });

  it('a withdrawal on chain, and one to another customer', async () => {
    const internal = {
      ...withdrawalRow,
      withdrawId: '131629077',
      withdrawType: 1,
      chain: '',
      txID: '',
      toAddress: '118027304',
      status: 'SecurityCheck',
      withdrawFee: '',
    };
    const [chain, other] = await rowsOf('listWithdrawals', undefined, { rows: [withdrawalRow, internal] });
    expect(chain).toEqual({
      id: '131629076',
      asset: 'USDC',
      amount: '41.43008',
      fee: { known: true, value: '5' },
      address: '0xE3De6d711e0951d34777b5Cd93c827F822ee8514',
      network: 'ETH',
      txId: { known: true, value: '0x3d7bddb797f0e86420c982c0723653b8b728fd0ec9953b6b354445848d83a185' },
      status: 'completed',
      venueStatus: 'success',
      internal: false,
      requestedAt: '2025-03-23T13:58:25.000Z',
      completedAt: { known: true, value: '2025-03-23T13:59:00.000Z' },
    });
    expect(other).toMatchObject({
      internal: true,
      address: '118027304',
      status: 'awaiting-approval',
      txId: { known: false },
      fee: { known: false },
      completedAt: { known: false },
    });
  });

  it.each([
    ['Pending', 'processing'],
    ['BlockchainConfirmed', 'processing'],
    ['MoreInformationRequired', 'awaiting-approval'],
    ['CancelByUser', 'cancelled'],
    ['Reject', 'rejected'],
    ['Fail', 'failed'],
    ['Unknown', 'unknown'],
  ])('a withdrawal that is %s', async (status, ours) => {
    const rows = [{ ...withdrawalRow, status }];
    expect(await rowsOf('listWithdrawals', undefined, { rows })).toMatchObject([
      { status: ours, venueStatus: status },
    ]);
  });

  it('deposits of both kinds', async () => {
    const row = {
      coin: 'USDT',
      chain: 'TRX',
      amount: '999.0496',
      txID: '04bf3fbad2fc85b107a42cfdc5ff83110092b606ca754efa0f032f8b94b3262e',
      status: 3,
      toAddress: 'TDGYpm5zPacnEqKV34TJPuhJhHom9hcXAy',
      tag: '',
      successAt: '1742728163000',
      txIndex: '0',
      id: '160237231',
    };
    const pending = { ...row, id: undefined, status: 2, successAt: '' };
    const [first, second] = await rowsOf('listDeposits', 'on-chain', { rows: [row, pending] });
    expect(first).toMatchObject({
      id: '160237231',
      status: 'completed',
      venueStatus: '3',
      network: 'TRX',
      at: '2025-03-23T11:09:23.000Z',
    });
    // No time of its own yet: the reply's.
    expect(second).toMatchObject({ status: 'processing', at: '2026-03-05T08:30:49.372Z' });
    expect((second as { id: string }).id).toContain(
      '04bf3fbad2fc85b107a42cfdc5ff83110092b606ca754efa0f032f8b94b3262e',
    );

    const internal = {
      id: '1103',
      amount: '0.1',
      type: 1,
      coin: 'ETH',
      address: 'xxxx***@gmail.com',
      status: 2,
      createdTime: '1705393280',
      fromMemberId: '118027304',
      txID: '77c37e5c-d9fa-41e5-bd13-c9b59d95',
    };
    expect(await rowsOf('listDeposits', 'internal', { rows: [internal] })).toMatchObject([
      { id: '1103', network: 'internal', status: 'completed', at: '2024-01-16T08:21:20.000Z' },
    ]);
  });

  it('transfers within the account and between accounts', async () => {
    const own = {
      transferId: 'selfTransfer_a1091cc7-9364-4b74-8de1-18f02c6f2d5c',
      coin: 'USDT',
      amount: '5000',
      fromAccountType: 'SPOT',
      toAccountType: 'UNIFIED',
      timestamp: '1667283263000',
      status: 'SUCCESS',
    };
    expect(await rowsOf('listTransfers', 'same account', { list: [own] })).toEqual([
      {
        id: 'selfTransfer_a1091cc7-9364-4b74-8de1-18f02c6f2d5c',
        asset: 'USDT',
        amount: '5000',
        from: 'SPOT',
        to: 'UNIFIED',
        status: 'completed',
        venueStatus: 'SUCCESS',
        at: '2022-11-01T06:14:23.000Z',
      },
    ]);
    const universal = { ...own, fromAccountType: 'UNIFIED', fromMemberId: '533285', toMemberId: '592324' };
    expect(await rowsOf('listTransfers', 'between accounts', { list: [universal] })).toMatchObject([
      { from: '533285, UNIFIED', to: '592324, UNIFIED' },
    ]);
    // Without the two accounts a row between accounts says nothing.
    await expect(rowsOf('listTransfers', 'between accounts', { list: [own] })).rejects.toMatchObject({
      code: 'REPLY_NOT_UNDERSTOOD',
    });
  });

  it('lines of the ledger that share the venue’s id stay apart', async () => {
    const line = {
      id: '592324_XRPUSDT_161440249321',
      symbol: 'XRPUSDT',
      orderId: '1672128000-8-592324-1-2',
      fee: '0.00000000',
      change: '-0.003676',
      transactionTime: '1672128000000',
      type: 'SETTLEMENT',
      cashBalance: '5086.55825002',
      currency: 'USDT',
      tradeId: '534c0003-4bf7-486f-aa02-78cee36825e4',
    };
    const trade = {
      ...line,
      type: 'TRADE',
      change: '-0.0190872',
      cashBalance: '5086.56192602',
      tradeId: '5184f079-88ec-54c7-8774-5173cafd2b4e',
      transactionTime: '1672121182224',
    };
    const list = [line, trade, { ...trade, currency: 'XRP', change: '88', cashBalance: '88' }];
    const rows = await rowsOf('listLedger', 'UNIFIED', { list });
    expect(rows[0]).toEqual({
      id: '592324_XRPUSDT_161440249321',
      wallet: 'UNIFIED',
      asset: 'USDT',
      change: '-0.003676',
      fee: { known: true, value: '0.00000000' },
      balanceAfter: { known: true, value: '5086.55825002' },
      kind: 'SETTLEMENT',
      reference: { known: true, value: '534c0003-4bf7-486f-aa02-78cee36825e4' },
      at: '2022-12-27T08:00:00.000Z',
    });
    const ids = (rows as Parameters<typeof reads.listLedger.idOf>[0][]).map((row) =>
      reads.listLedger.idOf(row),
    );
    expect(new Set(ids).size).toBe(3);
  });

  it('a line of the funding account, in seconds, signed by its direction', async () => {
    const line = {
      memberId: '290118',
      currency: 'BTC',
      ioDirection: 'I',
      txnAmt: '0.00003560',
      afterAmt: '7.5547230662687035',
      createTime: '1772669763',
      showBusiType: 'fundingAccountRecordEarn',
      showBusiTypeEn: 'Earn',
      description: 'fundingAccountRecordFlexSavingInterestDistribution',
      descriptionEn: 'Easy Earn | Flexible Interest Distribution',
    };
    const [into, out] = await rowsOf('listLedger', 'FUND', {
      list: [line, { ...line, ioDirection: 'O' }],
      nextPageCursor: '',
    });
    expect(into).toMatchObject({
      wallet: 'FUND',
      change: '0.00003560',
      balanceAfter: { known: true, value: '7.5547230662687035' },
      kind: 'Earn: Easy Earn | Flexible Interest Distribution',
      at: '2026-03-05T00:16:03.000Z',
    });
    expect(out).toMatchObject({ change: '-0.00003560' });
  });

  it('withdrawal addresses, with the second that they were added in', async () => {
    const row = {
      coin: 'baseCoin',
      chain: 'ETH',
      address: '0x48101adb67d426cb15e46be5f1d9f6ab25f311ea',
      tag: '',
      remark: 'Universal Address',
      status: 0,
      addressType: 0,
      verified: 0,
      createdAt: '1760951332',
    };
    const internal = {
      ...row,
      coin: '',
      chain: '',
      address: '118027304',
      addressType: 1,
      verified: 1,
      createdAt: undefined,
      createAt: '1760951332',
    };
    expect(await rowsOf('listWithdrawalAddresses', undefined, { rows: [row, internal] })).toEqual([
      {
        asset: 'baseCoin',
        network: 'ETH',
        address: '0x48101adb67d426cb15e46be5f1d9f6ab25f311ea',
        tag: '',
        label: 'Universal Address',
        whitelisted: false,
        addedAt: { known: true, value: '2025-10-20T09:08:52.000Z' },
      },
      {
        asset: '',
        network: 'internal',
        address: '118027304',
        tag: '',
        label: 'Universal Address',
        whitelisted: true,
        addedAt: { known: true, value: '2025-10-20T09:08:52.000Z' },
      },
    ]);
  });

  it('prices: the last one, of options the mark, and none that was never made', async () => {
    const spot = [
      { symbol: 'BTCUSDT', lastPrice: '20533.13' },
      { symbol: 'NEWUSDT', lastPrice: '' },
    ];
    expect(await rowsOf('listMarketPrices', 'spot', { category: 'spot', list: spot })).toMatchObject([
      { symbol: 'BTCUSDT', price: '20533.13' },
    ]);
    const option = [{ symbol: 'BTC-30DEC22-18000-C', lastPrice: '435', markPrice: '0.00000009' }];
    expect(await rowsOf('listMarketPrices', 'option/BTC', { list: option })).toMatchObject([
      { symbol: 'BTC-30DEC22-18000-C', price: '0.00000009' },
    ]);
  });

  it('sub-accounts and their keys', async () => {
    const member = {
      uid: '106314365',
      username: 'xxxx02',
      memberType: 1,
      status: 1,
      remark: '',
      accountMode: 5,
    };
    const members = [
      member,
      { ...member, uid: '2', status: 4, remark: 'bots' },
      { ...member, uid: '3', status: 2 },
    ];
    expect(
      await rowsOf('listSubAccounts', undefined, { subMembers: members, nextCursor: '0' }),
    ).toMatchObject([
      { id: '106314365', label: 'xxxx02', frozen: false, mayTransferOut: 'unknown' },
      { id: '2', label: 'xxxx02: bots', frozen: true },
      { id: '3', frozen: 'unknown' },
    ]);
    const [key] = (await rowsOf('listSubAccountKeys', '106314365', { result: [keyRow] })) as ListedKey[];
    expect(key?.keyId.reveal()).toBe('CANARYsubKEY000001');
    expect(key?.maskedKeyId).not.toContain('CANARYsubKEY000001');
    expect(JSON.stringify(key)).not.toContain('CANARYsubKEY000001');
    expect(key).toMatchObject({
      subAccount: '106314365',
      label: { known: true, value: 'UTA' },
      scopes: { read: 'granted', 'spot-trade': 'granted', transfer: 'granted', withdraw: 'denied' },
      ipRestricted: 'granted',
      ipAllowlist: { known: true, value: ['203.0.113.7', '203.0.113.8'] },
      createdAt: { known: true, value: '2023-08-25T06:42:39.000Z' },
      expiresAt: { known: true, value: '2023-12-01T02:36:06.000Z' },
    });
  });

  it('reads the nanoseconds of the clock without a rounding of its own', async () => {
    const { session } = await giving({ timeSecond: '1688639403', timeNano: '1688639403423213947' });
    const offset = await byApi(capabilities.readClock)(session);
    expect(offset.offsetMs).toBeLessThan(0);
    expect(Math.abs(Date.now() + offset.offsetMs - 1_688_639_403_423)).toBeLessThan(1_000);
  });
});

// ---------------------------------------------------------------- pages

describe('turning pages', () => {
  const readEverything = (name: ReadName, session: Session) =>
    readAll({
      capability: capabilities[name] as Parameters<typeof readAll>[0]['capability'],
      session,
      query: {},
      budget: createBudget({ limits: bybit.limits ?? [], clock: machineClock }),
      clock: machineClock,
      signal: new AbortController().signal,
    });

  it('goes on past a page that is not full but names another, and ends at the empty one', async () => {
    const { venue, session } = await at(({ query }) => {
      if (query.get('category') !== 'option') return ok({ list: [], nextPageCursor: '' });
      const turned = query.get('cursor');
      if (turned === null) return ok({ list: [orderRow], nextPageCursor: 'one' });
      if (turned === 'one') return ok({ list: [{ ...orderRow, orderId: 'second' }], nextPageCursor: 'two' });
      return ok({ list: [], nextPageCursor: 'two' });
    });
    const { listing } = await readEverything('listOpenOrders', session);
    expect(listing.rows.map((row) => (row as OpenOrder).id)).toEqual([orderRow.orderId, 'second']);
    expect(listing.stop).toBe('last-cursor');
    expect(listing.coverage.holes).toEqual([]);
    expect(venue.seen.filter(({ query }) => query.get('category') === 'option').length).toBe(3);
  });

  it('says that it is stuck when a full page names itself again', async () => {
    const { session } = await at(({ query }) =>
      query.get('category') === 'option'
        ? ok({ list: [orderRow], nextPageCursor: 'same' })
        : ok({ list: [], nextPageCursor: '' }),
    );
    const { listing, failure } = await readEverything('listOpenOrders', session);
    expect(listing.stop).toBe('failed');
    expect(failure).toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
  });

  it('reads the keys of every sub-account, over several pages of them', async () => {
    const member = (uid: string) => ({ uid, username: uid, memberType: 1, status: 1, remark: '' });
    const { venue, session } = await at(({ path, query }) => {
      if (path.endsWith('/submembers')) {
        return query.get('nextCursor') === null
          ? ok({ subMembers: [member('1')], nextCursor: '344' })
          : ok({ subMembers: [member('2')], nextCursor: '0' });
      }
      return ok({
        result: [{ ...keyRow, apiKey: `CANARYkeyOf${query.get('subMemberId')}` }],
        nextPageCursor: '',
      });
    });
    const { listing } = await readEverything('listSubAccountKeys', session);
    expect((listing.rows as ListedKey[]).map((key) => key.subAccount)).toEqual(['1', '2']);
    expect(venue.seen.map(({ path }) => path)).toEqual([
      '/v5/user/submembers',
      '/v5/user/submembers',
      '/v5/user/sub-apikeys',
      '/v5/user/sub-apikeys',
    ]);
  });

  it('is no failure where there is no sub-account', async () => {
    const { session } = await giving({ subMembers: [], nextCursor: '0' });
    const { listing, failure } = await readEverything('listSubAccountKeys', session);
    expect(failure).toBeUndefined();
    expect(listing).toMatchObject({ rows: [], coverage: { holes: [] } });
    expect(listing.stop).not.toBe('failed');
  });

  it('reads what needs no further permission before what does', async () => {
    const { session } = await at(({ path }) =>
      path.includes('universal') ? no(10005, 'Permission denied') : ok({ list: [], nextPageCursor: '' }),
    );
    const { listing, failure } = await readEverything('listTransfers', session);
    expect(failure).toMatchObject({ code: 'SCOPE_MISSING', venueCode: '10005' });
    expect(listing.pages.length).toBe(1);
    expect(listing.coverage.holes.length).toBe(1);
  });
});

// ---------------------------------------------------------------- the key

const ownKey = {
  id: '2208369',
  note: 'testnet',
  apiKey: 'XXXXXXXX',
  readOnly: 0,
  secret: '',
  permissions: {
    ContractTrade: ['Order', 'Position'],
    Spot: ['SpotTrade'],
    Wallet: ['AccountTransfer', 'SubMemberTransfer'],
    Options: [],
    Derivatives: ['DerivativesTrade'],
    CopyTrading: [],
    BlockTrade: [],
    Exchange: ['ExchangeHistory'],
    NFT: [],
    Affiliate: [],
    Earn: ['Earn'],
    FiatP2P: ['FiatP2POrder', 'Advertising'],
    FiatBitPay: ['FaitPayOrder'],
  },
  ips: ['18.181.170.164', '13.212.45.47'],
  type: 1,
  deadlineDay: -2,
  expiredAt: '1970-01-01T00:00:00Z',
  createdAt: '2025-10-13T03:20:45Z',
  unified: 0,
  uta: 1,
  userID: 1448939,
  isMaster: true,
  parentUid: '0',
};

describe('what a key is said to be', () => {
  const introspect = async (change: object) => {
    const { session } = await giving({ ...ownKey, ...change });
    return byApi(capabilities.introspectKey)(session);
  };
  const wallet = (names: readonly string[]) => ({ permissions: { ...ownKey.permissions, Wallet: names } });

  it('the documented example', async () => {
    const report = await introspect({});
    expect(report).toMatchObject({
      scopes: {
        read: 'granted',
        'spot-trade': 'granted',
        margin: 'granted',
        futures: 'granted',
        // What DerivativesTrade reaches beyond futures is not written.
        options: 'unknown',
        transfer: 'granted',
        withdraw: 'denied',
        'manage-keys': 'granted',
        'manage-addresses': 'denied',
      },
      ipRestricted: 'granted',
      ipAllowlist: { known: true, value: ['18.181.170.164', '13.212.45.47'] },
      label: { known: true, value: 'testnet' },
      createdAt: { known: true, value: '2025-10-13T03:20:45.000Z' },
      // 1970 is no day of expiry.
      expiresAt: { known: false },
      lastUsedAt: { known: false },
      accountKind: { known: true, value: 'main' },
    });
    expect(report.notes?.join(' ')).toContain('UID 1448939');
    // Money leaves through these without a withdrawal.
    expect(report.notes?.join(' ')).toMatch(/without a withdrawal.*FiatP2P.*FiatBitPay/);
  });

  it('a key without any of the wallet’s permissions manages nothing, not even itself', async () => {
    const { scopes } = await introspect(wallet([]));
    expect(scopes).toMatchObject({ transfer: 'denied', withdraw: 'denied', 'manage-keys': 'denied' });
  });

  it('a key that may only withdraw can end itself', async () => {
    const { scopes } = await introspect(wallet(['Withdraw']));
    expect(scopes).toMatchObject({ transfer: 'denied', withdraw: 'granted', 'manage-keys': 'granted' });
  });

  it('a read-only key keeps its ticks and may not act', async () => {
    const { scopes } = await introspect({ readOnly: 1, ...wallet(['Withdraw', 'AccountTransfer']) });
    expect(scopes).toMatchObject({
      read: 'granted',
      'spot-trade': 'denied',
      futures: 'denied',
      options: 'denied',
      withdraw: 'denied',
      transfer: 'denied',
      'manage-keys': 'unknown',
    });
  });

  it('a group that is not there says nothing', async () => {
    const { scopes } = await introspect({ permissions: { Spot: ['SpotTrade'] } });
    expect(scopes).toMatchObject({ 'spot-trade': 'granted', withdraw: 'unknown', futures: 'unknown' });
  });

  it('"*" is no binding; a key without one ends on a day', async () => {
    const report = await introspect({ ips: ['*'], expiredAt: '2026-01-11T03:20:45Z' });
    expect(report).toMatchObject({
      ipRestricted: 'denied',
      ipAllowlist: { known: true, value: [] },
      expiresAt: { known: true, value: '2026-01-11T03:20:45.000Z' },
    });
  });

  it('an empty list of addresses says nothing', async () => {
    expect(await introspect({ ips: [] })).toMatchObject({
      ipRestricted: 'unknown',
      ipAllowlist: { known: false },
    });
  });

  it('readOnly must be 0 or 1, whatever the list of sub-account keys says', async () => {
    for (const readOnly of [true, 2, null, 'no']) {
      await expect(introspect({ readOnly })).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
    }
    const { session } = await giving({ result: [{ ...keyRow, readOnly: 1 }] });
    await expect(read('listSubAccountKeys', session, { section: '1' })).rejects.toMatchObject({
      code: 'REPLY_NOT_UNDERSTOOD',
    });
  });
});

// ---------------------------------------------------------------- refusals

describe('what refusals mean', () => {
  const introspecting = async (scripted: Scripted) => {
    const { session } = await at(() => scripted);
    return byApi(capabilities.introspectKey)(session);
  };

  it.each([
    [10003, 'KEY_UNKNOWN'],
    [33004, 'KEY_EXPIRED'],
    [10010, 'IP_NOT_ALLOWED'],
    [10005, 'SCOPE_MISSING'],
    [10004, 'SIGNATURE_REJECTED'],
    [10002, 'CLOCK_SKEW'],
    [10006, 'RATE_LIMITED'],
    [10007, 'KEY_IP_OR_SCOPE'],
    [10008, 'ACCOUNT_FROZEN'],
    [10009, 'REGION_BLOCKED'],
    [10024, 'REQUEST_REJECTED'],
    [10016, 'VENUE_DOWN'],
    [987654, 'REQUEST_REJECTED'],
  ])('%i under HTTP 200: %s', async (venueCode, code) => {
    await expect(introspecting(no(venueCode))).rejects.toMatchObject({
      code,
      failure: { venueCode: String(venueCode) },
    });
  });

  it.each([
    [401, '', 'KEY_IP_OR_SCOPE'],
    [403, '403, access too frequent', 'BLOCKED_BY_GATEWAY'],
    [404, 'not found', 'REQUEST_REJECTED'],
    [429, '{"retCode":10429,"retMsg":"System level frequency protection"}', 'RATE_LIMITED'],
    [502, html, 'VENUE_DOWN'],
  ])('HTTP %i %j: %s', async (status, body, code) => {
    await expect(introspecting({ status, body })).rejects.toMatchObject({ code });
  });

  it('keeps the venue’s own words of 10005, which ccxt writes over', async () => {
    const refusal = introspecting(no(10005, 'Permission denied, please check your API key permissions.'));
    await expect(refusal).rejects.toMatchObject({
      code: 'SCOPE_MISSING',
      failure: { detail: 'Permission denied, please check your API key permissions.' },
    });
  });

  it('says the same after a success on the same session', async () => {
    let asked = 0;
    const { session } = await at(() => (asked++ === 0 ? ok(ownKey) : no(10003)));
    await byApi(capabilities.introspectKey)(session);
    await expect(byApi(capabilities.introspectKey)(session)).rejects.toMatchObject({ code: 'KEY_UNKNOWN' });
  });

  it.each<[unknown, string | undefined]>([
    [{ retCode: 10003, retMsg: 'no' }, '10003'],
    [{ retCode: '10003', retMsg: 'no' }, '10003'],
    [{ ret_code: 10001, ret_msg: 'no' }, '10001'],
    [{ retCode: -1, retMsg: 'request expired' }, '-1'],
    [{ retCode: 0, retMsg: 'OK' }, undefined],
    [{ retCode: '0', retMsg: 'OK' }, undefined],
    [{ retCode: null }, undefined],
    [{ retCode: {} }, undefined],
    [{}, undefined],
    [[{ retCode: 10003 }], undefined],
    [null, undefined],
    ['10003', undefined],
  ])('reads a refusal out of %j', (body, code) => {
    expect(readRefusal(body)?.code).toBe(code);
  });

  it('proves death by 10003 and 33004 only, and by 33004 that the venue did it', () => {
    const { deathProof, failures } = bybit;
    expect([...deathProof.deadCodes]).toEqual(['10003', '33004']);
    expect(deathProof.deadWithControl).toEqual([]);
    expect(deathProof.endedByVenueCodes).toEqual(['33004']);
    expect(deathProof.existsCodes).toEqual(expect.arrayContaining([...deathProof.addressCodes]));
    for (const code of ['http:401', 'http:403', '10002', '10006', '10008', '10009']) {
      expect(deathProof.deadCodes).not.toContain(code);
      expect(Object.keys(failures)).toContain(code);
    }
  });
});

// ---------------------------------------------------------------- acts

const orderIn = (section: string, id = 'o1'): OpenOrder => ({
  id,
  clientOrderId: '',
  symbol: 'BTCUSDT',
  side: 'buy',
  type: 'Limit',
  price: '1',
  amount: '1',
  filled: '0',
  createdAt: '2026-03-01T00:00:00.000Z',
  section,
});

const sentTo = (venue: ScriptedVenue) =>
  venue.seen
    .filter(({ method }) => method === 'POST')
    .map(({ path, body }) => [path, JSON.parse(body) as unknown]);

describe('cancelling orders', () => {
  const cancel = byApi(capabilities.cancelOrders);

  it.each([
    ['spot/Order', { category: 'spot', symbol: 'BTCUSDT', orderId: 'o1', orderFilter: 'Order' }],
    ['spot/StopOrder', { category: 'spot', symbol: 'BTCUSDT', orderId: 'o1', orderFilter: 'StopOrder' }],
    ['spot/tpslOrder', { category: 'spot', symbol: 'BTCUSDT', orderId: 'o1', orderFilter: 'tpslOrder' }],
    ['linear/USDT', { category: 'linear', symbol: 'BTCUSDT', orderId: 'o1' }],
    ['linear/USDC', { category: 'linear', symbol: 'BTCUSDT', orderId: 'o1' }],
    ['inverse', { category: 'inverse', symbol: 'BTCUSDT', orderId: 'o1' }],
    ['option', { category: 'option', symbol: 'BTCUSDT', orderId: 'o1' }],
  ])('one in %s', async (section, body) => {
    const { venue, session } = await giving({ orderId: 'o1', orderLinkId: '' });
    await cancel(session, [orderIn(section)]);
    expect(sentTo(venue)).toEqual([['/v5/order/cancel', body]]);
  });

  it('stops a strategy', async () => {
    const { venue, session } = await giving({ strategyId: 'o1' });
    await cancel(session, [orderIn('strategy/running')]);
    expect(sentTo(venue)).toEqual([['/v5/strategy/stop', { strategyId: 'o1' }]]);
  });

  it('cancels what can be cancelled, and then says that pairs cannot be cancelled by an id', async () => {
    const { venue, session } = await giving({ orderId: 'o1' });
    const cancelling = cancel(session, [orderIn('spot/OcoOrder', 'pair'), orderIn('option')]);
    await expect(cancelling).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    expect(sentTo(venue).length).toBe(1);
  });

  it.each([110001, 110008, 170213])('takes %i for an order that is gone already', async (code) => {
    const { session } = await at(() => no(code));
    await expect(cancel(session, [orderIn('spot/Order')])).resolves.toBeUndefined();
  });

  it('goes on past one that is refused, and stops at what concerns the key', async () => {
    const refusing = await at(({ body }) => (body.includes('o1') ? no(110079) : ok({ orderId: 'o2' })));
    const two = [orderIn('option', 'o1'), orderIn('option', 'o2')];
    await expect(cancel(refusing.session, two)).rejects.toMatchObject({ code: 'REQUEST_REJECTED' });
    expect(refusing.venue.seen.length).toBe(2);
    const dead = await at(() => no(10003));
    await expect(cancel(dead.session, two)).rejects.toMatchObject({ code: 'KEY_UNKNOWN' });
    expect(dead.venue.seen.length).toBe(1);
  });

  it('does not take a success without an order for one', async () => {
    const { session } = await giving({});
    await expect(cancel(session, [orderIn('option')])).rejects.toMatchObject({
      code: 'REPLY_NOT_UNDERSTOOD',
    });
  });

  it('is never sent twice when the answer is lost', async () => {
    const { venue, session } = await at(() => ({ does: 'reset' }));
    await expect(cancel(session, [orderIn('option')])).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect(venue.seen.length).toBe(1);
  });
});

describe('cancelling all orders', () => {
  const cancelAll = byApi(capabilities.cancelAllOrders);
  const strategy = {
    strategyId: 's1',
    symbol: 'BTCUSDT',
    side: 'Buy',
    size: '1',
    strategyType: 'twap',
    executedSize: '0',
    createdTimeE3: '1773711467045',
  };
  const answer = ({ path, query, body }: SeenRequest): Scripted => {
    if (path === '/v5/strategy/list')
      return ok({ list: query.get('status') === '2' ? [strategy] : [], nextCursor: '' });
    if (path === '/v5/strategy/stop') return ok({ strategyId: 's1' });
    if (path === '/v5/order/realtime') {
      const list = ['BTCUSD', 'ETHUSD', 'BTCUSD'].map((symbol, at) => ({
        ...orderRow,
        symbol,
        orderId: `i${at}`,
      }));
      return ok({
        list: query.get('cursor') === null ? list : [],
        nextPageCursor: query.get('cursor') ?? 'next',
      });
    }
    return ok(body.includes('spot') ? { success: '1' } : { list: [], success: '1' });
  };

  it('stops strategies first, then sweeps every category and kind; inverse by symbol', async () => {
    const { venue, session } = await at(answer);
    await cancelAll(session);
    expect(sentTo(venue)).toEqual([
      ['/v5/strategy/stop', { strategyId: 's1' }],
      ['/v5/order/cancel-all', { category: 'spot', orderFilter: 'Order' }],
      ['/v5/order/cancel-all', { category: 'spot', orderFilter: 'StopOrder' }],
      ['/v5/order/cancel-all', { category: 'spot', orderFilter: 'tpslOrder' }],
      ['/v5/order/cancel-all', { category: 'spot', orderFilter: 'OcoOrder' }],
      ['/v5/order/cancel-all', { category: 'spot', orderFilter: 'BidirectionalTpslOrder' }],
      ['/v5/order/cancel-all', { category: 'linear', settleCoin: 'USDT' }],
      ['/v5/order/cancel-all', { category: 'linear', settleCoin: 'USDC' }],
      ['/v5/order/cancel-all', { category: 'inverse', symbol: 'BTCUSD' }],
      ['/v5/order/cancel-all', { category: 'inverse', symbol: 'ETHUSD' }],
      ['/v5/order/cancel-all', { category: 'option' }],
    ]);
  });

  it('goes on past a market that the key has no permission for, and says so', async () => {
    const { venue, session } = await at((request) =>
      request.path.startsWith('/v5/strategy') || request.body.includes('linear')
        ? no(10005)
        : answer(request),
    );
    await expect(cancelAll(session)).rejects.toMatchObject({ code: 'SCOPE_MISSING' });
    expect(sentTo(venue).at(-1)).toEqual(['/v5/order/cancel-all', { category: 'option' }]);
  });

  it('does not take "0" or an empty result for done', async () => {
    const failing = await at((request) =>
      request.body.includes('USDC') ? ok({ list: [], success: '0' }) : answer(request),
    );
    await expect(cancelAll(failing.session)).rejects.toMatchObject({ code: 'REQUEST_REJECTED' });
    const silent = await at((request) => (request.body.includes('option') ? ok({}) : answer(request)));
    await expect(cancelAll(silent.session)).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
  });
});

describe('withdrawals and sub-accounts', () => {
  const withdrawal = { id: '10197' } as Withdrawal;
  const subAccount = { id: '53888001' } as SubAccount;

  it('cancels a withdrawal', async () => {
    const { venue, session } = await giving({ status: 1 });
    await byApi(capabilities.cancelWithdrawal)(session, withdrawal);
    expect(sentTo(venue)).toEqual([['/v5/asset/withdraw/cancel', { id: '10197' }]]);
  });

  it('does not take status 0 under retCode 0 for cancelled', async () => {
    const { session } = await giving({ status: 0 });
    const cancelling = byApi(capabilities.cancelWithdrawal)(session, withdrawal);
    await expect(cancelling).rejects.toMatchObject({ code: 'REQUEST_REJECTED' });
  });

  it('freezes a sub-account, its UID as a number', async () => {
    const { venue, session } = await giving({});
    await byApi(capabilities.stopSubAccountTransfers)(session, subAccount);
    expect(sentTo(venue)).toEqual([['/v5/user/frozen-sub-member', { subuid: 53888001, frozen: 1 }]]);
  });

  it.each(['', 'abc', '-1', '9007199254740993', '1e3'])('sends nothing for the UID %j', async (id) => {
    const { venue, session } = await giving({});
    const freezing = byApi(capabilities.stopSubAccountTransfers)(session, { ...subAccount, id });
    await expect(freezing).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    expect(venue.seen).toEqual([]);
  });
});

describe('keys', () => {
  const listed = (change: Partial<ListedKey> = {}): ListedKey => ({
    keyId: new Secret(keyRow.apiKey, 'test'),
    maskedKeyId: 'CANA…0001 (18)',
    subAccount: '53888000',
    label: known('UTA'),
    scopes: {} as ListedKey['scopes'],
    ipRestricted: 'granted',
    ipAllowlist: known(keyRow.ips),
    createdAt: known('2023-08-25T06:42:39.000Z'),
    expiresAt: unknown('test'),
    ...change,
  });
  const changed = (change: object = {}) =>
    ok({ readOnly: 1, ips: keyRow.ips, permissions: keyRow.permissions, ...change });

  it.each([
    ['of the main account', true, '/v5/user/delete-api'],
    ['of a sub-account, which must not name itself', false, '/v5/user/delete-sub-api'],
  ])('a key %s ends itself', async (_whose, isMaster, path) => {
    const { venue, session } = await at(({ method }) => ok(method === 'GET' ? { ...ownKey, isMaster } : {}));
    await byApi(capabilities.revokeKey)(session);
    expect(sentTo(venue)).toEqual([[path, {}]]);
    expect(venue.seen.at(-1)?.body).toBe('{}');
  });

  it.each<[string, Scripted]>([
    ['of another form', ok({})],
    ['of tomorrow', ok({ ...ownKey, readOnly: 'perhaps' })],
    ['refused', no(10006)],
    ['broken', { status: 502, body: html }],
  ])('a look at the key that is %s does not keep it alive', async (_how, look) => {
    const { venue, session } = await at(({ method }) => (method === 'GET' ? look : ok({})));
    await byApi(capabilities.revokeKey)(session);
    expect(sentTo(venue)).toEqual([['/v5/user/delete-api', {}]]);
  });

  it('a key without a permission of the wallet is refused, and how to do it by hand is there', async () => {
    const { session } = await at(({ method }) => (method === 'GET' ? ok(ownKey) : no(10005)));
    await expect(byApi(capabilities.revokeKey)(session)).rejects.toMatchObject({ code: 'SCOPE_MISSING' });
    for (const capability of [capabilities.revokeKey, capabilities.downgradeKey]) {
      if (capability.by !== 'api') throw new Error('not by API');
      expect(capability.needs).toEqual(['manage-keys']);
      expect(capability.note).toContain('Account Transfer');
      expect(new URL(capability.elseByHand?.page ?? '').host).toBe('www.bybit.com');
      expect(capability.elseByHand?.instructions.length).toBeGreaterThanOrEqual(3);
    }
  });

  it('a lost answer to the end of a key is no failure to end it', async () => {
    const { venue, session } = await at(({ method }) => (method === 'GET' ? ok(ownKey) : { does: 'reset' }));
    await expect(byApi(capabilities.revokeKey)(session)).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect(sentTo(venue).length).toBe(1);
  });

  it('the main account ends a key of a sub-account by naming it', async () => {
    const { venue, session } = await giving({});
    await byApi(capabilities.revokeSubAccountKey)(session, listed());
    expect(sentTo(venue)).toEqual([['/v5/user/delete-sub-api', { apikey: keyRow.apiKey }]]);
  });

  it('the main account’s key makes itself read-only and leaves its permissions alone', async () => {
    const { venue, session } = await at(({ method }) =>
      method === 'GET' ? ok(ownKey) : changed({ ips: ownKey.ips }),
    );
    await byApi(capabilities.downgradeKey)(session);
    expect(sentTo(venue)).toEqual([['/v5/user/update-api', { readOnly: 1 }]]);
  });

  it('a sub-account’s key sends its addresses and permissions again', async () => {
    const { venue, session } = await at(({ method }) =>
      method === 'GET' ? ok({ ...ownKey, isMaster: false }) : changed({ ips: ownKey.ips }),
    );
    await byApi(capabilities.downgradeKey)(session);
    expect(sentTo(venue)).toEqual([
      [
        '/v5/user/update-sub-api',
        { readOnly: 1, ips: '18.181.170.164,13.212.45.47', permissions: ownKey.permissions },
      ],
    ]);
  });

  it('a key of a sub-account is restricted with everything that it is listed with now', async () => {
    const now = { ...keyRow, ips: ['203.0.113.9'], permissions: { Spot: ['SpotTrade'], Wallet: [] } };
    const { venue, session } = await at(({ method, query }) => {
      if (method === 'POST') return changed({ ips: now.ips });
      return query.get('cursor') === null
        ? ok({ result: [{ ...keyRow, apiKey: 'CANARYother' }], nextPageCursor: 'two' })
        : ok({ result: [now], nextPageCursor: '' });
    });
    await byApi(capabilities.restrictSubAccountKey)(session, listed());
    expect(sentTo(venue)).toEqual([
      [
        '/v5/user/update-sub-api',
        {
          apikey: keyRow.apiKey,
          readOnly: 1,
          ips: '203.0.113.9',
          permissions: { Spot: ['SpotTrade'], Wallet: [] },
        },
      ],
    ]);
  });

  it('a key that was bound to nothing stays so, and says it', async () => {
    const { venue, session } = await at(({ method }) =>
      method === 'POST' ? changed({ ips: ['*'] }) : ok({ result: [{ ...keyRow, ips: ['*'] }] }),
    );
    await byApi(capabilities.restrictSubAccountKey)(session, listed({ ipAllowlist: known([]) }));
    expect(sentTo(venue)[0]?.[1]).toMatchObject({ ips: '*', readOnly: 1 });
  });

  it('sends nothing where the addresses are unknown: leaving them out would unbind the key', async () => {
    const unlisted = await giving({ result: [keyRow] });
    const key = listed({ ipAllowlist: unknown('the venue does not say') });
    const restrict = byApi(capabilities.restrictSubAccountKey);
    await expect(restrict(unlisted.session, key)).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    expect(unlisted.venue.seen).toEqual([]);
    // Known once, and no longer.
    const gone = await giving({ result: [{ ...keyRow, ips: [] }] });
    await expect(restrict(gone.session, listed())).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    expect(sentTo(gone.venue)).toEqual([]);
  });

  it('sends nothing for a key that is no longer listed', async () => {
    const { venue, session } = await giving({ result: [], nextPageCursor: '' });
    const restricting = byApi(capabilities.restrictSubAccountKey)(session, listed());
    await expect(restricting).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(sentTo(venue)).toEqual([]);
  });

  it.each([
    ['may still write', { readOnly: 0 }],
    ['has lost its addresses', { ips: ['*'] }],
  ])('does not take a reply for done whose key %s', async (_what, change) => {
    const { session } = await at(({ method }) =>
      method === 'POST' ? changed(change) : ok({ result: [keyRow] }),
    );
    const restricting = byApi(capabilities.restrictSubAccountKey)(session, listed());
    await expect(restricting).rejects.toMatchObject({ code: 'REQUEST_REJECTED' });
  });

  it('makes a key of a sub-account, and hides its parts', async () => {
    const { venue, session } = await giving({
      id: '16651283',
      note: 'bot',
      apiKey: 'CANARYnewKEY',
      readOnly: 0,
      secret: 'CANARYnewSECRET',
      permissions: {},
    });
    const made = await byApi(capabilities.createSubAccountKey)(session, {
      subAccount: '53888000',
      label: 'bot',
      scopes: ['read', 'spot-trade', 'futures'],
      ipAllowlist: ['203.0.113.7', '203.0.113.8'],
    });
    expect(sentTo(venue)).toEqual([
      [
        '/v5/user/create-sub-api',
        {
          subuid: 53888000,
          readOnly: 0,
          ips: '203.0.113.7,203.0.113.8',
          permissions: { Spot: ['SpotTrade'], ContractTrade: ['Order', 'Position'] },
          note: 'bot',
        },
      ],
    ]);
    expect(made.parts['apiKey']?.reveal()).toBe('CANARYnewKEY');
    expect(made.parts['secret']?.reveal()).toBe('CANARYnewSECRET');
    expect(JSON.stringify(made)).not.toContain('CANARYnew');
    expect(capabilities.createSubAccountKey).toMatchObject({ repeatable: false });
  });

  it('gives a key for reading none of the wallet’s permissions: they would let it change itself', async () => {
    const { venue, session } = await giving({ note: '', apiKey: 'a', secret: 'b' });
    const wanted = { subAccount: '1', label: 'reader', scopes: ['read'] as const, ipAllowlist: [] };
    await byApi(capabilities.createSubAccountKey)(session, wanted);
    const [, body] = sentTo(venue)[0] ?? [];
    expect(body).toMatchObject({ readOnly: 1 });
    expect(body).not.toHaveProperty('ips');
    expect(body).not.toHaveProperty('permissions.Wallet');
  });

  it.each(['withdraw', 'manage-keys', 'manage-addresses'] as const)(
    'sends nothing for a key with the scope %s',
    async (scope) => {
      const { venue, session } = await giving({});
      const wanted = { subAccount: '1', label: 'x', scopes: [scope], ipAllowlist: [] };
      const making = byApi(capabilities.createSubAccountKey)(session, wanted);
      await expect(making).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
      expect(venue.seen).toEqual([]);
    },
  );

  it('every name in a body is open but the id of the key', () => {
    const names = [
      ...Object.keys(ownKey.permissions),
      'readOnly',
      'ips',
      'subuid',
      'note',
      'frozen',
      'strategyId',
    ];
    expect(bybit.capture.openParameters).toEqual(expect.arrayContaining(names));
  });
});

// ---------------------------------------------------------------- recorded replies

const recorded = readFixture('ccxt-static/response/bybit.json') as
  { methods: Record<string, { description: string; httpResponse: unknown }[]> } | undefined;
const recordedFor: [string, ReadName, (category: string) => string][] = [
  ['fetchMyTrades', 'listTrades', (category) => (category === 'option' ? 'option/BTC' : category)],
  ['fetchFundingHistory', 'listTrades', (category) => category],
  ['fetchClosedOrders', 'listOrders', (category) => category],
  ['fetchOrder', 'listOrders', (category) => category],
  ['fetchOpenOrder', 'listOpenOrders', () => 'linear/USDT'],
  ['fetchPositions', 'listPositions', () => 'linear/USDT'],
  ['fetchPosition', 'listPositions', () => 'inverse'],
  ['fetchBalance', 'listBalances', () => 'UNIFIED'],
  ['fetchLedger', 'listLedger', () => 'UNIFIED'],
  ['fetchTransfers', 'listTransfers', () => 'same account'],
  ['fetchTickers', 'listMarketPrices', (category) => (category === 'option' ? 'option/BTC' : category)],
];

describe('recorded replies', () => {
  skippedWithoutFixtures('recorded Bybit replies', recordedFor.length);
  it.runIf(fixturesExist).each(recordedFor)(
    '%s: every row is read by %s',
    async (method, name, sectionFor) => {
      for (const { description, httpResponse } of recorded?.methods[method] ?? []) {
        const { result } = httpResponse as { result: { category?: string; list: unknown[] } };
        const { session } = await replying(httpResponse);
        const section = sectionFor(result.category ?? 'linear');
        const page = await read(name, session, { section });
        if (name !== 'listBalances') expect(page.received, description).toBe(result.list.length);
        // Empty positions and what was never traded are no rows.
        const mayBeNone = name === 'listPositions' || name === 'listMarketPrices';
        if (!mayBeNone) expect(page.rows.length, description).toBe(page.received);
      }
    },
  );
});
