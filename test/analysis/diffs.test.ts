import { describe, expect, it } from 'vitest';
import { changesOf, diffBalances, diffKeyReports } from '../../src/analysis/index.ts';
import { known, unknown } from '../../src/domain/known.ts';
import type { Balance } from '../../src/domain/trading.ts';
import { keyReport } from '../support/rows.ts';

describe('diffKeyReports', () => {
  const baseline = keyReport(['read', 'spot-trade']);
  const changes = (found: typeof baseline) =>
    changesOf(diffKeyReports({ baseline, found })).map(({ what, change }) => [what, change]);

  it('sees nothing in two equal reports, and nothing in a later last use', () => {
    expect(changes({ ...baseline, lastUsedAt: known('2026-11-21T00:00:00.000Z') })).toEqual([]);
  });

  it('calls a granted scope, a lifted IP restriction and one more address wider', () => {
    expect(
      changes(
        keyReport(['read', 'spot-trade', 'withdraw'], { ipRestricted: 'denied', ipAllowlist: known([]) }),
      ),
    ).toEqual([
      ['withdraw', 'wider'],
      ['IP restriction', 'wider'],
      ['IP allowlist', 'wider'],
    ]);
    expect(
      changes(keyReport(['read', 'spot-trade'], { ipAllowlist: known(['192.0.2.10', '203.0.113.9']) })),
    ).toEqual([['IP allowlist', 'wider']]);
  });

  it('calls a swapped address wider although the list did not grow', () => {
    expect(changes(keyReport(['read', 'spot-trade'], { ipAllowlist: known(['203.0.113.9']) }))).toEqual([
      ['IP allowlist', 'wider'],
    ]);
  });

  it('calls a fact that one side does not say unknown, not same', () => {
    const found = { ...baseline, createdAt: unknown('the venue does not say') };
    expect(diffKeyReports({ baseline, found }).find(({ what }) => what === 'created')?.change).toBe(
      'unknown',
    );
  });
});

describe('diffBalances', () => {
  const row = (asset: string, free: string, locked = '0', wallet = 'spot'): Balance => ({
    wallet,
    asset,
    free,
    locked,
  });
  const whole = (rows: readonly Balance[]) => ({ rows, isWhole: true });

  it('counts free and locked together and leaves unchanged rows out', () => {
    const before = whole([row('USDT', '178500', '61500'), row('BTC', '1')]);
    expect(diffBalances({ before, after: whole([row('USDT', '240000'), row('BTC', '0.9')]) })).toEqual([
      { wallet: 'spot', asset: 'BTC', before: known('1'), after: known('0.9'), change: known('-0.1') },
    ]);
  });

  it('reads a missing row as zero only when the reading was whole', () => {
    const before = whole([row('BTC', '1')]);
    expect(diffBalances({ before, after: whole([]) })[0]?.change).toEqual(known('-1'));
    expect(diffBalances({ before, after: { rows: [], isWhole: false } })[0]?.change.known).toBe(false);
  });

  it('keeps wallets apart and does not add up what is no number', () => {
    const before = whole([row('BTC', '1'), row('BTC', '2', '0', 'funding')]);
    const after = whole([row('BTC', '1'), row('BTC', 'null', '0', 'funding')]);
    expect(diffBalances({ before, after }).map(({ wallet, change }) => [wallet, change.known])).toEqual([
      ['funding', false],
    ]);
  });
});
