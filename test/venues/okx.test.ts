import { afterEach, describe, expect, it } from 'vitest';
import { createBudget } from '../../src/acquisition/budget.ts';
import { readAll } from '../../src/acquisition/pager.ts';
import type { ListedKey } from '../../src/domain/api-key.ts';
import type { OpenOrder } from '../../src/domain/trading.ts';
import type { PageRequest, ReadPages, Session } from '../../src/venues/index.ts';
import { okx } from '../../src/venues/okx/index.ts';
import { okxVectors } from '../vectors/okx.ts';
import { steppedClock } from './clocks.ts';
import * as is from './okx-support.ts';
import { byApi, json, no, ok, queryOf, scriptedOkx } from './okx-support.ts';
import { html, sessionTo, startScriptedVenue } from './scripted-venue.ts';
import type { Scripted, ScriptedVenue, SeenRequest } from './scripted-venue.ts';

const open: ScriptedVenue[] = [];
afterEach(async () => {
  for (const venue of open.splice(0)) await venue.close();
});

const at = (answer: (request: SeenRequest) => Scripted) => scriptedOkx(open, answer);
const giving = (...data: readonly unknown[]) => at(() => ok(...data));

const { capabilities } = okx;
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
  return typeof sections === 'function' ? ['D456DDDL'] : (sections ?? [undefined]);
}

const inSection = (section: string | undefined, request: PageRequest = {}): PageRequest =>
  section === undefined ? request : { ...request, section };

const rowsOf = async (name: ReadName, section: string | undefined, ...data: readonly unknown[]) => {
  const { session } = await giving(...data);
  return (await read(name, session, inSection(section))).rows;
};

