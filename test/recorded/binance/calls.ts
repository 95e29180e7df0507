import type { ListedKey } from '../../../src/domain/api-key.ts';
import { Secret } from '../../../src/domain/secret.ts';
import type { Capability, ReadPages, Session } from '../../../src/venues/index.ts';
import { binance } from '../../../src/venues/binance/index.ts';
import { official, recorded, type ExpectedCall } from '../expectation.ts';
import { answering, byApi, nothingRests, opened, orderIn, resting, restingConditional } from './answering.ts';
import { asList, utc, window } from './making.ts';

const { capabilities } = binance;
const usdM = 'derivatives-trading-usds-futures';

type Calls = Readonly<Record<string, ExpectedCall>>;

// ---------------------------------------------------------------- what is read besides lists

const listOf = (name: 'listTrades' | 'listOrders' | 'listPositions' | 'listMarketPrices') =>
  byApi(capabilities[name] as Capability<ReadPages<unknown>>);

async function sectionsOf(name: Parameters<typeof listOf>[0], session: Session): Promise<unknown> {
  const { sections } = listOf(name);
  return typeof sections === 'function' ? sections(session) : sections;
}

async function symbolsIn(section: string, session: Session, asked: readonly string[]): Promise<unknown> {
  return (
    await listOf('listTrades')
      .wayIn?.(section)
      .symbolsIn?.(session, { asked, ...window })
  )?.symbols;
}

const symbolsOf = (body: unknown): readonly string[] =>
  (body as readonly { readonly symbol: string }[])
    .map(({ symbol }) => symbol)
    .filter((symbol) => symbol !== '');

const reads: Calls = {
  'introspectKey, flag by flag': {
    replies: [official('wallet', 'getApiKeyPermission')],
    run: byApi(capabilities.introspectKey),
    returns: () => ({
      scopes: {
        read: 'granted',
        'spot-trade': 'denied',
        // enablePortfolioMarginTrading is on in the example.
        margin: 'granted',
        futures: 'granted',
        options: 'denied',
        transfer: 'granted',
        withdraw: 'denied',
        'manage-keys': 'unknown',
        'manage-addresses': 'denied',
      },
      ipRestricted: 'denied',
      createdAt: { known: true, value: utc(1_623_840_271_000) },
    }),
  },
  readClock: {
    replies: [official('spot', 'time'), official(usdM, 'checkServerTime')],
    run: async (session) => {
      const { at, offsetMs } = await byApi(capabilities.readClock)(session);
      return { year: new Date(Date.parse(at) + offsetMs).getUTCFullYear() };
    },
    returns: () => ({ year: 2017 }),
  },
  'what the account has opened': {
    replies: [official('wallet', 'accountInfo')],
    run: (session) => sectionsOf('listPositions', session),
    returns: () => ['usd-m', 'coin-m', 'options'],
  },
  'the pairs of isolated margin': {
    replies: [official('margin-trading', 'queryIsolatedMarginAccountInfo')],
    run: (session) => sectionsOf('listOrders', answering(session, opened({ margin: true })).session),
    returns: () => ['spot', 'margin', 'isolated/BTCUSDT'],
  },
  'the pairs of cross margin': {
    replies: [official('margin-trading', 'getAllCrossMarginPairs')],
    run: (session) => symbolsIn('margin', session, ['BNBBTC', 'LTCBTC']),
    returns: () => ['BNBBTC'],
  },
  'the contracts that anything was booked for': {
    replies: [official(usdM, 'getIncomeHistory'), recorded('fetchFundingHistory')],
    run: (session) =>
      symbolsIn('usd-m', answering(session, { fapiPrivateV3GetPositionRisk: [] }).session, []),
    returns: symbolsOf,
  },
  'the contracts that are open': {
    replies: [
      official(usdM, 'positionInformationV3'),
      recorded('fetchPositions', /^Fetch linear positions with/),
    ],
    run: (session) => symbolsIn('usd-m', answering(session, { fapiPrivateGetIncome: [] }).session, []),
    returns: symbolsOf,
  },
  'listMarketPrices of a contract that spot does not have': {
    replies: [official(usdM, 'symbolPriceTickerV2', asList)],
    run: async (session) => {
      const { session: withoutSpot } = answering(session, { publicGetTickerPrice: [] });
      return (await listOf('listMarketPrices').page(withoutSpot, { section: 'usd-m' })).rows;
    },
    returns: () => [{ symbol: 'BTCUSDT', price: '6000.01' }],
  },
};

// ---------------------------------------------------------------- cancelling

/** One order, by the only endpoint that is sent to: whatever is not that reply is refused. */
const cancelsOne = (section: string, endpoint: string, replies: ExpectedCall['replies']): ExpectedCall => ({
  replies,
  run: async (session) => {
    const { session: watched, sent } = answering(session, {});
    await byApi(capabilities.cancelOrders)(watched, [orderIn(section)]);
    return sent;
  },
  returns: () => [endpoint],
});

interface Sweep {
  readonly has?: Parameters<typeof opened>[0];
  readonly rests: Readonly<Record<string, unknown>>;
  readonly endpoint: string;
}

/** The reply is that of one sweep: every list that is read before it is empty but for one. */
const sweeps = ({ has, rests, endpoint }: Sweep, replies: ExpectedCall['replies']): ExpectedCall => ({
  replies,
  run: async (session) => {
    const { session: read, sent } = answering(session, { ...opened(has), ...nothingRests, ...rests });
    await byApi(capabilities.cancelAllOrders)(read);
    return sent;
  },
  returns: () => [endpoint],
});

