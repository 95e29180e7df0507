import { z } from 'zod';
import { defineStep } from '../playbook/step-kind.ts';
import { count, crossCheck, type CrossCheckInput, type CrossCheckReport } from '../analysis/index.ts';
import type { Account } from '../domain/account.ts';
import { known, unknown } from '../domain/known.ts';
import { accountsHere } from './accounts-here.ts';
import { readingsOf } from './readings-of.ts';
import type { CaseWorld } from './world.ts';

/** Compares what was read with itself: where two exhibits must agree and do not, that is a finding. */
export const crossCheckEvidence = defineStep({
  id: 'cross-check-evidence',
  summary: 'compares trades, orders, ledger, balances and repeated readings with each other',
  args: z.strictObject({}),
  checks: false,
  changes: false,
  facts: ['findings', 'compared', 'notChecked'],

  async perform(_args, world: CaseWorld) {
    const compared: string[] = [];
    const notChecked: string[] = [];
    const open: string[] = [];
    let findings = 0;
    for (const account of accountsHere(world)) {
      const report = crossCheck(await inputOf(account, world));
      findings += report.findings.length;
      for (const each of report.findings) {
        // A journal line is no place for thousands of names: the first tell findings apart.
        const finding = { ...each, about: each.about.slice(0, mostNames) };
        if (!isRecorded(finding, world)) await world.find(finding);
      }
      compared.push(...report.compared.map(({ title, what }) => `${title}: ${what}`));
      notChecked.push(...sentences(report));
      open.push(...sentences({ notChecked: report.notChecked.filter(({ closable }) => closable) }));
    }
    const facts = { findings, compared, notChecked };
    const said = compared.length === 0 ? 'nothing could be compared' : compared.join('; ');
    const unsaid = notChecked.length === 0 ? '' : `; not checked: ${notChecked.join('; ')}`;
    const summary = `${count(findings, 'difference')}; ${said}${unsaid}`;
    // What no venue tells is said; only what could have been read and was not makes this step unverified.
    if (open.length === 0) return { outcome: { is: 'verified' }, summary, facts };
    const why = `not everything could be compared: ${open.join('; ')}`;
    return { outcome: { is: 'unverified', why }, summary, facts };
  },
});

const mostNames = 500;

const sentences = ({ notChecked }: Pick<CrossCheckReport, 'notChecked'>): readonly string[] =>
  notChecked.map(({ title, why }) => `${title}: ${why}`);

async function inputOf(account: Account, world: CaseWorld): Promise<CrossCheckInput> {
  return {
    account: account.id,
    bookkeeping: bookkeepingOf(account, world),
    ...listedFlowsOf(account, world),
    trades: await readingsOf('listTrades', account, world),
    orders: await readingsOf('listOrders', account, world),
    withdrawals: await readingsOf('listWithdrawals', account, world),
    deposits: await readingsOf('listDeposits', account, world),
    transfers: await readingsOf('listTransfers', account, world),
    ledger: await readingsOf('listLedger', account, world),
    balances: await readingsOf('listBalances', account, world),
    marketPrices: await readingsOf('listMarketPrices', account, world),
  };
}

function bookkeepingOf(account: Account, world: CaseWorld): CrossCheckInput['bookkeeping'] {
  const { bookkeeping, name } = world.venueOf(account);
  if (bookkeeping === undefined) return unknown(`nobody has settled how ${name} books what fills move`);
  return 'why' in bookkeeping ? unknown(`${name}: ${bookkeeping.why}`) : known(bookkeeping);
}

/** A venue with a ledger needs none: what it does not tell of other wallets is said there. */
function listedFlowsOf(account: Account, world: CaseWorld): Pick<CrossCheckInput, 'listedFlows'> {
  const { bookkeeping, listedFlows, name } = world.venueOf(account);
  if (listedFlows !== undefined) return { listedFlows: known(listedFlows) };
  if (bookkeeping !== undefined && !('why' in bookkeeping)) return {};
  return { listedFlows: unknown(`nobody has settled which lists of ${name} stand in for a ledger`) };
}

/**
 * A step may be done again, over newer readings of the same rows: what it found before is said once, however
 * many there were then. A finding that names something new is another one.
 */
function isRecorded(
  { rule, account, about }: CrossCheckReport['findings'][number],
  world: CaseWorld,
): boolean {
  const said = new Set(
    world
      .events()
      .flatMap((e) =>
        e.type === 'finding.recorded' && e.finding.rule === rule && e.finding.account === account
          ? (e.finding.about ?? [])
          : [],
      ),
  );
  return about.every((each) => said.has(each));
}