const days = { from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z' };
/** A millisecond more at both ends. */
const ms = { begin: '1772323199999', end: '1772409600001' };
const limit = '100';

describe('what each read sends', () => {
  it.each<[ReadName, PageRequest, string, Record<string, string>]>([
    ['listOpenOrders', { section: 'orders' }, 'trade/orders-pending', { limit }],
    [
      'listOpenOrders',
      { section: 'orders', cursor: 'all:17' },
      'trade/orders-pending',
      { limit, after: '17' },
    ],
    [
      'listOpenOrders',
      { section: 'algo/move_order_stop' },
      'trade/orders-algo-pending',
      { ordType: 'move_order_stop', limit },
    ],
    [
      'listOpenOrders',
      { section: 'algo/smart_iceberg' },
      'trade/orders-algo-pending',
      { ordType: 'smart_iceberg', limit },
    ],
    [
      'listOpenOrders',
      { section: 'bot/contract_grid' },
      'tradingBot/grid/orders-algo-pending',
      { algoOrdType: 'contract_grid', limit },
    ],
    [
      'listOpenOrders',
      { section: 'bot/spot_dca' },
      'tradingBot/dca/ongoing-list',
      { algoOrdType: 'spot_dca', limit },
    ],
    ['listOpenOrders', { section: 'bot/recurring' }, 'tradingBot/recurring/orders-algo-pending', { limit }],
    [
      'listOpenOrders',
      { section: 'bot/signal' },
      'tradingBot/signal/orders-algo-pending',
      { algoOrdType: 'contract', limit },
    ],
    ['listBalances', { section: 'funding' }, 'asset/balances', {}],
    ['listBalances', { section: 'savings' }, 'finance/savings/balance', {}],
    ['listBalances', { section: 'on-chain earn' }, 'finance/staking-defi/orders-active', {}],
    ['listPositions', {}, 'account/positions', {}],
    ['listTrades', { ...days, section: 'SWAP' }, 'trade/fills', { instType: 'SWAP', ...ms, limit }],
    [
      'listTrades',
      { ...days, section: 'OPTION', cursor: 'archive:680800019754098688' },
      'trade/fills-history',
      { instType: 'OPTION', ...ms, limit, after: '680800019754098688' },
    ],
    // No begin and end: they would go by the moment that an order was made.
    ['listOrders', { ...days, section: 'MARGIN' }, 'trade/orders-history', { instType: 'MARGIN', limit }],
    [
      'listOrders',
      { ...days, section: 'FUTURES', cursor: 'archive' },
      'trade/orders-history-archive',
      { instType: 'FUTURES', limit },
    ],
    [
      'listOrders',
      { ...days, section: 'algo/oco/canceled' },
      'trade/orders-algo-history',
      { ordType: 'oco', state: 'canceled', limit },
    ],
    // The first page of a list by time has no bound: which way `after` goes the reference tells twice.
    ['listWithdrawals', days, 'asset/withdrawal-history', { limit }],
    ['listDeposits', { ...days, cursor: 'all:1772' }, 'asset/deposit-history', { limit, after: '1772' }],
    ['listTransfers', { ...days, section: 'within the account' }, 'asset/bills', { limit }],
    [
      'listTransfers',
      { ...days, section: 'within the account', cursor: 'history:1772' },
      'asset/bills-history',
      { limit, after: '1772' },
    ],
    ['listTransfers', { ...days, section: 'with sub-accounts' }, 'asset/subaccount/bills', { limit }],
    ['listLedger', { ...days, section: 'trading' }, 'account/bills', { ...ms, limit }],
    [
      'listLedger',
      { ...days, section: 'trading', cursor: 'archive' },
      'account/bills-archive',
      { ...ms, limit },
    ],
    ['listLedger', { ...days, section: 'funding' }, 'asset/bills', { limit }],
    ['listSubAccounts', days, 'users/subaccount/list', { limit }],
    ['listSubAccountKeys', { section: 'D456DDDL' }, 'users/subaccount/apikey', { subAcct: 'D456DDDL' }],
  ])('%s %j', async (name, request, path, params) => {
    const { venue, session } = await giving();
    const page = await read(name, session, request);
    const [seen] = venue.seen;
    expect(venue.seen.length).toBe(1);
    expect(`${seen?.method} ${seen?.path}`).toBe(`GET /api/v5/${path}`);
    expect(Object.fromEntries(seen?.query ?? [])).toEqual(params);
    expect(page.request).toEqual(params);
    expect(page).toMatchObject({ rows: [], received: 0 });
    expect(seen?.headers['ok-access-key']).toBe(is.okxParts['apiKey']);
    expect(seen?.headers['ok-access-passphrase']).toBe(is.okxParts['password']);
  });

  it('asks for public prices without key, passphrase and signature', async () => {
    const { venue, session } = await giving();
    await read('listMarketPrices', session, { section: 'OPTION' });
    expect(venue.seen[0]).toMatchObject({ path: '/api/v5/market/tickers', rawQuery: 'instType=OPTION' });
    expect(Object.keys(venue.seen[0]?.headers ?? {}).join(' ')).not.toContain('ok-access');
  });

  it('never asks for demo trading, and names every parameter that it sends as open', async () => {
    const { venue, session } = await giving();
    for (const [name, section] of everySection) {
      await read(name, session, inSection(section, days)).catch(() => undefined);
    }
    for (const { headers } of venue.seen) expect(headers).not.toHaveProperty('x-simulated-trading');
    const sent = new Set(venue.seen.flatMap(({ query }) => [...query.keys()]));
    expect(venue.seen.length).toBeGreaterThanOrEqual(everySection.length);
    expect(okx.capture.openParameters).toEqual(expect.arrayContaining([...sent]));
  });

  it('refuses a section or a cursor that it does not have', async () => {
    const session = {} as Session;
    for (const section of ['spot', 'constructor', '__proto__', '']) {
      expect(() => reads.listTrades.page(session, { section })).toThrow(RangeError);
      expect(() => reads.listBalances.page(session, { section })).toThrow(RangeError);
    }
    const elsewhere = reads.listTrades.page(session, { section: 'SPOT', cursor: 'week:1' });
    await expect(elsewhere).rejects.toThrow(RangeError);
  });
});

describe.each(okxVectors.signatures)('signs as documented: $from', (vector) => {
  it(`${vector.request.method} ${vector.request.path}`, async () => {
    const venue = await startScriptedVenue(() => ok({}));
    open.push(venue);
    const clock = steppedClock(new Date(vector.atMs).toISOString());
    const { session } = await sessionTo(venue.port, { venue: okx, credential: is.okxCredential(), clock });
    await session.call(vector.call.endpoint, vector.call.params, 'signing');
    const [seen] = venue.seen;
    expect(seen?.path).toBe(vector.request.path);
    expect(seen?.rawQuery).toBe(vector.request.query ?? '');
    expect(seen?.body).toBe(vector.request.body ?? '');
    // What is said of the body's type is not signed, and means nothing where there is no body.
    const { 'content-type': _type, ...headers } = vector.request.headers;
    expect(seen?.headers).toMatchObject({ ...headers, 'ok-access-sign': vector.signature.value });
  });
});

it('signs a body that is a list', async () => {
  const vector = okxVectors.requests?.find(({ request }) => request.body?.startsWith('['));
  const orders = JSON.parse(vector?.request.body ?? '[]') as Record<string, string>[];
  const venue = await startScriptedVenue(() => ok({}));
  open.push(venue);
  const clock = steppedClock(new Date(vector?.atMs ?? 0).toISOString());
  const { session } = await sessionTo(venue.port, { venue: okx, credential: is.okxCredential(), clock });
  await session.call('privatePostTradeCancelBatchOrders', orders, 'signing');
  expect(venue.seen[0]?.body).toBe(vector?.request.body);
  expect(venue.seen[0]?.headers['ok-access-sign']).toBe(vector?.signature.value);
});

describe('a reply of another form is never taken for "none"', () => {
  const forms: [string, string][] = [
    ['{}', '{}'],
    ['null', 'null'],
    ['an HTML page', html],
    ['a list', '[]'],
    ['data without a code', '{"data":[],"msg":""}'],
    ['a success without data', '{"code":"0","msg":""}'],
    ['data that is null', '{"code":"0","msg":"","data":null}'],
    ['data that is an object', '{"code":"0","msg":"","data":{}}'],
    ['rows that are no objects', '{"code":"0","msg":"","data":["B"]}'],
    ['rows without fields', '{"code":"0","msg":"","data":[{}]}'],
    ['null rows', '{"code":"0","msg":"","data":[null]}'],
  ];
  it.each(forms)('%s, in every list and section', async (_form, body) => {
    const { session } = await at(() => json(body));
    for (const [name, section] of everySection) {
      const reading = read(name, session, inSection(section, days));
      await expect(reading, `${name} ${section}`).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
    }
  });

  it.each([...forms, ['no row at all', '{"code":"0","msg":"","data":[]}']])(
    '%s, to a question about the key or the trading account',
    async (_form, body) => {
      const { session } = await at(() => json(body));
      const asked = byApi(capabilities.introspectKey)(session);
      await expect(asked).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
      const balances = read('listBalances', session, { section: 'trading' });
      await expect(balances).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
    },
  );

  it('names the place that does not fit, and not what stood there', async () => {
    const { session } = await giving({ ...is.fillRow, fillPx: 'HOSTILE<script>' });
    const failure: unknown = await read('listTrades', session, { section: 'SPOT' }).catch((error) => error);
    expect(JSON.stringify(failure)).toContain('fillPx');
    expect(JSON.stringify(failure)).not.toContain('HOSTILE');
  });
});

describe('what rows become', () => {
  it('an open order', async () => {
    expect(await rowsOf('listOpenOrders', 'orders', is.orderRow)).toEqual([
      {
        id: '1752588852617379840',
        clientOrderId: 'bot1',
        symbol: 'BTC-USDT',
        side: 'buy',
        type: 'post_only',
        price: '13013.5',
        amount: '0.001',
        filled: '0',
        createdAt: '2024-08-27T04:40:17.998Z',
        section: 'SPOT',
      },
    ]);
  });

  it('an order over an amount of the quote coin has none of the base coin', async () => {
    const row = { ...is.orderRow, ordType: 'market', px: '', sz: '100', state: 'filled' };
    const over = { type: 'market, over 100 of the quote coin', amount: '0', price: '0' };
    expect(await rowsOf('listOrders', 'SPOT', { ...row, tgtCcy: 'quote_ccy' })).toMatchObject([over]);
    expect(await rowsOf('listOrders', 'SPOT', row)).toMatchObject([over]);
    const inBase = { ...row, tgtCcy: 'base_ccy' };
    expect(await rowsOf('listOrders', 'SPOT', inBase)).toMatchObject([{ type: 'market', amount: '100' }]);
  });

  it('algo orders show the price they wait for, and -1 is no price', async () => {
    const oco = {
      ...is.algoRow,
      ordType: 'oco',
      sz: '',
      tgtCcy: '',
      closeFraction: '1',
      slTriggerPx: '57000',
      slOrdPx: '-1',
      tpTriggerPx: '63000',
    };
    expect(await rowsOf('listOpenOrders', 'algo/oco', oco)).toMatchObject([
      {
        id: '1753184812254216192',
        section: 'algo/oco',
        type: 'oco, take profit at 63000, stop at 57000, closes 1 of the position',
        price: '0',
        amount: '0',
        triggerPrice: '63000',
      },
    ]);
    const trailing = { ...is.algoRow, ordType: 'move_order_stop', tpTriggerPx: '', activePx: '70000' };
    expect(await rowsOf('listOpenOrders', 'algo/move_order_stop', trailing)).toMatchObject([
      { triggerPrice: '70000' },
    ]);
    const twap = { ...is.algoRow, ordType: 'twap', tpTriggerPx: '', tgtCcy: '', actualSz: '3' };
    const [row] = await rowsOf('listOpenOrders', 'algo/twap', twap);
    expect(row).toMatchObject({ amount: '10', filled: '3' });
    expect(row).not.toHaveProperty('triggerPrice');
  });

  it('a bot says how it trades, with what, and in which state it is', async () => {
    const bot = { algoId: '56802', algoClOrdId: '', state: 'running', cTime: '1681700496249' };
    const grid = { ...bot, instId: 'BTC-USDT', minPx: '400', maxPx: '5000', investment: '25', direction: '' };
    const list = [{ ccy: 'BTC' }, { ccy: 'ETH' }];
    const [gridRow] = await rowsOf('listOpenOrders', 'bot/grid', grid);
    expect(gridRow).toMatchObject({
      id: '56802',
      symbol: 'BTC-USDT',
      section: 'bot/grid',
      type: 'grid bot, both ways, from 400 to 5000, with 25, running',
    });
    const recurring = { ...bot, amt: '100', period: 'hourly', investmentCcy: 'USDC', recurringList: list };
    expect(await rowsOf('listOpenOrders', 'bot/recurring', recurring)).toMatchObject([
      { symbol: 'BTC, ETH', side: 'buy', type: 'recurring buy, 100 USDC hourly, running' },
    ]);
    const dca = {
      ...bot,
      instId: 'BTC-USDT-SWAP',
      direction: 'short',
      investmentAmt: '500',
      investmentCcy: 'USDT',
    };
    expect(await rowsOf('listOpenOrders', 'bot/contract_dca', dca)).toMatchObject([
      { symbol: 'BTC-USDT-SWAP', side: 'sell' },
    ]);
    const signal = {
      ...bot,
      instIds: ['BTC-USDT-SWAP', 'ETH-USDT-SWAP'],
      investAmt: '100',
      signalChanName: 's',
    };
    expect(await rowsOf('listOpenOrders', 'bot/signal', signal)).toMatchObject([
      { symbol: 'BTC-USDT-SWAP, ETH-USDT-SWAP' },
    ]);
  });

  it.each([
    ['canceled', 'cancelled'],
    ['mmp_canceled', 'cancelled'],
    ['filled', 'filled'],
    ['partially_filled', 'partly-filled'],
    ['something_of_tomorrow', 'unknown'],
  ])('an order that is %s', async (state, status) => {
    expect(await rowsOf('listOrders', 'SPOT', { ...is.orderRow, state })).toMatchObject([
      { status, venueStatus: state, updatedAt: '2024-08-27T04:40:17.998Z' },
    ]);
  });

  it('an algo order that has acted is not called filled', async () => {
    const row = { ...is.algoRow, state: 'effective' };
    expect(await rowsOf('listOrders', 'algo/conditional/effective', row)).toMatchObject([
      { status: 'unknown', venueStatus: 'effective', section: 'algo/conditional' },
    ]);
  });

  it('a trade: the fee turned, the moment of the match, a value for coins only', async () => {
    const contracts = { ...is.fillRow, instType: 'SWAP', instId: 'BTC-USDT-SWAP', fillSz: '3', billId: '9' };
    const liquidation = { ...contracts, billId: '8', subType: '104', fee: '0.5', execType: '' };
    const [spot, swap, bust] = await rowsOf('listTrades', 'SPOT', is.fillRow, contracts, liquidation);
    expect(spot).toEqual({
      id: '680800019754098688',
      orderId: '680800019749904384',
      clientOrderId: { known: true, value: '' },
      symbol: 'BTC-USDT',
      side: 'buy',
      price: '51858',
      amount: '0.00192834',
      quoteAmount: '99.99985572',
      fee: '0.00000192834',
      feeAsset: 'BTC',
      isMaker: false,
      at: '2024-02-22T07:36:13.361Z',
      section: 'SPOT',
    });
    expect(swap).toMatchObject({ amount: '3', quoteAmount: '' });
    // A rebate.
    expect(bust).toMatchObject({ kind: 'type 104', fee: '-0.5' });
  });

  it('positions: by side, by sign, and margin by the coin that is held; none of size 0', async () => {
    const row = {
      posId: '1',
      instType: 'SWAP',
      instId: 'BTC-USDT-SWAP',
      posSide: 'net',
      pos: '-2',
      posCcy: '',
      avgPx: '62961.4',
      markPx: '62891.9',
      liqPx: '',
      upl: '-0.5',
      lever: '5',
    };
    const margin = { ...row, instType: 'MARGIN', instId: 'BTC-USDT', pos: '1' };
    const { session } = await giving(
      row,
      { ...row, posId: '2', posSide: 'long', pos: '3' },
      { ...margin, posId: '3', posCcy: 'USDT' },
      { ...margin, posId: '4', posCcy: 'BTC' },
      { ...row, posId: '5', pos: '0', avgPx: '' },
    );
    const page = await read('listPositions', session, {});
    expect(page.received).toBe(5);
    expect(page.rows).toMatchObject([
      {
        id: '1',
        side: 'short',
        amount: '2',
        section: 'SWAP',
        liquidationPrice: { known: false },
        leverage: { known: true, value: '5' },
      },
      { id: '2', side: 'long', amount: '3' },
      { id: '3', side: 'short' },
      { id: '4', side: 'long' },
    ]);
  });

  it('balances of every wallet', async () => {
    const details = [{ ccy: 'USDT', availBal: '4834.31', frozenBal: '158.573', eq: '4992.883' }];
    expect(await rowsOf('listBalances', 'trading', { details })).toEqual([
      { wallet: 'trading', asset: 'USDT', free: '4834.31', locked: '158.573' },
    ]);
    const funding = { ccy: 'ETH', bal: '37.5', availBal: '37', frozenBal: '0.5' };
    expect(await rowsOf('listBalances', 'funding', funding)).toEqual([
      { wallet: 'funding', asset: 'ETH', free: '37', locked: '0.5' },
    ]);
    expect(await rowsOf('listBalances', 'savings', { ccy: 'USDT', amt: '11.5' })).toEqual([
      { wallet: 'savings', asset: 'USDT', free: '0', locked: '11.5' },
    ]);
    const earn = { ordId: '2413499', investData: [{ ccy: 'DOT', amt: '2' }] };
    expect(await rowsOf('listBalances', 'on-chain earn', earn)).toEqual([
      { wallet: 'on-chain earn 2413499', asset: 'DOT', free: '0', locked: '2' },
    ]);
  });

  it('withdrawals, those to other customers told apart by asking once more', async () => {
    const internal = {
      ...is.withdrawalRow,
      wdId: '2',
      to: '118027304',
      txId: '',
      state: '17',
      feeCcy: 'USDT',
    };
    const { venue, session } = await at((request) =>
      queryOf(request)['type'] === '3' ? ok(internal) : ok(is.withdrawalRow, internal),
    );
    const page = await read('listWithdrawals', session, {});
    expect(page.rows).toMatchObject([
      {
        id: '15447421',
        asset: 'ETH',
        amount: '0.029809',
        fee: { known: true, value: '0.007' },
        address: '0xa30d1fabCANARY',
        network: 'ETH-Ethereum',
        txId: { known: true },
        status: 'completed',
        internal: false,
        requestedAt: '2022-06-15T00:00:00.000Z',
        completedAt: { known: false },
      },
      { id: '2', internal: true, status: 'awaiting-approval', fee: { known: false }, txId: { known: false } },
    ]);
    expect(venue.seen.map(queryOf)).toEqual([{ limit }, { limit, type: '3' }]);
    expect(page.before?.length).toBe(1);
  });

  it.each([
    ['0', 'requested'],
    ['19', 'requested'],
    ['4', 'awaiting-approval'],
    ['1', 'processing'],
    ['-3', 'processing'],
    ['-2', 'cancelled'],
    ['-1', 'failed'],
    ['77', 'unknown'],
  ])('a withdrawal in state %s', async (state, status) => {
    expect(await rowsOf('listWithdrawals', undefined, { ...is.withdrawalRow, state })).toMatchObject([
      { status, venueStatus: state },
    ]);
  });

  it.each([
    [{ tag: '1234' }, '1234'],
    [{ memo: 'm' }, 'm'],
    [{ addrEx: { comment: '123456' } }, '123456'],
  ])('keeps what names the receiver beside the address: %j', async (extra, tag) => {
    expect(await rowsOf('listWithdrawals', undefined, { ...is.withdrawalRow, ...extra })).toMatchObject([
      { tag },
    ]);
  });

  it('a deposit, and one from another customer', async () => {
    const row = {
      amt: '1',
      ccy: 'USDT',
      chain: 'USDT-TRC20',
      depId: '8833',
      from: '',
      state: '2',
      to: 'TN4hCANARY',
      ts: '1674038705000',
      txId: 'fee2CANARY',
    };
    const internal = { ...row, depId: '8834', to: '', from: '156****359', txId: '', state: '12' };
    expect(await rowsOf('listDeposits', undefined, row, internal)).toMatchObject([
      { id: '8833', address: 'TN4hCANARY', status: 'completed', at: '2023-01-18T10:45:05.000Z' },
      { id: '8834', address: '156****359', status: 'awaiting-approval', txId: { known: false } },
    ]);
  });

  it('transfers within the account are told once, and nothing else is one', async () => {
    const bills = ['1', '2', '20', '21', '130', '131', '22', '23'].map((type, n) => ({
      ...is.fundingBill,
      billId: String(n),
      type,
      balChg: type === '131' || type === '22' ? '-2' : '2',
    }));
    const { session } = await giving(...bills);
    const page = await read('listTransfers', session, { section: 'within the account' });
    expect(page.received).toBe(8);
    expect(page.rows).toMatchObject([
      { from: 'trading', to: 'funding', amount: '2', status: 'completed' },
      { from: 'funding', to: 'trading', amount: '2' },
      { from: 'funding', to: 'main account', amount: '2' },
      { from: 'main account', to: 'funding', amount: '2' },
    ]);
    const bill = { amt: '1.1', billId: '89887685', ccy: 'USDT', subAcct: 'hahatest1', ts: '1712560959000' };
    expect(
      await rowsOf('listTransfers', 'with sub-accounts', { ...bill, type: '0' }, { ...bill, type: '1' }),
    ).toMatchObject([
      { from: 'main account', to: 'hahatest1', amount: '1.1' },
      { from: 'hahatest1', to: 'main account' },
    ]);
    // Never the wrong way round.
    const [odd] = await rowsOf('listTransfers', 'with sub-accounts', { ...bill, type: '7' });
    expect(odd).toMatchObject({ to: 'not told by type 7', venueStatus: 'bill of type 7' });
  });

  it('the ledger of both accounts', async () => {
    const bill = {
      bal: '8694.2',
      balChg: '-0.0219',
      billId: '623950854533513219',
      ccy: 'USDT',
      fee: '-0.00002',
      from: '',
      ordId: '623950854525124608',
      subType: '1',
      to: '',
      tradeId: '586760148',
      ts: '1695033476167',
      type: '2',
      notes: '',
    };
    const transfer = {
      ...bill,
      type: '1',
      subType: '12',
      from: '18',
      to: '6',
      tradeId: '0',
      ordId: '',
      fee: '',
    };
    expect(await rowsOf('listLedger', 'trading', bill, transfer)).toMatchObject([
      {
        id: '623950854533513219',
        wallet: 'trading',
        change: '-0.0219',
        fee: { known: true, value: '0.00002' },
        balanceAfter: { known: true, value: '8694.2' },
        kind: '2/1 trade',
        reference: { known: true, value: '586760148' },
        at: '2023-09-18T10:37:56.167Z',
      },
      { kind: '1/12 transfer, from 18 to 6', reference: { known: false }, fee: { known: true, value: '0' } },
    ]);
    const hidden = { ...is.fundingBill, type: '99999' };
    expect(await rowsOf('listLedger', 'funding', is.fundingBill, hidden)).toMatchObject([
      { wallet: 'funding', kind: '1 deposit', change: '2', fee: { known: false } },
      { kind: '99999' },
    ]);
  });

  it('prices, with both coins of a pair, and none that was never made', async () => {
    const row = { instType: 'SPOT', instId: 'BTC-USDT', last: '9999.99', ts: '1597026383085' };
    expect(await rowsOf('listMarketPrices', 'SPOT', row, { ...row, last: '' })).toEqual([
      { symbol: 'BTC-USDT', price: '9999.99', at: '2020-08-10T02:26:23.085Z', base: 'BTC', quote: 'USDT' },
    ]);
    const [swap] = await rowsOf('listMarketPrices', 'SWAP', {
      ...row,
      instType: 'SWAP',
      instId: 'BTC-USD-SWAP',
    });
    expect(swap).not.toHaveProperty('base');
  });

  it('sub-accounts and their keys', async () => {
    const stopped = { ...is.subAccountRow, subAcct: 'Test002', enable: false, canTransOut: false };
    expect(await rowsOf('listSubAccounts', undefined, is.subAccountRow, stopped)).toEqual([
      {
        id: 'D456DDDL',
        label: 'bots',
        createdAt: { known: true, value: '2022-08-01T06:19:16.000Z' },
        frozen: false,
        mayTransferOut: true,
      },
      expect.objectContaining({ id: 'Test002', frozen: true, mayTransferOut: false }),
    ]);
    const [key] = (await rowsOf('listSubAccountKeys', 'D456DDDL', is.keyRow)) as ListedKey[];
    expect(key?.keyId.reveal()).toBe('CANARYsubKEY000001');
    expect(JSON.stringify(key)).not.toContain('CANARYsubKEY000001');
    expect(key).toMatchObject({
      subAccount: 'D456DDDL',
      scopes: { read: 'granted', futures: 'granted', withdraw: 'denied', 'manage-keys': 'denied' },
      ipRestricted: 'granted',
      ipAllowlist: { known: true, value: ['203.0.113.7', '203.0.113.8'] },
      createdAt: { known: true, value: '2020-08-10T02:26:23.085Z' },
    });
  });
});

// ---------------------------------------------------------------- pages

const readEverything = (name: ReadName, session: Session, query: { from?: string; to?: string } = {}) => {
  // Pauses before a further try pass at once.
  const clock = steppedClock(new Date().toISOString());
  return readAll({
    capability: capabilities[name] as Parameters<typeof readAll>[0]['capability'],
    session,
    query,
    // The limits are another test's business; here nothing is to wait for.
    budget: createBudget({ limits: [], clock }),
    clock,
    signal: new AbortController().signal,
  });
};

const ago = (milliseconds: number): string => new Date(Date.now() - milliseconds).toISOString();
const dayMs = 24 * 60 * 60 * 1000;

describe('turning pages', () => {
  it('follows the lowest id past short pages, whatever the order, and ends at the empty page', async () => {
    const { venue, session } = await at((request) => {
      if (!request.path.endsWith('/orders-pending')) return ok();
      const { after } = queryOf(request);
      if (after === undefined) return ok({ ...is.orderRow, ordId: '9' }, { ...is.orderRow, ordId: '100' });
      return after === '9' ? ok({ ...is.orderRow, ordId: '8' }) : ok();
    });
    const { listing } = await readEverything('listOpenOrders', session);
    expect(listing.rows.map((row) => (row as OpenOrder).id)).toEqual(['9', '100', '8']);
    expect(listing.coverage.holes).toEqual([]);
    const asked = venue.seen.filter(({ path }) => path.endsWith('/orders-pending'));
    expect(asked.map((request) => queryOf(request)['after'])).toEqual([undefined, '9', '8']);
  });

  it('says that it is stuck where the venue does not heed `after`', async () => {
    const { session } = await at(({ path }) => (path.endsWith('/orders-pending') ? ok(is.orderRow) : ok()));
    const { listing, failure } = await readEverything('listOpenOrders', session);
    expect(listing.stop).toBe('failed');
    expect(failure).toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
    expect(listing.coverage.holes.length).toBe(1);
  });

  it('goes on into the archive for what may lie beyond the last days, and only then', async () => {
    const paths = async (from: string) => {
      const { venue, session } = await giving();
      await readEverything('listTrades', session, { from });
      return new Set(venue.seen.map(({ path }) => path.replace('/api/v5/', '')));
    };
    expect(await paths(ago(dayMs))).toEqual(new Set(['trade/fills']));
    expect(await paths(ago(4 * dayMs))).toEqual(new Set(['trade/fills', 'trade/fills-history']));
    // Whether three days are three times 24 hours is not said.
    expect(await paths(ago(2.9 * dayMs))).toEqual(new Set(['trade/fills', 'trade/fills-history']));
  });

  it('counts a fill that both lists tell once', async () => {
    const { session } = await at((request) => {
      const { after, instType } = queryOf(request);
      return after === undefined && instType === 'SPOT' ? ok(is.fillRow) : ok();
    });
    const { listing } = await readEverything('listTrades', session, { from: ago(20 * dayMs) });
    expect(listing.rows.length).toBe(1);
  });

  it('keeps an order that was made before the asked time and ended within it', async () => {
    const made = String(Date.now() - 9 * dayMs);
    const ended = String(Date.now() - dayMs / 2);
    const { session } = await at((request) => {
      const { after, instType } = queryOf(request);
      if (after !== undefined || instType !== 'SPOT') return ok();
      return ok(
        { ...is.orderRow, ordId: '1', cTime: made, uTime: ended },
        { ...is.orderRow, ordId: '2', cTime: made, uTime: made },
      );
    });
    const { listing } = await readEverything('listOrders', session, { from: ago(dayMs) });
    expect(listing.rows).toMatchObject([{ id: '1' }]);
  });

  it('by time: asks again for the moment of the oldest row, so that none at a page’s edge is lost', async () => {
    const page = (rows: readonly { id: number; ts: number }[]) =>
      ok(...rows.map(({ id, ts }) => ({ ...is.fundingBill, billId: String(id), ts: String(ts) })));
    const start = Date.now() - dayMs;
    // 101 at three moments; the second hundred begins in the middle of one.
    const all = Array.from({ length: 150 }, (_, n) => ({ id: n, ts: start - Math.floor(n / 40) }));
    const { session } = await at((request) => {
      const { after } = queryOf(request);
      if (request.path.includes('subaccount')) return ok();
      const older = all.filter(({ ts }) => after === undefined || ts < Number(after));
      return page(older.slice(0, 100));
    });
    const { listing } = await readEverything('listLedger', session, { from: ago(2 * dayMs) });
    const funding = listing.rows.filter((row) => (row as { wallet: string }).wallet === 'funding');
    expect(funding.length).toBe(150);
  });

  it('by time: a page full of one moment is no end of the list, and is said', async () => {
    const ts = String(Date.now() - dayMs);
    const crowd = Array.from({ length: 100 }, (_, n) => ({ ...is.withdrawalRow, wdId: String(n), ts }));
    const { session } = await at(() => ok(...crowd));
    const { listing, failure } = await readEverything('listWithdrawals', session, { from: ago(2 * dayMs) });
    expect(listing.rows.length).toBe(100);
    expect(listing.stop).toBe('failed');
    expect(failure).toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
  });

  it('by time: rows newer than those that were asked for are no page', async () => {
    const { session } = await at((request) =>
      ok({
        ...is.withdrawalRow,
        ts: queryOf(request)['after'] === undefined ? '1655251200000' : '1655251300000',
      }),
    );
    const { listing, failure } = await readEverything('listWithdrawals', session, {
      from: '2020-01-01T00:00:00.000Z',
    });
    expect(listing.stop).toBe('failed');
    expect(failure?.detail).toContain('newer');
  });

  it('by time: stops at the asked beginning, and leaves out what lies before', async () => {
    const { venue, session } = await at(() =>
      ok(
        { ...is.withdrawalRow, wdId: '2', ts: String(Date.now() - dayMs) },
        { ...is.withdrawalRow, wdId: '1', ts: String(Date.now() - 9 * dayMs) },
      ),
    );
    const { listing } = await readEverything('listWithdrawals', session, { from: ago(2 * dayMs) });
    expect(listing.rows).toMatchObject([{ id: '2' }]);
    expect(listing.coverage.holes).toEqual([]);
    expect(venue.seen.length).toBe(2);
  });

  it('reads the funding account’s bills of the month, then older ones from where these end', async () => {
    const ts = String(Date.now() - 10 * dayMs);
    const { venue, session } = await at((request) => {
      const { after } = queryOf(request);
      const isFirst =
        request.path.endsWith('asset/bills') && (after === undefined || Number(after) > Number(ts));
      return isFirst ? ok({ ...is.fundingBill, ts }) : ok();
    });
    const { listing } = await readEverything('listLedger', session, { from: ago(60 * dayMs) });
    expect(listing.coverage.holes).toEqual([]);
    const history = venue.seen.filter(({ path }) => path.endsWith('bills-history'));
    expect(history.map((request) => queryOf(request)['after'])).toEqual([String(Number(ts) + 1)]);
  });

  it('tells that trading bills end after three months, and asks for older funding bills', async () => {
    const { venue, session } = await giving();
    const { listing } = await readEverything('listLedger', session, { from: ago(200 * dayMs) });
    expect(listing.coverage.holes).toMatchObject([{ why: expect.stringContaining('89 days') }]);
    expect(venue.seen.map(({ path }) => path)).toContain('/api/v5/asset/bills-history');
  });

  it.each([
    ['listTrades', (request: SeenRequest) => queryOf(request)['instType'] === 'EVENTS'],
    ['listOpenOrders', (request: SeenRequest) => queryOf(request)['ordType'] === 'iceberg'],
  ] as const)(
    '%s: a type that the venue does not know has no rows, and leaves no hole',
    async (name, isOfSome) => {
      const { session } = await at((request) => (isOfSome(request) ? no('51000') : ok()));
      const { listing, failure } = await readEverything(name, session);
      expect(failure).toBeUndefined();
      expect(listing.coverage.holes).toEqual([]);
    },
  );

  it.each([
    ['another refusal of it', (request: SeenRequest) => queryOf(request)['instType'] === 'EVENTS', '50120'],
    [
      'the same of a type that every OKX has',
      (request: SeenRequest) => queryOf(request)['instType'] === 'SWAP',
      '51000',
    ],
  ] as const)('%s is a hole', async (_what, isRefused, code) => {
    const { session } = await at((request) => (isRefused(request) ? no(code) : ok()));
    const { listing, failure } = await readEverything('listTrades', session);
    expect(failure).toMatchObject({ venueCode: code });
    expect(listing.coverage.holes.length).toBeGreaterThan(0);
  });

  it('reads the keys of every sub-account, whenever it was made', async () => {
    const accounts = [is.subAccountRow, { ...is.subAccountRow, subAcct: 'Test002', ts: '1559334756000' }];
    const { venue, session } = await at(({ path, query }) => {
      if (!path.endsWith('/list')) return ok({ ...is.keyRow, apiKey: `CANARYkeyOf${query.get('subAcct')}` });
      const after = Number(query.get('after') ?? Infinity);
      return ok(...accounts.filter(({ ts }) => Number(ts) < after));
    });
    const { listing } = await readEverything('listSubAccountKeys', session, { from: ago(dayMs) });
    expect((listing.rows as ListedKey[]).map((key) => key.subAccount)).toEqual(['D456DDDL', 'Test002']);
    expect(venue.seen.filter(({ path }) => path.endsWith('/apikey')).length).toBe(2);
  });

  it('reads what any key may before what only the main account’s may', async () => {
    const { session } = await at(({ path }) => (path.includes('subaccount') ? no('59604') : ok()));
    const { listing, failure } = await readEverything('listTransfers', session);
    expect(failure).toMatchObject({ code: 'SCOPE_MISSING', venueCode: '59604' });
    expect(listing.coverage.holes.length).toBe(1);
  });
});