const cancels: Calls = {
  'cancelOrders on spot': cancelsOne('spot', 'privateDeleteOrder', [official('spot', 'deleteOrder')]),
  'cancelOrders of isolated margin': cancelsOne('isolated/LTCBTC', 'sapiDeleteMarginOrder', [
    official('margin-trading', 'marginAccountCancelOrder'),
  ]),
  'cancelOrders of Convert': cancelsOne('convert', 'sapiPostConvertLimitCancelOrder', [
    official('convert', 'cancelLimitOrder'),
  ]),
  'cancelOrders of USDⓈ-M': cancelsOne('usd-m', 'fapiPrivateDeleteOrder', [official(usdM, 'cancelOrder')]),
  'cancelOrders of USDⓈ-M, conditional': cancelsOne('usd-m/conditional', 'fapiPrivateDeleteAlgoOrder', [
    official(usdM, 'cancelAlgoOrder'),
    recorded('cancelOrder', 'cancelOrder linear swap conditional'),
  ]),
  'cancelAllOrders on spot': sweeps(
    { rests: { privateGetOpenOrders: [resting] }, endpoint: 'privateDeleteOpenOrders' },
    [official('spot', 'deleteOpenOrders')],
  ),
  'cancelAllOrders of margin': sweeps(
    {
      has: { margin: true },
      rests: { sapiGetMarginOpenOrders: [resting] },
      endpoint: 'sapiDeleteMarginOpenOrders',
    },
    [official('margin-trading', 'marginAccountCancelAllOpenOrdersOnASymbol')],
  ),
  'cancelAllOrders of USDⓈ-M': sweeps(
    {
      has: { futures: true },
      rests: { fapiPrivateGetOpenOrders: [resting] },
      endpoint: 'fapiPrivateDeleteAllOpenOrders',
    },
    [official(usdM, 'cancelAllOpenOrders')],
  ),
  'cancelAllOrders of USDⓈ-M, conditional': sweeps(
    {
      has: { futures: true },
      rests: { fapiPrivateGetOpenAlgoOrders: [restingConditional] },
      endpoint: 'fapiPrivateDeleteAlgoOpenOrders',
    },
    [
      official(usdM, 'cancelAllAlgoOpenOrders'),
      recorded('cancelAllOrders', 'cancelAllOrders linear swap trigger orders'),
    ],
  ),
};

// ---------------------------------------------------------------- keys of sub-accounts

const subAccount = '123@test.com';
const unread = { known: false, why: 'not read here' } as const;
const listedKey: ListedKey = {
  keyId: new Secret('key-of-the-recorded-replies', 'test'),
  maskedKeyId: 'key-…lies (27)',
  subAccount,
  label: unread,
  scopes: {
    read: 'granted',
    'spot-trade': 'granted',
    margin: 'granted',
    futures: 'granted',
    options: 'denied',
    transfer: 'denied',
    withdraw: 'denied',
    'manage-keys': 'denied',
    'manage-addresses': 'denied',
  },
  ipRestricted: 'unknown',
  ipAllowlist: unread,
  createdAt: unread,
  expiresAt: unread,
};

/** The example has two flags on, as of a key that was given something. */
const withoutFlags = (body: unknown): unknown =>
  Object.fromEntries(
    Object.entries(body as object).map(([name, value]) => [
      name,
      value === true ? false : (value as unknown),
    ]),
  );

const keys: Calls = {
  'listSubAccountKeys: the addresses of a key': {
    replies: [official('sub-account', 'getIpRestrictionForASubAccountApiKey')],
    run: async (session) => {
      const list = [{ apikey: listedKey.keyId.reveal(), apiName: 'myKey', canTrade: true }];
      const { session: listing } = answering(session, { 'sub-account/subAccountApi': { list } });
      const { rows } = await byApi(capabilities.listSubAccountKeys).page(listing, { section: subAccount });
      return rows;
    },
    returns: (body) => [
      {
        ipRestricted: 'granted',
        ipAllowlist: { known: true, value: (body as { ipList: unknown }).ipList },
      },
    ],
  },
  'restrictSubAccountKey, where a flag stayed on': {
    replies: [official('sub-account', 'modifySubAccountApiKeyPermission')],
    run: (session) =>
      byApi(capabilities.restrictSubAccountKey)(session, listedKey).catch((error: unknown) => error),
    returns: () => ({ failure: { code: 'REQUEST_REJECTED' } }),
  },
  'restrictSubAccountKey, where none did': {
    replies: [official('sub-account', 'modifySubAccountApiKeyPermission', withoutFlags)],
    run: (session) => byApi(capabilities.restrictSubAccountKey)(session, listedKey),
  },
  createSubAccountKey: {
    replies: [official('sub-account', 'createSubAccountApiKey')],
    run: async (session) => {
      const wanted = { subAccount, label: 'another', scopes: ['read'] as const, ipAllowlist: ['192.0.2.7'] };
      const { label, parts } = await byApi(capabilities.createSubAccountKey)(session, wanted);
      return { apiName: label, apiKey: parts['apiKey']?.reveal(), secretKey: parts['secret']?.reveal() };
    },
    returns: (body) => {
      const { apiName, apiKey, secretKey } = body as Readonly<Record<string, string>>;
      return { apiName, apiKey, secretKey };
    },
  },
};

export const calls: Calls = { ...reads, ...cancels, ...keys };
