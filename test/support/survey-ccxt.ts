/**
 * Surveys ccxt without a network: every class is built with stand-in credentials and a fetch that
 * notes the request and answers something harmless. `node test/support/survey-ccxt.ts` writes
 * src/venues/generic/surveyed.ts anew; test/venues/generic-survey.test.ts compares some of it.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ccxt from 'ccxt';
import { format, resolveConfig } from 'prettier';
import { surveyedReads, type SurveyedRead, type SurveyedVenue } from '../../src/venues/generic/facts.ts';
import { harmless } from '../../src/venues/generic/harmless.ts';
import { requestLine } from '../../src/venues/request-line.ts';

interface Instance {
  readonly id: string;
  readonly name: string;
  readonly urls: {
    readonly www?: string | readonly string[];
    readonly api: unknown;
    readonly hostname?: string;
  };
  readonly hostname: string | undefined;
  readonly rateLimit: number;
  readonly has: Readonly<Record<string, unknown>>;
  readonly requiredCredentials: Readonly<Record<string, boolean>>;
  readonly exceptions: unknown;
  markets: unknown;
  loadMarkets: () => Promise<unknown>;
  setMarkets(markets: readonly object[]): void;
  safeMarketStructure(): object;
  readonly [method: string]: unknown;
}

type Make = new (settings: object) => Instance;
const classes = ccxt as unknown as Readonly<Record<string, Make>> & { readonly exchanges: readonly string[] };

export const surveyedIds: readonly string[] = classes.exchanges;

const hex = '0123456789abcdef'.repeat(4);
/** Belong to nobody. Of a form that the signing code of every venue takes. */
const standIns: Readonly<Record<string, string>> = {
  apiKey: hex.slice(0, 32),
  secret: hex,
  password: 'password',
  uid: '12345',
  login: 'login',
  accountId: '12345',
  token: 'token',
  privateKey: `0x${hex}`,
  walletAddress: `0x${hex.slice(0, 40)}`,
};
/** Where that form does not do. */
const otherStandIns: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  gemini: { apiKey: 'account-0123456789abcdef' },
  lbank: { secret: hex.slice(0, 32) },
  modetrade: { secret: `ed25519:${'2'.repeat(43)}` },
  woofipro: { secret: `ed25519:${'2'.repeat(43)}` },
  revolutx: { privateKey: Buffer.from(hex, 'hex').toString('base64') },
};
/** Names of an account, not secrets of it. */
const publicParts = ['walletAddress', 'uid', 'accountId'];

/** Harmless answers of common shapes: what follows on one may not follow on another. */
const answers: readonly string[] = [
  [],
  {},
  { code: 0, status: 'ok', success: true, data: [], result: [] },
  {
    code: '0',
    status: 'ok',
    success: true,
    data: { list: [], rows: [], user_id: '1' },
    result: { list: [] },
    error: [],
  },
  {
    code: 200,
    status: 'ok',
    success: true,
    data: [{ id: '1', type: 'spot', state: 'working', account_id: '1' }],
  },
].map((answer) => JSON.stringify(answer));

const patienceMs = 3_000;
const orderId = '12345678901234';

interface Sent {
  readonly line: string;
  readonly method: string;
  readonly url: string;
  readonly body: string;
}

function build(id: string, parts: object, answer: string, sent: Sent[], options: object = {}): Instance {
  const Class = classes[id];
  if (Class === undefined) throw new Error(`ccxt has no ${id}`);
  return new Class({
    ...parts,
    enableRateLimit: false,
    number: String,
    options: { maxRetriesOnFailure: 0, ...options },
    fetchImplementation: (url: string, { method, body }: { method: string; body?: string }) => {
      sent.push({
        line: requestLine(method, url, body, { orderId, symbol: 'SPOTID' }),
        method,
        url,
        body: body ?? '',
      });
      if (sent.length > 20) throw new Error('enough');
      return Promise.resolve({
        status: 200,
        statusText: 'OK',
        headers: { 'content-type': 'application/json' },
        text: () => Promise.resolve(answer),
      });
    },
  });
}

/** Two markets that every venue's code finds, and no way to load others: as the session does it. */
function withMarkets(instance: Instance): Instance {
  const market = (own: object): object => ({
    ...instance.safeMarketStructure(),
    active: true,
    base: 'BTC',
    quote: 'USDT',
    baseId: 'BTC',
    quoteId: 'USDT',
    precision: { amount: '1e-8', price: '1e-2' },
    limits: {},
    info: {},
    ...own,
  });
  const spot = { symbol: 'BTC/USDT', type: 'spot', spot: true, swap: false, contract: false };
  const swap = {
    symbol: 'BTC/USDT:USDT',
    type: 'swap',
    spot: false,
    swap: true,
    contract: true,
    linear: true,
  };
  instance.setMarkets([
    market({ ...spot, id: 'SPOTID', lowercaseId: 'spotid', numericId: 7 }),
    market({
      ...swap,
      id: 'SWAPID',
      lowercaseId: 'swapid',
      numericId: 8,
      inverse: false,
      settle: 'USDT',
      settleId: 'USDT',
      contractSize: '1',
    }),
  ]);
  const { markets } = instance;
  instance.loadMarkets = () => Promise.resolve(markets);
  return instance;
}

