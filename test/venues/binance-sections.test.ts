import { describe, expect, it } from 'vitest';
import type { Capability, ReadPages } from '../../src/venues/index.ts';
import type { Scripted, SeenRequest } from './scripted-venue.ts';
import { html } from './scripted-venue.ts';
import {
  allOpened,
  at,
  body,
  byPath,
  declared,
  capabilities,
  isolatedOf,
  nothingOpened,
  page,
  refusal,
  sectionsOf,
  whole,
} from './binance-support.ts';

const info = '/sapi/v1/account/info';
const isolated = '/sapi/v1/margin/isolated/account';

describe('which sections an account has', () => {
  it('is asked with one request that any key may send; spot alone needs no more', async () => {
    const { venue, session } = await at(byPath({ [info]: nothingOpened }));
    expect(await sectionsOf('listOpenOrders', session)).toEqual(['spot', 'convert', 'spot/algo']);
    expect(await sectionsOf('listBalances', session)).toEqual(['spot', 'earn, flexible', 'earn, locked']);
    expect(await sectionsOf('listPositions', session)).toEqual([]);
    expect(await sectionsOf('listTrades', session)).toEqual(['spot']);
    expect(await sectionsOf('listOrders', session)).toEqual(['spot']);
    expect(await sectionsOf('listLedger', session)).toEqual(['dust', 'convert', 'distributions']);
    expect(new Set(venue.seen.map(({ path }) => path))).toEqual(new Set([info]));
  });

  it('is one for each pair of isolated margin, and what wants most of a key comes last', async () => {
    const { session } = await at(
      byPath({ [info]: allOpened, [isolated]: isolatedOf('BTCUSDT', 'THINUSDT') }),
    );
    expect(await sectionsOf('listOpenOrders', session)).toEqual([
      'spot',
      'convert',
      'margin',
      'isolated/BTCUSDT',
      'isolated/THINUSDT',
      'usd-m',
      'usd-m/conditional',
      'coin-m',
      'coin-m/conditional',
      'options',
      'spot/algo',
      'usd-m/algo',
    ]);
    expect(await sectionsOf('listPositions', session)).toEqual(['usd-m', 'coin-m', 'options']);
  });

  it.each<[string, unknown]>([
    ['another form', {}],
    ['a refusal', refusal(-2015, 401)],
  ])(
    'is taken to be every one after %s: what cannot be read is then a hole, never "none"',
    async (_, reply) => {
      const { session } = await at(byPath({ [info]: reply, [isolated]: isolatedOf() }));
      expect(await sectionsOf('listPositions', session)).toEqual(['usd-m', 'coin-m', 'options']);
    },
  );

  it.each<[string, unknown]>([
    ['a Wi-Fi page', html],
    ['a list', []],
    ['a flag that is a text', { ...nothingOpened, isFutureEnabled: 'false' }],
  ])('is not asked on after %s: whoever says so is not believed a "none"', async (_, reply) => {
    const { session } = await at(byPath({ [info]: reply }));
    await expect(sectionsOf('listPositions', session)).rejects.toMatchObject({
      code: 'REPLY_NOT_UNDERSTOOD',
    });
  });

  it('is not asked on when the address is limited or banned', async () => {
    const { session } = await at(byPath({ [info]: refusal(-1003, 429) }));
    await expect(sectionsOf('listPositions', session)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  });

  it('keeps a hole for isolated margin whose pairs were not told', async () => {
    const onlyMargin = { ...nothingOpened, isMarginEnabled: true };
    const { session } = await at(
      byPath({
        [info]: onlyMargin,
        [isolated]: refusal(-3003),
        '/api/v3/openOrders': [],
        '/sapi/v1/margin/openOrders': [],
        '/sapi/v1/convert/limit/queryOpenOrders': { list: [] },
        '/sapi/v1/algo/spot/openOrders': { total: 0, orders: [] },
      }),
    );
    const { listing } = await whole('listOpenOrders', session);
    expect(listing.coverage.holes.map(({ what }) => what)).toEqual(['rows in isolated/?']);
  });
});

describe('an account with nothing but spot, read with a key that only reads', () => {
  const spotOnly = byPath({
    [info]: nothingOpened,
    '/api/v3/openOrders': [],
    '/sapi/v1/convert/limit/queryOpenOrders': { list: [] },
    '/sapi/v1/algo/spot/openOrders': { total: 0, orders: [] },
    '/api/v3/account': { balances: [{ asset: 'BTC', free: '1', locked: '0' }] },
    '/sapi/v1/asset/get-funding-asset': [],
    '/sapi/v1/simple-earn/flexible/position': { rows: [], total: 0 },
    '/sapi/v1/simple-earn/locked/position': { rows: [], total: 0 },
    '/api/v3/myTrades': [],
    '/api/v3/allOrders': [],
    '/sapi/v1/asset/transfer': { total: 0 },
    '/sapi/v1/sub-account/list': { subAccounts: [] },
    '/sapi/v1/asset/dribblet': { total: 0, userAssetDribblets: [] },
    '/sapi/v1/convert/tradeFlow': { list: [], moreData: false },
    '/sapi/v1/asset/assetDividend': { rows: [], total: 0 },
    '/api/v3/ticker/price': [{ symbol: 'BTCUSDT', price: '1' }],
  });
  const query = { symbols: ['BTCUSDT'], from: '2026-02-01T00:00:00.000Z' };

  it.each([
    'listOpenOrders',
    'listBalances',
    'listPositions',
    'listTrades',
    'listOrders',
    'listTransfers',
    'listLedger',
    'listSubAccounts',
    'listSubAccountKeys',
    'listMarketPrices',
  ] as const)('%s has no hole and no failure', async (name) => {
    const { venue, session } = await at(spotOnly);
    const { listing, failure } = await whole(name, session, name === 'listOpenOrders' ? {} : query);
    expect(failure).toBeUndefined();
    expect(listing.coverage.holes).toEqual([]);
    expect(listing.stop).not.toBe('failed');
    expect(venue.seen.filter(({ path }) => /^\/(fapi|dapi|eapi|papi)/.test(path))).toEqual([]);
  });
});

const window = { from: '2026-02-27T00:00:00.000Z', to: '2026-02-28T00:00:00.000Z' };
const [startTime, endTime] = ['1772150400000', '1772236800000'];
const btc = { symbol: 'BTCUSDT', ...window };

describe('what each section sends', () => {
  const own = ['recvWindow', 'signature', 'timestamp'];
  const between = { startTime, endTime };

  it.each<[Parameters<typeof page>[0], object, string, Record<string, string>]>([
    ['listOpenOrders', { section: 'spot' }, 'GET /api/v3/openOrders', {}],
    ['listOpenOrders', { section: 'convert' }, 'GET /sapi/v1/convert/limit/queryOpenOrders', {}],
    ['listOpenOrders', { section: 'margin' }, 'GET /sapi/v1/margin/openOrders', {}],
    [
      'listOpenOrders',
      { section: 'isolated/BTCUSDT' },
      'GET /sapi/v1/margin/openOrders',
      { symbol: 'BTCUSDT', isIsolated: 'TRUE' },
    ],
    ['listOpenOrders', { section: 'usd-m' }, 'GET /fapi/v1/openOrders', {}],
    ['listOpenOrders', { section: 'usd-m/conditional' }, 'GET /fapi/v1/openAlgoOrders', {}],
    ['listOpenOrders', { section: 'coin-m' }, 'GET /dapi/v1/openOrders', {}],
    ['listOpenOrders', { section: 'coin-m/conditional' }, 'GET /dapi/v1/openAlgoOrders', {}],
    ['listOpenOrders', { section: 'options' }, 'GET /eapi/v1/openOrders', {}],
    ['listOpenOrders', { section: 'spot/algo' }, 'GET /sapi/v1/algo/spot/openOrders', {}],
    ['listOpenOrders', { section: 'usd-m/algo' }, 'GET /sapi/v1/algo/futures/openOrders', {}],
    ['listBalances', { section: 'margin' }, 'GET /sapi/v1/margin/account', {}],
    ['listBalances', { section: 'isolated margin' }, 'GET /sapi/v1/margin/isolated/account', {}],
    ['listBalances', { section: 'usd-m' }, 'GET /fapi/v3/account', {}],
    ['listBalances', { section: 'coin-m' }, 'GET /dapi/v1/account', {}],
    ['listBalances', { section: 'options' }, 'GET /eapi/v1/marginAccount', {}],
    [
      'listBalances',
      { section: 'earn, flexible', cursor: '2' },
      'GET /sapi/v1/simple-earn/flexible/position',
      { current: '2', size: '100' },
    ],
    [
      'listBalances',
      { section: 'earn, locked' },
      'GET /sapi/v1/simple-earn/locked/position',
      { current: '1', size: '100' },
    ],
    ['listPositions', { section: 'usd-m' }, 'GET /fapi/v3/positionRisk', {}],
    ['listPositions', { section: 'coin-m' }, 'GET /dapi/v1/positionRisk', {}],
    ['listPositions', { section: 'options' }, 'GET /eapi/v1/position', {}],
    [
      'listTrades',
      { section: 'margin', symbol: 'BTCUSDT' },
      'GET /sapi/v1/margin/myTrades',
      { symbol: 'BTCUSDT', isIsolated: 'FALSE', limit: '1000', fromId: '0' },
    ],
    [
      'listTrades',
      { section: 'isolated/BTCUSDT', symbol: 'BTCUSDT', fromId: '7' },
      'GET /sapi/v1/margin/myTrades',
      { symbol: 'BTCUSDT', isIsolated: 'TRUE', limit: '1000', fromId: '7' },
    ],
    // By time: an id and times exclude each other there, and an id alone may reach seven days only.
    [
      'listTrades',
      { section: 'usd-m', ...btc },
      'GET /fapi/v1/userTrades',
      { symbol: 'BTCUSDT', limit: '1000', ...between },
    ],
    [
      'listTrades',
      { section: 'coin-m', ...btc, symbol: 'BTCUSD_PERP' },
      'GET /dapi/v1/userTrades',
      { symbol: 'BTCUSD_PERP', limit: '1000', ...between },
    ],
    [
      'listOrders',
      { section: 'margin', symbol: 'BTCUSDT' },
      'GET /sapi/v1/margin/allOrders',
      { symbol: 'BTCUSDT', isIsolated: 'FALSE', limit: '500', orderId: '1' },
    ],
    [
      'listOrders',
      { section: 'usd-m', ...btc },
      'GET /fapi/v1/allOrders',
      { symbol: 'BTCUSDT', limit: '1000', ...between },
    ],
    [
      'listOrders',
      { section: 'usd-m/conditional', ...btc },
      'GET /fapi/v1/allAlgoOrders',
      { symbol: 'BTCUSDT', limit: '1000', ...between },
    ],
    [
      'listOrders',
      { section: 'coin-m', ...btc, symbol: 'BTCUSD_PERP' },
      'GET /dapi/v1/allOrders',
      { symbol: 'BTCUSD_PERP', limit: '100', ...between },
    ],
    [
      'listLedger',
      { section: 'dust', ...window },
      'GET /sapi/v1/asset/dribblet',
      { accountType: 'SPOT', ...between },
    ],
    [
      'listLedger',
      { section: 'convert', ...window },
      'GET /sapi/v1/convert/tradeFlow',
      { limit: '1000', ...between },
    ],
    [
      'listLedger',
      { section: 'distributions', ...window },
      'GET /sapi/v1/asset/assetDividend',
      { limit: '500', ...between },
    ],
    [
      'listLedger',
      { section: 'margin', ...window },
      'GET /sapi/v1/margin/capital-flow',
      { limit: '1000', ...between },
    ],
    [
      'listLedger',
      { section: 'isolated/BTCUSDT', ...window },
      'GET /sapi/v1/margin/capital-flow',
      { symbol: 'BTCUSDT', limit: '1000', ...between },
    ],
    ['listLedger', { section: 'usd-m', ...window }, 'GET /fapi/v1/income', { limit: '1000', ...between }],
    ['listLedger', { section: 'coin-m', ...window }, 'GET /dapi/v1/income', { limit: '1000', ...between }],
    [
      'listLedger',
      { section: 'options', ...window },
      'GET /eapi/v1/bill',
      { currency: 'USDT', limit: '1000', ...between },
    ],
    [
      'listTransfers',
      { section: 'MAIN_UMFUTURE', ...window },
      'GET /sapi/v1/asset/transfer',
      { type: 'MAIN_UMFUTURE', current: '1', size: '100', ...between },
    ],
    [
      'listTransfers',
      { section: 'isolated/BTCUSDT/in', ...window },
      'GET /sapi/v1/asset/transfer',
      { type: 'MARGIN_ISOLATEDMARGIN', toSymbol: 'BTCUSDT', current: '1', size: '100', ...between },
    ],
    [
      'listTransfers',
      { section: 'isolated/BTCUSDT/out', ...window },
      'GET /sapi/v1/asset/transfer',
      { type: 'ISOLATEDMARGIN_MARGIN', fromSymbol: 'BTCUSDT', current: '1', size: '100', ...between },
    ],
    ['listMarketPrices', { section: 'coin-m' }, 'GET /dapi/v1/ticker/price', {}],
  ])('%s %o → %s', async (name, request, line, query) => {
    const { venue, session } = await at(() => body('{"none":"of it"}'));
    await page(name, session, request).catch(() => undefined);
    const [seen] = venue.seen;
    expect(`${seen?.method} ${seen?.path}`).toBe(line);
    const sent = Object.fromEntries(seen?.query ?? []);
    for (const parameter of own) delete sent[parameter];
    expect(sent).toEqual(query);
  });
});

describe('a reply of another form is never taken for "none"', () => {
  const places: [Parameters<typeof page>[0], object][] = [
    ...['convert', 'margin', 'isolated/BTCUSDT', 'usd-m', 'usd-m/conditional', 'coin-m', 'options'].map(
      (section): [Parameters<typeof page>[0], object] => ['listOpenOrders', { section }],
    ),
    ['listOpenOrders', { section: 'coin-m/conditional' }],
    ['listOpenOrders', { section: 'spot/algo' }],
    ...['margin', 'isolated margin', 'usd-m', 'coin-m', 'options', 'earn, flexible', 'earn, locked'].map(
      (section): [Parameters<typeof page>[0], object] => ['listBalances', { section }],
    ),
    ...['usd-m', 'coin-m', 'options'].map((section): [Parameters<typeof page>[0], object] => [
      'listPositions',
      { section },
    ]),
    ...['margin', 'usd-m', 'coin-m'].map((section): [Parameters<typeof page>[0], object] => [
      'listTrades',
      { section, ...btc },
    ]),
    ...['margin', 'usd-m', 'usd-m/conditional', 'coin-m'].map(
      (section): [Parameters<typeof page>[0], object] => ['listOrders', { section, ...btc }],
    ),
    ...['dust', 'convert', 'distributions', 'margin', 'usd-m', 'coin-m', 'options'].map(
      (section): [Parameters<typeof page>[0], object] => ['listLedger', { section, ...window }],
    ),
    ...['MAIN_FUNDING', 'between accounts, from the main account', 'as sub-account, in'].map(
      (section): [Parameters<typeof page>[0], object] => ['listTransfers', { section, ...window }],
    ),
  ];
  const forms: [string, Scripted][] = [
    ['{}', body('{}')],
    ['null', body('null')],
    ['nothing at all', body('')],
    ['an HTML page', body(html)],
    ['a list of lists', body('[[]]')],
    ['rows without fields', body('[{}]')],
    [
      'lists that are null',
      body('{"rows":null,"list":null,"orders":null,"assets":null,"result":null,"total":1}'),
    ],
    [
      'rows of something else',
      body('{"rows":[{}],"list":[{}],"orders":[{}],"assets":[{}],"result":[{}],"total":1}'),
    ],
  ];
  it.each(
    places.flatMap(([name, request]) => forms.map(([form, reply]) => [name, request, form, reply] as const)),
  )('%s %o: %s', async (name, request, _form, reply) => {
    const { session } = await at(() => reply);
    await expect(page(name, session, request)).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
  });
});

describe('conditional COIN-M orders', () => {
  it.each<[string, Scripted]>([
    ['the path is not there', { status: 404, body: '<html></html>' }],
    ['the path answers with a page', body(html)],
    ['a gateway answers', { status: 502, body: html }],
    ['the venue refuses by a code', refusal(-2015, 401)],
  ])('are not said to be none when %s', async (_, reply) => {
    const { session } = await at(() => reply);
    const section = 'coin-m/conditional';
    await expect(page('listOpenOrders', session, { section })).rejects.toThrow();
  });
});

describe('futures are read between two moments', () => {
  const trade = (id: number, time: number) => ({
    symbol: 'BTCUSDT',
    id,
    orderId: id,
    side: 'BUY',
    price: '1.0',
    qty: '2',
    quoteQty: '2.0',
    commission: '0',
    commissionAsset: 'USDT',
    time,
    buyer: true,
    maker: false,
  });
  const start = Date.parse('2026-02-20T00:00:00.000Z');
  const burst = (count: number, spreadMs: number) =>
    Array.from({ length: count }, (_, n) => trade(n + 1, start + Math.floor((n * spreadMs) / count)));

  const venueWith =
    (rows: readonly ReturnType<typeof trade>[], keeps: 'oldest' | 'newest') =>
    (request: SeenRequest): Scripted => {
      if (request.path === info) return body({ ...nothingOpened, isFutureEnabled: true });
      if (request.path === '/fapi/v1/income') {
        return body([
          {
            symbol: 'BTCUSDT',
            incomeType: 'COMMISSION',
            income: '-1',
            asset: 'USDT',
            time: start,
            tranId: 1,
          },
        ]);
      }
      if (request.path !== '/fapi/v1/userTrades') return body([]);
      const from = Number(request.query.get('startTime'));
      const to = Number(request.query.get('endTime'));
      if (to - from >= 7 * 86_400_000) return refusal(-4166);
      const inside = rows.filter(({ time }) => time >= from && time <= to);
      return body(keeps === 'oldest' ? inside.slice(0, 1_000) : inside.slice(-1_000));
    };

  it.each(['oldest', 'newest'] as const)(
    'and no trade is lost when a window is too full and the %s are sent',
    async (keeps) => {
      const { session } = await at(venueWith(burst(2_500, 60_000), keeps));
      const { listing } = await whole('listTrades', session, { from: '2026-02-10T00:00:00.000Z' });
      const ids = listing.rows.map((row) => Number((row as { id: string }).id)).sort((a, b) => a - b);
      expect(ids).toEqual(Array.from({ length: 2_500 }, (_, n) => n + 1));
      // Spot: nobody named a symbol there.
      expect(listing.coverage.holes.map(({ what }) => what)).toEqual(['rows in spot']);
      expect(listing.coverage.symbols).toEqual(['BTCUSDT']);
    },
  );

  it('and a moment that is fuller than a page stays a hole', async () => {
    const { session } = await at(venueWith(burst(1_500, 1), 'oldest'));
    const { listing } = await whole('listTrades', session, {
      from: '2026-02-19T00:00:00.000Z',
      symbols: ['X'],
    });
    expect(listing.coverage.holes.map(({ what, why }) => `${what}: ${why}`)).toContain(
      'rows of BTCUSDT in usd-m: the venue sends 1000 rows at most, and one moment holds as many',
    );
  });
});

describe('the symbols of each section', () => {
  const futures = (more: Readonly<Record<string, unknown>> = {}) =>
    at(
      byPath({
        [info]: { ...nothingOpened, isFutureEnabled: true, isMarginEnabled: true },
        [isolated]: isolatedOf('THINUSDT'),
        '/sapi/v1/margin/allPairs': [{ symbol: 'BTCUSDT' }, { symbol: 'ETHUSDT' }],
        '/fapi/v1/income': [
          { symbol: 'CLOSEDUSDT', incomeType: 'REALIZED_PNL', tranId: 1 },
          { symbol: '', incomeType: 'TRANSFER', tranId: 2 },
        ],
        '/fapi/v3/positionRisk': [
          { symbol: 'OPENUSDT', positionAmt: '-1' },
          { symbol: 'FLATUSDT', positionAmt: '0.000' },
        ],
        '/fapi/v2/ticker/price': [{ symbol: 'BTCUSDT' }, { symbol: '1000THINUSDT' }],
        '/dapi/v1/income': [{ symbol: 'BTCUSD_PERP', incomeType: 'FUNDING_FEE', tranId: 3 }],
        '/dapi/v1/positionRisk': [],
        '/dapi/v1/ticker/price': [{ symbol: 'BTCUSD_PERP' }, { symbol: 'ETHUSD_PERP' }],
        '/api/v3/myTrades': [],
        '/sapi/v1/margin/myTrades': [],
        '/fapi/v1/userTrades': [],
        '/dapi/v1/userTrades': [],
        ...more,
      }),
    );
  const asked = ['BTCUSDT', '1000THINUSDT', 'ETHUSD_PERP', 'BNB/USDT'];
  const from = '2026-02-27T00:00:00.000Z';

  it('are its own: those asked that it knows, and what was booked or is open in contracts', async () => {
    const { venue, session } = await futures();
    const { listing } = await whole('listTrades', session, { symbols: asked, from });
    const sent = (path: string) => [
      ...new Set(venue.seen.filter((seen) => seen.path === path).map(({ query }) => query.get('symbol'))),
    ];
    expect(sent('/api/v3/myTrades')).toEqual(['BTCUSDT', '1000THINUSDT']);
    expect(sent('/sapi/v1/margin/myTrades')).toEqual(['BTCUSDT', 'THINUSDT']);
    expect(sent('/fapi/v1/userTrades')).toEqual(['CLOSEDUSDT', 'OPENUSDT', 'BTCUSDT', '1000THINUSDT']);
    expect(sent('/dapi/v1/userTrades')).toEqual(['BTCUSD_PERP', 'ETHUSD_PERP']);
    expect(listing.coverage.holes).toEqual([]);
  });

  it('that spot does not know is no loss where it is a contract, and one where nobody knows it', async () => {
    const tickers = [{ symbol: 'BTCUSDT' }, { symbol: '1000THINUSDT' }];
    const { session } = await at(({ path, query }) => {
      if (path === '/api/v3/myTrades') return refusal(-1121);
      const found = tickers.find(({ symbol }) => symbol === query.get('symbol'));
      return found === undefined ? refusal(-1121) : body({ ...found, price: '1' });
    });
    expect(await page('listTrades', session, { symbol: '1000THINUSDT' })).toMatchObject({ rows: [] });
    await expect(page('listTrades', session, { symbol: 'NOSUCH' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('are a hole where Binance does not tell what was booked', async () => {
    const { session } = await futures({ '/fapi/v1/income': refusal(-2015, 401) });
    const { listing, failure } = await whole('listTrades', session, { symbols: asked, from });
    expect(failure?.code).toBe('KEY_IP_OR_SCOPE');
    expect(listing.coverage.holes.map(({ what }) => what)).toEqual(['rows in usd-m']);
  });

  it('go on over every page of what was booked', async () => {
    const full = Array.from({ length: 1_000 }, (_, n) => ({ symbol: 'AUSDT', tranId: n }));
    const { venue, session } = await at((request) => {
      if (request.path === info) return body({ ...nothingOpened, isFutureEnabled: true });
      if (request.path !== '/fapi/v1/income') return body([]);
      return body(request.query.get('page') === '1' ? full : [{ symbol: 'BUSDT', tranId: 9 }]);
    });
    const { listing } = await whole('listTrades', session, { from, symbols: ['X'] });
    expect(listing.coverage.symbols).toEqual(['X', 'AUSDT', 'BUSDT']);
    expect(venue.seen.filter(({ path }) => path === '/fapi/v1/income').length).toBe(2);
  });
});

it('every section that can be named costs something at limits that are declared', async () => {
  const { session } = await at(byPath({ [info]: allOpened, [isolated]: isolatedOf('BTCUSDT') }));
  const limits = ['spot', 'sapi-ip', 'sapi-uid', 'fapi', 'dapi', 'eapi'];
  for (const name of [
    'listOpenOrders',
    'listBalances',
    'listPositions',
    'listTrades',
    'listOrders',
    'listLedger',
  ] as const) {
    const { run, cost } = declared(capabilities[name] as Capability<ReadPages<unknown>>);
    for (const section of await sectionsOf(name, session)) {
      const spent = Object.entries(run.wayIn?.(section).cost ?? cost ?? {});
      expect(spent.length, `${name} ${section}`).toBeGreaterThan(0);
      for (const [limit, units] of spent) {
        expect(
          limits.some((known) => limit.startsWith(known)),
          limit,
        ).toBe(true);
        expect(units).toBeGreaterThan(0);
      }
    }
  }
});
