import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import { durationMs } from '../domain/duration.ts';
import { readListing, whyIncomplete, type ListName } from './reading.ts';
import { accountsHere } from './accounts-here.ts';
import type { CaseWorld } from './world.ts';

// Order of volatility for an exchange (responder §6 row 10): what vanishes first is read first.
const byVolatility: readonly ListName[] = [
  'listOpenOrders',
  'listWithdrawals',
  'listWithdrawalAddresses',
  'listBalances',
];

/** The first snapshot, inside a declared time budget; what did not fit is named, not left out. */
export const takeSnapshot = defineStep({
  id: 'take-snapshot',
  summary: 'reads what vanishes first, inside a time budget',
  args: z.strictObject({ budget: z.iso.duration() }),
  checks: false,
  changes: false,
  facts: ['taken', 'missing'],

  async perform({ budget }, world: CaseWorld) {
    const until = world.clock.monotonicMs() + durationMs(budget);
    const missing: string[] = [];
    let rows = 0;
    for (const account of accountsHere(world)) {
      for (const name of byVolatility) {
        // The budget bounds how long containment may wait for this, not what is read: past it we go on,
        // and the waiting side has gone its way.
        const reading = await readListing(name, {}, account, world);
        const why = whyIncomplete(reading);
        if (why !== undefined) missing.push(`${name}: ${why}`);
        if (reading.read) rows += reading.listing.rows.length;
      }
    }
    const late = world.clock.monotonicMs() > until ? `; took longer than ${budget}` : '';
    const summary = `${rows} rows kept${late}`;
    const facts = { taken: true, missing };
    if (missing.length === 0) return { outcome: { is: 'verified' }, summary, facts };
    const why = `not read: ${missing.join('; ')}`;
    return { outcome: { is: 'unknown', why }, summary: `${summary}; ${why}`, facts };
  },
});
