import { z } from 'zod';
import { known, unknown } from '../../domain/known.ts';
import { isZero, subtract } from '../../domain/money.ts';
import type { Balance, Position } from '../../domain/trading.ts';
import type { Page, PageRequest, Session } from '../contract.ts';
import { readPage } from '../read-page.ts';
import { amount, id, knownText, maybeText } from '../rows.ts';
import { readPortfolios } from './portfolios.ts';

// International perpetuals (INTX), each in a portfolio of its own. Coinbase moved the trading elsewhere in
// autumn 2026; what still lies here is asked for where the owner has such a portfolio, and only there.

/** The section, and the type of the portfolios that it is about. */
export const perpetuals = 'INTX';

/** One portfolio's list. */
type ReadOf<Row> = (session: Session, portfolio: string) => Promise<Page<Row>>;

/** One portfolio a page: the cursor holds those that are still to be read. */
export async function eachPortfolio<Row>(
  session: Session,
  { cursor }: PageRequest,
  read: ReadOf<Row>,
): Promise<Page<Row>> {
  if (cursor !== undefined) return readFirst(session, cursor.split(' '), read);
  const all = await readPortfolios(session);
  const ids = all.rows
    .filter(({ type, deleted }) => type === perpetuals && deleted !== true)
    .map(({ uuid }) => uuid);
  // None: the list of portfolios itself shows it.
  if (ids.length === 0) return { ...all, rows: [], received: 0 };
  return { ...(await readFirst(session, ids, read)), before: [all.exchange] };
}

async function readFirst<Row>(
  session: Session,
  [first = '', ...others]: readonly string[],
  read: ReadOf<Row>,
): Promise<Page<Row>> {
  const page = await read(session, first);
  return others.length === 0 ? page : { ...page, nextCursor: others.join(' ') };
}

const money = z
  .object({ value: amount })
  .nullish()
  .transform((told) => told?.value);

const position = z.object({
  product_id: id,
  symbol: maybeText,
  position_side: z.string(),
  net_size: amount,
  entry_vwap: money,
  mark_price: money,
  liquidation_price: money,
  unrealized_pnl: money,
  leverage: maybeText,
});

/** A side is told of a position only, and of none "unknown". */
const held = z.array(position).transform((rows) => rows.filter(({ net_size }) => !isZero(net_size)));
const withSide = z.array(z.looseObject({ position_side: z.string().regex(/(LONG|SHORT)$/) }));

export const readPositions: ReadOf<Position> = (session, portfolio) =>
  readPage(session, {
    endpoint: 'v3PrivateGetBrokerageIntxPositionsPortfolioUuid',
    params: { portfolio_uuid: portfolio },
    doing: 'listing positions in international perpetuals',
    rows: z.object({ positions: held }).transform(({ positions }, context): readonly Position[] => {
      if (withSide.safeParse(positions).success) return positions.map((row) => asPosition(row, portfolio));
      context.addIssue({ code: 'custom', message: 'expected LONG or SHORT', path: ['positions'] });
      return z.NEVER;
    }),
  });

const asPosition = (row: z.output<typeof position>, portfolio: string): Position => ({
  id: row.product_id,
  section: `${perpetuals} ${portfolio}`,
  symbol: row.symbol || row.product_id,
  side: row.position_side.endsWith('LONG') ? 'long' : 'short',
  amount: row.net_size.replace(/^-/, ''),
  // Not `vwap`, which is counted anew for every session.
  entryPrice: told(row.entry_vwap),
  markPrice: told(row.mark_price),
  liquidationPrice: isNone(row.liquidation_price)
    ? unknown('the row names none')
    : told(row.liquidation_price),
  unrealised: told(row.unrealized_pnl),
  leverage: knownText(row.leverage, 'the row names none'),
});

const told = (value: string | undefined) =>
  value === undefined ? unknown('the row leaves it out') : known(value);

const isNone = (value: string | undefined): boolean => value !== undefined && isZero(value);

const balance = z.object({
  asset: z.object({ asset_name: maybeText, asset_id: maybeText }),
  quantity: amount,
  hold: amount.nullish(),
});

const balances = z.object({
  portfolio_balances: z.array(z.object({ portfolio_uuid: maybeText, balances: z.array(balance) })),
});

export const readBalances: ReadOf<Balance> = (session, portfolio) =>
  readPage(session, {
    endpoint: 'v3PrivateGetBrokerageIntxBalancesPortfolioUuid',
    params: { portfolio_uuid: portfolio },
    doing: 'listing balances of international perpetuals',
    rows: balances.transform(({ portfolio_balances }) =>
      portfolio_balances.flatMap((each) =>
        each.balances.map((row) => asBalance(row, each.portfolio_uuid || portfolio)),
      ),
    ),
  });

/** `quantity` is taken for all that is there, what is on hold included, as ccxt takes it. */
const asBalance = ({ asset, quantity, hold }: z.output<typeof balance>, portfolio: string): Balance => ({
  wallet: `${perpetuals} ${portfolio}`,
  asset: asset.asset_name || asset.asset_id,
  free: hold == null || isZero(hold) ? quantity : subtract(quantity, hold),
  locked: hold ?? '0',
});
