import { describe, expect, it } from 'vitest';
import { checkScope, scopesExpected } from '../../src/analysis/index.ts';
import { sameAllowlist } from '../../src/analysis/scope-check.ts';
import { known, unknown } from '../../src/domain/known.ts';
import type { KeyReport } from '../../src/domain/api-key.ts';
import { keyReport } from '../support/rows.ts';

const check = (report: KeyReport, more: Partial<Parameters<typeof checkScope>[0]> = {}) =>
  checkScope({
    task: 'trading-bot',
    expectedScopes: [],
    expectedIpAllowlist: ['192.0.2.10'],
    report,
    ...more,
  });
const faults = (lines: ReturnType<typeof check>) =>
  lines.filter(({ ok }) => ok !== true).map(({ what, ok }) => [what, ok]);

describe('checkScope', () => {
  it('passes a bot’s key that reads, trades and is bound to its host', () => {
    const lines = check(keyReport(['read', 'spot-trade']), { createdAfter: '2026-05-31T00:00:00.000Z' });
    expect(faults(lines)).toEqual([]);
    expect(lines.every(({ ok }) => ok === true)).toBe(true);
  });

  it('fails a scope too many and a scope too few', () => {
    expect(faults(check(keyReport(['read', 'withdraw'])))).toEqual([
      ['spot-trade', false],
      ['withdraw', false],
    ]);
  });

  it('does not fault margin where the venue hands it out only with spot trade, and faults it elsewhere', () => {
    const wide = keyReport(['read', 'spot-trade', 'margin']);
    expect(faults(check(wide))).toEqual([['margin', false]]);
    const lines = check({ ...wide, bundled: [['spot-trade', 'margin']] });
    expect(faults(lines)).toEqual([]);
    expect(lines.find(({ what }) => what === 'margin')?.found).toContain('bundles it with spot-trade');
  });

  it('does not excuse a bundle when none of its scopes is expected', () => {
    const wide = keyReport(['read', 'spot-trade', 'margin'], { bundled: [['spot-trade', 'margin']] });
    expect(faults(check(wide, { task: 'screener' }))).toEqual([
      ['spot-trade', false],
      ['margin', false],
    ]);
  });

  it('leaves what the venue does not say unknown, so that the whole is not ok', () => {
    const report = keyReport(['read', 'spot-trade']);
    const lines = check({
      ...report,
      scopes: { ...report.scopes, withdraw: 'unknown' },
      ipAllowlist: unknown('only yes or no'),
    });
    expect(faults(lines)).toEqual([
      ['withdraw', 'unknown'],
      ['IP allowlist', 'unknown'],
    ]);
  });

  it('fails a key that works from any address, one with a further address and one made before the incident', () => {
    expect(
      faults(check(keyReport(['read', 'spot-trade'], { ipRestricted: 'denied', ipAllowlist: known([]) }))),
    ).toEqual([
      ['IP restriction', false],
      ['IP allowlist', false],
    ]);
    expect(
      faults(check(keyReport(['read', 'spot-trade'], { ipAllowlist: known(['192.0.2.10', '203.0.113.9']) }))),
    ).toEqual([['IP allowlist', false]]);
    expect(
      faults(check(keyReport(['read', 'spot-trade']), { createdAfter: '2026-11-21T00:00:00.000Z' })),
    ).toEqual([['created', false]]);
  });

  it('allows a task that it does not know nothing but reading', () => {
    expect(scopesExpected('arbitrage', [])).toEqual(['read']);
    expect(scopesExpected('constructor', [])).toEqual(['read']);
    expect(scopesExpected('trading-bot', ['read', 'futures', 'sudo'])).toEqual(['read', 'futures']);
  });
});

describe('sameAllowlist', () => {
  it('takes a single address and its /32 or /128 for the same, whatever the order', () => {
    expect(sameAllowlist(['192.0.2.1/32', '2001:DB8::1'], ['2001:db8::1/128', ' 192.0.2.1'])).toBe(true);
    expect(sameAllowlist(['192.0.2.0/31'], ['192.0.2.0'])).toBe(false);
  });
});
