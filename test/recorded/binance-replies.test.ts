import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Capability, PageRequest, ReadPages, Session } from '../../src/venues/index.ts';
import { binance } from '../../src/venues/binance/index.ts';
import { sessionTo, startScriptedVenue } from '../venues/scripted-venue.ts';
import type { ScriptedVenue } from '../venues/scripted-venue.ts';
import { fixturesExist, readFixture, skippedWithoutFixtures } from './fixtures.ts';

// Binance's own replies — recorded (ccxt-static) and printed in its connector's tests — go through
// HTTP, session and parser; then every leaf of the raw row must stand in our row, or in a list of
// leaves that we leave out knowingly.

interface Recorded {
  readonly from: string;
  readonly body: unknown;
}

interface Expectation {
  readonly reader: Capability<ReadPages<never>>;
  readonly request?: PageRequest;
  readonly replies: () => readonly Recorded[];
  /** The rows inside the body. */
  readonly rowsIn: (body: unknown) => readonly unknown[];
  /** Raw leaf → where it must stand in our row, and what it must have become on the way. */
  readonly becomes: Readonly<Record<string, Place>>;
  /** Leaves that our row leaves out, and why. The raw reply keeps them: it is the exhibit. */
  readonly drops: Readonly<Record<string, string>>;
}

type Place = string | readonly [path: string, made: (leaf: unknown) => string];

const utc = (ms: unknown): string => new Date(Number(ms)).toISOString();
const asUtc = (text: unknown): string => new Date(`${String(text).replace(' ', 'T')}Z`).toISOString();
const lower = (text: unknown): string => String(text).toLowerCase();

const orderPlaces = {
  symbol: 'symbol',
  orderId: 'id',
  clientOrderId: 'clientOrderId',
  price: 'price',
  origQty: 'amount',
  executedQty: 'filled',
  type: 'type',
  side: ['side', lower],
  time: ['createdAt', utc],
} as const satisfies Record<string, Place>;

const orderExtras = {
  orderListId: 'order lists are not followed: each of their orders is a row of its own',
  cummulativeQuoteQty: 'the fills are read as trades, with their own quote amounts',
  origQuoteOrderQty: 'set for market orders by value only; the fills say what was bought',
  timeInForce: 'not needed to recognise or cancel an order',
  stopPrice: 'not needed to recognise or cancel an order',
  icebergQty: 'not needed to recognise or cancel an order',
  isWorking: 'not needed to recognise or cancel an order',
  workingTime: 'createdAt and updatedAt frame it',
  selfTradePreventionMode: 'not needed to recognise or cancel an order',
  preventedMatchId: 'self-trade prevention is not analysed',
  preventedQuantity: 'self-trade prevention is not analysed',
  strategyId: 'clientOrderId is what tells our orders apart',
  strategyType: 'clientOrderId is what tells our orders apart',
  trailingDelta: 'not needed to recognise or cancel an order',
  trailingTime: 'not needed to recognise or cancel an order',
  usedSor: 'not needed to recognise or cancel an order',
  workingFloor: 'not needed to recognise or cancel an order',
  pegPriceType: 'not needed to recognise or cancel an order',
  pegOffsetType: 'not needed to recognise or cancel an order',
  pegOffsetValue: 'not needed to recognise or cancel an order',
  peggedPrice: 'not needed to recognise or cancel an order',
  expiryReason: 'venueStatus says that it expired',
};

const transferExtras = {
  info: "the venue's free text to the owner",
  confirmNo: 'confirmations on chain; status says whether it is done',
  walletType: 'which wallet it left from or came to',
  txKey: 'empty in every reply seen',
  withdrawOrderId: "the client's own id of a withdrawal",
  type: 'added by the recorder of the fixture',
  confirmTimes: 'confirmations on chain; status says whether it is done',
  unlockConfirm: 'confirmations on chain; status says whether it is done',
  travelRuleStatus: 'not documented for this endpoint',
};

