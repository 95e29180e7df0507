import type { Json, JsonObject } from '../../domain/json.ts';
import type { LedgerBooks, LedgerTransfer } from '../ledger-books.ts';
import { futuresWalletOf } from './accounts.ts';
import { refuse } from './codes.ts';
import { badInterval, isIn, newestFirst, numbered, pageOf, windowOf } from './pages.ts';
import { mandatory } from './parameters.ts';
import { sapi } from './route.ts';
import type { Call, Route } from './route.ts';
import { transferTypes } from './transfer-types.ts';

const range = ['startTime', 'endTime'];

/** Transfers between the owner's wallets, newest first (that is not written). */
export const transferRoutes: readonly Route[] = [
  sapi('GET', 'v1/asset/transfer', 'read', {
    weight: 1,
    reads: ['type', ...range, 'current', 'size', 'fromSymbol', 'toSymbol'],
    answer: betweenWallets,
  }),
];

const halfYear = 183;

/** "Support query within the last 6 months only"; the last seven days, unless asked for more. */
function betweenWallets({ books, parameters, nowMs }: Call): Json {
  const type = mandatory(parameters, 'type');
  const wanted = transferTypes.get(type);
  if (wanted === undefined) throw refuse.invalid('type');
  for (const name of wanted) mandatory(parameters, name);
  const window = windowOf(parameters, {
    nowMs,
    most: halfYear,
    usual: 7,
    kept: halfYear,
    tooLong: badInterval,
  });
  const found = newestFirst(books.transfers).filter(
    (each) => isIn(each.atMs, window) && typeOf(books, each) === type,
  );
  return {
    total: found.length,
    rows: pageOf(found, parameters, numbered).map((each) => walletRow(each, type)),
  };
}

const walletNames: Readonly<Record<string, string>> = { spot: 'MAIN', funding: 'FUNDING', margin: 'MARGIN' };

function walletName(books: LedgerBooks, wallet: string, asset: string): string | undefined {
  if (wallet !== 'futures') return walletNames[wallet];
  return futuresWalletOf(books, asset) === 'um' ? 'UMFUTURE' : 'CMFUTURE';
}

// Undefined: with a sub-account.
function typeOf(books: LedgerBooks, { from, to, asset }: LedgerTransfer): string | undefined {
  const [left, right] = [walletName(books, from, asset), walletName(books, to, asset)];
  return left === undefined || right === undefined ? undefined : `${left}_${right}`;
}

const walletRow = ({ asset, amount, id, atMs }: LedgerTransfer, type: string): JsonObject => ({
  asset,
  amount,
  type,
  status: 'CONFIRMED',
  tranId: Number(id),
  timestamp: atMs,
});
