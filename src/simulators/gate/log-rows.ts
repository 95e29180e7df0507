import type { JsonObject } from '../../domain/json.ts';
import { add, negate, subtract } from '../../domain/money.ts';
import type { LedgerBooks, LedgerTransfer } from '../ledger-books.ts';
import type { ConversionKind } from '../ledger-conversions.ts';
import { ledgerLines } from '../ledger-lines.ts';
import type { LedgerLine } from '../ledger-lines.ts';
import { oncePerBooks } from '../once.ts';
import { conversionWordsOf } from './convert-routes.ts';

/** The account books of the wallets. */

export interface LogRow {
  readonly atMs: number;
  readonly row: JsonObject;
}

/** Type and code of a change of the spot wallet: the page's "AccountBook type" and "AccountBook code". */
const words: Readonly<
  Record<Exclude<LedgerLine['kind'], ConversionKind>, readonly [type: string, code: string]>
> = {
  trade: ['order_fill', '102'],
  fee: ['order_fee', '151'],
  deposit: ['deposit', '110'],
  withdrawal: ['withdraw', '4'],
  transfer: ['subaccount_trf', '1401'],
};

/** Seen from the spot wallet: what came "in", what went "out" (which side the page means is not written). */
const ofWallet: Readonly<
  Record<string, { readonly in: readonly [string, string]; readonly out: readonly [string, string] }>
> = {
  margin: { in: ['margin_in', '605'], out: ['margin_out', '606'] },
  futures: { in: ['perp_in', '701'], out: ['perp_out', '702'] },
  funding: { in: ['lending_in', '603'], out: ['lending_out', '604'] },
};

function wordsOf(books: LedgerBooks, line: LedgerLine): readonly [type: string, code: string] {
  const converted = conversionWordsOf(books, line);
  if (converted !== undefined) return converted;
  if (line.kind === 'convert' || line.kind === 'dust') throw new Error(`no words for ${line.id}`);
  const isBack = line.kind !== 'deposit' && !line.change.startsWith('-');
  if (line.id.endsWith(':back') && line.kind === 'withdrawal' && isBack) return ['cancel_withdraw', '104'];
  const transfer = books.transfers.find(({ id }) => line.kind === 'transfer' && id === line.reference);
  if (transfer === undefined) return words[line.kind];
  const other = ofWallet[transfer.from === 'spot' ? transfer.to : transfer.from];
  return (transfer.from === 'spot' ? other?.out : other?.in) ?? words.transfer;
}

/** The spot wallet's, oldest first: a row for each coin that a change moved. `time` in milliseconds. */
export const accountBook: (books: LedgerBooks) => readonly LogRow[] = oncePerBooks((books) =>
  ledgerLines(books).map((line, index) => {
    const [type, code] = wordsOf(books, line);
    return {
      atMs: line.atMs,
      row: {
        id: String(123_456_000 + index),
        time: line.atMs,
        currency: line.asset,
        change: line.change,
        balance: line.balance,
        type,
        code,
        text: '',
      },
    };
  }),
);

interface Movement {
  readonly transfer: LedgerTransfer;
  readonly change: string;
  readonly balance: string;
}

/** What transfers did to another wallet ("margin", "futures"), oldest first, reckoned back from the present. */
export function movementsOf(books: LedgerBooks, wallet: string): readonly Movement[] {
  const balances = new Map(wallet === 'funding' ? books.funding : books.wallets.get(wallet));
  return books.transfers
    .filter(({ from, to }) => (from === wallet) !== (to === wallet))
    .toSorted((a, b) => b.atMs - a.atMs)
    .map((transfer) => {
      const { asset, amount, to } = transfer;
      const balance = balances.get(asset) ?? '0';
      balances.set(asset, to === wallet ? subtract(balance, amount) : add(balance, amount));
      return { transfer, change: to === wallet ? amount : negate(amount), balance };
    })
    .reverse();
}
