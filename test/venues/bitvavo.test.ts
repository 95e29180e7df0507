import { afterEach, describe, expect, it } from 'vitest';
import { createBudget } from '../../src/acquisition/budget.ts';
import { readAll } from '../../src/acquisition/pager.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { Credential } from '../../src/domain/account.ts';
import type { OpenOrder } from '../../src/domain/trading.ts';
import { bitvavo } from '../../src/venues/bitvavo/index.ts';
import type { ByApi, Capability, PageRequest, ReadPages, Session } from '../../src/venues/index.ts';
import { fixturesExist, readFixture, skippedWithoutFixtures } from '../recorded/fixtures.ts';
import { bitvavoVectors } from '../vectors/bitvavo.ts';
import { machineClock, steppedClock } from './clocks.ts';
import { apiKey, apiSecret, html, sessionTo, startScriptedVenue, testCredential } from './scripted-venue.ts';
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
  const { session } = await sessionTo(venue.port, { venue: bitvavo, credential: testCredential() });
  return { venue, session };
}

const json = (body: unknown): Scripted => ({ body: typeof body === 'string' ? body : JSON.stringify(body) });
const replying = (body: unknown) => at(() => json(body));
const refusing = (status: number, errorCode: number): Scripted => ({
  status,
  body: JSON.stringify({ errorCode, error: 'no' }),
});

/** A capability that must be by API. */
function api<Run>(capability: Capability<Run>): ByApi<Run> {
  if (capability.by !== 'api') throw new Error('not by API');
  return capability;
}
const byApi = <Run>(capability: Capability<Run>): Run => api(capability).run;

const { capabilities } = bitvavo;
const reads = {
  listOpenOrders: byApi(capabilities.listOpenOrders),
  listBalances: byApi(capabilities.listBalances),
  listTrades: byApi(capabilities.listTrades),
  listOrders: byApi(capabilities.listOrders),
  listWithdrawals: byApi(capabilities.listWithdrawals),
  listDeposits: byApi(capabilities.listDeposits),
  listTransfers: byApi(capabilities.listTransfers),
  listLedger: byApi(capabilities.listLedger),
  listSubAccounts: byApi(capabilities.listSubAccounts),
  listMarketPrices: byApi(capabilities.listMarketPrices),
};
const readNames = Object.keys(reads) as (keyof typeof reads)[];

const subAccount = '3fa85f64-5717-4562-b3fc-2c963f66afa6';
const read = (name: keyof typeof reads, session: Session, request: PageRequest = {}) =>
  reads[name].page(session, { symbol: 'BTC-EUR', section: subAccount, ...request });

const day = { from: '2026-03-01T00:00:00.000Z', to: '2026-03-01T23:59:59.999Z' };
const start = '1772323200000';
const end = '1772409599999';
const emptyPage = { items: [], currentPage: 0, totalPages: 0, maxItems: 100 };

describe('what each read sends', () => {
  it.each<[keyof typeof reads, PageRequest, string, Record<string, string>]>([
    ['listOpenOrders', {}, '/v2/ordersOpen', {}],
    ['listBalances', {}, '/v2/balance', {}],
    ['listBalances', { cursor: 'staked' }, '/v2/stakingBalance', {}],
    ['listTrades', {}, '/v2/trades', { market: 'BTC-EUR', limit: '1000' }],
    ['listTrades', day, '/v2/trades', { market: 'BTC-EUR', limit: '1000', start, end }],
    [
      'listTrades',
      { ...day, cursor: '108c3633-0276-4480-a902-17a01829deae' },
      '/v2/trades',
      { market: 'BTC-EUR', limit: '1000', start, end, tradeIdTo: '108c3633-0276-4480-a902-17a01829deae' },
    ],
    [
      'listOrders',
      { ...day, cursor: '1be6d0df-d5dc-4b53-a250-3376f3b393e6' },
      '/v2/orders',
      { market: 'BTC-EUR', limit: '1000', start, end, orderIdTo: '1be6d0df-d5dc-4b53-a250-3376f3b393e6' },
    ],
    ['listWithdrawals', {}, '/v2/withdrawalHistory', { limit: '1000' }],
    ['listWithdrawals', day, '/v2/withdrawalHistory', { limit: '1000', start, end }],
    [
      'listWithdrawals',
      { ...day, cursor: '1772400000001' },
      '/v2/withdrawalHistory',
      { limit: '1000', start, end: '1772400000001' },
    ],
    ['listDeposits', day, '/v2/depositHistory', { limit: '1000', start, end }],
    [
      'listTransfers',
      day,
      '/v2/subaccounts/transfers',
      { subaccountId: subAccount, limit: '25', start, end },
    ],
    ['listLedger', {}, '/v2/account/history', { page: '1', maxItems: '100' }],
    [
      'listLedger',
      { ...day, cursor: '7' },
      '/v2/account/history',
      { fromDate: start, toDate: end, page: '7', maxItems: '100' },
    ],
    ['listSubAccounts', {}, '/v2/subaccounts', {}],
    ['listSubAccounts', { cursor: '2' }, '/v2/subaccounts', { page: '2' }],
  ])('%s %j', async (name, request, path, params) => {
    const { venue, session } = await replying(/account/.test(path) ? emptyPage : []);
    const page = await read(name, session, request);
    const [seen] = venue.seen;
    expect(venue.seen.length).toBe(1);
    expect(`${seen?.method} ${seen?.path}`).toBe(`GET ${path}`);
    expect(Object.fromEntries(seen?.query ?? [])).toEqual(params);
    expect(page.request).toEqual(params);
    expect(seen?.headers['bitvavo-access-key']).toBe(apiKey);
    expect(seen?.headers['bitvavo-access-window']).toBe('10000');
  });

  it('asks for public prices without key and signature', async () => {
    const { venue, session } = await replying([{ market: 'BTC-EUR', price: '34243' }]);
    expect((await read('listMarketPrices', session)).rows).toMatchObject([
      { symbol: 'BTC-EUR', price: '34243' },
    ]);
    expect(venue.seen[0]).toMatchObject({ path: '/v2/ticker/price', rawQuery: '' });
    expect(venue.seen[0]?.headers['bitvavo-access-key']).toBeUndefined();
  });

  it('puts nothing into the open lists that it does not send, and sends no parameter outside them', () => {
    const { openParameters, openRequestHeaders } = bitvavo.capture;
    expect(openParameters).toEqual(expect.arrayContaining(['operatorId', 'tradeIdTo', 'subaccountId']));
    expect(openRequestHeaders).not.toContain('bitvavo-access-signature');
    expect(openRequestHeaders).not.toContain('bitvavo-access-key');
  });

  it('asks for trades and orders a day at a time, as the reference demands', () => {
    for (const list of [reads.listTrades, reads.listOrders]) {
      expect(list.paging).toMatchObject({
        style: 'time-window',
        inside: 'cursor',
        windowMs: 86_399_999,
        bySymbol: true,
      });
    }
  });
});

