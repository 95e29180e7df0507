import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import { symbolsInQuestion } from '../acquisition/index.ts';
import type { Account } from '../domain/account.ts';
import { durationMs } from '../domain/duration.ts';
import { accountsHere } from './accounts-here.ts';
import { ended } from './ended.ts';
import {
  acquireListing,
  isBeyondKeys,
  isNotOffered,
  listKinds,
  rowsSeen,
  whyIncomplete,
  type ListName,
  type ReadQuery,
} from './reading.ts';
import { inOrderOf, keepPlan } from './reading-plan.ts';
import { firstOfSymbol } from './rows-seen.ts';
import { stillOpen } from './still-open.ts';
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

/** The moment so long ago, ISO 8601 UTC. */
export const since = (ms: number, world: CaseWorld): string =>
  world.clock.now().minus({ milliseconds: ms }).toISO() ?? '';

const ofNow: readonly ListName[] = [
  'listOpenOrders',
  'listBalances',
  'listPositions',
  'listWithdrawalAddresses',
];

/**
 * What to ask for: of what is now, no times; by symbol the whole history of each symbol in question;
 * else everything since `from`.
 */
export function queryOf(
  name: ListName,
  { symbols, from }: { readonly symbols: readonly string[]; readonly from: string },
  account: Account,
  world: CaseWorld,
): ReadQuery {
  if (ofNow.includes(name)) return {};
  const capability = world.venueOf(account).capabilities[name];
  const paging = capability.by === 'api' ? capability.run.paging : undefined;
  const isBySymbol = paging !== undefined && 'bySymbol' in paging && paging.bySymbol === true;
  if (!isBySymbol) return { from };
  // Ids lead to the very first row; windows of time are turned back as far as asked, and no further.
  return paging.style === 'ascending-id' ? { symbols } : { symbols, from };
}

/** The whole history of every symbol in question: an attacker trades what the owner never did. */
export async function symbolsOf(account: Account, world: CaseWorld): Promise<readonly string[]> {
  const [openOrders, balances, prices, trades, orders] = await Promise.all([
    rowsSeen('listOpenOrders', 'latest', account, world),
    rowsSeen('listBalances', 'latest', account, world),
    rowsSeen('listMarketPrices', 'latest', account, world),
    rowsSeen('listTrades', 'latest', account, world, firstOfSymbol()),
    rowsSeen('listOrders', 'latest', account, world, firstOfSymbol()),
  ]);
  return symbolsInQuestion({
    openOrders: openOrders?.rows ?? [],
    balances: balances?.rows ?? [],
    usualSymbols: account.pattern.usualSymbols,
    markets: prices?.rows ?? [],
    trades: trades?.rows ?? [],
    orders: orders?.rows ?? [],
  }).map(({ symbol }) => symbol);
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
