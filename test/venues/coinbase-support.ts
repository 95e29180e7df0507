import { afterEach, expect } from 'vitest';
import { createBudget } from '../../src/acquisition/budget.ts';
import { readAll, type ReadResult } from '../../src/acquisition/pager.ts';
import type { Credential } from '../../src/domain/account.ts';
import { unknown } from '../../src/domain/known.ts';
import { Secret } from '../../src/domain/secret.ts';
import { coinbase } from '../../src/venues/coinbase/index.ts';
import type { Capability, PageRequest, ReadPages, Session } from '../../src/venues/index.ts';
import { coinbaseVectors } from '../vectors/coinbase.ts';
import { machineClock } from './clocks.ts';
import { sessionTo, startScriptedVenue } from './scripted-venue.ts';
import type { Scripted, ScriptedVenue, SeenRequest } from './scripted-venue.ts';

// What the suites of Coinbase share: a scripted venue, and its replies of nothing.

const open: ScriptedVenue[] = [];
afterEach(async () => {
  for (const venue of open.splice(0)) await venue.close();
});

export interface AtVenue {
  readonly venue: ScriptedVenue;
  readonly session: Session;
}

export const credentialOf = (parts: Readonly<Record<string, string>>): Credential => ({
  holder: 'suspect',
  label: 'tradebot-1',
  parts: Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, new Secret(part, `test:${name}`)]),
  ),
});

/** The ECDSA key of the vectors. */
export const credential = credentialOf(coinbaseVectors.signatures[0]?.parts ?? {});

export async function at(answer: (request: SeenRequest) => Scripted): Promise<AtVenue> {
  const venue = await startScriptedVenue(answer);
  open.push(venue);
  const { session } = await sessionTo(venue.port, { venue: coinbase, credential });
  return { venue, session };
}

export const json = (body: unknown, status = 200): Scripted => ({
  status,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
export const replying = (body: unknown, status = 200) => at(() => json(body, status));

/** The run of a capability that must be by API. */
export function byApi<Run>(capability: Capability<Run>): Run {
  if (capability.by !== 'api') throw new Error('not by API');
  return capability.run;
}

export const { capabilities } = coinbase;

export const reads = {
  listOpenOrders: byApi(capabilities.listOpenOrders),
  listBalances: byApi(capabilities.listBalances),
  listPositions: byApi(capabilities.listPositions),
  listTrades: byApi(capabilities.listTrades),
  listOrders: byApi(capabilities.listOrders),
  listWithdrawals: byApi(capabilities.listWithdrawals),
  listDeposits: byApi(capabilities.listDeposits),
  listTransfers: byApi(capabilities.listTransfers),
  listLedger: byApi(capabilities.listLedger),
  listMarketPrices: byApi(capabilities.listMarketPrices),
  listSubAccounts: byApi(capabilities.listSubAccounts),
};
export type ReadName = keyof typeof reads;

export const read = (name: ReadName, session: Session, request: PageRequest) =>
  reads[name].page(session, request);

export const account = '952ea6fb-7422-5097-841f-23749355aca5';
export const portfolio = '018ebd63-1f6d-7c8e-ada9-0761c5a2235f';

const ofAccounts = [`USDT ${account}`];

/** Every list in every section that it has. */
export const everySection: readonly (readonly [ReadName, string | undefined])[] = (
  Object.keys(reads) as ReadName[]
).flatMap((name) => sectionsOf(name).map((section) => [name, section] as const));

function sectionsOf(name: ReadName): readonly (string | undefined)[] {
  const { sections } = reads[name] as ReadPages<unknown>;
  if (typeof sections !== 'function') return sections ?? [undefined];
  if (name === 'listTransfers') return [...ofAccounts, 'sweeps of US futures'];
  return name === 'listWithdrawals' ? [...ofAccounts, `prepared USD ${account}`] : ofAccounts;
}

export const inSection = (section: string | undefined, request: PageRequest = {}): PageRequest =>
  section === undefined ? request : { ...request, section };

export const noPages = { ending_before: null, starting_after: null, limit: 100, next_uri: null };

/** Every list of Coinbase at once, and nothing in it. */
export const empty = {
  accounts: [],
  orders: [],
  fills: [],
  positions: [],
  portfolios: [],
  portfolio_balances: [],
  payment_methods: [],
  sweeps: [],
  products: [],
  balance_summary: null,
  has_next: false,
  cursor: '',
  data: [],
  pagination: noPages,
};

export const everything = (name: ReadName, session: Session, query = {}): Promise<ReadResult<unknown>> =>
  readAll({
    capability: capabilities[name] as Parameters<typeof readAll>[0]['capability'],
    session,
    query,
    budget: createBudget({ limits: coinbase.limits ?? [], clock: machineClock }),
    clock: machineClock,
    signal: new AbortController().signal,
  });

/** The rows that a list makes of a reply that holds this and nothing else. */
export const rowsOf = async (name: ReadName, section: string | undefined, body: object) => {
  const { session } = await replying({ ...empty, ...body });
  return (await read(name, session, inSection(section))).rows;
};

/** A fact that is not known, for a reason that says this. */
export const why = (reason: string): unknown =>
  expect.objectContaining(unknown(expect.stringContaining(reason) as string));

/** An order that rests. */
export const openRow = (order_id: string) => ({
  order_id,
  product_id: 'BTC-USD',
  order_configuration: { limit_limit_gtc: { base_size: '1', limit_price: '1' } },
  side: 'SELL',
  status: 'OPEN',
  created_time: '2026-03-01T00:00:00Z',
});
