import { z } from 'zod';
import { DateTime } from 'luxon';
import { defineStep } from '../playbook/step-kind.ts';
import { describeMs, durationMs } from '../domain/duration.ts';
import type { Account } from '../domain/account.ts';
import type { Outcome } from '../domain/outcome.ts';
import { accountsHere } from './accounts-here.ts';
import { probeOnce } from './probing.ts';
import { isDead } from './reading.ts';
import type { CaseWorld } from './world.ts';

/** Probes each dead key again after a while: removals take time to spread, attackers come back. */
export const reprobeKeys = defineStep({
  id: 'reprobe-keys',
  summary: 'probes each dead key again after the given times',
  args: z.strictObject({ after: z.array(z.iso.duration()).min(1) }),
  checks: false,
  changes: false,
  facts: ['probed', 'left'],

  async perform({ after }, world: CaseWorld) {
    const probed: string[] = [];
    for (const [index, delay] of after.entries()) {
      const left = after.slice(index);
      if (!(await waitFor(delay, world))) {
        const why = `not probed again after ${left.join(', ')}: the operator went on`;
        return { outcome: { is: 'unverified', why }, summary: why, facts: { probed, left } };
      }
      for (const account of accountsHere(world).filter((one) => isDead(one, world))) {
        const outcome = await probeAgain(account, world);
        if (outcome.is !== 'verified') return { outcome, summary: outcome.why, facts: { probed, left } };
        probed.push(`${account.id}+${delay}`);
      }
    }
    const summary = `still dead after ${after.map((delay) => describeMs(durationMs(delay))).join(', ')}`;
    return { outcome: { is: 'verified' }, summary, facts: { probed, left: [] } };
  },
});

/** Waits until the time after containment has come; false when the operator goes on without. */
async function waitFor(delay: string, world: CaseWorld): Promise<boolean> {
  const dueAt = lastDeath(world).plus({ milliseconds: durationMs(delay) });
  const left = dueAt.diff(world.clock.now()).toMillis();
  if (left > 0) {
    const choice = await world.ask({
      id: `wait:${delay}`,
      kind: 'choice',
      prompt: `Probe the dead key again ${describeMs(durationMs(delay))} after its end (in ${describeMs(left)})`,
      why: 'Everything is on disk: you may quit, and `firebreak resume` continues here.',
      choices: [
        {
          value: 'wait',
          label: world.mode === 'drill' ? "Wait (the drill's clock jumps)" : 'Wait here',
          key: 'w',
        },
        { value: 'quit', label: 'Quit; resume when it is due', key: 'q' },
        { value: 'go-on', label: 'Go on without; it stays unverified', key: 'g' },
      ],
      initial: 'wait',
    });
    if (choice === 'quit') await world.stop(`resume at ${dueAt.toISO() ?? ''} for the next probe`);
    if (choice === 'go-on') return false;
  }
  await world.waitUntil(`reprobe:${delay}`, dueAt.toISO() ?? '');
  return true;
}

type Probed = Extract<Outcome, { is: 'verified' | 'failed' | 'unknown' }>;

async function probeAgain(account: Account, world: CaseWorld): Promise<Probed> {
  const { says, venueCode } = await probeOnce(account, 'suspect', 'negative', world);
  if (says === 'dead-code') return { is: 'verified' };
  if (says === 'works')
    return { is: 'failed', why: `the key of ${account.label} works again: back to Contain` };
  return {
    is: 'unknown',
    why: `the probe of ${account.label} did not tell: ${says}${venueCode ? ` (${venueCode})` : ''}`,
  };
}

function lastDeath(world: CaseWorld): DateTime {
  const deaths = accountsHere(world).flatMap(({ id }) => {
    const at = world.factOf(id, 'revoke-key.deadAt');
    return typeof at === 'string' ? [DateTime.fromISO(at, { zone: 'utc' })] : [];
  });
  return DateTime.max(...deaths) ?? world.clock.now();
}
