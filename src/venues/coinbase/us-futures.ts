import { z } from 'zod';
import { known, unknown } from '../../domain/known.ts';
import type { Balance, Position, Transfer, TransferStatus } from '../../domain/trading.ts';
import type { Page, Session } from '../contract.ts';
import { readPage } from '../read-page.ts';
import { amount, id, isoMoment, wordFor } from '../rows.ts';

// US futures, at Coinbase Financial Markets (CFM): one account of dollars beside the spot one.

/** The section, and the wallet. */
export const usFutures = 'CFM';

const position = z.object({
  product_id: id,
  side: z.string().regex(/(LONG|SHORT)$/, 'expected LONG or SHORT'),
  number_of_contracts: amount,
  current_price: amount.nullish(),
  avg_entry_price: amount.nullish(),
  unrealized_pnl: amount.nullish(),
});

/** One position a product. */
export const readPositions = (session: Session): Promise<Page<Position>> =>
  readPage(session, {
    endpoint: 'v3PrivateGetBrokerageCfmPositions',
    params: {},
    doing: 'listing positions in US futures',
    rows: z.object({ positions: z.array(position) }).transform((read) => read.positions.map(asPosition)),
  });

const asPosition = (row: z.output<typeof position>): Position => ({
  id: row.product_id,
  section: usFutures,
  symbol: row.product_id,
  side: row.side.endsWith('LONG') ? 'long' : 'short',
  amount: row.number_of_contracts,
  entryPrice: told(row.avg_entry_price),
  // "The current price", which the reference does not call a mark.
  markPrice: told(row.current_price),
  liquidationPrice: unknown('Coinbase tells it for the account as a whole only'),
  unrealised: told(row.unrealized_pnl),
  leverage: unknown('the row names none'),
});

const told = (value: string | null | undefined) =>
  value == null ? unknown('the row leaves it out') : known(value);

const money = z.object({ value: amount, currency: z.string().min(1) });

const summary = z.object({ balance_summary: z.object({ cfm_usd_balance: money }).nullable() });

/** The dollars of the futures account. Those of the spot account count as margin too: v3 lists them. */
export const readBalances = (session: Session): Promise<Page<Balance>> =>
  readPage(session, {
    endpoint: 'v3PrivateGetBrokerageCfmBalanceSummary',
    params: {},
    doing: 'reading the balance of US futures',
    rows: summary.transform(({ balance_summary }): readonly Balance[] =>
      balance_summary === null ? [] : [asBalance(balance_summary.cfm_usd_balance)],
    ),
    // No document says what an account without futures is answered.
    unproven: (body) =>
      summary.parse(body).balance_summary === null
        ? 'Coinbase tells no balance of US futures: the account has none, perhaps'
        : undefined,
  });

const asBalance = ({ value, currency }: z.output<typeof money>): Balance => ({
  wallet: usFutures,
  asset: currency,
  // What of it is margin is told for both accounts together only.
  free: value,
  locked: '0',
});

const sweep = z.object({
  id,
  requested_amount: money.nullish(),
  should_sweep_all: z.boolean().nullish(),
  status: z.string().min(1),
  schedule_time: isoMoment,
});

const statuses: Readonly<Record<string, TransferStatus>> = {
  PENDING: 'requested',
  PROCESSING: 'processing',
};

/** Dollars that are to leave the futures account for the spot one. Those that are done stand in the ledger. */
export const readSweeps = (session: Session): Promise<Page<Transfer>> =>
  readPage(session, {
    endpoint: 'v3PrivateGetBrokerageCfmSweeps',
    params: {},
    doing: 'listing sweeps of US futures',
    rows: z.object({ sweeps: z.array(sweep) }).transform((read) => read.sweeps.map(asTransfer)),
  });

const asTransfer = (row: z.output<typeof sweep>): Transfer => ({
  id: row.id,
  asset: row.requested_amount?.currency ?? 'USD',
  amount: row.requested_amount?.value ?? '0',
  from: usFutures,
  to: 'spot',
  status: wordFor(statuses, row.status),
  // Without an amount it is whatever is there when it is done.
  venueStatus: row.should_sweep_all === true ? `${row.status}, all of it` : row.status,
  at: row.schedule_time,
});
