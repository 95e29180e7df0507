import { notWritten, writtenIn } from '../declare.ts';

/** A page of Gate's own client, generated from its specification: "WalletApi". */
export const docs = (page: string) =>
  writtenIn(`github gate/gateapi-nodejs (v7.2.100, 2026-06-25), docs/${page}.md`, '2026-11-30');

/** A section of Gate's API page: "label list". */
export const apiPage = (section: string) =>
  writtenIn(`gate.com/docs/developers/apiv4 (v4.98.1), "${section}"`, '2026-11-30');

/** No document shows these pages: addresses, names of menus and buttons may differ. */
export const pagesUnseen = notWritten('gate.com, the page itself', '2026-11-30');