const expectations: Readonly<Record<string, Expectation>> = {
  listOpenOrders: {
    reader: binance.capabilities.listOpenOrders as Capability<ReadPages<never>>,
    replies: () => [
      ...official('spot', 'getOpenOrders'),
      ...recorded('fetchOpenOrders', 'Fetch spot open orders'),
    ],
    rowsIn: (body) => body as unknown[],
    becomes: orderPlaces,
    drops: {
      ...orderExtras,
      status: 'an open order is open; partial fills show in `filled`',
      updateTime: 'read with the order history',
    },
  },
  listOrders: {
    reader: binance.capabilities.listOrders as Capability<ReadPages<never>>,
    request: { symbol: 'LTCBTC' },
    replies: () => [
      ...official('spot', 'allOrders'),
      ...recorded('fetchOrders', 'fetch spot orders'),
      ...recorded('fetchOrder', 'Fetch spot closed order').map(({ from, body }) => ({ from, body: [body] })),
    ],
    rowsIn: (body) => body as unknown[],
    becomes: { ...orderPlaces, status: 'venueStatus', updateTime: ['updatedAt', utc] },
    drops: orderExtras,
  },
  listTrades: {
    reader: binance.capabilities.listTrades as Capability<ReadPages<never>>,
    request: { symbol: 'BNBBTC' },
    replies: () => [
      ...official('spot', 'myTrades'),
      ...recorded('fetchMyTrades', 'Spot private trade'),
      ...recorded('fetchMyTrades', 'spot porfolioMargin private trade'),
    ],
    rowsIn: (body) => body as unknown[],
    becomes: {
      symbol: 'symbol',
      id: 'id',
      orderId: 'orderId',
      price: 'price',
      qty: 'amount',
      quoteQty: 'quoteAmount',
      commission: 'fee',
      commissionAsset: 'feeAsset',
      isMaker: 'isMaker',
      isBuyer: ['side', (buyer) => (buyer === true ? 'buy' : 'sell')],
      time: ['at', utc],
    },
    drops: {
      orderListId: 'order lists are not followed',
      isBestMatch: 'says nothing about who traded',
    },
  },
  listBalances: {
    reader: binance.capabilities.listBalances as Capability<ReadPages<never>>,
    replies: () => recorded('fetchBalance', 'Spot balance'),
    rowsIn: (body) => (body as { balances: unknown[] }).balances,
    becomes: { asset: 'asset', free: 'free', locked: 'locked' },
    drops: {},
  },
  'listBalances of the funding wallet': {
    reader: binance.capabilities.listBalances as Capability<ReadPages<never>>,
    request: { cursor: 'funding' },
    replies: () => official('wallet', 'fundingWallet'),
    rowsIn: (body) => body as unknown[],
    becomes: { asset: 'asset', free: 'free', locked: 'locked' },
    drops: {
      btcValuation: 'an estimate of the venue, not an amount held',
      freeze: 'zero in the example; what is not zero is a row of its own (binance.test.ts)',
      withdrawing: 'zero in the example; what is not zero is a row of its own (binance.test.ts)',
    },
  },
  listWithdrawals: {
    reader: binance.capabilities.listWithdrawals as Capability<ReadPages<never>>,
    replies: () => [
      ...official('wallet', 'withdrawHistory'),
      ...recorded('fetchWithdrawals', 'fetchWithdrawals'),
    ],
    rowsIn: (body) => body as unknown[],
    becomes: {
      id: 'id',
      amount: 'amount',
      transactionFee: 'fee.value',
      coin: 'asset',
      status: 'venueStatus',
      address: 'address',
      txId: 'txId.value',
      network: 'network',
      transferType: ['internal', (type) => String(Number(type) === 1)],
      applyTime: ['requestedAt', asUtc],
      completeTime: ['completedAt.value', asUtc],
    },
    drops: transferExtras,
  },
  listDeposits: {
    reader: binance.capabilities.listDeposits as Capability<ReadPages<never>>,
    replies: () => [...official('wallet', 'depositHistory'), ...recorded('fetchDeposits', 'fetchDeposits')],
    rowsIn: (body) => body as unknown[],
    becomes: {
      id: 'id',
      amount: 'amount',
      coin: 'asset',
      address: 'address',
      addressTag: ['tag', (tag) => (tag === '' ? 'undefined' : String(tag))],
      network: 'network',
      status: 'venueStatus',
      txId: 'txId.value',
      insertTime: ['at', utc],
    },
    drops: {
      ...transferExtras,
      transferType: 'a deposit from another customer of the venue is not told apart',
      completeTime: 'a deposit counts from when it was seen',
    },
  },
  listWithdrawalAddresses: {
    reader: binance.capabilities.listWithdrawalAddresses as Capability<ReadPages<never>>,
    replies: () => official('wallet', 'fetchWithdrawAddressList'),
    rowsIn: (body) => body as unknown[],
    becomes: {
      address: 'address',
      addressTag: 'tag',
      coin: 'asset',
      name: 'label',
      network: 'network',
      whiteStatus: 'whitelisted',
    },
    drops: {
      origin: 'what the owner wrote about where the address came from',
      originType: 'what the owner wrote about where the address came from',
    },
  },
};

