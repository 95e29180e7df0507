import type { Balance } from '../../../../domain/trading.ts';
import { add, subtract } from '../../../../domain/money.ts';
import { drawn } from '../../../charts/line-chart.ts';
import type { Seen } from '../../../model.ts';
import { drawCapped } from '../../capped-table.ts';
import { amount } from '../../format.ts';
import { drawBalances } from '../../pictures/index.ts';
import type { AccountPart } from './part.ts';
import { introduce } from './seen.ts';

export const balances: AccountPart = {
  title: 'Balances',
  beginsWithPicture: true,
  draw: (account, flow) => {
    const { first, later } = account.balances;
    drawBalances(flow, account);
    const before = introduce(flow, first, { what: 'balances', when: 'first' });
    const after = introduce(flow, later, { what: 'balances', when: 'later' });
    if (!before && !after) return;
    drawCapped(flow, {
      columns: [
        { title: 'Wallet', width: 'fit', namesRow: true },
        { title: 'Asset', width: 'fit', face: 'bold', namesRow: true },
        { title: 'Free, first', width: 'fit', align: 'right' },
        { title: 'Locked, first', width: 'fit', align: 'right' },
        { title: 'Free, later', width: 'fit', align: 'right' },
        { title: 'Locked, later', width: 'fit', align: 'right' },
        { title: 'Change of both', width: 'fit', align: 'right' },
      ],
      rows: pairs(first, later),
      cells: ({ wallet, asset, before: was, after: is }) => [
        wallet,
        asset,
        was ? amount(was.free) : absent(first.known),
        was ? amount(was.locked) : absent(first.known),
        is ? amount(is.free) : absent(later.known),
        is ? amount(is.locked) : absent(later.known),
        flow.isCopy ? 'not in this copy' : changeOf(was, is),
      ],
      whereAll: [before?.exhibit, after?.exhibit].filter((id) => id !== undefined).join(' and '),
      table: 'balances.csv',
    });
  },
};

interface Pair {
  readonly wallet: string;
  readonly asset: string;
  readonly before: Balance | undefined;
  readonly after: Balance | undefined;
}

/** One row an asset and wallet, whichever reading has it. */
function pairs(first: Seen<Balance>['first'], later: Seen<Balance>['later']): Pair[] {
  const keyOf = ({ wallet, asset }: Balance): string => JSON.stringify([wallet, asset]);
  const before = new Map(first.known ? first.value.rows.map((row) => [keyOf(row), row]) : []);
  const after = new Map(later.known ? later.value.rows.map((row) => [keyOf(row), row]) : []);
  return [...new Map([...before, ...after])].map(([key, { wallet, asset }]) => ({
    wallet,
    asset,
    before: before.get(key),
    after: after.get(key),
  }));
}

/** An asset that a reading does not list is not proven to be zero: venues leave zeros out or not. */
const absent = (wasRead: boolean): string => (wasRead ? 'not listed' : 'not read');

function changeOf(before: Balance | undefined, after: Balance | undefined): string {
  if (!before || !after) return 'unknown';
  const four = [after.free, after.locked, before.free, before.locked];
  if (four.some((one) => drawn(one) === undefined)) return 'unknown';
  const change = subtract(add(after.free, after.locked), add(before.free, before.locked));
  return change.startsWith('-') || change === '0' ? amount(change) : `+${amount(change)}`;
}
