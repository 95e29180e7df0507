import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refuse } from '../../src/simulators/binance/codes.ts';
import { answerDocumented, documentedCodes } from '../../src/simulators/binance/documented-refusals.ts';
import type { VenueRefusal } from '../../src/simulators/venue-refusal.ts';
import { payoutKey, stage, t0 } from './support.ts';
import type { Stage } from './support.ts';

/** Official example replies and error codes: data beside the project, not part of it. */
const fixtures = join(import.meta.dirname, '../../../shared/fixtures');
const examplesFile = join(fixtures, 'binance-connector/mock-responses.json');
const codesFile = join(fixtures, 'error-codes/binance-spot.json');

const nowMs = Date.parse(t0);
const btc = { symbol: 'BTCUSDT' };
const treasury = '0x1111111111111111111111111111111111111111';

interface Sample {
  readonly call: string;
  readonly ours: (stage: Stage) => Promise<unknown>;
  /** In the example, but documented to appear only under conditions that are not met here. */
  readonly conditional?: readonly string[];
  /** In rest-api.md, left out of the short example. */
  readonly beyond?: readonly string[];
}

// rest-api.md "Conditional fields in Order Responses".
const orderConditions = [
  'preventedMatchId',
  'preventedQuantity',
  'strategyId',
  'strategyType',
  'trailingDelta',
  'trailingTime',
  'usedSor',
  'workingFloor',
  'pegPriceType',
  'pegOffsetType',
  'pegOffsetValue',
  'peggedPrice',
  'expiryReason',
];

const body =
  (path: string, given: Parameters<Stage['call']>[1] = {}) =>
  async ({ call }: Stage) =>
    (await call(path, given)).body;

const placed = ['price', 'origQty', 'executedQty', 'origQuoteOrderQty', 'cummulativeQuoteQty'];

const samples: readonly Sample[] = [
  { call: 'time', ours: body('/api/v3/time', { rawQuery: '' }) },
  {
    call: 'tickerPrice',
    ours: body('/api/v3/ticker/price', { rawQuery: 'symbol=BTCUSDT' }),
    beyond: ['price'],
  },
  {
    call: 'tickerBookTicker',
    ours: body('/api/v3/ticker/bookTicker', { rawQuery: 'symbol=BTCUSDT' }),
    beyond: ['bidPrice', 'bidQty', 'askPrice', 'askQty'],
  },
  {
    call: 'exchangeInfo',
    ours: body('/api/v3/exchangeInfo', { rawQuery: '' }),
    // `count` stands in the connector's example only, `sors` only where there is smart order routing,
    // `priceExponent` in no list of filters; filters are optional, and `permissions` is empty in
    // rest-api.md.
    conditional: ['count', 'sors', 'priceExponent', 'exchangeFilters', 'permissions'],
    beyond: [
      'minQty',
      'maxQty',
      'stepSize',
      'minNotional',
      'maxNotional',
      'applyMinToMarket',
      'applyMaxToMarket',
      'avgPriceMins',
    ],
  },
  { call: 'getOpenOrders', ours: body('/api/v3/openOrders'), conditional: orderConditions },
  { call: 'allOrders', ours: body('/api/v3/allOrders', { params: btc }), conditional: orderConditions },
  {
    call: 'getOrder',
    ours: body('/api/v3/order', { params: { ...btc, origClientOrderId: 'mm-1' } }),
    conditional: orderConditions,
  },
  { call: 'myTrades', ours: body('/api/v3/myTrades', { params: btc }) },
  {
    call: 'newOrder',
    ours: body('/api/v3/order', {
      method: 'POST',
      form: { symbol: 'ETHUSDT', side: 'SELL', type: 'MARKET', quantity: '1' },
    }),
    beyond: [...placed, 'qty', 'commission'],
  },
  {
    call: 'deleteOrder',
    ours: body('/api/v3/order', { method: 'DELETE', params: { ...btc, origClientOrderId: 'mm-1' } }),
    conditional: [...orderConditions, 'icebergQty', 'stopPrice'],
  },
  { call: 'deleteOpenOrders', ours: body('/api/v3/openOrders', { method: 'DELETE', params: btc }) },
  { call: 'getApiKeyPermission', ours: body('/sapi/v1/account/apiRestrictions') },
  { call: 'accountStatus', ours: body('/sapi/v1/account/status') },
  { call: 'accountApiTradingStatus', ours: body('/sapi/v1/account/apiTradingStatus') },
  { call: 'systemStatus', ours: body('/sapi/v1/system/status', { rawQuery: '' }) },
  { call: 'fetchWithdrawAddressList', ours: body('/sapi/v1/capital/withdraw/address/list') },
  { call: 'depositHistory', ours: body('/sapi/v1/capital/deposit/hisrec') },
  {
    call: 'allCoinsInformation',
    ours: async (on) => ((await body('/sapi/v1/capital/config/getall')(on)) as object[]).slice(2, 3),
  },
  {
    call: 'fundingWallet',
    ours: body('/sapi/v1/asset/get-funding-asset', { method: 'POST', form: { needBtcValuation: 'true' } }),
  },
  { call: 'userAsset', ours: body('/sapi/v3/asset/getUserAsset', { method: 'POST' }) },
  { call: 'withdraw', ours: (on) => withdraw(on) },
  {
    call: 'withdrawHistory',
    ours: async (on) => {
      await withdraw(on);
      await on.clock.advance(10 * 60_000);
      const params = { withdrawOrderId: 'W1', endTime: nowMs + 600_000 };
      return body('/sapi/v1/capital/withdraw/history', { params, at: nowMs + 600_000 })(on);
    },
  },
];