const cases = Object.entries(expectations);
skippedWithoutFixtures("Binance's recorded replies", cases.length + 2);

describe.runIf(fixturesExist)("Binance's recorded replies", () => {
  let venue: ScriptedVenue;
  let session: Session;
  let reply = '';

  beforeAll(async () => {
    venue = await startScriptedVenue(() => ({ body: reply }));
    ({ session } = await sessionTo(venue.port));
  });
  afterAll(() => venue.close());

  it.each(cases)('%s loses and changes nothing that is not on its list', async (_name, expectation) => {
    if (expectation.reader.by !== 'api') throw new Error('not by API');
    const replies = expectation.replies();
    expect(replies.length, 'recorded replies').toBeGreaterThan(0);
    for (const { from, body } of replies) {
      reply = JSON.stringify(body);
      const page = await expectation.reader.run.page(session, expectation.request ?? {});
      const raw = expectation.rowsIn(body);
      expect(page.rows.length, from).toBe(raw.length);
      raw.forEach((row, i) => {
        const missing = leavesMissingIn(page.rows[i], row, expectation);
        expect(missing, `${from}, row ${i}`).toEqual([]);
      });
    }
  });

  it('says of every leaf that it leaves out why, and leaves out none that holds where money went', () => {
    const never =
      /^(amount|price|qty|quoteQty|origQty|executedQty|free|locked|commission|address|addressTag|txId|coin|id|orderId|transactionFee|time|applyTime|insertTime|network|clientOrderId|whiteStatus)$/;
    for (const [name, { drops }] of cases) {
      expect(
        Object.keys(drops).filter((leaf) => never.test(leaf)),
        name,
      ).toEqual([]);
      for (const why of Object.values(drops)) expect(why.length).toBeGreaterThan(10);
    }
  });

  it('reads the permissions of the key that the venue prints as an example, flag by flag', async () => {
    const [example] = official('wallet', 'getApiKeyPermission');
    reply = JSON.stringify(example?.body);
    const { introspectKey } = binance.capabilities;
    if (introspectKey.by !== 'api') throw new Error('not by API');
    expect(await introspectKey.run(session)).toMatchObject({
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
    });
  });
});

/** Raw leaves that do not stand in our row where and as they should, and that no list excuses. */
function leavesMissingIn(ours: unknown, raw: unknown, { becomes, drops }: Expectation): string[] {
  return Object.entries(raw as Record<string, unknown>)
    .filter(([name]) => !Object.hasOwn(drops, name))
    .filter(([name, leaf]) => {
      const place = Object.hasOwn(becomes, name) ? becomes[name] : undefined;
      if (place === undefined) return true;
      const [path, made] = typeof place === 'string' ? [place, String] : place;
      return String(at(ours, path)) !== made(leaf);
    })
    .map(([name, leaf]) => `${name}=${JSON.stringify(leaf)} in ${JSON.stringify(ours)}`);
}

const at = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);

function official(client: string, call: string): Recorded[] {
  const { calls } = readFixture('binance-connector/mock-responses.json') as {
    calls: { client: string; call: string; response: unknown }[];
  };
  return calls
    .filter((each) => each.client === client && each.call === call)
    .map(({ response }) => ({ from: `connector ${client} ${call}`, body: response }));
}

function recorded(method: string, description: string): Recorded[] {
  const { methods } = readFixture('ccxt-static/response/binance.json') as {
    methods: Record<string, { description: string; httpResponse: unknown }[]>;
  };
  return (methods[method] ?? [])
    .filter((each) => each.description === description)
    .map(({ httpResponse }) => ({ from: `ccxt-static ${method} "${description}"`, body: httpResponse }));
}
