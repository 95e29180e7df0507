import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeSeverity } from '../../src/analysis/index.ts';
import type { SeverityFacts } from '../../src/analysis/severity.ts';
import { permissionScopes, type KeyReport } from '../../src/domain/api-key.ts';
import { known, unknown } from '../../src/domain/known.ts';
import { keyReport } from '../support/rows.ts';

const facts = (report: KeyReport, more: Partial<SeverityFacts> = {}): SeverityFacts => ({
  leaked: 'key',
  keys: [known(report)],
  attackerOnAllowlist: 'unknown',
  strongSecondFactor: 'unknown',
  ...more,
});
const severity = (given: SeverityFacts) => judgeSeverity(given).severity;

// domain rules §3, row by row.
describe('judgeSeverity', () => {
  it('follows the table for keys', () => {
    expect(severity(facts(keyReport(['read'])))).toBe('low');
    expect(severity(facts(keyReport(['read', 'spot-trade'])))).toBe('high');
    expect(severity(facts(keyReport(['read', 'transfer'])))).toBe('high');
    expect(severity(facts(keyReport(['read', 'withdraw'])))).toBe('critical');
    expect(severity(facts(keyReport(['read', 'manage-keys'])))).toBe('critical');
    expect(severity(facts(keyReport(['withdraw']), { leaked: 'key-id' }))).toBe('note');
  });

  it('is high, not critical, for a trade key of a venue that does not say whether keys can manage keys', () => {
    const report = keyReport(['read', 'spot-trade']);
    const silent = { ...report, scopes: { ...report.scopes, 'manage-keys': 'unknown' as const } };
    const judged = judgeSeverity(facts(silent));
    expect(judged.severity).toBe('high');
    expect(judged.reason).toContain('does not say whether it can manage keys');
  });

  it('does not call a trade-only key harmless because withdrawals are off', () => {
    expect(judgeSeverity(facts(keyReport(['read', 'spot-trade']))).reason).toContain('thin pairs');
  });

  it('takes a permission that the venue does not tell for granted, and says so', () => {
    const report = keyReport(['read']);
    const unsaid = { ...report, scopes: { ...report.scopes, withdraw: 'unknown' as const } };
    expect(judgeSeverity(facts(unsaid))).toMatchObject({
      severity: 'critical',
      reason: expect.stringContaining('does not say withdraw'),
    });
  });

  it('takes a key that could not be read, or no key at all, for the worst', () => {
    expect(severity({ ...facts(keyReport([])), keys: [unknown('timeout')] })).toBe('critical');
    expect(severity({ ...facts(keyReport([])), keys: [] })).toBe('critical');
  });

  it('lowers by an allowlist only when the attacker is known to be outside of it', () => {
    const bound = keyReport(['read', 'withdraw']);
    expect(severity(facts(bound, { attackerOnAllowlist: false }))).toBe('high');
    expect(severity(facts(bound, { attackerOnAllowlist: 'unknown' }))).toBe('critical');
    expect(severity(facts({ ...bound, ipRestricted: 'unknown' }, { attackerOnAllowlist: false }))).toBe(
      'critical',
    );
  });

  it('does not let the allowlist help when the host itself leaked', () => {
    expect(severity(facts(keyReport(['read']), { leaked: 'host', attackerOnAllowlist: false }))).toBe(
      'critical',
    );
  });

  it('is critical for a login unless a strong second factor is known', () => {
    const login = (strongSecondFactor: boolean | 'unknown') =>
      severity(facts(keyReport([]), { leaked: 'login', strongSecondFactor }));
    expect([login(true), login(false), login('unknown')]).toEqual(['high', 'critical', 'critical']);
  });

  it('never gets lower by one more scope, key or unknown', () => {
    const ranks = ['note', 'low', 'high', 'critical'];
    const rank = (given: SeverityFacts) => ranks.indexOf(severity(given));
    const scopes = fc.subarray([...permissionScopes]);
    fc.assert(
      fc.property(scopes, fc.constantFrom(...permissionScopes), (granted, one) => {
        const less = facts(keyReport(granted));
        const more = facts(keyReport([...granted, one]));
        expect(rank(more)).toBeGreaterThanOrEqual(rank(less));
        expect(rank({ ...less, keys: [...less.keys, ...more.keys] })).toBeGreaterThanOrEqual(rank(more));
      }),
    );
  });
});
