import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import {
  assessDamage,
  assetsOf,
  chooseAsset,
  lookForAnomalies,
  recogniseTrades,
  sharedReadings,
  type AnomalyInput,
  type Looked,
} from '../analysis/index.ts';
import type { Account } from '../domain/account.ts';
import type { KeyReport } from '../domain/api-key.ts';
import type { ExhibitKind } from '../domain/exhibit.ts';
import { known, unknown, type Known } from '../domain/known.ts';
import { accountsHere } from './accounts-here.ts';
import { closableHoles } from '../domain/coverage.ts';
import {
  isForKeys,
  listKinds,
  observationsOf,
  readListing,
  rowsSeen,
  type ListName,
  type RowOf,
} from './reading.ts';
import { wholeLooks } from './rows-seen.ts';
import { lastSweep } from './sweep-record.ts';
import { joinRows, rowsOfPortions } from './swept-rows.ts';
import type { CaseWorld } from './world.ts';

/** Lets every anomaly rule look at what was read, and counts the loss of what is not ours. */
export const inspectActivity = defineStep({
  id: 'inspect-activity',
  summary: 'recognises orders and fills, lets every anomaly rule look, counts the loss',
  args: z.strictObject({}),
  checks: false,
  changes: false,
  facts: ['findings', 'loss', 'blindSpots'],

  async perform(_args, world: CaseWorld) {
    const losses: string[] = [];
    const blindSpots: string[] = [];
    const unread: string[] = [];
    let findings = 0;
    for (const account of accountsHere(world)) {
      const input = await gather(account, world);
      const report = lookForAnomalies(input);
      for (const finding of report.findings) await world.find(finding);
      findings += report.findings.length;
      unread.push(...whatIsMissing(input, (name) => isForKeys(name, account, world)));
      const swept = lastSweep(account, world);
      // Whoever ended the sweep knew: said as a blind spot, and this step did all that it could.
      if (swept && swept.read < swept.total) blindSpots.push(`Trades: ${swept.words}`);
      blindSpots.push(...report.blindSpots.map(({ title, why }) => `${title}: ${why}`));
      losses.push(lossOf(input, account));
    }
    const summary = `${findings} findings; loss ${losses.join(', ')}`;
    const facts = { findings, loss: losses, blindSpots };
    // What no venue tells is a blind spot in the report; only what could have been read and was not
    // makes this step unverified.
    if (unread.length === 0) return { outcome: { is: 'verified' }, summary, facts };
    const why = `could not look everywhere: ${unread.join('; ')}`;
    return { outcome: { is: 'unverified', why }, summary: `${summary}; ${why}`, facts };
  },
});

/** Evidence that is absent or has holes; a baseline is not among it, as it is made in peacetime. */
function whatIsMissing(input: AnomalyInput, isOfferedList: (name: ListName) => boolean): readonly string[] {
  const lists: readonly (readonly [ListName, Known<Looked<unknown>>])[] = [
    ['listTrades', input.trades],
    ['listOrders', input.orders],
    ['listOpenOrders', input.openOrders],
    ['listMarketPrices', input.prices],
    ['listWithdrawals', input.withdrawals],
    ['listWithdrawalAddresses', input.addresses],
  ];
  return lists.flatMap(([name, evidence]) => {
    // What no key can list was looked at by hand; it is a blind spot of the rules, not left out by us.
    if (!evidence.known) return isOfferedList(name) ? [`${listKinds[name]}: ${evidence.why}`] : [];
    // What lies before the time in question is not looked at; what the venue tells no more is a blind spot.
    const holes = closableHoles(evidence.value.holes);
    const inQuestion = holes.filter(({ to }) => to === undefined || to > input.from);
    return inQuestion.map(({ what, why }) => `${what}: ${why}`);
  });
}

async function gather(account: Account, world: CaseWorld): Promise<AnomalyInput> {
  // The loss is counted at prices of after the attack, not of while he was pushing them.
  await readListing('listMarketPrices', {}, account, world);
  const noBaseline = unknown('no signed baseline was recorded in peacetime');
  return {
    account,
    from: sinceWhen(account, world),
    cancelledByUs: cancelledByUs(account, world),
    trades: withPortions(
      await looked('listTrades', account, world),
      await rowsOfPortions('listTrades', account, world),
    ),
    orders: withPortions(
      await looked('listOrders', account, world),
      await rowsOfPortions('listOrders', account, world),
    ),
    openOrders: await looked('listOpenOrders', account, world),
    prices: await looked('listMarketPrices', account, world),
    withdrawals: await looked('listWithdrawals', account, world),
    addresses: await looked('listWithdrawalAddresses', account, world),
    baselineAddresses: await ownersWord(account, world),
    keyReport: keyReport(account, world),
    baselineKeyReport: noBaseline,
  };
}

