import { notWritten, writtenIn } from '../declare.ts';

/** A page of Coinbase's own reference: "api-reference/advanced-trade-api/rest-api/orders/list-orders". */
export const docs = (page: string) => writtenIn(`docs.cdp.coinbase.com, ${page}`, '2026-11-27');

/** The same for Advanced Trade (v3), whose pages share a long beginning: "orders/list-orders". */
export const advanced = (page: string) => docs(`api-reference/advanced-trade-api/rest-api/${page}`);

/** The same for the Coinbase App (v2): "track-apis/transactions". */
export const app = (page: string) => docs(`coinbase-app/${page}`);

/** Coinbase's own client for Python, in its repository. */
export const sdk = (file: string) =>
  writtenIn(`github coinbase/coinbase-advanced-py 1.8.4, coinbase/${file}`, '2026-11-27');

/** An article of Coinbase's help centre. */
export const help = (article: string) => writtenIn(`help.coinbase.com, "${article}"`, '2026-11-27');

/** No document shows these pages: addresses, names of menus and buttons may differ. */
export const pagesUnseen = notWritten('portal.cdp.coinbase.com and www.coinbase.com, the pages themselves');
