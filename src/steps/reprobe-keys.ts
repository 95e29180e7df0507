import { z } from 'zod';
import { DateTime } from 'luxon';
import { defineStep } from '../playbook/step-kind.ts';
import { describeMs, durationMs } from '../domain/duration.ts';
import type { Account } from '../domain/account.ts';
import type { Outcome } from '../domain/outcome.ts';
import { accountsHere } from './accounts-here.ts';
import { ended } from './ended.ts';
import { describeProbe, probeOnce } from './probing.ts';
import { deathOf } from './reading.ts';
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
    const accounts = accountsHere(world);
    const dead = accounts.filter((account) => deathOf(account, world) !== undefined);
    const unproven = accounts.filter((account) => !dead.includes(account)).map(({ label }) => label);
    const probed: string[] = [];
    for (const [index, delay] of dead.length === 0 ? [] : after.entries()) {
      const left = after.slice(index);
      if (!(await waitFor(delay, world))) {
        const why = `not probed again after ${left.join(', ')}: the operator went on`;
        return ended('unverified', why, { probed, left });
      }
      for (const account of dead) {
        const outcome = await probeAgain(account, world);
        if (outcome.is !== 'verified') return { outcome, summary: outcome.why, facts: { probed, left } };
        probed.push(`${account.id}+${delay}`);
      }
    }
    const times = after.map((delay) => describeMs(durationMs(delay))).join(', ');
    const summary = dead.length === 0 ? 'nothing to probe again' : `still dead after ${times}`;
    const facts = { probed, left: [] };
    if (unproven.length === 0) return { outcome: { is: 'verified' }, summary, facts };
    const why = `never proven dead, so not probed again: ${unproven.join(', ')}`;
    return { outcome: { is: 'unverified', why }, summary: `${summary}; ${why}`, facts };
  },
});

/** Waits until the time after containment has come; false when the operator goes on without. */
async function waitFor(delay: string, world: CaseWorld): Promise<boolean> {
  const dueAt = lastDeath(world).plus({ milliseconds: durationMs(delay) });
  const left = dueAt.diff(world.clock.now()).toMillis();
  if (left > 0 && (await askToWait(delay, dueAt, left, world)) === 'go-on') return false;
  await world.waitUntil(`reprobe:${delay}`, dueAt.toISO() ?? '');
  return true;
}

async function askToWait(
  delay: string,
  dueAt: DateTime,
  left: number,
  world: CaseWorld,
): Promise<'wait' | 'go-on'> {
  const reason = `resume at ${dueAt.toISO() ?? ''} for the next probe`;
  // Answers outlive the process, and "quit" was meant for the one that it ended.
  let obeyed = world.events().filter((e) => e.type === 'run.stopped' && e.reason === reason).length;
  for (;;) {
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
    if (choice !== 'quit') return choice === 'go-on' ? 'go-on' : 'wait';
    if (obeyed === 0) await world.stop(reason);
    obeyed -= 1;
  }
}

type Probed = Extract<Outcome, { is: 'verified' | 'failed' | 'unknown' }>;

async function probeAgain(account: Account, world: CaseWorld): Promise<Probed> {
  const probe = await probeOnce(account, 'suspect', 'negative', world);
  if (probe.says === 'dead-code') return { is: 'verified' };
  if (probe.says === 'works')
    return { is: 'failed', why: `the key of ${account.label} works again: back to Contain` };
  return { is: 'unknown', why: `the probe of ${account.label} did not tell: ${describeProbe(probe)}` };
}

function lastDeath(world: CaseWorld): DateTime {
  const deaths = accountsHere(world).flatMap((account) => deathOf(account, world) ?? []);
  return DateTime.fromISO(deaths.sort().at(-1) ?? world.openedAt, { zone: 'utc' });
}
