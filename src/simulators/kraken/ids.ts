import { createHash } from 'node:crypto';

/** Ids of the venue's own forms (documents' examples), each always the same for the same row. */

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Places of base 32 that only look like chance. */
const places = (what: string, length: number): string =>
  [...createHash('sha256').update(what).digest().subarray(0, length)]
    .map((byte) => letters[byte % letters.length])
    .join('');

function grouped(what: string, leading: string, lengths: readonly [number, number, number]): string {
  const text = `${leading}${places(what, 19)}`;
  const [first, second, third] = lengths;
  return [
    text.slice(0, first),
    text.slice(first, first + second),
    text.slice(first + second, first + second + third),
  ].join('-');
}

/** "OQCLML-BW3P3-BUCMWZ" */
export const orderTxid = (orderId: number): string => grouped(`order/${orderId}`, 'O', [6, 5, 6]);
/** "TCCCTY-WE2O6-P3NB37" */
export const tradeTxid = (tradeId: number): string => grouped(`trade/${tradeId}`, 'T', [6, 5, 6]);
/** The trade that opened a position; the books do not say which. */
export const positionTxid = (index: number): string => grouped(`position/${index}`, 'T', [6, 5, 6]);
export const positionOrderTxid = (index: number): string =>
  grouped(`position-order/${index}`, 'O', [6, 5, 6]);
/** "L4UESK-KG3EQ-UFO4T5" */
export const ledgerTxid = (lineId: string): string => grouped(`ledger/${lineId}`, 'L', [6, 5, 6]);
/** "AGBSO6T-UFMTTQ-I7KGS6" */
export const withdrawalRefid = (id: string): string => grouped(`withdrawal/${id}`, 'A', [7, 6, 6]);
/** "QSB7IFM-Q3LT3X-NVAOKE" */
export const depositRefid = (id: string): string => grouped(`deposit/${id}`, 'Q', [7, 6, 6]);
/** "TSDEF5I-HNFS4-PZQ2KE" */
export const conversionRefid = (id: string): string => grouped(`conversion/${id}`, 'T', [7, 5, 6]);
export const transferRefid = (id: string): string => grouped(`transfer/${id}`, 'B', [7, 6, 6]);

/** The account's IIBAN: "AA88 N84G WOAK NMOI". `uid`: of the account or of a sub-account. */
export function ibanOf(uid: string): string {
  const text = places(`iban/${uid}`, 12);
  const check = (createHash('sha256').update(`check/${uid}`).digest().readUInt16BE(0) % 90) + 10;
  return `AA${check} ${text.slice(0, 4)} ${text.slice(4, 8)} ${text.slice(8, 12)}`;
}
