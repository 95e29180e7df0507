import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import { recogniseTrades } from '../analysis/index.ts';
import type { Account } from '../domain/account.ts';
import { known, unknown } from '../domain/known.ts';
import { durationMs } from '../domain/duration.ts';
import type { Trade } from '../domain/trading.ts';
import { accountsHere } from './accounts-here.ts';
import { symbolsOf } from './acquire-histories.ts';
import { ended } from './ended.ts';
import { queryOf, since } from './history-query.ts';
import {
  acquireListing,
  deathOf,
  isBeyondKeys,
  isNotOffered,
  rowsSeen,
  whyIncomplete,
  type ListName,
} from './reading.ts';
import type { CaseWorld } from './world.ts';

const kinds: readonly ListName[] = [
  'listOpenOrders',
  'listBalances',
  'listTrades',
  'listOrders',
  'listWithdrawals',
  'listDeposits',
  'listTransfers',
  'listLedger',
  'listWithdrawalAddresses',
];

/** The second look at everything, with the key that lives now. */
export const readAgain = defineStep({
  id: 'read-again',
  summary: 'reads orders, balances, trades, withdrawals, transfers and addresses again',
  // As far back as the histories were read the first time.
  args: z.strictObject({ reach: z.iso.duration().default('P90D') }),
  checks: false,
  changes: false,
  facts: ['missing'],

  async perform({ reach }, world: CaseWorld) {
    const missing: string[] = [];
    const refused: string[] = [];
    for (const account of accountsHere(world)) {
      const symbols = await symbolsOf(account, world);
      for (const name of kinds) {
        const query = queryOf(name, { symbols, from: since(durationMs(reach), world) }, account, world);
        const reading = await acquireListing(name, query, account, world);
        const why = whyIncomplete(reading);
        if (why === undefined || isNotOffered(reading)) continue;
        (isBeyondKeys(reading) ? refused : missing).push(`${name}: ${why}`);
      }
    }
    const facts = { missing: [...missing, ...refused] };
    if (missing.length > 0) return ended('unknown', `not read again: ${facts.missing.join('; ')}`, facts);
    // No key at hand has the scope: asking again closes nothing.
    if (refused.length > 0) return ended('unverified', `no key may read: ${refused.join('; ')}`, facts);
    return { outcome: { is: 'verified' }, summary: 'read again', facts };
  },
});

/** No fill and no withdrawal since the key was proven dead that is not ours: the loss stopped growing. */
export const confirmNoNewLoss = defineStep({
  id: 'confirm-no-new-loss',
  summary: 'confirms that no fill or withdrawal came after the key was dead',
  args: z.strictObject({}),
  checks: true,
  changes: false,
  facts: [],

  async perform(_args, world: CaseWorld) {
    for (const account of accountsHere(world)) {
      const deadAt = lastKeyEnded(account, world);
      if (deadAt === undefined) {
        return ended('unknown', `when the key of ${account.label} died is not known`);
      }
      const since = await newSince(deadAt, account, world);
      if (since.length === 0) continue;
      return ended(
        'failed',
        `${since.length} fills or withdrawals after the key was dead: there is another way in`,
      );
    }
    return { outcome: { is: 'verified' }, summary: 'nothing moved since the key was dead' };
  },
});

/** The suspect key's proven death; later, when a key that nobody made was ended after it. */
function lastKeyEnded(account: Account, world: CaseWorld): string | undefined {
  const death = deathOf(account, world);
  const extra = world.factOf(account.id, 'revoke-key.endedAt');
  return death !== undefined && typeof extra === 'string' && extra > death ? extra : death;
}

async function newSince(deadAt: string, account: Account, world: CaseWorld): Promise<readonly unknown[]> {
  const isAfter = ({ at }: Trade): boolean => at > deadAt;
  const after = (await rowsSeen('listTrades', 'latest', account, world, isAfter))?.rows ?? [];
  const orders = await rowsSeen('listOrders', 'latest', account, world);
  const withdrawals = (await rowsSeen('listWithdrawals', 'latest', account, world))?.rows ?? [];
  const foreign = recogniseTrades({
    trades: after,
    orders: orders ? known(orders.rows) : unknown('orders were not read'),
    pattern: account.pattern,
  }).filter(({ recognition }) => recognition.is !== 'ours');
  return [...foreign, ...withdrawals.filter(({ requestedAt }) => requestedAt > deadAt)];
}
