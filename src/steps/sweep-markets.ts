import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import { listWords } from '../analysis/index.ts';
import { listsBySymbol } from '../acquisition/index.ts';
import type { Account } from '../domain/account.ts';
import { worstOutcome, type Outcome } from '../domain/outcome.ts';
import { accountsHere } from './accounts-here.ts';
import { ended } from './ended.ts';
import { sweep, type SweepEnd } from './sweep.ts';
import { lastSweep } from './sweep-record.ts';
import { portionsOf } from './swept-rows.ts';
import type { CaseWorld } from './world.ts';

/** Reads the trades of every market: one that was bought and sold again leaves no balance and no order. */
export const sweepMarkets = defineStep({
  id: 'sweep-markets',
  summary: 'reads trades of every market where the venue lists them by symbol, the most suspicious first',
  args: z.strictObject({ reach: z.iso.duration(), budget: z.iso.duration().optional() }),
  checks: false,
  changes: false,
  facts: ['markets', 'read', 'found', 'rankedBy', 'words', 'parked'],

  async perform({ reach, budget }, world: CaseWorld) {
    const ends: SweepEnd[] = [];
    for (const account of accountsHere(world)) {
      ends.push(await sweep(account, { reach, ...(budget === undefined ? {} : { budget }) }, world));
    }
    const words = ends.map(inWords).join('; ');
    const facts = {
      markets: ends.reduce((sum, { total }) => sum + total, 0),
      read: ends.reduce((sum, { read }) => sum + read, 0),
      found: ends.flatMap(({ found }) => found),
      rankedBy: ends.map(({ rankedBy }) => rankedBy),
      words,
      parked: ends.some(({ is }) => is === 'parked'),
    };
    return { outcome: worstOutcome(ends.map(outcomeOf)), summary: words, facts };
  },
});

/** Every market of the last sweep is proven read, by exhibits that are read back from disk. */
export const confirmMarketsSwept = defineStep({
  id: 'confirm-markets-swept',
  summary: 'confirms that trades of every market were read, where the venue lists them by symbol',
  args: z.strictObject({}),
  checks: true,
  changes: false,
  facts: [],

  async perform(_args, world: CaseWorld) {
    for (const account of accountsHere(world)) {
      if (!isSwept(account, world)) continue;
      const last = lastSweep(account, world);
      if (last === undefined) return ended('unknown', `no sweep of ${account.label} is in the record`);
      for (const { exhibit } of portionsOf('listTrades', account, world)) await world.read(exhibit);
      // The summary of the work says it already.
      const why = `trades of ${account.label}: ${last.words}`;
      if (last.read < last.total) return { outcome: { is: 'unverified', why }, summary: '' };
    }
    return { outcome: { is: 'verified' }, summary: '' };
  },
});

const isSwept = (account: Account, world: CaseWorld): boolean => {
  const { listTrades } = world.venueOf(account).capabilities;
  return listTrades.by === 'api' && listsBySymbol(listTrades.run.paging);
};

const inWords = ({ is, words, rankedBy, found }: SweepEnd): string => {
  if (is === 'nothing-to-sweep' || is === 'not-begun') return words;
  const traded = found.length === 0 ? '' : `; traded outside the usual symbols: ${listWords(found)}`;
  return `trades: ${words}${traded}; ranked ${rankedBy}`;
};

function outcomeOf({ is, words }: SweepEnd): Outcome {
  const why = words;
  if (is === 'nothing-to-sweep' || is === 'complete') return { is: 'verified' };
  return is === 'parked' || is === 'not-begun' ? { is: 'unknown', why } : { is: 'unverified', why };
}