describe.each(bitvavoVectors.signatures)('signs as printed: $from', (vector) => {
  it(`${vector.request.method} ${vector.request.path}`, async () => {
    const venue = await startScriptedVenue(() => json({}));
    open.push(venue);
    const parts = Object.fromEntries(
      Object.entries(vector.parts).map(([name, part]) => [name, new Secret(part, 'test')]),
    );
    const credential: Credential = { holder: 'suspect', label: 'vector', parts };
    const clock = steppedClock(new Date(vector.atMs).toISOString());
    const { session } = await sessionTo(venue.port, { venue: bitvavo, credential, clock });
    await session.call(vector.call.endpoint, vector.call.params, 'signing');
    const [seen] = venue.seen;
    expect(seen?.method).toBe(vector.request.method);
    expect(seen?.path).toBe(vector.request.path);
    expect(seen?.rawQuery).toBe(vector.request.query ?? '');
    expect(seen?.body).toBe(vector.request.body ?? '');
    expect(seen?.headers).toMatchObject({
      ...vector.request.headers,
      'bitvavo-access-signature': vector.signature.value,
    });
  });
});

describe('a reply of another form is never taken for "none"', () => {
  const forms: [string, string][] = [
    ['{}', '{}'],
    ['a list of something else', '{"rows":[]}'],
    ['rows that are no objects', '["B","T","C"]'],
    ['rows without fields', '[{}]'],
    ['items without fields', '{"items":[{}],"currentPage":1,"totalPages":1}'],
    ['items that are null', '{"items":null,"currentPage":1,"totalPages":1}'],
    ['null rows', '[null]'],
    ['an HTML page', html],
    ['null', 'null'],
    ['a failure under another name', '{"error":"nope"}'],
  ];
  it.each(readNames.flatMap((name) => forms.map(([form, body]) => [name, form, body] as const)))(
    '%s: %s',
    async (name, _form, body) => {
      const { session } = await replying(body);
      await expect(read(name, session)).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
    },
  );

  it.each(['ledger', 'sub-accounts'])('pages of the %s must be numbered', async (which) => {
    const { session } = await replying({ items: [] });
    const name = which === 'ledger' ? 'listLedger' : 'listSubAccounts';
    await expect(read(name, session)).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
  });
});

