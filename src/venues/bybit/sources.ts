import { notWritten, writtenIn } from '../declare.ts';

/** A page of Bybit's own API reference, as it stands in its repository: "user/apikey-info". */
export const docs = (page: string) =>
  writtenIn(`github bybit-exchange/docs (2026-07-24), docs/v5/${page}`, '2026-11-27');

/** No document shows these pages: addresses, names of menus and buttons may differ. */
export const pagesUnseen = notWritten('bybit.com, the page itself');
