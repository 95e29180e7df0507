import type { Source } from '../../domain/source.ts';
import { notWritten, writtenIn } from '../declare.ts';

/**
 * A page of OKX's own reference, as a public mirror of okx.com/docs-v5 shows it (a mirror, not a
 * repository of OKX): "funding-account, GET asset/withdrawal-history".
 */
export const docs = (page: string): Source =>
  writtenIn(`okx.com/docs-v5, ${page} (mirror samwjc/okx-api-v5-docs-zh, 2026-07-28)`, '2026-11-30');

/** The page is there, and does not say this. */
export const docsSilent = (page: string): Source => ({ ...docs(page), verified: false });

/** No document shows these pages: addresses, names of menus and buttons may differ. */
export const pagesUnseen = notWritten('okx.com, the page itself', '2026-11-30');