describe('what rows become', () => {
  const order = {
    orderId: '1be6d0df-d5dc-4b53-a250-3376f3b393e6',
    clientOrderId: '2be7d0df-d8dc-7b93-a550-8876f3b393e9',
    market: 'BTC-EUR',
    created: 1706100650751,
    updated: '1706100650752',
    status: 'new',
    side: 'buy',
    orderType: 'limit',
    amount: '10',
    amountRemaining: '10',
    price: '7000',
    filledAmount: '0',
    filledAmountQuote: '0',
    feePaid: '0',
    feeCurrency: 'EUR',
    fills: [],
    operatorId: 543462,
  };

  it('an open order', async () => {
    const { session } = await replying([order]);
    expect((await read('listOpenOrders', session)).rows).toEqual([
      {
        id: '1be6d0df-d5dc-4b53-a250-3376f3b393e6',
        clientOrderId: '2be7d0df-d8dc-7b93-a550-8876f3b393e9',
        symbol: 'BTC-EUR',
        side: 'buy',
        type: 'limit',
        price: '7000',
        amount: '10',
        filled: '0',
        createdAt: '2024-01-24T12:50:50.751Z',
      },
    ]);
  });

  it('a stop over an amount of euros: no base amount, no price, a trigger', async () => {
    const { amount: _amount, price: _price, clientOrderId: _id, ...bare } = order;
    const { session } = await replying([
      {
        ...bare,
        orderType: 'stopLoss',
        status: 'awaitingTrigger',
        amountQuote: '5000',
        triggerPrice: '4000',
      },
    ]);
    expect((await read('listOpenOrders', session)).rows).toMatchObject([
      {
        clientOrderId: '',
        type: 'stopLoss, over 5000 of the quote asset',
        price: '0',
        amount: '0',
        triggerPrice: '4000',
      },
    ]);
  });

  it.each([
    ['new', 'open'],
    ['awaitingTrigger', 'open'],
    ['partiallyFilled', 'partly-filled'],
    ['filled', 'filled'],
    ['canceledMarketProtection', 'cancelled'],
    ['expired', 'expired'],
    ['frozenByAI', 'unknown'],
    ['toString', 'unknown'],
  ])('an order that is %s is %s, and the venue’s own word is kept', async (status, word) => {
    const { session } = await replying([{ ...order, status }]);
    expect((await read('listOrders', session)).rows).toMatchObject([
      { status: word, venueStatus: status, updatedAt: '2024-01-24T12:50:50.752Z' },
    ]);
  });

  const trade = {
    id: '66aaa9c7-c9e9-4920-8629-d0e878d9cc3d',
    orderId: 'af596202-5712-4453-81fa-41bdca71e7b4',
    timestamp: '1700130652275',
    market: 'BTC-EUR',
    side: 'sell',
    amount: '0.00020002',
    price: '34469',
    taker: true,
    fee: '0.02448938',
    feeCurrency: 'EUR',
    settled: true,
    clientOrderId: '123b3e62-bb61-41db-8425-cbc541c05fe9',
  };

  it('a trade, with what it cost to the last digit', async () => {
    const { session } = await replying([trade]);
    expect((await read('listTrades', session)).rows).toEqual([
      {
        id: '66aaa9c7-c9e9-4920-8629-d0e878d9cc3d',
        orderId: 'af596202-5712-4453-81fa-41bdca71e7b4',
        clientOrderId: { known: true, value: '123b3e62-bb61-41db-8425-cbc541c05fe9' },
        symbol: 'BTC-EUR',
        side: 'sell',
        price: '34469',
        amount: '0.00020002',
        quoteAmount: '6.89448938',
        fee: '0.02448938',
        feeAsset: 'EUR',
        isMaker: false,
        at: '2023-11-16T10:30:52.275Z',
      },
    ]);
  });

  it('a trade that is not settled has no fee yet, which is not "no fee"', async () => {
    const { fee: _fee, feeCurrency: _currency, clientOrderId: _id, ...bare } = trade;
    const { session } = await replying([{ ...bare, settled: false, taker: false }]);
    expect((await read('listTrades', session)).rows).toMatchObject([
      { fee: '', feeAsset: '', isMaker: true, clientOrderId: { known: false } },
    ]);
  });

  it('the same id in two markets is two orders and two trades', () => {
    const [a, b] = ['BTC-EUR', 'ETH-EUR'].map((symbol) => ({ symbol, id: order.orderId }));
    for (const list of [reads.listOpenOrders, reads.listOrders, reads.listTrades]) {
      const idOf = list.idOf as (row: unknown) => string;
      expect(idOf(a)).not.toBe(idOf(b));
    }
  });

  it('balances: what can be traded, then what is staked', async () => {
    const { session } = await at(({ path }) =>
      json(
        path.endsWith('/balance')
          ? [{ symbol: 'BTC', available: '1.57593193', inOrder: '0.74832374' }]
          : [{ symbol: 'BTC', amount: '0.99994' }],
      ),
    );
    const first = await read('listBalances', session);
    expect(first.nextCursor).toBe('staked');
    const second = await read('listBalances', session, { cursor: 'staked' });
    expect(second.nextCursor).toBeUndefined();
    expect([...first.rows, ...second.rows]).toEqual([
      { wallet: 'spot', asset: 'BTC', free: '1.57593193', locked: '0.74832374' },
      { wallet: 'fixed staking', asset: 'BTC', free: '0', locked: '0.99994' },
    ]);
  });

  const withdrawal = {
    timestamp: 1542967486256,
    symbol: 'BTC',
    amount: '0.99994',
    address: 'BitcoinAddress',
    paymentId: '10002653',
    txId: '927b3ea50c5bb52c6854152d305dfa1e27fc01d10464cf10825d96d69d235eb3\n',
    fee: '0.00006',
    status: 'awaiting_processing',
  };

  it('a withdrawal', async () => {
    const { session } = await replying([withdrawal]);
    expect((await read('listWithdrawals', session)).rows).toEqual([
      {
        id: '2018-11-23T10:04:46.256Z BTC 0.99994 BitcoinAddress 10002653',
        asset: 'BTC',
        amount: '0.99994',
        fee: { known: true, value: '0.00006' },
        address: 'BitcoinAddress',
        tag: '10002653',
        network: '',
        txId: { known: true, value: '927b3ea50c5bb52c6854152d305dfa1e27fc01d10464cf10825d96d69d235eb3' },
        status: 'requested',
        venueStatus: 'awaiting_processing',
        internal: false,
        requestedAt: '2018-11-23T10:04:46.256Z',
        completedAt: { known: false, why: expect.stringContaining('Bitvavo') },
      },
    ]);
  });

  it('a withdrawal keeps its id when it is sent: the read-back finds it again', async () => {
    const { session: before } = await replying([{ ...withdrawal, txId: undefined }]);
    const { session: after } = await replying([{ ...withdrawal, status: 'canceled' }]);
    const [a] = (await reads.listWithdrawals.page(before, {})).rows;
    const [b] = (await reads.listWithdrawals.page(after, {})).rows;
    expect(a?.id).toBe(b?.id);
    expect(b?.status).toBe('cancelled');
  });

  it('two withdrawals that are alike in everything are two', async () => {
    const { session } = await replying([withdrawal, withdrawal, { ...withdrawal, amount: '1' }]);
    const ids = (await reads.listWithdrawals.page(session, {})).rows.map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
  });

  it('deposits of an asset, as recorded and as documented, and of a bank', async () => {
    const { session } = await replying([
      {
        timestamp: '1697559267000',
        symbol: 'USDT',
        amount: '989.7037',
        fee: '0',
        status: 'completed',
        txId: '0x67',
        address: '0x03',
      },
      {
        timestamp: 1706609321000,
        symbol: 'BTC',
        amount: '0.99994',
        address: '14qV',
        paymentId: '10002653',
        txId: '927b',
        fee: '0.000063',
      },
      {
        timestamp: 1706609321000,
        symbol: 'EUR',
        amount: '500',
        fee: '0',
        status: 'canceled',
        address: 'NL89BANK0123456789',
      },
    ]);
    expect((await read('listDeposits', session)).rows).toMatchObject([
      {
        asset: 'USDT',
        status: 'completed',
        txId: { known: true, value: '0x67' },
        at: '2023-10-17T16:14:27.000Z',
      },
      { asset: 'BTC', status: 'unknown', venueStatus: '', tag: '10002653' },
      { asset: 'EUR', status: 'cancelled', txId: { known: false }, address: 'NL89BANK0123456789' },
    ]);
  });

  const item = {
    transactionId: '5f5e7b3b-4f5b-4b2d-8b2f-4f2b5b3f5e5f',
    executedAt: '2021-01-01T00:00:00.000Z',
    type: 'sell',
    priceCurrency: 'EUR',
    priceAmount: '1000.00',
    sentCurrency: 'BTC',
    sentAmount: '0.10',
    receivedCurrency: 'EUR',
    receivedAmount: '1000.00',
    feesCurrency: 'EUR',
    feesAmount: '0.01',
    address: null,
  };
  const paged = (...items: unknown[]) => ({ items, currentPage: 1, totalPages: 1, maxItems: 100 });

  it('a transaction of the ledger is a row for each asset that it moved', async () => {
    const { session } = await replying(paged(item));
    const page = await read('listLedger', session);
    expect(page.received).toBe(1);
    expect(page.rows).toMatchObject([
      {
        id: `${item.transactionId}/sent`,
        asset: 'BTC',
        change: '-0.10',
        fee: { known: false },
        kind: 'sell',
        at: '2021-01-01T00:00:00.000Z',
      },
      {
        id: `${item.transactionId}/received`,
        asset: 'EUR',
        change: '1000.00',
        fee: { known: true, value: '0.01' },
        balanceAfter: { known: false },
        reference: { known: false },
      },
    ]);
  });

  it('a withdrawal of the ledger has one side, a fee in a third asset a row of its own', async () => {
    const { session } = await replying(
      paged(
        { ...item, type: 'withdrawal', receivedCurrency: null, receivedAmount: null, address: 'bc1q' },
        { ...item, feesCurrency: 'BEST' },
        { transactionId: 'x', executedAt: item.executedAt, type: 'rebate' },
      ),
    );
    expect((await read('listLedger', session)).rows).toMatchObject([
      { asset: 'BTC', change: '-0.10', reference: { known: true, value: 'bc1q' } },
      { asset: 'EUR', change: '0', fee: { known: true, value: '0.01' } },
      { asset: 'BTC' },
      { asset: 'EUR' },
      { asset: 'BEST', change: '0', fee: { known: true, value: '0.01' } },
      { id: 'x/fee', kind: 'rebate', change: '0' },
    ]);
  });

  it('sub-accounts and what moved between them and the main account', async () => {
    const listed = { id: subAccount, type: 'spot', status: 'open', label: 'string' };
    const { session } = await replying(paged(listed, { id: 'b', status: 'closed' }, { id: 'c' }));
    expect((await read('listSubAccounts', session)).rows).toMatchObject([
      { id: subAccount, label: 'string', frozen: false, mayTransferOut: 'unknown' },
      { id: 'b', frozen: true },
      { id: 'c', label: '', frozen: 'unknown' },
    ]);

    const transfer = {
      transferId: '4fa85f64-5717-4562-b3fc-2c963f66afa6',
      clientRequestId: '5fa85f64-5717-4562-b3fc-2c963f66afa6',
      subaccountId: subAccount,
      direction: 'masterToSub',
      symbol: 'BTC',
      amount: '0.1',
      status: 'completed',
      createdAt: '1700000000000',
    };
    const { session: other } = await replying({
      items: [transfer, { ...transfer, direction: 'subToMaster', status: 'pending' }],
      start: 0,
      end: 0,
      limit: 25,
    });
    expect((await read('listTransfers', other)).rows).toMatchObject([
      {
        id: transfer.transferId,
        from: 'main account',
        to: subAccount,
        status: 'completed',
        at: '2023-11-14T22:13:20.000Z',
      },
      { from: subAccount, to: 'main account', status: 'processing', venueStatus: 'pending' },
    ]);
  });

  it.each([
    ['seconds', 1_499_865_549],
    ['microseconds', 1_499_865_549_590_000],
    ['text', 'soon'],
  ])('a time in %s is refused, not shown as another year', async (_name, timestamp) => {
    const { session } = await replying([{ ...trade, timestamp }]);
    await expect(read('listTrades', session)).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
  });
});

