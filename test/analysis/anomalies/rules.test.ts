import { describe, expect, it } from 'vitest';
import { lookForAnomalies, type AnomalyInput, type Looked } from '../../../src/analysis/index.ts';
import { anomalyRules } from '../../../src/analysis/anomalies/registry.ts';
import { known, unknown, type Known } from '../../../src/domain/known.ts';
import {
  address,
  keyReport,
  openOrder,
  pastOrder,
  pattern,
  price,
  trade,
  withdrawal,
} from '../../support/rows.ts';

const read = <Row>(rows: readonly Row[], exhibit: string): Known<Looked<Row>> =>
  known({ rows, exhibits: [exhibit], holes: [] });
const report = (value: ReturnType<typeof keyReport>) => known({ report: value, exhibits: ['EX-key'] });
const at = '2026-11-21T00:10:00.000Z';

/** An account on which everything was read and all is well. */
const calm: AnomalyInput = {
  account: {
    id: 'main',
    task: 'trading-bot',
    pattern,
    expectedScopes: ['read', 'spot-trade'],
    expectedIpAllowlist: ['192.0.2.10'],
    created: '2026-06-01',
  },
  from: '2026-11-20T00:00:00.000Z',
  cancelledByUs: [],
  trades: read([trade({ price: '20000', clientOrderId: known('mm-1') })], 'EX-trades'),
  orders: read([pastOrder()], 'EX-orders'),
  openOrders: read([openOrder()], 'EX-open'),
  prices: read([price('BTCUSDT', '20010', at), price('ZRTUSDT', '0.02', at)], 'EX-prices'),
  withdrawals: read([withdrawal({ address: address().address })], 'EX-withdrawals'),
  addresses: read([address()], 'EX-addresses'),
  baselineAddresses: read([address()], 'EX-baseline'),
  keyReport: report(keyReport(['read', 'spot-trade'])),
  baselineKeyReport: report(keyReport(['read', 'spot-trade'])),
};

const look = (id: string, more: Partial<AnomalyInput>) => {
  const rule = anomalyRules.find((one) => one.id === id);
  if (!rule) throw new Error(`no rule ${id}`);
  return { findings: rule.look({ ...calm, ...more }), blind: rule.blindTo({ ...calm, ...more }) };
};

describe('lookForAnomalies', () => {
  it('finds nothing and is blind to nothing on a calm account', () => {
    expect(lookForAnomalies(calm)).toEqual({ findings: [], blindSpots: [] });
  });

  it('lists every rule as blind when nothing was read: no finding is then no comfort', () => {
    const none = unknown('the venue is down');
    const blind = lookForAnomalies({
      ...calm,
      trades: none,
      orders: none,
      openOrders: none,
      prices: none,
      withdrawals: none,
      addresses: none,
      baselineAddresses: none,
      keyReport: none,
      baselineKeyReport: none,
    });
    expect(blind.findings).toEqual([]);
    expect(blind.blindSpots.map(({ rule }) => rule)).toEqual(anomalyRules.map(({ id }) => id));
    expect(blind.blindSpots.every(({ why }) => why.includes('the venue is down'))).toBe(true);
  });

  it('says where it could not look when a reading had holes', () => {
    const trades = known({
      rows: [],
      exhibits: ['EX-trades'],
      holes: [{ what: 'ETHUSDT', why: 'RATE_LIMITED' }],
    });
    const { blindSpots } = lookForAnomalies({ ...calm, trades });
    expect(blindSpots.find(({ rule }) => rule === 'unrecognised-fills')?.why).toBe(
      'looked, but not everywhere: trades: ETHUSDT not read (RATE_LIMITED)',
    );
  });

  it('names its rule, account and exhibits in every finding', () => {
    const strange = trade({ symbol: 'ZRTUSDT', price: '0.05', clientOrderId: known('x-1') });
    const { findings } = lookForAnomalies({ ...calm, trades: read([strange], 'EX-trades') });
    expect(findings.map(({ rule }) => rule)).toEqual([
      'unrecognised-fills',
      'off-market-fills',
      'unknown-symbol',
    ]);
    for (const finding of findings)
      expect(finding).toMatchObject({ account: 'main', exhibits: expect.arrayContaining(['EX-trades']) });
  });
});

