import type { ReportTable } from './table.ts';

/**
 * The columns whose cells name a row, as a screen reader says it before each other cell: an id where a row has
 * one, else what it is about, else when.
 */
const naming: Readonly<Record<string, readonly string[]>> = {
  timeline: ['time_utc'],
  steps: ['title'],
  actions: ['what', 'target'],
  decisions: ['what'],
  notes: ['time_utc'],
  'fills-not-ours': ['fill_id'],
  trades: ['fill_id'],
  'loss-positions': ['account', 'symbol'],
  findings: ['id'],
  gaps: ['what'],
  'action-items': ['what'],
  balances: ['account', 'wallet', 'asset'],
  'open-orders': ['order_id'],
  'orders-cancelled': ['order_id'],
  'withdrawal-addresses': ['address'],
  particulars: ['what'],
  acquisitions: ['exhibit'],
  recommendations: ['id'],
  exhibits: ['id'],
  custody: ['time_utc'],
  clocks: ['moment', 'venue'],
  'scope-checks': ['account', 'what'],
  state: ['account', 'what'],
  withdrawals: ['withdrawal_id'],
  deposits: ['deposit_id'],
};

/** Names of those columns, of the table’s own. */
export const rowNames = ({ id }: ReportTable): readonly string[] => naming[id] ?? [];
