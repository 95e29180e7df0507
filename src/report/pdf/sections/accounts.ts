import type { AccountReport, Report } from '../../model.ts';
import { count } from '../format.ts';
import type { Flow } from '../layout.ts';
import { balances } from './account/balances.ts';
import { deposits, withdrawals } from './account/transfers.ts';
import { drawCoverage } from '../pictures/index.ts';
import { openOrders } from './account/open-orders.ts';
import type { AccountPart } from './account/part.ts';
import { trades } from './account/trades.ts';
import { unrecognised } from './account/unrecognised.ts';
import { whitelist } from './account/whitelist.ts';
import type { Section } from './section.ts';

/** What is said of each account, in this order. */
const parts: readonly AccountPart[] = [
  unrecognised,
  openOrders,
  balances,
  withdrawals,
  whitelist,
  deposits,
  trades,
];

export const accounts: Section = {
  id: 'accounts',
  title: 'State of the accounts',
  extent: ({ accounts: all }) => (all.length === 0 ? 'none read' : count(all.length, 'account')),
  room: ({ accounts: [first] }) => (first ? partRoom + roomOf(first) : 0),
  draw: (report, flow) => {
    const { accounts: all, subjects } = report;
    if (all.length === 0) return flow.none('None: no account was read.');
    for (const account of all) {
      flow.part(titleOf(account, subjects), () => drawAccount(report, account, flow), roomOf(account));
    }
  },
};

// A heading does not stay behind when its picture goes to the next page.
const pictureRoom = 110;
/** Of the account's own heading, above the first picture's. */
const partRoom = 30;

const roomOf = ({ coverage = [] }: AccountReport): number => (coverage.length > 0 ? pictureRoom : 0);

function titleOf({ account }: AccountReport, subjects: Report['subjects']): string {
  const subject = subjects.find(({ account: { id } }) => id === account);
  return subject ? `Account ${account} at ${subject.account.venueName}` : `Account ${account}`;
}

function drawAccount(report: Report, account: AccountReport, flow: Flow): void {
  flow.heading('detail', 'What was read', roomOf(account));
  drawCoverage(flow, report, account.account);
  for (const { title, draw, beginsWithPicture } of parts) {
    flow.heading('detail', title, beginsWithPicture ? pictureRoom : 0);
    draw(account, flow);
  }
}
