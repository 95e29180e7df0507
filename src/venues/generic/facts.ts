import { notWritten } from '../declare.ts';

/**
 * What a dry run of ccxt showed of one venue: no network, stand-in credentials, every request caught.
 * `has` says what ccxt hopes for; this says what it really sends. Written by test/support/survey-ccxt.ts.
 */
export interface SurveyedVenue {
  readonly name: string;
  /** The venue's own site, as ccxt names it. */
  readonly site: string;
  readonly hosts: readonly string[];
  readonly credentialParts: readonly string[];
  /** Milliseconds that ccxt leaves between two requests of the lightest kind. */
  readonly paceMs: number;
  /** Method → what it needs beside the key, and each request that went out: "symbol | GET host/path". */
  readonly reads: Readonly<Partial<Record<SurveyedRead, string>>>;
  /** Reads that go out to another place when asked for swaps. */
  readonly swap?: readonly SurveyedRead[];
  /** The one request of `cancelOrder`, where there is one and it carries the order's id. */
  readonly cancels?: string;
  /** Reads that go out without any secret: their success says nothing about a key. */
  readonly open?: readonly SurveyedRead[];
  /** What `loadMarkets` sends when it has a key and not otherwise: why no key of ours comes near it. */
  readonly marketsWithKey?: readonly string[];
  /** `loadMarkets` sends nothing without a key and something with one: it cannot be loaded keyless. */
  readonly marketsNeedKey?: true;
  /** The venue's codes that ccxt takes for a refused key (its AuthenticationError, exact matches). */
  readonly authCodes?: readonly string[];
}

export const surveyedReads = [
  'fetchTime',
  'fetchBalance',
  'fetchOpenOrders',
  'fetchMyTrades',
  'fetchOrders',
  'fetchCanceledAndClosedOrders',
  'fetchClosedOrders',
  'fetchDeposits',
  'fetchWithdrawals',
  'fetchDepositsWithdrawals',
  'fetchLedger',
  'fetchTransfers',
  'fetchPositions',
  'fetchTickers',
] as const;

export type SurveyedRead = (typeof surveyedReads)[number];

/** What a read needs beside the key, and what it sends. */
export interface DryRun {
  readonly needs: 'nothing' | 'symbol' | 'code';
  readonly requests: readonly string[];
}

export function dryRunOf(line: string): DryRun {
  const [needs = '', requests = ''] = line.split(' | ');
  return { needs: needs as DryRun['needs'], requests: requests.split(', ') };
}

/** Where all of this is written. */
export const dryRun = notWritten(
  'a dry run of ccxt 4.5.84: what it sends is seen, what the venue answers is not',
);