describe('replies that others recorded', () => {
  const recorded = [
    ['fetchOrders', 'listOrders'],
    ['fetchMyTrades', 'listTrades'],
    ['fetchBalance', 'listBalances'],
    ['fetchDeposits', 'listDeposits'],
    ['fetchLedger', 'listLedger'],
    ['fetchAccounts', 'listSubAccounts'],
    ['fetchTransfers', 'listTransfers'],
  ] as const;
  skippedWithoutFixtures('bitvavo', recorded.length);
  it.runIf(fixturesExist).each(recorded)('%s: no row is lost', async (method, name) => {
    const { methods } = readFixture('ccxt-static/response/bitvavo.json') as {
      methods: Record<string, { httpResponse: unknown[] | { items: unknown[] } }[]>;
    };
    for (const { httpResponse } of methods[method] ?? []) {
      const count = Array.isArray(httpResponse) ? httpResponse.length : httpResponse.items.length;
      const { session } = await replying(httpResponse);
      const page = await read(name, session);
      expect(page.received).toBe(count);
      expect(page.rows.length).toBeGreaterThanOrEqual(count);
    }
    expect(methods[method]?.length).toBeGreaterThan(0);
  });
});

/** Reads a whole list as the program does. */
const whole = <Row>(capability: Capability<ReadPages<Row>>, session: Session, symbols: string[] = []) =>
  readAll({
    capability: api(capability),
    session,
    query: { from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T12:00:00.000Z', symbols },
    budget: createBudget({ limits: [], clock: machineClock }),
    clock: machineClock,
    signal: AbortSignal.timeout(20_000),
  });

const t0 = Date.UTC(2026, 2, 2, 10);

describe('turning pages of a list that has no ids', () => {
  interface Row {
    timestamp: number;
    amount: string;
  }
  /** The venue's histories: newest first, `end` counting itself in or not. */
  const history =
    (rows: readonly Row[], { inclusive }: { inclusive: boolean }, size = 1000) =>
    ({ query }: SeenRequest): Scripted => {
      const start = Number(query.get('start') ?? 0);
      const end = Number(query.get('end') ?? Infinity);
      const found = rows
        .filter(({ timestamp }) => timestamp >= start && (inclusive ? timestamp <= end : timestamp < end))
        .sort((a, b) => b.timestamp - a.timestamp)
        .slice(0, Math.min(size, Number(query.get('limit'))));
      return json(
        found.map((row) => ({ symbol: 'BTC', fee: '0', status: 'completed', address: 'bc1q', ...row })),
      );
    };
  const many = (count: number, timestampOf: (i: number) => number): Row[] =>
    Array.from({ length: count }, (_, i) => ({ timestamp: timestampOf(i), amount: String(i + 1) }));

  describe.each([{ inclusive: true }, { inclusive: false }])('where "end" is %j', (way) => {
    it('every row comes once, also where a page ends within a millisecond', async () => {
      // Seven rows a millisecond: 1000 is no multiple of seven.
      const rows = many(2_600, (i) => t0 - Math.floor(i / 7));
      const { venue, session } = await at(history(rows, way));
      const { listing } = await whole(capabilities.listWithdrawals, session);
      expect(listing.rows.length).toBe(2_600);
      expect(listing.stop).toBe('last-cursor');
      expect(listing.coverage.holes).toEqual([]);
      expect(venue.seen.length).toBeLessThan(6);
    });

    it('rows that are alike are counted as many, on whatever page they stand', async () => {
      const rows = many(1_003, (i) => t0 - Math.floor(i / 4)).map((row) => ({ ...row, amount: '1' }));
      const { session } = await at(history(rows, way));
      expect((await whole(capabilities.listWithdrawals, session)).listing.rows.length).toBe(1_003);
    });

    it('a page full of one millisecond does not loop, keeps the older rows, and is not called complete', async () => {
      const rows = [...many(1_200, () => t0), ...many(30, (i) => t0 - 1 - i)];
      const { venue, session } = await at(history(rows, way));
      const { listing } = await whole(capabilities.listDeposits, session);
      // A thousand of that moment is all that anybody can ask for.
      expect(listing.rows.length).toBe(1_030);
      expect(listing.stop).toBe('failed');
      expect(listing.coverage.holes).toMatchObject([{ why: 'the venue cut its reply short' }]);
      expect(venue.seen.length).toBeLessThan(6);
    });

    it('a server that sends its default of 500 instead of 1000 loses nothing', async () => {
      const rows = many(1_300, (i) => t0 - i * 1_000);
      const { session } = await at(history(rows, way, 500));
      const { listing } = await whole(capabilities.listDeposits, session);
      expect(listing.rows.length).toBe(1_300);
      expect(listing.coverage.holes).toEqual([]);
    });
  });

  it('a server that ignores "start" is left when its rows are older than asked', async () => {
    const rows = many(5_000, (i) => t0 - i * 60_000);
    const { venue, session } = await at((request) => {
      request.query.delete('start');
      return history(rows, { inclusive: true })(request);
    });
    const { listing } = await whole(capabilities.listDeposits, session);
    expect(listing.stop).toBe('window-end');
    // Beyond the asked time, and kept: they are evidence, too.
    expect(listing.rows.length).toBeGreaterThan(34 * 60);
    expect(venue.seen.length).toBe(3);
  });

  it('a server that ignores "end" ends as a hole, not as a loop', async () => {
    const rows = many(2_000, (i) => t0 - i);
    const { venue, session } = await at((request) => {
      request.query.delete('end');
      return history(rows, { inclusive: true })(request);
    });
    const { listing } = await whole(capabilities.listDeposits, session);
    expect(listing.stop).toBe('failed');
    expect(listing.coverage.holes.length).toBe(1);
    expect(venue.seen.length).toBeLessThan(6);
  });

  it('a full page that comes oldest first is a hole: where it goes on is not known', async () => {
    const items = Array.from({ length: 25 }, (_, i) => ({
      transferId: `t${i}`,
      subaccountId: subAccount,
      direction: 'masterToSub',
      symbol: 'BTC',
      amount: '1',
      status: 'completed',
      createdAt: t0 + i,
    }));
    const { session } = await at(({ path }) =>
      json(path.endsWith('/transfers') ? { items } : { ...emptyPage, items: [{ id: subAccount }] }),
    );
    const { listing } = await whole(capabilities.listTransfers, session);
    expect(listing.rows.length).toBe(25);
    expect(listing.stop).toBe('failed');
  });
});

describe('turning the other pages', () => {
  it.each([{ includesItself: true }, { includesItself: false }])(
    'trades of a day, up to the last id ($includesItself), every one once',
    async ({ includesItself }) => {
      const trades = Array.from({ length: 2_300 }, (_, i) => ({
        id: `trade-${i}`,
        orderId: 'o',
        timestamp: t0 - i * 1_000,
        market: 'BTC-EUR',
        side: 'buy',
        amount: '1',
        price: '2',
        taker: true,
      }));
      const { venue, session } = await at(({ query }) => {
        const upTo = query.get('tradeIdTo');
        const from = upTo === null ? 0 : Number(upTo.split('-')[1]) + (includesItself ? 0 : 1);
        const start = Number(query.get('start'));
        const end = Number(query.get('end'));
        expect(end - start).toBeLessThan(24 * 60 * 60 * 1000);
        const inside = trades.slice(from).filter(({ timestamp }) => timestamp >= start && timestamp <= end);
        return json(inside.slice(0, 1000));
      });
      const { listing } = await whole(capabilities.listTrades, session, ['BTC-EUR']);
      expect(listing.rows.length).toBe(2_300);
      expect(listing.coverage.holes).toEqual([]);
      expect(venue.seen.length).toBeLessThan(6);
    },
  );

  it('a server that ignores tradeIdTo ends as a hole', async () => {
    const trades = Array.from({ length: 1_000 }, (_, i) => ({
      id: `t${i}`,
      orderId: 'o',
      timestamp: t0 - i,
      market: 'BTC-EUR',
      side: 'buy',
      amount: '1',
      price: '2',
      taker: true,
    }));
    const { session } = await replying(trades);
    const { listing } = await whole(capabilities.listTrades, session, ['BTC-EUR']);
    expect(listing.stop).toBe('failed');
  });

  it('the ledger to its last page', async () => {
    const { venue, session } = await at(({ query }) => {
      const page = Number(query.get('page'));
      const items = [{ transactionId: `t${page}`, executedAt: '2026-03-02T00:00:00Z', type: 'loan' }];
      return json({ items, currentPage: page, totalPages: 3, maxItems: 100 });
    });
    const { listing } = await whole(capabilities.listLedger, session);
    expect(listing.rows.map(({ id }) => id)).toEqual(['t1/fee', 't2/fee', 't3/fee']);
    expect(venue.seen.map(({ query }) => query.get('page'))).toEqual(['1', '2', '3']);
    expect(new Set(venue.seen.map(({ query }) => query.get('toDate'))).size).toBe(1);
  });

  it('transfers of every sub-account, from every page of them', async () => {
    const { venue, session } = await at(({ path, query }) => {
      if (path.endsWith('/transfers')) return json({ items: [], start: 0, end: 0, limit: 25 });
      const page = Number(query.get('page') ?? 1);
      return json({ items: [{ id: `sub${page}` }], currentPage: page, totalPages: 2, maxItems: 1 });
    });
    const { listing } = await whole(capabilities.listTransfers, session);
    expect(listing.coverage.holes).toEqual([]);
    expect(venue.seen.map(({ query }) => query.get('subaccountId') ?? 'list')).toEqual([
      'list',
      'list',
      'sub1',
      'sub2',
    ]);
  });

  it('an account without sub-accounts has none, shown by an exchange; and no hole', async () => {
    const { venue, session } = await replying(emptyPage);
    const { listing } = await whole(capabilities.listTransfers, session);
    expect(listing).toMatchObject({ rows: [], stop: 'last-cursor', coverage: { holes: [] } });
    expect(listing.pages.length).toBe(1);
    expect(venue.seen.every(({ path }) => path === '/v2/subaccounts')).toBe(true);
  });

  it.each<[string, unknown]>([
    ['do not end', { items: [{ id: 'a' }], currentPage: 1, totalPages: 2 }],
    ['are more than anyone has', { items: [{ id: 'a' }], currentPage: 1, totalPages: 5_000 }],
  ])('pages of sub-accounts that %s are a failure, not a loop', async (_name, body) => {
    const { session } = await replying(body);
    const { listing, failure } = await whole(capabilities.listTransfers, session);
    expect(failure?.code).toBe('REPLY_NOT_UNDERSTOOD');
    expect(listing.stop).toBe('failed');
  });
});

describe('what a refusal means', () => {
  const introspect = byApi(capabilities.introspectKey);
  const cancelAll = byApi(capabilities.cancelAllOrders);

  it.each<[number, number, string]>([
    [403, 305, 'KEY_UNKNOWN'],
    [403, 301, 'KEY_MALFORMED'],
    [403, 302, 'CLOCK_SKEW'],
    [403, 303, 'CLOCK_SKEW'],
    [403, 304, 'CLOCK_SKEW'],
    [403, 306, 'SCOPE_MISSING'],
    [403, 307, 'IP_NOT_ALLOWED'],
    [403, 308, 'SIGNATURE_REJECTED'],
    [403, 309, 'SIGNATURE_REJECTED'],
    [403, 310, 'SCOPE_MISSING'],
    [403, 311, 'SCOPE_MISSING'],
    [403, 312, 'SCOPE_MISSING'],
    [403, 317, 'ACCOUNT_FROZEN'],
    [403, 319, 'REGION_BLOCKED'],
    [429, 105, 'RATE_LIMITED'],
    // The page on rate limits says 110, which elsewhere is a wrong address of an endpoint.
    [429, 110, 'RATE_LIMITED'],
    [404, 110, 'REQUEST_REJECTED'],
    [503, 107, 'VENUE_DOWN'],
    [503, 109, 'VENUE_DOWN'],
    [400, 205, 'REQUEST_REJECTED'],
    [400, 999, 'REQUEST_REJECTED'],
  ])('HTTP %i with %i on a read: %s', async (status, errorCode, code) => {
    const { session } = await at(() => refusing(status, errorCode));
    await expect(introspect(session)).rejects.toMatchObject({
      code,
      failure: { venueCode: String(errorCode), httpStatus: status },
    });
  });

  it.each([
    [503, 109],
    [503, 107],
    [500, 101],
    [500, 400],
    [400, 400],
  ])('HTTP %i with %i on an act: it may have happened', async (status, errorCode) => {
    const { session } = await at(() => refusing(status, errorCode));
    await expect(cancelAll(session)).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  });

  it.each<[string, unknown]>([
    ['under HTTP 200', { errorCode: 305, error: 'API key is not active.' }],
    ['as text', { errorCode: '305', error: 'API key is not active.' }],
    ['in a list', [{ orderId: 'a' }, { errorCode: 305, error: 'API key is not active.' }]],
  ])('is read %s', async (_name, body) => {
    const { session } = await replying(body);
    await expect(introspect(session)).rejects.toMatchObject({
      code: 'KEY_UNKNOWN',
      failure: { venueCode: '305', detail: 'API key is not active.' },
    });
  });

  it.each([
    [null],
    [[]],
    [[null]],
    [{}],
    [{ fees: {} }],
    [[{ orderId: 'a' }]],
    [{ errorCode: null }],
    [{ errorCode: {} }],
    [{ errorCode: '' }],
    [{ error: 'x' }],
  ])('is not read out of %j', (body) => {
    expect(bitvavo.readRefusal?.(body)).toBeUndefined();
  });

  it('a firewall’s page is no word about the key', async () => {
    const { session } = await at(() => ({ status: 403, body: html }));
    await expect(introspect(session)).rejects.toMatchObject({ code: 'BLOCKED_BY_GATEWAY' });
  });

  it('no code that means "dead" is one of an address, a scope, a clock or a signature', () => {
    const { deadCodes, deadWithControl, addressCodes, existsCodes } = bitvavo.deathProof;
    expect([...deadCodes, ...deadWithControl]).toEqual(['305']);
    expect(addressCodes).toEqual(['307']);
    expect(existsCodes).toEqual(expect.arrayContaining(['306', '307', '309', '310', '311', '312']));
  });
});

describe('reading what the key may', () => {
  const introspect = byApi(capabilities.introspectKey);

  it('says only that it reads the account; nothing else is known, nothing is tried out', async () => {
    const { venue, session } = await replying({
      fees: { taker: '0.0025', maker: '0.0015', volume: '10000.00' },
    });
    const report = await introspect(session);
    expect(venue.seen.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /v2/account']);
    const { read: mayRead, ...rest } = report.scopes;
    expect(mayRead).toBe('granted');
    expect(new Set(Object.values(rest))).toEqual(new Set(['unknown']));
    expect(report.ipRestricted).toBe('unknown');
    for (const fact of [
      report.ipAllowlist,
      report.label,
      report.createdAt,
      report.lastUsedAt,
      report.expiresAt,
    ]) {
      expect(fact).toMatchObject({ known: false, why: expect.stringContaining('Bitvavo') });
    }
    expect(api(capabilities.introspectKey).note).toContain('attest');
  });

  it.each([
    ['{}', {}],
    ['no fees', { fees: {} }],
    ['a list', [{ fees: { taker: '1', maker: '1' } }]],
    ['words for numbers', { fees: { taker: 'low', maker: 'low' } }],
  ])('refuses %s: it is no answer', async (_name, body) => {
    const { session } = await replying(body);
    await expect(introspect(session)).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
  });
});

describe('cancelling orders', () => {
  const cancel = byApi(capabilities.cancelOrders);
  const cancelAll = byApi(capabilities.cancelAllOrders);
  const order = (id: string, symbol = 'BTC-EUR'): OpenOrder => ({
    id,
    clientOrderId: `c${id}`,
    symbol,
    side: 'buy',
    type: 'limit',
    price: '1',
    amount: '1',
    filled: '0',
    createdAt: '2026-03-01T00:00:00.000Z',
  });
  const done = ({ query }: SeenRequest): Scripted => json({ orderId: query.get('orderId') });

  it('touches the listed orders and nothing else, each in its own market', async () => {
    const { venue, session } = await at(done);
    await cancel(session, [order('a'), order('a', 'ETH-EUR')]);
    expect(venue.seen.map(({ method, path, rawQuery }) => `${method} ${path}?${rawQuery}`)).toEqual([
      'DELETE /v2/order?market=BTC-EUR&orderId=a&operatorId=347327325',
      'DELETE /v2/order?market=ETH-EUR&orderId=a&operatorId=347327325',
    ]);
  });

  it.each([
    [404, 240],
    [400, 233],
  ])('is content with an order that is gone already (HTTP %i, %i)', async (status, code) => {
    const { venue, session } = await at((request) =>
      request.query.get('orderId') === 'a' ? refusing(status, code) : done(request),
    );
    await cancel(session, [order('a'), order('b')]);
    expect(venue.seen.length).toBe(2);
  });

  it.each<[string, Scripted, string]>([
    ['the answer is lost', { does: 'reset' }, 'OUTCOME_UNKNOWN'],
    ['the venue cannot tell', refusing(503, 109), 'OUTCOME_UNKNOWN'],
    ['the venue refuses one', refusing(400, 203), 'REQUEST_REJECTED'],
    ['an empty object answers', { body: '{}' }, 'REPLY_NOT_UNDERSTOOD'],
  ])('goes on with the others when %s, and says so at the end', async (_name, scripted, code) => {
    const { venue, session } = await at((request) =>
      request.query.get('orderId') === 'a' ? scripted : done(request),
    );
    await expect(cancel(session, [order('a'), order('b')])).rejects.toMatchObject({ code });
    expect(venue.seen.map(({ query }) => query.get('orderId'))).toEqual(['a', 'b']);
  });

  it.each<[string, Scripted]>([
    ['the key is refused', refusing(403, 305)],
    ['the key may not trade', refusing(403, 310)],
    ['the limit is reached', refusing(429, 105)],
  ])('stops when %s', async (_name, scripted) => {
    const { venue, session } = await at(() => scripted);
    await expect(cancel(session, [order('a'), order('b')])).rejects.toThrow();
    expect(venue.seen.length).toBe(1);
  });

  it('of every market is one request, under the same number', async () => {
    const { venue, session } = await replying([{ orderId: 'a', operatorId: 347327325 }]);
    await cancelAll(session);
    expect(venue.seen.map(({ method, path, rawQuery }) => `${method} ${path}?${rawQuery}`)).toEqual([
      'DELETE /v2/orders?operatorId=347327325',
    ]);
    expect(api(capabilities.cancelAllOrders).cost).toEqual({ 'weight-1m': 100 });
    expect(api(capabilities.cancelAllOrders).note).toContain('347327325');
  });

  it.each<[string, unknown, string]>([
    ['one of them was refused', [{ orderId: 'a' }, { errorCode: 240, error: 'gone' }], 'NOT_FOUND'],
    ['an object answers', { orderId: 'a' }, 'REPLY_NOT_UNDERSTOOD'],
    ['rows without ids answer', [{}], 'REPLY_NOT_UNDERSTOOD'],
  ])('of every market is no success when %s', async (_name, body, code) => {
    const { session } = await replying(body);
    await expect(cancelAll(session)).rejects.toMatchObject({ code });
  });

  it('of every market is one when nothing rested', async () => {
    const { session } = await replying([]);
    await expect(cancelAll(session)).resolves.toBeUndefined();
  });
});

describe('the venue’s clock', () => {
  const readClock = byApi(capabilities.readClock);

  it('is read on a keyless session', async () => {
    const clock = steppedClock();
    const venue = await startScriptedVenue(() => json({ time: clock.now().toMillis() + 1_500 }));
    open.push(venue);
    const { session } = await sessionTo(venue.port, { venue: bitvavo, clock, keyless: true });
    expect(await readClock(session)).toMatchObject({ venue: 'bitvavo', offsetMs: 1_500 });
    expect(venue.seen[0]).toMatchObject({ path: '/v2/time', rawQuery: '' });
  });

  it.each(['{}', '{"time":"soon"}', '[]'])('is not read from %s', async (body) => {
    const { session } = await replying(body);
    await expect(readClock(session)).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
  });
});

describe('what the operator is told', () => {
  it('that a withdrawal by API asks for no second factor: where keys are ended, made and refused', () => {
    for (const name of ['revokeKey', 'createKey', 'editWithdrawalAddresses', 'freezeAccount'] as const) {
      const capability = capabilities[name];
      if (capability.by !== 'hand') throw new Error(`${name} is by hand here`);
      expect(capability.instructions.join(' '), name).toMatch(/by API|any address/);
    }
    expect(bitvavo.failures['312']?.note).toContain('no second factor');
    expect(bitvavo.notVerified.join(' ')).toContain('withdrawal by API');
  });

  it('that the list of trades lacks some, and which one does not', () => {
    expect(api(capabilities.listTrades).note).toContain('only the ledger has every trade');
    expect(api(capabilities.listLedger).note).toContain('only complete list of trades');
  });

  it('what nobody can do by API, and what a person can', () => {
    const by = Object.fromEntries(Object.entries(capabilities).map(([name, { by }]) => [name, by]));
    expect(by).toMatchObject({
      revokeKey: 'hand',
      createKey: 'hand',
      freezeAccount: 'hand',
      endSessions: 'hand',
      cancelWithdrawal: 'hand',
      editWithdrawalAddresses: 'hand',
      listWithdrawalAddresses: 'hand',
      listSubAccountKeys: 'hand',
      revokeSubAccountKey: 'hand',
      createSubAccountKey: 'hand',
      listPositions: 'nobody',
      downgradeKey: 'nobody',
      restrictSubAccountKey: 'nobody',
      stopSubAccountTransfers: 'nobody',
    });
  });

  it('no secret of the test stands in the declaration', () => {
    expect(JSON.stringify(bitvavo)).not.toContain(apiSecret);
  });
});
