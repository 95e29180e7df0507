import { createHash } from 'node:crypto';
import type { LedgerBooks, LedgerKey, LedgerOrder, LedgerTrade, LedgerTransfer } from '../ledger-books.ts';
import { marketOf } from '../ledger-books.ts';
import { categoryOf } from './names.ts';

/** Ids of the venue's own forms (recorded replies), each always the same for the same row. */

const digits = (leading: string, id: number): string =>
  `${leading}${String(id).padStart(19 - leading.length, '0')}`;

/** A UUID that only looks like chance. */
export function uuidOf(what: string): string {
  const hex = createHash('sha256').update(what).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

const isSpotRow = (books: LedgerBooks, symbol: string): boolean =>
  categoryOf(marketOf(books, symbol)) === 'spot';

/** 19 digits on spot, a UUID on contracts. */
export const orderIdOf = (books: LedgerBooks, order: Pick<LedgerOrder, 'id' | 'symbol'>): string =>
  isSpotRow(books, order.symbol) ? digits('16099205', order.id * 2) : uuidOf(`order/${order.id}`);

/** What the venue takes for `orderLinkId` when a spot order comes without: the next number. */
export const ownLinkIdOf = (orderId: number): string => digits('16099205', orderId * 2 + 1);

export const execIdOf = (books: LedgerBooks, trade: LedgerTrade): string =>
  isSpotRow(books, trade.symbol) ? digits('2100000000', trade.id) : uuidOf(`trade/${trade.id}`);

/** The place in the books makes the number: rows are only ever added there. */
export const withdrawalIdOf = (index: number): string => String(131_603_458 + index);
export const depositIdOf = (index: number): string => String(160_237_231 + index);
export const addressIdOf = (index: number): number => 10_508 + index;
export const fundingIdOf = (index: number): number => 13_715_799 + index;

/** "23070eb_convert_uta408933875189391360"; of dust that was swept together, one. */
export const convertTxIdOf = ({ id }: { readonly id: string }): string => `23070eb_convert_uta408933${id}`;

export const transferIdOf = (uid: number, { id, from, to }: LedgerTransfer): string =>
  isBetweenAccounts({ from, to })
    ? `universalTransfer_${uuidOf(`transfer/${id}`)}_${uid}`
    : `selfTransfer_${uuidOf(`transfer/${id}`)}`;

export const isBetweenAccounts = ({ from, to }: Pick<LedgerTransfer, 'from' | 'to'>): boolean =>
  from.startsWith('sub:') || to.startsWith('sub:');

/** The venue's inner number of a key. `books`: all of them, not as a key sees them. */
export const keyNumberOf = (books: LedgerBooks, key: Pick<LedgerKey, 'ref'>): string =>
  String(16_651_283 + books.keys.findIndex((each) => each.ref === key.ref));
