import { createHash } from 'node:crypto';

/** Ids of the venue's own forms (recorded replies), each always the same for the same row. */

const digest = (what: string): string => createHash('sha256').update(`coinbase/${what}`).digest('hex');

function uuid(what: string, version: 4 | 5): string {
  const hex = digest(what);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `${version}${hex.slice(13, 16)}`];
  return [...parts, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

/** v3 prints version 4, v2 version 5; an account has one id in both. */
export const orderIdOf = (id: number): string => uuid(`order/${id}`, 4);
export const tradeIdOf = (id: number): string => uuid(`trade/${id}`, 4);
export const entryIdOf = (id: number): string => digest(`entry/${id}`);
export const accountIdOf = (owner: string, asset: string): string => uuid(`account/${owner}/${asset}`, 5);
export const transactionIdOf = (what: string): string => uuid(`transaction/${what}`, 5);
export const transferIdOf = (what: string): string => uuid(`fiat-transfer/${what}`, 5);
export const addressIdOf = (address: string): string => uuid(`address/${address}`, 5);
export const paymentMethodIdOf = (owner: string, asset: string): string =>
  uuid(`payment-method/${owner}/${asset}`, 5);
export const assetIdOf = (asset: string): string => uuid(`asset/${asset}`, 5);
export const userIdOf = (uid: number): string => uuid(`user/${uid}`, 5);

/** `owner`: the account's number, or a sub-account's id: each of those is a portfolio here. */
export const portfolioIdOf = (owner: string): string => uuid(`portfolio/${owner}`, 4);

/** Cursors are numbers that rise with time ("748478308"): the ledger's own, moved away from zero. */
const firstCursor = 700_000_000;

export const cursorOf = (id: number): string => String(firstCursor + id);

/** The ledger's number in a cursor; undefined for any other text. */
export const numberIn = (cursor: string): number | undefined =>
  /^\d{9,12}$/.test(cursor) ? Number(cursor) - firstCursor : undefined;