/** Runs one method once for each answer; every request that went out, in order, each once. */
async function dryRun(id: string, parts: object, method: string, args: readonly unknown[]): Promise<Sent[]> {
  const all = new Map<string, Sent>();
  for (const answer of answers) {
    const sent: Sent[] = [];
    const instance = withMarkets(build(id, parts, answer, sent, harmless[id]));
    await settled(() => (instance[method] as (...args: unknown[]) => Promise<unknown>)(...args));
    for (const one of sent) all.set(one.line, one);
    if (sent.length === 0) break;
  }
  return [...all.values()];
}

async function settled(run: () => Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, patienceMs)));
  try {
    await Promise.race([run(), late]);
  } catch {
    // What ccxt makes of an answer that is not the venue's is of no interest here.
  } finally {
    clearTimeout(timer);
  }
}

const isByCode = (read: SurveyedRead): boolean => /Deposits|Withdrawals|Ledger|Transfers/.test(read);
const isBySymbol = (read: SurveyedRead): boolean => /OpenOrders|MyTrades|Orders$/.test(read);

function attempts(read: SurveyedRead): readonly (readonly [needs: string, args: readonly unknown[]])[] {
  if (isBySymbol(read))
    return [
      ['nothing', [undefined]],
      ['symbol', ['BTC/USDT']],
    ];
  if (isByCode(read))
    return [
      ['nothing', [undefined]],
      ['code', ['USDT']],
    ];
  return [['nothing', []]];
}

/** Params come after symbol (or code), since and limit; a balance has none of those. */
const withParams = (read: SurveyedRead, args: readonly unknown[], params: object): readonly unknown[] =>
  read === 'fetchBalance'
    ? [params]
    : read === 'fetchPositions'
      ? [undefined, params]
      : [args[0], undefined, undefined, params];

const placesOf = (sent: readonly Sent[]): string => sent.map(({ line }) => line).join(', ');

interface Found {
  readonly line: string;
  readonly sent: readonly Sent[];
  readonly isOpen: boolean;
  readonly hasSwap: boolean;
}

async function surveyRead(id: string, parts: object, read: SurveyedRead): Promise<Found | undefined> {
  for (const [needs, args] of attempts(read)) {
    const sent = await dryRun(id, parts, read, args);
    if (sent.length === 0) continue;
    const known = Object.fromEntries(Object.entries(parts).filter(([part]) => publicParts.includes(part)));
    const isOpen = (await dryRun(id, known, read, args)).length > 0;
    const swap =
      needs === 'nothing' && isOfMarkets(read)
        ? await dryRun(id, parts, read, withParams(read, args, { type: 'swap' }))
        : [];
    const hasSwap = swap.length > 0 && !swap.some(({ line }) => sent.at(-1)?.line === line);
    return { line: `${needs} | ${placesOf(sent)}`, sent: [...sent, ...swap], isOpen, hasSwap };
  }
  return undefined;
}

const isOfMarkets = (read: SurveyedRead): boolean => read === 'fetchBalance' || isBySymbol(read);

export async function survey(id: string): Promise<SurveyedVenue> {
  const instance = build(id, {}, '{}', []);
  const credentialParts = Object.keys(instance.requiredCredentials).filter(
    (part) => instance.requiredCredentials[part],
  );
  const parts = {
    ...Object.fromEntries(credentialParts.map((part) => [part, standIns[part]])),
    ...otherStandIns[id],
  };
  const found: Partial<Record<SurveyedRead, Found>> = {};
  for (const read of surveyedReads) {
    const one = instance.has[read] ? await surveyRead(id, parts, read) : undefined;
    if (one !== undefined) found[read] = one;
  }
  const reached = withoutThresholds(found);
  const cancels = await surveyCancel(id, parts);
  const markets = { keyed: await marketRequests(id, parts), keyless: await marketRequests(id, {}) };
  const marketsWithKey = markets.keyed.filter(
    ({ line }) => !markets.keyless.some((one) => one.line === line),
  );
  const hosts = hostsOf(instance, [...Object.values(found).flatMap(({ sent }) => sent), ...markets.keyless]);
  const authCodes = authCodesOf(instance.exceptions);
  const list = (which: 'hasSwap' | 'isOpen'): SurveyedRead[] =>
    surveyedReads.filter((read) => reached[read]?.[which] === true && !isPublic(read));
  return {
    name: instance.name,
    site: siteOf(instance),
    hosts,
    credentialParts,
    paceMs: instance.rateLimit,
    reads: Object.fromEntries(
      surveyedReads.flatMap((read) => (reached[read] ? [[read, reached[read].line]] : [])),
    ),
    ...(list('hasSwap').length === 0 ? {} : { swap: list('hasSwap') }),
    ...(cancels === undefined ? {} : { cancels }),
    ...(list('isOpen').length === 0 ? {} : { open: list('isOpen') }),
    ...(marketsWithKey.length === 0 ? {} : { marketsWithKey: marketsWithKey.map(({ line }) => line) }),
    ...(markets.keyless.length === 0 && markets.keyed.length > 0 ? { marketsNeedKey: true as const } : {}),
    ...(authCodes.length === 0 ? {} : { authCodes }),
  };
}

