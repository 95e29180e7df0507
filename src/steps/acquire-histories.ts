import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import type { Account } from '../domain/account.ts';
import { durationMs } from '../domain/duration.ts';
import { accountsHere } from './accounts-here.ts';
import { ended } from './ended.ts';
import {
  acquireListing,
  isBeyondKeys,
  isNotOffered,
  listKinds,
  whyIncomplete,
  type ListName,
} from './reading.ts';
import { queryOf, since } from './history-query.ts';
import { inOrderOf, keepPlan } from './reading-plan.ts';
import { questionsOf } from './seeds.ts';
import { stillOpen } from './still-open.ts';
import { sweep } from './sweep.ts';
import { isSweepParked } from './sweep-record.ts';
import type { CaseWorld } from './world.ts';

const args = z.strictObject({ reach: z.iso.duration() });

/** Trades, orders, withdrawals, deposits, transfers and the ledger as far back as asked; what cannot be read now is parked. */
export const acquireHistories = defineStep({
  id: 'acquire-histories',
  summary: 'acquires trades, orders, withdrawals and deposits with proof of what was read',
  args,
  checks: false,
  changes: false,
  facts: ['parked'],

  async perform({ reach }, world: CaseWorld) {
    const parked: string[] = [];
    const counts: string[] = [];
    for (const account of accountsHere(world)) {
      const { done, missing, beyondKeys } = await acquire(account, kinds, reach, world);
      counts.push(...done);
      // Another key may come that has the scope.
      parked.push(...missing, ...beyondKeys);
    }
    const summary = counts.join('; ');
    if (parked.length === 0) return { outcome: { is: 'verified' }, summary, facts: { parked } };
    const why = `parked: ${parked.join('; ')}`;
    return { outcome: { is: 'unknown', why }, summary: `${summary}; ${why}`, facts: { parked } };
  },
});

/** Takes up, with whatever key can read now, what an earlier step had to leave. */
export const continueHistories = defineStep({
  id: 'continue-histories',
  summary: 'reads what was parked, with the key that lives now',
  args,
  checks: false,
  changes: false,
  facts: ['read'],

  async perform({ reach }, world: CaseWorld) {
    const counts: string[] = [];
    const left: string[] = [];
    const refused: string[] = [];
    for (const account of accountsHere(world)) {
      const parked = kinds.filter((name) => !isWhole(account, name, world));
      const { done, missing, beyondKeys } = await acquire(account, parked, reach, world);
      counts.push(...done);
      left.push(...missing);
      refused.push(...beyondKeys);
      if (isSweepParked(account, world)) {
        const swept = await sweep(account, { reach }, world);
        (swept.is === 'complete' ? counts : left).push(`trades: ${swept.words}`);
      }
    }
    // Parked once and still not to be had is a hole, never "nothing was parked".
    if (left.length > 0) return ended('unknown', `still not read: ${left.join('; ')}`, { read: counts });
    // No key at hand has the scope, the new one neither: a hole that asking again does not close.
    if (refused.length > 0)
      return ended('unverified', `no key may read: ${refused.join('; ')}`, { read: counts });
    const summary = counts.length === 0 ? 'nothing was parked' : counts.join('; ');
    return { outcome: { is: 'verified' }, summary, facts: { read: counts } };
  },
});

const kinds = [
  'listTrades',
  'listOrders',
  'listWithdrawals',
  'listDeposits',
  'listTransfers',
  'listLedger',
] as const satisfies readonly ListName[];

type HistoryName = (typeof kinds)[number];

async function acquire(account: Account, names: readonly HistoryName[], reach: string, world: CaseWorld) {
  const done = new Map<HistoryName, string>();
  const missing: string[] = [];
  const beyondKeys: string[] = [];
  const untold = new Set<string>();
  const from = since(durationMs(reach), world);
  const symbols = await symbolsOf(account, world);
  const plan = await keepPlan(account, names, { symbols, from }, world);
  for (const name of inOrderOf(plan, names)) {
    const query = queryOf(name, { symbols, from }, account, world);
    const reading = await acquireListing(name, query, account, world);
    const why = whyIncomplete(reading);
    if (isNotOffered(reading)) continue;
    if (why !== undefined) (isBeyondKeys(reading) ? beyondKeys : missing).push(`${name}: ${why}`);
    else if (reading.read) {
      done.set(name, `${reading.rows} ${listKinds[name]}`);
      // What the venue does not tell any more: holes that no reading closes.
      for (const { what, why: gone } of reading.proof.coverage.holes) untold.add(`${what}: ${gone}`);
    }
  }
  // Told in the order in which people ask for them, whatever was read first.
  const told = names.flatMap((name) => done.get(name) ?? []);
  return { done: [...(told.length === 0 ? [] : [told.join(', ')]), ...untold], missing, beyondKeys };
}

/** The whole history of every symbol in question: an attacker trades what the owner never did. */
export async function symbolsOf(account: Account, world: CaseWorld): Promise<readonly string[]> {
  return (await questionsOf(account, world)).map(({ symbol }) => symbol);
}

function isWhole(account: Account, name: HistoryName, world: CaseWorld): boolean {
  const readings = world
    .events()
    .flatMap((e) =>
      e.type === 'observation.made' &&
      e.account === account.id &&
      e.what === listKinds[name] &&
      e.step === 'acquire-histories' &&
      e.coverage !== undefined
        ? [e.coverage]
        : [],
    );
  return readings.length > 0 && stillOpen(readings).length === 0;
}
