import type { Json } from '../../domain/json.ts';
import { sum } from '../../domain/money.ts';
import { notFound } from './codes.ts';
import { portfolioIdOf } from './ids.ts';
import { cfmPositionRow, cfmPositions, cfmSummary, intxBalanceRows } from './position-rows.ts';
import { intxPositionRow, intxPositions, intxSummary, profitOf } from './position-rows.ts';
import { brokerage } from './route.ts';
import type { Call, Route } from './route.ts';
import { valueIn } from './worth.ts';

/** Futures (cfm/*) and perpetuals (intx/*), which are called deprecated since 2026-09-09 and still answer. */
export const derivativeRoutes: readonly Route[] = [
  brokerage('cfm/balance_summary', 'view', ({ books }) => ({ balance_summary: cfmSummary(books) })),
  brokerage('cfm/positions', 'view', ({ books }) => ({
    positions: cfmPositions(books).map((position) => cfmPositionRow(books, position)),
  })),
  brokerage('cfm/positions/{product}', 'view', cfmPosition),
  // Money on its way between the merchant's account and the wallet: the books have none that waits.
  brokerage('cfm/sweeps', 'view', () => ({ sweeps: [] })),
  brokerage('intx/portfolio/{portfolio}', 'view', portfolio),
  brokerage('intx/positions/{portfolio}', 'view', positions),
  brokerage('intx/positions/{portfolio}/{symbol}', 'view', position),
  brokerage('intx/balances/{portfolio}', 'view', balances),
];

function cfmPosition({ books, member, parameters }: Call): Json {
  const found = cfmPositions(books).find(({ symbol }) => symbol === member('product'));
  if (found === undefined) throw notFound(parameters.half, 'position');
  return { position: cfmPositionRow(books, found) };
}

/** The key's own perpetuals portfolio, and no other one. */
function ownPortfolio({ member, owner, parameters }: Call): string {
  const own = portfolioIdOf(`${owner}/intx`);
  if (member('portfolio') !== own) throw notFound(parameters.half, 'portfolio');
  return own;
}

function portfolio(call: Call): Json {
  ownPortfolio(call);
  const summary = intxSummary(call.books, call.owner);
  return { portfolios: [summary], summary };
}

function positions(call: Call): Json {
  ownPortfolio(call);
  const { books, owner } = call;
  const found = intxPositions(books);
  return {
    positions: found.map((each) => intxPositionRow(books, owner, each)),
    portfolio_summary: intxSummary(books, owner),
    summary: { aggregated_pnl: valueIn(sum(found.map((each) => profitOf(books, each))), 'USDC') },
  };
}

function position(call: Call): Json {
  ownPortfolio(call);
  const found = intxPositions(call.books).find(({ symbol }) => symbol === call.member('symbol'));
  if (found === undefined) throw notFound(call.parameters.half, 'position');
  return { position: intxPositionRow(call.books, call.owner, found) };
}

function balances(call: Call): Json {
  const own = ownPortfolio(call);
  const rows = intxBalanceRows(call.books);
  return {
    portfolio_balances: [{ portfolio_uuid: own, balances: rows, is_margin_limit_reached: false }],
  };
}