const isPublic = (read: SurveyedRead): boolean => read === 'fetchTime' || read === 'fetchTickers';

/**
 * Leaves out the reads that came no further than a request which unlike reads share (a login, a list
 * of accounts): what they would send after it is not known.
 */
function withoutThresholds(
  found: Partial<Record<SurveyedRead, Found>>,
): Partial<Record<SurveyedRead, Found>> {
  const linesOf = (read: SurveyedRead): string[] => found[read]?.sent.map(({ line }) => line) ?? [];
  const unlike: readonly SurveyedRead[] = [
    'fetchOpenOrders',
    'fetchMyTrades',
    'fetchOrders',
    'fetchDeposits',
  ];
  const balance = linesOf('fetchBalance');
  const thresholds = new Set(balance.filter((line) => unlike.some((read) => linesOf(read).includes(line))));
  return Object.fromEntries(
    Object.entries(found).filter(([, { sent }]) => sent.some(({ line }) => !thresholds.has(line))),
  );
}

async function surveyCancel(id: string, parts: object): Promise<string | undefined> {
  const sent = await dryRun(id, parts, 'cancelOrder', [orderId, 'BTC/USDT']);
  const carriers = sent.filter(({ url, body }) => `${url} ${body}`.includes(orderId));
  const others = sent.filter((one) => !carriers.includes(one));
  // Before it ccxt may look something up; anything else that is not a GET would be an act of its own.
  const isClean = carriers.length === 1 && others.every(({ method }) => method === 'GET');
  return isClean ? carriers[0]?.line : undefined;
}

async function marketRequests(id: string, parts: object): Promise<Sent[]> {
  const all = new Map<string, Sent>();
  for (const answer of answers) {
    const sent: Sent[] = [];
    // Without `harmless`: this is what ccxt does by itself.
    const instance = build(id, parts, answer, sent);
    await settled(() => instance.loadMarkets());
    for (const one of sent) all.set(one.line, one);
  }
  return [...all.values()];
}

/** Hosts that requests went to, and those that ccxt names for the venue's API. */
function hostsOf(instance: Instance, sent: readonly Sent[]): string[] {
  const named = stringsIn(instance.urls.api).map((url) => url.replace('{hostname}', instance.hostname ?? ''));
  const urls = [...sent.map(({ url }) => url), ...named];
  const hosts = urls.flatMap((url) => {
    const parsed = URL.parse(url);
    return parsed?.protocol === 'https:' ? [parsed.host] : [];
  });
  return [...new Set(hosts)].sort();
}

function siteOf({ urls }: Instance): string {
  const site = typeof urls.www === 'string' ? urls.www : (urls.www?.[0] ?? '');
  const url = URL.parse(site);
  return url === null ? '' : `https://${url.host}${url.pathname === '/' ? '' : url.pathname}`;
}

const stringsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(stringsIn)
      : [];

/** Codes, not sentences: a text is matched by ccxt in ways of its own. */
function authCodesOf(exceptions: unknown, isExact = false): string[] {
  if (typeof exceptions !== 'object' || exceptions === null) return [];
  const codes = Object.entries(exceptions).flatMap(([name, value]: [string, unknown]) => {
    if (name === 'broad') return [];
    if (typeof value === 'object') return authCodesOf(value, isExact || name === 'exact');
    const isAuth = typeof value === 'function' && value.name === 'AuthenticationError';
    return isAuth && /^[\w.:-]{1,60}$/.test(name) ? [name] : [];
  });
  return [...new Set(codes)].sort();
}

export async function surveyAll(): Promise<Readonly<Record<string, SurveyedVenue>>> {
  const all: Record<string, SurveyedVenue> = {};
  for (const id of surveyedIds) all[id] = await survey(id);
  return all;
}

export const header = `// Written by test/support/survey-ccxt.ts from ccxt 4.5.84; do not edit by hand. What goes out in a dry run
// is known; what a venue answers is not.
import type { SurveyedVenue } from './facts.ts';

export const surveyed: Readonly<Record<string, SurveyedVenue>> = `;

if (import.meta.main) {
  const file = fileURLToPath(new URL('../../src/venues/generic/surveyed.ts', import.meta.url));
  const options = await resolveConfig(file);
  const text = await format(`${header}${JSON.stringify(await surveyAll())};`, { ...options, filepath: file });
  writeFileSync(file, text);
}
