import { describe, it } from 'vitest';
import { openStage, outcomeOf } from './stage.ts';

// Bybit shows its withdrawal addresses, and transfers between accounts, to keys that may move funds only;
// those of an incident may not.

describe.concurrent('what no key at hand may read', { timeout: 60_000 }, () => {
  it('and a person can look at is no gap of the first snapshot', async (test) => {
    const steps = ['set-scope', 'take-snapshot'];
    const stage = await openStage({ venue: 'bybit', steps }, test.onTestFinished);
    await stage.run({ '*/menu': 'continue' });
    test.expect(outcomeOf(stage, 'account:main/take-snapshot').is).toBe('verified');
    const [done] = stage.eventsOf('step.finished').filter(({ step }) => step === 'take-snapshot');
    test.expect(done?.facts['notOffered']).toEqual(['withdrawal-addresses']);
  });

  it('is parked, and at last a hole that is said and not asked for again', async (test) => {
    const steps = ['set-scope', 'acquire-histories', 'continue-histories'];
    const stage = await openStage({ venue: 'bybit', steps }, test.onTestFinished);
    await stage.run({ '*/menu': 'continue' });
    test
      .expect(outcomeOf(stage, 'account:main/acquire-histories'))
      .toMatchObject({ is: 'unknown', why: /^parked: listTransfers: SCOPE_MISSING/ });
    test
      .expect(outcomeOf(stage, 'case/continue-histories'))
      .toMatchObject({ is: 'unverified', why: /^no key may read: listTransfers: SCOPE_MISSING/ });
    const tries = stage.eventsOf('step.started').filter(({ step }) => step === 'continue-histories');
    test.expect(tries).toHaveLength(1);
  });
});
