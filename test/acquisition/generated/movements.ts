import type { OpeningBooks } from '../../../src/simulators/index.ts';
import type { Pair } from '../../contract/world.ts';
import { longestPage, type History } from './grid.ts';
import { drawMoments } from './moments.ts';
import { amountNo, crowd, iso, place, type AccountPlan } from './placing.ts';

/** What came in, went out and was moved. */
export const movementsOf = (
  pair: Pair,
  books: OpeningBooks,
  plan: AccountPlan,
): Pick<OpeningBooks, 'withdrawals' | 'deposits' | 'transfers'> => ({
  withdrawals: withdrawalsOf(pair, books, plan),
  deposits: depositsOf(pair, books, plan),
  transfers: transfersOf(pair, plan),
});

type Address = OpeningBooks['addresses'][number];

/** Moments of one list, tied at its own edges; whoever tells whole seconds only ties more. */
function momentsFor(pair: Pair, name: History, plan: AccountPlan, salt: number): readonly number[] {
  // At least one page and a half, so that there is an edge to tie at.
  const longest = longestPage(pair.venue, name) * 1.5;
  const count = Math.ceil(
    Math.max(plan.movements, plan.isCrowded === true ? longest : Math.min(longest, 170)),
  );
  const rows = drawMoments(count, plan.stretch, plan.seed + salt).map((atMs) => ({ symbol: '', atMs }));
  place(pair, rows, plan, [name]);
  crowd(rows, plan, longestPage(pair.venue, name));
  return rows.map(({ atMs }) => atMs);
}

const addressAt = (books: OpeningBooks, index: number): Address => {
  const address = books.addresses[index % books.addresses.length];
  if (address === undefined) throw new Error('the books have no address');
  return address;
};

const withdrawalsOf = (pair: Pair, books: OpeningBooks, plan: AccountPlan): OpeningBooks['withdrawals'] =>
  momentsFor(pair, 'listWithdrawals', plan, 2).map((atMs, index) => {
    const { coin, network, address } = addressAt(books, index);
    const amount = amountNo(index + 1, 4);
    return { coin, network, address, amount, fee: '0.0001', txId: `aa${index}`, at: iso(atMs) };
  });

const depositsOf = (pair: Pair, books: OpeningBooks, plan: AccountPlan): OpeningBooks['deposits'] =>
  momentsFor(pair, 'listDeposits', plan, 3).map((atMs, index) => {
    const { coin, network, address } = addressAt(books, index);
    return { coin, network, address, amount: amountNo(index + 1, 3), txId: `bb${index}`, at: iso(atMs) };
  });

const ways = [
  ['spot', 'funding'],
  ['funding', 'spot'],
  ['spot', 'sub:7000001'],
  ['sub:7000002', 'spot'],
  ['spot', 'sub:7000003'],
] as const;

/** Between the owner's own wallets, and with sub-accounts; only where the venue lists transfers at all. */
function transfersOf(pair: Pair, plan: AccountPlan): NonNullable<OpeningBooks['transfers']> {
  if (pair.venue.capabilities.listTransfers.by !== 'api') return [];
  return momentsFor(pair, 'listTransfers', plan, 4).map((atMs, index) => {
    const [from, to] = ways[index % ways.length] ?? ways[0];
    return { asset: 'USDT', amount: amountNo(index + 1, 2), from, to, at: iso(atMs) };
  });
}