describe('unrecognised-fills', () => {
  it('is a fact by client order ids, an inference by symbol, and lists what could not be attributed', () => {
    const byId = trade({ clientOrderId: known('web_1') });
    const bySymbol = trade({ symbol: 'ZRTUSDT' });
    const open = trade({ orderId: 'not among the orders' });
    const { findings } = look('unrecognised-fills', { trades: read([byId, bySymbol, open], 'EX-trades') });
    expect(findings.map(({ basis, title }) => [basis, title])).toEqual([
      ['fact', '1 fill on BTCUSDT not made by our system'],
      ['inference', '1 fill on ZRTUSDT not made by our system'],
      ['fact', '1 fill could not be attributed'],
    ]);
  });
});

describe('off-market-fills', () => {
  const fills = (row: Parameters<typeof trade>[0]) =>
    look('off-market-fills', { trades: read([trade(row)], 'EX-trades') }).findings.length;

  it('finds a purchase above and a sale below the market, and neither within 5 % nor to our gain', () => {
    expect(fills({ symbol: 'ZRTUSDT', price: '0.048' })).toBe(1);
    expect(fills({ symbol: 'ZRTUSDT', price: '0.015', side: 'sell' })).toBe(1);
    expect(fills({ symbol: 'ZRTUSDT', price: '0.021' })).toBe(0);
    expect(fills({ symbol: 'ZRTUSDT', price: '0.015' })).toBe(0);
  });

  it('does not compare a fill of last week with the price of today', () => {
    expect(fills({ symbol: 'ZRTUSDT', price: '0.048', at: '2026-11-14T00:10:00.000Z' })).toBe(0);
  });

  it('says which symbols have no price', () => {
    expect(
      look('off-market-fills', { trades: read([trade({ symbol: 'NEWUSDT' })], 'EX-trades') }).blind,
    ).toBe('no market price of NEWUSDT');
  });
});

describe('unusual-rate', () => {
  const minute = (fills: number) =>
    look('unusual-rate', {
      trades: read(
        Array.from({ length: fills }, () => trade()),
        'EX-trades',
      ),
    });

  it('finds 31 fills in a minute of an account with 0.2, and not two', () => {
    expect(minute(31).findings[0]?.title).toBe('31 fills in one minute, usual are 0.2');
    expect(minute(1).findings).toEqual([]);
  });

  it('is blind without a usual rate', () => {
    const account = { ...calm.account, pattern: { clientOrderIdPrefixes: ['mm-'], usualSymbols: [] } };
    expect(look('unusual-rate', { account }).blind).toContain('not configured');
  });
});

describe('own-orders-cancelled-by-someone', () => {
  const cancelled = (more: Parameters<typeof pastOrder>[0], ours: readonly string[] = []) =>
    look('own-orders-cancelled-by-someone', {
      orders: read([pastOrder({ id: '5', status: 'cancelled', ...more })], 'EX-orders'),
      cancelledByUs: ours,
    }).findings.length;

  it('finds a cancelled order of ours, but not one that we cancelled, one of others or one from before', () => {
    expect(cancelled({})).toBe(1);
    expect(cancelled({}, ['5'])).toBe(0);
    expect(cancelled({ clientOrderId: 'x-1' })).toBe(0);
    expect(cancelled({ updatedAt: '2026-11-01T00:00:00.000Z' })).toBe(0);
  });
});

describe('new-withdrawal-address', () => {
  const cold2 = address({
    address: '0x9c00000000000000000000000000000000000041',
    label: 'cold2',
    addedAt: known(at),
  });

  it('is critical when the new address may be sent to, high when the venue says it may not', () => {
    const severity = (whitelisted: boolean | 'unknown') =>
      look('new-withdrawal-address', {
        addresses: read([address(), { ...cold2, whitelisted }], 'EX-addresses'),
      }).findings[0]?.severity;
    expect([severity(true), severity('unknown'), severity(false)]).toEqual(['critical', 'critical', 'high']);
  });

  it('finds an old address that was not whitelisted in the baseline and is now', () => {
    const baselineAddresses = read([address({ whitelisted: false })], 'EX-baseline');
    expect(look('new-withdrawal-address', { baselineAddresses }).findings).toHaveLength(1);
  });

  it('goes by the venue’s own date without a baseline, and says that there is none', () => {
    const { findings, blind } = look('new-withdrawal-address', {
      addresses: read([address(), cold2], 'EX-addresses'),
      baselineAddresses: unknown('none was recorded'),
    });
    expect(findings[0]?.title).toContain('1 withdrawal address added since');
    expect(blind).toContain('none was recorded');
  });
});

