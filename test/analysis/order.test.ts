import { describe, expect, it } from 'vitest';
import { decideOrder, type RecentFacts } from '../../src/analysis/index.ts';
import { known, unknown } from '../../src/domain/known.ts';

const quiet: RecentFacts = {
  minutes: 15,
  unrecognisedFills: known(0),
  unattributedFills: known(0),
  withdrawals: known(0),
  ownOrdersCancelled: known(0),
  burn: known({ perMinute: '0.00000000', asset: 'USDT', fills: 0, minutes: 15, atLeast: false }),
  operatorSees: 'unknown',
  canActOnMoney: true,
};
const decide = (more: Partial<RecentFacts>) =>
  decideOrder({ recent: { ...quiet, ...more }, snapshotSeconds: 10 });

describe('decideOrder', () => {
  it('puts the evidence first when everything was read and nothing is leaving', () => {
    expect(decide({})).toEqual({
      order: 'evidence-first',
      because: 'in the last 15 minutes no withdrawal, and no fill or cancel that is not ours, was seen',
    });
  });

  it.each<[string, Partial<RecentFacts>]>([
    ['an unrecognised fill', { unrecognisedFills: known(1) }],
    ['a withdrawal', { withdrawals: known(1) }],
    ['own orders cancelled by somebody', { ownOrdersCancelled: known(6) }],
    ['the operator’s word', { operatorSees: true }],
    ['fills that could not be read', { unrecognisedFills: unknown('RATE_LIMITED') }],
    ['withdrawals that could not be read', { withdrawals: unknown('SCOPE_MISSING') }],
    ['fills that could not be attributed', { unattributedFills: known(3) }],
    [
      'a key that may or may not trade, with fills unread',
      { canActOnMoney: 'unknown', unrecognisedFills: unknown('timeout') },
    ],
  ])('puts the bleeding first for %s', (_, more) => expect(decide(more).order).toBe('bleed-first'));

  it('says of a withdrawal that it was requested, not that it is not ours: nobody was asked yet', () => {
    expect(decide({ withdrawals: known(1) }).because).toBe('1 withdrawal requested in the last 15 minutes');
  });

  it('puts the evidence first for a read-only key although nothing could be read', () => {
    const blind = unknown('timeout');
    expect(decide({ canActOnMoney: false, unrecognisedFills: blind, withdrawals: blind }).order).toBe(
      'evidence-first',
    );
  });

  it('shows what ten seconds of evidence cost at the thin-pair rate', () => {
    const burn = known({
      perMinute: '13700.00000000',
      asset: 'USDT',
      fills: 465,
      minutes: 15,
      atLeast: false,
    });
    const { because, priceOfEvidence } = decide({ unrecognisedFills: known(465), burn });
    expect(because).toBe('465 fills not ours in the last 15 minutes, 13,700.00 USDT a minute');
    expect(priceOfEvidence).toBe('10 seconds of reading first cost about 2,283.33 USDT');
  });

  it('names no price when money is gained or nothing is lost', () => {
    const burn = known({ perMinute: '-3.00000000', asset: 'USDT', fills: 1, minutes: 15, atLeast: false });
    expect(decide({ unrecognisedFills: known(1), burn }).priceOfEvidence).toBeUndefined();
  });
});
