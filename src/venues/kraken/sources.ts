import { notWritten, writtenIn } from '../declare.ts';

const checked = '2026-11-30';

/** A page of Kraken's API reference for spot: "account-data/get-open-orders". */
export const docs = (page: string) => writtenIn(`docs.kraken.com/api-reference/${page}`, checked);

/** A page of Kraken's guides to the spot API: "rest/ratelimits". */
export const guide = (page: string) => writtenIn(`docs.kraken.com/exchange/guides/${page}`, checked);

/** An article of Kraken's help centre. */
export const help = (article: string) => writtenIn(`support.kraken.com, ${article}`, checked);

/** Its list of texts was read in the client code that copied it, not on the page. */
export const helpPage = notWritten(
  'support.kraken.com, "API error messages" (360001491786), as client code has it',
  checked,
);

/** What only client code or reports of users show. */
export const reported = (where: string) => notWritten(where, checked);

/** No document shows these pages: addresses, names of menus and buttons may differ. */
export const pagesUnseen = notWritten('kraken.com and pro.kraken.com, the pages themselves', checked);
