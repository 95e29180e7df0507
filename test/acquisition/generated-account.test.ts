import { afterEach, describe, expect, it } from 'vitest';
import { closableHoles } from '../../src/domain/coverage.ts';
import { closeWorlds } from '../contract/starting.ts';
import { pairs, type Pair } from '../contract/world.ts';
import { tradedOnce } from './generated/account.ts';
import { readAccount, type Compared } from './generated/comparing.ts';
import { historiesAt, longestPage } from './generated/grid.ts';
import { openAccount, stretch, type OpenedAccount } from './generated/opened.ts';
import type { AccountPlan } from './generated/placing.ts';
import { ledgerTruthOf, toldNothing, untoldConversions } from './generated/ledger-truth.ts';
import type { EventKind } from './generated/ledger-truth.ts';
import { silentlyShort, unreadAt, unreadInverse } from './generated/unread.ts';
import { tiesAtPageEdges } from './generated/ties.ts';

// One account for every venue that stands in both registries, drawn from a seed and read whole: what
// the simulator's own books hold, and no row more, under the limits that the venue declares.
// generated-account-faults.test.ts is the same with all that can go wrong on the way.

afterEach(closeWorlds);

/** Three pages of fills and more, whatever a page is here. */
const planFor = ({ venue }: Pair): AccountPlan => ({
  seed: 4,
  fills: Math.max(1_200, 3 * longestPage(venue, 'listTrades')),
  movements: 60,
  stretch,
});

/** Twenty thousand fills, at one venue a day or at all of them. */
const large: AccountPlan = { seed: 20_000, fills: 20_000, movements: 400, stretch };
const today = Math.floor(Date.now() / 86_400_000);
const largeAt =
  process.env['FIREBREAK_GENERATED'] === 'all'
    ? pairs
    : pairs.filter((_, index) => index === today % pairs.length);

describe.each(pairs)('$id: a generated account', (pair) => {
  it('is read without a row missing, invented or doubled, and without a refusal', async () => {
    const account = await openAccount(pair, planFor(pair));
    expectWhole(await readAccount(account), account);
  });

  it('has what a reading could stumble over', async () => {
    const account = await openAccount(pair, planFor(pair));
    const { books } = account.world.simulator;
    const states = new Set(books.withdrawals().map(({ state }) => state));
    expect(states).toContain('pending');
    expect(states).toContain('completed');
    expect(states.has('cancelled')).toBe(pair.venue.capabilities.cancelWithdrawal.by === 'api');
    const once = pair.simulated.symbolOf(tradedOnce, 'USDT');
    expect(books.trades().filter(({ symbol }) => symbol === once).length).toBe(1);
    const [trades] = await readAccount(account, { names: ['listTrades'] });
    expect(tiesAtPageEdges(trades?.reading.pages ?? [])).toBeGreaterThan(0);
  });
});

describe.each(pairs)('$id: what was converted, and the dust that was swept', (pair) => {
  it('is read from the ledger, or from no list that the declaration has: then by name', async () => {
    const account = await openAccount(pair, planFor(pair));
    const kinds = new Set(account.world.simulator.books.conversions().map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(pair.simulated.converts === undefined ? [] : ['convert', 'dust']);
    expect(await untoldAt(account)).toEqual(unreadAt(pair.id));
  });
});

/** Those that convert small balances, and tell of it in a ledger. */
const sweeping = pairs.filter(
  ({ venue, simulated }) => simulated.converts !== undefined && venue.capabilities.listLedger.by === 'api',
);

describe.each(sweeping)('$id: more dust than a list may hold', (pair) => {
  it('is read whole, or what is missing is a hole, unless it stands by name among what is silent', async () => {
    const account = await openAccount(pair, { ...planFor(pair), sweeps: 130 });
    const [ledger] = await readAccount(account, { names: ['listLedger'] });
    const silent = (ledger?.missing ?? []).filter(({ isReported }) => !isReported);
    expect(silent.length > 0, silentlyShort[pair.id] ?? silent[0]?.row).toBe(pair.id in silentlyShort);
    expect({ invented: ledger?.invented, doubled: ledger?.doubled }).toEqual({ invented: [], doubled: [] });
  });
});

describe.each(pairs.filter(({ id }) => id in unreadInverse))(
  '$id: a contract settled in its base',
  (pair) => {
    it('is not read whole, as unread.ts says', async () => {
      const account = await openAccount(pair, { ...planFor(pair), isWhole: true });
      const compared = await readAccount(account, { names: ['listOrders', 'listTrades'] });
      const isWhole = compared.every(({ reading }) => reading.failure === undefined);
      expect(isWhole, unreadInverse[pair.id]).toBe(false);
    });
  },
);

/** Without a ledger nothing of them is told. */
async function untoldAt(account: OpenedAccount): Promise<readonly EventKind[]> {
  const { pair, simulator } = account.world;
  if (pair.venue.capabilities.listLedger.by !== 'api') {
    return untoldConversions(ledgerTruthOf(simulator, account.opening), toldNothing);
  }
  const [ledger] = await readAccount(account, { names: ['listLedger'] });
  return ledger?.untold ?? [];
}

describe.each(largeAt)('$id: a generated account of 20,000 fills', (pair) => {
  it('is read without a row missing, invented or doubled, and without a refusal', async () => {
    const account = await openAccount(pair, large);
    expectWhole(await readAccount(account), account);
  }, 300_000);
});

function expectWhole(compared: readonly Compared[], account: OpenedAccount): void {
  expect(compared.map(({ name }) => name)).toEqual(historiesAt(account.world.pair.venue));
  for (const { name, reading, missing, invented, doubled } of compared) {
    const { listing, failure, tooMany } = reading;
    expect({ name, failure, tooMany }).toEqual({ name, failure: undefined, tooMany: 0 });
    expect(closableHoles(listing.coverage.holes), name).toEqual([]);
    expect(listing.stop, name).not.toBe('failed');
    expect({ name, invented, doubled }).toEqual({ name, invented: [], doubled: [] });
    // A venue may not tell a kind of transfer, and forget what was cancelled; nothing else.
    const excused = missing.filter(
      (each) =>
        (name === 'listTransfers' && each.isOfUntoldKind) || (name === 'listOrders' && each.isReported),
    );
    expect(missing.filter((each) => !excused.includes(each)).map(({ row }) => row)).toEqual([]);
    expect(excused.filter(({ row }) => !/^cancelled |→/.test(row))).toEqual([]);
    expect(listing.rows.length, name).toBeGreaterThan(0);
  }
  const statuses = account.world.simulator.books.requests().map(({ status }) => status);
  expect(statuses.filter((status) => status === 429 || status === 418)).toEqual([]);
}