async function looked<Name extends ListName>(
  name: Name,
  account: Account,
  world: CaseWorld,
): Promise<Known<Looked<RowOf<Name>>>> {
  const listing = await rowsSeen(name, 'latest', account, world);
  if (!listing) return unknown(`${listKinds[name]} were never read`);
  return known({
    rows: listing.rows,
    exhibits: exhibitsOf(account, listKinds[name], world),
    holes: listing.coverage.holes,
  });
}

/** The newest reading, and what a sweep over every market found beside it. */
function withPortions<Row extends { readonly symbol: string; readonly id: string }>(
  newest: Known<Looked<Row>>,
  { rows, exhibits }: { readonly rows: readonly Row[]; readonly exhibits: readonly string[] },
): Known<Looked<Row>> {
  if (exhibits.length === 0) return newest;
  const { value } = newest.known ? newest : { value: { rows: [], exhibits: [], holes: [hole(newest.why)] } };
  return known({
    rows: joinRows(value.rows, rows),
    exhibits: [...value.exhibits, ...exhibits],
    holes: value.holes,
  });
}

// Without a reading of its own nobody knows that the list is whole.
const hole = (why: string) => ({ what: 'what only a sweep has read', why });

/** The addresses that the owner did not mark as foreign: his word stands in for a baseline. */
async function ownersWord(account: Account, world: CaseWorld): Promise<AnomalyInput['baselineAddresses']> {
  const marked = world.fact('compare-with-baseline.addresses');
  const addresses = await looked('listWithdrawalAddresses', account, world);
  if (!addresses.known || !Array.isArray(marked)) return unknown('nobody said which addresses are ours');
  return known({
    ...addresses.value,
    rows: addresses.value.rows.filter(({ address }) => !marked.includes(address)),
  });
}

function keyReport(account: Account, world: CaseWorld): AnomalyInput['keyReport'] {
  const seen = world
    .events()
    .find(
      (e) =>
        e.type === 'observation.made' && e.account === account.id && e.holder === 'suspect' && e.keyReport,
    );
  if (seen?.type !== 'observation.made' || !seen.keyReport)
    return unknown('the venue was not asked, or did not say');
  const report: KeyReport = seen.keyReport;
  return known({ report, exhibits: [seen.exhibit] });
}

function lossOf(input: AnomalyInput, account: Account): string {
  if (!input.trades.known || !input.prices.known) return `of ${account.label} unknown`;
  const orders = input.orders.known ? known(input.orders.value.rows) : input.orders;
  const notOurs = recogniseTrades({ trades: input.trades.value.rows, orders, pattern: account.pattern })
    .filter(({ recognition }) => recognition.is === 'not-ours')
    .map(({ trade }) => trade);
  const prices = input.prices.value.rows;
  const damage = assessDamage({ trades: notOurs, prices, asset: chooseAsset(assetsOf(notOurs), prices) });
  return damage.total.known
    ? `${damage.total.value} ${damage.asset}`
    : `at least ${damage.pricedTotal} ${damage.asset}`;
}

// The secret can have leaked at any moment since it was made or last changed.
function sinceWhen(account: Account, world: CaseWorld): string {
  return account.lastRotated ?? account.created ?? world.clock.now().minus({ days: 90 }).toISO() ?? '';
}

function cancelledByUs(account: Account, world: CaseWorld): readonly string[] {
  const cancelled = world.factOf(account.id, 'cancel-orders.cancelled');
  return Array.isArray(cancelled) ? cancelled.filter((id): id is string => typeof id === 'string') : [];
}

/** Where the latest reading lies: in several, where keys shared it. */
const exhibitsOf = (account: Account, kind: ExhibitKind, world: CaseWorld): readonly string[] =>
  (sharedReadings(wholeLooks(observationsOf(account, kind, world))).at(-1) ?? []).map(
    ({ exhibit }) => exhibit,
  );
