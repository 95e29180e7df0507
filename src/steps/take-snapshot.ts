import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import { durationMs } from '../domain/duration.ts';
import { isNotOffered, listKinds, whyIncomplete, type ListName } from './reading.ts';
import { accountsHere } from './accounts-here.ts';
import { readSideBySide } from './side-by-side.ts';
import type { CaseWorld } from './world.ts';

// Order of volatility for an exchange (responder §6 row 10): what vanishes first is asked first.
const byVolatility: readonly ListName[] = [
  'listOpenOrders',
  'listPositions',
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
  facts: ['taken', 'missing', 'notOffered'],

  async perform({ budget }, world: CaseWorld) {
    const until = world.clock.monotonicMs() + durationMs(budget);
    const missing: string[] = [];
    const notOffered: string[] = [];
    let rows = 0;
    for (const account of accountsHere(world)) {
      // The budget bounds how long containment may wait for this, not what is read: past it we go on,
      // and the waiting side has gone its way.
      const readings = await readSideBySide(byVolatility, {}, account, world);
      for (const [at, name] of byVolatility.entries()) {
        const reading = readings[at];
        if (reading === undefined) throw new RangeError(`${name} was not read`);
        const why = whyIncomplete(reading);
        if (isNotOffered(reading)) notOffered.push(listKinds[name]);
        else if (why !== undefined) missing.push(`${name}: ${why}`);
        if (reading.read) rows += reading.rows;
      }
    }
    const late = world.clock.monotonicMs() > until ? `; took longer than ${budget}` : '';
    // What no key at hand can read here was not left out by us; Inspect looks at it by hand.
    const byHand =
      notOffered.length === 0
        ? ''
        : `; no key at hand can read here: ${notOffered.join(', ').replaceAll('-', ' ')}`;
    const summary = `${rows} rows kept${late}${byHand}`;
    const facts = { taken: true, missing, notOffered };
    if (missing.length === 0) return { outcome: { is: 'verified' }, summary, facts };
    const why = `not read: ${missing.join('; ')}`;
    return { outcome: { is: 'unknown', why }, summary: `${summary}; ${why}`, facts };
  },
});
