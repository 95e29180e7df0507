import { describe, expect, it } from 'vitest';
import { openStageBudgets, venueAccountIn } from '../../src/cli/budgets.ts';
import type { Stage } from '../../src/cli/stage.ts';
import type { Account } from '../../src/domain/account.ts';
import { steppedClock } from '../acquisition/stepped-clock.ts';

const account = (id: string, subAccountOf?: string): Account => ({
  id,
  venue: 'okx',
  label: id,
  task: 'spot-trading-bot' as Account['task'],
  expectedIpAllowlist: [],
  expectedScopes: [],
  pattern: { clientOrderIdPrefixes: [], usualSymbols: [] },
  dependents: [],
  ...(subAccountOf === undefined ? {} : { subAccountOf }),
});

const main = account('main');
const bot = account('bot');
const under = account('under', 'main');
const evidence = { reserve: 'evidence' } as const;
// Four fifths of five in two seconds, which OKX counts for each account.
const all = { 'config-2s': 4 };
const one = { 'config-2s': 1 };

/** What of the two, each asking with its key, keeps the other waiting? */
function waitOf(
  spends: Parameters<ReturnType<typeof openStageBudgets>['of']>[0],
  asks: Parameters<ReturnType<typeof openStageBudgets>['of']>[0],
): Promise<number> {
  const stage = { clock: steppedClock(), accounts: [main, bot, under] } as unknown as Stage;
  const budgets = openStageBudgets(stage, () => undefined);
  return budgets
    .of(spends)
    .spend(all, evidence)
    .then(() => budgets.of(asks).waitMs(one, evidence));
}

const suspect = { holder: 'suspect', key: 'k' } as const;

describe('two accounts of firebreak.yaml at one venue', () => {
  it('count together while nobody knows that they are two', async () => {
    expect(await waitOf({ account: main, ...suspect }, { account: bot, ...suspect })).toBe(2_000);
  });

  it('count together where the venue has told one of them only', async () => {
    expect(
      await waitOf({ account: main, ...suspect }, { account: bot, ...suspect, venueAccountId: '7' }),
    ).toBe(2_000);
    expect(
      await waitOf({ account: bot, ...suspect, venueAccountId: '7' }, { account: main, ...suspect }),
    ).toBe(2_000);
  });

  it('count together where the venue has told the same id of both', async () => {
    const told = { ...suspect, venueAccountId: '7' };
    expect(await waitOf({ account: main, ...told }, { account: bot, ...told })).toBe(2_000);
  });

  it('count apart where the venue has told two ids', async () => {
    const asks = { account: bot, ...suspect, venueAccountId: '8' };
    expect(await waitOf({ account: main, ...suspect, venueAccountId: '7' }, asks)).toBe(0);
  });

  it('count apart where one is declared to be under the other', async () => {
    expect(await waitOf({ account: main, ...suspect }, { account: under, ...suspect })).toBe(0);
    expect(await waitOf({ account: under, ...suspect }, { account: main, ...suspect })).toBe(0);
    expect(await waitOf({ account: under, ...suspect }, { account: bot, ...suspect })).toBe(2_000);
  });

  it('count what was spent before the ids were known', async () => {
    const asks = { account: main, ...suspect, venueAccountId: '7' };
    expect(await waitOf({ account: main, ...suspect }, asks)).toBe(2_000);
  });
});

it('the key of the account above counts with the account above, not with the one below', async () => {
  const manager = { account: under, holder: 'manager', key: 'm' } as const;
  expect(await waitOf(manager, { account: under, ...suspect })).toBe(0);
  expect(await waitOf(manager, { account: main, ...suspect })).toBe(2_000);
});

it('the venue’s id is the one of the last report of that key', () => {
  const report = (holder: 'suspect' | 'responder', venueAccountId: string) =>
    ({
      type: 'observation.made',
      account: 'main',
      holder,
      keyReport: { venueAccountId },
    }) as never;
  const events = [report('suspect', '6'), report('suspect', '7'), report('responder', '9')];
  expect(venueAccountIn(events, { account: main, holder: 'suspect' })).toBe('7');
  expect(venueAccountIn(events, { account: bot, holder: 'suspect' })).toBeUndefined();
});
