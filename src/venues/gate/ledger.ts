import { z } from 'zod';
import type { LedgerEntry } from '../../domain/trading.ts';
import type { ReadPages } from '../contract.ts';
import { lengthOf, orNoAccount, readList, readSection, type SectionReader, type Sections } from './lists.ts';
import { readPage } from '../read-page.ts';
import { assetOf, bySettle } from './settles.ts';
import * as rows from './wallet-rows.ts';
import { dayOfSecondsMs, inSeconds, monthMs } from './windows.ts';

const paged =
  (endpoint: string, section: string, row: z.ZodType<LedgerEntry>): SectionReader<LedgerEntry> =>
  (session, request) =>
    readList(session, request, {
      endpoint,
      params: inSeconds(request),
      doing: `listing the ledger of ${section}`,
      rows: z.array(row),
      by: 'page',
      limit: 100,
    });

const futures =
  (settle: string, section: string): SectionReader<LedgerEntry> =>
  (session, request) =>
    orNoAccount(
      readList(session, request, {
        endpoint: 'privateFuturesGetSettleAccountBook',
        params: { settle, ...inSeconds(request) },
        doing: `listing the ledger of ${section}`,
        rows: z.array(rows.contractEntry(section, assetOf(settle))),
        by: 'offset',
        limit: 100,
      }),
    );

const linesAtMost = 1000;

/** This list has no pages: what does not fit into one reply of a day stays a hole. */
const delivery =
  (settle: string, section: string): SectionReader<LedgerEntry> =>
  (session, request) =>
    orNoAccount(
      readPage(session, {
        endpoint: 'privateDeliveryGetSettleAccountBook',
        params: { settle, ...inSeconds(request), limit: linesAtMost },
        doing: `listing the ledger of ${section}`,
        rows: z.array(rows.contractEntry(section, assetOf(settle))),
        received: lengthOf,
        unproven: (body) =>
          lengthOf(body) < linesAtMost
            ? undefined
            : `Gate sends at most ${linesAtMost} lines of a day, and has no second page`,
      }),
    );

const options: SectionReader<LedgerEntry> = (session, request) =>
  orNoAccount(
    readList(session, request, {
      endpoint: 'privateOptionsGetAccountBook',
      params: inSeconds(request),
      doing: 'listing the ledger of options',
      rows: z.array(rows.contractEntry('options', 'USDT')),
      by: 'offset',
      limit: 100,
    }),
  );

const sections: Sections<LedgerEntry> = {
  spot: paged('privateSpotGetAccountBook', 'spot', rows.spotEntry),
  margin: paged('privateMarginGetAccountBook', 'margin', rows.marginEntry),
  ...bySettle('futures', futures),
  ...bySettle('delivery', delivery),
  options,
};

const byMonth = { style: 'time-window', pageSize: 100, bySymbol: false, inside: 'cursor' } as const;

export const ledger: ReadPages<LedgerEntry> = {
  paging: { ...byMonth, windowMs: monthMs },
  sections: Object.keys(sections),
  wayIn: (section) =>
    section.startsWith('delivery/') ? { paging: { ...byMonth, windowMs: dayOfSecondsMs } } : {},
  page: (session, request) => readSection(sections, session, request),
  // A trade may book several lines under one id.
  idOf: ({ id, kind, asset, at, change }) => [id, kind, asset, at, change].join('/'),
};
