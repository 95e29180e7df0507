import { describe, expect, it } from 'vitest';
import { readRefusal } from '../../src/venues/coinbase/failures.ts';
import { coinbase } from '../../src/venues/coinbase/index.ts';
import type { PageRequest, Session } from '../../src/venues/index.ts';
import {
  account,
  at,
  byApi,
  capabilities,
  empty,
  everySection,
  inSection,
  json,
  portfolio,
  read,
  reads,
  replying,
  type ReadName,
} from './coinbase-support.ts';
import { html, type Scripted } from './scripted-venue.ts';

const days = { from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z' };
const section = `USDT ${account}`;
const v3 = '/api/v3/brokerage';
const resting = { order_placement_source: 'RETAIL_ADVANCED', limit: '100' };

describe('what each read sends', () => {
  it.each<[ReadName, PageRequest, string, Record<string, string>]>([
    [
      'listOpenOrders',
      { section: 'RETAIL_ADVANCED' },
      `${v3}/orders/historical/batch`,
      { ...resting, order_status: 'OPEN' },
    ],
    [
      'listOpenOrders',
      { section: 'RETAIL_ADVANCED', cursor: 'PENDING 789100' },
      `${v3}/orders/historical/batch`,
      { ...resting, order_status: 'PENDING', cursor: '789100' },
    ],
    // ccxt asks for neither: the venue's default is RETAIL_ADVANCED.
    [
      'listOrders',
      { ...days, section: 'RETAIL_SIMPLE' },
      `${v3}/orders/historical/batch`,
      {
        order_placement_source: 'RETAIL_SIMPLE',
        limit: '100',
        start_date: '2026-03-01T00:00:00.000Z',
        // The venue counts the end out.
        end_date: '2026-03-02T00:00:00.001Z',
      },
    ],
    [
      'listTrades',
      { ...days, cursor: '114994851' },
      `${v3}/orders/historical/fills`,
      {
        limit: '100',
        start_sequence_timestamp: '2026-03-01T00:00:00.000Z',
        end_sequence_timestamp: '2026-03-02T00:00:00.001Z',
        cursor: '114994851',
      },
    ],
    ['listBalances', { section: 'Advanced Trade' }, `${v3}/accounts`, { limit: '250' }],
    [
      'listBalances',
      { section: 'Advanced Trade', cursor: 'next' },
      `${v3}/accounts`,
      { limit: '250', cursor: 'next' },
    ],
    ['listBalances', { section: 'CFM' }, `${v3}/cfm/balance_summary`, {}],
    ['listBalances', { section: 'INTX', cursor: portfolio }, `${v3}/intx/balances/${portfolio}`, {}],
    ['listPositions', { section: 'CFM' }, `${v3}/cfm/positions`, {}],
    ['listPositions', { section: 'INTX', cursor: portfolio }, `${v3}/intx/positions/${portfolio}`, {}],
    ['listPositions', { section: 'INTX' }, `${v3}/portfolios`, {}],
    ['listSubAccounts', {}, `${v3}/portfolios`, {}],
    ['listWithdrawals', { ...days, section }, `/v2/accounts/${account}/transactions`, { limit: '100' }],
    [
      'listWithdrawals',
      { section: `prepared USD ${account}` },
      `/v2/accounts/${account}/withdrawals`,
      { limit: '100' },
    ],
    [
      'listDeposits',
      { section, cursor: 'e457a27e' },
      `/v2/accounts/${account}/transactions`,
      { limit: '100', starting_after: 'e457a27e' },
    ],
    ['listTransfers', { section }, `/v2/accounts/${account}/transactions`, { limit: '100' }],
    ['listTransfers', { section: 'sweeps of US futures' }, `${v3}/cfm/sweeps`, {}],
    ['listLedger', { section }, `/v2/accounts/${account}/transactions`, { limit: '100' }],
  ])('%s %j', async (name, request, path, params) => {
    const { venue, session } = await replying(empty);
    const page = await read(name, session, request);
    const [seen] = venue.seen;
    expect(venue.seen.length).toBe(1);
    expect(`${seen?.method} ${seen?.path}`).toBe(`GET ${path}`);
    expect(Object.fromEntries(seen?.query ?? [])).toEqual(params);
    expect(page).toMatchObject({ rows: [], received: 0 });
    expect(seen?.headers.authorization).toMatch(/^Bearer ey/);
  });

  it('asks the app for its accounts once it knows those of v3', async () => {
    const { venue, session } = await replying(empty);
    const page = await read('listBalances', session, { section: 'Coinbase App' });
    expect(venue.seen.map(({ path, rawQuery }) => `${path}?${rawQuery}`)).toEqual([
      `${v3}/accounts?limit=250`,
      '/v2/accounts?limit=100',
    ]);
    expect(page.before?.length).toBe(1);
  });

  it('asks for public prices without a key', async () => {
    const { venue, session } = await replying(empty);
    await read('listMarketPrices', session, { section: 'FUTURE' });
    expect(venue.seen[0]).toMatchObject({ path: `${v3}/market/products`, rawQuery: 'product_type=FUTURE' });
    expect(venue.seen[0]?.headers.authorization).toBeUndefined();
  });

  it('names every parameter that it sends as open', async () => {
    const { venue, session } = await replying(empty);
    for (const [name, each] of everySection) {
      await read(name, session, inSection(each, { ...days, cursor: 'abc' }));
    }
    const sent = new Set(venue.seen.flatMap(({ query }) => [...query.keys()]));
    expect(coinbase.capture.openParameters).toEqual(expect.arrayContaining([...sent]));
    expect(coinbase.capture.openRequestHeaders).not.toContain('authorization');
  });

  it('refuses a section that it does not have', () => {
    const session = {} as Session;
    for (const each of ['futures', 'constructor', '__proto__']) {
      expect(() => reads.listBalances.page(session, { section: each })).toThrow(RangeError);
      expect(() => reads.listPositions.page(session, { section: each })).toThrow(RangeError);
    }
    for (const name of ['listOpenOrders', 'listOrders', 'listLedger'] as const) {
      expect(() => reads[name].page(session, {}), name).toThrow(RangeError);
    }
  });
});

describe('a reply of another form is never taken for "none"', () => {
  const lists = Object.keys(empty).filter((name) => Array.isArray(empty[name as keyof typeof empty]));
  const filledWith = (row: unknown) =>
    JSON.stringify({
      ...empty,
      ...Object.fromEntries(lists.map((name) => [name, [row]])),
      balance_summary: row ?? 'none',
    });
  const forms: [string, string][] = [
    ['{}', '{}'],
    ['null', 'null'],
    ['an HTML page', html],
    ['a list', '[]'],
    [
      'lists that are null',
      JSON.stringify({
        ...empty,
        ...Object.fromEntries(lists.map((name) => [name, null])),
        balance_summary: [],
      }),
    ],
    ['rows that are no objects', filledWith('B')],
    ['rows without fields', filledWith({})],
    ['null rows', filledWith(null)],
  ];
  it.each(forms)('%s, in every list and section', async (_form, body) => {
    const { session } = await replying(body);
    for (const [name, each] of everySection) {
      const reading = read(name, session, inSection(each, days));
      await expect(reading, `${name} ${each}`).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
    }
  });

  it.each(forms)('%s, of a portfolio of perpetuals', async (_form, body) => {
    const { session } = await replying(body);
    for (const name of ['listBalances', 'listPositions'] as const) {
      const reading = read(name, session, { section: 'INTX', cursor: portfolio });
      await expect(reading, name).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
    }
  });

  it.each(forms)('%s, to a question about the key', async (_form, body) => {
    const { session } = await replying(body);
    const asked = byApi(capabilities.introspectKey)(session);
    await expect(asked).rejects.toMatchObject({ code: 'REPLY_NOT_UNDERSTOOD' });
  });

  it('names the place that does not fit, and not what stood there', async () => {
    const { session } = await replying({ products: [{ product_id: 'BTC-USD', price: 'HOSTILE<script>' }] });
    const error = (await read('listMarketPrices', session, { section: 'SPOT' }).catch(
      (thrown: unknown) => thrown,
    )) as { failure: { detail: string } };
    expect(error.failure.detail).toContain('price');
    expect(JSON.stringify(error.failure)).not.toContain('HOSTILE');
  });
});

describe('what a refusal means', () => {
  const introspect = byApi(capabilities.introspectKey);
  const v2 = (id: string) => ({ errors: [{ id, message: 'no' }] });
  const noScope = { error: 'PERMISSION_DENIED', error_details: 'Missing required scopes', message: 'no' };

  it.each<[number, unknown, string, string]>([
    [401, 'Unauthorized', 'KEY_IP_OR_SCOPE', 'http:401'],
    [401, 'Unauthorized\n', 'KEY_IP_OR_SCOPE', 'http:401'],
    [401, v2('authentication_error'), 'KEY_IP_OR_SCOPE', 'authentication_error'],
    [401, v2('revoked_token'), 'KEY_IP_OR_SCOPE', 'revoked_token'],
    [403, noScope, 'SCOPE_MISSING', 'PERMISSION_DENIED'],
    [403, v2('invalid_scope'), 'SCOPE_MISSING', 'invalid_scope'],
    [403, html, 'BLOCKED_BY_GATEWAY', 'http:403'],
    [402, v2('two_factor_required'), 'REQUEST_REJECTED', 'two_factor_required'],
    [400, v2('validation_error'), 'REQUEST_REJECTED', 'validation_error'],
    [400, v2('identity_verification_required'), 'REQUEST_REJECTED', 'identity_verification_required'],
    [404, v2('not_found'), 'NOT_FOUND', 'not_found'],
    [404, { error: 'NOT_FOUND', code: 5, message: 'Not Found' }, 'NOT_FOUND', 'NOT_FOUND'],
    [429, v2('rate_limit_exceeded'), 'RATE_LIMITED', 'rate_limit_exceeded'],
    [429, '', 'RATE_LIMITED', 'http:429'],
    [500, v2('internal_server_error'), 'VENUE_DOWN', 'internal_server_error'],
    [503, '', 'VENUE_DOWN', 'http:503'],
    [400, { error: 'unknown', code: 3, message: 'x' }, 'REQUEST_REJECTED', 'unknown'],
    [400, { code: 16, message: 'unauthenticated' }, 'REQUEST_REJECTED', '16'],
  ])('HTTP %i with %j on a read: %s', async (status, body, code, venueCode) => {
    const { session } = await replying(body, status);
    const error = await introspect(session).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code });
    const said = (error as { failure: { venueCode?: string } }).failure.venueCode;
    if (!venueCode.startsWith('http:')) expect(said).toBe(venueCode);
  });

  it.each<[string, unknown]>([
    ['v2 under HTTP 200', v2('authentication_error')],
    ['v3 under HTTP 200', { error: 'PERMISSION_DENIED', message: 'no' }],
    ['an act under HTTP 200', { success: false, error_response: { error: 'INVALID_ARGUMENT' } }],
  ])('is read from %s', (_name, body) => {
    expect(readRefusal(body)).toBeDefined();
  });

  it.each([
    [null],
    [[]],
    [{}],
    [{ errors: [] }],
    [{ errors: null }],
    [{ success: true }],
    [{ error: '' }],
    [{ code: 0, message: 'ok' }],
    [{ results: [] }],
    [{ results: [{ success: true, failure_reason: 'UNKNOWN_CANCEL_FAILURE_REASON', order_id: 'a' }] }],
    [{ can_view: false, can_trade: false }],
  ])('is not read out of %j', (body) => {
    expect(readRefusal(body)).toBeUndefined();
  });

  it('an act that met a broken server may have happened', async () => {
    const { session } = await at((): Scripted => json({ error: 'INTERNAL', message: 'no' }, 500));
    const order = { id: 'a' } as Parameters<ReturnType<typeof cancel>>[1][number];
    await expect(cancel()(session, [order])).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  });
  const cancel = () => byApi(capabilities.cancelOrders);

  it('nothing by itself proves a key dead, and a missing permission proves that it lives', () => {
    const { deadCodes, deadWithControl, existsCodes, control, probes } = coinbase.deathProof;
    expect({ deadCodes, deadWithControl, control }).toEqual({
      deadCodes: [],
      deadWithControl: ['http:401'],
      control: 'key',
    });
    expect(existsCodes).toContain('PERMISSION_DENIED');
    expect(probes.wanted).toBe(3);
  });
});
