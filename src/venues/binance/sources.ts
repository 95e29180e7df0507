import { notWritten, writtenIn } from '../declare.ts';

export const spotDocs = writtenIn('binance-spot-api-docs, rest-api.md', '2026-07-21');

/** Binance's own connector: the comments of each endpoint and the replies in its tests. */
export const connector = (where: string) =>
  writtenIn(`github binance/binance-connector-js (2026-07-24), clients/${where}`, '2026-11-27');

/** No document shows these pages: addresses, names of menus and buttons may differ. */
export const pagesUnseen = notWritten('binance.com, the page itself');