describe('withdrawals', () => {
  it('withdrawal-not-ours finds one to an address outside the baseline, and not one to the treasury', () => {
    expect(
      look('withdrawal-not-ours', { withdrawals: read([withdrawal()], 'EX-withdrawals') }).findings[0]
        ?.severity,
    ).toBe('critical');
    expect(look('withdrawal-not-ours', {}).findings).toEqual([]);
  });

  it('withdrawal-not-ours is less than critical when none of them left', () => {
    const back = read([withdrawal({ status: 'cancelled' })], 'EX-withdrawals');
    expect(look('withdrawal-not-ours', { withdrawals: back }).findings[0]?.severity).toBe('high');
  });

  it('pending-withdrawal counts one of ours too, and a status that nobody knows', () => {
    const rows = [
      withdrawal({ status: 'requested', address: address().address }),
      withdrawal({ status: 'unknown', venueStatus: 'HELD' }),
    ];
    const [finding] = look('pending-withdrawal', { withdrawals: read(rows, 'EX-withdrawals') }).findings;
    expect(finding).toMatchObject({
      title: '2 withdrawals may still leave',
      severity: 'critical',
      basis: 'fact',
    });
    expect(finding?.detail).toContain('status "HELD" not known');
  });
});

describe('the key', () => {
  it('scope-wider-than-expected is critical for withdraw and silent about a bundle', () => {
    const scopes = (
      granted: Parameters<typeof keyReport>[0],
      bundled: readonly (readonly ['spot-trade', 'margin'])[] = [],
    ) =>
      look('scope-wider-than-expected', { keyReport: report(keyReport(granted, { bundled })) }).findings.map(
        ({ severity }) => severity,
      );
    expect(scopes(['read', 'spot-trade', 'withdraw'])).toEqual(['critical']);
    expect(scopes(['read', 'spot-trade', 'margin'])).toEqual(['high']);
    expect(scopes(['read', 'spot-trade', 'margin'], [['spot-trade', 'margin']])).toEqual([]);
  });

  it('scope-wider-than-expected says what the venue does not tell', () => {
    const base = keyReport(['read', 'spot-trade']);
    const unsaid = report({ ...base, scopes: { ...base.scopes, transfer: 'unknown' } });
    expect(look('scope-wider-than-expected', { keyReport: unsaid }).blind).toBe(
      'the venue does not say whether the key may transfer',
    );
  });

  it('ip-allowlist-missing-or-different finds an open key and a swapped address, and is blind to a list that it cannot see', () => {
    const ip = (more: Parameters<typeof keyReport>[1]) =>
      look('ip-allowlist-missing-or-different', { keyReport: report(keyReport(['read'], more)) });
    expect(ip({ ipRestricted: 'denied' }).findings[0]?.title).toBe('The key works from any address');
    expect(ip({ ipAllowlist: known(['203.0.113.9']) }).findings[0]?.detail).toBe(
      'Found: 203.0.113.9. Expected: 192.0.2.10.',
    );
    expect(ip({ ipAllowlist: unknown('only yes or no') })).toMatchObject({
      findings: [],
      blind: expect.stringContaining('only yes or no'),
    });
  });

  it('key-newer-than-expected compares with the baseline, else with the day that the owner wrote down', () => {
    const made = (createdAt: string, more: Partial<AnomalyInput> = {}) =>
      look('key-newer-than-expected', {
        keyReport: report(keyReport(['read'], { createdAt: known(createdAt) })),
        ...more,
      }).findings.length;
    const noBaseline = { baselineKeyReport: unknown('none') };
    expect(made('2026-06-01T00:00:01.000Z')).toBe(1);
    expect(made('2026-06-01T23:00:00.000Z', noBaseline)).toBe(0);
    expect(made('2026-11-20T00:00:00.000Z', noBaseline)).toBe(1);
    expect(
      look('key-newer-than-expected', { ...noBaseline, account: { ...calm.account, created: 'spring' } })
        .blind,
    ).toContain('neither');
  });
});
