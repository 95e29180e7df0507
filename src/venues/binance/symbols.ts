import { z } from 'zod';
import type { Session, SymbolsHere, SymbolsWanted } from '../contract.ts';
import { millisFromIso, understood } from '../rows.ts';
import { incomeSymbols } from './history-rows.ts';
import { orFailure } from './reading.ts';
import { threeMonthsMs } from './windows.ts';

type SymbolsIn = (session: Session, wanted: SymbolsWanted) => Promise<SymbolsHere>;

/** Nobody named a symbol, so "none" would be false: said in the words of the pager. */
const notNamed = { unproven: 'the venue lists them by symbol, and no symbol was named' };

/** "BTCUSD_PERP", "BTCUSDT_261225", "BTC-261225-90000-C", "BNB/USDT": not how spot and margin spell a symbol. */
const isSpelledForOthers = (symbol: string): boolean => /[-_/]/.test(symbol);

/** Spot: those asked, but for what only a contract can be called. */
export const inSpot: SymbolsIn = (_session, { asked }) =>
  Promise.resolve({
    symbols: asked.filter((symbol) => !isSpelledForOthers(symbol)),
    ...(asked.length === 0 ? notNamed : {}),
  });

/** Cross margin: those asked that are a pair of it. */
export const inMargin: SymbolsIn = async (session, { asked }) => {
  if (asked.length === 0) return { symbols: [], ...notNamed };
  const pairs = await symbolsOf(session, 'sapiGetMarginAllPairs', 'listing the pairs of cross margin');
  return { symbols: asked.filter((symbol) => pairs.has(symbol)) };
};

export const inPair =
  (pair: string): SymbolsIn =>
  () =>
    Promise.resolve({ symbols: [pair] });

const futures = {
  'usd-m': {
    prices: 'fapiPublicV2GetTickerPrice',
    positions: 'fapiPrivateV3GetPositionRisk',
    income: 'fapiPrivateGetIncome',
  },
  'coin-m': {
    prices: 'dapiPublicGetTickerPrice',
    positions: 'dapiPrivateGetPositionRisk',
    income: 'dapiPrivateGetIncome',
  },
} as const;

export type FuturesSection = keyof typeof futures;

/**
 * Futures: in which symbols anything was earned or paid (each trade books a line there), what is open
 * now, and those asked that are a contract. So a contract that was traded and closed again is found,
 * within the three months that Binance keeps those lines.
 */
export const inFutures =
  (section: FuturesSection): SymbolsIn =>
  async (session, { asked, from, to }) => {
    const { prices, positions, income } = futures[section];
    const end = millisFromIso(to);
    const earliest = end - threeMonthsMs;
    const start = from === undefined ? earliest : Math.max(earliest, millisFromIso(from));
    const booked = await bookedSymbols(session, income, { startTime: start, endTime: end });
    const open = await openSymbols(session, positions);
    const contracts = asked.length === 0 ? new Set() : await symbolsOf(session, prices, `listing contracts`);
    return {
      symbols: [...booked.symbols, ...open, ...asked.filter((symbol) => contracts.has(symbol))],
      ...(booked.unproven === undefined ? {} : { unproven: booked.unproven }),
    };
  };

/** More than a busy account books in a week; beyond, the contracts so far are read and a hole says so. */
const incomePagesAtMost = 40;
const incomePageSize = 1_000;

async function bookedSymbols(
  session: Session,
  endpoint: string,
  window: { readonly startTime: number; readonly endTime: number },
): Promise<SymbolsHere> {
  const doing = 'looking for the contracts that were traded';
  const symbols = new Set<string>();
  for (let page = 1; page <= incomePagesAtMost; page++) {
    const params = { ...window, page, limit: incomePageSize };
    const reply = await session.call(endpoint, params, doing);
    for (const symbol of understood(incomeSymbols, reply, session, doing)) symbols.add(symbol);
    if ((reply.body as readonly unknown[]).length < incomePageSize) return { symbols: [...symbols] };
  }
  return {
    symbols: [...symbols],
    unproven: `more than ${incomePagesAtMost * incomePageSize} lines were booked: contracts traded before them may be missing`,
  };
}

const positionSymbols = z
  .array(z.object({ symbol: z.string().min(1), positionAmt: z.union([z.string(), z.number()]) }))
  .transform((rows) =>
    rows.filter(({ positionAmt }) => Number(positionAmt) !== 0).map(({ symbol }) => symbol),
  );

async function openSymbols(session: Session, endpoint: string): Promise<readonly string[]> {
  const doing = 'looking for the contracts that are open';
  return understood(positionSymbols, await session.call(endpoint, {}, doing), session, doing);
}

const listedSymbols = z
  .array(z.object({ symbol: z.string().min(1) }))
  .transform((rows) => new Set(rows.map(({ symbol }) => symbol)));

async function symbolsOf(session: Session, endpoint: string, doing: string): Promise<ReadonlySet<string>> {
  return understood(listedSymbols, await session.call(endpoint, {}, doing), session, doing);
}

/**
 * The exchange that shows a symbol to be a contract of USDⓈ-M: spot, which does not know it, has nothing
 * of it then. Undefined where it is none, or where that host does not answer.
 */
export async function shownAsContract(session: Session, symbol: string): Promise<string | undefined> {
  const doing = `looking for ${symbol} among the contracts`;
  const found = await orFailure(elsewhere, () => session.call(futures['usd-m'].prices, { symbol }, doing));
  if (found instanceof Error) return undefined;
  const price = z.object({ symbol: z.literal(symbol) }).safeParse(found.body);
  return price.success ? found.exchange : undefined;
}

const elsewhere = [
  'NOT_FOUND',
  'REQUEST_REJECTED',
  'REPLY_NOT_UNDERSTOOD',
  'UNREACHABLE',
  'VENUE_DOWN',
  'REGION_BLOCKED',
  'BLOCKED_BY_GATEWAY',
] as const;
