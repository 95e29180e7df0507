import type { Json, JsonObject } from '../../domain/json.ts';
import type { LedgerBooks, LedgerTransfer } from '../ledger-books.ts';
import { refuseAccount } from './account-codes.ts';
import { futuresWalletOf } from './accounts.ts';
import { refuse } from './codes.ts';
import { badInterval, dayMs, isIn, newestFirst, pageOf, windowOf } from './pages.ts';
import { flag, mandatory, optional, whole } from './parameters.ts';
import { sapi } from './route.ts';
import type { Call, Route } from './route.ts';
import { emailOf, findByEmail, masterEmail } from './sub-accounts.ts';

const range = ['startTime', 'endTime'];

/** Transfers with sub-accounts, newest first throughout (that is not written). */
export const subAccountTransferRoutes: readonly Route[] = [
  sapi('GET', 'v1/sub-account/universalTransfer', 'read', {
    weight: 1,
    reads: ['fromEmail', 'toEmail', 'clientTranId', ...range, 'page', 'limit'],
    of: 'master',
    answer: universalTransfers,
  }),
  sapi('GET', 'v1/sub-account/sub/transfer/history', 'read', {
    weight: 1,
    reads: ['fromEmail', 'toEmail', ...range, 'page', 'limit'],
    of: 'master',
    answer: spotTransfers,
  }),
  sapi('GET', 'v1/sub-account/futures/internalTransfer', 'read', {
    weight: 1,
    reads: ['email', 'futuresType', ...range, 'page', 'limit'],
    of: 'master',
    answer: futuresTransfers,
  }),
  sapi('GET', 'v1/sub-account/transfer/subUserHistory', 'read', {
    weight: 1,
    reads: ['asset', 'type', ...range, 'limit', 'returnFailHistory'],
    of: 'sub-account',
    answer: ofSubAccount,
  }),
];

const isSub = (wallet: string): boolean => wallet.startsWith('sub:');

const withSubs = (books: LedgerBooks): readonly LedgerTransfer[] =>
  newestFirst(books.transfers).filter(({ from, to }) => isSub(from) || isSub(to));

function emailAt(books: LedgerBooks, wallet: string): string {
  const account = books.subAccounts.find((each) => wallet === `sub:${each.id}`);
  return account === undefined ? masterEmail(books) : emailOf(account);
}

function accountType(books: LedgerBooks, wallet: string, asset: string): string {
  if (wallet === 'futures') return futuresWalletOf(books, asset) === 'um' ? 'USDT_FUTURE' : 'COIN_FUTURE';
  return { margin: 'MARGIN', funding: 'FUNDING' }[wallet] ?? 'SPOT';
}

/** Without either address: only what the main account sent. */
function between({ books, parameters }: Call, rows: readonly LedgerTransfer[]): readonly LedgerTransfer[] {
  const from = optional(parameters, 'fromEmail');
  const to = optional(parameters, 'toEmail');
  if (from !== undefined && to !== undefined) throw refuse.badCombination();
  const [end, email] =
    to === undefined ? (['from', from ?? masterEmail(books)] as const) : (['to', to] as const);
  const wanted = email.toLowerCase();
  if (wanted !== masterEmail(books) && findByEmail(books, wanted) === undefined) {
    throw refuseAccount.unknownSubAccount();
  }
  return rows.filter((each) => emailAt(books, each[end]).toLowerCase() === wanted);
}

/** "The query time range must be less than 7 days". */
function universalTransfers(call: Call): Json {
  const { books, parameters, nowMs } = call;
  const window = windowOf(parameters, { nowMs, most: 7, shorter: true, tooLong: badInterval });
  const clientId = optional(parameters, 'clientTranId');
  const found = between(call, withSubs(books)).filter(
    (each) => isIn(each.atMs, window) && clientId === undefined,
  );
  const page = pageOf(found, parameters, { page: 'page', size: 'limit', usual: 500, most: 500 });
  return { result: page.map((each) => universalRow(books, each)), totalCount: found.length };
}

const universalRow = (
  books: LedgerBooks,
  { id, from, to, asset, amount, atMs }: LedgerTransfer,
): JsonObject => ({
  tranId: Number(id),
  fromEmail: emailAt(books, from),
  toEmail: emailAt(books, to),
  asset,
  amount,
  createTimeStamp: atMs,
  fromAccountType: accountType(books, from, asset),
  toAccountType: accountType(books, to, asset),
  status: 'SUCCESS',
  clientTranId: '',
});

// Between spot wallets. They are in the list of universal transfers too, under the same id (assumed).
function spotTransfers(call: Call): Json {
  const { books, parameters, nowMs } = call;
  const isTimed = parameters.has('startTime') || parameters.has('endTime');
  const window = isTimed
    ? windowOf(parameters, { nowMs, most: 36_500, tooLong: badInterval })
    : { startMs: 0, endMs: nowMs };
  const isSpot = (wallet: string): boolean => wallet === 'spot' || isSub(wallet);
  const found = between(call, withSubs(books)).filter(
    (each) => isIn(each.atMs, window) && isSpot(each.from) && isSpot(each.to),
  );
  const page = pageOf(found, parameters, { page: 'page', size: 'limit', usual: 500 });
  return page.map(({ id, from, to, asset, amount, atMs }) => ({
    from: emailAt(books, from),
    to: emailAt(books, to),
    asset,
    qty: amount,
    status: 'SUCCESS',
    tranId: Number(id),
    time: atMs,
  }));
}

// From futures wallet to futures wallet: sub-accounts have none here.
function futuresTransfers({ books, parameters }: Call): Json {
  const email = mandatory(parameters, 'email');
  if (findByEmail(books, email) === undefined) throw refuseAccount.unknownSubAccount();
  const type = whole(parameters, 'futuresType');
  if (type !== 1 && type !== 2) throw refuse.invalid('futuresType');
  return { success: true, futuresType: type, transfers: [] };
}

/** What a sub-account's own key sees: outgoing ones, unless incoming are asked for. Thirty days. */
function ofSubAccount({ allBooks: books, parameters, nowMs, key }: Call): Json {
  const own = `sub:${key().subAccount ?? ''}`;
  const type = whole(parameters, 'type') ?? 2;
  if (type !== 1 && type !== 2) throw refuse.invalid('type');
  flag(parameters, 'returnFailHistory');
  const asset = optional(parameters, 'asset');
  const isTimed = parameters.has('startTime') || parameters.has('endTime');
  const window = isTimed
    ? windowOf(parameters, { nowMs, most: 36_500, tooLong: badInterval })
    : { startMs: nowMs - 30 * dayMs, endMs: nowMs };
  const [here, there] = type === 1 ? (['to', 'from'] as const) : (['from', 'to'] as const);
  const found = withSubs(books).filter(
    (each) => each[here] === own && isIn(each.atMs, window) && (asset === undefined || each.asset === asset),
  );
  const page = pageOf(found, parameters, { page: 'page', size: 'limit', usual: 500 });
  return page.map((each) => ({
    counterParty: isSub(each[there]) ? 'subAccount' : 'master',
    email: emailAt(books, each[there]),
    type,
    asset: each.asset,
    qty: each.amount,
    fromAccountType: accountType(books, each.from, each.asset),
    toAccountType: accountType(books, each.to, each.asset),
    status: 'SUCCESS',
    tranId: Number(each.id),
    time: each.atMs,
  }));
}
