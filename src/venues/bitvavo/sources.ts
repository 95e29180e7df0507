import { notWritten, writtenIn } from '../declare.ts';

/** A page of Bitvavo's own API reference: "rest-api/get-trade-history". */
export const docs = (page: string) => writtenIn(`docs.bitvavo.com/docs/${page}`);

/** An article of Bitvavo's help centre. */
export const help = (article: string) => writtenIn(`support.bitvavo.com, ${article}`);

/** Weights that the reference gives as "N/A" or lower than this. */
export const ccxtCosts = 'ccxt 4.5.84, bitvavo.js, costs';

/** No document shows these pages: names of menus and buttons may differ. */
export const pagesUnseen = notWritten('account.bitvavo.com, the page itself');