async function withdraw(on: Stage): Promise<unknown> {
  const form = { coin: 'USDT', network: 'ETH', address: treasury, amount: '10', withdrawOrderId: 'W1' };
  const path = '/sapi/v1/capital/withdraw/apply';
  return (await on.call(path, { method: 'POST', form, key: payoutKey })).body;
}

/** "[].symbol: string" for every value in a JSON reply; lists by their first element. */
function shapeOf(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return value.length === 0 ? [] : shapeOf(value[0], `${at}[]`);
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, each]) => shapeOf(each, `${at}.${name}`));
  }
  return [`${at}: ${typeof value}`];
}

const without = (shape: readonly string[], names: readonly string[]): string[] =>
  shape.filter((line) => !names.some((name) => line.includes(`.${name}:`) || line.includes(`.${name}[`)));

describe.skipIf(!existsSync(examplesFile))(
  'replies have the fields and types of the official examples',
  () => {
    const file = existsSync(examplesFile)
      ? (JSON.parse(readFileSync(examplesFile, 'utf8')) as {
          calls: { client: string; call: string; response: unknown }[];
        })
      : { calls: [] };
    const official = (call: string) =>
      file.calls.find((each) => each.call === call && ['spot', 'wallet'].includes(each.client))?.response;

    it.each(samples)('$call', async (sample) => {
      const expected = without(shapeOf(official(sample.call)), sample.conditional ?? []);
      const ours = shapeOf(await sample.ours(await stage()));
      expect(expected.length).toBeGreaterThan(0);
      expect(expected.filter((line) => !ours.includes(line))).toEqual([]);
      const known = new Set(expected);
      const extra = ours.filter((line) => !known.has(line));
      expect(without(extra, sample.beyond ?? [])).toEqual([]);
    });
  },
);

describe.skipIf(!existsSync(codesFile))('refusals have the codes and texts of the official list', () => {
  const file = existsSync(codesFile)
    ? (JSON.parse(readFileSync(codesFile, 'utf8')) as {
        codes: { code: number; msg: string[] }[];
        rejectMessages: { msg: string }[];
      })
    : { codes: [], rejectMessages: [] };
  const made = Object.entries(refuse).map(([name, make]) => {
    const refusal = (make as (...given: unknown[]) => VenueRefusal)('X', 'Y', 1);
    return { name, code: Number(refusal.code), message: refusal.message };
  });
  const injected = documentedCodes.flatMap((code) => {
    const { body } = answerDocumented(code, { path: '/api/v3/account' });
    return code.startsWith('http:')
      ? []
      : [{ name: code, code: Number(code), message: (JSON.parse(body) as { msg: string }).msg }];
  });
  // Codes of the wallet half, of margin, futures and older documents are not in this list: codes.ts and
  // account-codes.ts say whence.
  const ofFurtherAccounts = [-1004, -1011, -1023, -1099, -1109, -2012, -2018, -2019, -2021, -2022, -2023];
  const elsewhere = [-2008, -1131, -2017, -3001, -3003, -3004, ...ofFurtherAccounts];
  const spot = [...made, ...injected].filter(({ code }) => code > -4000 && !elsewhere.includes(code));

  it.each(spot)('$name', (refusal) => {
    const listed = file.codes.find((each) => each.code === refusal.code);
    const words = [...(listed?.msg ?? []), ...file.rejectMessages.map((each) => each.msg)];
    const pattern = (text: string) =>
      new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('%s', '.+')}$`);
    const filter = refusal.code === -1013 ? ['Filter failure: %s'] : [];
    expect(listed).toBeDefined();
    expect([...words, ...filter].filter((text) => pattern(text).test(refusal.message))).not.toEqual([]);
  });

  it('and each that a route here makes can be injected', () => {
    expect(made.map(({ code }) => String(code)).filter((code) => !documentedCodes.includes(code))).toEqual(
      [],
    );
  });
});
