import { afterEach } from 'vitest';
import { createBudget, readAll } from '../../src/acquisition/index.ts';
import type { Page, PageRequest, ReadPages, Session } from '../../src/venues/contract.ts';
import type { ByApi, Capability } from '../../src/venues/index.ts';
import { binance } from '../../src/venues/binance/index.ts';
import { steppedClock } from './clocks.ts';
import { sessionTo, startScriptedVenue } from './scripted-venue.ts';
import type { Scripted, ScriptedVenue, SeenRequest } from './scripted-venue.ts';

const open: ScriptedVenue[] = [];
afterEach(async () => {
  for (const venue of open.splice(0)) await venue.close();
});

export async function at(
  answer: (request: SeenRequest) => Scripted,
): Promise<{ venue: ScriptedVenue; session: Session }> {
  const venue = await startScriptedVenue(answer);
  open.push(venue);
  return { venue, session: (await sessionTo(venue.port)).session };
}

export const body = (value: unknown): Scripted => ({
  body: typeof value === 'string' ? value : JSON.stringify(value),
});

export const refusal = (code: number, status = 400): Scripted => ({
  status,
  body: JSON.stringify({ code, msg: 'no' }),
});

/** Answers by path; what nobody wrote an answer for is refused as the venue's gateway does. */
export const byPath =
  (answers: Readonly<Record<string, unknown>>) =>
  ({ path, method }: SeenRequest): Scripted => {
    const own = answers[`${method} ${path}`] ?? answers[path];
    if (own === undefined) return { status: 404, body: '<html><body><h2>404 Not found</h2></body></html>' };
    return typeof own === 'object' && own !== null && ('status' in own || 'does' in own)
      ? (own as Scripted)
      : body(own);
  };

export function declared<Run>(capability: Capability<Run>): ByApi<Run> {
  if (capability.by !== 'api') throw new Error('not by API');
  return capability;
}

export const { capabilities } = binance;

/** The run of a capability that must be by API. */
export const byApi = <Run>(capability: Capability<Run>): Run => declared(capability).run;

type Lists =
  | 'listOpenOrders'
  | 'listBalances'
  | 'listPositions'
  | 'listTrades'
  | 'listOrders'
  | 'listTransfers'
  | 'listLedger'
  | 'listSubAccounts'
  | 'listSubAccountKeys'
  | 'listMarketPrices';

export const page = (name: Lists, session: Session, request: PageRequest = {}): Promise<Page<unknown>> =>
  byApi(capabilities[name] as Capability<ReadPages<unknown>>).page(session, request);

export async function sectionsOf(name: Lists, session: Session): Promise<readonly string[]> {
  const { sections } = byApi(capabilities[name] as Capability<ReadPages<unknown>>);
  return typeof sections === 'function' ? sections(session) : (sections ?? []);
}

/** The whole list as the pager reads it, at a moment that stands still. */
export const whole = (
  name: Lists,
  session: Session,
  query: { readonly symbols?: readonly string[]; readonly from?: string; readonly to?: string } = {},
) => {
  const clock = steppedClock('2026-03-01T00:00:00.000Z');
  return readAll({
    capability: declared(capabilities[name] as Capability<ReadPages<unknown>>),
    session,
    query,
    budget: createBudget({ limits: [], clock }),
    clock,
    signal: new AbortController().signal,
    what: 'rows',
  });
};

export const nothingOpened = {
  vipLevel: 0,
  isMarginEnabled: false,
  isFutureEnabled: false,
  isOptionsEnabled: false,
  isPortfolioMarginRetailEnabled: false,
};
export const allOpened = {
  ...nothingOpened,
  isMarginEnabled: true,
  isFutureEnabled: true,
  isOptionsEnabled: true,
};
const marginAsset = (asset: string) => ({ asset, free: '0', locked: '0', borrowed: '0', interest: '0' });
export const isolatedOf = (...pairs: readonly string[]) => ({
  assets: pairs.map((symbol) => ({
    symbol,
    baseAsset: marginAsset(symbol.slice(0, -4)),
    quoteAsset: marginAsset(symbol.slice(-4)),
  })),
});
